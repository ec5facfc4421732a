//! Numbers, dates and troubles as they stand everywhere on the screen.

use chrono::{DateTime, Utc};

use crate::app::action::Action;
use crate::app::keymap::Keymap;
use crate::atlas::error::Error;
use crate::domain::expiry::Span;
use crate::ui::theme::Theme;

/// `2026-11-29 09:15`, in UTC.
pub(super) fn minute(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M").to_string()
}

/// `2026-11-29`, in UTC.
pub(super) fn day(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d").to_string()
}

/// `2026-11-29 09:15:00 UTC`.
pub(super) fn second(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// `in 5 d`, `3 h ago`.
pub(super) fn relative(moment: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let span = Span::between(now, moment);
    if moment < now { format!("{span} ago") } else { format!("in {span}") }
}

/// `remembered, 3 h old`: of rows that are not Atlas's answer. Both moments are this machine's.
pub(super) fn remembered(seen: DateTime<Utc>, now: DateTime<Utc>) -> String {
    format!("remembered, {} old", Span::between(seen, now))
}

/// `The server is in trouble (r tries again, e tells more)`: what went wrong, and the keys of the actions that help.
pub(super) fn trouble(error: &Error, helpful: &[(Action, &str)], keymap: &Keymap, theme: &Theme) -> String {
    let phrases: Vec<String> = helpful.iter().filter_map(|(action, does)| keymap.phrase(*action, does)).collect();
    let headline = error.headline();
    let headline = theme.printed(&headline);
    if phrases.is_empty() { headline.to_string() } else { format!("{headline} ({})", theme.own(&phrases.join(", "))) }
}

/// What helps wherever something could not be had.
pub(super) const TRY_OR_ASK: &[(Action, &str)] = &[(Action::Refresh, "tries again"), (Action::Story, "tells more")];

/// The same where there is little room.
pub(super) const TRY: &[(Action, &str)] = &[(Action::Refresh, "tries again")];
