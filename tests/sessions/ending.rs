//! The end of a session: when all is asked anew and answered, it shows what a program would that was started just now.

use atlas_certs::app::account::Who;
use atlas_certs::app::keymap::Mode;
use atlas_certs::app::layout::Pane;
use atlas_certs::app::message::Message;
use atlas_certs::app::model::Wish;
use atlas_certs::app::source::{Board, Source};
use atlas_certs::atlas::page::{PageNumber, PageSize};
use atlas_certs::domain::holding::Holding;
use atlas_certs::runtime::archive;
use ratatui::layout::Size;

use crate::desk::Desk;
use crate::oracle;
use crate::session::Session;

/// More than any place needs.
const ANSWERS: usize = 400;

impl Session {
    pub fn end(mut self) {
        if self.desk.model.settings.account.is_none() {
            self.begin_anew(Who::Usual);
        }
        let account = self.account;
        let mut desk = self.desk;
        desk.happen([Message::Resized(Size { width: 120, height: 30 })]);
        // What one has asked for comes first, and may open a list to choose from.
        settle(&mut desk);
        leave_overlays(&mut desk);
        settle(&mut desk);
        for _ in 0..3 {
            desk.press("tab r");
            settle(&mut desk);
        }
        assert_eq!(desk.model.projects.listing.items(), desk.projects, "the projects");
        if let Some(users) = &desk.model.users {
            assert_eq!(users.picker.listing.items(), desk.users, "the users");
        }
        oracle::looks(&desk, account);
        let Some(source) = desk.model.certificates.as_ref().map(|pane| pane.source.clone()) else { return };
        let shown = all_rows(&mut desk);
        match source {
            Source::Board(board) => {
                let board = match &desk.model.certificates.as_ref().unwrap().source {
                    Source::Board(now) => now.clone(),
                    Source::User { .. } => board,
                };
                assert_eq!(shown, remembered(&desk, &board), "the board");
            }
            Source::User { owner, .. } => {
                let wish = Wish { project: Some(owner.project.id.to_string()), user: Some(owner.user.to_string()) };
                let mut fresh = Desk::wishing(120, 30, wish);
                fresh.organisations.clone_from(&desk.organisations);
                fresh.projects.clone_from(&desk.projects);
                fresh.users.clone_from(&desk.users);
                fresh.certificates.clone_from(&desk.certificates);
                (fresh.now, fresh.server_ahead, fresh.overcount) = (desk.now, desk.server_ahead, desk.overcount);
                settle(&mut fresh);
                if fresh.model.certificates.is_some() {
                    assert_eq!(shown, all_rows(&mut fresh), "the certificates");
                }
            }
        }
    }
}

fn leave_overlays(desk: &mut Desk) {
    for _ in 0..20 {
        if desk.model.mode() == Mode::Browse && desk.model.prompt.is_none() {
            return;
        }
        desk.press("esc");
    }
    panic!("Esc leads nowhere: {}", desk.screen());
}

/// Everything is answered, and there is an end to it.
fn settle(desk: &mut Desk) {
    for _ in 0..ANSWERS {
        let Some((ticket, request)) = desk.open.pop_first() else { return };
        let answer = desk.answer(&request);
        desk.happen([Message::Arrived(ticket, Ok(answer))]);
    }
    panic!("it asks for ever: {:?}", desk.open);
}

/// Has the whole table come, as it is listed.
fn all_rows(desk: &mut Desk) -> Vec<Holding> {
    for _ in 0..3 {
        if desk.model.focus != Pane::Certificates {
            desk.press("tab");
        }
    }
    assert_eq!(desk.model.focus, Pane::Certificates);
    // Without a filter; sorted, so that all is asked for; and back.
    desk.press("1 s n");
    settle(desk);
    desk.press("s l r");
    settle(desk);
    desk.press("s n");
    settle(desk);
    desk.press("s l");
    settle(desk);
    let pane = desk.model.certificates.as_ref().unwrap();
    assert!(pane.source.why_no_certificates().is_some() || pane.feed.is_complete(), "{}", desk.screen());
    pane.shown().cloned().collect()
}

/// What the memory has for a board now.
fn remembered(desk: &Desk, board: &Board) -> Vec<Holding> {
    let mut rows = Vec::new();
    let mut number = PageNumber::MIN;
    loop {
        let page = archive::page(&desk.memory, board, PageSize::MAX, number).unwrap();
        rows.extend(page.items);
        if !page.has_next {
            return rows;
        }
        number = number.saturating_add(1);
    }
}
