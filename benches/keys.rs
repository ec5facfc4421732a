//! What a key costs: from the key to the drawn frame, and whether a long list makes it dearer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../tests/support/desk.rs"]
mod desk;
#[path = "support/ratio.rs"]
mod ratio;

use std::hint::black_box;

use atlas_certs::ui;
use atlas_certs::ui::theme::{Theme, UNICODE};
use desk::{Desk, certificate};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const KEYS: usize = 100;

/// A desk on which all of a list has come: a filter that lets everything pass loads it, and is then taken away.
fn loaded(rows: usize) -> Desk {
    let mut desk = Desk::new(120, 40);
    desk.certificates = (0..rows).map(|row| certificate(row % 10_000 + 100)).collect();
    desk.open_ledger().answer_all();
    desk.press("/").type_text("l").press("enter").answer_all().press("esc");
    assert!(desk.model.certificates.as_ref().unwrap().feed.is_complete());
    desk
}

fn presses(desk: &mut Desk, terminal: &mut Terminal<TestBackend>, key: &str) {
    let theme = Theme::dark(&UNICODE);
    for _ in 0..KEYS {
        desk.press(key);
        terminal.draw(|frame| ui::render(&desk.model, &theme, frame)).unwrap();
    }
    black_box(terminal.backend());
}

fn main() {
    let terminal = || Terminal::new(TestBackend::new(120, 40)).unwrap();
    for key in ["down", "pgdn", "end"] {
        let (mut long, mut short) = (loaded(1_000_000), loaded(100));
        let (mut on_long, mut on_short) = (terminal(), terminal());
        ratio::print(
            &format!("{key} in a list of 1,000,000"),
            KEYS,
            || presses(&mut long, &mut on_long, key),
            "the same in a list of 100",
            || presses(&mut short, &mut on_short, key),
        );
    }
}
