//! The one table of keys. Input, the hints at the foot of the screen and the help all read it.

use crate::app::action::{Action, Motion};
use crate::app::key::Key;

/// What the keys are for at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Moving through the panes.
    Browse,
    /// Reading a text that lies over the panes: the help, the story of an error.
    Read,
}

/// One row of the table.
#[derive(Debug)]
pub struct Binding {
    /// What it does.
    pub action: Action,
    /// The keys, the one to show in a hint first. Each action has one that needs no AltGr.
    pub keys: &'static [&'static str],
    /// Where it works.
    pub modes: &'static [Mode],
    /// A word for the hints; empty where it is too obvious to take their room.
    pub hint: &'static str,
    /// A sentence for the help.
    pub help: &'static str,
}

/// Works while browsing.
const BROWSE: &[Mode] = &[Mode::Browse];
/// Works everywhere.
const BOTH: &[Mode] = &[Mode::Browse, Mode::Read];

const fn bind(
    action: Action,
    keys: &'static [&'static str],
    modes: &'static [Mode],
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding { action, keys, modes, hint, help }
}

/// Every binding, in the order of the help; the hints take theirs in the same order, as many as there is room for.
pub const BINDINGS: &[Binding] = &[
    bind(Action::Open, &["enter", "right", "l"], BROWSE, "open", "Open the project or the user under the cursor"),
    bind(Action::Back, &["esc", "left", "h", "backspace"], BOTH, "back", "Clear the filter, or go back one pane"),
    bind(Action::Filter, &["/"], BROWSE, "filter", "Filter the pane by typing"),
    bind(Action::Refresh, &["r", "f5"], BROWSE, "refresh", "Ask Atlas again for what the pane shows"),
    bind(Action::OtherUsers, &["x"], BROWSE, "others", "Show or hide users without certificates from Atlas"),
    bind(Action::Help, &["?", "f1"], BOTH, "keys", "Show or hide every key"),
    bind(Action::Quit, &["q", "ctrl-c"], BOTH, "quit", "Leave"),
    bind(Action::Story, &["e"], BOTH, "", "Tell all that is known of the last trouble"),
    bind(Action::NextPane, &["tab"], BROWSE, "", "Go to the next pane"),
    bind(Action::PreviousPane, &["shift-tab"], BROWSE, "", "Go to the pane before"),
    bind(Action::Move(Motion::Down), &["down", "j"], BOTH, "", "One row down"),
    bind(Action::Move(Motion::Up), &["up", "k"], BOTH, "", "One row up"),
    bind(Action::Move(Motion::PageDown), &["pgdn", "ctrl-f", "space"], BOTH, "", "One screen down"),
    bind(Action::Move(Motion::PageUp), &["pgup", "ctrl-b"], BOTH, "", "One screen up"),
    bind(Action::Move(Motion::HalfDown), &["ctrl-d"], BOTH, "", "Half a screen down"),
    bind(Action::Move(Motion::HalfUp), &["ctrl-u"], BOTH, "", "Half a screen up"),
    bind(Action::Move(Motion::First), &["home", "g"], BOTH, "", "To the first row"),
    bind(Action::Move(Motion::Last), &["end", "G"], BOTH, "", "To the last row"),
    bind(Action::Suspend, &["ctrl-z"], BOTH, "", "Back to the shell; fg returns"),
    bind(Action::Repaint, &["ctrl-l"], BOTH, "", "Paint the screen anew"),
];

/// What `key` asks for in `mode`.
#[must_use]
pub fn action_for(mode: Mode, key: Key) -> Option<Action> {
    BINDINGS
        .iter()
        .find(|binding| binding.modes.contains(&mode) && binding.keys.iter().any(|name| name.parse() == Ok(key)))
        .map(|binding| binding.action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_name_and_one_meaning_in_a_mode() {
        for mode in [Mode::Browse, Mode::Read] {
            let keys: Vec<&str> =
                BINDINGS.iter().filter(|row| row.modes.contains(&mode)).flat_map(|row| row.keys).copied().collect();
            for (place, name) in keys.iter().enumerate() {
                assert!(name.parse::<Key>().is_ok(), "{name}");
                assert!(!keys[..place].contains(name), "{name} twice in {mode:?}");
            }
        }
    }

    #[test]
    fn no_action_needs_alt_gr() {
        // AltGr writes these on the keyboards of half of Europe.
        let needs_alt_gr = |name: &&&str| "[]{}\\|@~".contains(**name);
        for binding in BINDINGS {
            assert!(binding.keys.iter().any(|name| !needs_alt_gr(&name)), "{:?}", binding.action);
        }
    }
}
