//! The last line: what is being typed, what was just said, why one waits, or else which keys help here.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;
use tui_input::Input;
use unicode_width::UnicodeWidthStr;

use crate::app::action::Action;
use crate::app::availability;
use crate::app::filter::{Filter, FilterError};
use crate::app::key_form::KeyForm;
use crate::app::keymap::{Bound, Mode};
use crate::app::layout::Pane;
use crate::app::model::{Model, Overlay, Prompt};
use crate::app::scanning::Scanning;
use crate::domain::figures;
use crate::ui::theme::Theme;
use crate::ui::{cut, prompt};

/// What Esc does to a filter.
const CLEAR: &str = "clear";
/// Below this width blanks are dear.
const NARROW: u16 = 60;

/// Draws the line.
pub(super) fn render(model: &Model, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let width = usize::from(area.width).saturating_sub(2);
    let line = match (typed(model), &model.word, &model.waiting) {
        (Some((sign, input)), ..) => prompted(model, sign, input, theme, width),
        (None, Some(word), _) => Line::styled(
            format!(" {}", cut::keep_start(theme.sentence(word).as_str(), width, theme.glyphs.ellipsis)),
            theme.warning,
        ),
        (None, None, Some(waiting)) if model.overlay.is_none() => Line::styled(
            format!(" {}", cut::keep_start(theme.printed(waiting).as_str(), width, theme.glyphs.ellipsis)),
            theme.warning,
        ),
        _ => match &model.overlay {
            Some(Overlay::Keys(form)) => form_hints(form, theme),
            _ => hints(model, theme, width),
        },
    };
    frame.render_widget(line, area);
    if let (Some(error), Some(above)) = (wrong(model), area.y.checked_sub(1)) {
        let text =
            format!(" {}", cut::keep_start(theme.own(&error.to_string()).as_str(), width, theme.glyphs.ellipsis));
        let above = Rect { y: above, ..area };
        frame.render_widget(Clear, above);
        frame.render_widget(Line::styled(text, theme.warning), above);
    }
}

/// Why what is being typed can be no filter, or nothing to find. It has a line of its own, for it says how to write what was meant.
fn wrong(model: &Model) -> Option<&FilterError> {
    let pane = model.certificates.as_ref()?;
    match model.prompt? {
        Prompt::Find => pane.find_error(),
        Prompt::Filter if model.focus == Pane::Certificates => pane.filter_error(),
        Prompt::Filter | Prompt::Export | Prompt::LookUp => None,
    }
}

/// What is typed for the certificates, as far as it was understood.
fn understood(model: &Model) -> Option<&Filter> {
    let pane = model.certificates.as_ref()?;
    match model.prompt? {
        Prompt::Find => Some(pane.find()),
        Prompt::Filter if model.focus == Pane::Certificates => Some(pane.filter()),
        Prompt::Filter | Prompt::Export | Prompt::LookUp => None,
    }
}

/// What is being typed here, and the sign before it.
fn typed(model: &Model) -> Option<(&'static str, &Input)> {
    let certificates = model.certificates.as_ref();
    match (model.prompt?, model.focus) {
        (Prompt::Export, _) => Some((" write to ", &model.export_typed)),
        (Prompt::LookUp, _) => Some((" look up ", &model.look_up_typed)),
        (Prompt::Find, _) => Some((" find ", &certificates?.find_typed)),
        (Prompt::Filter, Pane::Projects) => Some((" /", &model.projects.filter)),
        (Prompt::Filter, Pane::Users) => Some((" /", &model.users.as_ref()?.picker.filter)),
        (Prompt::Filter, Pane::Certificates) => Some((" /", &certificates?.filter_typed)),
    }
}

/// `/led█      enter open · esc clear`, or what there is to say.
fn prompted(model: &Model, sign: &'static str, input: &Input, theme: &Theme, width: usize) -> Line<'static> {
    let mut line = prompt::line(input, sign, theme, width);
    let room = width.saturating_sub(line.width());
    let dot = theme.glyphs.dot;
    let (hint, style) = match (&model.word, model.prompt) {
        (Some(word), _) => (theme.sentence(word).to_string(), theme.warning),
        (None, Some(Prompt::Export)) => (format!("enter write {} {dot} esc not", rows_to_write(model)), theme.dim),
        (None, Some(Prompt::LookUp)) => {
            (format!("a serial, subject, log line or PEM {dot} enter {dot} esc not"), theme.dim)
        }
        _ if understood(model).is_some_and(Filter::is_quote_open) => ("the quote is still open".to_owned(), theme.dim),
        _ if wrong(model).is_none() && understood(model).is_some_and(|filter| filter.missing().is_some()) => {
            ("not applied yet".to_owned(), theme.dim)
        }
        (None, Some(Prompt::Find)) => (format!("enter keep {dot} esc forget"), theme.dim),
        _ if model.focus == Pane::Certificates => (format!("enter keep {dot} esc clear"), theme.dim),
        _ => (format!("enter open {dot} esc clear"), theme.dim),
    };
    // Help gives way to what is typed; what is wrong is cut, but said.
    if style == theme.warning || hint.width() + 3 <= room {
        line.push_span(Span::styled(
            format!("   {}", cut::keep_start(&hint, room.saturating_sub(3), theme.glyphs.ellipsis)),
            style,
        ));
    }
    line
}

/// `3 marked`, `17,500 rows`, `300 of 17,500`: what Enter would write now.
fn rows_to_write(model: &Model) -> String {
    let Some(pane) = &model.certificates else { return String::new() };
    let coverage = pane.coverage();
    match pane.marks() {
        0 if pane.feed.is_complete() => figures::counted(pane.rows(), "row"),
        0 if pane.is_filtered() => format!("{} so far", figures::counted(pane.rows(), "row")),
        0 => format!("{} of {}", figures::count(coverage.loaded), figures::count(coverage.of)),
        marks => format!("{} marked", figures::count(marks)),
    }
}

/// `enter open   / filter   ? keys   q quit`: as many as there is room for; help, leaving and what takes a filter away
/// always have room.
fn hints(model: &Model, theme: &Theme, width: usize) -> Line<'static> {
    let mut useful: Vec<&Bound> =
        model.settings.keymap.of_mode(model.mode()).filter(|bound| is_useful(model, bound)).collect();
    if is_finding(model) {
        useful.sort_by_key(|bound| match bound.binding.action {
            Action::FindNext => 0,
            Action::FindPrevious => 1,
            Action::Back => 2,
            _ => 3,
        });
    }
    let always = |bound: &&&Bound| match bound.binding.action {
        Action::Help | Action::Quit => true,
        Action::Back => hint(model, bound) == CLEAR,
        _ => false,
    };
    // The last of all needs no blanks behind it.
    let width = width + gap(model).len() + 1;
    let of_those: usize = useful.iter().filter(always).map(|bound| room_for(model, bound, theme)).sum();
    let mut room = width.saturating_sub(of_those);
    let mut spans = vec![Span::raw(" ")];
    for bound in &useful {
        if !always(&bound) {
            let Some(left) = room.checked_sub(room_for(model, bound, theme)) else { continue };
            room = left;
        }
        spans.push(Span::styled(theme.own(&bound.first_key()).to_string(), theme.accent));
        spans.push(Span::styled(format!(" {}{}", hint(model, bound), gap(model)), theme.dim));
    }
    Line::from(spans)
}

/// The keys of the form, which are in no table.
fn form_hints(form: &KeyForm, theme: &Theme) -> Line<'static> {
    let enter = if form.is_at_the_end() { "sign in" } else { "go on" };
    let choice = form.at.is_choice().then_some(("space", "another"));
    let hints = [Some(("tab", "next")), choice, Some(("enter", enter)), Some(("esc", "back"))];
    let spans = hints.into_iter().flatten().map(|(key, does)| {
        [Span::styled(format!(" {key}"), theme.accent), Span::styled(format!(" {does}  "), theme.dim)]
    });
    Line::from(spans.flatten().collect::<Vec<_>>())
}

/// Between two hints: over the columns, whose keys should be seen whole, and where it is narrow, a blank less.
fn gap(model: &Model) -> &'static str {
    if model.mode() == Mode::Arrange || model.size.width < NARROW { "  " } else { "   " }
}

/// What a key does here, where that is not what it always does.
fn hint(model: &Model, bound: &Bound) -> &'static str {
    match bound.binding.action {
        Action::Back if model.is_welcome() => "quit",
        Action::Back if model.overlay.is_some() => "close",
        Action::Board if model.is_board() => "back to lists",
        Action::Refresh if model.is_board() => "scan again",
        Action::Back => back(model),
        Action::ToggleColumn if is_hidden(model) => "show",
        _ => bound.binding.hint,
    }
}

/// What the way back is in the panes, in the order in which it goes.
fn back(model: &Model) -> &'static str {
    let is_typed = |filter: &Input| !filter.value().is_empty();
    match (model.focus, &model.users, &model.certificates) {
        (Pane::Projects, ..) if is_typed(&model.projects.filter) => CLEAR,
        (Pane::Users, Some(users), _) if is_typed(&users.picker.filter) => CLEAR,
        (Pane::Certificates, ..) if is_scanning(model) => "stop",
        (Pane::Certificates, _, Some(pane)) if pane.is_loading_all() || pane.is_seeking() => "stop",
        (Pane::Certificates, _, Some(pane)) if is_typed(&pane.filter_typed) => CLEAR,
        (Pane::Certificates, _, Some(pane)) if !pane.find().is_empty() => "forget",
        (Pane::Certificates, _, Some(pane)) if pane.order().is_some() => "as listed",
        _ => "back",
    }
}

/// Whether something was found, so that the keys that go on with it are what one wants.
fn is_finding(model: &Model) -> bool {
    let pane = model.certificates.as_ref().filter(|_| model.focus == Pane::Certificates);
    pane.is_some_and(|pane| !pane.find().is_empty())
}

/// Whether the cursor of what has the keys is on something that can be opened.
fn is_on_something(model: &Model) -> bool {
    match (&model.overlay, model.focus) {
        (Some(Overlay::Chooser(chooser)), _) => chooser.selected().is_some(),
        (Some(Overlay::LookUp(look_up)), _) => look_up.selected().is_some(),
        (Some(_), _) => true,
        (None, Pane::Projects) => model.projects.selected().is_some(),
        (None, Pane::Users) => model.users.as_ref().is_some_and(|users| users.picker.selected().is_some()),
        (None, Pane::Certificates) => model.certificates.as_ref().is_some_and(|pane| pane.selected().is_some()),
    }
}

/// Whether the cursor is on a column that is out of sight.
fn is_hidden(model: &Model) -> bool {
    let Some(Overlay::Columns(place)) = &model.overlay else { return false };
    model.columns.all().get(*place).is_some_and(|one| one.hidden)
}

fn room_for(model: &Model, bound: &Bound, theme: &Theme) -> usize {
    theme.own(&bound.first_key()).as_str().width() + hint(model, bound).width() + 1 + gap(model).len()
}

/// Whether a key does something where one is.
pub(super) fn is_useful(model: &Model, bound: &Bound) -> bool {
    if bound.binding.hint.is_empty() || bound.keys.is_empty() {
        return false;
    }
    match bound.binding.action {
        Action::Back => model.overlay.is_some() || model.focus != Pane::Projects || back(model) != "back",
        Action::Open => is_on_something(model),
        // Where one types, the key is a character like any other.
        Action::Help => !matches!(model.overlay, Some(Overlay::Chooser(_))),
        Action::OtherUsers => model.focus == Pane::Users,
        Action::Menu(_) if model.focus != Pane::Certificates => false,
        Action::FindNext | Action::FindPrevious => is_finding(model),
        action => availability::blocked(model, action).is_none(),
    }
}

/// Whether a scan is under way for what is in sight.
fn is_scanning(model: &Model) -> bool {
    model.is_board() && model.scanning.as_ref().is_some_and(Scanning::is_running)
}
