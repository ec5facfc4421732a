//! The program as people and scripts run it: the real binary, its command line, its output, its exit status, and the one
//! line that it says when something is wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "command_line/checks.rs"]
mod checks;
#[path = "support/command.rs"]
mod command;
#[path = "command_line/completion.rs"]
mod completion;
#[path = "command_line/config.rs"]
mod config;
#[path = "command_line/doctor.rs"]
mod doctor;
#[path = "command_line/doctor_tls.rs"]
mod doctor_tls;
#[path = "command_line/endings.rs"]
mod endings;
#[path = "command_line/failures.rs"]
mod failures;
#[path = "command_line/formats.rs"]
mod formats;
#[path = "command_line/history.rs"]
mod history;
#[path = "command_line/homes.rs"]
mod homes;
#[path = "command_line/keeping.rs"]
mod keeping;
#[cfg(target_os = "linux")]
#[path = "command_line/keyring.rs"]
mod keyring;
#[path = "command_line/killed.rs"]
mod killed;
#[path = "command_line/lists.rs"]
mod lists;
#[path = "command_line/memory.rs"]
mod memory;
#[path = "command_line/pages.rs"]
mod pages;
#[path = "command_line/profiles.rs"]
mod profiles;
#[path = "command_line/search.rs"]
mod search;
#[path = "command_line/signing_in.rs"]
mod signing_in;
#[path = "support/tls.rs"]
mod tls;
#[path = "command_line/usage.rs"]
mod usage;
