//! `atlas-certs` without a command: the terminal interface.

use std::io::{self, IsTerminal};

use tokio::runtime::Builder;

use crate::app::model::{self, Wish};
use crate::atlas::client::Credentials;
use crate::atlas::endpoint::BaseUrl;
use crate::atlas::fleet;
use crate::cli::arguments::{Arguments, Global};
use crate::cli::connection;
use crate::cli::failure::Failure;
use crate::cli::keys;
use crate::config::environment::Environment;
use crate::config::error::ConfigError;
use crate::config::every::Every;
use crate::config::settings::{Access, Sources};
use crate::demo::Server;
use crate::domain::figures;
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
    let (way, demo) = way(&arguments.global, sources).await?;
    if arguments.place.user.is_some() && arguments.place.project.is_none() && way.project.is_none() {
        return Err(Failure::Usage("name the user's project with --project".to_owned()));
    }
    let desk_file = arguments.global.folder().filter(|_| demo.is_none()).map(|folder| folder.join(desk_file::NAME));
    let start = Start {
        model: model::Settings {
            limits: sources.limits()?,
            page_size: sources.page_size()?,
            server: way.server,
            local: clock::local,
            wish: Wish { project: arguments.place.project.clone().or(way.project), user: arguments.place.user.clone() },
            keymap: keys::keymap(sources.file())?,
            kept: desk_file.as_deref().map(desk_file::read).unwrap_or_default(),
            console: way.console,
            remote: sources.is_remote(),
            reach: way.reach,
        },
        client: way.client,
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

/// The way to Atlas, and what the screen tells of it.
struct Way {
    client: fleet::Settings,
    project: Option<String>,
    /// Where the header says that one is.
    server: String,
    /// The root of the web console, where there is one.
    console: Option<String>,
    reach: Reach,
}

async fn way(global: &Global, sources: &Sources) -> Result<(Way, Option<Server>), Failure> {
    if global.all_profiles {
        return Ok((of_profiles(&connection::every(global, sources)?)?, None));
    }
    let (access, demo) = connection::access(global, sources).await?;
    let base_url = &access.client.base_url;
    let way = Way {
        server: if demo.is_some() { "demo".to_owned() } else { base_url.host().to_owned() },
        console: console(base_url),
        reach: Reach { base_url: base_url.clone(), sign_in: sign_in(&access), cli_profile: access.cli_profile },
        project: access.project,
        client: access.client.into(),
    };
    Ok((way, demo))
}

/// The way of all profiles. What is told of one server holds of all where they are the same.
fn of_profiles(every: &Every) -> Result<Way, Failure> {
    let Some(first) = every.usable().next() else {
        return Err(Failure::failed("no profile can be signed in with: `atlas-certs doctor --all-profiles` says why"));
    };
    let (base_url, sign_in_of_first) = (&first.client.base_url, sign_in(first));
    let is_same = every.usable().all(|one| one.client.base_url == *base_url);
    let is_alike = is_same && every.usable().all(|one| sign_in(one) == sign_in_of_first);
    Ok(Way {
        server: figures::counted(every.profiles.len(), "profile"),
        console: console(base_url).filter(|_| is_same),
        reach: Reach {
            base_url: base_url.clone(),
            sign_in: if is_alike { sign_in_of_first } else { SignIn::Several },
            cli_profile: None,
        },
        project: None,
        client: every.settings(),
    })
}

fn console(base_url: &BaseUrl) -> Option<String> {
    (!base_url.is_loopback()).then(|| base_url.to_string())
}

fn sign_in(access: &Access) -> SignIn {
    match access.client.credentials {
        Credentials::ApiKey { .. } => SignIn::ApiKey,
        Credentials::ServiceAccount { .. } => SignIn::ServiceAccount,
    }
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
