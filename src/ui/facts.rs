//! What is known of one certificate, as labels and values: for the detail under the table, and for the sheet.

use chrono::{DateTime, Utc};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::model::Model;
use crate::domain::certificate::Certificate;
use crate::domain::holding::{Absence, Holding, Remark, Standing};
use crate::domain::subject;
use crate::ui::theme::Theme;
use crate::ui::{cut, say};

/// One label and its value.
pub(super) struct Fact {
    label: String,
    value: String,
    style: Style,
}

/// What a field says that the server left out.
const NOT_TOLD: &str = "not told by the server";

impl Fact {
    fn new(label: &str, value: impl Into<String>) -> Self {
        Self { label: label.to_owned(), value: value.into(), style: Style::new() }
    }

    fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// A second line of the fact before.
    fn more(value: impl Into<String>) -> Self {
        Self::new("", value)
    }

    /// How wide its label is.
    pub(super) fn label_width(&self) -> usize {
        self.label.width()
    }

    /// The fact on a line, its label in a column of `label_width`, cut to `width`.
    pub(super) fn line(&self, label_width: usize, width: usize, theme: &Theme) -> Line<'static> {
        let label = cut::keep_start(&self.label, label_width, theme.glyphs.ellipsis);
        let gap = label_width.saturating_sub(label.width()) + 2;
        let value = cut::keep_start(&self.value, width.saturating_sub(label_width + 2), theme.glyphs.ellipsis);
        Line::from(vec![Span::styled(label, theme.dim), Span::raw(" ".repeat(gap)), Span::styled(value, self.style)])
    }

    /// The fact on as many lines as its whole value needs: beside the label, or below it where that leaves too little.
    pub(super) fn lines(&self, label_width: usize, width: usize, theme: &Theme) -> Vec<Line<'static>> {
        if !has_room_beside(label_width, width) {
            let label = (!self.label.is_empty())
                .then(|| Line::styled(cut::keep_start(&self.label, width, theme.glyphs.ellipsis), theme.dim));
            let value = Self { label: String::new(), value: self.value.clone(), style: self.style };
            return label.into_iter().chain(value.broken(0, width, theme)).collect();
        }
        self.broken(label_width, width, theme)
    }

    fn broken(&self, label_width: usize, width: usize, theme: &Theme) -> Vec<Line<'static>> {
        let room = width.saturating_sub(label_width + 2).max(1);
        let mut rest = self.value.as_str();
        let mut lines = Vec::new();
        let mut label = self.label.clone();
        loop {
            let (head, tail) = split(rest, room);
            let fact = Self { label: std::mem::take(&mut label), value: head.to_owned(), style: self.style };
            lines.push(fact.line(label_width, width, theme));
            if tail.is_empty() {
                return lines;
            }
            rest = tail;
        }
    }
}

/// `Tue 14:03 here · 60 min ago`: a value that must stand whole, or nearly the widest such.
const WIDEST_DATE: usize = 27;

/// Whether a date has room beside labels of that width.
pub(super) fn has_room_beside(label_width: usize, width: usize) -> bool {
    label_width + 2 + WIDEST_DATE <= width
}

/// The beginning of a value, at most `room` wide, and the rest: broken behind a blank where there is one. What stands
/// behind a number belongs to it: `60 min`, `2026-11-24 14:03`.
fn split(value: &str, room: usize) -> (&str, &str) {
    let (head, tail) = cut::split_at_width(value, room);
    if tail.is_empty() {
        return (head, tail);
    }
    let is_open = |(at, _): &(usize, &str)| {
        head.get(..*at).is_some_and(|before| !before.ends_with(|last: char| last.is_ascii_digit() || last == ' '))
    };
    let blank = head.rmatch_indices(' ').find(is_open).map(|(at, _)| at + 1).filter(|at| *at > 1);
    blank.map_or((head, tail), |at| value.split_at(at))
}

/// The widest label, so that values stand in one column.
pub(super) fn label_width(facts: &[Fact]) -> usize {
    facts.iter().map(Fact::label_width).max().unwrap_or(0)
}

/// The subject, an attribute a line, or why it does not parse.
pub(super) fn of_subject(certificate: &Certificate, theme: &Theme) -> Vec<Fact> {
    let Some(raw) = &certificate.subject else { return vec![Fact::new("subject", NOT_TOLD).styled(theme.dim)] };
    let mut facts = Vec::new();
    match subject::parse(raw) {
        Ok(parsed) => facts.extend(parsed.rdns().flat_map(|rdn| {
            rdn.iter().enumerate().map(|(place, attribute)| {
                // The parts of one RDN belong together: all but the first are marked.
                let name = theme.foreign(attribute.label());
                let label = if place == 0 { name.to_string() } else { format!("+ {name}") };
                Fact::new(&label, theme.foreign(&attribute.value().text()).to_string())
            })
        })),
        Err(why) => {
            let why = why.to_string();
            facts.push(Fact::new("unparsed", theme.sentence(&why).to_string()).styled(theme.warning));
        }
    }
    facts
}

/// What is known beyond the list: whose it is where rows of many owners stand together, and what became of it.
pub(super) fn of_memory(holding: &Holding, model: &Model, theme: &Theme) -> Vec<Fact> {
    let now = model.judge().now;
    let mut facts = Vec::new();
    let is_board = model.is_board();
    if is_board {
        let (project, user) = (theme.foreign(&holding.owner.project.name), theme.foreign(&holding.owner.user));
        facts.push(Fact::new("owner", format!("{project} / {user}")));
    }
    if let Standing::Unlisted { missed, absence } = holding.standing {
        let words = match absence {
            Absence::Expired => "expired, no longer listed",
            Absence::Early => "gone before its end",
            Absence::Unknown => "no longer listed",
        };
        let style = if absence == Absence::Expired { theme.danger } else { theme.warning };
        facts.push(Fact::new("standing", words).styled(style));
        facts.push(Fact::new("missed", ago(missed, now, theme)));
    }
    match holding.remark {
        Some(Remark::UserDeleted { since }) => {
            let text = format!("user deleted, seen {}: it lasts all the same", say::minute(since));
            facts.push(Fact::new("remark", text).styled(theme.warning));
        }
        Some(Remark::OlderThanUser { recreated }) => {
            let text = format!("older than its user, who was created again by {}", say::minute(recreated));
            facts.push(Fact::new("remark", text).styled(theme.warning));
        }
        None => {}
    }
    // Of what a list just brought nothing is remembered.
    if let Some(seen) = holding.last_seen {
        facts.push(Fact::new("last seen", ago(seen, now, theme)));
    }
    facts
}

/// `3 h ago · 2026-11-24 11:03 UTC`: where the room ends, what matters less is cut.
fn ago(moment: DateTime<Utc>, now: DateTime<Utc>, theme: &Theme) -> String {
    format!("{} {} {} UTC", say::relative(moment, now), theme.glyphs.dot, say::minute(moment))
}

/// The subject in the server's own spelling, which MongoDB compares as text.
pub(super) fn as_written(certificate: &Certificate, theme: &Theme) -> Option<Fact> {
    let raw = certificate.subject.as_deref()?;
    let shown = if raw.is_empty() { "(empty)".to_owned() } else { theme.foreign(raw).to_string() };
    Some(Fact::new("as written", shown).styled(theme.dim))
}

/// When it was made, when it ends, how much of its time is used, and its number.
pub(super) fn of_dates(certificate: &Certificate, model: &Model, theme: &Theme) -> Vec<Fact> {
    let (judge, local) = (model.judge(), model.settings.local);
    let severity = judge.limits.severity(certificate.not_after, judge.now);
    let mut facts = vec![Fact::new("not after", moment(certificate.not_after)).styled(theme.severity(severity))];
    if let Some(not_after) = certificate.not_after {
        let here = local(not_after).format("%a %H:%M here");
        let relative = say::relative(not_after, judge.now);
        facts.push(Fact::more(format!("{here} {} {relative}", theme.glyphs.dot)));
    }
    facts.push(Fact::new("created", moment(certificate.created_at)));
    if let Some(used) = certificate.lifetime_used(judge.now) {
        facts.push(Fact::new("lifetime", gauge(used, theme)));
    }
    match &certificate.serial {
        Some(serial) => facts.extend([Fact::new("serial", serial.to_string()), Fact::more(serial.hex())]),
        None => facts.push(Fact::new("serial", NOT_TOLD).styled(theme.dim)),
    }
    facts
}

fn moment(moment: Option<DateTime<Utc>>) -> String {
    moment.map_or_else(|| NOT_TOLD.to_owned(), say::second)
}

/// `━━━━━━━━━━━━━━━━╌╌╌╌  80 %`
fn gauge(used: f64, theme: &Theme) -> String {
    const CELLS: usize = 20;
    // From 0 to 1, so from 0 to 100.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let percent = (used * 100.0) as usize;
    let cells = percent * CELLS / 100;
    format!("{}{}  {percent} %", theme.glyphs.used.repeat(cells), theme.glyphs.unused.repeat(CELLS - cells))
}
