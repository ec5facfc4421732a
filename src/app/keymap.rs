//! Which key means what, and where. One table feeds input, the hints at the foot of the screen, the help, the palette and
//! the README; a person's own keys change the table, and nothing else.

mod bindings;

use std::collections::HashMap;

use crate::app::action::{Action, Menu};
use crate::app::key::Key;

pub use bindings::BINDINGS;

/// What the keys are for at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Moving through the panes.
    Browse,
    /// Reading a text that lies over the panes: the story of an error, the whole of a certificate.
    Read,
    /// Reading the last requests.
    Requests,
    /// Choosing from a list that lies over the panes.
    Choose,
    /// Reading what was looked up.
    LookUp,
    /// Typing keys to sign in with.
    TypeKeys,
    /// Arranging the columns.
    Arrange,
    /// After a key that offers others.
    Menu(Menu),
}

/// One row of the table, as it is without a person's own keys.
#[derive(Debug)]
pub struct Binding {
    /// What it does.
    pub action: Action,
    /// What the configuration calls it.
    pub name: &'static str,
    /// The keys, the one to show in a hint first. Each action has one that needs no AltGr.
    pub keys: &'static [&'static str],
    /// Where it works.
    pub modes: &'static [Mode],
    /// A word for the hints; empty where it is too obvious to take their room.
    pub hint: &'static str,
    /// A sentence for the help.
    pub help: &'static str,
}

/// A binding with the keys that it really has.
#[derive(Debug, Clone)]
pub struct Bound {
    /// What it does, and how that is said.
    pub binding: &'static Binding,
    /// The keys.
    pub keys: Vec<Key>,
}

impl Bound {
    /// The key to show in a hint: empty where a person took all of them away.
    #[must_use]
    pub fn first_key(&self) -> String {
        self.keys.first().map(ToString::to_string).unwrap_or_default()
    }
}

/// The table with a person's own keys in it.
#[derive(Debug, Clone)]
pub struct Keymap {
    bound: Vec<Bound>,
    actions: HashMap<(Mode, Key), Action>,
}

/// Why a person's own keys cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// No action is called that.
    #[error("no action is called “{name}”{}", near(.name))]
    NoSuchAction {
        /// The name.
        name: String,
    },
    /// One key cannot mean two things in one place.
    #[error("“{key}” already means “{other}”: give one of the two another key")]
    Conflict {
        /// The key.
        key: Key,
        /// The other action.
        other: &'static str,
    },
}

fn near(name: &str) -> String {
    let best = BINDINGS.iter().max_by(|left, right| {
        let score = |binding: &Binding| strsim::jaro_winkler(binding.name, name);
        score(left).total_cmp(&score(right))
    });
    best.map(|binding| format!("; the nearest is “{}”", binding.name)).unwrap_or_default()
}

impl Default for Keymap {
    fn default() -> Self {
        let bound = BINDINGS.iter().map(|binding| Bound { binding, keys: usual_keys(binding) }).collect();
        Self::of(bound)
    }
}

fn usual_keys(binding: &Binding) -> Vec<Key> {
    binding.keys.iter().filter_map(|name| name.parse().ok()).collect()
}

impl Keymap {
    fn of(bound: Vec<Bound>) -> Self {
        let actions = bound.iter().flat_map(|row| {
            let keys = move |mode: &'static Mode| row.keys.iter().map(move |key| ((*mode, *key), row.binding.action));
            row.binding.modes.iter().flat_map(keys)
        });
        Self { actions: actions.collect(), bound }
    }

    /// Gives an action these keys instead of its own.
    ///
    /// # Errors
    /// Where no action is called so, or where a key means something else already in a place where the action works.
    pub fn rebind(&mut self, name: &str, keys: Vec<Key>) -> Result<(), KeymapError> {
        let Some(place) = self.bound.iter().position(|row| row.binding.name == name) else {
            return Err(KeymapError::NoSuchAction { name: name.to_owned() });
        };
        let mut bound = self.bound.clone();
        if let Some(row) = bound.get_mut(place) {
            row.keys = keys;
        }
        *self = Self::of(bound);
        Ok(())
    }

    /// The first key that means two things in one place.
    ///
    /// # Errors
    /// [`KeymapError::Conflict`], for a key of the action called `name`.
    pub fn check(&self, name: &str) -> Result<(), KeymapError> {
        let Some(row) = self.bound.iter().find(|row| row.binding.name == name) else { return Ok(()) };
        let others = self.bound.iter().filter(|other| other.binding.name != name);
        for other in others.filter(|other| other.binding.modes.iter().any(|mode| row.binding.modes.contains(mode))) {
            if let Some(key) = row.keys.iter().find(|key| other.keys.contains(key)) {
                return Err(KeymapError::Conflict { key: *key, other: other.binding.name });
            }
        }
        Ok(())
    }

    /// What `key` asks for in `mode`.
    #[must_use]
    pub fn action_for(&self, mode: Mode, key: Key) -> Option<Action> {
        self.actions.get(&(mode, key)).copied()
    }

    /// Every binding, in the order of the help.
    #[must_use]
    pub fn bound(&self) -> &[Bound] {
        &self.bound
    }

    /// The bindings of a mode.
    pub fn of_mode(&self, mode: Mode) -> impl Iterator<Item = &Bound> {
        self.bound.iter().filter(move |row| row.binding.modes.contains(&mode))
    }

    /// The key of an action, for a sentence that names it.
    #[must_use]
    pub fn key_of(&self, action: Action) -> String {
        self.bound.iter().find(|row| row.binding.action == action).map(Bound::first_key).unwrap_or_default()
    }

    /// `r tries again`: what the key of an action does. `None` where a person took the key away.
    #[must_use]
    pub fn phrase(&self, action: Action, does: &str) -> Option<String> {
        let key = self.key_of(action);
        if key.is_empty() { None } else { Some(format!("{key} {does}")) }
    }

    /// `Nothing matches the filter: esc clears it.`: a fact, and which key helps. Without that key the fact alone.
    #[must_use]
    pub fn advice(&self, fact: &str, action: Action, does: &str) -> String {
        self.phrase(action, does).map_or_else(|| format!("{fact}."), |phrase| format!("{fact}: {phrase}."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_name_and_one_meaning_in_a_mode() {
        let keymap = Keymap::default();
        for binding in BINDINGS {
            for name in binding.keys {
                assert_eq!(name.parse::<Key>().map(|key| key.to_string()).as_deref(), Ok(*name));
            }
            assert_eq!(keymap.check(binding.name), Ok(()), "{}", binding.name);
            assert_eq!(BINDINGS.iter().filter(|other| other.name == binding.name).count(), 1, "{}", binding.name);
        }
    }

    #[test]
    fn no_action_needs_alt_gr() {
        // AltGr writes these on the keyboards of half of Europe.
        let needs_alt_gr = |name: &&&str| name.len() == 1 && "[]{}\\|@~".contains(**name);
        for binding in BINDINGS {
            assert!(binding.keys.iter().any(|name| !needs_alt_gr(&name)), "{:?}", binding.action);
        }
    }

    #[test]
    fn own_keys_take_the_place_of_the_usual_ones() {
        let key = |name: &str| name.parse::<Key>().expect(name);
        let mut keymap = Keymap::default();
        keymap.rebind("refresh", vec![key("ctrl-r")]).expect("an action");
        assert_eq!(keymap.action_for(Mode::Browse, key("ctrl-r")), Some(Action::Refresh));
        assert_eq!(keymap.action_for(Mode::Browse, key("r")), None);
        keymap.rebind("refresh", vec![key("q")]).expect("an action");
        assert_eq!(keymap.check("refresh"), Err(KeymapError::Conflict { key: key("q"), other: "quit" }));
        let why = keymap.rebind("refesh", Vec::new()).expect_err("no action");
        assert!(why.to_string().contains("nearest is “refresh”"), "{why}");
    }
}
