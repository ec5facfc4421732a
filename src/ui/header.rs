//! The first line: where one is, and how it stands with the server.
//!
//! ```text
//!  atlas-certs   acme ▸ payments ▸ svc-ledger                    v2 · cloud.mongodb.com · seen 14:03 UTC
//! ```

use chrono::TimeDelta;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use crate::app::account::Account;
use crate::app::layout::Pane;
use crate::app::model::Model;
use crate::app::scanning::Scanning;
use crate::app::source::{Board, Scope, Source};
use crate::app::wake;
use crate::domain::expiry;
use crate::ui::cut;
use crate::ui::pane::fitting;
use crate::ui::theme::Theme;

const NAME: &str = " atlas-certs";
/// That the list is asked for again by itself.
const EACH_MINUTE: &str = "each min";
/// From this width on the program's name has room.
const ROOM_FOR_NAME: u16 = 60;

/// Draws the line.
pub(super) fn render(model: &Model, theme: &Theme, area: Rect, frame: &mut Frame<'_>) {
    let width = usize::from(area.width);
    let name = if area.width >= ROOM_FOR_NAME { NAME } else { "" };
    let path = path(model, theme);
    let dot = format!(" {} ", theme.glyphs.dot);
    let standing = standing(model, theme);
    // The path gives way to what is wrong and to what goes on by itself, and the rest of the standing to the path.
    let by_itself = if model.refresh_due.is_some() { dot.width() + EACH_MINUTE.width() } else { 0 };
    let urgent = standing.first().map_or(0, |phrase| phrase.width()) + by_itself;
    let room_for_path = width.saturating_sub(name.width() + urgent + 8);
    let path = cut::keep_end(&path, room_for_path, theme.glyphs.ellipsis);
    let standing = fitting(&standing, &dot, width.saturating_sub(name.width() + path.width() + 6));
    let style = if is_troubled(model) { theme.warning } else { theme.dim };
    frame.render_widget(
        Line::from(vec![Span::styled(name, theme.accent.patch(theme.strong)), Span::raw("   "), Span::raw(path)]),
        area,
    );
    frame.render_widget(Line::from(vec![Span::styled(standing, style), Span::raw(" ")]).right_aligned(), area);
}

/// Organisation, project, user: of what is open, wherever the cursor of a picker is; else of the project under it.
fn path(model: &Model, theme: &Theme) -> String {
    let source = model.certificates.as_ref().map(|pane| &pane.source);
    let (project, user) = match (source, &model.users) {
        (Some(Source::User { owner, .. }), _) => (Some(&owner.project), Some(&*owner.user)),
        (Some(Source::Board(Board { scope: Scope::Project(project), .. })), _) => (Some(project), None),
        (Some(Source::Board(Board { scope: Scope::All, .. })), _) => return "all projects".to_owned(),
        (None, Some(users)) => (Some(&users.project), None),
        (None, None) => (model.projects.selected(), None),
    };
    let organisation = project.and_then(|project| model.organisation_of(project));
    let places = [organisation, project.map(|project| &*project.name), user];
    let places: Vec<String> = places.into_iter().flatten().map(|place| theme.foreign(place).to_string()).collect();
    places.join(&format!(" {} ", theme.glyphs.path))
}

/// How it stands: what matters most first.
fn standing(model: &Model, theme: &Theme) -> Vec<String> {
    let slow = model.flights.since().is_some_and(|since| model.now >= since + wake::SLOW);
    let signing_in = model.signing.under_way.as_ref().is_some_and(|(_, since)| model.now >= *since + wake::SLOW);
    let account = model.settings.account.as_ref();
    let printed = |text: &str| theme.foreign(text).to_string();
    let seen = model.seen().map(|seen| format!("seen {} UTC", model.clock.at(seen).format("%H:%M")));
    vec![
        model.frozen.map(|moment| format!("frozen {} UTC", moment.format("%H:%M:%S"))).unwrap_or_default(),
        skew(model.clock.skew()).unwrap_or_default(),
        if signing_in {
            "signing in".to_owned()
        } else if slow {
            "loading".to_owned()
        } else {
            String::new()
        },
        if is_stale(model) { "not refreshed".to_owned() } else { String::new() },
        if model.remembered_in_sight() { "remembered".to_owned() } else { String::new() },
        seen.unwrap_or_default(),
        if model.refresh_due.is_some() { EACH_MINUTE.to_owned() } else { String::new() },
        age(model).unwrap_or_default(),
        account.and_then(Account::profile).map(&printed).unwrap_or_default(),
        account.map(|account| printed(&account.server)).unwrap_or_default(),
        model.apis.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and "),
        if model.mouse { "mouse".to_owned() } else { String::new() },
    ]
    .into_iter()
    .filter(|phrase| !phrase.is_empty())
    .collect()
}

fn is_troubled(model: &Model) -> bool {
    model.clock.skew().is_some() || is_stale(model) || model.remembered_in_sight() || model.frozen.is_some()
}

/// Whether the rows in sight are from before a refresh that failed.
fn is_stale(model: &Model) -> bool {
    match model.focus {
        Pane::Projects => model.projects.listing.failure().is_some() && model.projects.listing.seen().is_some(),
        Pane::Users => model
            .users
            .as_ref()
            .is_some_and(|users| users.picker.listing.failure().is_some() && users.picker.listing.seen().is_some()),
        Pane::Certificates if model.is_board() => {
            let failed = |scanning: &Scanning| !scanning.is_running() && !scanning.failures.is_empty();
            model.scanning.as_ref().is_some_and(failed)
        }
        Pane::Certificates => model.certificates.as_ref().is_some_and(|pane| pane.feed.is_outdated()),
    }
}

/// `3 min ago`: from when on that says more than the time of day alone.
fn age(model: &Model) -> Option<String> {
    let (seen, now) = (model.seen()?, model.frozen.map_or(model.now, |moment| model.clock.local(moment)));
    (now >= seen + wake::YOUNG).then(|| format!("{} ago", expiry::Span::between(seen, now)))
}

/// Time left is measured against the server's clock; a person who compares with their own must know.
fn skew(ahead: Option<TimeDelta>) -> Option<String> {
    let ahead = ahead?;
    let epoch = chrono::DateTime::<chrono::Utc>::UNIX_EPOCH;
    let span = expiry::Span::between(epoch, epoch + ahead);
    Some(if ahead > TimeDelta::zero() {
        format!("this clock is {span} slow")
    } else {
        format!("this clock is {span} fast")
    })
}
