//! Numbers, dates and troubles as they stand everywhere on the screen.

use chrono::{DateTime, Utc};

use crate::app::helps::{self, Help};
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
pub(super) fn trouble(error: &Error, help: Help, keymap: &Keymap, theme: &Theme) -> String {
    let phrases = helps::phrases(error, help, keymap);
    let headline = error.headline();
    let headline = theme.printed(&headline);
    if phrases.is_empty() { headline.to_string() } else { format!("{headline} ({})", theme.own(&phrases)) }
}
