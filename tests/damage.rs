//! Files and pastes that were right once. Whatever is left of them is read or refused: no panic, no secret in what is
//! said, and a place that is in the file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod damage;
}

use std::collections::HashSet;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::LazyLock;

use atlas_certs::app::column::Column;
use atlas_certs::config::atlas_cli::AtlasCli;
use atlas_certs::config::edit::{NewProfile, with_profile};
use atlas_certs::config::error::ConfigError;
use atlas_certs::config::file::File;
use atlas_certs::domain::expiry::reads_otherwise_at;
use atlas_certs::domain::lookup::{Clue, certain_serial, is_long_number, recognise};
use atlas_certs::domain::printable::is_hidden;
use atlas_certs::runtime::desk_file;
use chrono::{DateTime, Utc};
use proptest::prelude::*;
use support::damage::damaged_or_strange;
use tempfile::TempDir;

const SECRET: &str = "5ec7e7aa-b0b1-4c2c-8d3d-e4e5f6f7a8b9";

const OURS: &str = r##"profile = "work"
page_size = 200
clipboard_command = "xclip -selection clipboard"
theme = "mine"

[severity]
critical = "7d"
soon = "1month"

[keys]
quit = ["q", "ctrl-q"]
refresh = "f6"
mouse = []

[themes.mine]
accent = "#00afff"

[profiles.work]
public_key = "abcdefgh"
private_key = "5ec7e7aa-b0b1-4c2c-8d3d-e4e5f6f7a8b9"
base_url = "https://cloud.mongodb.com"
api = "v2"
project = "payments"

[profiles."o p"]
client_id = "mdb_sa_id_1"
client_secret_command = "pass show atlas"
"##;

const CLI: &str = r#"version = 2
profile = "Gov"
skip_update_check = true

[default]
public_api_key = "abcdefgh"
private_api_key = "5ec7e7aa-b0b1-4c2c-8d3d-e4e5f6f7a8b9"
project_id = "5ec13d5f09d521a5206e5d72"

[GOV]
auth_type = "service_account"
service = "cloudgov"
client_id = "mdb_sa_id_1"
client_secret = "5ec7e7aa-b0b1-4c2c-8d3d-e4e5f6f7a8b9"
access_token = "5ec7e7aa-b0b1-4c2c-8d3d-e4e5f6f7a8b9"
"#;

const DESK: &str = r#"[[places]]
project = "5ec13d5f09d521a5206e5d72"
user = "CN=svc-ledger,O=Acme"

[[places]]
project = "5ec13d5f09d521a5206e5d73"

[[columns]]
name = "state"
stays = true

[[columns]]
name = "serial"
width = 30
hidden = true
"#;

const LOG: &str = r#"{"t":{"$date":"2026-11-24T14:03:00.000+00:00"},"s":"W","c":"NETWORK","id":23235,"ctx":"conn17","msg":"SSL peer certificate validation failed","attr":{"reason":"certificate has expired","peerSubject":"CN=svc-ledger,OU=payments,O=Acme\\, Inc.","issuer":"CN=ca,O=MongoDB","serial":"4B:65:F5:6E:86:1F:95:16"}}
subject=CN = svc-ledger, OU = payments, O = Acme
serial=4B65F56E861F9516
notAfter=Dec  3 21:00:42 2026 GMT
-----BEGIN CERTIFICATE-----
MIIBszCCAVmgAwIBAgIUS2VmZ2hpamtsbW5vcHFyc3R1dnd4MAoGCCqGSM49BAMC
MBExDzANBgNVBAMMBnN2Yy1jYTAeFw0yNjExMjQwMDAwMDBaFw0yNzExMjQwMDAw
-----END CERTIFICATE-----
"#;

/// A folder for all of them, and a file in it that only the person may read.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().unwrap());

fn file(name: &str, octets: &[u8]) -> PathBuf {
    let path = FOLDER.path().join(name);
    std::fs::write(&path, octets).unwrap();
    std::fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    path
}

/// One line, without anything that a terminal would obey or any part of the secret; and its place is in the file.
fn is_well_told(why: &ConfigError, octets: &[u8]) -> Result<(), TestCaseError> {
    let told = why.to_string();
    prop_assert!(!told.chars().any(|one| is_hidden(one) && one != '⟨'), "{told:?}");
    for part in SECRET.as_bytes().windows(9) {
        prop_assert!(!told.contains(std::str::from_utf8(part).unwrap()), "{told}");
    }
    if let ConfigError::Syntax { line, column, .. } = why {
        let text = String::from_utf8_lossy(octets);
        let written = text.split('\n').nth(*line - 1);
        prop_assert!(written.is_some_and(|written| *column <= written.chars().count() + 1), "{told}");
    }
    Ok(())
}

/// The beginning and the end of what `Date` and `notAfter` can say.
fn moments() -> [DateTime<Utc>; 3] {
    ["0000-01-01T00:00:00+23:59", "2026-11-24T14:03:00Z", "9999-12-31T23:59:59-23:59"].map(|one| one.parse().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn our_file_is_read_or_refused(octets in damaged_or_strange(OURS)) {
        match File::read(file("config.toml", &octets), true) {
            Ok(read) => {
                for (name, _) in read.keys() {
                    is_well_told(&read.wrong_keys(name, "no"), &octets)?;
                }
                match read.limits() {
                    Ok(limits) => {
                        for (end, now) in moments().into_iter().flat_map(|end| moments().map(|now| (end, now))) {
                            prop_assert!(reads_otherwise_at(end, limits, now) > now);
                        }
                    }
                    Err(why) => is_well_told(&why, &octets)?,
                }
            }
            Err(why) => is_well_told(&why, &octets)?,
        }
    }

    /// What the file said it still says, and the profile beside it.
    #[test]
    fn a_profile_is_written_into_whatever_is_left_of_our_file(octets in damaged_or_strange(OURS)) {
        let path = file("edited.toml", &octets);
        let new = NewProfile { name: "new one", values: &[("public_key", "abcdefgh".into())] };
        if let (Ok(mut before), Ok(text)) = (File::read(path.clone(), true), std::str::from_utf8(&octets))
            && let Ok(edited) = with_profile(&path, text, new)
        {
            let mut after = File::read(file("edited.toml", edited.as_bytes()), true).unwrap();
            let written = after.said.profiles.remove("new one").and_then(|profile| profile.public_key);
            prop_assert_eq!(written.as_deref(), Some("abcdefgh"));
            let keys = |file: &File| file.keys().map(|(name, keys)| (name.to_owned(), keys.to_vec())).collect::<Vec<_>>();
            prop_assert_eq!(keys(&after), keys(&before), "{}", edited);
            // Where they stood may change: what ends a line is written as one character.
            after.said.keys.clear();
            before.said.keys.clear();
            prop_assert_eq!(format!("{:?}", after.said), format!("{:?}", before.said), "{}", edited);
            prop_assert!(with_profile(&path, &edited, new).is_err());
        }
    }

    #[test]
    fn the_file_of_the_atlas_cli_is_read_or_refused(octets in damaged_or_strange(CLI)) {
        match AtlasCli::read(Some(file("atlascli.toml", &octets))) {
            Ok(read) => prop_assert!(read.profiles.len() <= octets.len()),
            Err(why) => is_well_told(&why, &octets)?,
        }
    }

    /// What is whole is kept, and is the same when it has been written again.
    #[test]
    fn the_desk_is_as_it_was_as_far_as_it_can_be_read(octets in damaged_or_strange(DESK)) {
        let kept = desk_file::read(&file("desk.toml", &octets));
        let columns: HashSet<Column> = kept.columns.all().iter().map(|one| one.column).collect();
        prop_assert_eq!((columns.len(), kept.columns.all().len()), (Column::ALL.len(), Column::ALL.len()));
        for width in [0, 1, 40, 500] {
            let placed = kept.columns.placed(width);
            prop_assert!(placed.iter().all(|placed| placed.x <= width), "{placed:?}");
        }
        let again = FOLDER.path().join("again.toml");
        desk_file::write(&again, &kept).unwrap();
        prop_assert_eq!(desk_file::read(&again), kept);
    }

    #[test]
    fn a_desk_has_no_more_places_than_it_would_keep(written in 0_usize..400) {
        let text = "[[places]]\nproject = \"5\"\n".repeat(written);
        let kept = desk_file::read(&file("places.toml", text.as_bytes()));
        prop_assert_eq!(kept.recent.places().len(), written.min(30));
    }

    #[test]
    fn a_damaged_line_of_a_log_gives_clues_that_can_be_used(octets in damaged_or_strange(LOG)) {
        let text = String::from_utf8_lossy(&octets);
        let clues = recognise(&text);
        prop_assert!(clues.len() <= 32);
        for clue in &clues {
            if let Clue::Subject(pasted) = clue {
                prop_assert!(pasted.parsed().is_some(), "{pasted:?}");
            }
        }
        let _ = (certain_serial(&text), is_long_number(&text));
    }
}
