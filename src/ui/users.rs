//! The database users of the open project: those with certificates from Atlas first.

use ratatui::Frame as Screen;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::app::action::Action;
use crate::app::keymap::Keymap;
use crate::app::layout::{Frame, Pane};
use crate::app::model::{Model, Users};
use crate::app::picker::Pick as _;
use crate::app::source::Source;
use crate::ui::pane::{Title, frame, sentence};
use crate::ui::projects::{Item, age, end, render_rows, title, why_empty};
use crate::ui::theme::Theme;

/// Draws the pane.
pub(super) fn render(model: &Model, theme: &Theme, area: Rect, kind: Frame, screen: &mut Screen<'_>) {
    let keymap = &model.settings.keymap;
    let focused = model.focus == Pane::Users;
    let Some(users) = &model.users else {
        let title = Title { name: "Users".to_owned(), facts: Vec::new(), vital: 0, focused };
        let inside = frame(&title, theme, area, kind, screen);
        let text = keymap.advice("No project is open", Action::Open, "opens the one under the cursor");
        let text = theme.own(&text).to_string();
        return sentence(&text, theme.dim, inside, screen);
    };
    let picker = &users.picker;
    let shown = picker.len();
    let name = format!("Users of {}", theme.foreign(&users.project.name));
    let mut title = title(&[&name, "Users"], &picker.listing, shown, picker.filter.value(), focused, theme, area);
    title.facts.extend(age(&picker.listing, model));
    let inside = frame(&title, theme, area, kind, screen);
    if shown == 0 {
        let text = why_empty(&picker.listing, picker.filter.value(), "users", &nobody(users, keymap), keymap, theme);
        let style = if picker.listing.failure().is_some() { theme.danger } else { theme.dim };
        return sentence(&text, style, inside, screen);
    }
    let open = match model.certificates.as_ref().map(|pane| &pane.source) {
        Some(Source::User { owner, user }) if owner.project.id == users.project.id => Some(user.id()),
        _ => None,
    };
    let rows = picker.shown().map(|user| {
        let style =
            match (open.as_ref().is_some_and(|open| *open == user.id()), user.authentication.may_have_certificates()) {
                (true, _) => theme.strong,
                (false, true) if picker.listing.remembered().is_none() => Style::new(),
                (false, _) => theme.dim,
            };
        let known = model.outlook.of_user(&user.name).filter(|_| user.authentication.may_have_certificates());
        let label = || (theme.foreign(user.authentication.label()).to_string(), theme.dim);
        let (word, word_style) = end(known, model, theme).unwrap_or_else(label);
        Item { name: theme.foreign(&user.name), word, word_style, style }
    });
    render_rows(rows, shown, picker.cursor(), focused, theme, inside, screen);
    mention_others(users, keymap, theme, area, kind, screen);
}

/// On the lower edge, where there is one: how many users are out of sight, and the key that shows them.
fn mention_others(users: &Users, keymap: &Keymap, theme: &Theme, area: Rect, kind: Frame, screen: &mut Screen<'_>) {
    let hidden = others(users);
    if kind == Frame::Box && hidden > 0 && area.height > 2 {
        let edge = Rect { x: area.x + 2, y: area.bottom() - 1, width: area.width.saturating_sub(4), height: 1 };
        let text = if users.others_shown {
            keymap.phrase(Action::OtherUsers, "hides the others").unwrap_or_default()
        } else {
            format!("{hidden} without X.509: {}", keymap.key_of(Action::OtherUsers))
        };
        screen.render_widget(Line::styled(format!(" {} ", theme.own(&text)), theme.dim), edge);
    }
}

fn others(users: &Users) -> usize {
    users.picker.listing.items().iter().filter(|user| !user.authentication.may_have_certificates()).count()
}

fn nobody(users: &Users, keymap: &Keymap) -> String {
    match others(users) {
        0 => "This project has no database users.".to_owned(),
        hidden => {
            let fact = "No user here has X.509 certificates from Atlas";
            keymap.advice(fact, Action::OtherUsers, &format!("shows the {hidden} others"))
        }
    }
}
