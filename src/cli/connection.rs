//! The way to Atlas, or to the simulated one.

use std::io;
use std::sync::{Arc, LazyLock};

use crate::atlas::endpoint::Api;
use crate::atlas::fleet::Fleet;
use crate::atlas::notice::{Notice, Notices};
use crate::cli::arguments::Global;
use crate::cli::failure::Failure;
use crate::cli::keeping::Keeping;
use crate::cli::{demo_story, progress};
use crate::config::every::Every;
use crate::config::settings::Access;
use crate::config::sources::Sources;
use crate::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use crate::demo::world::SEED;
use crate::demo::{Options, Server, World};
use crate::memory::{Memory, MemoryError};
use crate::runtime::clock;

/// What the simulated Atlas shows: one world, whoever of the program asks for it.
static WORLD: LazyLock<Arc<World>> = LazyLock::new(|| Arc::new(World::new(SEED, clock::now())));

/// A client, the memory of what it reads, and the server that it talks to where that is our own.
pub(super) struct Connection {
    pub(super) client: Fleet,
    pub(super) project: Option<String>,
    pub(super) keeping: Keeping,
    _demo: Option<Server>,
}

/// Connects a command that prints: what the client has to say goes to standard error.
pub(super) async fn open(global: &Global, sources: &Sources) -> Result<Connection, Failure> {
    let alphabet = global.alphabet();
    let (settings, project, demo) = if global.all_profiles {
        (every(global, sources)?.settings(), None, None)
    } else {
        let (access, demo) = access(global, sources).await?;
        (access.client.into(), access.project, demo)
    };
    let notices: Notices = Arc::new(move |notice| match notice {
        // v2 is what everybody expects; each request has its line in the log.
        Notice::ApiInUse(Api::V2) | Notice::Exchanged(_) => {}
        notice => progress::say(&notice.to_string(), alphabet),
    });
    let client = Fleet::new(settings, &notices)?;
    Ok(Connection { client, project, keeping: Keeping::open(global), _demo: demo })
}

/// How to sign in with every profile; those that nobody else can sign in with are told on standard error.
pub(super) fn every(global: &Global, sources: &Sources) -> Result<Every, Failure> {
    global.refuse_one()?;
    let every = sources.every()?;
    for (_, line) in &every.left_out {
        progress::say(&format!("left out: {line}"), global.alphabet());
    }
    Ok(every)
}

/// How to sign in, and the simulated Atlas where that is what is asked for: it answers for as long as it is kept.
pub(super) async fn access(global: &Global, sources: &Sources) -> Result<(Access, Option<Server>), Failure> {
    if !global.demo {
        return Ok((sources.live()?, None));
    }
    sources.refuse_address()?;
    let started = start_demo(Options::new(Arc::new(clock::now))).await;
    let server =
        started.map_err(|why| Failure::failed(format!("cannot start the simulated Atlas on 127.0.0.1: {why}")))?;
    Ok((sources.public(&server.base_url(), PUBLIC_KEY, PRIVATE_KEY)?, Some(server)))
}

/// The memory that comes with the simulated Atlas.
///
/// # Errors
/// Where SQLite has no memory for it.
pub(super) fn demo_memory() -> Result<Memory, MemoryError> {
    demo_story::memory(&WORLD)
}

/// The simulated Atlas as people see it.
///
/// # Errors
/// Where the port of `options` cannot be had.
pub(super) async fn start_demo(options: Options) -> io::Result<Server> {
    Server::start(Arc::clone(&WORLD), options).await
}
