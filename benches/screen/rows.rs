//! The same rows for everybody: a file for the peers, and an Atlas for ours, over real HTTP with a digest.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use atlas_certs::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::options::Overcount;
use atlas_certs::demo::rate::Capacities;
use atlas_certs::demo::world::SEED;
use atlas_certs::demo::{Fault, Options, Server, World};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::runtime::{Builder, Runtime};

const PAGE: usize = 500;

fn began() -> DateTime<Utc> {
    "2027-01-01T00:00:00Z".parse().unwrap()
}

/// Of a row, from 0.
pub fn serial(row: usize) -> u64 {
    1_000_000_000_000_000_000 + row as u64 * 7_919_000_000_123
}

fn subject(row: usize) -> String {
    let app = ["billing-prod", "orders-dev", "search-qa", "payments-prod", "mobile-staging"][row % 5];
    format!("CN=app-{row:07},OU={app},O=Acme")
}

fn times(row: usize) -> (String, String) {
    let created = began() - TimeDelta::days(90) + TimeDelta::seconds(row as i64 * 20);
    let text = |moment: DateTime<Utc>| moment.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    (text(created), text(created + TimeDelta::days(3 * 365)))
}

/// A file of so many rows.
pub fn csv(folder: &Path, count: usize) -> String {
    let path = folder.join(format!("{count}.csv"));
    if !path.exists() {
        let mut text = "_id,createdAt,groupId,notAfter,subject\n".to_owned();
        for row in 0..count {
            let (created, ends) = times(row);
            writeln!(text, "{},{created},ec13d5f09d521a5206e5d726,{ends},\"{}\"", serial(row), subject(row)).unwrap();
        }
        std::fs::write(&path, text).unwrap();
    }
    path.display().to_string()
}

/// A page of a list of so many, as Atlas answers it.
fn page(count: usize, number: usize) -> Vec<u8> {
    let mut results = Vec::with_capacity(PAGE);
    for row in ((number - 1) * PAGE)..(number * PAGE).min(count) {
        let (created, ends) = times(row);
        results.push(format!(
            r#"{{"_id":{},"createdAt":"{created}","groupId":"ec13d5f09d521a5206e5d726","notAfter":"{ends}","subject":"{}"}}"#,
            serial(row),
            subject(row)
        ));
    }
    let next = if number * PAGE < count { r#"{"href":"http://127.0.0.1/next","rel":"next"}"# } else { "" };
    format!(r#"{{"links":[{next}],"results":[{}],"totalCount":{count}}}"#, results.join(",")).into_bytes()
}

/// The simulated Atlas, in which three users of one project have these lists: `rows-100` and so on.
pub struct Atlas {
    server: Server,
    delay: Arc<AtomicU64>,
    /// The server's tasks run on it, so it goes last.
    _runtime: Runtime,
}

impl Atlas {
    pub fn start() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let mut options = Options { overcount: Overcount::Never, ..Options::new(Arc::new(began)) };
        options.capacities = Capacities::all(1_000_000);
        let server = runtime.block_on(Server::start(Arc::new(World::new(SEED, began())), options)).unwrap();
        let delay = Arc::new(AtomicU64::new(0));
        let lists = |target: &str| {
            let count = target.split("rows-").nth(1)?.split('/').next()?;
            target.contains("/certs").then(|| count.parse::<usize>().ok()).flatten()
        };
        server.faults().script(move |seen| {
            lists(&seen.target).filter(|_| seen.signed).map(|count| Fault::Garbage(page(count, seen.page as usize)))
        });
        let slow = Arc::clone(&delay);
        server.faults().script(move |seen| {
            let delay = slow.load(Ordering::Relaxed);
            (delay > 0 && seen.target.contains("/certs")).then(|| Fault::Latency(Duration::from_millis(delay)))
        });
        let users = [100, 100_000, 1_000_000].map(|count| {
            format!(r#"{{"databaseName":"$external","username":"rows-{count}","x509Type":"MANAGED","roles":[]}}"#)
        });
        let list = format!(r#"{{"links":[],"results":[{}],"totalCount":3}}"#, users.join(","));
        server.faults().script(move |seen| {
            let is_list = seen.target.contains("/databaseUsers?") && seen.signed;
            is_list.then(|| Fault::Garbage(list.clone().into_bytes()))
        });
        Self { server, delay, _runtime: runtime }
    }

    /// How long every page of certificates takes from now on.
    pub fn delay(&self, delay: Duration) {
        self.delay.store(delay.as_millis() as u64, Ordering::Relaxed);
    }

    /// Our program at such a list.
    pub fn command(&self, count: usize) -> Vec<String> {
        let user = format!("rows-{count}");
        let words = [env!("CARGO_BIN_EXE_atlas-certs"), "--no-memory", "--base-url", &self.server.base_url()];
        words.into_iter().chain(["--project", "payments", "--user", &user]).map(str::to_owned).collect()
    }
}

/// What it is run with: keys, and a home of its own.
pub fn environment(home: &Path) -> Vec<(String, String)> {
    let home = home.display().to_string();
    let of_home = ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"].map(|name| (name.to_owned(), home.clone()));
    let keys = [("MONGODB_ATLAS_PUBLIC_API_KEY", PUBLIC_KEY), ("MONGODB_ATLAS_PRIVATE_API_KEY", PRIVATE_KEY)];
    of_home.into_iter().chain(keys.map(|(name, key)| (name.to_owned(), key.to_owned()))).collect()
}
