//! When the screen will read otherwise by itself. Until then nothing needs to run.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::certificates::Certificates;
use crate::app::layout::Pane;
use crate::app::model::Model;
use crate::domain::expiry;

/// A request that takes longer than this is worth a word.
pub const SLOW: TimeDelta = TimeDelta::milliseconds(200);

/// Rows that came less long ago need no word on their age.
pub const YOUNG: TimeDelta = TimeDelta::minutes(2);

/// The next moment, by this machine's clock, at which a countdown or an age in sight or the word about a slow request changes,
/// or a list is to be asked for again.
#[must_use]
pub fn next(model: &Model) -> Option<DateTime<Utc>> {
    let slow = model.flights.since().map(|since| since + SLOW).filter(|moment| *moment > model.now);
    let refresh = model.refresh_due.filter(|_| model.frozen.is_none());
    let signing_in = model.signing.under_way.as_ref().map(|(_, since)| *since + SLOW);
    let signing_in = signing_in.filter(|moment| *moment > model.now);
    slow.into_iter()
        .chain(signing_in)
        .chain(next_countdown(model))
        .chain(next_arrangement(model))
        .chain(next_age(model))
        .chain(next_end(model))
        .chain(model.outlook.due().filter(|due| *due > model.now && model.frozen.is_none()))
        .chain(refresh)
        .min()
}

/// How often rows are held against the time that a filter or an order asks for.
const ARRANGEMENT: TimeDelta = TimeDelta::seconds(60);

fn next_arrangement(model: &Model) -> Option<DateTime<Utc>> {
    let depends = model.certificates.as_ref().is_some_and(Certificates::depends_on_time);
    (depends && model.frozen.is_none()).then(|| model.now + ARRANGEMENT)
}

/// Ages are told in minutes, hours, days: they wake nobody every second.
fn next_age(model: &Model) -> Option<DateTime<Utc>> {
    let seen = model.seen().filter(|_| model.frozen.is_none())?;
    let grown_up = seen + YOUNG;
    Some(if grown_up > model.now {
        grown_up
    } else {
        expiry::reads_otherwise_at(seen, model.settings.limits, model.now)
    })
}

/// The ends in the pickers count down as well.
fn next_end(model: &Model) -> Option<DateTime<Utc>> {
    let layout = model.layout()?;
    layout.projects.or(layout.users).filter(|_| model.frozen.is_none())?;
    let judge = model.judge();
    let ahead = model.outlook.ends().filter(|end| *end >= judge.now);
    let next = ahead.map(|end| expiry::reads_otherwise_at(end, judge.limits, judge.now)).min()?;
    Some(model.clock.local(next))
}

fn next_countdown(model: &Model) -> Option<DateTime<Utc>> {
    if model.frozen.is_some() {
        return None;
    }
    let layout = model.layout()?;
    layout.certificates?;
    let pane = model.certificates.as_ref()?;
    let judge = model.judge();
    let window = pane.cursor().window(pane.rows(), layout.rows_of(Pane::Certificates));
    let in_sight = window.filter_map(|place| pane.at(place)?.certificate.not_after);
    let next = in_sight.map(|not_after| expiry::reads_otherwise_at(not_after, judge.limits, judge.now)).min()?;
    Some(model.clock.local(next))
}
