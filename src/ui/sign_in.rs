//! Signing in: why it has to be done, the ways to do it, and the form for keys.
//!
//! ```text
//!  No keys were found in the environment, in … or among the Atlas CLI's profiles.
//!  Choose how to sign in. This program only reads.
//! ┌ Sign in ● ──────────────────────────────────────────── 3 ┐
//! │ › Atlas CLI   staging: API key abcdefgh, secret in the file │
//! ```

use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use tui_input::Input;
use unicode_width::UnicodeWidthStr;

use crate::app::account::{Pair, Who};
use crate::app::chooser::Chooser;
use crate::app::key_form::{Field, KeyForm};
use crate::app::layout::Frame;
use crate::app::model::{Model, Overlay};
use crate::atlas::endpoint::BaseUrl;
use crate::domain::figures;
use crate::ui::pane::{Title, frame};
use crate::ui::sheet::wrapped;
use crate::ui::theme::Theme;
use crate::ui::{choosing, cut, prompt};

/// Fields in sight, however small the screen is.
const FEWEST: usize = 2;

/// Draws the ways to sign in, and above them what there is to say.
pub(super) fn ways(model: &Model, chooser: &Chooser, theme: &Theme, area: Rect, kind: Frame, screen: &mut Screen<'_>) {
    // A list of two entries, its frame and what is typed need this much.
    let rest = said(model, theme, area, 5, screen);
    choosing::render(chooser, theme, rest, kind, screen);
}

/// Draws the form.
pub(super) fn form(model: &Model, form: &KeyForm, theme: &Theme, area: Rect, kind: Frame, screen: &mut Screen<'_>) {
    let fields = form.fields();
    // Why it came to nothing has the room of fields that do not have the keys.
    let lines = if model.signing.refusal.is_some() { fields.len().min(FEWEST) } else { fields.len() };
    let least = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(if kind == Frame::Box { 2 } else { 1 });
    let rest = said(model, theme, area, least, screen);
    let title = Title { name: "Keys".to_owned(), facts: Vec::new(), vital: 0, focused: true };
    let inside = frame(&title, theme, rest, kind, screen);
    let widest = fields.iter().map(|field| form.name_of(*field).width()).max().unwrap_or_default();
    // Where there is little room, the field that has the keys is in sight.
    let at = fields.iter().position(|field| *field == form.at).unwrap_or_default();
    let above = (at + 1).saturating_sub(inside.height.into());
    for (field, row) in fields.iter().skip(above).zip(inside.rows()) {
        let has_keys = *field == form.at;
        let pointer = if has_keys { theme.glyphs.pointer } else { " " };
        let name = form.name_of(*field);
        let label = format!("{pointer} {name}{}  ", " ".repeat(widest.saturating_sub(name.width())));
        let room = usize::from(row.width).saturating_sub(label.width());
        let mut line = Line::from(Span::styled(label, if has_keys { theme.accent } else { theme.dim }));
        line.extend(value(form, *field, has_keys, room, theme));
        screen.render_widget(line, row);
    }
}

fn value(form: &KeyForm, field: Field, has_keys: bool, room: usize, theme: &Theme) -> Vec<Span<'static>> {
    let choice = |text| vec![Span::raw(cut::keep_start(theme.own(text).as_str(), room, theme.glyphs.ellipsis))];
    let typed = |input: &Input| {
        if has_keys {
            return prompt::line(input, "", theme, room).spans;
        }
        vec![Span::raw(cut::keep_start(theme.own(input.value()).as_str(), room, theme.glyphs.ellipsis))]
    };
    match field {
        Field::SignIn => choice(match form.pair {
            Pair::ApiKey => "an API key",
            Pair::ServiceAccount => "a service account",
        }),
        Field::Id => typed(&form.id),
        Field::Profile => typed(&form.profile),
        Field::Secret => secret(form, has_keys, room),
        Field::Site => choice(form.site().map_or("", BaseUrl::host)),
        Field::Keep => choice(form.keep.word()),
    }
}

/// `************ 36 characters, hidden`: a person who pasted sees that all of it came.
fn secret(form: &KeyForm, has_keys: bool, room: usize) -> Vec<Span<'static>> {
    let count = form.secret.len();
    let told =
        if count == 0 { "hidden".to_owned() } else { format!(" {}, hidden", figures::counted(count, "character")) };
    let stars = "*".repeat(count.min(room.saturating_sub(told.width() + 1)).min(12));
    let cursor =
        if has_keys { Span::styled(" ", Style::new().add_modifier(Modifier::REVERSED)) } else { Span::raw("") };
    vec![Span::raw(stars), cursor, Span::raw(told)]
}

/// Says what there is to say at the top of `area`, and gives back the rest of it: at least `least` lines.
fn said(model: &Model, theme: &Theme, area: Rect, least: u16, screen: &mut Screen<'_>) -> Rect {
    let width = usize::from(area.width).saturating_sub(2);
    let lines: Vec<Line<'static>> = sentences(model)
        .into_iter()
        .flat_map(|(text, is_wrong)| {
            let style = if is_wrong { theme.warning } else { Style::new() };
            wrapped(theme.sentence(&text).as_str(), width).into_iter().map(move |line| Line::styled(line, style))
        })
        .collect();
    let room = area.height.saturating_sub(least);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(room);
    let gap = u16::from(height > 0 && height < room);
    for (line, row) in lines.into_iter().zip(Rect { height, x: area.x + 1, ..area }.rows()) {
        screen.render_widget(line, row);
    }
    let said = height + gap;
    Rect { y: area.y + said, height: area.height - said, ..area }
}

/// What there is to say, and whether it is about something that went wrong.
fn sentences(model: &Model) -> Vec<(String, bool)> {
    let mut said = Vec::new();
    if let Some((who, _)) = &model.signing.under_way {
        said.push((format!("Signing in{}: esc stops that.", as_whom(who)), false));
    } else if let Some(why) = &model.signing.refusal {
        said.push((why.clone(), true));
    }
    if let (Some(Overlay::Keys(form)), None) = (&model.overlay, &model.signing.under_way) {
        let host = form.site().map_or("the server", BaseUrl::host);
        let fact = "The role Project Read Only is enough. The keys go to nobody but";
        said.push((format!("{fact} {host}, and are kept once they are known there."), false));
    } else if model.settings.account.is_none() && model.signing.under_way.is_none() {
        said.push(("Choose how to sign in. This program only reads: it changes nothing in Atlas.".to_owned(), false));
    }
    said
}

fn as_whom(who: &Who) -> String {
    match who {
        Who::Profile(name) => format!(" as {name}"),
        Who::Keys(_) => " with these keys".to_owned(),
        Who::Every => " as every profile".to_owned(),
        Who::Demo => " at the simulated Atlas".to_owned(),
        Who::Usual | Who::Environment => String::new(),
    }
}
