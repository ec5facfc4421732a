//! Going to a date: by halves where the list is in the order of that date already, else in a list that is sorted by it.

use chrono::{DateTime, Utc};

use super::Certificates;
use crate::app::column::Column;
use crate::app::judge::Judge;
use crate::app::order::Order;
use crate::app::seek::{Dated, Found, Seek};
use crate::domain::holding::Holding;

/// In which order certificates stand where one goes to the end of one of them.
const BY_NOT_AFTER: Order = Order { column: Column::NotAfter, descending: false };

impl Certificates {
    /// Whether the rows stand in the order of a date, the first one first.
    #[must_use]
    pub fn is_in_order_of(&self, date: Dated) -> bool {
        match date {
            Dated::Created => self.order.is_none() && !self.source.is_board(),
            Dated::NotAfter => self.order == Some(BY_NOT_AFTER) || (self.source.is_board() && self.order.is_none()),
        }
    }

    /// Goes to the first certificate of that date or a later one. By when they end that is the first in a list sorted so; by
    /// when they were made it is, under a filter or another order, the first such row.
    pub fn go_to_date(&mut self, dated: Dated, date: DateTime<Utc>, judge: Judge, height: usize) {
        match dated {
            // A board stands in the order of ends already.
            Dated::NotAfter if self.source.is_board() && self.arranged.is_none() => {
                self.seek = Some(Seek::new(dated, date, self.feed.rows()));
                self.seek_on(height);
            }
            Dated::NotAfter => {
                if !self.is_in_order_of(dated) {
                    self.apply_order(Some(BY_NOT_AFTER), judge, height);
                }
                self.awaited_end = Some(date);
                self.await_end(height);
            }
            Dated::Created if self.arranged.is_none() => {
                self.seek = Some(Seek::new(dated, date, self.feed.rows()));
                self.seek_on(height);
            }
            Dated::Created => {
                let made_since = |place: &usize| {
                    self.at(*place).and_then(|one| one.certificate.created_at).is_some_and(|made| made >= date)
                };
                let place = (0..self.rows()).find(made_since);
                self.go_to(place.unwrap_or(self.rows()), height);
                self.missed = place.is_none().then_some(dated);
            }
        }
    }

    /// Goes on looking for when certificates were made, as far as what has come allows.
    pub(super) fn seek_on(&mut self, height: usize) {
        if let Some(mut seek) = self.seek {
            match seek.go_on(&self.feed) {
                Found::Row(row) => {
                    self.go_to(row, height);
                    let date = self.selected().and_then(|one| match seek.dated() {
                        Dated::Created => one.certificate.created_at,
                        Dated::NotAfter => one.certificate.not_after,
                    });
                    self.missed = date.filter(|date| *date < seek.date()).map(|_| seek.dated());
                }
                Found::Needs(_) => self.seek = Some(seek),
            }
        }
    }

    /// Goes to where the end that is looked for would stand. While the rest of the list comes, it may stand elsewhere yet.
    pub(super) fn await_end(&mut self, height: usize) {
        let (Some(date), Some(rows)) = (self.awaited_end, &self.arranged) else { return };
        let end = |row: usize| self.feed.certificate(row).and_then(|one| one.not_after);
        let place = rows.partition_point(|row| end(*row).is_some_and(|end| end < date));
        self.go_to(place, height);
        if self.is_loading_all() {
            self.awaited_end = Some(date);
        } else {
            let is_there =
                self.selected().is_some_and(|one: &Holding| one.certificate.not_after.is_some_and(|end| end >= date));
            self.missed = (!is_there).then_some(Dated::NotAfter);
        }
    }

    /// The date that no certificate had, once, after one went there.
    pub fn take_missed(&mut self) -> Option<Dated> {
        self.missed.take()
    }
}
