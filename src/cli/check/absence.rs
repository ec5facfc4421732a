//! What the live API cannot tell: a certificate whose time is over is taken off the list, and with the last one the user
//! can no longer sign in. One that went before its end is news, too.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::holding::{Absence, Holding, Standing};
use crate::scan::reading::List;

/// Certificates of one user that are no longer listed and ask for attention.
#[derive(Debug, Default)]
pub(super) struct Absent<'list> {
    /// The one that ended last, where nothing has taken its place.
    pub(super) lost: Option<&'list Holding>,
    /// Those that went before their end.
    pub(super) early: Vec<&'list Holding>,
}

impl<'list> Absent<'list> {
    /// Of a list that was read whole, and of what was missed on it within `window`.
    pub(super) fn of(missed: &'list [Holding], list: &List, window: TimeDelta) -> Self {
        let now = list.as_of;
        let has_successor = list.certificates.iter().any(|one| one.not_after.is_none_or(|end| end > now));
        let in_window = |end: DateTime<Utc>| end <= now && now - end <= window;
        let mut absent = Self::default();
        for one in missed {
            let Standing::Unlisted { absence, .. } = one.standing else { continue };
            let end = one.certificate.not_after;
            match absence {
                Absence::Early => absent.early.push(one),
                Absence::Expired if !has_successor && end.is_some_and(in_window) => {
                    let is_later = absent.lost.is_none_or(|lost| end > lost.certificate.not_after);
                    absent.lost = if is_later { Some(one) } else { absent.lost };
                }
                Absence::Expired | Absence::Unknown => {}
            }
        }
        absent
    }
}
