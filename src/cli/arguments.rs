//! What can be said on the command line.

use std::path::PathBuf;
use std::time::Duration;

use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use tracing_subscriber::filter::Targets;

use crate::atlas::endpoint::ApiChoice;
use crate::atlas::page::PageSize;
use crate::cli::failure::Failure;
use crate::cli::since::Since;
use crate::config::file::span;
use crate::config::places;
use crate::config::settings::Flags;
use crate::domain::printable::Alphabet;
use crate::report::Format;

/// Browse the X.509 certificates that MongoDB Atlas issues to database users.
///
/// Without a command: the terminal interface. It only reads: GET requests, and the one POST that trades a service account
/// for a token.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = AFTER_HELP)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(flatten)]
    pub(super) place: Place,
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
    #[arg(long, short, global = true, value_name = "NAME")]
    pub(super) project: Option<String>,
    /// The database user.
    #[arg(long, short, global = true, value_name = "NAME")]
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

/// What goes with every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options for every command")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(super) struct Global {
    /// Use a built-in, simulated Atlas: no account, no network.
    #[arg(long, global = true)]
    pub(super) demo: bool,
    /// The profile to sign in with, of our own file or of the Atlas CLI's.
    #[arg(long, global = true, value_name = "NAME")]
    profile: Option<String>,
    /// Sign in with every profile at once, of our own file and the Atlas CLI's: several organisations as if they were one.
    #[arg(long, global = true)]
    pub(super) all_profiles: bool,
    /// Where the API is.
    #[arg(long, global = true, value_name = "URL")]
    base_url: Option<String>,
    /// Which version of the API to speak: auto, v2 or v1.0. auto is v2, and v1.0 where the server does not speak v2.
    #[arg(long, global = true, value_name = "VERSION")]
    api: Option<ApiChoice>,
    /// Items a page, 1 to 500.
    #[arg(long, global = true, value_name = "ITEMS")]
    page_size: Option<PageSize>,
    /// The configuration file.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where to keep what is remembered between runs.
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Neither keep what is seen, nor look at what was kept.
    #[arg(long, global = true)]
    pub(super) no_memory: bool,
    /// Certificate authorities to trust beside the system's, as PEM: for proxies that look into TLS.
    #[arg(long, global = true, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// Ask for the status inside the body, for proxies that hide it.
    #[arg(long, global = true)]
    envelope: bool,
    /// Let keys cross the network in the clear.
    #[arg(long, global = true)]
    allow_plain_http: bool,
    /// The theme: auto, dark, light, none, or one of the configuration file. auto asks the terminal for its background.
    #[arg(long, global = true, value_name = "NAME")]
    theme: Option<String>,
    /// No colour; `NO_COLOR` does the same. Both count before any theme.
    #[arg(long, global = true)]
    pub(super) no_color: bool,
    /// Write ASCII alone, on the screen and in tables; whatever is none is escaped: `J<F6>rg`.
    #[arg(long, global = true)]
    ascii: bool,
    /// Write a log there.
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) log_file: Option<PathBuf>,
    /// How much to log: error, warn, info, debug or trace, for all or by part (`info,atlas_certs=debug`).
    #[arg(long, global = true, value_name = "LEVEL", default_value = "debug")]
    pub(super) log_level: Targets,
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
    /// Print completions for a shell.
    Completions(Completions),
    /// Print the manual page, as troff.
    Man,
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
    #[arg(long, value_name = "NAME", conflicts_with_all = ["user", "all_projects"])]
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
    #[arg(long, value_name = "NAME", conflicts_with = "user")]
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
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
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
pub(super) enum Memory {
    /// Print the path of the file: an SQLite database, whose view `board` has everything.
    Path,
    /// Say how much is remembered.
    Stats(Stats),
    /// Forget what is over: certificates that are no longer listed, users that are gone.
    Prune(Prune),
    /// Forget everything, or all of a project.
    Forget(Forget),
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

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    pub(super) shell: Shell,
}

/// For a command with one thing to tell.
#[derive(Debug, Args)]
pub(super) struct Single {
    /// How to write.
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub(super) output: Shape,
}

#[derive(Debug, Args)]
pub(super) struct Stats {
    /// How to write.
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub(super) output: Shape,
}

/// How a single record is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Shape {
    /// For people.
    Table,
    /// One object.
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Prune {
    /// What was last seen so long before the latest answer: 400d, 18months.
    #[arg(long, value_name = "SPAN", value_parser = span)]
    pub(super) older_than: TimeDelta,
}

#[derive(Debug, Args)]
pub(super) struct Forget {
    /// Everything.
    #[arg(long)]
    pub(super) all: bool,
}

#[derive(Debug, Args)]
pub(super) struct DemoServer {
    /// The port on 127.0.0.1; 0 takes any that is free.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) port: u16,
    /// How long every answer takes at least: 150ms.
    #[arg(long, value_name = "SPAN", value_parser = humantime::parse_duration)]
    pub(super) latency: Option<Duration>,
    /// Have a bad day: answers that are now and then slow, cut, refused or errors, the same for the same seed.
    #[arg(long, value_name = "SEED", num_args = 0..=1, default_missing_value = "1")]
    pub(super) troubled: Option<u64>,
}

impl Global {
    /// The letters that there are to write with.
    pub(super) fn alphabet(&self) -> Alphabet {
        if self.ascii { Alphabet::Ascii } else { Alphabet::Unicode }
    }

    /// Where what is kept between runs is. `None` where the system tells no home.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        self.data_dir.clone().or_else(places::data_dir)
    }

    /// For all profiles at once, each of which has an address and credentials of its own.
    pub(super) fn refuse_one(&self) -> Result<(), Failure> {
        let given =
            [("--profile", self.profile.is_some()), ("--base-url", self.base_url.is_some()), ("--demo", self.demo)];
        match given.iter().find(|(_, is_given)| *is_given) {
            Some((option, _)) => Err(Failure::Usage(format!("--all-profiles asks every profile: leave {option} out"))),
            None => Ok(()),
        }
    }

    /// What of it concerns settings.
    pub(super) fn flags(&self) -> Flags {
        Flags {
            config: self.config.clone(),
            profile: self.profile.clone(),
            base_url: self.base_url.clone(),
            api: self.api,
            page_size: self.page_size,
            ca_file: self.ca_file.clone(),
            envelope: self.envelope,
            allow_plain_http: self.allow_plain_http,
            theme: self.theme.clone(),
        }
    }
}
