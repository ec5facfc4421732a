//! The rotation of every user on one time axis, as lines to choose from.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::chooser::{Choice, Entry};
use crate::app::judge::Judge;
use crate::app::visits::Place;
use crate::domain::expiry::{Severity, Span};
use crate::domain::figures;
use crate::domain::printable::Printable;
use crate::memory::Rotation;

/// More users are not told: those whose last certificate ends first are.
pub const MOST_USERS: usize = 2_000;

/// How many columns the axis has, and how long each is.
const COLUMNS: usize = 30;
const COLUMN: TimeDelta = TimeDelta::days(3);

/// A line a user: how long the last certificate lasts, until when, how many there are, and their ends on an axis of 90 days,
/// in letters that every terminal has: `--o-----o-----o------>`.
#[must_use]
pub fn entries(rotations: &[Rotation], judge: Judge) -> Vec<Entry> {
    rotations.iter().map(|rotation| entry(rotation, judge)).collect()
}

fn entry(rotation: &Rotation, judge: Judge) -> Entry {
    let Rotation { owner, certificates, ends, latest } = rotation;
    let (project, user) = (Printable::new(&owner.project.name), Printable::new(&owner.user));
    let sign = if *latest < judge.now { "-" } else { "" };
    let span = format!("{sign}{}", Span::between(judge.now, *latest));
    let is_near = !matches!(judge.limits.severity(Some(*latest), judge.now), Severity::Ok | Severity::Unknown);
    let needs = match certificates {
        0 => "none left",
        1 if is_near => "only one",
        _ if is_near => "no successor",
        _ => "",
    };
    let text = format!(
        "{span:>7}  {}  {:>6}  {needs:<12}  {}",
        latest.format("%Y-%m-%d"),
        figures::count(*certificates),
        axis(ends, *latest, judge.now)
    );
    Entry {
        label: format!("{project}/{user}"),
        text,
        blocked: None,
        choice: Choice::Visit(Place { project: owner.project.id.clone(), user: Some(owner.user.clone()) }),
    }
}

/// From now to the last end a line, at each end an `o`; `>` where it goes on beyond the axis.
fn axis(ends: &[DateTime<Utc>], latest: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let column = |end: DateTime<Utc>| {
        usize::try_from((end - now).num_seconds().max(0) / COLUMN.num_seconds()).unwrap_or(usize::MAX)
    };
    let last = column(latest);
    let letter = |place: usize| match place {
        _ if ends.iter().any(|end| column(*end) == place) => 'o',
        place if place == COLUMNS - 1 && last >= COLUMNS => '>',
        place if place < last => '-',
        _ => ' ',
    };
    (0..COLUMNS).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_shows_where_certificates_end() {
        let now: DateTime<Utc> = "2026-11-24T14:03:00Z".parse().expect("a moment");
        let at = |days| now + TimeDelta::days(days);
        assert_eq!(axis(&[at(1), at(10)], at(10), now), format!("o--o{}", " ".repeat(26)));
        assert_eq!(axis(&[at(6)], at(400), now), format!("--o{}>", "-".repeat(26)));
        assert_eq!(axis(&[], now, now), " ".repeat(30));
    }
}
