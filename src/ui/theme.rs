//! Colours and shapes. Word and glyph carry every meaning; colour only underlines it.

mod background;
mod builtin;
mod glyphs;
mod look;
mod own;
mod written;

use ratatui::style::Style;

use crate::domain::expiry::Severity;
use crate::domain::printable::Printable;

pub use background::Background;
pub use glyphs::{ASCII, Glyphs, UNICODE};
pub use look::{Look, NoSuchTheme};
pub use own::{Fault, OwnThemes, Written};

/// How things look.
#[derive(Debug, Clone)]
pub struct Theme {
    /// What has the keys.
    pub accent: Style,
    /// Expired, critical, trouble.
    pub danger: Style,
    /// Soon.
    pub warning: Style,
    /// What recedes.
    pub dim: Style,
    /// What stands out without a colour.
    pub strong: Style,
    /// The row under the cursor in the pane that has the keys.
    pub cursor: Style,
    /// The row under the cursor in the other panes.
    pub remembered: Style,
    /// What a filter or a search has found in a cell.
    pub matched: Style,
    /// A row that is marked.
    pub marked: Style,
    /// The shapes.
    pub glyphs: &'static Glyphs,
}

impl Theme {
    /// How a severity looks.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Expired => self.danger.patch(self.strong),
            Severity::Critical => self.danger,
            Severity::Soon => self.warning,
            Severity::Ok => Style::new(),
            Severity::Unknown => self.dim,
        }
    }

    /// The shape beside a severity's word.
    #[must_use]
    pub fn glyph(&self, severity: Severity) -> &'static str {
        if severity == Severity::Expired { self.glyphs.expired } else { severity.glyph() }
    }

    /// Foreign text, safe and in the letters that there are.
    #[must_use]
    pub fn foreign<'text>(&self, text: &'text str) -> Printable<'text> {
        self.glyphs.alphabet.foreign(text)
    }

    /// What the person typed, the name of a key, a word of help: in the letters that there are.
    #[must_use]
    pub fn own<'text>(&self, text: &'text str) -> Printable<'text> {
        self.glyphs.alphabet.own(text)
    }

    /// Text that is safe already, in the letters that there are: of an error, of a notice.
    #[must_use]
    pub fn printed<'text>(&self, text: &'text str) -> Printable<'text> {
        self.glyphs.alphabet.printed(text)
    }

    /// A sentence of ours that quotes foreign text, in the letters that there are.
    #[must_use]
    pub fn sentence<'text>(&self, text: &'text str) -> Printable<'text> {
        self.glyphs.alphabet.sentence(text)
    }
}
