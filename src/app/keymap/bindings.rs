//! The table.

use super::{Binding, Mode};
use crate::app::action::{Action, Copied, Menu, Motion, Quick};
use crate::app::column::Column;

/// Every mode, in an order in which most of what follows is a piece of it.
const MODES: &[Mode] = &[
    Mode::TypeKeys,
    Mode::Browse,
    Mode::Read,
    Mode::Requests,
    Mode::LookUp,
    Mode::Choose,
    Mode::Arrange,
    Mode::Menu(Menu::Sort),
    Mode::Menu(Menu::Copy),
];
/// How many of them are menus, which the next key closes.
const MENUS: usize = 2;

/// The modes from one place up to another.
const fn modes(from: usize, to: usize) -> &'static [Mode] {
    MODES.split_at(to).0.split_at(from).1
}

/// Works everywhere, also where keys are typed.
const EVERYWHERE: &[Mode] = MODES;
/// Works everywhere but in a menu.
const PLACES: &[Mode] = modes(0, MODES.len() - MENUS);
/// Works everywhere but in a menu and where keys are typed.
const ALL: &[Mode] = modes(1, MODES.len() - MENUS);
/// Works wherever there are lines to move through.
const MOVE: &[Mode] = ALL;
const BACK: &[Mode] = modes(1, MODES.len());
const OVERLAYS: &[Mode] = modes(2, MODES.len());
/// Works while browsing.
const BROWSE: &[Mode] = &[Mode::Browse];
const READ: &[Mode] = &[Mode::Browse, Mode::Read, Mode::Requests];
const OPEN: &[Mode] = &[Mode::Browse, Mode::Choose, Mode::LookUp];
const REQUESTS: &[Mode] = &[Mode::Requests];
const LOOK_UP: &[Mode] = &[Mode::LookUp];
const ARRANGE: &[Mode] = &[Mode::Arrange];
const SORT: &[Mode] = &[Mode::Menu(Menu::Sort)];
const COPY: &[Mode] = &[Mode::Menu(Menu::Copy)];

const fn bind(
    action: Action,
    name: &'static str,
    keys: &'static [&'static str],
    modes: &'static [Mode],
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding { action, name, keys, modes, hint, help }
}

/// Every binding, in the order of the help; the hints take theirs in the same order, as many as there is room for.
pub const BINDINGS: &[Binding] = &[
    bind(Action::Open, "open", &["enter", "right", "l"], OPEN, "open", "Open what is under the cursor"),
    bind(
        Action::Back,
        "back",
        &["esc", "left", "h", "backspace"],
        BACK,
        "back",
        "Stop a search, clear a filter, close, or go back one pane",
    ),
    bind(Action::Filter, "filter", &["/"], BROWSE, "filter", "Filter by typing"),
    bind(Action::Menu(Menu::Sort), "sort", &["s"], BROWSE, "sort", "Sort by a column"),
    bind(
        Action::Menu(Menu::Copy),
        "copy",
        &["y"],
        BROWSE,
        "copy",
        "Copy something of the certificate, or of the marked",
    ),
    bind(Action::Board, "board", &["b"], BROWSE, "what ends next", "Show what ends next, of all users; again: back"),
    bind(Action::Window, "window", &["W"], BROWSE, "", "On a board, what vanished in the last 7, 30, 365 days or 1"),
    bind(Action::Rotation, "rotation", &["R"], BROWSE, "", "Show per user how many certificates live until when"),
    bind(Action::Later, "later", &["+"], BROWSE, "later", "On a board, to the next bar in which something ends"),
    bind(Action::Earlier, "earlier", &["-"], BROWSE, "earlier", "On a board, to the bar before"),
    bind(Action::Bars, "bars", &["t"], BROWSE, "", "On a board, bars of days, weeks or 30 days"),
    bind(
        Action::LookUp,
        "look-up",
        &["L"],
        &[Mode::Browse, Mode::LookUp],
        "look up",
        "Look up whose a serial, subject or log line is",
    ),
    bind(Action::CopyFound, "copy-found", &["y"], LOOK_UP, "copy note", "Copy a note on the certificate looked up"),
    bind(Action::ScanAll, "scan-all", &["b"], LOOK_UP, "scan all", "Scan every project for what is looked up"),
    bind(Action::Owner, "owner", &["v"], BROWSE, "owner", "Go to the user whose certificate this is"),
    bind(Action::Refresh, "refresh", &["r", "f5"], BROWSE, "refresh", "Ask Atlas again for what the pane shows"),
    bind(Action::OtherUsers, "others", &["x"], BROWSE, "others", "Show or hide users without certificates from Atlas"),
    bind(
        Action::Palette,
        "palette",
        &[":", "ctrl-g"],
        BROWSE,
        "actions",
        "Find any action; a number or a date goes there",
    ),
    bind(Action::GoAnywhere, "anywhere", &["ctrl-p"], BROWSE, "go to", "Go to any project, user or loaded certificate"),
    bind(Action::Help, "help", &["?", "f1"], ALL, "keys", "Show every key"),
    bind(Action::Back, "close", &["q"], OVERLAYS, "", "Close what lies over the panes"),
    bind(Action::Quit, "quit", &["q"], BROWSE, "quit", "Leave"),
    bind(Action::Quit, "quit-now", &["ctrl-c"], EVERYWHERE, "", "Leave, from anywhere"),
    bind(Action::Quick(Quick::All), "all", &["1"], BROWSE, "", "Show every certificate"),
    bind(Action::Quick(Quick::Soon), "soon", &["2"], BROWSE, "", "Show what ends soon, and worse"),
    bind(Action::Quick(Quick::Critical), "critical", &["3"], BROWSE, "", "Show what is critical, and worse"),
    bind(Action::Quick(Quick::Expired), "expired", &["4"], BROWSE, "", "Show what has expired"),
    bind(Action::Find, "find", &["f"], BROWSE, "", "Find a text without hiding the other rows"),
    bind(Action::FindNext, "find-next", &["n"], BROWSE, "next", "Go to the next match"),
    bind(Action::FindPrevious, "find-previous", &["N"], BROWSE, "before", "Go to the match before"),
    bind(Action::Reverse, "reverse", &["S"], BROWSE, "", "Sort the other way round (reverse)"),
    bind(Action::Stop, "stop", &["."], BROWSE, "", "Stop loading the rest of the list"),
    bind(Action::Mark, "mark", &["space"], BROWSE, "", "Mark the certificate, or take the mark away"),
    bind(Action::Export, "export", &["w"], BROWSE, "", "Write the rows, or the marked, to a CSV or JSON file"),
    bind(Action::ClearMarks, "clear-marks", &["u"], BROWSE, "", "Take every mark away"),
    bind(Action::VisitBefore, "visit-before", &["alt-left", "["], BROWSE, "", "Go to the place visited before"),
    bind(Action::VisitAfter, "visit-after", &["alt-right", "]"], BROWSE, "", "Go to the place visited after"),
    bind(Action::WebConsole, "web-console", &["o"], BROWSE, "", "Open the project's users in Atlas's web console"),
    bind(Action::AutoRefresh, "auto-refresh", &["a"], BROWSE, "", "Ask again by itself every minute, or no longer"),
    bind(Action::Freeze, "freeze", &["z"], BROWSE, "", "Stop the screen's clock, or let it go on"),
    bind(Action::Columns, "columns", &["c"], BROWSE, "", "Arrange the columns"),
    bind(
        Action::ScrollRight,
        "scroll-right",
        &["shift-right", ">"],
        BROWSE,
        "",
        "Show the columns beyond the right edge",
    ),
    bind(Action::ScrollLeft, "scroll-left", &["shift-left", "<"], BROWSE, "", "Scroll back to the first columns"),
    bind(Action::Mouse, "mouse", &["m"], BROWSE, "", "Let the mouse point and scroll, or select text again"),
    bind(Action::SignIn, "sign-in", &["P"], BROWSE, "", "Sign in with another profile, or with new keys"),
    bind(Action::Story, "story", &["e"], READ, "", "Tell all that is known of the last trouble"),
    bind(Action::Requests, "requests", &["!"], READ, "", "Show the last requests to Atlas, and how long they took"),
    bind(
        Action::CopyRequests,
        "copy-requests",
        &["y"],
        REQUESTS,
        "copy",
        "Copy the last requests as text, for a ticket",
    ),
    bind(Action::NextPane, "next-pane", &["tab"], BROWSE, "", "Go to the next pane"),
    bind(Action::PreviousPane, "previous-pane", &["shift-tab"], BROWSE, "", "Go to the pane before"),
    bind(Action::Move(Motion::Down), "down", &["down", "j"], MOVE, "", "One row down"),
    bind(Action::Move(Motion::Up), "up", &["up", "k"], MOVE, "", "One row up"),
    bind(Action::Move(Motion::PageDown), "page-down", &["pgdn", "ctrl-f"], MOVE, "", "One screen down"),
    bind(Action::Move(Motion::PageUp), "page-up", &["pgup", "ctrl-b"], MOVE, "", "One screen up"),
    bind(Action::Move(Motion::HalfDown), "half-down", &["ctrl-d"], MOVE, "", "Half a screen down"),
    bind(Action::Move(Motion::HalfUp), "half-up", &["ctrl-u"], MOVE, "", "Half a screen up"),
    bind(Action::Move(Motion::First), "first", &["home", "g"], MOVE, "", "To the first row"),
    bind(Action::Move(Motion::Last), "last", &["end", "G"], MOVE, "", "To the last row"),
    bind(Action::Suspend, "suspend", &["ctrl-z"], PLACES, "", "Back to the shell; fg returns"),
    bind(Action::Repaint, "repaint", &["ctrl-l"], PLACES, "", "Paint the screen anew"),
    bind(Action::SortBy(Column::NotAfter), "sort-not-after", &["n"], SORT, "not after", "Sort by the end"),
    bind(Action::SortBy(Column::State), "sort-state", &["t"], SORT, "state", "Sort by the state"),
    bind(Action::SortBy(Column::Subject), "sort-subject", &["u"], SORT, "subject", "Sort by the subject"),
    bind(Action::SortBy(Column::Serial), "sort-serial", &["i"], SORT, "serial", "Sort by the serial"),
    bind(Action::SortBy(Column::Owner), "sort-owner", &["o"], SORT, "owner", "Sort by project and user"),
    bind(Action::SortBy(Column::Created), "sort-created", &["c"], SORT, "created", "Sort by when it was made"),
    bind(Action::AsListed, "as-listed", &["l"], SORT, "as listed", "Back to Atlas's own order"),
    bind(Action::Copy(Copied::Decimal), "copy-decimal", &["d"], COPY, "serial", "Copy the serial in decimal"),
    bind(Action::Copy(Copied::Hex), "copy-hex", &["x"], COPY, "hex", "Copy the serial as openssl prints it"),
    bind(Action::Copy(Copied::Subject), "copy-subject", &["s"], COPY, "subject", "Copy the subject, byte for byte"),
    bind(Action::Copy(Copied::CommonName), "copy-common-name", &["c"], COPY, "name", "Copy the common name"),
    bind(Action::Copy(Copied::NotAfter), "copy-not-after", &["n"], COPY, "not after", "Copy the end, in UTC"),
    bind(Action::Copy(Copied::Json), "copy-json", &["j"], COPY, "JSON", "Copy the row as JSON"),
    bind(Action::Copy(Copied::Tsv), "copy-tsv", &["t"], COPY, "TSV", "Copy the row as tab-separated values"),
    bind(
        Action::Copy(Copied::Note),
        "copy-note",
        &["m"],
        COPY,
        "note",
        "Copy a note for the incident channel, as Markdown",
    ),
    bind(Action::Copy(Copied::NoteJson), "copy-note-json", &["J"], COPY, "note as JSON", "Copy the note as JSON"),
    bind(
        Action::Copy(Copied::AtlasList),
        "copy-atlas",
        &["a"],
        COPY,
        "atlas",
        "Copy the Atlas CLI's command that lists the user's certificates",
    ),
    bind(Action::Copy(Copied::Curl), "copy-curl", &["u"], COPY, "curl", "Copy the same for curl, without the secret"),
    bind(
        Action::Copy(Copied::AtlasCreate),
        "copy-successor",
        &["g"],
        COPY,
        "successor",
        "Copy the command that would issue a successor; it is never run here",
    ),
    bind(Action::ToggleColumn, "toggle-column", &["space", "enter"], ARRANGE, "hide", "Show or hide the column"),
    bind(Action::ColumnLeft, "column-left", &["K", "shift-up"], ARRANGE, "left", "Move the column to the left"),
    bind(Action::ColumnRight, "column-right", &["J", "shift-down"], ARRANGE, "right", "Move the column to the right"),
    bind(Action::Widen, "widen", &["+", "right"], ARRANGE, "wide", "Make the column wider"),
    bind(Action::Narrow, "narrow", &["-"], ARRANGE, "narrow", "Make the column narrower"),
    bind(
        Action::FreezeColumn,
        "freeze-column",
        &["f"],
        ARRANGE,
        "pin",
        "Keep the column in its place while the others scroll",
    ),
    bind(Action::UsualColumns, "usual-columns", &["0"], ARRANGE, "reset", "Give every column its usual place"),
];
