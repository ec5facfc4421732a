//! The way to Atlas, or to the simulated one.

use std::sync::Arc;

use crate::atlas::client::Client;
use crate::atlas::endpoint::Api;
use crate::atlas::notice::{Notice, Notices};
use crate::cli::arguments::Global;
use crate::cli::failure::Failure;
use crate::cli::progress;
use crate::config::settings::{Access, Sources};
use crate::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use crate::demo::world::SEED;
use crate::demo::{Options, Server, World};
use crate::runtime::clock;

/// A client, and the server that it talks to where that is our own.
pub(super) struct Connection {
    pub(super) client: Client,
    pub(super) project: Option<String>,
    _demo: Option<Server>,
}

/// Connects a command that prints: what the client has to say goes to standard error.
pub(super) async fn open(global: &Global, sources: &Sources) -> Result<Connection, Failure> {
    let (access, demo) = if global.demo {
        sources.refuse_address()?;
        let server = demo_server().await?;
        (demo_access(sources, &server)?, Some(server))
    } else {
        (sources.live()?, None)
    };
    let alphabet = global.alphabet();
    let notices: Notices = Arc::new(move |notice| match notice {
        // v2 is what everybody expects.
        Notice::ApiInUse(Api::V2) => {}
        notice => progress::say(&notice.to_string(), alphabet),
    });
    Ok(Connection { client: Client::new(access.client, notices)?, project: access.project, _demo: demo })
}

/// The simulated Atlas as people see it, on any port.
pub(super) async fn demo_server() -> Result<Server, Failure> {
    let now = clock::now();
    let options = Options::new(Arc::new(clock::now));
    let started = Server::start(Arc::new(World::new(SEED, now)), options).await;
    started.map_err(|why| Failure::failed(format!("cannot start the simulated Atlas on 127.0.0.1: {why}")))
}

/// How to sign in there.
pub(super) fn demo_access(sources: &Sources, server: &Server) -> Result<Access, Failure> {
    Ok(sources.public(&server.base_url(), PUBLIC_KEY, PRIVATE_KEY)?)
}
