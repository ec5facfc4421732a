//! A person at a desk: presses keys, gets answers, looks at the screen. Drives the program's pure half, with time and
//! answers in the test's own hands.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::collections::BTreeMap;
use std::sync::Arc;

use atlas_certs::app::account::{Account, Who};
use atlas_certs::app::effect::{Answer, Effect, Request, Sighting};
use atlas_certs::app::kept::Kept;
use atlas_certs::app::keymap::Keymap;
use atlas_certs::app::message::Message;
use atlas_certs::app::model::{Model, Settings, Wish};
use atlas_certs::app::ticket::Ticket;
use atlas_certs::app::timeline::Timeline;
use atlas_certs::app::update::update;
use atlas_certs::atlas::endpoint::BaseUrl;
use atlas_certs::atlas::error::Error;
use atlas_certs::atlas::page::{Page, PageNumber, PageSize};
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::expiry::Limits;
use atlas_certs::domain::holding::Owner;
use atlas_certs::domain::project::{Organisation, Project, ProjectId};
use atlas_certs::domain::user::{Authentication, DatabaseUser};
use atlas_certs::memory::Memory;
use atlas_certs::report::commands::{Reach, SignIn};
use atlas_certs::runtime::archive;
use atlas_certs::ui;
use atlas_certs::ui::theme::{Theme, UNICODE};
use chrono::{DateTime, TimeDelta, Utc};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

/// Tuesday, 2026-11-24, 14:03 UTC.
pub fn now() -> DateTime<Utc> {
    "2026-11-24T14:03:00Z".parse().unwrap()
}

pub fn project(name: &str) -> Project {
    Project {
        id: ProjectId::new(format!("id-of-{name}")),
        name: name.into(),
        organisation: Some("acme".into()),
        clusters: Some(3),
        created_at: None,
    }
}

pub fn user(name: &str, authentication: Authentication) -> DatabaseUser {
    let database = if authentication.may_have_certificates() { "$external" } else { "admin" };
    DatabaseUser {
        name: name.into(),
        database: database.into(),
        authentication,
        roles: Vec::new(),
        description: None,
        delete_after: None,
    }
}

/// The certificate at a row of a list: each ends half a day after the one before, the first 3 hours ago.
pub fn certificate(row: usize) -> Certificate {
    let not_after = now() + TimeDelta::hours(12 * i64::try_from(row).unwrap() - 3);
    Certificate {
        serial: Some((5_433_027_191_242_719_574 + i64::try_from(row).unwrap()).into()),
        subject: Some(format!("CN=svc-ledger-{row},OU=payments,O=Acme").into()),
        created_at: Some(not_after - TimeDelta::days(90)),
        not_after: Some(not_after),
    }
}

/// A certificate that ends so many hours from now.
pub fn ending(serial: i64, subject: &str, hours: i64) -> Certificate {
    let not_after = now() + TimeDelta::hours(hours);
    Certificate {
        serial: Some(serial.into()),
        subject: Some(subject.into()),
        created_at: Some(not_after - TimeDelta::days(90)),
        not_after: Some(not_after),
    }
}

pub fn page<T>(items: Vec<T>, total: usize, has_next: bool, server_time: DateTime<Utc>) -> Page<T> {
    Page { items, total: Some(total as u64), has_next, server_time: Some(server_time) }
}

/// Who is signed in, unless a test says otherwise.
pub fn account() -> Account {
    Account {
        who: Some(Who::Demo),
        left_out: Vec::new(),
        server: "demo".to_owned(),
        console: Some("https://cloud.mongodb.com".to_owned()),
        reach: Reach {
            base_url: BaseUrl::parse(BaseUrl::ATLAS, false).unwrap(),
            sign_in: SignIn::ApiKey,
            cli_profile: None,
        },
    }
}

pub struct Desk {
    pub model: Model,
    pub now: DateTime<Utc>,
    /// Requests that were sent and neither answered nor abandoned.
    pub open: BTreeMap<Ticket, Request>,
    /// Every request that was ever sent.
    pub sent: Vec<Request>,
    /// The other effects, in their order.
    pub effects: Vec<Effect>,
    pub organisations: Vec<Organisation>,
    pub projects: Vec<Project>,
    pub users: Vec<DatabaseUser>,
    /// What the server lists now.
    pub certificates: Vec<Certificate>,
    /// How far the server's clock is ahead.
    pub server_ahead: TimeDelta,
    /// How much too high the server's count is.
    pub overcount: usize,
    /// Everything that was seen.
    pub memory: Memory,
}

impl Desk {
    pub fn new(width: u16, height: u16) -> Self {
        Self::wishing(width, height, Wish::default())
    }

    pub fn wishing(width: u16, height: u16, wish: Wish) -> Self {
        let settings = Settings {
            limits: Limits::default(),
            page_size: PageSize::new(100).unwrap(),
            local: |moment| (moment + TimeDelta::hours(1)).naive_utc(),
            wish,
            keymap: Keymap::default(),
            kept: Kept::default(),
            remote: false,
            given_base_url: None,
            account: Some(account()),
        };
        let mut desk = Self {
            model: Model::new(settings, Size { width, height }, now()),
            now: now(),
            open: BTreeMap::new(),
            sent: Vec::new(),
            effects: Vec::new(),
            organisations: vec![Organisation { id: "acme".into(), name: "Acme".into() }],
            projects: ["analytics", "checkout", "payments", "warehouse-eu"].map(project).to_vec(),
            users: vec![
                user("svc-ledger", Authentication::ManagedX509),
                user("alice", Authentication::Password),
                user("etl", Authentication::ManagedX509),
                user("CN=appsvc,OU=own", Authentication::CustomerX509),
            ],
            certificates: (0..250).map(certificate).collect(),
            server_ahead: TimeDelta::zero(),
            overcount: 0,
            memory: Memory::in_memory().unwrap(),
        };
        desk.happen([]);
        desk
    }

    /// Somebody else is signed in, as the runtime's event loop does it: with a new model and another memory. What comes of
    /// requests of the old one is heard by nobody.
    pub fn sign_in(&mut self, account: Option<Account>) {
        let settings =
            Settings { account, kept: Kept::default(), wish: Wish::default(), ..self.model.settings.clone() };
        let mouse = self.model.mouse;
        self.model = Model::new(settings, self.model.size, self.now);
        self.model.mouse = mouse;
        self.open.clear();
        self.memory = Memory::in_memory().unwrap();
    }

    /// Lets things happen together, as after a burst of input.
    pub fn happen(&mut self, messages: impl IntoIterator<Item = Message>) {
        for effect in update(&mut self.model, messages, self.now) {
            match effect {
                Effect::Fetch(ticket, request) => {
                    assert!(!self.open.values().any(|open| *open == request), "asked twice at once: {request:?}");
                    self.sent.push(request.clone());
                    self.open.insert(ticket, request);
                }
                Effect::Abandon(ticket) => {
                    self.open.remove(&ticket);
                }
                Effect::Seen(sighting) => archive::keep(&mut self.memory, &sighting).unwrap(),
                other => self.effects.push(other),
            }
        }
    }

    /// Presses keys by name, one after another.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.happen([Message::Key(key.parse().unwrap())]);
        }
        self
    }

    /// Presses keys faster than the program draws.
    pub fn press_at_once(&mut self, key: &str, times: usize) -> &mut Self {
        self.happen(vec![Message::Key(key.parse().unwrap()); times]);
        self
    }

    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            let name = if character == ' ' { "space".to_owned() } else { character.to_string() };
            self.happen([Message::Key(name.parse().unwrap())]);
        }
        self
    }

    /// The server answers everything, until nothing more is asked.
    pub fn answer_all(&mut self) -> &mut Self {
        while let Some((ticket, request)) = self.open.pop_first() {
            let answer = self.answer(&request);
            self.happen([Message::Arrived(ticket, Ok(answer))]);
        }
        self
    }

    /// The memory answers what it was asked; the server answers nothing yet.
    pub fn answer_memory(&mut self) -> &mut Self {
        let is_for_it = |(_, request): &(&Ticket, &Request)| matches!(request, Request::Recall(_));
        while let Some(ticket) = self.open.iter().find(is_for_it).map(|(ticket, _)| *ticket) {
            let request = self.open.remove(&ticket).unwrap();
            let answer = self.answer(&request);
            self.happen([Message::Arrived(ticket, Ok(answer))]);
        }
        self
    }

    /// The server answers the request for one page of certificates.
    pub fn answer_page(&mut self, number: u32) -> &mut Self {
        let (ticket, request) = self.take_page(number);
        let answer = self.answer(&request);
        self.happen([Message::Arrived(ticket, Ok(answer))]);
        self
    }

    fn take_page(&mut self, number: u32) -> (Ticket, Request) {
        let ticket = self.ticket_of(number).expect("that page was asked for");
        (ticket, self.open.remove(&ticket).unwrap())
    }

    /// As [`Self::answer_page`], but the server leaves the count out.
    pub fn answer_page_without_count(&mut self, number: u32) -> &mut Self {
        let (ticket, request) = self.take_page(number);
        let Answer::Certificates(page) = self.answer(&request) else { panic!("a page was asked for") };
        self.happen([Message::Arrived(ticket, Ok(Answer::Certificates(Page { total: None, ..page })))]);
        self
    }

    /// The server fails one page.
    pub fn fail_page(&mut self, number: u32, error: &Error) -> &mut Self {
        let (ticket, _) = self.take_page(number);
        self.happen([Message::Arrived(ticket, Err(error.clone()))]);
        self
    }

    /// The server fails everything that is asked now.
    pub fn fail_all(&mut self, error: &Error) -> &mut Self {
        for ticket in std::mem::take(&mut self.open).into_keys() {
            self.happen([Message::Arrived(ticket, Err(error.clone()))]);
        }
        self
    }

    fn ticket_of(&self, number: u32) -> Option<Ticket> {
        let is_it = |request: &Request| matches!(request, Request::Certificates(_, _, page) if page.get() == number);
        self.open.iter().find(|(_, request)| is_it(request)).map(|(ticket, _)| *ticket)
    }

    /// The pages of certificates that were asked for so far.
    pub fn pages_asked(&self) -> Vec<u32> {
        let number = |request: &Request| match request {
            Request::Certificates(_, _, page) => Some(page.get()),
            _ => None,
        };
        self.sent.iter().filter_map(number).collect()
    }

    pub fn answer(&self, request: &Request) -> Answer {
        let time = self.now + self.server_ahead;
        match request {
            Request::Organisations(_) => {
                Answer::Organisations(page(self.organisations.clone(), self.organisations.len(), false, time))
            }
            Request::Projects(_) => Answer::Projects(page(self.projects.clone(), self.projects.len(), false, time)),
            Request::Users(..) => Answer::Users(page(self.users.clone(), self.users.len(), false, time)),
            Request::Certificates(_, _, number) => Answer::Certificates(self.certificates_page(*number)),
            Request::Rotation(scope, now) => Answer::Rotation(archive::rotation(&self.memory, scope, *now).unwrap()),
            Request::Timeline(query) => {
                Answer::Timeline(Timeline { counts: archive::bars(&self.memory, query).unwrap(), query: query.clone() })
            }
            Request::Board(board, size, number) => {
                Answer::Board(archive::page(&self.memory, board, *size, *number).unwrap())
            }
            Request::Recall(question) => Answer::Recalled(archive::recall(&self.memory, question).unwrap()),
        }
    }

    pub fn certificates_page(&self, number: PageNumber) -> Page<Certificate> {
        let size = 100;
        let first = (number.get() as usize - 1) * size;
        let items: Vec<Certificate> = self.certificates.iter().skip(first).take(size).cloned().collect();
        let has_next = first + items.len() < self.certificates.len() && !items.is_empty();
        page(items, self.certificates.len() + self.overcount, has_next, self.now + self.server_ahead)
    }

    /// What a list of this user, whole, looked like so many hours ago.
    pub fn saw(&mut self, place: (&str, &str), certificates: &[Certificate], hours_ago: i64) {
        let owner = Arc::new(Owner { project: project(place.0), user: place.1.into() });
        let at = now() - TimeDelta::hours(hours_ago);
        let sighting = Sighting::Certificates(owner, certificates.to_vec(), at, true);
        archive::keep(&mut self.memory, &sighting).unwrap();
    }

    /// The number of the scan that is under way.
    pub fn scan(&self) -> u64 {
        self.model.scanning.as_ref().map_or(0, |scanning| scanning.number)
    }

    /// Opens payments, then svc-ledger.
    pub fn open_ledger(&mut self) -> &mut Self {
        self.answer_all().press("down down enter").answer_all().press("down enter")
    }

    pub fn terminal(&self, theme: &Theme) -> Terminal<TestBackend> {
        let Size { width, height } = self.model.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| ui::render(&self.model, theme, frame)).unwrap();
        terminal
    }

    /// What the screen shows, without colour.
    pub fn screen(&self) -> String {
        self.terminal(&Theme::plain(&UNICODE)).backend().to_string()
    }

    pub fn shows(&self, text: &str) -> bool {
        self.screen().contains(text)
    }

    pub fn selected_serial(&self) -> Option<String> {
        let certificate = self.model.certificates.as_ref()?.selected()?;
        certificate.certificate.serial.as_ref().map(ToString::to_string)
    }
}
