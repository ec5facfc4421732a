//! What must hold after every step.

use atlas_certs::app::certificates::{Certificates, Coverage};
use atlas_certs::app::effect::Effect;
use atlas_certs::app::keymap::Mode;
use atlas_certs::app::layout::Pane;
use atlas_certs::app::source::Source;
use atlas_certs::app::update::AUTO_REFRESH;
use atlas_certs::app::wake;
use atlas_certs::domain::holding::{Holding, HoldingId};
use atlas_certs::domain::printable::is_hidden;
use atlas_certs::ui;
use atlas_certs::ui::theme::{Theme, UNICODE};
use ratatui::layout::Size;

use crate::desk::Desk;
use crate::lists::is_of_another;
use crate::words::tells_of_the_secret;

/// A certificate under the cursor, and the table that it is in.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    table: Source,
    certificate: HoldingId,
}

impl Place {
    pub fn of(desk: &Desk) -> Option<Self> {
        let pane = desk.model.certificates.as_ref()?;
        Some(Self { table: pane.source.clone(), certificate: pane.selected()?.identity() })
    }

    fn is_in(&self, pane: &Certificates) -> bool {
        match (&self.table, &pane.source) {
            (Source::User { owner, .. }, Source::User { owner: other, .. }) => owner == other,
            (Source::Board(board), Source::Board(other)) => board.scope == other.scope,
            _ => false,
        }
    }
}

/// Whether keys can send the cursor to an end in a list that is sorted by it: it goes there as rows come.
pub fn may_set_out(desk: &Desk) -> bool {
    let is_sorted = desk.model.certificates.as_ref().is_some_and(|pane| pane.order().is_some());
    desk.model.mode() == Mode::Choose || (desk.model.is_board() && is_sorted)
}

/// Whether the cursor is on its way to the end, to a date, or to a certificate that was looked up.
pub fn is_sent_elsewhere(desk: &Desk) -> bool {
    let pane = desk.model.certificates.as_ref();
    desk.model.aim.is_some() || pane.is_some_and(|pane| pane.cursor().at_end || pane.is_seeking())
}

/// Whether a filter may hide what was chosen.
pub fn is_filtered(desk: &Desk) -> bool {
    desk.model.certificates.as_ref().is_some_and(Certificates::is_filtered)
}

/// No person has done anything: the cursor is on the certificate it was on, or has gone back to the one that was chosen,
/// as long as that is among the rows.
pub fn stays(desk: &Desk, before: &Place, meant: &[Place]) {
    let Some(pane) = desk.model.certificates.as_ref().filter(|pane| before.is_in(pane)) else { return };
    if !pane.shown().any(|one| one.is(&before.certificate)) {
        return;
    }
    // Who has chosen nothing on a board stays at its top, whatever comes in there.
    if pane.source.is_board() && pane.cursor().at == 0 {
        return;
    }
    // As long as the chosen one may still come, another only holds its place.
    if !meant.contains(before) && !pane.feed.is_complete() {
        return;
    }
    let now = pane.selected().map(Holding::identity);
    let is_meant = meant.iter().any(|meant| Some(&meant.certificate) == now.as_ref());
    assert!(
        now.as_ref() == Some(&before.certificate) || is_meant,
        "the cursor left {:?} for {:?}\n{}",
        before.certificate.identity,
        now.map(|now| now.identity),
        desk.screen()
    );
}

/// What the cells hold; nothing where there are none.
pub fn cells(desk: &Desk) -> Vec<String> {
    let Size { width, height } = desk.model.size;
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let screen = desk.terminal(&Theme::plain(&UNICODE));
    screen.backend().buffer().content().iter().map(|cell| cell.symbol().to_owned()).collect()
}

/// Whether a terminal would only draw it. What opens an escape is ours.
fn is_safe(text: &str) -> bool {
    !text.chars().any(|character| is_hidden(character) && character != '⟨')
}

/// Nothing of another account is among it: what was under way for that is given up.
pub fn looks(desk: &Desk, account: usize) {
    let title = ui::window_title(&desk.model, &Theme::plain(&UNICODE)).to_string();
    for text in cells(desk).iter().chain([&title]) {
        assert!(is_safe(text), "{text:?} is on the screen");
        assert!(!tells_of_the_secret(text), "a secret is on the screen: {}", desk.screen());
        assert!(!is_of_another(text, account), "another account is on the screen: {}", desk.screen());
    }
    let due = desk.model.refresh_due;
    assert!(due.is_none_or(|due| due <= desk.now + AUTO_REFRESH), "it is asked again at {due:?} only");
    let Some(pane) = &desk.model.certificates else { return };
    let Coverage { loaded, of, certain } = pane.coverage();
    assert!(loaded <= of, "{loaded} of {of}");
    if pane.feed.is_complete() {
        assert!(certain && loaded == of, "complete with {loaded} of {of}");
    }
    let (cursor, rows) = (pane.cursor(), pane.rows());
    let window = cursor.window(rows, desk.model.height_of(Pane::Certificates));
    assert!(cursor.at < rows.max(1), "row {} of {rows}", cursor.at);
    assert!(rows == 0 || window.contains(&cursor.at), "row {} is not in sight: {window:?} of {rows}", cursor.at);
}

/// Who was woken has nothing left to do at that moment: else it would never sleep.
pub fn sleeps(desk: &Desk) {
    let due = wake::next(&desk.model);
    assert!(due.is_none_or(|due| due > desk.now), "woken at {} for {due:?}", desk.now);
}

/// What Atlas has answered of each list: the projects, the users, the certificates of a user.
pub fn rows(desk: &Desk) -> [usize; 3] {
    let model = &desk.model;
    let of_user = model.certificates.as_ref().filter(|pane| !pane.source.is_board());
    [
        model.projects.listing.items().len(),
        model.users.as_ref().map_or(0, |users| users.picker.listing.items().len()),
        of_user.map_or(0, |pane| pane.shown().count()),
    ]
}

/// What is copied, opened or told to the runtime is as safe as what is drawn; only line ends and tabs part it. It is the
/// account's own, and however it is told in a log, no secret is in it.
pub fn may_leave(effect: &Effect, account: usize) {
    let told = format!("{effect:?}");
    assert!(!tells_of_the_secret(&told), "a secret is told");
    assert!(!is_of_another(&told, account), "of another account: {told}");
    match effect {
        Effect::Copy(text) => {
            let parts = text.as_str().split(['\n', '\t']);
            parts.for_each(|part| assert!(is_safe(part), "{part:?} is on the clipboard"));
        }
        Effect::Browse(address) => assert!(is_safe(address), "{address:?} is opened"),
        _ => {}
    }
}
