//! The shapes, for terminals with UTF-8 and for those without, and the letters that go with them.

use ratatui::symbols::border;

use crate::domain::printable::Alphabet;

/// Shapes, of which a terminal without UTF-8 needs others.
#[derive(Debug)]
pub struct Glyphs {
    /// The letters.
    pub alphabet: Alphabet,
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
    /// At the left end of the headings, where there are columns beyond it.
    pub more_left: &'static str,
    /// At the right end.
    pub more_right: &'static str,
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
    /// After what goes on: `Loading projects …`.
    pub going_on: &'static str,
    /// Between columns and rows.
    pub times: &'static str,
    /// Expired.
    pub expired: &'static str,
    /// Bars, from nothing to the highest.
    pub bars: [&'static str; 9],
    /// Box lines.
    pub lines: border::Set<'static>,
}

impl Glyphs {
    /// The shapes that go with an alphabet.
    #[must_use]
    pub fn of(alphabet: Alphabet) -> &'static Self {
        match alphabet {
            Alphabet::Unicode => &UNICODE,
            Alphabet::Ascii => &ASCII,
        }
    }

    /// The bar of a count, where the greatest is `most`. Whatever is more than nothing is seen.
    #[must_use]
    pub fn bar(&self, count: usize, most: usize) -> &'static str {
        let highest = self.bars.len() - 1;
        let height = (count * highest).div_ceil(most.max(1)).min(highest);
        self.bars.get(height).copied().unwrap_or_default()
    }
}

/// For terminals with UTF-8.
pub const UNICODE: Glyphs = Glyphs {
    alphabet: Alphabet::Unicode,
    path: "▸",
    dot: "·",
    focus: "●",
    pointer: "›",
    mark: "•",
    ascending: "▲",
    descending: "▼",
    more_left: "‹",
    more_right: "›",
    awaited: "·····",
    used: "━",
    unused: "╌",
    handle: "█",
    track: "│",
    ellipsis: "…",
    going_on: "…",
    times: "×",
    expired: "✗",
    bars: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    lines: border::PLAIN,
};

/// For terminals without.
pub const ASCII: Glyphs = Glyphs {
    alphabet: Alphabet::Ascii,
    path: ">",
    dot: "-",
    focus: "*",
    pointer: ">",
    mark: "+",
    ascending: "^",
    descending: "v",
    more_left: "<",
    more_right: ">",
    awaited: ".....",
    used: "=",
    unused: "-",
    handle: "#",
    track: "|",
    ellipsis: "~",
    going_on: "...",
    times: "x",
    expired: "x",
    bars: [" ", ".", ":", "-", "=", "+", "*", "#", "@"],
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
