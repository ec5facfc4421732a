//! Figures of several who were measured in turns, and ratios of the first one's to them: rows to be pasted beside the goals.

/// One row: what is told of the figures, and the number of the goal in docs/performance.md.
#[derive(Clone, PartialEq, Eq)]
pub struct Measure {
    goal: &'static str,
    what: String,
    /// Of a hundred figures in order, which one is told.
    share: usize,
}

impl Measure {
    pub fn median(goal: &'static str, what: impl Into<String>) -> Self {
        Self { goal, what: what.into(), share: 50 }
    }

    pub fn p99(goal: &'static str, what: &str) -> Self {
        Self { goal, what: format!("{what}, p99"), share: 99 }
    }

    pub fn worst(goal: &'static str, what: &str) -> Self {
        Self { goal, what: format!("{what}, the worst"), share: 100 }
    }
}

pub struct Table {
    title: String,
    names: Vec<&'static str>,
    rows: Vec<(Measure, Vec<Vec<f64>>)>,
}

impl Table {
    pub fn new(title: &str, names: impl IntoIterator<Item = &'static str>) -> Self {
        Self { title: title.to_owned(), names: names.into_iter().collect(), rows: Vec::new() }
    }

    /// Rows stand in the order in which their first figures came.
    pub fn add(&mut self, measure: Measure, name: &'static str, figure: f64) {
        let column = self.names.iter().position(|known| *known == name).expect("a column of the table");
        let row = self.rows.iter().position(|(known, _)| *known == measure).unwrap_or_else(|| {
            self.rows.push((measure, vec![Vec::new(); self.names.len()]));
            self.rows.len() - 1
        });
        self.rows[row].1[column].push(figure);
    }

    /// The figure of each, and in brackets how many times as large the first one's is.
    pub fn print(&self) {
        println!("\n| # | {} | {} |", self.title, self.names.join(" | "));
        println!("|---|---|{}", "---|".repeat(self.names.len()));
        for (measure, columns) in &self.rows {
            let figures: Vec<_> = columns.iter().map(|figures| at(figures, measure.share)).collect();
            let ours = figures.first().copied().flatten();
            let cells = figures.iter().enumerate().map(|(column, figure)| match (figure, ours) {
                (Some(theirs), Some(ours)) if column > 0 && *theirs > 0.0 => {
                    format!("{theirs:.2} ({:.2}x)", ours / theirs)
                }
                (Some(figure), _) => format!("{figure:.2}"),
                (None, _) => "-".to_owned(),
            });
            println!("| {} | {} | {} |", measure.goal, measure.what, cells.collect::<Vec<_>>().join(" | "));
        }
    }
}

fn at(figures: &[f64], share: usize) -> Option<f64> {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) * share / 100).copied()
}
