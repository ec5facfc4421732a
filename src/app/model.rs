//! Everything the screen is drawn from. Changed by `update` only, read by the drawing.

use chrono::{DateTime, NaiveDateTime, Utc};
use ratatui::layout::Size;

use crate::app::certificates::{Certificates, Judge};
use crate::app::clock::ServerClock;
use crate::app::keymap::Mode;
use crate::app::layout::{Layout, Pane};
use crate::app::listing::Listing;
use crate::app::picker::Picker;
use crate::app::ticket::Flights;
use crate::atlas::endpoint::Api;
use crate::atlas::error::Error;
use crate::atlas::page::PageSize;
use crate::domain::expiry::Limits;
use crate::domain::project::{Organisation, Project};
use crate::domain::user::DatabaseUser;

/// What does not change while the program runs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// When a certificate is critical, or soon.
    pub limits: Limits,
    /// Certificates a page.
    pub page_size: PageSize,
    /// Whose answers these are: the host of the API, or a word for the simulated Atlas.
    pub server: String,
    /// A moment as the clocks on this machine's walls show it.
    pub local: fn(DateTime<Utc>) -> NaiveDateTime,
    /// What to open at the start.
    pub wish: Wish,
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

/// What lies over the panes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// What it shows.
    pub sheet: Sheet,
    /// The first line in sight.
    pub top: usize,
}

/// A text to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// Every key.
    Help,
    /// All that is known of the last trouble.
    Story,
    /// All that is known of the selected certificate.
    Certificate,
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
    /// Whether the focused pane's filter is being typed.
    pub typing: bool,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
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
    /// Requests under way.
    pub flights: Flights,
    /// Which API the server speaks, once that is known.
    pub api: Option<Api>,
    /// One line that the person should read now; the next key takes it away.
    pub word: Option<String>,
    /// Why a request waits, while one does.
    pub waiting: Option<String>,
    /// The last error, for its story.
    pub trouble: Option<Error>,
}

impl Model {
    /// The state at the start: nothing known, the first requests wanted.
    #[must_use]
    pub fn new(settings: Settings, size: Size, now: DateTime<Utc>) -> Self {
        Self {
            wish: settings.wish.clone(),
            settings,
            size,
            now,
            clock: ServerClock::default(),
            focus: Pane::Projects,
            typing: false,
            overlay: None,
            projects: Picker::default(),
            organisations: Listing::default(),
            users: None,
            certificates: None,
            flights: Flights::default(),
            api: None,
            word: None,
            waiting: None,
            trouble: None,
        }
    }

    /// Where the panes are; `None` where the terminal is too small.
    #[must_use]
    pub fn layout(&self) -> Option<Layout> {
        Layout::new(self.size, self.focus)
    }

    /// How many rows a pane shows.
    #[must_use]
    pub fn height_of(&self, pane: Pane) -> usize {
        self.layout().map_or(1, |layout| layout.rows_of(pane))
    }

    /// What keys mean now.
    #[must_use]
    pub fn mode(&self) -> Mode {
        if self.overlay.is_some() { Mode::Read } else { Mode::Browse }
    }

    /// The server's time.
    #[must_use]
    pub fn server_now(&self) -> DateTime<Utc> {
        self.clock.at(self.now)
    }

    /// By what severities are judged now.
    #[must_use]
    pub fn judge(&self) -> Judge {
        Judge { limits: self.settings.limits, now: self.server_now() }
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
