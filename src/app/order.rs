//! Sorting the rows that have come. What has no value stands last, whichever way; equals stay in the server's order.

use std::cmp::Ordering;

use crate::app::column::Column;
use crate::app::judge::Judge;
use crate::domain::holding::Holding;
use crate::domain::natural;

/// By what the rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// By which column.
    pub column: Column,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl Order {
    /// What choosing a column means: that column, and the other way round where it is the one already.
    #[must_use]
    pub fn chosen(column: Column, before: Option<Self>) -> Self {
        let again = before.filter(|order| order.column == column);
        Self { column, descending: again.is_some_and(|order| !order.descending) }
    }

    /// The other way round.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { descending: !self.descending, ..self }
    }

    /// The rows in this order. They come in the server's, each with its certificate.
    pub fn sorted<'feed>(self, rows: impl Iterator<Item = (usize, &'feed Holding)>, judge: Judge) -> Vec<usize> {
        match self.column {
            Column::State => {
                self.by(rows, |one| Some(judge.limits.severity(one.certificate.not_after, judge.now)), Ord::cmp)
            }
            Column::Left | Column::NotAfter => self.by(rows, |one| one.certificate.not_after, Ord::cmp),
            Column::Created => self.by(rows, |one| one.certificate.created_at, Ord::cmp),
            Column::Serial => self.by(rows, |one| one.certificate.serial.as_ref(), Ord::cmp),
            Column::Subject => {
                self.by(rows, |one| one.certificate.subject.as_deref(), |left, right| natural::compare(left, right))
            }
            Column::Owner => {
                let owner = |one: &'feed Holding| Some((&*one.owner.project.name, &*one.owner.user));
                self.by(rows, owner, |left, right| {
                    natural::compare(left.0, right.0).then_with(|| natural::compare(left.1, right.1))
                })
            }
        }
    }

    /// Keys are looked up once a row, not once a comparison.
    fn by<'feed, K>(
        self,
        rows: impl Iterator<Item = (usize, &'feed Holding)>,
        key: impl Fn(&'feed Holding) -> Option<K>,
        compare: impl Fn(&K, &K) -> Ordering,
    ) -> Vec<usize> {
        let mut keyed: Vec<(Option<K>, usize)> = rows.map(|(row, one)| (key(one), row)).collect();
        keyed.sort_unstable_by(|(left, upper), (right, lower)| {
            let order = match (left, right) {
                (Some(left), Some(right)) if self.descending => compare(right, left),
                (Some(left), Some(right)) => compare(left, right),
                (left, right) => right.is_some().cmp(&left.is_some()),
            };
            order.then(upper.cmp(lower))
        });
        keyed.into_iter().map(|(_, row)| row).collect()
    }
}
