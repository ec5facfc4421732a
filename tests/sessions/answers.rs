//! What the server, the memory and a scan answer.

use std::sync::Arc;

use atlas_certs::app::effect::{Answer, Request, Sighting};
use atlas_certs::app::message::Message;
use atlas_certs::app::scanning::{News, Unread};
use atlas_certs::app::ticket::Ticket;
use atlas_certs::domain::holding::Owner;
use atlas_certs::runtime::archive;
use atlas_certs::scan::progress::Progress;

use crate::oracle;
use crate::session::Session;
use crate::words::{HOSTILE, KEYS_REJECTED, error};

impl Session {
    /// Takes one of the requests that are under way.
    pub fn take(&mut self, which: usize) -> Option<(Ticket, Request)> {
        let ticket = *self.desk.open.keys().nth(which % self.desk.open.len().max(1))?;
        let request = self.desk.open.remove(&ticket)?;
        self.past.push((ticket, request.clone()));
        Some((ticket, request))
    }

    pub fn answer(&self, ticket: Ticket, request: &Request, bare: bool) -> Message {
        let mut answer = self.desk.answer(request);
        if let (true, Answer::Certificates(page)) = (bare, &mut answer) {
            page.total = None;
            page.server_time = None;
        }
        Message::Arrived(ticket, Ok(answer))
    }

    /// What has failed takes no row away.
    pub fn fail(&mut self, failing: Vec<Ticket>, kind: usize) {
        let rows = oracle::rows(&self.desk);
        self.happen(failing.into_iter().map(|ticket| Message::Arrived(ticket, Err(error(kind)))).collect());
        assert_eq!(rows, oracle::rows(&self.desk), "a failure took rows away");
    }

    /// The keys end while lists load: nothing that is under way comes any more.
    pub fn keys_end(&mut self) {
        let mut failing = Vec::new();
        while let Some((ticket, request)) = self.take(0) {
            // The memory needs no keys.
            if matches!(request, Request::Recall(_) | Request::Board(..) | Request::Timeline(_) | Request::Rotation(..))
            {
                let answer = self.answer(ticket, &request, false);
                self.happen(vec![answer]);
            } else {
                failing.push(ticket);
            }
        }
        self.fail(failing, KEYS_REJECTED);
    }

    /// Nobody waits for it: neither the screen nor what is asked changes.
    pub fn late(&mut self, which: usize, good: bool) {
        let Some((ticket, request)) = self.past.get(which % self.past.len().max(1)).cloned() else { return };
        let (screen, sent) = (oracle::cells(&self.desk), self.desk.sent.len());
        let answer =
            if good { self.answer(ticket, &request, false) } else { Message::Arrived(ticket, Err(error(which))) };
        self.happen(vec![answer]);
        assert_eq!(screen, oracle::cells(&self.desk), "an answer that nobody waits for is shown: {request:?}");
        assert_eq!(sent, self.desk.sent.len(), "it has others asked for");
    }

    /// A scan has read the list of a user to its end, and the memory keeps it.
    pub fn scan_reads(&mut self, which: usize) {
        let (project, user) = (self.desk.projects[2].clone(), self.desk.users[which % 2 * 2].name.clone());
        let owner = Arc::new(Owner { project, user });
        let at = self.desk.now + self.desk.server_ahead;
        let sighting = Sighting::Certificates(owner, self.desk.certificates.clone(), at, true);
        archive::keep(&mut self.desk.memory, &sighting).unwrap();
    }

    pub fn news(&self, stale: bool, read: usize, failed: bool, ended: bool) -> News {
        let progress = Progress {
            projects: 4,
            projects_listed: 3,
            users: 90,
            users_read: read,
            failed: usize::from(failed),
            ..Progress::default()
        };
        let unread =
            Unread { project: Arc::new(self.desk.projects[2].clone()), user: Some(HOSTILE.into()), error: error(read) };
        News {
            scan: self.desk.scan() + u64::from(stale),
            progress,
            done: vec![(self.desk.projects[2].id.clone(), self.desk.users[2].name.clone())],
            failures: failed.then_some(unread).into_iter().collect(),
            ended,
        }
    }
}
