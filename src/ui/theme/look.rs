//! The look that was chosen, and the theme that it comes to on a background.

use crate::domain::printable::Printable;
use crate::ui::theme::own::{Own, OwnThemes, near};
use crate::ui::theme::{Background, Glyphs, Theme};

/// A built-in theme, by the name that a person chooses it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Base {
    /// What the background asks for.
    #[default]
    Auto,
    Dark,
    Light,
    /// No colour.
    None,
}

impl Base {
    pub(super) const ALL: [(&'static str, Self); 4] =
        [("auto", Self::Auto), ("dark", Self::Dark), ("light", Self::Light), ("none", Self::None)];

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find_map(|(own, base)| (own == name).then_some(base))
    }
}

/// What was chosen. A look may come to another theme once the background is known.
#[derive(Debug, Clone)]
pub struct Look {
    own: Own,
    glyphs: &'static Glyphs,
}

/// No theme is called that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no theme is called “{name}”: write {known}{near}")]
pub struct NoSuchTheme {
    name: String,
    known: String,
    near: String,
}

impl Look {
    /// The look of this name: `auto`, `dark`, `light`, `none`, or one of the person's own.
    ///
    /// # Errors
    /// Where there is none, with the nearest.
    pub fn named(name: &str, own: &OwnThemes, glyphs: &'static Glyphs) -> Result<Self, NoSuchTheme> {
        let built_in = Base::named(name).map(Own::of);
        let found = built_in.or_else(|| own.get(name).cloned());
        found.map(|own| Self { own, glyphs }).ok_or_else(|| {
            let known: Vec<String> = Self::names(own).map(|name| Printable::new(name).to_string()).collect();
            let near = near(Self::names(own), name);
            NoSuchTheme { name: Printable::new(name).to_string(), known: known.join(", "), near }
        })
    }

    /// Every name that a look can have.
    pub fn names(own: &OwnThemes) -> impl Iterator<Item = &str> {
        Base::ALL.iter().map(|(name, _)| *name).chain(own.names())
    }

    /// The look without colour.
    #[must_use]
    pub fn plain(glyphs: &'static Glyphs) -> Self {
        Self { own: Own::of(Base::None), glyphs }
    }

    /// Whether it is worth knowing the background.
    #[must_use]
    pub fn follows_background(&self) -> bool {
        self.own.base == Base::Auto
    }

    /// The theme, on what is known of the background.
    #[must_use]
    pub fn theme(&self, background: Option<Background>) -> Theme {
        let base = match (self.own.base, background) {
            (Base::Auto, None) => Theme::either,
            (Base::Auto, Some(Background::Dark)) | (Base::Dark, _) => Theme::dark,
            (Base::Auto, Some(Background::Light)) | (Base::Light, _) => Theme::light,
            (Base::None, _) => Theme::plain,
        };
        self.own.over(base(self.glyphs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::UNICODE;
    use ratatui::style::{Color, Style};

    fn look(name: &str) -> Look {
        Look::named(name, &OwnThemes::default(), &UNICODE).expect(name)
    }

    #[test]
    fn auto_follows_the_background_and_the_others_do_not() {
        let danger = |name: &str, background| look(name).theme(background).danger.fg;
        assert_eq!(danger("auto", None), Some(Color::LightRed));
        assert_eq!(danger("auto", Some(Background::Light)), Some(Color::Red));
        assert_eq!(danger("dark", Some(Background::Light)), Some(Color::LightRed));
        assert_eq!(danger("light", None), Some(Color::Red));
        assert_eq!(danger("none", Some(Background::Dark)), None);
        assert!(look("auto").follows_background() && !look("dark").follows_background());
        assert!(!Look::plain(&UNICODE).follows_background());
    }

    #[test]
    fn an_own_theme_without_a_base_follows_the_background() {
        let written = [("dusk".to_owned(), [("accent".to_owned(), "green".to_owned())].into())].into();
        let own = OwnThemes::read(&written).expect("read");
        let dusk = Look::named("dusk", &own, &UNICODE).expect("found");
        assert!(dusk.follows_background());
        let light = dusk.theme(Some(Background::Light));
        assert_eq!((light.accent, light.danger.fg), (Style::new().fg(Color::Green), Some(Color::Red)));
        let why = Look::named("dsk", &own, &UNICODE).expect_err("unknown").to_string();
        assert_eq!(why, "no theme is called “dsk”: write auto, dark, light, none, dusk; nearest: dusk");
    }
}
