//! What it costs to open the memory and to read the board's first screen, of a million certificates against a thousand. It
//! should be the same, but for everybody's total, which is summed up over the owners: here 10,000 against ten.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "support/ratio.rs"]
mod ratio;

use std::hint::black_box;
use std::path::PathBuf;

use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::holding::Owner;
use atlas_certs::domain::project::{Project, ProjectId};
use atlas_certs::memory::{Memory, NAME, Scope};
use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;

/// Rows of a first screen.
const SCREEN: usize = 50;
/// Certificates of each user, of whom ten are in a project.
const EACH: i64 = 100;

fn now() -> DateTime<Utc> {
    "2026-11-25T14:00:00Z".parse().unwrap()
}

/// A file of so many certificates, which end one every minute.
fn filled(folder: &TempDir, certificates: i64) -> PathBuf {
    let path = folder.path().join(certificates.to_string()).join(NAME);
    let mut memory = Memory::open(&path, now()).unwrap().memory;
    let users = certificates / EACH;
    for user in 0..users {
        let id = format!("{:024x}", user / 10);
        let project =
            Project { id: ProjectId::new(&*id), name: id.into(), organisation: None, clusters: None, created_at: None };
        let owner = Owner { project, user: format!("svc-{user}").into() };
        let certificate = |one: i64| Certificate {
            serial: Some((one * users + user).into()),
            subject: Some(format!("CN=svc-{user},OU={one},O=Acme Retail,C=FR").into()),
            created_at: Some(now() - TimeDelta::days(30)),
            not_after: Some(now() + TimeDelta::minutes(one * users + user)),
        };
        let list: Vec<Certificate> = (0..EACH).map(certificate).collect();
        memory.keep_certificates(&owner, &list, now(), true).unwrap();
    }
    path
}

fn main() {
    let folder = TempDir::new().unwrap();
    let [few, many] = [1_000, 1_000_000].map(|certificates| filled(&folder, certificates));
    let opened = |path: &PathBuf| Memory::open(path, now()).unwrap().memory;
    let screen = |memory: &Memory, scope: &Scope| {
        let page = memory.board(black_box(scope), now() - TimeDelta::days(7), SCREEN, 0).unwrap();
        assert_eq!(page.rows.len(), SCREEN);
    };
    let than = "the same of 1,000";
    ratio::print("open 1,000,000", 1, || drop(opened(&many)), than, || drop(opened(&few)));
    let both = |path: &PathBuf| screen(&opened(path), &Scope::All);
    ratio::print("open 1,000,000 and read a screen", 1, || both(&many), than, || both(&few));
    let (few, many) = (opened(&few), opened(&many));
    for (what, scope) in [("everybody", Scope::All), ("a project", Scope::Project(ProjectId::new("0".repeat(24))))] {
        let name = format!("a screen of {what}, of 1,000,000");
        ratio::print(&name, 1, || screen(&many, &scope), than, || screen(&few, &scope));
    }
}
