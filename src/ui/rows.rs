//! The headings and the cells of the certificate table: what stands in a column, how it is cut, and what of it was found.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::certificates::Certificates;
use crate::app::column::Column;
use crate::app::columns::{GAP, Placed};
use crate::app::filter::Filter;
use crate::app::judge::Judge;
use crate::app::layout::POINTER;
use crate::app::order::Order;
use crate::domain::expiry::{self, Severity};
use crate::domain::holding::{Absence, Holding, Standing};
use crate::domain::serial::Serial;
use crate::ui::theme::Theme;
use crate::ui::{cut, say};

/// The headings, the one that the rows are sorted by with an arrow.
pub(super) fn heading(pane: &Certificates, columns: &[Placed], theme: &Theme) -> Line<'static> {
    let mut spans = vec![Span::raw(" ".repeat(POINTER.into()))];
    for placed in columns {
        let sorted = pane.order().filter(|order| order.column == placed.column);
        let (heading, arrow) = (placed.column.heading(), sorted.map_or("", |order| arrow(order, theme)));
        let gap = if heading.width() + arrow.width() < placed.width { " " } else { "" };
        let text = format!("{heading}{gap}{arrow}");
        let style = if sorted.is_some() { theme.strong } else { theme.dim };
        spans.push(Span::styled(
            aligned(*placed, &cut::keep_end(text.trim_end(), placed.width, theme.glyphs.ellipsis)),
            style,
        ));
        spans.push(Span::raw(" ".repeat(GAP)));
    }
    Line::from(spans)
}

/// Whether a row has come since the last refresh.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// It has.
    Current,
    /// It is from before.
    Old,
}

/// What the rows of a table have in common.
pub(super) struct Rows<'table> {
    pub(super) columns: &'table [Placed],
    pub(super) judge: Judge,
    pub(super) filter: &'table Filter,
    pub(super) find: &'table Filter,
    pub(super) theme: &'table Theme,
}

impl Rows<'_> {
    pub(super) fn cells(&self, holding: &Holding, age: Age) -> Vec<Span<'static>> {
        let severity = self.judge.limits.severity(holding.certificate.not_after, self.judge.now);
        let mut spans = Vec::with_capacity(self.columns.len() * 3);
        for placed in self.columns {
            if !spans.is_empty() {
                spans.push(Span::raw(" ".repeat(GAP)));
            }
            let style = match placed.column {
                _ if age == Age::Old => self.theme.dim,
                Column::State if is_early(holding) => self.theme.warning,
                Column::State | Column::Left => self.theme.severity(severity),
                Column::Created | Column::Serial => self.theme.dim,
                Column::NotAfter | Column::Subject | Column::Owner => Style::new(),
            };
            spans.extend(self.marked(&aligned(*placed, &self.text(holding, *placed)), style));
        }
        spans
    }

    fn text(&self, holding: &Holding, Placed { column, width, .. }: Placed) -> String {
        let Holding { certificate, owner, .. } = holding;
        let not_after = certificate.not_after;
        let mark = self.theme.glyphs.ellipsis;
        let text = match column {
            Column::State => {
                let severity = self.judge.limits.severity(not_after, self.judge.now);
                match holding.standing {
                    Standing::Listed => format!("{} {}", self.theme.glyph(severity), severity.word()),
                    Standing::Unlisted { absence: Absence::Expired, .. } => {
                        format!("{} ended", self.theme.glyph(Severity::Expired))
                    }
                    Standing::Unlisted { .. } => format!("{} gone", self.theme.glyph(Severity::Unknown)),
                }
            }
            Column::Left => {
                not_after.map_or_else(String::new, |end| expiry::Span::between(self.judge.now, end).to_string())
            }
            Column::NotAfter => not_after.map_or_else(String::new, say::minute),
            Column::Subject => match certificate.subject.as_deref() {
                Some("") => "(empty)".to_owned(),
                subject => return telling_end(subject.unwrap_or_default(), width, self.theme),
            },
            Column::Owner => {
                let (project, user) = (self.theme.foreign(&owner.project.name), self.theme.foreign(&owner.user));
                return cut::keep_end(&format!("{project}/{user}"), width, mark);
            }
            Column::Serial => {
                let hex = certificate.serial.as_ref().map_or_else(String::new, Serial::hex_plain);
                return cut::keep_ends(&hex, width, mark);
            }
            Column::Created => certificate.created_at.map_or_else(String::new, say::day),
        };
        cut::keep_start(&text, width, mark)
    }

    /// The cell, what the filter or the search has found in it set apart.
    fn marked(&self, cell: &str, style: Style) -> Vec<Span<'static>> {
        let mut found = self.filter.marks(cell);
        found.extend(self.find.marks(cell));
        found.sort_by_key(|range| range.start);
        let mut spans = Vec::with_capacity(found.len() * 2 + 1);
        let mut at = 0;
        for Range { start, end } in found {
            let (plain, hit) = (cell.get(at..start.max(at)), cell.get(start.max(at)..end.max(at)));
            spans.extend(plain.filter(|text| !text.is_empty()).map(|text| Span::styled(text.to_owned(), style)));
            let hit = hit.filter(|text| !text.is_empty());
            spans.extend(hit.map(|text| Span::styled(text.to_owned(), style.patch(self.theme.matched))));
            at = at.max(end);
        }
        let rest = cell.get(at..).filter(|text| !text.is_empty());
        spans.extend(rest.map(|text| Span::styled(text.to_owned(), style)));
        spans
    }
}

/// What tells one long subject from another is its common name; RFC 2253 §2.1 writes it first, many a tool last, and some
/// in between.
fn telling_end(subject: &str, width: usize, theme: &Theme) -> String {
    let (printable, mark) = (theme.foreign(subject), theme.glyphs.ellipsis);
    let whole = printable.as_str();
    let Some((before, tail)) = common_name(whole).and_then(|at| whole.split_at_checked(at)) else {
        return cut::keep_start(whole, width, mark);
    };
    if before.is_empty() || whole.width() <= width {
        cut::keep_start(whole, width, mark)
    } else if tail.width() + mark.width() <= width || parts(tail).nth(1).is_none() {
        cut::keep_end(whole, width, mark)
    } else {
        format!("{mark}{}", cut::keep_start(tail, width.saturating_sub(mark.width()), mark))
    }
}

/// Whether it went before its end, which should be looked at.
fn is_early(holding: &Holding) -> bool {
    matches!(holding.standing, Standing::Unlisted { absence: Absence::Early | Absence::Unknown, .. })
}

/// Where the common name begins.
fn common_name(subject: &str) -> Option<usize> {
    let mut from = 0;
    for part in parts(subject) {
        let bare = part.trim_start();
        if bare.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("cn=")) {
            return Some(from + part.len() - bare.len());
        }
        from += part.len() + 1;
    }
    None
}

/// The parts of a subject. A separator with a backslash before it separates nothing.
fn parts(subject: &str) -> impl Iterator<Item = &str> {
    let mut is_escaped = false;
    subject.split(move |character| {
        let separates = matches!(character, ',' | '+' | ';') && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        separates
    })
}

/// Figures stand to the right, the rest to the left.
fn aligned(Placed { column, width, .. }: Placed, text: &str) -> String {
    let padding = " ".repeat(width.saturating_sub(text.width()));
    if column.is_figures() { padding + text } else { text.to_owned() + &padding }
}

/// Which way the rows are sorted.
pub(super) fn arrow(order: Order, theme: &Theme) -> &'static str {
    if order.descending { theme.glyphs.descending } else { theme.glyphs.ascending }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::UNICODE;

    #[test]
    fn the_common_name_stays_wherever_it_stands() {
        let cut = |subject: &str| telling_end(subject, 16, &Theme::plain(&UNICODE));
        assert_eq!(cut("CN=svc,O=Acme"), "CN=svc,O=Acme");
        assert_eq!(cut("CN=very-long-name,OU=unit 01"), "CN=very-long-na…");
        assert_eq!(cut("C=DE,O=Acme Platform,CN=svc"), "…Platform,CN=svc");
        assert_eq!(cut("C=DE,O=Acme Platform,CN=svc,OU=a,OU=b,OU=c,OU=d"), "…CN=svc,OU=a,OU…");
        assert_eq!(cut("C=DE,CN=a-long-name,OU=unit"), "…CN=a-long-name…");
        assert_eq!(cut("C=DE,CN=very-long-name-of-all"), "…ong-name-of-all");
        assert_eq!(cut("O=a\\,cn=no,OU=of all of it"), "O=a\\,cn=no,OU=o…");
    }
}
