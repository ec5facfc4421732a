//! The program as a process of its own, and the simulated Atlas in this process that it talks to over real HTTP. Every
//! run has an empty home, an environment that says nothing else, and a log; and every run is searched for secrets.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use assert_cmd::assert::Assert;
use atlas_certs::demo::credentials::{CLIENT_ID, CLIENT_SECRET, PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::journal::Entry;
use atlas_certs::demo::options::{Options, Overcount};
use atlas_certs::demo::world::{Certificate, Project, SEED};
use atlas_certs::demo::{Fault, Rule, Server, World};
use atlas_certs::memory::{Memory, NAME};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// A private key that no server knows, and nobody may see either.
pub const WRONG_KEY: &str = "bad00000-0000-4000-8000-000000000bad";

pub fn now() -> DateTime<Utc> {
    "2026-11-24T14:03:00Z".parse().unwrap()
}

/// One world for all tests: it is never changed.
static WORLD: LazyLock<Arc<World>> = LazyLock::new(|| Arc::new(World::new(SEED, now())));

/// A simulated Atlas whose clock stands still, and a home for the programs that ask it.
pub struct Atlas {
    pub server: Server,
    home: TempDir,
    runs: AtomicUsize,
    world: Arc<World>,
    /// The server's tasks run on it, so it goes last.
    runtime: Runtime,
}

impl Atlas {
    pub fn start() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut Options)) -> Self {
        Self::of(&WORLD, change)
    }

    /// Another organisation: the same names, and other ids.
    pub fn of_seed(seed: u64) -> Self {
        Self::of(&Arc::new(World::new(seed, now())), |_| {})
    }

    fn of(world: &Arc<World>, change: impl FnOnce(&mut Options)) -> Self {
        let mut options = Options { overcount: Overcount::Never, ..Options::new(Arc::new(now)) };
        change(&mut options);
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let server = runtime.block_on(Server::start(Arc::clone(world), options)).unwrap();
        Self { server, home: TempDir::new().unwrap(), runs: AtomicUsize::new(0), runtime, world: Arc::clone(world) }
    }

    /// Lets a fault happen on every request whose target contains `part`.
    pub fn break_always(&self, part: &str, fault: Fault) {
        self.server.faults().push(Rule::new(fault).on(part));
    }

    /// Has a list answered with these items, as JSON.
    pub fn answer(&self, part: &str, items: &[&str]) {
        let list = format!(r#"{{"links":[],"results":[{}],"totalCount":{}}}"#, items.join(","), items.len());
        self.break_always(part, Fault::Garbage(list.into_bytes()));
    }

    pub fn project(name: &str) -> &'static Project {
        WORLD.project_named(name).unwrap()
    }

    /// The ids of its projects.
    pub fn ids(&self) -> Vec<String> {
        self.world.projects().iter().map(|project| project.id.clone()).collect()
    }

    /// The id of a project of another organisation.
    pub fn id_of(seed: u64, project: &str) -> String {
        World::new(seed, now()).project_named(project).unwrap().id.clone()
    }

    /// The serial of a user's first certificate there.
    pub fn first_serial(seed: u64, project: &str, user: &str) -> String {
        let world = World::new(seed, now());
        let user = world.project_named(project).unwrap().user(user).unwrap();
        user.certificates.page(now(), 0, 1).pop().unwrap().serial.to_string()
    }

    pub fn certificates(project: &str, user: &str) -> Vec<Certificate> {
        Self::project(project).user(user).unwrap().certificates.page(now(), 0, usize::MAX)
    }

    /// The home.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Writes a file below the home that only its owner can read; returns its path.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        chmod(&path, 0o600);
        path
    }

    /// Writes a configuration file to its usual place: `atlas-certs/config.toml`, `atlascli/config.toml`.
    pub fn configure(&self, name: &str, text: &str) -> PathBuf {
        let folder = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".config" };
        self.write(&format!("{folder}/{name}"), text)
    }

    /// The program with a home, and nothing to sign in with.
    pub fn stranger<Word: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = Word>) -> Program {
        let mut program = self.bare(["--log-file"]);
        program.command.arg(&program.log).args(arguments);
        program
    }

    /// The same without a log.
    pub fn bare<Word: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = Word>) -> Program {
        let log = self.home.path().join(format!("log-{}", self.runs.fetch_add(1, Ordering::Relaxed)));
        let mut command = Command::new(env!("CARGO_BIN_EXE_atlas-certs"));
        command.env_clear().stdin(Stdio::null());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.home.path()).env("XDG_CONFIG_HOME", self.home.path().join(".config"));
        command.args(arguments);
        Program { command, log }
    }

    /// The program with the way to this server, and an environment without keys.
    pub fn keyless<Word: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = Word>) -> Program {
        let mut program = self.stranger(["--base-url", &self.server.base_url()]);
        program.command.args(arguments);
        program
    }

    /// The program with the way to this server, and its keys.
    pub fn program<Word: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = Word>) -> Program {
        self.keyless(arguments).keys(PUBLIC_KEY, PRIVATE_KEY)
    }

    /// Runs [`Self::program`] with words that hold no blanks.
    pub fn run(&self, line: &str) -> Run {
        self.program(line.split(' ')).run()
    }

    /// What the programs have kept so far, in the file itself.
    pub fn memory(&self) -> Memory {
        Memory::open(&self.data().join(NAME), now()).unwrap().memory
    }

    /// The folder in which the programs keep it.
    pub fn data(&self) -> PathBuf {
        let folder = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" };
        self.home.path().join(folder).join("atlas-certs")
    }

    /// Waits until something was asked for whose target contains `part`.
    pub fn wait_for(&self, part: &str) {
        let is_there = |entries: &[Entry]| entries.iter().any(|entry| entry.target.contains(part));
        self.runtime.block_on(self.server.journal().wait_until(is_there));
    }

    /// Waits for something else.
    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    /// What was asked for so far.
    pub fn asked(&self) -> Vec<Entry> {
        self.server.journal().entries()
    }
}

/// The program, about to be run.
pub struct Program {
    command: Command,
    log: PathBuf,
}

impl Program {
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn keys(self, public: &str, private: &str) -> Self {
        self.env("MONGODB_ATLAS_PUBLIC_API_KEY", public).env("MONGODB_ATLAS_PRIVATE_API_KEY", private)
    }

    pub fn account(self, id: &str, secret: &str) -> Self {
        self.env("MONGODB_ATLAS_CLIENT_ID", id).env("MONGODB_ATLAS_CLIENT_SECRET", secret)
    }

    pub fn arguments<'word>(mut self, arguments: impl IntoIterator<Item = &'word str>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Started by a shell that is told something first.
    pub fn through_shell(mut self, first: &str) -> Self {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{first}; exec \"$0\" \"$@\"")]);
        shell.arg(self.command.get_program()).args(self.command.get_args()).env_clear().stdin(Stdio::null());
        shell.envs(self.command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        self.command = shell;
        self
    }

    /// With a standard input that the caller writes.
    pub fn piped(mut self) -> Self {
        self.command.stdin(Stdio::piped());
        self
    }

    /// Starts it; the caller reads its output.
    pub fn spawn(mut self) -> Child {
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    pub fn run(mut self) -> Run {
        let output = self.command.output().unwrap();
        self.ended(output)
    }

    /// Runs it with its output going into a file.
    pub fn run_into(mut self, file: File) -> Run {
        let child = self.command.stdout(file).stderr(Stdio::piped()).spawn().unwrap();
        self.ended(child.wait_with_output().unwrap())
    }

    /// Runs it, and takes no more than the first line of its output.
    pub fn run_for_a_line(mut self) -> Run {
        let mut child = self.command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut output = child.wait_with_output().unwrap();
        output.stdout = line.into_bytes();
        self.ended(output)
    }

    fn ended(self, output: Output) -> Run {
        let run = Run {
            ended: Assert::new(output.clone()).append_context("ran", format!("{:?}", self.command.get_args())),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            log: fs::read_to_string(&self.log).unwrap_or_default(),
            log_file: self.log,
        };
        run.tells_no_secret();
        run
    }
}

/// A program that has ended, and what it left behind.
pub struct Run {
    ended: Assert,
    pub out: String,
    pub err: String,
    /// Empty where the command line was not even understood.
    pub log: String,
    pub log_file: PathBuf,
}

impl Run {
    fn tells_no_secret(&self) {
        let basic = STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}"));
        for secret in [PRIVATE_KEY, CLIENT_SECRET, WRONG_KEY, &basic, "Digest username", "Bearer "] {
            for (place, text) in [("output", &self.out), ("error", &self.err), ("log", &self.log)] {
                assert!(!text.contains(secret), "{secret} stands in the {place}: {}", self.ended);
            }
        }
    }

    /// Its exit status.
    #[track_caller]
    pub fn status(&self) -> i32 {
        self.ended.get_output().status.code().expect("it ended by itself")
    }

    #[track_caller]
    pub fn ended_with(&self, status: i32) {
        assert!(self.ended.get_output().status.code() == Some(status), "no {status}: {}", self.ended);
    }

    /// It did what it was asked for, without a word beside the output.
    #[track_caller]
    pub fn out(&self) -> &str {
        self.ended_with(0);
        assert!(self.err.is_empty(), "{}", self.ended);
        &self.out
    }

    /// It did what it was asked for, and had one thing to say.
    #[track_caller]
    pub fn word(&self) -> &str {
        self.ended_with(0);
        self.line()
    }

    /// It failed, and said why in one line.
    #[track_caller]
    pub fn failure(&self, status: i32) -> &str {
        self.ended_with(status);
        self.line()
    }

    /// It failed, and said why in several lines.
    #[track_caller]
    pub fn failure_lines(&self, status: i32) -> Vec<&str> {
        self.ended_with(status);
        self.err.lines().collect()
    }

    /// The command line was not understood: one line that says why, and where more is to be read.
    #[track_caller]
    pub fn misuse(&self) -> &str {
        self.ended_with(2);
        assert!(self.out.is_empty() && self.err.ends_with("(see --help)\n"), "{}", self.ended);
        self.line()
    }

    /// The one line on standard error.
    #[track_caller]
    fn line(&self) -> &str {
        let line = self.err.strip_suffix('\n').unwrap_or_default();
        let is_one = line.starts_with("atlas-certs: ") && !line.contains(char::is_control);
        assert!(is_one, "not one line: {}", self.ended);
        line
    }

    /// The output as JSON, whatever became of the run.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|why| panic!("{why}: {}", self.ended))
    }
}

pub fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

pub fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}
