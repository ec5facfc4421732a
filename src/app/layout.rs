//! Where the panes are, for every size of the terminal. The update needs the heights, the drawing the rectangles.

use ratatui::layout::{Constraint, Layout as Split, Margin, Rect, Size};

/// The panes that can have the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The picker's upper half.
    Projects,
    /// The picker's lower half.
    Users,
    /// The table.
    Certificates,
}

/// How much frame a pane has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// A box around it.
    Box,
    /// A title above it.
    Title,
}

/// The rectangles of one screen. What has no room is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// One line: where one is, and how it stands.
    pub header: Rect,
    /// The projects.
    pub projects: Option<Rect>,
    /// The users of the open project.
    pub users: Option<Rect>,
    /// The certificates of the open user.
    pub certificates: Option<Rect>,
    /// The selected certificate.
    pub detail: Option<Rect>,
    /// One line: keys, or what is being typed.
    pub foot: Rect,
    /// How the panes are framed.
    pub frame: Frame,
    /// Whether a line of bars stands above the table.
    pub bars: bool,
}

/// Below this nothing useful fits.
pub const SMALLEST: Size = Size { width: 30, height: 6 };

/// From this width on picker and table stand side by side.
const WIDE: u16 = 100;
/// From this width on projects and users stand side by side where the table does not.
const HALF_WIDE: u16 = 60;
const PICKER_WIDTH: u16 = 30;
/// From this height on the detail has room under the table.
const TALL: u16 = 18;
const DETAIL_HEIGHT: u16 = 9;
/// From this height on bars take no row that is needed.
const ROOM_FOR_BARS: u16 = 12;

/// Before the first column: the pointer and a blank.
pub const POINTER: u16 = 2;
/// Behind the last column: a blank and the bar.
const SCROLL_BAR: u16 = 2;

impl Layout {
    /// The screen of `size` while `focus` has the keys; `None` where the terminal is too small. A board takes the room of
    /// the picker, too, while it has the keys.
    #[must_use]
    pub fn new(size: Size, focus: Pane, is_board: bool) -> Option<Self> {
        if size.width < SMALLEST.width || size.height < SMALLEST.height {
            return None;
        }
        let whole = Rect::new(0, 0, size.width, size.height);
        let [header, body, foot] =
            whole.layout(&Split::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)]));
        let frame = if size.width >= WIDE { Frame::Box } else { Frame::Title };
        let empty =
            Self { header, projects: None, users: None, certificates: None, detail: None, foot, frame, bars: false };
        let bars = is_board && body.height >= ROOM_FOR_BARS;
        let empty = Self { bars, ..empty };
        if size.width >= WIDE && !(is_board && focus == Pane::Certificates) {
            let [picker, main] =
                body.layout(&Split::horizontal([Constraint::Length(PICKER_WIDTH), Constraint::Fill(1)]));
            let [projects, users] = picker.layout(&Split::vertical([Constraint::Percentage(45), Constraint::Fill(1)]));
            return Some(Self { projects: Some(projects), users: Some(users), ..empty.with_table(main) });
        }
        Some(match focus {
            Pane::Certificates => empty.with_table(body),
            Pane::Projects | Pane::Users if size.width >= HALF_WIDE => {
                let [projects, users] =
                    body.layout(&Split::horizontal([Constraint::Fill(1), Constraint::Fill(1)]).spacing(2));
                Self { projects: Some(projects), users: Some(users), ..empty }
            }
            Pane::Projects => Self { projects: Some(body), ..empty },
            Pane::Users => Self { users: Some(body), ..empty },
        })
    }

    fn with_table(self, area: Rect) -> Self {
        if area.height < TALL {
            return Self { certificates: Some(area), ..self };
        }
        let [certificates, detail] =
            area.layout(&Split::vertical([Constraint::Fill(1), Constraint::Length(DETAIL_HEIGHT)]));
        Self { certificates: Some(certificates), detail: Some(detail), ..self }
    }

    /// What is inside a pane's frame.
    #[must_use]
    pub fn inside(&self, area: Rect) -> Rect {
        match self.frame {
            Frame::Box => area.inner(Margin { horizontal: 1, vertical: 1 }),
            Frame::Title => Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area },
        }
    }

    /// How much room the columns of the table have: the pointer stands before them, the scroll bar behind.
    #[must_use]
    pub fn table_width(&self) -> usize {
        self.certificates.map_or(0, |area| self.inside(area).width.saturating_sub(POINTER + SCROLL_BAR).into())
    }

    /// How many rows a pane shows.
    #[must_use]
    pub fn rows_of(&self, pane: Pane) -> usize {
        let (area, heading) = match pane {
            Pane::Projects => (self.projects, 0),
            Pane::Users => (self.users, 0),
            Pane::Certificates => (self.certificates, 1 + u16::from(self.bars)),
        };
        let frame = match self.frame {
            Frame::Box => 2,
            Frame::Title => 1,
        };
        area.map_or(1, |area| area.height.saturating_sub(frame + heading)).into()
    }
}
