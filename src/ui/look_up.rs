//! What was looked up: whose it is, or which subjects are nearest and how each differs.
//!
//! ```text
//! ─ Look up ● ──────────────────────────────────────── 5 nearest ─
//!  subject CN=svc-leger,OU=payments
//!  Not among the 412 certificates remembered of 24 projects: b scans all.
//! › payments / svc-ledger
//!     ! critical, 2 d left: 2026-11-26 09:15 UTC · listed, seen 3 h ago
//! ```

use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::app::action::Action;
use crate::app::layout::Frame;
use crate::app::look_up::LookUp;
use crate::app::model::Model;
use crate::app::source::Scope;
use crate::domain::expiry::{Severity, Span};
use crate::domain::figures;
use crate::domain::holding::{Absence, Holding, Remark, Standing};
use crate::domain::lookup::{Clue, Pasted};
use crate::domain::subject::{self, Difference, Likeness};
use crate::memory::Found;
use crate::ui::pane::{Title, frame};
use crate::ui::theme::Theme;
use crate::ui::{board, cut, say, sheet};

/// What is told of a candidate stands so far to the right of its owner.
const INDENT: usize = 2;

/// Draws it over the whole of `area`.
pub(super) fn render(model: &Model, look_up: &LookUp, theme: &Theme, area: Rect, kind: Frame, screen: &mut Screen<'_>) {
    let facts = look_up.found().map(counts).into_iter().collect();
    let title = Title { name: "Look up".to_owned(), facts, vital: 1, focused: true };
    let inside = frame(&title, theme, area, kind, screen);
    let width = usize::from(inside.width).saturating_sub(2);
    let mut lines = introduction(model, look_up, theme, width);
    let mut top = 0;
    for (place, holding) in look_up.candidates().enumerate() {
        if place == look_up.at() && place > 0 {
            top = lines.len();
        }
        lines.push(owner(holding, place == look_up.at(), theme, width));
        let told = candidate(holding, model, look_up, theme, width.saturating_sub(INDENT));
        lines.extend(told.into_iter().map(|(text, style)| Line::styled(format!("{:INDENT$}{text}", ""), style)));
    }
    let last = lines.len().saturating_sub(inside.height.into());
    for (line, row) in lines.into_iter().skip((top + look_up.below).min(last)).zip(inside.rows()) {
        let row = Rect { x: row.x + 1, width: row.width.saturating_sub(2), ..row };
        screen.render_widget(line, row);
    }
}

/// `1 match`, `5 nearest`.
fn counts(found: &Found) -> String {
    match (found.matches.len() + found.more, found.nearest.len()) {
        (0, 0) => "no match".to_owned(),
        (0, nearest) => format!("{nearest} nearest"),
        (1, _) => "1 match".to_owned(),
        (matches, _) => format!("{} matches", figures::count(matches)),
    }
}

/// What is looked up, and where it is not.
fn introduction(model: &Model, look_up: &LookUp, theme: &Theme, width: usize) -> Vec<Line<'static>> {
    let one_line = |text: &str| cut::keep_start(text, width, theme.glyphs.ellipsis);
    let mut lines: Vec<Line<'static>> =
        look_up.clues().first().map(|clue| Line::styled(one_line(&told(clue, theme)), theme.dim)).into_iter().collect();
    let mut say = |text: &str, style: Style| {
        lines.extend(sheet::wrapped(text, width).into_iter().map(|line| Line::styled(line, style)));
    };
    let Some(found) = look_up.found() else {
        say(&format!("Looking {}", theme.glyphs.going_on), theme.dim);
        return lines;
    };
    if !look_up.has_match() {
        say(theme.own(&not_found(model, found)).as_str(), theme.warning);
        if !found.nearest.is_empty() {
            say("The nearest, compared as text, as for signing in:", Style::new());
        }
    }
    if found.more > 0 {
        say(&format!("The {} that end last; {} more.", found.matches.len(), figures::count(found.more)), theme.dim);
    }
    lines
}

/// `serial 1B:6E:…`, `subject CN=…`.
fn told(clue: &Clue, theme: &Theme) -> String {
    match clue {
        Clue::Certificate(presented) => {
            format!("certificate {} {}", presented.serial.hex(), theme.foreign(&presented.subject))
        }
        Clue::Serial(serial) => format!("serial {} = {serial}", serial.hex()),
        Clue::Subject(pasted) => format!("subject {}", theme.foreign(pasted.raw())),
    }
}

/// What the memory cannot say, and what would.
fn not_found(model: &Model, found: &Found) -> String {
    let keymap = &model.settings.keymap;
    let known = match found.certificates {
        0 => "No certificate is remembered yet".to_owned(),
        count => format!(
            "Not among the {} remembered of {}",
            figures::counted(count, "certificate"),
            figures::counted(found.projects, "project")
        ),
    };
    let of_all = model.scanning.as_ref().filter(|scanning| scanning.scope == Scope::All);
    match of_all {
        Some(scanning) if scanning.is_running() || scanning.is_whole() => {
            format!("{known}: {}.", board::coverage(model))
        }
        Some(_) => keymap.advice(&format!("{known}: {}", board::coverage(model)), Action::ScanAll, "goes on"),
        None => keymap.advice(&known, Action::ScanAll, "scans all"),
    }
}

fn owner(holding: &Holding, is_selected: bool, theme: &Theme, width: usize) -> Line<'static> {
    let pointer = if is_selected { theme.glyphs.pointer } else { " " };
    let (project, user) = (theme.foreign(&holding.owner.project.name), theme.foreign(&holding.owner.user));
    let text = cut::keep_end(&format!("{project} / {user}"), width.saturating_sub(2), theme.glyphs.ellipsis);
    Line::styled(format!("{pointer} {text}"), if is_selected { theme.cursor } else { theme.strong })
}

/// How a certificate stands, what tells it from others, and how its subject differs from the one that is looked up.
fn candidate(holding: &Holding, model: &Model, look_up: &LookUp, theme: &Theme, width: usize) -> Vec<(String, Style)> {
    let mut lines = Vec::new();
    let mut say = |text: &str, style: Style| {
        lines.extend(sheet::wrapped(text, width).into_iter().map(|line| (line, style)));
    };
    let (text, style) = state(holding, model, theme);
    say(&text, style);
    let (text, style) = standing(holding, model, theme);
    say(&text, style);
    if let Some(serial) = &holding.certificate.serial {
        say(&format!("serial {}", serial.hex()), theme.dim);
    }
    let listed = holding.certificate.subject.as_deref();
    say(theme.foreign(listed.unwrap_or("no subject")).as_str(), Style::new());
    if let Some((wanted, listed)) = wanted(look_up).zip(listed) {
        for sentence in differences(wanted, listed) {
            say(theme.sentence(&sentence).as_str(), theme.warning);
        }
    }
    lines
}

/// The subject that is compared: of one that was looked up by a serial nothing is said.
fn wanted(look_up: &LookUp) -> Option<&str> {
    let subject = look_up.clues().iter().find_map(|clue| match clue {
        Clue::Subject(pasted) => Some(pasted),
        Clue::Certificate(_) | Clue::Serial(_) => None,
    });
    let found = look_up.found()?;
    if look_up.has_match() { subject.map(Pasted::raw) } else { found.wanted.as_deref() }
}

/// `! critical, 2 d left: 2026-11-26 09:15 UTC`.
fn state(holding: &Holding, model: &Model, theme: &Theme) -> (String, Style) {
    let judge = model.judge();
    let severity = judge.limits.severity(holding.certificate.not_after, judge.now);
    let text = match holding.certificate.not_after {
        Some(end) => {
            let span = Span::between(judge.now, end);
            let left = if severity == Severity::Expired { format!("{span} ago") } else { format!("{span} left") };
            format!("{} {}, {left}: {} UTC", theme.glyph(severity), severity.word(), say::minute(end))
        }
        None => "its end was not told by the server".to_owned(),
    };
    (text.trim_start().to_owned(), theme.severity(severity))
}

/// `listed, seen 3 h ago`, and what is odd about it.
fn standing(holding: &Holding, model: &Model, theme: &Theme) -> (String, Style) {
    let now = model.judge().now;
    let ago = |moment| if moment < now { say::relative(moment, now) } else { "just now".to_owned() };
    let seen = holding.last_seen.map(|seen| format!("seen {}", ago(seen))).unwrap_or_default();
    let (words, style) = match holding.standing {
        Standing::Listed => (format!("listed, {seen}"), Style::new()),
        Standing::Unlisted { missed, absence } => {
            let (word, style) = match absence {
                Absence::Expired => ("no longer listed", theme.danger),
                Absence::Early => ("gone before its end", theme.warning),
                Absence::Unknown => ("no longer listed", theme.warning),
            };
            (format!("{word}, missed {}, last {seen}", ago(missed)), style)
        }
    };
    match holding.remark {
        Some(Remark::UserDeleted { .. }) => (format!("{words}; its user is deleted"), theme.warning),
        Some(Remark::OlderThanUser { .. }) => (format!("{words}; older than its user, created again"), theme.warning),
        None => (words, style),
    }
}

/// How two subjects differ, in sentences; nothing where the text is the same.
fn differences(wanted: &str, listed: &str) -> Vec<String> {
    match subject::likeness(wanted, listed) {
        Likeness::Exact => return Vec::new(),
        Likeness::Reversed => return vec!["The same in the other order: as text it is another subject.".to_owned()],
        Likeness::Same | Likeness::Other => {}
    }
    match subject::difference(wanted, listed) {
        Ok(lines) => {
            let differing = lines.iter().filter(|line| line.difference != Difference::Same);
            differing.map(ToString::to_string).collect()
        }
        Err(_) => vec!["It is written otherwise: as text it is another subject.".to_owned()],
    }
}
