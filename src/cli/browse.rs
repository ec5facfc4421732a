//! `atlas-certs` without a command: the terminal interface.

use std::io::{self, IsTerminal};

use tokio::runtime::Builder;

use crate::app::model::{self, Wish};
use crate::atlas::client::Credentials;
use crate::cli::arguments::{Arguments, Global};
use crate::cli::connection;
use crate::cli::failure::Failure;
use crate::cli::keys;
use crate::config::environment::Environment;
use crate::config::error::ConfigError;
use crate::config::settings::Sources;
use crate::memory::{self, Memory, Opened};
use crate::report::commands::{Reach, SignIn};
use crate::runtime::archive::Opener;
use crate::runtime::clipboard::Clipboard;
use crate::runtime::end_by;
use crate::runtime::event_loop::{self, Leave, Start};
use crate::runtime::{clock, desk_file};
use crate::ui::theme::{Glyphs, Look, OwnThemes};

/// Requests and the drawing get along on this many threads.
const THREADS: usize = 2;

pub(super) fn run(arguments: &Arguments, sources: &Sources) -> Result<(), Failure> {
    if !io::stdout().is_terminal() {
        return Err(Failure::Usage(
            "standard output is not a terminal: name a command (list, projects, users), or see --help".to_owned(),
        ));
    }
    let runtime = Builder::new_multi_thread().worker_threads(THREADS).enable_all().build();
    let runtime = runtime.map_err(|why| Failure::failed(format!("cannot start: {why}")))?;
    let left = runtime.block_on(browse(arguments, sources));
    // A request that is under way is nobody's any more.
    runtime.shutdown_background();
    match left? {
        Leave::ByKey => Ok(()),
        Leave::BySignal(number) => end_by(number).map_err(|why| Failure::failed(format!("cannot end: {why}"))),
    }
}

async fn browse(arguments: &Arguments, sources: &Sources) -> Result<Leave, Failure> {
    let look = look(arguments, sources)?;
    let (access, demo) = connection::access(&arguments.global, sources).await?;
    if arguments.place.user.is_some() && arguments.place.project.is_none() && access.project.is_none() {
        return Err(Failure::Usage("name the user's project with --project".to_owned()));
    }
    let base_url = &access.client.base_url;
    let server = if demo.is_some() { "demo".to_owned() } else { base_url.host().to_owned() };
    let desk_file = arguments.global.folder().filter(|_| demo.is_none()).map(|folder| folder.join(desk_file::NAME));
    let start = Start {
        model: model::Settings {
            limits: sources.limits()?,
            page_size: access.client.page_size,
            server,
            local: clock::local,
            wish: Wish {
                project: arguments.place.project.clone().or(access.project),
                user: arguments.place.user.clone(),
            },
            keymap: keys::keymap(sources.file())?,
            kept: desk_file.as_deref().map(desk_file::read).unwrap_or_default(),
            console: (!base_url.is_loopback()).then(|| base_url.to_string()),
            remote: sources.is_remote(),
            reach: Reach {
                base_url: base_url.clone(),
                sign_in: match access.client.credentials {
                    Credentials::ApiKey { .. } => SignIn::ApiKey,
                    Credentials::ServiceAccount { .. } => SignIn::ServiceAccount,
                },
                cli_profile: access.cli_profile,
            },
        },
        client: access.client,
        asks: look.follows_background() && understands_questions(sources.environment()),
        look,
        clipboard: Clipboard {
            command: sources.file().said.clipboard_command.clone(),
            in_tmux: sources.environment().get("TMUX").is_some(),
        },
        desk_file,
        memory: opener(&arguments.global, demo.is_some()),
    };
    event_loop::run(start).await.map_err(|why| Failure::failed(format!("the terminal: {why}")))
}

/// How the memory is opened: that of the simulated Atlas, which holds a story, and where nothing may be kept ends with the
/// program.
fn opener(global: &Global, is_demo: bool) -> Opener {
    if is_demo && !global.no_memory {
        return Box::new(|| Ok(Opened { memory: connection::demo_memory()?, set_aside: None }));
    }
    match global.folder().filter(|_| !is_demo && !global.no_memory) {
        Some(folder) => Box::new(move || Memory::open(&folder.join(memory::NAME), clock::now())),
        None => Box::new(Memory::transient),
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
