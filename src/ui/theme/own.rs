//! The person's own themes: what the tables `[themes.NAME]` of the configuration file say.

use std::collections::BTreeMap;

use ratatui::style::Style;

use crate::domain::naming::nearest;
use crate::domain::printable::Printable;
use crate::ui::theme::Theme;
use crate::ui::theme::look::Base;
use crate::ui::theme::written;

/// The tables as they are written: by the theme's name, the values of its keys.
pub type Written = BTreeMap<String, BTreeMap<String, String>>;

/// Which style of a theme a key is for.
type Role = fn(&mut Theme) -> &mut Style;

/// The keys, beside [`BASE`].
const ROLES: [(&str, Role); 9] = [
    ("accent", |theme| &mut theme.accent),
    ("danger", |theme| &mut theme.danger),
    ("warning", |theme| &mut theme.warning),
    ("dim", |theme| &mut theme.dim),
    ("strong", |theme| &mut theme.strong),
    ("cursor", |theme| &mut theme.cursor),
    ("remembered", |theme| &mut theme.remembered),
    ("match", |theme| &mut theme.matched),
    ("marked", |theme| &mut theme.marked),
];

/// The key for the theme that what is not said is taken from.
const BASE: &str = "base";

/// Themes of a person's own, by name.
#[derive(Debug, Clone, Default)]
pub struct OwnThemes(BTreeMap<String, Own>);

/// One of them: a base, and what is different from it.
#[derive(Debug, Clone, Default)]
pub(super) struct Own {
    pub(super) base: Base,
    styles: Vec<(Role, Style)>,
}

/// What is wrong with a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The key, from the top of the file: `themes.dusk.accent`.
    pub key: String,
    /// What is wrong with it, and what can be written instead.
    pub why: String,
}

impl OwnThemes {
    /// Reads all of them.
    ///
    /// # Errors
    /// At the first name, key or value that makes no sense.
    pub fn read(written: &Written) -> Result<Self, Fault> {
        let read = |(name, table): (&String, &BTreeMap<String, String>)| {
            let key = format!("themes.{}", Printable::new(name));
            if Base::named(name).is_some() {
                return Err(Fault { key, why: "a theme of this name is built in: choose another".to_owned() });
            }
            Ok((name.clone(), Own::read(&key, table)?))
        };
        Ok(Self(written.iter().map(read).collect::<Result<_, _>>()?))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Own> {
        self.0.get(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl Own {
    /// The base as it is.
    pub(super) fn of(base: Base) -> Self {
        Self { base, styles: Vec::new() }
    }

    fn read(path: &str, table: &BTreeMap<String, String>) -> Result<Self, Fault> {
        let mut own = Self::default();
        for (key, value) in table {
            let fault = |why: String| Fault { key: format!("{path}.{}", Printable::new(key)), why };
            if key == BASE {
                own.base = Base::named(value).ok_or_else(|| fault(no_base(value)))?;
            } else if let Some((_, role)) = ROLES.iter().find(|(name, _)| name == key) {
                own.styles.push((*role, written::style(value).map_err(fault)?));
            } else {
                return Err(fault(no_key(key)));
            }
        }
        Ok(own)
    }

    /// The base with all that is different.
    pub(super) fn over(&self, mut base: Theme) -> Theme {
        for (role, style) in &self.styles {
            *role(&mut base) = *style;
        }
        base
    }
}

fn no_base(value: &str) -> String {
    let names = Base::ALL.map(|(name, _)| name);
    format!("“{}” is no built-in theme: write {}{}", Printable::new(value), names.join(", "), near(names, value))
}

fn no_key(key: &str) -> String {
    let names = || ROLES.iter().map(|(name, _)| *name).chain([BASE]);
    format!("a theme has no such key: write {}{}", names().collect::<Vec<_>>().join(", "), near(names(), key))
}

/// `; nearest: accent`, where something is near.
pub(super) fn near<'names>(names: impl IntoIterator<Item = &'names str>, wanted: &str) -> String {
    let near: Vec<String> =
        nearest(names.into_iter(), wanted).iter().map(|name| Printable::new(name).to_string()).collect();
    if near.is_empty() { String::new() } else { format!("; nearest: {}", near.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::{Look, UNICODE};
    use ratatui::style::{Color, Modifier};

    fn read(toml: &str) -> Result<OwnThemes, Fault> {
        OwnThemes::read(&toml::from_str(toml).expect("TOML"))
    }

    fn fault(toml: &str) -> Fault {
        read(toml).expect_err(toml)
    }

    #[test]
    fn an_own_theme_differs_from_its_base_where_it_says_so() {
        let own = read("[dusk]\nbase = 'light'\naccent = '#ff8800'\nmatch = 'reverse'\nmarked = 'cyan'").expect("read");
        let theme = Look::named("dusk", &own, &UNICODE).expect("found").theme(None);
        let light = Theme::light(&UNICODE);
        assert_eq!(theme.accent, Style::new().fg(Color::Rgb(0xff, 0x88, 0)));
        assert_eq!(theme.matched, Style::new().add_modifier(Modifier::REVERSED));
        assert_eq!(theme.marked, Style::new().fg(Color::Cyan));
        assert_eq!((theme.danger, theme.dim, theme.cursor), (light.danger, light.dim, light.cursor));
    }

    #[test]
    fn what_makes_no_sense_is_named_by_its_key() {
        let key = fault("[dusk]\nacent = 'red'");
        assert_eq!(key.key, "themes.dusk.acent");
        assert!(key.why.contains("write accent, danger") && key.why.ends_with("; nearest: accent"), "{key:?}");
        let value = fault("[dusk]\naccent = 'read'");
        assert_eq!(value.key, "themes.dusk.accent");
        assert!(value.why.starts_with("“read” is no word for a style"), "{value:?}");
        let base = fault("[dusk]\nbase = 'drak'");
        assert_eq!(base.key, "themes.dusk.base");
        assert!(base.why.ends_with("write auto, dark, light, none; nearest: dark"), "{base:?}");
        assert_eq!(fault("[dark]\naccent = 'red'").key, "themes.dark");
        assert_eq!(fault("[\"a\\u001b\"]\nx = ''").key, "themes.a⟨1B⟩.x");
    }
}
