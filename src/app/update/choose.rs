//! Choosing from a list: the keys, the palette, and every place and certificate that is known.

use chrono::{DateTime, NaiveTime, Utc};

use crate::app::action::Action;
use crate::app::availability;
use crate::app::certificates::Certificates;
use crate::app::chooser::{BETWEEN_KEYS, Choice, Chooser, Entry, Kind};
use crate::app::effect::Effect;
use crate::app::filter::When;
use crate::app::judge::Judge;
use crate::app::keymap::{Bound, Keymap, Mode};
use crate::app::layout::{Frame, Pane};
use crate::app::model::{Model, Overlay};
use crate::app::rotation;
use crate::app::seek::Dated;
use crate::app::update::{self, open, show, sign_in, table};
use crate::app::visits::Place;
use crate::domain::figures;
use crate::domain::holding::Holding;
use crate::domain::printable::Printable;
use crate::domain::serial::Serial;
use crate::memory::Rotation;

/// More certificates than this are looked for in the table, not in a list of everything.
const CERTIFICATES: usize = 20_000;

/// Opens the list.
pub(super) fn open(model: &mut Model, kind: Kind) {
    let entries = match kind {
        Kind::Keys | Kind::Palette => actions(model),
        Kind::Anywhere => everything(model),
        // Their entries have to be read first.
        Kind::Rotation | Kind::SignIn => return,
    };
    show(model, Overlay::Chooser(Chooser::new(kind, entries)));
}

/// Opens the rotation that was read. Who does something else by now is not interrupted.
pub(super) fn show_rotation(model: &mut Model, rotations: &[Rotation]) {
    if model.overlay.is_none() && model.prompt.is_none() {
        let entries = rotation::entries(rotations, model.judge());
        show(model, Overlay::Chooser(Chooser::new(Kind::Rotation, entries)));
    }
}

pub(super) fn toggle_keys(model: &mut Model) {
    if model.chooser(Kind::Keys).is_some() {
        model.overlay = None;
    } else {
        open(model, Kind::Keys);
    }
}

/// Every action of browsing and its menus, with its keys.
fn actions(model: &Model) -> Vec<Entry> {
    let reachable =
        |row: &&Bound| row.binding.modes.contains(&Mode::Browse) || matches!(row.binding.modes, [Mode::Menu(_)]);
    let entry = |row: &Bound| {
        let prefix = match row.binding.modes {
            [Mode::Menu(menu)] => model.settings.keymap.key_of(Action::Menu(*menu)) + " ",
            _ => String::new(),
        };
        let keys: Vec<String> = row.keys.iter().map(|key| format!("{prefix}{key}")).collect();
        Entry {
            label: keys.join(BETWEEN_KEYS),
            text: row.binding.help.to_owned(),
            blocked: availability::blocked(model, row.binding.action),
            choice: Choice::Act(row.binding.action),
        }
    };
    model.settings.keymap.bound().iter().filter(reachable).map(entry).collect()
}

/// The certificates of the open user, its neighbours, every project: what is nearest first.
fn everything(model: &Model) -> Vec<Entry> {
    let entry = |label: &str, text: &str, choice| Entry {
        label: label.to_owned(),
        text: Printable::new(text).to_string(),
        blocked: None,
        choice,
    };
    let mut entries = Vec::new();
    if let Some(users) = &model.users {
        let place = |name: &str| Place { project: users.project.id.clone(), user: Some(name.into()) };
        let managed = users.picker.listing.items().iter().filter(|user| user.authentication.may_have_certificates());
        entries.extend(managed.map(|user| entry("user", &user.name, Choice::Visit(place(&user.name)))));
    }
    let place = |project: &crate::domain::project::Project| Place { project: project.id.clone(), user: None };
    let projects = model.projects.listing.items().iter();
    entries.extend(projects.map(|project| entry("project", &project.name, Choice::Visit(place(project)))));
    if let Some(pane) = &model.certificates {
        let text = |one: &Holding| {
            let serial = one.certificate.serial.as_ref().map(Serial::hex_plain).unwrap_or_default();
            format!("{}  {serial}", one.certificate.subject.as_deref().unwrap_or_default())
        };
        let certificates = pane.feed.holdings().take(CERTIFICATES).map(|(_, one)| one);
        entries.extend(certificates.map(|one| entry("certificate", &text(one), Choice::Select(one.identity()))));
    }
    entries
}

/// Applies what was typed: in the palette a number is a row, and a date a date.
pub(super) fn typed(model: &mut Model) {
    let Some(Overlay::Chooser(Chooser { kind, typed, .. })) = &model.overlay else { return };
    let first = if *kind == Kind::Palette { destinations(model, typed.value().trim()) } else { Vec::new() };
    if let Some(Overlay::Chooser(chooser)) = &mut model.overlay {
        chooser.apply(first);
    }
}

/// Where in the table a number or a date leads, the likelier date first.
fn destinations(model: &Model, typed: &str) -> Vec<Entry> {
    let pane = model.certificates.as_ref();
    let why = match pane {
        None => Some("Open a user first: there is no certificate table yet."),
        Some(pane) if pane.rows() == 0 => Some("The table has no rows to go to."),
        Some(_) => None,
    };
    let blocked = why.map(str::to_owned);
    let entry = |text, choice| Entry { label: "go to".to_owned(), text, blocked: blocked.clone(), choice };
    let digits: String = typed.chars().filter(|character| !matches!(character, ',' | '_' | ' ')).collect();
    if let Ok(row) = digits.parse::<usize>() {
        return vec![entry(format!("Row {}", figures::count(row)), Choice::Row(row.saturating_sub(1)))];
    }
    let now = model.judge().now;
    let When { created, not_after } = When::read(typed, now);
    let is_sorted = pane.is_some_and(|pane| pane.is_in_order_of(Dated::NotAfter));
    // Nothing was created in the time to come.
    let is_about_ends = is_sorted || created.is_none_or(|date| date > now);
    let created = created
        .map(|date| entry(format!("First created on {} or later", said(date)), Choice::Date(Dated::Created, date)));
    let not_after = not_after.map(|date| {
        let sorts = if is_sorted { "" } else { ", sorted by not after" };
        entry(format!("First to end on {} or later{sorts}", said(date)), Choice::Date(Dated::NotAfter, date))
    });
    let both = if is_about_ends { [not_after, created] } else { [created, not_after] };
    both.into_iter().flatten().collect()
}

/// `2026-11-29`, with the time where it is not midnight.
fn said(date: DateTime<Utc>) -> String {
    let format = if date.time() == NaiveTime::MIN { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M" };
    date.format(format).to_string()
}

/// Why the cursor stands on the last row instead of `row`. Of a list that has not come whole nothing is final.
fn beyond(pane: &Certificates, row: usize, keymap: &Keymap) -> String {
    let rows = figures::count(pane.rows());
    if !pane.is_arranged() && !pane.coverage().certain {
        return format!("Atlas tells of no such row: this is the last of about {rows}.");
    }
    if !pane.is_arranged() || pane.feed.is_complete() {
        return format!("There is no such row: this is the last of {rows}.");
    }
    let fact = format!("Row {} has not come yet: {}", figures::count(row.saturating_add(1)), table::seen_so_far(pane));
    let goes_on = if pane.is_loading_all() { None } else { keymap.phrase(Action::Refresh, "goes on") };
    goes_on.map_or_else(|| format!("{fact}."), |phrase| format!("{fact}; {phrase}."))
}

/// How many entries are in sight: all between the first line and the last, less the frame and what is typed.
pub(super) fn height(model: &Model) -> usize {
    let frame = match model.layout().map(|layout| layout.frame) {
        Some(Frame::Title) => 1,
        Some(Frame::Box) | None => 2,
    };
    usize::from(model.size.height).saturating_sub(3 + frame).max(1)
}

pub(super) fn act(model: &mut Model, action: Action) -> Option<Effect> {
    let height = height(model);
    let Some(Overlay::Chooser(chooser)) = &mut model.overlay else { return None };
    match action {
        Action::Move(motion) => chooser.go(motion, height),
        Action::Open => return choose(model),
        _ if chooser.kind == Kind::SignIn => return sign_in::back(model),
        _ => model.overlay = None,
    }
    None
}

/// Does what the entry under the cursor is for. One that cannot be chosen says why and stays.
pub(super) fn choose(model: &mut Model) -> Option<Effect> {
    let Some(Overlay::Chooser(chooser)) = &model.overlay else { return None };
    let Entry { blocked, choice, .. } = chooser.selected()?.clone();
    if let Some(why) = blocked {
        match chooser.kind {
            // There is more room for it.
            Kind::SignIn => model.signing.refusal = Some(why),
            _ => model.word = Some(why),
        }
        return None;
    }
    if !matches!(choice, Choice::SignIn(_)) {
        model.overlay = None;
    }
    match choice {
        Choice::Act(action) => return update::act(model, Mode::Browse, action),
        Choice::Visit(place) => open::visit(model, Some(place)),
        // The list stays until somebody else is signed in.
        Choice::SignIn(who) => return Some(sign_in::sign_in(model, who)),
        Choice::TypeKeys => sign_in::type_keys(model),
        Choice::Row(row) => in_table(model, |pane, _, height, keymap| {
            pane.go_to(row, height);
            (row >= pane.rows()).then(|| beyond(pane, row, keymap))
        }),
        Choice::Date(dated, date) => in_table(model, |pane, judge, height, _| {
            pane.go_to_date(dated, date, judge, height);
            // What comes later may have been made between.
            let is_first_so_far = dated == Dated::Created && pane.is_arranged() && !pane.feed.is_complete();
            is_first_so_far.then(|| format!("The first so far: {}.", table::seen_so_far(pane)))
        }),
        Choice::Select(identity) => in_table(model, |pane, judge, height, _| {
            pane.select(&identity, judge, height);
            None
        }),
    }
    None
}

/// Goes to a row of the table, and says what there is to say of it.
fn in_table(model: &mut Model, go: impl FnOnce(&mut Certificates, Judge, usize, &Keymap) -> Option<String>) {
    open::focus(model, Pane::Certificates);
    let (judge, height) = (model.judge(), model.height_of(Pane::Certificates));
    if let Some(pane) = &mut model.certificates {
        model.word = go(pane, judge, height, &model.settings.keymap);
    }
    table::say_what_was_missed(model);
}
