//! `atlas-certs demo-server`: the simulated Atlas on its own, until it is stopped.

use std::convert::Infallible;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use crate::cli::arguments::{Arguments, DemoServer};
use crate::cli::connection::start_demo;
use crate::cli::failure::Failure;
use crate::demo::Options;
use crate::runtime::clock;

pub(super) async fn run(arguments: &Arguments, asked: &DemoServer) -> Result<Infallible, Failure> {
    arguments.place.refuse_project()?;
    arguments.place.refuse_user()?;
    let options = Options {
        port: asked.port,
        latency: asked.latency.unwrap_or(Duration::ZERO),
        ..Options::new(Arc::new(clock::now))
    };
    let options = asked.troubled.into_iter().fold(options, Options::troubled);
    let server = start_demo(options).await.map_err(|why| {
        Failure::failed(format!(
            "cannot listen on 127.0.0.1 port {}: {why}; --port 0 takes one that is free",
            asked.port
        ))
    })?;
    write!(io::stdout(), "{}", server.greeting())?;
    // It answers on tasks of its own, until a signal ends the program.
    Ok(std::future::pending().await)
}
