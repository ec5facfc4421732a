//! A session: the desk, and what the oracle has to remember of it.

use atlas_certs::app::effect::Request;
use atlas_certs::app::key::Key;
use atlas_certs::app::keymap::Mode;
use atlas_certs::app::message::{Message, Mouse, MouseAct};
use atlas_certs::app::model::Wish;
use atlas_certs::app::ticket::Ticket;
use atlas_certs::app::wake;
use chrono::TimeDelta;
use proptest::prelude::*;
use ratatui::layout::{Position, Size};

use crate::desk::Desk;
use crate::happening::{Happening, KEYS, USUAL};
use crate::lists::{self, signed};
use crate::oracle::{self, Place};
use crate::signing::Signing;
use crate::words::{TYPED, notice, pasted};

/// Where a session begins.
#[derive(Debug, Clone, Copy)]
pub enum Beginning {
    /// Nobody is signed in yet.
    Welcome,
    Nothing,
    Wish,
    Ledger,
    Board,
}

impl Arbitrary for Beginning {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        prop_oneof![
            1 => Just(Self::Welcome),
            1 => Just(Self::Nothing),
            1 => Just(Self::Wish),
            4 => Just(Self::Ledger),
            2 => Just(Self::Board),
        ]
        .boxed()
    }
}

pub struct Session {
    pub desk: Desk,
    /// Counts those who were signed in: its sign is on all that the server lists.
    pub account: usize,
    pub signing: Signing,
    /// Requests that were given up or answered: an answer to one changes nothing.
    pub past: Vec<(Ticket, Request)>,
    /// The certificate that the person chose last. A filter that hides it shows another one until it comes again.
    pub meant: Vec<Place>,
    /// Whether the cursor is on its way to where the person sent it.
    travels: bool,
    pub issued: usize,
    /// How many effects there were, beside requests.
    pub told: usize,
}

impl Session {
    pub fn begin(beginning: Beginning) -> Self {
        let wish = match beginning {
            Beginning::Wish => Wish { project: Some(signed("payments", 0)), user: Some(signed("svc-ledger", 0)) },
            _ => Wish::default(),
        };
        let mut desk = Desk::wishing(100, 30, wish);
        lists::fill(&mut desk, 0);
        let mut signing = Signing::default();
        match beginning {
            Beginning::Nothing | Beginning::Wish => {}
            Beginning::Welcome => {
                desk.sign_in(None);
                signing = Signing::first(&mut desk);
            }
            Beginning::Ledger => drop(desk.open_ledger().answer_all().press("m")),
            Beginning::Board => drop(desk.open_ledger().answer_all().press("m left left b").answer_all()),
        }
        let meant = Place::of(&desk).into_iter().collect();
        let issued = desk.certificates.len();
        Self { desk, account: 0, signing, past: Vec::new(), meant, travels: false, issued, told: 0 }
    }

    /// Something happens, and the oracle looks: after each key, where a person presses one after the other.
    pub fn live_through(&mut self, happening: &Happening) {
        let keys = self.keys_of(happening);
        if let Happening::Shift(count) = *happening {
            self.desk.certificates.drain(..count.min(self.desk.certificates.len()));
        }
        let Some(keys) = keys else { return self.step(|session| session.befall(happening)) };
        for key in keys {
            self.step(|session| session.does(vec![Message::Key(key)]));
        }
    }

    /// The keys that are pressed slowly, if that is what happens.
    fn keys_of(&self, happening: &Happening) -> Option<Vec<Key>> {
        let named = |names: &str| Some(names.split(' ').map(|name| name.parse().unwrap()).collect());
        match *happening {
            Happening::Usual(which) => named(USUAL[which]),
            Happening::Type(which) => {
                let name = |one: char| if one == ' ' { "space".to_owned() } else { one.to_string() };
                Some(TYPED[which].chars().map(|one| name(one).parse().unwrap()).collect())
            }
            Happening::Shift(_) if self.desk.model.mode() == Mode::Browse && self.desk.model.prompt.is_none() => {
                named("down down down down down r")
            }
            Happening::Shift(_) => named("esc down down down down down r"),
            _ => None,
        }
    }

    fn step(&mut self, befall: impl FnOnce(&mut Self) -> bool) {
        let before = Place::of(&self.desk);
        // What has come may have brought it there.
        let was_sent = oracle::is_sent_elsewhere(&self.desk);
        let was_filtered = oracle::is_filtered(&self.desk);
        let was_covered = self.desk.model.overlay.is_some();
        if befall(self) {
            // A key that leads nowhere else chooses nothing; nor does one in what lies over the panes; and under a filter the
            // cursor may only hold the place of what was chosen.
            let is_covered = was_covered && self.desk.model.overlay.is_some();
            let is_filtered = was_filtered || oracle::is_filtered(&self.desk);
            if !is_covered && !is_filtered && before != Place::of(&self.desk) {
                self.meant.clear();
            }
            self.meant.extend(Place::of(&self.desk));
        } else {
            let may_move = self.travels || was_sent || oracle::is_sent_elsewhere(&self.desk);
            if !may_move && let Some(before) = &before {
                oracle::stays(&self.desk, before, &self.meant);
            }
            if self.meant.is_empty() {
                self.meant.extend(Place::of(&self.desk));
            }
        }
        oracle::looks(&self.desk, self.account);
        self.signing.agrees(&self.desk.model);
    }

    /// Says whether a person did it.
    fn befall(&mut self, happening: &Happening) -> bool {
        match *happening {
            Happening::Key(key) => return self.does(vec![Message::Key(KEYS[key])]),
            Happening::Meant(which) => return self.does(vec![Message::Key(self.meant_key(which))]),
            Happening::Held(key, times) => return self.does(vec![Message::Key(KEYS[key]); times]),
            Happening::Together(one, other, which) => {
                let answer = self.take(which).map(|(ticket, request)| self.answer(ticket, &request, false));
                let (one, other) = (Message::Key(KEYS[one]), Message::Key(KEYS[other]));
                return self.does([Some(one), answer, Some(other)].into_iter().flatten().collect());
            }
            Happening::Usual(_) | Happening::Type(_) | Happening::Shift(_) => unreachable!("its keys come one by one"),
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
                let failing = self.take(which).map(|(ticket, _)| ticket);
                self.fail(failing.into_iter().collect(), kind);
            }
            Happening::Late(which, good) => self.late(which, good),
            Happening::Expire(count) => drop(self.desk.certificates.drain(..count.min(self.desk.certificates.len()))),
            Happening::Withdraw(which) => {
                if !self.desk.certificates.is_empty() {
                    self.desk.certificates.remove(which % self.desk.certificates.len());
                }
            }
            Happening::Issue(count) => {
                self.desk
                    .certificates
                    .extend((self.issued..self.issued + count).map(|row| lists::certificate(row, self.account)));
                self.issued += count;
            }
            Happening::Overcount(count) => self.desk.overcount = count,
            Happening::User => lists::toggle_user(&mut self.desk, self.account),
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
            Happening::Notice(which) => self.happen(vec![Message::Noticed(notice(which))]),
            Happening::News { stale, read, failed, ended } => {
                if !stale {
                    self.scan_reads(read);
                }
                let news = self.news(stale, read, failed, ended);
                self.happen(vec![Message::Scanned(news)]);
            }
            Happening::KeysEnd => self.keys_end(),
            Happening::Roster(which) => self.roster(which),
            Happening::NewKeys => return self.new_keys(),
            Happening::Secret { pasted } => return self.secret(pasted),
            Happening::SignedIn => return self.signed_in(),
            Happening::NotSignedIn => self.not_signed_in(),
            Happening::NotSignedInLate(which) => self.not_signed_in_late(which),
            Happening::Told => self.happen(vec![Message::Told("Written.".to_owned())]),
        }
        false
    }

    /// One of the keys that mean something in this mode.
    fn meant_key(&self, which: usize) -> Key {
        let (mode, keymap) = (self.desk.model.mode(), &self.desk.model.settings.keymap);
        let meant: Vec<Key> = KEYS.iter().copied().filter(|key| keymap.action_for(mode, *key).is_some()).collect();
        meant[which % meant.len()]
    }

    pub fn does(&mut self, messages: Vec<Message>) -> bool {
        // Where one chooses, or goes along the bars of a board, a date may be where one goes.
        self.travels = oracle::may_set_out(&self.desk);
        self.happen(messages);
        self.travels |= oracle::may_set_out(&self.desk);
        true
    }

    pub fn happen(&mut self, messages: Vec<Message>) {
        let before = self.desk.open.clone();
        self.desk.happen(messages);
        let open = &self.desk.open;
        self.past.extend(before.into_iter().filter(|(ticket, _)| !open.contains_key(ticket)));
        for effect in self.desk.effects.drain(..) {
            oracle::may_leave(&effect, self.account);
            self.signing.told(effect);
            self.told += 1;
        }
    }
}
