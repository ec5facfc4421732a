//! Which keys help where something could not be had.

use crate::app::action::Action;
use crate::app::keymap::Keymap;
use crate::atlas::error::Error;

/// How much of what helps is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Help {
    /// Every key that helps.
    Whole,
    /// Without the key that tells more: there is little room.
    Short,
}

/// `r tries again, P signs in anew, e tells more`: as far as there are keys for it, and those for what has failed so.
#[must_use]
pub fn phrases(error: &Error, help: Help, keymap: &Keymap) -> String {
    let helpful = [
        (true, Action::Refresh, "tries again"),
        (error.is_about_the_caller(), Action::SignIn, "signs in anew"),
        (help == Help::Whole, Action::Story, "tells more"),
    ];
    let helpful = helpful.into_iter().filter(|(helps, ..)| *helps);
    helpful.filter_map(|(_, action, does)| keymap.phrase(action, does)).collect::<Vec<_>>().join(", ")
}
