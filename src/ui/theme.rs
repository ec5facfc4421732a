//! Colours and glyphs. Word and glyph carry every meaning; colour only underlines it.

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

use crate::domain::expiry::Severity;

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

/// Shapes, of which a terminal without UTF-8 needs others.
#[derive(Debug)]
pub struct Glyphs {
    /// Between the places of the path.
    pub path: &'static str,
    /// Between two phrases.
    pub dot: &'static str,
    /// On the pane that has the keys.
    pub focus: &'static str,
    /// Before the row under the cursor.
    pub pointer: &'static str,
    /// Before a row that is marked.
    pub mark: &'static str,
    /// On the heading that the rows are sorted by, the least first.
    pub ascending: &'static str,
    /// The greatest first.
    pub descending: &'static str,
    /// For what has not come yet.
    pub awaited: &'static str,
    /// The used part of a gauge.
    pub used: &'static str,
    /// The rest of a gauge.
    pub unused: &'static str,
    /// The scroll bar's handle.
    pub handle: &'static str,
    /// The scroll bar's track.
    pub track: &'static str,
    /// Cut text.
    pub ellipsis: &'static str,
    /// Expired.
    pub expired: &'static str,
    /// Box lines.
    pub lines: border::Set<'static>,
}

/// For terminals with UTF-8.
pub const UNICODE: Glyphs = Glyphs {
    path: "▸",
    dot: "·",
    focus: "●",
    pointer: "›",
    mark: "•",
    ascending: "▲",
    descending: "▼",
    awaited: "·····",
    used: "━",
    unused: "╌",
    handle: "█",
    track: "│",
    ellipsis: "…",
    expired: "✗",
    lines: border::PLAIN,
};

/// For terminals without.
pub const ASCII: Glyphs = Glyphs {
    path: ">",
    dot: "-",
    focus: "*",
    pointer: ">",
    mark: "+",
    ascending: "^",
    descending: "v",
    awaited: ".....",
    used: "=",
    unused: "-",
    handle: "#",
    track: "|",
    ellipsis: "~",
    expired: "x",
    lines: border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    },
};

impl Theme {
    /// The sixteen colours that every palette defines, so that the person's own palette decides how they look.
    #[must_use]
    pub fn coloured(glyphs: &'static Glyphs) -> Self {
        Self {
            accent: Style::new().fg(Color::Cyan),
            danger: Style::new().fg(Color::Red),
            warning: Style::new().fg(Color::Yellow),
            marked: Style::new().fg(Color::Cyan).add_modifier(Modifier::BOLD),
            ..Self::plain(glyphs)
        }
    }

    /// Without any colour: not even a reset of one, which would take the modifiers along.
    #[must_use]
    pub fn plain(glyphs: &'static Glyphs) -> Self {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        Self {
            accent: bold,
            danger: bold,
            warning: Style::new(),
            dim: Style::new().add_modifier(Modifier::DIM),
            strong: bold,
            cursor: Style::new().add_modifier(Modifier::REVERSED),
            remembered: bold,
            matched: Style::new().add_modifier(Modifier::UNDERLINED),
            marked: bold,
            glyphs,
        }
    }

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
}
