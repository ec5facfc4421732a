//! Everything the screen is drawn from. Changed by `update` only, read by the drawing.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use ratatui::layout::Size;
use tui_input::Input;

use crate::app::account::{Account, Who};
use crate::app::action::Menu;
use crate::app::certificates::Certificates;
use crate::app::chooser::{Chooser, Kind};
use crate::app::clock::ServerClock;
use crate::app::columns::Columns;
use crate::app::effect::Sighting;
use crate::app::exchanges::Exchanges;
use crate::app::flights::Flights;
use crate::app::judge::Judge;
use crate::app::kept::Kept;
use crate::app::key_form::KeyForm;
use crate::app::keymap::{Keymap, Mode};
use crate::app::layout::{Layout, Pane};
use crate::app::listing::Listing;
use crate::app::look_up::LookUp;
use crate::app::outlook::Outlook;
use crate::app::picker::Picker;
use crate::app::scanning::Scanning;
use crate::app::source::Scope;
use crate::app::timeline::{Timeline, Unit};
use crate::app::visits::{Recent, Visits};
use crate::atlas::endpoint::{Api, BaseUrl};
use crate::atlas::error::Error;
use crate::atlas::page::PageSize;
use crate::domain::expiry::Limits;
use crate::domain::holding::HoldingId;
use crate::domain::project::{Organisation, Project};
use crate::domain::user::DatabaseUser;
use crate::report::commands::Reach;

/// What does not change while the program runs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// When a certificate is critical, or soon.
    pub limits: Limits,
    /// Certificates a page.
    pub page_size: PageSize,
    /// Who is signed in: nobody before the first answer to that, or where nothing to sign in with is known.
    pub account: Option<Account>,
    /// Where the API is, where the command line says it.
    pub given_base_url: Option<BaseUrl>,
    /// A moment as the clocks on this machine's walls show it.
    pub local: fn(DateTime<Utc>) -> NaiveDateTime,
    /// What to open at the start.
    pub wish: Wish,
    /// Which key means what.
    pub keymap: Keymap,
    /// What earlier runs left.
    pub kept: Kept,
    /// Whether the terminal is on another machine than the program, so that a browser opened here helps nobody.
    pub remote: bool,
}

/// What the person asked on the command line to open; taken away as it comes true, or turns out not to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// A project by name or id.
    pub project: Option<String>,
    /// A user of it.
    pub user: Option<String>,
}

/// The users of the open project.
pub struct Users {
    /// The project.
    pub project: Project,
    /// Its users.
    pub picker: Picker<DatabaseUser>,
    /// Whether users without certificates from Atlas are in sight.
    pub others_shown: bool,
}

/// What lies over the panes, or stands in their place.
#[derive(Debug)]
pub enum Overlay {
    /// A text to read, and how far it is scrolled.
    Sheet(Sheet, Scroll),
    /// The last requests, and how far they are scrolled.
    Requests(Scroll),
    /// The keys of a menu, at the foot of the screen.
    Menu(Menu),
    /// A list to choose from.
    Chooser(Chooser),
    /// What was looked up.
    LookUp(LookUp),
    /// The columns, and the one that has the keys.
    Columns(usize),
    /// Keys to sign in with, as they are typed.
    Keys(Box<KeyForm>),
}

/// How far a text is scrolled: from its beginning, or, where only the drawing knows how long it is, from its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scroll {
    /// This many lines are out of sight above.
    FromStart(usize),
    /// This many are out of sight below.
    FromEnd(usize),
}

impl Scroll {
    /// The first line in sight, of a text of `lines` of which `height` are in sight.
    #[must_use]
    pub fn top(self, lines: usize, height: usize) -> usize {
        let last = lines.saturating_sub(height);
        match self {
            Self::FromStart(above) => above.min(last),
            Self::FromEnd(below) => last.saturating_sub(below),
        }
    }

    /// Further on, or further back.
    #[must_use]
    pub fn by(self, lines: usize, forward: bool) -> Self {
        match (self, forward) {
            (Self::FromStart(above), true) => Self::FromStart(above.saturating_add(lines)),
            (Self::FromStart(above), false) => Self::FromStart(above.saturating_sub(lines)),
            (Self::FromEnd(below), true) => Self::FromEnd(below.saturating_sub(lines)),
            (Self::FromEnd(below), false) => Self::FromEnd(below.saturating_add(lines)),
        }
    }
}

/// A text to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sheet {
    /// All that is known of the last trouble.
    Story,
    /// All that is known of the selected certificate.
    Certificate,
    /// An address, to be opened on another machine.
    Address(String),
}

/// What is being typed at the foot of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// The focused pane's filter.
    Filter,
    /// What to find among the certificates.
    Find,
    /// The name of the file to write.
    Export,
    /// What to look up.
    LookUp,
}

/// How signing in stands.
#[derive(Debug, Default)]
pub struct Signing {
    /// As whom, and since when by this machine's clock.
    pub under_way: Option<(Who, DateTime<Utc>)>,
    /// How many attempts there were.
    pub attempts: u64,
    /// Why the last attempt came to nothing.
    pub refusal: Option<String>,
    /// Whether there is a keyring to keep keys in, as far as is known.
    pub has_keyring: bool,
}

/// The program's state.
pub struct Model {
    /// What does not change.
    pub settings: Settings,
    /// The terminal's size.
    pub size: Size,
    /// This machine's time, as of the last message.
    pub now: DateTime<Utc>,
    /// The server's time.
    pub clock: ServerClock,
    /// The pane that has the keys.
    pub focus: Pane,
    /// What is being typed.
    pub prompt: Option<Prompt>,
    /// The name of the file to write, as far as it is typed.
    pub export_typed: Input,
    /// What to look up, as far as it is typed.
    pub look_up_typed: Input,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// Signing in, while that is under way or has failed.
    pub signing: Signing,
    /// What to open at the start.
    pub wish: Wish,
    /// The projects.
    pub projects: Picker<Project>,
    /// The organisations, for their names; had where the credentials may.
    pub organisations: Listing<Organisation>,
    /// The users of the open project.
    pub users: Option<Users>,
    /// The certificates of the open user.
    pub certificates: Option<Certificates>,
    /// The table that a board stands in the place of.
    pub shelved: Option<Certificates>,
    /// The certificate that one went for, until it is under the cursor.
    pub aim: Option<HoldingId>,
    /// When the certificates of projects and users end first.
    pub outlook: Outlook,
    /// What answers have shown, until it is handed to the memory.
    pub sightings: Vec<Sighting>,
    /// Of whom the rotation is to be shown, while it is awaited, and as of when.
    pub rotation: Option<(Scope, DateTime<Utc>)>,
    /// The bars above a board.
    pub timeline: Option<Timeline>,
    /// How long a bar is.
    pub unit: Unit,
    /// How many scans were begun.
    pub scans: u64,
    /// The scan that is under way, or was the last.
    pub scanning: Option<Scanning>,
    /// The columns of the table.
    pub columns: Columns,
    /// Where one has been.
    pub visits: Visits,
    /// What was opened last, in this run and those before.
    pub recent: Recent,
    /// The moment at which the screen's clock was stopped, by the server's clock.
    pub frozen: Option<DateTime<Utc>>,
    /// When to ask again by itself, by this machine's clock.
    pub refresh_due: Option<DateTime<Utc>>,
    /// Whether the mouse points.
    pub mouse: bool,
    /// Requests under way.
    pub flights: Flights,
    /// Which API the server speaks, once that is known; several servers may speak several.
    pub apis: BTreeSet<Api>,
    /// One line that the person should read now; the next key takes it away.
    pub word: Option<String>,
    /// What has failed on this machine, each in a sentence, once.
    pub failures: Vec<String>,
    /// Why a request waits, while one does.
    pub waiting: Option<String>,
    /// The last error, for its story.
    pub trouble: Option<Error>,
    /// The last requests.
    pub exchanges: Exchanges,
}

impl Model {
    /// The state at the start: nothing known, the first requests wanted.
    #[must_use]
    pub fn new(settings: Settings, size: Size, now: DateTime<Utc>) -> Self {
        Self {
            wish: settings.wish.clone(),
            size,
            now,
            clock: ServerClock::default(),
            focus: Pane::Projects,
            prompt: None,
            export_typed: Input::default(),
            look_up_typed: Input::default(),
            overlay: None,
            signing: Signing::default(),
            projects: Picker::default(),
            organisations: Listing::default(),
            users: None,
            certificates: None,
            shelved: None,
            aim: None,
            outlook: Outlook::default(),
            sightings: Vec::new(),
            scans: 0,
            scanning: None,
            timeline: None,
            rotation: None,
            unit: Unit::default(),
            columns: settings.kept.columns.clone(),
            visits: Visits::after_run(settings.kept.recent.places().first().cloned()),
            recent: settings.kept.recent.clone(),
            frozen: None,
            refresh_due: None,
            mouse: false,
            flights: Flights::default(),
            apis: BTreeSet::new(),
            word: settings.account.as_ref().and_then(|account| account.shortcoming(&settings.keymap)),
            failures: Vec::new(),
            waiting: None,
            trouble: None,
            exchanges: Exchanges::default(),
            settings,
        }
    }

    /// Where the panes are; `None` where the terminal is too small.
    #[must_use]
    pub fn layout(&self) -> Option<Layout> {
        Layout::new(self.size, self.focus, self.is_board())
    }

    /// Whether the table is a board.
    #[must_use]
    pub fn is_board(&self) -> bool {
        self.certificates.as_ref().is_some_and(|pane| pane.source.is_board())
    }

    /// How many rows a pane shows, or would if it had the keys: where it is narrow, one that has not is out of sight.
    #[must_use]
    pub fn height_of(&self, pane: Pane) -> usize {
        Layout::new(self.size, pane, self.is_board()).map_or(1, |layout| layout.rows_of(pane))
    }

    /// What keys mean now.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match &self.overlay {
            None => Mode::Browse,
            Some(Overlay::Sheet(..)) => Mode::Read,
            Some(Overlay::Requests(_)) => Mode::Requests,
            Some(Overlay::Menu(menu)) => Mode::Menu(*menu),
            Some(Overlay::Chooser(_)) => Mode::Choose,
            Some(Overlay::LookUp(_)) => Mode::LookUp,
            Some(Overlay::Columns(_)) => Mode::Arrange,
            Some(Overlay::Keys(_)) => Mode::TypeKeys,
        }
    }

    /// The list to choose from that lies over the panes, where it is of that kind.
    #[must_use]
    pub fn chooser(&self, kind: Kind) -> Option<&Chooser> {
        match &self.overlay {
            Some(Overlay::Chooser(chooser)) if chooser.kind == kind => Some(chooser),
            _ => None,
        }
    }

    /// Whether nobody is signed in, and the ways to do so lie over panes in which there is nothing.
    #[must_use]
    pub fn is_welcome(&self) -> bool {
        self.settings.account.is_none() && self.chooser(Kind::SignIn).is_some()
    }

    /// The server's time.
    #[must_use]
    pub fn server_now(&self) -> DateTime<Utc> {
        self.clock.at(self.now)
    }

    /// By what severities are judged now.
    #[must_use]
    pub fn judge(&self) -> Judge {
        Judge { limits: self.settings.limits, now: self.frozen.unwrap_or_else(|| self.server_now()) }
    }

    /// Atlas's web console, where the server has one.
    #[must_use]
    pub fn console(&self) -> Option<&str> {
        self.settings.account.as_ref()?.console.as_deref()
    }

    /// Where Atlas is and how one signs in there, where somebody is signed in.
    #[must_use]
    pub fn reach(&self) -> Option<&Reach> {
        self.settings.account.as_ref().map(|account| &account.reach)
    }

    /// When the rows of the focused pane came, by this machine's clock.
    #[must_use]
    pub fn seen(&self) -> Option<DateTime<Utc>> {
        match self.focus {
            Pane::Projects => self.projects.listing.seen(),
            Pane::Users => self.users.as_ref()?.picker.listing.seen(),
            Pane::Certificates => {
                let (pane, height) = (self.certificates.as_ref()?, self.height_of(Pane::Certificates));
                pane.last_seen(height).map(|seen| self.clock.local(seen)).or_else(|| pane.seen(height))
            }
        }
    }

    /// Whether rows of the focused pane are remembered from an earlier run, and not Atlas's answer.
    #[must_use]
    pub fn remembered_in_sight(&self) -> bool {
        match self.focus {
            Pane::Projects => self.projects.listing.remembered().is_some(),
            Pane::Users => self.users.as_ref().is_some_and(|users| users.picker.listing.remembered().is_some()),
            Pane::Certificates => self.certificates_remembered().is_some(),
        }
    }

    /// When the oldest of the rows in sight in the table was seen, by this machine's clock, where any are remembered.
    #[must_use]
    pub fn certificates_remembered(&self) -> Option<DateTime<Utc>> {
        let height = self.height_of(Pane::Certificates);
        self.certificates.as_ref().filter(|pane| pane.shows_remembered(height))?.seen(height)
    }

    /// The name of an organisation, where it could be had.
    #[must_use]
    pub fn organisation_of(&self, project: &Project) -> Option<&str> {
        let id = project.organisation.as_ref()?;
        self.organisations.items().iter().find(|one| one.id == *id).map(|one| &*one.name)
    }

    /// The error that concerns the focused pane, or else the last one.
    #[must_use]
    pub fn trouble_in_sight(&self) -> Option<&Error> {
        let here = match self.focus {
            Pane::Projects => self.projects.listing.failure(),
            Pane::Users => self.users.as_ref().and_then(|users| users.picker.listing.failure()),
            Pane::Certificates => self.certificates.as_ref().and_then(|pane| pane.feed.failure()),
        };
        here.or(self.trouble.as_ref())
    }
}
