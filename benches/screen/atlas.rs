//! The simulated Atlas that ours talks to, and curl: real HTTP, with a digest.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use atlas_certs::demo::options::Overcount;
use atlas_certs::demo::rate::Capacities;
use atlas_certs::demo::world::SEED;
use atlas_certs::demo::{Fault, Options, Server, World};
use tokio::runtime::{Builder, Runtime};

use super::rows;

/// How long the lists are: users `rows-100` and so on of the project [`PROJECT`].
const LISTS: [usize; 5] = [100, 500, 1_000, 100_000, 1_000_000];
const PROJECT: &str = "payments";
/// What is asked for with this needs no signature.
const OPEN: &str = "&open=true";

pub struct Atlas {
    server: Server,
    delay: Arc<AtomicU64>,
    /// The server's tasks run on it, so it goes last.
    _runtime: Runtime,
}

impl Atlas {
    pub fn start() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let mut options = Options { overcount: Overcount::Never, ..Options::new(Arc::new(rows::began)) };
        options.capacities = Capacities::all(1_000_000);
        let world = Arc::new(World::new(SEED, rows::began()));
        let server = runtime.block_on(Server::start(world, options)).unwrap();
        let users = LISTS.map(|count| {
            format!(r#"{{"databaseName":"$external","username":"rows-{count}","x509Type":"MANAGED","roles":[]}}"#)
        });
        let users = format!(r#"{{"links":[],"results":[{}],"totalCount":{}}}"#, users.join(","), users.len());
        // Written once: what the server takes for a page is part of every figure.
        let written = Mutex::new(HashMap::new());
        let delay = Arc::new(AtomicU64::new(0));
        let slow = Arc::clone(&delay);
        let faults = server.faults();
        faults.script(move |seen| {
            let delay = slow.load(Ordering::Relaxed);
            (delay > 0 && is_of_certificates(&seen.target)).then(|| Fault::Latency(Duration::from_millis(delay)))
        });
        faults.script(move |seen| {
            if !seen.signed && !seen.target.contains(OPEN) {
                return None;
            }
            if seen.target.contains("/databaseUsers?") {
                return Some(Fault::Garbage(users.clone().into_bytes()));
            }
            let count = list(&seen.target)?;
            let number = seen.page as usize;
            let mut written = written.lock().unwrap();
            let page = written.entry((count, number)).or_insert_with(|| rows::page(count, number));
            Some(Fault::Garbage(page.clone()))
        });
        Self { server, delay, _runtime: runtime }
    }

    /// How long every page of certificates takes from now on.
    pub fn delay(&self, delay: Duration) {
        self.delay.store(delay.as_millis() as u64, Ordering::Relaxed);
    }

    /// The address of a list of so many that is given to everybody, in pages as long as ours asks for.
    pub fn open_list(&self, count: usize) -> String {
        let (base, project, page) = (self.server.base_url(), rows::PROJECT, rows::PAGE);
        format!("{base}/api/atlas/v2/groups/{project}/databaseUsers/rows-{count}/certs?itemsPerPage={page}{OPEN}")
    }

    /// Ours, at a list of so many.
    pub fn command(&self, count: usize) -> Vec<String> {
        let user = format!("rows-{count}");
        let words = [env!("CARGO_BIN_EXE_atlas-certs"), "--base-url", &self.server.base_url()];
        words.into_iter().chain(["--project", PROJECT, "--user", &user]).map(str::to_owned).collect()
    }
}

fn is_of_certificates(target: &str) -> bool {
    target.contains("/certs")
}

/// Of how many certificates the list is that is asked for.
fn list(target: &str) -> Option<usize> {
    let count = target.split("rows-").nth(1)?.split('/').next()?;
    is_of_certificates(target).then(|| count.parse().ok()).flatten()
}
