//! What can be said on the command line.

mod demo_server;
mod global;
mod memory;
mod pages;

use std::path::PathBuf;

use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::engine::ArgValueCandidates;

pub(super) use self::demo_server::DemoServer;
pub(super) use self::global::{FOR_ALL, Global};
pub(super) use self::memory::{Forget, Memory};
pub(super) use self::pages::{Completions, Pages};
use crate::cli::completion::names;
use crate::cli::failure::Failure;
use crate::cli::since::Since;
use crate::config::severity::span;
use crate::report::Format;

/// Browse the X.509 certificates that MongoDB Atlas issues to database users.
///
/// Without a command: the terminal interface. It only reads: GET requests, and the one POST that trades a service account
/// for a token.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = AFTER_HELP)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) place: Place,
    // Last: the heading of its options goes for all behind it.
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

const AFTER_HELP: &str = "\
Signing in: MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY, or MONGODB_ATLAS_CLIENT_ID and
MONGODB_ATLAS_CLIENT_SECRET, or a profile. The role Project Read Only is enough. --demo needs no account.

Exit status: 0 done, 1 failed, 2 wrong usage; check: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.";

/// Where to look.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// The project, by name or id.
    #[arg(long, short, global = true, value_name = "NAME", add = ArgValueCandidates::new(names::projects))]
    pub(super) project: Option<String>,
    /// The database user.
    #[arg(long, short, global = true, value_name = "NAME", add = ArgValueCandidates::new(names::users))]
    pub(super) user: Option<String>,
}

impl Place {
    /// For commands to which a project means nothing.
    pub(super) fn refuse_project(&self) -> Result<(), Failure> {
        refuse("--project", self.project.as_deref())
    }

    /// For commands to which a user means nothing.
    pub(super) fn refuse_user(&self) -> Result<(), Failure> {
        refuse("--user", self.user.as_deref())
    }
}

fn refuse(option: &str, given: Option<&str>) -> Result<(), Failure> {
    match given {
        Some(_) => Err(Failure::Usage(format!("{option} means nothing to this command"))),
        None => Ok(()),
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// List certificates.
    List(List),
    /// Find the certificate that a serial, a subject, a log line or a PEM file speaks of, or the nearest.
    Find(Find),
    /// Judge the certificates for a monitoring system: one line, and 0 OK, 1 WARNING, 2 CRITICAL or 3 UNKNOWN.
    Check(Check),
    /// List projects.
    Projects(Output),
    /// List the database users of a project.
    Users(Output),
    /// What is remembered of all that was seen: where it is, how much, and forgetting it.
    #[command(subcommand, arg_required_else_help = false)]
    Memory(Memory),
    /// Say what stands between this machine and the certificates: configuration, keys, network, Atlas, terminal.
    Doctor(Single),
    /// The configuration: where its file is, what all settings come to, and a file to start from.
    #[command(subcommand, arg_required_else_help = false)]
    Config(Config),
    /// Print what makes a shell complete commands, options, and the names of profiles, projects and users.
    Completions(Completions),
    /// Print the manual page of the program or of a command, as troff.
    Man(Pages),
    /// Run the simulated Atlas on its own, for trying other clients against it.
    DemoServer(DemoServer),
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// Every user of the project whose certificates Atlas manages.
    #[arg(long, conflicts_with = "user")]
    pub(super) all_users: bool,
    /// Every such user of every project that the credentials can see.
    #[arg(long, conflicts_with_all = ["user", "project"])]
    pub(super) all_projects: bool,
    /// Another project beside that of --project; may be given again.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["user", "all_projects"], add = ArgValueCandidates::new(names::projects))]
    pub(super) also: Vec<String>,
    /// Only what ends within this time, or has ended: 30d, 36h.
    #[arg(long, value_name = "SPAN", value_parser = span)]
    pub(super) expiring: Option<TimeDelta>,
    /// Also what was missed since then, as far as that is remembered: 7d, 2026-11-24, 2026-11-24T10:00:00Z.
    #[arg(long, value_name = "SPAN|DATE")]
    pub(super) since: Option<Since>,
    /// Ask nobody: tell the last known state, and how old it is.
    #[arg(long)]
    pub(super) offline: bool,
    #[command(flatten)]
    pub(super) output: Output,
    /// Write to this file instead, whole or not at all: what is there stays until its successor is complete.
    #[arg(long, value_name = "FILE")]
    pub(super) output_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = FIND_HELP)]
pub(super) struct Find {
    /// A serial (decimal, hexadecimal, with colons), a subject in any spelling, or any text with such in it; - reads
    /// standard input.
    #[arg(required = true, value_name = "TEXT")]
    pub(super) text: Vec<String>,
    /// Ask nobody: search only what is remembered.
    #[arg(long)]
    pub(super) offline: bool,
    #[command(flatten)]
    pub(super) output: Output,
}

const FIND_HELP: &str = "\
What is remembered answers at once; only where it does not know are the lists of the project, or of all, gone through.

Exit status: 0 found, 1 not found: then standard error has the nearest and how they differ, and so has --output json.";

#[derive(Debug, Args)]
#[command(after_help = CHECK_HELP)]
pub(super) struct Check {
    /// Another project beside that of --project; may be given again.
    #[arg(long, value_name = "NAME", conflicts_with = "user", add = ArgValueCandidates::new(names::projects))]
    pub(super) also: Vec<String>,
    /// From when on before its end a certificate is a warning: 30d.
    #[arg(long, short, value_name = "SPAN", value_parser = span)]
    pub(super) warning: Option<TimeDelta>,
    /// From when on it is critical: 7d.
    #[arg(long, short, value_name = "SPAN", value_parser = span)]
    pub(super) critical: Option<TimeDelta>,
    /// Judge a user by the certificate that ends last: one that has a successor does not count.
    #[arg(long)]
    pub(super) latest_only: bool,
    /// How long a certificate that is no longer listed is told of after its end: 7d.
    #[arg(long, value_name = "SPAN", value_parser = span, default_value = "7d")]
    pub(super) window: TimeDelta,
}

const CHECK_HELP: &str = "\
Atlas takes a certificate off the list when its time is over. What is remembered of earlier runs tells: CRITICAL where a
certificate ended within --window, is no longer listed, and its user has no other that is unexpired; WARNING where one
was gone before its end. With --no-memory nothing is said of that.

Exit status: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN: something could not be read.";

#[derive(Debug, Args)]
pub(super) struct Output {
    /// How to write: table, json, ndjson, csv, or for certificates prometheus.
    #[arg(long, short, value_name = "FORMAT", default_value = "table", add = ArgValueCandidates::new(names::formats))]
    pub(super) output: Format,
}

impl Output {
    /// The format, for lists of what is no certificate.
    pub(super) fn format(&self) -> Result<Format, Failure> {
        match self.output {
            Format::Prometheus => Err(Failure::Usage("prometheus is for list alone".to_owned())),
            format => Ok(format),
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Config {
    /// Print the path of the configuration file, whether it is there or not.
    Path,
    /// Show every setting, where it comes from, and what else would have said something. Secrets are not shown.
    Show(Single),
    /// Write a file with every setting commented out, for nobody else to read. One that is there stays as it is.
    Init,
}

/// For a command with one thing to tell.
#[derive(Debug, Args)]
pub(super) struct Single {
    /// How to write.
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    output: Shape,
    /// The same as --output json.
    #[arg(long, conflicts_with = "output")]
    json: bool,
}

impl Single {
    /// How it is written.
    pub(super) const fn shape(&self) -> Shape {
        if self.json { Shape::Json } else { self.output }
    }
}

/// How a single record is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Shape {
    /// For people.
    Table,
    /// One object.
    Json,
}
