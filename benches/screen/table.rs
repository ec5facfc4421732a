//! Figures of several who were measured in turns, as medians, and as ratios to the first.

use std::collections::BTreeMap;

pub struct Table {
    title: String,
    names: Vec<&'static str>,
    measures: Vec<String>,
    figures: BTreeMap<(String, &'static str), Vec<f64>>,
}

/// From so many figures on, the worst of a hundred is told as well.
const MANY: usize = 100;

impl Table {
    pub fn new(title: &str, names: impl Iterator<Item = &'static str>) -> Self {
        let names = names.collect();
        Self { title: title.to_owned(), names, measures: Vec::new(), figures: BTreeMap::new() }
    }

    pub fn add(&mut self, measure: &str, name: &'static str, figure: f64) {
        if !self.measures.iter().any(|known| known == measure) {
            self.measures.push(measure.to_owned());
        }
        self.figures.entry((measure.to_owned(), name)).or_default().push(figure);
    }

    /// A line a measure: the median of each, and how many times that of the first it is.
    pub fn print(&self) {
        println!("\n| {} | {} |", self.title, self.names.join(" | "));
        println!("|---|{}", "---|".repeat(self.names.len()));
        for measure in &self.measures {
            let of = |name: &&'static str| self.figures.get(&(measure.clone(), *name));
            let many = self.names.iter().filter_map(of).any(|figures| figures.len() >= MANY);
            let shares: &[(&str, usize)] = if many { &[("", 50), (" p99", 99)] } else { &[("", 50)] };
            for (suffix, share) in shares {
                let figure = |name| of(name).map(|figures| percentile(figures, *share));
                let first = self.names.first().and_then(figure);
                let cell = |name| match (figure(name), first) {
                    (Some(own), Some(first)) if own > 0.0 && self.names.first() != Some(name) => {
                        format!("{own:.2} (ours {:.2}x)", first / own)
                    }
                    (Some(own), _) => format!("{own:.2}"),
                    (None, _) => "-".to_owned(),
                };
                println!("| {measure}{suffix} | {} |", self.names.iter().map(cell).collect::<Vec<_>>().join(" | "));
            }
        }
    }
}

fn percentile(figures: &[f64], share: usize) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get((sorted.len() * share / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}
