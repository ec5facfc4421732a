//! What a person can ask for, whatever the key.

/// Everything a key can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Moves the cursor of the focused pane.
    Move(Motion),
    /// Opens what the cursor is on: a project, a user.
    Open,
    /// Leaves what was opened last: a filter, a pane, an overlay.
    Back,
    /// Gives the keys to the next pane.
    NextPane,
    /// Gives the keys to the pane before.
    PreviousPane,
    /// Filters the focused pane.
    Filter,
    /// Asks Atlas again for what the focused pane shows.
    Refresh,
    /// Shows or hides the users that have no certificates from Atlas.
    OtherUsers,
    /// Tells the whole story of the last trouble.
    Story,
    /// Shows every key.
    Help,
    /// Gives the terminal back to the shell for a while.
    Suspend,
    /// Leaves the program.
    Quit,
    /// Paints the whole screen anew.
    Repaint,
}

/// A way of moving through rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motion {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One screen up.
    PageUp,
    /// One screen down.
    PageDown,
    /// Half a screen up.
    HalfUp,
    /// Half a screen down.
    HalfDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
}
