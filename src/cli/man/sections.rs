//! What stands on a page beside the options: examples, exit status, environment, files.

use std::io::{self, Write};

use clap::Command;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use super::examples::examples;
use super::title;

/// What begins the paragraph of a command's help that is about its exit status.
const STATUS: &str = "Exit status: ";
/// The exit status of commands whose help says nothing of it.
const USUAL_STATUS: &str =
    "0 done, 1 failed: standard error has one line on what happened and what to do, 2 wrong usage.";

/// Variables, and what each says.
const ENVIRONMENT: &[(&str, &str)] = &[
    (
        "MONGODB_ATLAS_PUBLIC_API_KEY, MONGODB_ATLAS_PRIVATE_API_KEY",
        "An API key to sign in with. MONGODB_ATLAS_PUBLIC_KEY and MONGODB_ATLAS_PRIVATE_KEY do the same.",
    ),
    ("MONGODB_ATLAS_CLIENT_ID, MONGODB_ATLAS_CLIENT_SECRET", "A service account to sign in with."),
    ("MONGODB_ATLAS_PROFILE", "The profile, where --profile names none."),
    ("MONGODB_ATLAS_PROJECT_ID", "The project, where --project names none."),
    ("MONGODB_ATLAS_BASE_URL, MONGODB_ATLAS_OPS_MANAGER_URL", "Where the API is, where --base-url does not say it."),
    ("MONGODB_ATLAS_SERVICE", "cloudgov for Atlas for Government."),
    ("MCLI_…", "The same variables as older versions of the Atlas CLI call them."),
    ("HTTPS_PROXY, ALL_PROXY, NO_PROXY", "The proxy on the way to Atlas, and the hosts that need none."),
    ("NO_COLOR", "Set to anything: no colour."),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME", "Folders, on Linux, instead of ~/.config and ~/.local/share."),
];

/// Files, and what each is.
const FILES: &[(&str, &str)] = &[
    (
        "~/.config/atlas-certs/config.toml",
        "Settings, profiles, keys and themes. `atlas-certs config init` writes one to start from.",
    ),
    ("~/.local/share/atlas-certs/memory.sqlite", "What was seen, for this program and for sqlite3(1)."),
    ("~/.local/share/atlas-certs/desk.toml", "What was opened last, and how the columns are arranged."),
    ("~/.config/atlascli/config.toml", "The profiles of the Atlas CLI, which are read as well."),
    (
        "~/Library/Application Support",
        "On macOS, where the folders atlas-certs and atlascli are instead; `atlas-certs config path` and `atlas-certs memory \
         path` tell.",
    ),
];

/// Writes what belongs to the page of this command.
pub(super) fn write(command: &Command, is_program: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut roff = Roff::default();
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let (status, notes): (Vec<&str>, Vec<&str>) =
        help.split("\n\n").filter(|text| !text.is_empty()).partition(|text| text.starts_with(STATUS));
    if !notes.is_empty() {
        roff.control("SH", ["NOTES"]);
        for (place, note) in notes.iter().enumerate() {
            if place > 0 {
                roff.control("PP", []);
            }
            roff.text([plain(note)]);
        }
    }
    roff.control("SH", ["EXIT STATUS"]);
    let status = status.first().and_then(|text| text.strip_prefix(STATUS));
    roff.text([plain(status.unwrap_or(USUAL_STATUS))]);
    let examples = examples(title(command));
    if !examples.is_empty() {
        roff.control("SH", ["EXAMPLES"]);
        terms(&mut roff, examples);
    }
    if is_program {
        roff.control("SH", ["ENVIRONMENT"]);
        terms(&mut roff, ENVIRONMENT);
        roff.control("SH", ["FILES"]);
        terms(&mut roff, FILES);
    } else {
        roff.control("SH", ["SEE ALSO"]);
        let more = " has the options for every command, the environment and the files.";
        roff.text([bold("atlas-certs"), roman("(1)"), roman(more)]);
    }
    roff.to_writer(out)
}

/// A text whose lines run on.
fn plain(text: &str) -> Inline {
    roman(text.replace('\n', " "))
}

fn terms(roff: &mut Roff, rows: &[(&str, &str)]) {
    for (term, meaning) in rows {
        roff.control("TP", []);
        roff.text([bold(*term)]);
        roff.text([roman(*meaning)]);
    }
}
