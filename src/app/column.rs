//! The columns that the certificate table can have.

/// A column of the certificate table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// Glyph and word of the severity.
    State,
    /// Time left.
    Left,
    /// The end.
    NotAfter,
    /// The subject.
    Subject,
    /// The serial.
    Serial,
    /// When it was made.
    Created,
    /// Project and user: on boards alone, for in a user's list it is the same in every row.
    Owner,
}

/// What a column is like.
#[derive(Debug)]
pub(super) struct Nature {
    heading: &'static str,
    /// How wide it is where there is room.
    pub(super) width: usize,
    /// How narrow it can be and still tell something.
    pub(super) least: usize,
    /// Who gives way first: the lowest.
    pub(super) worth: u8,
    /// Whether it holds figures, which stand to the right.
    figures: bool,
}

impl Column {
    /// Every column, in the usual order.
    pub const ALL: [Self; 7] =
        [Self::State, Self::Left, Self::NotAfter, Self::Owner, Self::Subject, Self::Serial, Self::Created];

    pub(super) const fn nature(self) -> Nature {
        let (heading, width, least, worth, figures) = match self {
            // Glyph, blank, the longest word.
            Self::State => ("State", 10, 10, 5, false),
            // `119 min`.
            Self::Left => ("Left", 7, 7, 4, true),
            // `2026-11-29 09:15`.
            Self::NotAfter => ("Not after (UTC)", 16, 16, 2, false),
            // `payments/svc-ledger`.
            Self::Owner => ("Owner", 24, 10, 6, false),
            // Takes what the others leave.
            Self::Subject => ("Subject", 22, 8, 3, false),
            // A positive 63-bit number in hexadecimal; four digits at either end of it.
            Self::Serial => ("Serial", 16, 9, 1, false),
            // `2026-11-29`.
            Self::Created => ("Created", 10, 10, 0, false),
        };
        Nature { heading, width, least, worth, figures }
    }

    /// The heading.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        self.nature().heading
    }

    /// What it is called within a sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Left => "time left",
            Self::NotAfter => "not after",
            Self::Subject => "subject",
            Self::Serial => "serial",
            Self::Created => "created",
            Self::Owner => "owner",
        }
    }

    /// Whether it holds figures, which stand to the right.
    #[must_use]
    pub const fn is_figures(self) -> bool {
        self.nature().figures
    }
}
