//! `atlas-certs` without a command: the terminal interface.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use tokio::runtime::Builder;

use crate::app::account::Who;
use crate::app::kept::Kept;
use crate::app::keymap::Keymap;
use crate::app::model::{self, Wish};
use crate::atlas::page::PageSize;
use crate::cli::arguments::Arguments;
use crate::cli::failure::Failure;
use crate::cli::keys;
use crate::cli::signing_in::Reception;
use crate::config::environment::Environment;
use crate::config::error::ConfigError;
use crate::config::sources::Sources;
use crate::domain::expiry::Limits;
use crate::runtime::clipboard::Clipboard;
use crate::runtime::clock;
use crate::runtime::end_by;
use crate::runtime::event_loop::{self, First, Leave, Start};
use crate::ui::theme::{Glyphs, Look, OwnThemes};

/// Requests and the drawing get along on this many threads.
const THREADS: usize = 2;

pub(super) fn run(arguments: &Arguments, sources: &Sources) -> Result<(), Failure> {
    if !io::stdout().is_terminal() {
        return Err(Failure::Usage(
            "standard output is not a terminal: name a command (list, projects, users), or see --help".to_owned(),
        ));
    }
    let start = start(arguments, sources)?;
    let runtime = Builder::new_multi_thread().worker_threads(THREADS).enable_all().build();
    let runtime = runtime.map_err(|why| Failure::failed(format!("cannot start: {why}")))?;
    let left = runtime.block_on(event_loop::run(start));
    // A request that is under way is nobody's any more.
    runtime.shutdown_background();
    match left.map_err(|why| Failure::failed(format!("the terminal: {why}")))? {
        Leave::ByKey => Ok(()),
        Leave::BySignal(number) => end_by(number).map_err(|why| Failure::failed(format!("cannot end: {why}"))),
    }
}

fn start(arguments: &Arguments, sources: &Sources) -> Result<Start, Failure> {
    let Interface { look, limits, page_size, keymap } = Interface::read(arguments, sources)?;
    let global = &arguments.global;
    let reception = Reception { global: global.clone(), environment: sources.environment().clone() };
    let first = if global.all_profiles {
        global.refuse_one()?;
        First::SignIn(Who::Every)
    } else if global.demo {
        sources.refuse_address()?;
        First::SignIn(Who::Demo)
    } else if sources.runs_a_command() {
        First::SignedIn(reception.on_the_terminal(sources)?)
    } else {
        First::SignIn(Who::Usual)
    };
    Ok(Start {
        model: model::Settings {
            limits,
            page_size,
            account: None,
            given_base_url: sources.given_base_url(),
            local: clock::local,
            wish: Wish { project: arguments.place.project.clone(), user: arguments.place.user.clone() },
            keymap,
            kept: Kept::default(),
            remote: sources.is_remote(),
        },
        asks: look.follows_background() && understands_questions(sources.environment()),
        look,
        clipboard: Clipboard {
            command: sources.file().said.clipboard_command.clone(),
            in_tmux: sources.environment().get("TMUX").is_some(),
        },
        authenticator: Arc::new(reception),
        first,
    })
}

/// What the settings say of the interface itself, whoever is signed in.
pub(super) struct Interface {
    look: Look,
    limits: Limits,
    page_size: PageSize,
    keymap: Keymap,
}

impl Interface {
    /// Reads it.
    ///
    /// # Errors
    /// What keeps the interface from starting.
    pub(super) fn read(arguments: &Arguments, sources: &Sources) -> Result<Self, ConfigError> {
        Ok(Self {
            look: look(arguments, sources)?,
            limits: arguments.global.limits(sources)?,
            page_size: sources.page_size()?,
            keymap: keys::keymap(sources.file())?,
        })
    }
}

/// How things look. `NO_COLOR` counts where it is set and not empty (no-color.org).
fn look(arguments: &Arguments, sources: &Sources) -> Result<Look, ConfigError> {
    let glyphs = Glyphs::of(arguments.global.alphabet());
    let file = sources.file();
    let own =
        OwnThemes::read(&file.said.themes).map_err(|fault| ConfigError::value(file.key(&fault.key), fault.why))?;
    let theme = sources.theme();
    let look = Look::named(&theme.value, &own, glyphs).map_err(|why| ConfigError::value(theme.source, why))?;
    let no_colour = arguments.global.no_color || sources.environment().get("NO_COLOR").is_some();
    Ok(if no_colour { Look::plain(glyphs) } else { look })
}

/// The Linux console and a dumb terminal would draw the question, or part of it. Who names no terminal has a dumb one.
fn understands_questions(environment: &Environment) -> bool {
    environment.get("TERM").is_some_and(|terminal| !matches!(terminal.value, "dumb" | "linux"))
}
