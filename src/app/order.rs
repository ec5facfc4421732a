//! Sorting the rows that have come. What has no value stands last, whichever way; equals stay in the server's order.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};

use crate::app::columns::Column;
use crate::app::feed::Feed;
use crate::app::judge::Judge;
use crate::domain::certificate::Certificate;
use crate::domain::natural;
use crate::domain::serial::Serial;

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

    /// Sorts rows of `feed`, which are in the server's order.
    pub fn sort(self, rows: &mut [usize], feed: &Feed, judge: Judge) {
        match self.column {
            Column::State => self.by(rows, feed, |one| Some(judge.limits.severity(one.not_after, judge.now))),
            Column::Left | Column::NotAfter => self.by(rows, feed, |one| one.not_after),
            Column::Created => self.by::<DateTime<Utc>>(rows, feed, |one| one.created_at),
            Column::Serial => self.by::<Serial>(rows, feed, |one| one.serial.clone()),
            Column::Subject => self.by_subject(rows, feed),
            Column::Owner => self.by_owner(rows, feed),
        }
    }

    fn by<K: Ord>(self, rows: &mut [usize], feed: &Feed, key: impl Fn(&Certificate) -> Option<K>) {
        let keyed = |row: &usize| (feed.certificate(*row).and_then(&key), *row);
        self.put(rows, rows.iter().map(keyed).collect(), Ord::cmp);
    }

    fn by_subject(self, rows: &mut [usize], feed: &Feed) {
        let subject = |row: usize| feed.certificate(row).and_then(|one| one.subject.as_deref());
        let keyed = rows.iter().map(|row| (subject(*row), *row)).collect();
        self.put(rows, keyed, |left, right| natural::compare(left, right));
    }

    fn by_owner(self, rows: &mut [usize], feed: &Feed) {
        let owner = |row: usize| feed.holding(row).map(|one| (&*one.owner.project.name, &*one.owner.user));
        let keyed = rows.iter().map(|row| (owner(*row), *row)).collect();
        self.put(rows, keyed, |left: &(&str, &str), right| {
            natural::compare(left.0, right.0).then_with(|| natural::compare(left.1, right.1))
        });
    }

    /// Keys are looked up once a row, not once a comparison.
    fn put<K>(self, rows: &mut [usize], mut keyed: Vec<(Option<K>, usize)>, compare: impl Fn(&K, &K) -> Ordering) {
        keyed.sort_by(|(left, _), (right, _)| match (left, right) {
            (Some(left), Some(right)) if self.descending => compare(right, left),
            (Some(left), Some(right)) => compare(left, right),
            (left, right) => right.is_some().cmp(&left.is_some()),
        });
        for (place, (_, row)) in rows.iter_mut().zip(keyed) {
            *place = row;
        }
    }
}
