//! What a person can ask for, whatever the key.

use crate::app::column::Column;

/// Everything a key can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Moves the cursor of what has the keys.
    Move(Motion),
    /// Opens what the cursor is on: a project, a user, the whole of a certificate; runs what is chosen.
    Open,
    /// Leaves what was opened last: a search, a filter, a pane, an overlay.
    Back,
    /// Gives the keys to the next pane.
    NextPane,
    /// Gives the keys to the pane before.
    PreviousPane,
    /// Filters the focused pane.
    Filter,
    /// Shows certificates of this severity and worse, or all.
    Quick(Quick),
    /// Looks for a text without hiding what has none of it.
    Find,
    /// Goes to the next place where the text stands.
    FindNext,
    /// Goes to the place before where the text stands.
    FindPrevious,
    /// Stops the loading of the rest of a list.
    Stop,
    /// Offers the keys of a menu.
    Menu(Menu),
    /// Sorts by a column; by the one that it is sorted by already, the other way.
    SortBy(Column),
    /// Puts the rows back into the server's order.
    AsListed,
    /// Turns the order round.
    Reverse,
    /// Marks the row under the cursor, or takes the mark away.
    Mark,
    /// Takes every mark away.
    ClearMarks,
    /// Copies something of the selected certificate, or of all that are marked.
    Copy(Copied),
    /// Opens the board of what ends next, or closes it.
    Board,
    /// Shows what vanished from a longer time above a board, then from a shorter.
    Window,
    /// Shows how the certificates of each user live side by side.
    Rotation,
    /// Goes along the bars of a board, to the next in which something ends.
    Later,
    /// The other way.
    Earlier,
    /// Makes the bars of a board longer, then short again.
    Bars,
    /// Goes to the list of the owner of the certificate under the cursor.
    Owner,
    /// Looks up whose a serial, a subject or a certificate is.
    LookUp,
    /// Copies a note on the certificate that was looked up.
    CopyFound,
    /// Scans every project for what was looked up.
    ScanAll,
    /// Writes the rows in sight, or the marked, to a file.
    Export,
    /// Goes to the place that was visited before.
    VisitBefore,
    /// Goes to the place that was visited after.
    VisitAfter,
    /// One prompt over projects, users and certificates.
    GoAnywhere,
    /// One prompt over every action, row numbers and dates.
    Palette,
    /// Asks Atlas again for what the focused pane shows.
    Refresh,
    /// Asks again by itself, every minute.
    AutoRefresh,
    /// Stops the clock of the screen, so that it can be read out or photographed.
    Freeze,
    /// Shows or hides the users that have no certificates from Atlas.
    OtherUsers,
    /// Arranges the columns.
    Columns,
    /// Shows the columns that lie beyond the right edge.
    ScrollRight,
    /// Goes back towards the first column.
    ScrollLeft,
    /// Shows or hides a column.
    ToggleColumn,
    /// Keeps a column in sight while the others scroll.
    FreezeColumn,
    /// Moves a column to the left.
    ColumnLeft,
    /// Moves a column to the right.
    ColumnRight,
    /// Makes a column wider.
    Widen,
    /// Makes a column narrower.
    Narrow,
    /// Gives every column its usual place and width.
    UsualColumns,
    /// Lets the mouse point and scroll, or gives it back to the terminal for selecting text.
    Mouse,
    /// Opens the user in Atlas's web console.
    WebConsole,
    /// Offers the ways to sign in: profiles, new keys, the simulated Atlas.
    SignIn,
    /// Tells the whole story of the last trouble.
    Story,
    /// Shows the last requests.
    Requests,
    /// Copies the last requests.
    CopyRequests,
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

/// A filter on one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quick {
    /// Every certificate.
    All,
    /// What ends soon, and worse.
    Soon,
    /// What is critical, and worse.
    Critical,
    /// What has expired.
    Expired,
}

/// Keys that belong together, offered after one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Menu {
    /// By which column to sort.
    Sort,
    /// What to copy.
    Copy,
}

/// Something that can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Copied {
    /// The serial in decimal, as Atlas and JSON have it.
    Decimal,
    /// The serial in hexadecimal, as openssl prints it.
    Hex,
    /// The subject, byte for byte: MongoDB compares it as text.
    Subject,
    /// The common name.
    CommonName,
    /// The end, in UTC.
    NotAfter,
    /// The row as JSON, as `list` prints it.
    Json,
    /// The row as tab-separated values.
    Tsv,
    /// A note for the incident channel.
    Note,
    /// The same as JSON.
    NoteJson,
    /// The Atlas CLI's command that lists the user's certificates.
    AtlasList,
    /// The same for curl.
    Curl,
    /// The Atlas CLI's command that would issue a successor.
    AtlasCreate,
}

impl Copied {
    /// Whether it is a command about the user, whichever certificate is under the cursor, or none.
    #[must_use]
    pub const fn is_command(self) -> bool {
        matches!(self, Self::AtlasList | Self::Curl | Self::AtlasCreate)
    }
}
