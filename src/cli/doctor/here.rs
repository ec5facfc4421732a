//! What can be seen on this machine: the files, the credentials, the terminal.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use crate::cli::arguments::Global;
use crate::config::atlas_cli::AtlasCli;
use crate::config::environment::Environment;
use crate::config::error::ConfigError;
use crate::config::file::File;
use crate::config::places;
use crate::config::sources::Sources;
use crate::domain::figures::counted;
use crate::memory::{self, Memory};
use crate::report::health::Finding;

/// Below this the interface has no room (its own least size).
const LEAST: (u16, u16) = (20, 4);

/// The configuration file, what in it keeps the interface from starting, and whether others can read the keys in the Atlas CLI's. In our own that was refused before.
pub(super) fn config(file: &File, wrong: Option<&ConfigError>) -> Finding {
    const CHECK: &str = "config";
    if let Some(wrong) = wrong {
        return Finding::fail(CHECK, wrong.to_string());
    }
    let path = &file.path;
    let line = if path.exists() {
        format!("{}{}", path.display(), mode(path).map(in_words).unwrap_or_default())
    } else {
        format!("no file at {}: the defaults count", path.display())
    };
    match exposed_cli_file() {
        Some(other) => {
            let other = other.display();
            Finding::warn(CHECK, format!("{line}; others can read the Atlas CLI's keys: chmod 600 {other}"))
        }
        None => Finding::ok(CHECK, line),
    }
}

/// The Atlas CLI's file, where it holds a secret that others can read. One that is broken is told where it is needed.
fn exposed_cli_file() -> Option<PathBuf> {
    let cli = AtlasCli::read(places::atlas_cli_file()).ok()?;
    let holds_a_secret = cli.profiles.values().any(|found| found.profile.holds_a_secret());
    (holds_a_secret && mode(&cli.path)? & 0o077 != 0).then_some(cli.path)
}

/// Which credentials count, and which others do not.
pub(super) fn credentials(sources: &Sources, is_demo: bool) -> Finding {
    const CHECK: &str = "credentials";
    if is_demo {
        return Finding::ok(CHECK, "those of the simulated Atlas");
    }
    let overview = match sources.overview() {
        Ok(overview) => overview,
        Err(why) => return Finding::warn(CHECK, format!("can be read, but not what else is there: {why}")),
    };
    let setting = overview.into_iter().find(|setting| setting.name == CHECK);
    let mut sayings = setting.map(|setting| setting.sayings).unwrap_or_default().into_iter();
    let used = sayings.next().map(|used| format!("{} ({})", used.value, used.source)).unwrap_or_default();
    let others: Vec<String> = sayings.map(|other| format!("{} ({})", other.value, other.source)).collect();
    if others.is_empty() {
        return Finding::ok(CHECK, used);
    }
    Finding::ok(CHECK, format!("{used}; not used, since that comes first: {}", others.join("; ")))
}

/// What the interface will find to draw on.
pub(super) fn terminal(sources: Option<&Sources>) -> Vec<Finding> {
    let process = Environment::of_process();
    let environment = sources.map_or(&process, Sources::environment);
    let get = |name: &str| environment.get(name).map(|variable| variable.value);
    let term = match get("TERM") {
        None | Some("dumb") => Finding::warn("terminal", "TERM names none that can be drawn on: set it, or use list"),
        Some(name) => Finding::ok("terminal", format!("TERM={name}{}", tmux(environment))),
    };
    let colours = match (get("NO_COLOR"), get("COLORTERM"), get("TERM")) {
        (Some(_), ..) => "none, since NO_COLOR is set".to_owned(),
        (_, Some(depth @ ("truecolor" | "24bit")), _) => format!("all of them (COLORTERM={depth})"),
        (_, _, Some(name)) if name.contains("256color") => "256".to_owned(),
        _ => "16: a theme with others may look wrong".to_owned(),
    };
    let size = match crossterm::terminal::size() {
        _ if !io::stdout().is_terminal() => Finding::ok("size", "standard output is no terminal"),
        Ok((width, height)) if width < LEAST.0 || height < LEAST.1 => {
            Finding::warn("size", format!("{width}x{height} is less than {}x{}: enlarge the window", LEAST.0, LEAST.1))
        }
        Ok((width, height)) => Finding::ok("size", format!("{width}x{height}")),
        Err(why) => Finding::warn("size", format!("the terminal does not tell it: {why}")),
    };
    vec![term, Finding::ok("colours", colours), size, clipboard(sources, environment), locale(environment)]
}

fn tmux(environment: &Environment) -> &'static str {
    if environment.get("TMUX").is_some() { ", inside tmux" } else { "" }
}

fn clipboard(sources: Option<&Sources>, environment: &Environment) -> Finding {
    let has_command = sources.is_some_and(|sources| sources.file().said.clipboard_command.is_some());
    let way = if has_command {
        "through clipboard_command"
    } else if environment.get("TMUX").is_some() {
        "through tmux, which hands it on where its set-clipboard is on or external"
    } else {
        "through the terminal (OSC 52), where that allows it; else name a clipboard_command"
    };
    Finding::ok("clipboard", way)
}

/// The first of these that is set counts (POSIX, XBD 8.2).
fn locale(environment: &Environment) -> Finding {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| environment.get(name));
    let is_utf8 = |text: &str| ["utf-8", "utf8"].iter().any(|name| text.to_lowercase().contains(name));
    match set {
        Some(variable) if is_utf8(variable.value) => {
            Finding::ok("locale", format!("{}={}", variable.name, variable.value))
        }
        Some(variable) => Finding::warn(
            "locale",
            format!("{}={} is no UTF-8: set one that is, or use --ascii", variable.name, variable.value),
        ),
        None => Finding::warn("locale", "none is set: set LANG to one with UTF-8, or use --ascii"),
    }
}

/// The memory file, which is only looked at.
pub(super) fn memory(global: &Global) -> Finding {
    const CHECK: &str = "memory";
    if global.demo || global.no_memory {
        return Finding::ok(CHECK, "nothing is kept");
    }
    let Some(path) = global.folder().map(|folder| folder.join(memory::NAME)) else {
        return Finding::warn(CHECK, "the system tells no home, so nothing is kept: name a folder with --data-dir");
    };
    if !path.exists() {
        return if can_be_made(&path) {
            Finding::ok(CHECK, format!("none yet; it will be {}", path.display()))
        } else {
            Finding::fail(CHECK, format!("{} cannot be made: {ELSEWHERE}", path.display()))
        };
    }
    if !may_be_written(&path) {
        return Finding::fail(CHECK, format!("{} may not be written: {ELSEWHERE}", path.display()));
    }
    let found = match Memory::look_at(&path) {
        Ok(found) => found,
        Err(why) => return Finding::fail(CHECK, why.to_string()),
    };
    let mode = mode(&path);
    let size = counted(usize::try_from(found.bytes).unwrap_or(usize::MAX), "byte");
    let line = format!("{}{}, schema {}, {size}", path.display(), mode.map(in_words).unwrap_or_default(), found.schema);
    match mode {
        Some(mode) if mode & 0o077 != 0 => {
            Finding::warn(CHECK, format!("{line}: others can read it: chmod 600 {}", path.display()))
        }
        _ => Finding::ok(CHECK, line),
    }
}

/// What to do where the memory cannot be kept.
const ELSEWHERE: &str = "name another folder with --data-dir, or go on with --no-memory";

/// Whether the nearest folder above it that is there takes new files.
fn can_be_made(path: &Path) -> bool {
    let above = path.ancestors().skip(1).find(|above| above.exists());
    above.is_some_and(|above| above.is_dir() && may_be_written(above))
}

fn may_be_written(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

fn in_words(mode: u32) -> String {
    format!(", mode {mode:03o}")
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(std::fs::metadata(path).ok()?.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode(_path: &Path) -> Option<u32> {
    None
}
