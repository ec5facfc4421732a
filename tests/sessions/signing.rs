//! Signing in, as the runtime does it: one attempt at a time, and what comes of another is heard by nobody. Whoever is signed
//! in begins with a new model, while what the old one asked for is still under way.

use atlas_certs::app::account::{Account, Keys, Who};
use atlas_certs::app::effect::Effect;
use atlas_certs::app::key_form::{Field, KeyForm};
use atlas_certs::app::message::Message;
use atlas_certs::app::model::{Model, Overlay};

use crate::desk::{self, Desk};
use crate::lists;
use crate::oracle;
use crate::session::Session;
use crate::words::{HOSTILE, SECRET, error, roster};

/// How signing in stands outside the model.
#[derive(Debug, Default)]
pub struct Signing {
    under_way: Option<(u64, Who)>,
    /// Attempts that were given up, or have come to nothing.
    past: Vec<u64>,
    /// How often the ways to sign in were asked for and have not come.
    rosters: usize,
}

impl Signing {
    /// The program has just begun, and signs in as whoever counts.
    pub fn first(desk: &mut Desk) -> Self {
        desk.model.signing.under_way = Some((Who::Usual, desk.now));
        Self { under_way: Some((desk.model.signing.attempts, Who::Usual)), ..Self::default() }
    }

    /// The model has asked for something.
    pub fn told(&mut self, effect: Effect) {
        match effect {
            Effect::Roster => self.rosters += 1,
            Effect::SignIn(attempt, who) => {
                if let Who::Keys(keys) = &who {
                    are_whole(keys);
                }
                self.give_up();
                self.under_way = Some((attempt, who));
            }
            Effect::StaySignedIn => self.give_up(),
            _ => {}
        }
    }

    fn give_up(&mut self) {
        self.past.extend(self.under_way.take().map(|(attempt, _)| attempt));
    }

    /// What the screen says is under way is.
    pub fn agrees(&self, model: &Model) {
        let told = model.signing.under_way.as_ref().map(|(who, _)| who);
        assert_eq!(told, self.under_way.as_ref().map(|(_, who)| who), "this is told to be under way, and that is");
    }
}

/// Keys are sent only with both halves.
fn are_whole(keys: &Keys) {
    assert!(!keys.id.trim().is_empty() && !keys.secret.is_empty(), "half of the keys is missing");
    assert!(keys.kept.as_ref().is_none_or(|kept| !kept.profile.trim().is_empty()), "kept under no name");
}

impl Session {
    /// The ways to sign in come, as many as there may be.
    pub fn roster(&mut self, which: usize) {
        if self.signing.rosters > 0 {
            self.signing.rosters -= 1;
            self.happen(vec![Message::Roster(roster(which))]);
        }
    }

    /// The person goes to the form for keys, however late the ways to sign in come.
    pub fn new_keys(&mut self) -> bool {
        self.does(keys(&["esc", "esc", "P"]));
        self.roster(1);
        self.does(keys(&["end", "up", "enter"]))
    }

    /// The person goes to the secret in the form, and types or pastes it.
    pub fn secret(&mut self, pasted: bool) -> bool {
        let to_it = self.form().map_or(0, |form| {
            let place = |field| form.fields().iter().position(|one| *one == field).unwrap();
            (place(Field::Secret) + form.fields().len() - place(form.at)) % form.fields().len()
        });
        self.does(keys(&vec!["tab"; to_it]));
        if self.form().is_none_or(|form| form.at != Field::Secret) || self.desk.model.layout().is_none() {
            return true;
        }
        self.does(if pasted {
            vec![Message::Pasted(SECRET.to_owned())]
        } else {
            SECRET.chars().map(|one| Message::Key(one.to_string().parse().unwrap())).collect()
        })
    }

    fn form(&self) -> Option<&KeyForm> {
        match &self.desk.model.overlay {
            Some(Overlay::Keys(form)) => Some(form),
            _ => None,
        }
    }

    /// The attempt that is under way succeeds. Says whether there is one.
    pub fn signed_in(&mut self) -> bool {
        let Some((_, who)) = self.signing.under_way.take() else { return false };
        self.begin_anew(who);
        true
    }

    /// Somebody else is signed in.
    pub fn begin_anew(&mut self, who: Who) {
        let left_out = if who == Who::Every { vec![HOSTILE.to_owned()] } else { Vec::new() };
        let console = desk::account().console.filter(|_| who != Who::Demo);
        let who = Some(who).filter(|who| !matches!(who, Who::Keys(_)));
        self.account += 1;
        self.signing = Signing::default();
        self.past.clear();
        self.meant.clear();
        lists::fill(&mut self.desk, self.account);
        self.issued = self.desk.certificates.len();
        self.desk.sign_in(Some(Account { who, left_out, console, ..desk::account() }));
        self.happen(Vec::new());
    }

    /// The attempt that is under way comes to nothing: everything stays as it was.
    pub fn not_signed_in(&mut self) {
        let Some((attempt, _)) = self.signing.under_way.take() else { return };
        let rows = oracle::rows(&self.desk);
        self.signing.past.push(attempt);
        self.happen(vec![Message::NotSignedIn(attempt, error(3).headline())]);
        assert_eq!(rows, oracle::rows(&self.desk), "who could not sign in lost rows");
    }

    /// One that was given up comes to nothing, or one does so twice: nobody is told.
    pub fn not_signed_in_late(&mut self, which: usize) {
        let past = &self.signing.past;
        let Some(attempt) = past.get(which % past.len().max(1)).copied() else { return };
        let (screen, told) = (oracle::cells(&self.desk), self.told);
        self.happen(vec![Message::NotSignedIn(attempt, HOSTILE.to_owned())]);
        assert_eq!(screen, oracle::cells(&self.desk), "an attempt that was given up is told");
        assert_eq!(told, self.told, "it has something done");
    }
}

fn keys(names: &[&str]) -> Vec<Message> {
    names.iter().map(|name| Message::Key(name.parse().unwrap())).collect()
}
