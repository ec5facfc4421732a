//! Where the panes are, for every size of the terminal. The update needs the heights, the drawing the rectangles: a key asks
//! for them several times, a paste thousands of times, which is too often for ratatui's solver.

use ratatui::layout::{Margin, Rect, Size};

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
/// Columns between projects and users that stand side by side.
const BETWEEN: u16 = 2;
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
        let (header, below) = split_at_line(whole, 1);
        let (body, foot) = split_at_line(below, below.height - 1);
        let frame = if size.width >= WIDE { Frame::Box } else { Frame::Title };
        let empty =
            Self { header, projects: None, users: None, certificates: None, detail: None, foot, frame, bars: false };
        let bars = is_board && body.height >= ROOM_FOR_BARS;
        let empty = Self { bars, ..empty };
        if size.width >= WIDE && !(is_board && focus == Pane::Certificates) {
            let (picker, main) = split_at_column(body, PICKER_WIDTH);
            let (projects, users) = split_at_line(picker, share_of_projects(picker.height));
            return Some(Self { projects: Some(projects), users: Some(users), ..empty.with_table(main) });
        }
        Some(match focus {
            Pane::Certificates => empty.with_table(body),
            Pane::Projects | Pane::Users if size.width >= HALF_WIDE => {
                let (projects, right) = split_at_column(body, (body.width - BETWEEN).div_ceil(2));
                let (_, users) = split_at_column(right, BETWEEN);
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
        let (certificates, detail) = split_at_line(area, area.height - DETAIL_HEIGHT);
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

/// Of the picker's lines, those of the projects: 45 %, for there are more users.
fn share_of_projects(lines: u16) -> u16 {
    u16::try_from((u32::from(lines) * 45 + 50) / 100).unwrap_or(lines)
}

/// The first `lines` of an area, and those below.
#[must_use]
pub fn split_at_line(area: Rect, lines: u16) -> (Rect, Rect) {
    let height = lines.min(area.height);
    (Rect { height, ..area }, Rect { y: area.y + height, height: area.height - height, ..area })
}

/// The first `columns` of an area, and those to the right.
#[must_use]
pub fn split_at_column(area: Rect, columns: u16) -> (Rect, Rect) {
    let width = columns.min(area.width);
    (Rect { width, ..area }, Rect { x: area.x + width, width: area.width - width, ..area })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_panes_fill_the_screen_and_none_lies_on_another(width in 30..600_u16, height in 6..400_u16, is_board: bool) {
            for focus in [Pane::Projects, Pane::Users, Pane::Certificates] {
                let layout = Layout::new(Size { width, height }, focus, is_board).expect("it is large enough");
                let Layout { header, projects, users, certificates, detail, foot, .. } = layout;
                prop_assert!([projects, users, certificates, detail].iter().flatten().all(|pane| !pane.is_empty()));
                let panes: Vec<Rect> = [projects, users, certificates, detail].into_iter().flatten().collect();
                let all = || panes.iter().copied().chain([header, foot]);
                prop_assert!(all().enumerate().all(|(one, area)| all().skip(one + 1).all(|other| !area.intersects(other))));
                let between = u32::from(certificates.is_none() && panes.len() == 2) * u32::from(BETWEEN * (height - 2));
                prop_assert_eq!(all().map(Rect::area).sum::<u32>() + between, u32::from(width) * u32::from(height));
            }
        }
    }
}
