//! What ours finds where it starts: keys, and a home that nobody else uses.

use std::fmt::Write as _;
use std::path::Path;

use atlas_certs::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::holding::Owner;
use atlas_certs::domain::project::{Project, ProjectId};
use atlas_certs::memory::{Memory, NAME};

use super::rows;

const CONFIG: &str = "config.toml";
/// Profiles, and remembered certificates, of a home where much has gathered.
const PROFILES: usize = 100;
const REMEMBERED: usize = 1_000_000;
/// Remembered certificates of one user.
const EACH: usize = 20_000;

/// The variables that sign in and name the home.
pub fn environment(home: &Path) -> Vec<(String, String)> {
    let home = home.display().to_string();
    let of_home = ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"].map(|name| (name.to_owned(), home.clone()));
    let keys = [("MONGODB_ATLAS_PUBLIC_API_KEY", PUBLIC_KEY), ("MONGODB_ATLAS_PRIVATE_API_KEY", PRIVATE_KEY)];
    of_home.into_iter().chain(keys.map(|(name, key)| (name.to_owned(), key.to_owned()))).collect()
}

/// A configuration and a memory in which much has gathered, as what names them on the command line. To fill it takes a
/// minute, so it is kept beside what cargo builds.
pub fn full() -> Vec<String> {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("full-home");
    if !home.exists() {
        let filling = home.with_extension("filling");
        let _ = std::fs::remove_dir_all(&filling);
        std::fs::create_dir_all(&filling).unwrap();
        std::fs::write(filling.join(CONFIG), profiles()).unwrap();
        remember(&filling.join(NAME));
        std::fs::rename(filling, &home).unwrap();
    }
    let config = home.join(CONFIG).display().to_string();
    ["--config".to_owned(), config, "--data-dir".to_owned(), home.display().to_string()].into()
}

fn profiles() -> String {
    let mut text = String::new();
    for profile in 0..PROFILES {
        writeln!(text, "[profiles.team-{profile}]\npublic_key = \"abcdefgh\"\nprivate_key_command = \"true\"").unwrap();
    }
    text
}

fn remember(file: &Path) {
    let mut memory = Memory::open(file, rows::began()).unwrap().memory;
    let id = ProjectId::new("0".repeat(24));
    let project = Project { id, name: "archive".into(), organisation: None, clusters: None, created_at: None };
    let certificate = |row| Certificate {
        serial: Some(rows::serial(row).into()),
        subject: Some(rows::subject(row).into()),
        created_at: Some(rows::created(row)),
        not_after: Some(rows::ends(row)),
    };
    for first in (0..REMEMBERED).step_by(EACH) {
        let owner = Owner { project: project.clone(), user: format!("svc-{first}").into() };
        let list: Vec<Certificate> = (first..first + EACH).map(certificate).collect();
        memory.keep_certificates(&owner, &list, rows::began(), true).unwrap();
    }
}
