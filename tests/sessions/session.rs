//! A session: the desk, and what the oracle has to remember of it.

use std::sync::Arc;

use atlas_certs::app::effect::{Answer, Effect, Request, Sighting};
use atlas_certs::app::keymap::Mode;
use atlas_certs::app::message::{Message, Mouse, MouseAct};
use atlas_certs::app::model::Wish;
use atlas_certs::app::scanning::{News, Unread};
use atlas_certs::app::ticket::Ticket;
use atlas_certs::app::wake;
use atlas_certs::domain::holding::Owner;
use atlas_certs::domain::user::Authentication;
use atlas_certs::runtime::archive;
use atlas_certs::scan::progress::Progress;
use chrono::TimeDelta;
use proptest::prelude::*;
use ratatui::layout::{Position, Size};

use crate::desk::{Desk, certificate, project, user};
use crate::happening::{Happening, KEYS, USUAL};
use crate::oracle::{self, Place};
use crate::words::{HOSTILE, TYPED, error, known, notice, pasted};
use atlas_certs::app::account::Roster;

/// Where a session begins.
#[derive(Debug, Clone, Copy)]
pub enum Beginning {
    Nothing,
    Wish,
    Ledger,
    Board,
}

impl Arbitrary for Beginning {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        prop_oneof![1 => Just(Self::Nothing), 1 => Just(Self::Wish), 4 => Just(Self::Ledger), 2 => Just(Self::Board)]
            .boxed()
    }
}

pub struct Session {
    pub desk: Desk,
    /// Requests that were given up or answered: an answer to one changes nothing.
    past: Vec<(Ticket, Request)>,
    /// The certificate that the person chose last. A filter that hides it shows another one until it comes again.
    meant: Vec<Place>,
    /// Whether the cursor is on its way to where the person sent it.
    travels: bool,
    issued: usize,
}

impl Session {
    pub fn begin(beginning: Beginning) -> Self {
        let wish = match beginning {
            Beginning::Wish => Wish { project: Some("payments".to_owned()), user: Some("svc-ledger".to_owned()) },
            _ => Wish::default(),
        };
        let mut desk = Desk::wishing(100, 30, wish);
        desk.projects.push(project(HOSTILE));
        desk.users.push(user(HOSTILE, Authentication::ManagedX509));
        for (row, one) in desk.certificates.iter_mut().enumerate().skip(3) {
            match row % 17 {
                0 => one.subject = Some(format!("CN={HOSTILE}").into()),
                1 => one.subject = None,
                2 => one.not_after = None,
                3 => one.created_at = None,
                4 => one.not_after = Some("9999-12-31T23:59:59-23:59".parse().unwrap()),
                5 => one.created_at = Some("0000-01-01T00:00:00+23:59".parse().unwrap()),
                _ => {}
            }
        }
        match beginning {
            Beginning::Nothing | Beginning::Wish => {}
            Beginning::Ledger => drop(desk.open_ledger().answer_all().press("m")),
            Beginning::Board => drop(desk.open_ledger().answer_all().press("m left left b").answer_all()),
        }
        let meant = Place::of(&desk).into_iter().collect();
        let issued = desk.certificates.len();
        Self { desk, past: Vec::new(), meant, travels: false, issued }
    }

    /// Something happens, and the oracle looks.
    pub fn live_through(&mut self, happening: &Happening) {
        let before = Place::of(&self.desk);
        let was_told = self.desk.effects.len();
        let was_filtered_by = oracle::filter(&self.desk);
        if self.befall(happening) {
            if was_filtered_by == oracle::filter(&self.desk) {
                self.meant.clear();
            }
            self.meant.extend(Place::of(&self.desk));
        } else {
            let may_move = self.travels || oracle::is_sent_elsewhere(&self.desk);
            if !may_move && let Some(before) = &before {
                oracle::stays(&self.desk, before, &self.meant);
            }
            if self.meant.is_empty() {
                self.meant.extend(Place::of(&self.desk));
            }
        }
        oracle::looks(&self.desk);
        let told = &self.desk.effects[was_told..];
        told.iter().for_each(oracle::may_leave);
        if told.contains(&Effect::Roster) {
            self.happen(vec![Message::Roster(Roster { known: known(), has_keyring: true })]);
        }
    }

    /// Says whether a person did it.
    fn befall(&mut self, happening: &Happening) -> bool {
        match *happening {
            Happening::Key(key) => return self.does(vec![Message::Key(KEYS[key])]),
            Happening::Usual(which) => {
                let keys = USUAL[which].split(' ').map(|name| Message::Key(name.parse().unwrap()));
                return self.does(keys.collect());
            }
            Happening::Held(key, times) => return self.does(vec![Message::Key(KEYS[key]); times]),
            Happening::Together(one, other, which) => {
                let answer = self.take(which).map(|(ticket, request)| self.answer(ticket, &request, false));
                let (one, other) = (Message::Key(KEYS[one]), Message::Key(KEYS[other]));
                return self.does([Some(one), answer, Some(other)].into_iter().flatten().collect());
            }
            Happening::Type(which) => {
                let keys = TYPED[which].chars().map(|one| if one == ' ' { "space".into() } else { one.to_string() });
                return self.does(keys.map(|name| Message::Key(name.parse().unwrap())).collect());
            }
            Happening::Paste(which) => return self.does(vec![Message::Pasted(pasted(which))]),
            Happening::Mouse(x, y, act) => {
                let act = [MouseAct::Click, MouseAct::WheelUp, MouseAct::WheelDown][act];
                return self.does(vec![Message::Mouse(Mouse { act, at: Position { x, y } })]);
            }
            Happening::Resize(width, height) => self.happen(vec![Message::Resized(Size { width, height })]),
            Happening::Answer { which, bare } => {
                if let Some((ticket, request)) = self.take(which) {
                    let answer = self.answer(ticket, &request, bare);
                    self.happen(vec![answer]);
                }
            }
            Happening::Fail(which, kind) => {
                if let Some((ticket, _)) = self.take(which) {
                    self.happen(vec![Message::Arrived(ticket, Err(error(kind)))]);
                }
            }
            Happening::Late(which, good) => self.late(which, good),
            Happening::Expire(count) => drop(self.desk.certificates.drain(..count.min(self.desk.certificates.len()))),
            Happening::Shift(count) => {
                let is_free = self.desk.model.mode() == Mode::Browse && self.desk.model.prompt.is_none();
                let keys = if is_free { "down down down down down r" } else { "esc down down down down down r" };
                self.desk.certificates.drain(..count.min(self.desk.certificates.len()));
                return self.does(keys.split(' ').map(|name| Message::Key(name.parse().unwrap())).collect());
            }
            Happening::Withdraw(which) => {
                if !self.desk.certificates.is_empty() {
                    self.desk.certificates.remove(which % self.desk.certificates.len());
                }
            }
            Happening::Issue(count) => {
                self.desk.certificates.extend((self.issued..self.issued + count).map(certificate));
                self.issued += count;
            }
            Happening::Overcount(count) => self.desk.overcount = count,
            Happening::User => {
                if self.desk.users.last().is_some_and(|last| &*last.name == "zoe") {
                    self.desk.users.pop();
                } else {
                    self.desk.users.push(user("zoe", Authentication::ManagedX509));
                }
            }
            Happening::Clock(seconds) => {
                self.desk.now += TimeDelta::seconds(seconds);
                self.happen(vec![Message::Woken]);
                oracle::sleeps(&self.desk);
            }
            Happening::ServerClock(seconds) => self.desk.server_ahead = TimeDelta::seconds(seconds),
            Happening::Wake => {
                let due = wake::next(&self.desk.model).unwrap_or(self.desk.now);
                self.desk.now = self.desk.now.max(due.min(self.desk.now + TimeDelta::days(30)));
                self.happen(vec![Message::Woken]);
                oracle::sleeps(&self.desk);
            }
            Happening::Notice(waits) => self.happen(vec![Message::Noticed(notice(waits))]),
            Happening::News { stale, read, failed, ended } => {
                if !stale {
                    self.scan_reads(["etl", "svc-ledger"][read % 2]);
                }
                let news = self.news(stale, read, failed, ended);
                self.happen(vec![Message::Scanned(news)]);
            }
            Happening::Roster => self.happen(vec![Message::Roster(Roster { known: known(), has_keyring: true })]),
            Happening::NotSignedIn => {
                self.happen(vec![Message::NotSignedIn(self.desk.model.signing.attempts, error(3).headline())]);
            }
            Happening::Told => self.happen(vec![Message::Told("Written.".to_owned())]),
        }
        false
    }

    fn does(&mut self, messages: Vec<Message>) -> bool {
        // Where one chooses, or goes along the bars of a board, a date may be where one goes.
        self.travels = oracle::may_set_out(&self.desk);
        self.happen(messages);
        self.travels |= oracle::may_set_out(&self.desk);
        true
    }

    fn happen(&mut self, messages: Vec<Message>) {
        let before = self.desk.open.clone();
        self.desk.happen(messages);
        let open = &self.desk.open;
        self.past.extend(before.into_iter().filter(|(ticket, _)| !open.contains_key(ticket)));
    }

    /// Takes one of the requests that are under way.
    fn take(&mut self, which: usize) -> Option<(Ticket, Request)> {
        let ticket = *self.desk.open.keys().nth(which % self.desk.open.len().max(1))?;
        let request = self.desk.open.remove(&ticket)?;
        self.past.push((ticket, request.clone()));
        Some((ticket, request))
    }

    fn answer(&self, ticket: Ticket, request: &Request, bare: bool) -> Message {
        let mut answer = self.desk.answer(request);
        if let (true, Answer::Certificates(page)) = (bare, &mut answer) {
            page.total = None;
            page.server_time = None;
        }
        Message::Arrived(ticket, Ok(answer))
    }

    /// Nobody waits for it: neither the screen nor what is asked changes.
    fn late(&mut self, which: usize, good: bool) {
        let Some((ticket, request)) = self.past.get(which % self.past.len().max(1)).cloned() else { return };
        let (screen, sent) = (oracle::cells(&self.desk), self.desk.sent.len());
        let answer =
            if good { self.answer(ticket, &request, false) } else { Message::Arrived(ticket, Err(error(which))) };
        self.happen(vec![answer]);
        assert_eq!(screen, oracle::cells(&self.desk), "an answer that nobody waits for is shown: {request:?}");
        assert_eq!(sent, self.desk.sent.len(), "it has others asked for");
    }

    /// A scan has read the list of a user to its end, and the memory keeps it.
    fn scan_reads(&mut self, name: &str) {
        let owner = Arc::new(Owner { project: project("payments"), user: name.into() });
        let at = self.desk.now + self.desk.server_ahead;
        let sighting = Sighting::Certificates(owner, self.desk.certificates.clone(), at, true);
        archive::keep(&mut self.desk.memory, &sighting).unwrap();
    }

    fn news(&self, stale: bool, read: usize, failed: bool, ended: bool) -> News {
        let progress = Progress {
            projects: 4,
            projects_listed: 3,
            users: 90,
            users_read: read,
            failed: usize::from(failed),
            ..Progress::default()
        };
        let unread = Unread { project: Arc::new(project("payments")), user: Some(HOSTILE.into()), error: error(read) };
        News {
            scan: self.desk.scan() + u64::from(stale),
            progress,
            done: vec![(project("payments").id, "etl".into())],
            failures: failed.then_some(unread).into_iter().collect(),
            ended,
        }
    }
}
