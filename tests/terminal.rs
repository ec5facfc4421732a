//! The real program in a real terminal, against the simulated Atlas over HTTP: what a person sees, and how it leaves the
//! terminal behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support {
    pub mod pty;
}

use std::collections::HashSet;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::sync::Arc;

use atlas_certs::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::faults::Gate;
use atlas_certs::demo::journal::{Entry, Outcome, Signature};
use atlas_certs::demo::world::{Certificate, Project, SEED, SignIn};
use atlas_certs::demo::{Fault, Options, Rule, Server, World};
use atlas_certs::domain::printable::Printable;
use atlas_certs::runtime::clock;
use atlas_certs::runtime::terminal::Session;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use chrono::{DateTime, Utc};
use support::pty::{
    CTRL_C, CTRL_F, CTRL_Z, DOWN, END, ENTER, ESC, FRAME_BEGINS, FRAME_ENDS, HOME, LEFT, Modes, PAGE_DOWN, RIGHT, Size,
    Terminal, UP,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_atlas-certs");
const USUAL_SIZE: Size = (120, 30);

const KEYS: [(&str, &str); 2] =
    [("MONGODB_ATLAS_PUBLIC_API_KEY", PUBLIC_KEY), ("MONGODB_ATLAS_PRIVATE_API_KEY", PRIVATE_KEY)];

/// What the program writes last, in this order: the end of a frame, plain text, no mouse, no marks around what is pasted,
/// the usual screen, a cursor, the window's title as it was.
const GOODBYE: &str = concat!(
    "\x1b[?2026l\x1b[0m",
    "\x1b[?1006l\x1b[?1015l\x1b[?1003l\x1b[?1002l\x1b[?1000l",
    "\x1b[?2004l\x1b[?1049l\x1b[?25h\x1b[23;0t",
);

/// The signals that end a program, by name and number.
const SIGNALS: [(&str, i32); 3] = [("TERM", 15), ("HUP", 1), ("INT", 2)];

/// The simulated Atlas as people see it, on a port of its own.
struct Atlas {
    server: Server,
    world: Arc<World>,
    began: DateTime<Utc>,
}

impl Atlas {
    async fn start() -> Self {
        Self::of_seed(SEED).await
    }

    async fn of_seed(seed: u64) -> Self {
        let began = clock::now();
        let world = Arc::new(World::new(seed, began));
        let server = Server::start(Arc::clone(&world), Options::new(Arc::new(clock::now))).await.unwrap();
        Self { server, world, began }
    }

    /// The program and its arguments, which have no blanks in them.
    fn command(&self, arguments: &str) -> Vec<String> {
        let base_url = self.server.base_url();
        let words = [PROGRAM, "--base-url", &base_url].into_iter().chain(arguments.split_whitespace());
        words.map(str::to_owned).collect()
    }

    fn run(&self, arguments: &str) -> Terminal {
        Terminal::start(&self.command(arguments), &KEYS, USUAL_SIZE)
    }

    fn run_in(&self, size: Size) -> Terminal {
        Terminal::start(&self.command(""), &KEYS, size)
    }

    /// Runs the program from a shell that gives it the terminal, and takes the terminal back, as an interactive one does.
    fn run_by_shell(&self, script: &str) -> Terminal {
        let shell = ["sh", "-c", script, "sh"].map(str::to_owned).to_vec();
        Terminal::start(&[shell, self.command("")].concat(), &KEYS, USUAL_SIZE)
    }

    fn project(&self, name: &str) -> &Project {
        self.world.project_named(name).unwrap()
    }

    /// How many rows down a project stands.
    fn place_of_project(&self, name: &str) -> usize {
        self.world.projects().iter().position(|project| project.name == name).unwrap()
    }

    /// How many rows down a user stands who has certificates from Atlas.
    fn place_of_user(&self, project: &str, name: &str) -> usize {
        let users = self.project(project).users.iter().filter(|user| user.sign_in == SignIn::ManagedX509);
        let mut names: Vec<&str> = users.map(|user| user.name.as_str()).collect();
        names.sort_unstable();
        names.iter().position(|other| *other == name).unwrap()
    }

    fn certificate(&self, project: &str, user: &str, row: usize) -> Certificate {
        let user = self.project(project).user(user).unwrap();
        user.certificates.page(self.began, row, 1).pop().unwrap()
    }

    /// The pages of certificates that were asked for, in their order.
    fn pages_asked(&self) -> Vec<usize> {
        self.server.journal().entries().iter().filter_map(page_of_certificates).collect()
    }
}

/// The page that a request asked for, where it asked for certificates and was signed.
fn page_of_certificates(entry: &Entry) -> Option<usize> {
    let (path, query) = entry.target.split_once('?')?;
    let signed = matches!(entry.signature, Signature::Digest { .. });
    let page = query.split('&').find_map(|pair| pair.strip_prefix("pageNum="))?;
    (signed && path.ends_with("/certs")).then(|| page.parse().unwrap())
}

/// The row that the cursor is on, as the table's title tells it.
fn row_of(screen: &str) -> Option<usize> {
    let figures: String = screen.split_once("row ")?.1.chars().take_while(|one| *one != ' ').collect();
    figures.replace(',', "").parse().ok()
}

/// Whether the pane of the users is the one that has the keys.
fn users_have_the_keys(screen: &str) -> bool {
    screen.lines().any(|line| line.starts_with("┌ Users") && line.contains('●'))
}

/// Every frame is one synchronized update, so that a terminal never shows half of one.
fn frames(output: &str) -> usize {
    let begun = output.matches(FRAME_BEGINS).count();
    assert_eq!(begun, output.matches(FRAME_ENDS).count());
    begun
}

async fn on_projects(terminal: &mut Terminal) {
    // The names of the organisations come last: from here on nothing is under way.
    terminal.wait_for_text("Acme Data Platform ▸").await;
}

/// Once a key has had its effect, the program listens to the terminal, and to changes of its size.
async fn answers_keys(terminal: &mut Terminal) {
    terminal.send(DOWN);
    terminal.wait_for_text("› Data Science Sandbox").await;
    terminal.send(UP);
    terminal.wait_for_text("› Acme Platform").await;
}

async fn leave(terminal: &mut Terminal) {
    terminal.send("q");
    let status = terminal.wait_exit().await;
    assert!(status.success(), "{status}\n{}", terminal.output());
}

#[tokio::test]
async fn arrows_alone_lead_to_a_certificate() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("");
    terminal.wait_for_text("› Acme Platform").await;
    terminal.send(&DOWN.repeat(atlas.place_of_project("payments")));
    terminal.wait_for_text("› payments").await;
    terminal.send(RIGHT);
    terminal.wait_for_text("X.509 │").await;
    terminal.send(&DOWN.repeat(atlas.place_of_user("payments", "svc-ledger")));
    terminal.wait_for_text("› svc-ledger").await;
    terminal.send(RIGHT);
    terminal.wait_for_text("row 1 of 11").await;
    terminal.send(DOWN);
    terminal.wait_for_text("row 2 of 11").await;
    for text in ["payments ▸ svc-ledger", "Certificates of svc-ledger ●", "✗ expired", "! critical", "~ soon"] {
        assert!(terminal.shows(text), "{text}\n{}", terminal.screen());
    }
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_hundred_thousand_certificates_scroll_like_ten() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("--project load-test --user etl-fleet");
    terminal.wait_for_text("row 1 of about 100,000").await;
    terminal.send(PAGE_DOWN);
    terminal.wait_for("a page further", |screen| row_of(screen).is_some_and(|row| row > 1)).await;
    let height = row_of(&terminal.screen()).unwrap() - 1;

    // A key that is held sends bursts; what it races past is not asked for. Keys of one byte each: the kernel may cut a
    // burst anywhere.
    let (screens, rows) = ((50_000 - 1) / height - 1, (50_000 - 1) % height);
    terminal.send(&CTRL_F.repeat(screens));
    terminal.send(&"j".repeat(rows));
    terminal
        .wait_for("row 50,000 and its rows", |screen| {
            screen.contains("row 50,000 of about 100,000") && !screen.contains("·····")
        })
        .await;
    terminal.send(END);
    terminal
        .wait_for("the last row", |screen| screen.contains("row 100,000 of 100,000") && !screen.contains("·····"))
        .await;
    leave(&mut terminal).await;

    let asked = atlas.pages_asked();
    assert_eq!(asked.iter().collect::<HashSet<_>>().len(), asked.len(), "one was asked for twice: {asked:?}");
    assert!(asked.contains(&100) && asked.len() < 50, "{} of 200 pages: {asked:?}", asked.len());
    let beyond: Vec<&usize> = asked.iter().filter(|page| **page > 101).collect();
    assert_eq!(beyond, [&200], "the last row needs the last page alone");
}

#[tokio::test]
async fn a_filter_is_typed_kept_and_cleared() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("--project payments --user svc-ledger");
    terminal.wait_for_text("row 1 of 11").await;
    terminal.send("/critical");
    terminal.wait_for_text("4 of 11 match · /critical").await;
    terminal.wait_for_text("enter keep · esc clear").await;
    assert_eq!(terminal.screen().matches("! critical").count(), 4);
    assert!(!terminal.shows("expired") && !terminal.shows("soon"), "{}", terminal.screen());
    terminal.send(ENTER);
    terminal
        .wait_for("the filter kept", |screen| screen.contains("4 of 11 match") && !screen.contains("enter keep"))
        .await;
    terminal.send(ESC);
    terminal.wait_for("every row", |screen| screen.contains("of 11 ") && screen.contains("expired")).await;
    assert!(!terminal.shows("match"), "{}", terminal.screen());
    leave(&mut terminal).await;
}

#[tokio::test]
async fn the_whole_of_a_certificate_opens_and_closes() {
    let atlas = Atlas::start().await;
    let serial = atlas.certificate("payments", "svc-ledger", 1).serial;
    let bytes = serial.to_be_bytes();
    let significant = bytes.iter().skip_while(|byte| **byte == 0);
    let hex = significant.map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":");
    let mut terminal = atlas.run("--project payments --user svc-ledger");
    terminal.wait_for_text("row 1 of 11").await;
    terminal.send(DOWN);
    terminal.wait_for_text("row 2 of 11").await;
    terminal.send(ENTER);
    terminal.wait_for_text("Certificate ●").await;
    for text in [&*serial.to_string(), &*hex, "as written", "CN=svc-ledger,OU=payments,O="] {
        assert!(terminal.shows(text), "{text}\n{}", terminal.screen());
    }
    assert!(!terminal.shows("Projects"), "it lies over everything\n{}", terminal.screen());
    terminal.send(ESC);
    terminal.wait_for_text("Certificates of svc-ledger ●").await;
    assert!(terminal.shows("row 2 of 11"), "{}", terminal.screen());
    leave(&mut terminal).await;
}

#[tokio::test]
async fn the_first_frame_waits_for_no_answer_and_neither_does_leaving() {
    let atlas = Atlas::start().await;
    let gate = Gate::closed();
    atlas.server.faults().push(Rule::new(Fault::Hold(gate.clone())).unsigned_too());
    let mut terminal = atlas.run("");
    terminal.wait_for_text("Loading projects …").await;
    assert!(terminal.shows("Projects ●"), "{}", terminal.screen());
    atlas.server.journal().wait_for(1).await;
    leave(&mut terminal).await;
    let outcomes: Vec<Outcome> = atlas.server.journal().entries().iter().map(|entry| entry.outcome).collect();
    assert!(!outcomes.iter().any(|outcome| matches!(outcome, Outcome::Answered(_))), "{outcomes:?}");
    gate.open();
}

#[tokio::test]
async fn the_terminal_is_given_back_when_a_key_ends_it() {
    for key in ["q", CTRL_C] {
        let atlas = Atlas::start().await;
        let mut terminal = atlas.run("");
        on_projects(&mut terminal).await;
        assert_eq!(terminal.modes(), Modes::TAKEN);
        terminal.send("m");
        terminal.wait_for_text("The mouse").await;
        assert_eq!(terminal.modes(), Modes { mouse: true, ..Modes::TAKEN });
        terminal.send(key);
        assert!(terminal.wait_exit().await.success());
        assert!(terminal.output().ends_with(GOODBYE), "{:?}", terminal.output());
        assert_eq!((terminal.modes(), terminal.screen()), (Modes::USUAL, String::new()));
    }
}

#[tokio::test]
async fn the_terminal_is_given_back_when_a_signal_ends_it() {
    for (name, number) in SIGNALS {
        let atlas = Atlas::start().await;
        let mut terminal = atlas.run("");
        on_projects(&mut terminal).await;
        terminal.signal(name);
        assert_eq!(terminal.wait_exit().await.signal(), Some(number), "SIG{name}");
        assert!(terminal.output().ends_with(GOODBYE), "SIG{name}: {:?}", terminal.output());
        assert_eq!((terminal.modes(), terminal.screen()), (Modes::USUAL, String::new()));
    }
}

/// A shell with job control that shows the terminal's settings before and after. Without the trap it would follow a job
/// that SIGINT ended.
const SETTINGS_AROUND: &str = r#"set -m; trap : INT; stty -g; "$@"; echo "status $?"; stty -g"#;

#[tokio::test]
async fn the_line_settings_are_as_they_were() {
    let endings = SIGNALS.map(|(name, number)| (Some(name), 128 + number)).into_iter().chain([(None, 0)]);
    for (signal, status) in endings {
        let atlas = Atlas::start().await;
        let mut terminal = atlas.run_by_shell(SETTINGS_AROUND);
        on_projects(&mut terminal).await;
        match signal {
            Some(name) => terminal.signal(name),
            None => terminal.send("q"),
        }
        let left = terminal.wait_exit().await;
        let output = terminal.output();
        assert!(left.success(), "{signal:?} {left}: {output:?}");
        let (before, rest) = output.split_once("\r\n").unwrap();
        let after = rest.rsplit_once(GOODBYE).unwrap().1;
        assert!(after.contains(&format!("status {status}\r\n")), "{after:?}");
        assert_eq!(after.lines().last(), Some(before), "{signal:?}");
        assert!(before.contains(':'), "{before:?}");
    }
}

/// A shell with job control that lets its job go on whenever a line is typed.
const STOPPED_TWICE: &str = r#"
    set -m
    stty -g
    "$@"
    echo "stopped once: $(stty -g)"
    read line; fg
    echo "stopped twice: $(stty -g)"
    read line; fg
    echo "status $?"
"#;

#[tokio::test]
async fn it_stops_for_the_shell_and_comes_back_whole() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run_by_shell(STOPPED_TWICE);
    on_projects(&mut terminal).await;
    let (shown, settings) = (terminal.screen(), terminal.output().lines().next().unwrap().to_owned());

    terminal.send(CTRL_Z);
    terminal.wait_for_text(&format!("stopped once: {settings}")).await;
    assert_eq!(terminal.modes(), Modes::USUAL);
    terminal.send("\n");
    terminal.wait_for("the same screen", |screen| screen == shown).await;
    assert_eq!(terminal.modes(), Modes::TAKEN);

    terminal.signal("TSTP");
    terminal.wait_for_text(&format!("stopped twice: {settings}")).await;
    assert_eq!(terminal.modes(), Modes::USUAL);
    terminal.send("\n");
    terminal.wait_for("the same screen", |screen| screen == shown).await;
    assert_eq!(terminal.modes(), Modes::TAKEN);

    terminal.send(DOWN);
    terminal.wait_for_text("› Data Science Sandbox").await;
    terminal.send("q");
    terminal.wait_for_text("status 0").await;
    assert!(terminal.wait_exit().await.success());
    let output = terminal.output();
    let (kept, given_back) = (output.matches("\x1b[22;0t").count(), output.matches("\x1b[23;0t").count());
    assert_eq!(kept, given_back, "the window has its own title again");
}

/// Sizes and keys in no order, the same in every run.
struct Dice(u32);

impl Dice {
    fn below(&mut self, count: u16) -> u16 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u16::try_from(self.0 >> 16).unwrap() % count
    }
}

/// Whether a screen says that it is too small, and nothing else.
fn is_too_small(screen: &str) -> bool {
    screen.trim().starts_with("needs 30×6") && !screen.trim().contains('\n')
}

/// Whether a screen is drawn for a size: one cell, a few, or very many.
fn is_drawn_for(size: Size, screen: &str) -> bool {
    match size {
        (1, 1) => screen == "n",
        (20, 4) => is_too_small(screen),
        (width, _) => screen.lines().next().is_some_and(|line| line.chars().count() > usize::from(width) - 5),
    }
}

#[tokio::test]
async fn a_storm_of_sizes_does_no_harm() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run_in((80, 24));
    on_projects(&mut terminal).await;
    answers_keys(&mut terminal).await;
    let shown = terminal.screen();
    let mut dice = Dice(7);
    for turn in 0..21 {
        for _ in 0..10 {
            terminal.resize((1 + dice.below(300), 1 + dice.below(80)));
            terminal.send([DOWN, UP, PAGE_DOWN, END, HOME, "?"][usize::from(dice.below(6))]);
        }
        // Sizes that come too fast are passed over; these are waited for.
        let size = [(1, 1), (20, 4), (300, 80)][turn % 3];
        terminal.resize(size);
        terminal.wait_for(&format!("a screen for {size:?}"), |screen| is_drawn_for(size, screen)).await;
    }
    terminal.resize((80, 24));
    // It closes the list of keys, if that is open; here it does nothing else.
    terminal.send(ESC);
    terminal.wait_for_text("Projects ●").await;
    terminal.send(HOME);
    terminal.wait_for("the screen of before", |screen| screen == shown).await;
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_terminal_that_is_too_small_is_told_so() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run_in((20, 4));
    terminal.wait_for("the word alone", is_too_small).await;
    leave(&mut terminal).await;

    let mut terminal = atlas.run_in((80, 24));
    on_projects(&mut terminal).await;
    answers_keys(&mut terminal).await;
    let shown = terminal.screen();
    terminal.resize((20, 4));
    terminal.wait_for("the word alone", is_too_small).await;
    terminal.resize((80, 24));
    terminal.wait_for("the screen of before", |screen| screen == shown).await;
    leave(&mut terminal).await;
}

/// The SGR sequences that set a colour; one that only takes it away does not.
fn colours(output: &str) -> Vec<&str> {
    let sequences = output.split("\x1b[").skip(1).filter_map(|rest| {
        let end = rest.find(|one: char| !one.is_ascii_digit() && one != ';' && one != ':')?;
        rest[end..].starts_with('m').then(|| &rest[..end])
    });
    let is_colour = |number: &str| matches!(number.parse(), Ok(30..=38 | 40..=48 | 90..=97 | 100..=107));
    sequences.filter(|sequence| sequence.split([';', ':']).any(is_colour)).collect()
}

/// Shows every severity on one screen.
async fn severities(atlas: &Atlas, arguments: &str, environment: &[(&str, &str)]) -> Terminal {
    let arguments = format!("--project payments --user svc-ledger {arguments}");
    let environment = [&KEYS, environment].concat();
    let mut terminal = Terminal::start(&atlas.command(&arguments), &environment, USUAL_SIZE);
    terminal.wait_for_text("row 1 of 11").await;
    for word in ["✗ expired", "! critical", "~ soon", "  ok "] {
        assert!(terminal.shows(word), "{word}\n{}", terminal.screen());
    }
    terminal
}

#[tokio::test]
async fn no_colour_means_none_at_all() {
    let atlas = Atlas::start().await;
    let plain: [(&str, &[(&str, &str)]); 3] =
        [("--no-color --theme dark", &[]), ("--theme dark", &[("NO_COLOR", "1")]), ("--theme none", &[])];
    for (arguments, environment) in plain {
        let mut terminal = severities(&atlas, arguments, environment).await;
        assert!(terminal.is_bold("! critical"), "what is urgent stands out all the same: {environment:?}");
        leave(&mut terminal).await;
        let output = terminal.output();
        assert!(colours(&output).is_empty(), "{arguments:?} {environment:?}: {:?}", colours(&output));
    }
    let coloured: [&[(&str, &str)]; 2] = [&[], &[("NO_COLOR", "")]];
    for environment in coloured {
        let mut terminal = severities(&atlas, "--theme dark", environment).await;
        leave(&mut terminal).await;
        let output = terminal.output();
        // Bright red, yellow and cyan of the person's own palette.
        for colour in ["38;5;9;", "38;5;3;", "38;5;6;"] {
            assert!(colours(&output).iter().any(|set| set.starts_with(colour)), "{colour}: {:?}", colours(&output));
        }
    }
}

#[tokio::test]
async fn nothing_is_written_where_nothing_changes() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("");
    on_projects(&mut terminal).await;
    let mark = terminal.bytes().len();
    // Keys that mean nothing, each on its own, a motion that is not possible, and then one that is.
    for _ in 0..200 {
        terminal.send("Z");
    }
    terminal.send(&[UP, DOWN].concat());
    terminal.wait_for_text("› Data Science Sandbox").await;
    let written = terminal.output_since(mark);
    assert!(written.starts_with(FRAME_BEGINS) && written.ends_with(FRAME_ENDS), "{written:?}");
    assert_eq!(frames(&written), 1, "{written:?}");
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_burst_of_keys_is_drawn_in_a_few_frames() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("--project payments --user hourly-rotation");
    terminal.wait_for_text("row 1 of about 17,500").await;
    let mark = terminal.bytes().len();
    terminal.send(&"j".repeat(2_000));
    terminal.wait_for_text("row 2,001 of about 17,500").await;
    let count = frames(&terminal.output_since(mark));
    assert!(count < 100, "{count} frames");
    leave(&mut terminal).await;
}

#[tokio::test]
async fn keys_are_answered_while_a_page_is_awaited() {
    let atlas = Atlas::start().await;
    let gate = Gate::closed();
    atlas.server.faults().push(Rule::new(Fault::Hold(gate.clone())).on("/certs").page(2));
    let mut terminal = atlas.run("--project payments --user hourly-rotation --page-size 20");
    terminal.wait_for_text("row 1 of about 17,500").await;
    let second = |entries: &[Entry]| entries.iter().find(|entry| page_of_certificates(entry) == Some(2)).cloned();
    atlas.server.journal().wait_until(|entries| second(entries).is_some()).await;
    for row in 2..=30 {
        terminal.send(DOWN);
        terminal.wait_for_text(&format!("row {row} of about 17,500")).await;
    }
    assert!(terminal.shows("› ·····") && terminal.shows("Not here yet."), "{}", terminal.screen());

    terminal.send(LEFT);
    terminal.wait_for("the keys with the users", users_have_the_keys).await;
    let (from, to) = ("hourly-rotation", "svc-new");
    let way = atlas.place_of_user("payments", to).abs_diff(atlas.place_of_user("payments", from));
    assert!(from < to);
    terminal.send(&DOWN.repeat(way));
    terminal.wait_for_text("› svc-new").await;
    terminal.send(RIGHT);
    terminal.wait_for_text("No unexpired certificates.").await;
    let is_abandoned = |entry: Entry| entry.outcome == Outcome::Abandoned;
    atlas.server.journal().wait_until(|entries| second(entries).is_some_and(is_abandoned)).await;

    // Were the answer taken in all the same, it would have been drawn before the next key.
    let mark = terminal.bytes().len();
    gate.open();
    terminal.send(LEFT);
    terminal.wait_for("the keys with the users", users_have_the_keys).await;
    assert_eq!(frames(&terminal.output_since(mark)), 1);
    assert!(terminal.shows("Certificates of svc-new") && terminal.shows("No unexpired"), "{}", terminal.screen());
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_serial_that_is_pasted_is_found() {
    let atlas = Atlas::start().await;
    let serial = atlas.certificate("billing", "nightly-close", 200).serial;
    let mut terminal = atlas.run("--project billing --user nightly-close");
    terminal.wait_for_text("row 1 of ").await;
    // With the line's end that a terminal copies along; it must not open anything.
    terminal.send(&format!("\x1b[200~{serial}\n\x1b[201~"));
    terminal.wait_for_text(&format!("1 of 365 match · /{serial}")).await;
    assert!(terminal.shows(&format!("{serial:X}")), "{}", terminal.screen());
    terminal.send(ESC);
    terminal.wait_for("no filter", |screen| !screen.contains("match")).await;
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_serial_is_copied_through_the_terminal() {
    let atlas = Atlas::start().await;
    let serial = atlas.certificate("payments", "svc-ledger", 1).serial.to_string();
    let mut terminal = atlas.run("--project payments --user svc-ledger");
    terminal.wait_for_text("row 1 of 11").await;
    terminal.send(DOWN);
    terminal.wait_for_text("row 2 of 11").await;
    terminal.send("yd");
    terminal.wait_for_text(&format!("Sent to the terminal's clipboard: {serial}.")).await;
    let sequence = format!("\x1b]52;c;{}\x1b\\", BASE64_STANDARD.encode(&serial));
    assert_eq!(terminal.output().matches(&sequence).count(), 1, "{:?}", terminal.output());
    leave(&mut terminal).await;
}

/// Puts a program called tmux first in the path, which ends with `status` after it has written down what it was given.
fn stand_in_for_tmux(folder: &Path, status: i32) -> String {
    let program = folder.join("tmux");
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$@\" >'{0}/arguments'\ncat >'{0}/text'\nexit {status}\n",
        folder.display()
    );
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let folders = std::env::var("PATH").unwrap();
    format!("{}:{folders}", folder.display())
}

#[tokio::test]
async fn in_tmux_a_serial_is_copied_by_tmux_or_not_at_all() {
    let atlas = Atlas::start().await;
    let serial = atlas.certificate("payments", "svc-ledger", 0).serial.to_string();
    let words =
        [(0, format!("Given to tmux: {serial}.")), (1, "tmux refused the text: nothing was copied.".to_owned())];
    for (status, word) in words {
        let folder = tempfile::tempdir().unwrap();
        let path = stand_in_for_tmux(folder.path(), status);
        let environment = [&KEYS[..], &[("PATH", path.as_str()), ("TMUX", "socket,1,0")]].concat();
        let command = atlas.command("--project payments --user svc-ledger");
        let mut terminal = Terminal::start(&command, &environment, USUAL_SIZE);
        terminal.wait_for_text("row 1 of 11").await;
        terminal.send("yd");
        terminal.wait_for_text(&word).await;
        let written = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!((written("arguments"), written("text")), ("load-buffer\n-w\n-\n".to_owned(), serial.clone()));
        // The word goes with the next key, and the rest is as it was.
        terminal.send(DOWN);
        terminal.wait_for("the next row", |screen| screen.contains("row 2 of 11") && !screen.contains(&word)).await;
        leave(&mut terminal).await;
        assert!(!terminal.output().contains("\x1b]52;"), "tmux itself hands it on: {:?}", terminal.output());
    }
}

#[tokio::test]
async fn the_next_run_begins_with_what_the_last_one_left() {
    let atlas = Atlas::start().await;
    let folder = tempfile::tempdir().unwrap();
    let data_dir = format!("--data-dir {}", folder.path().join("not/there/yet").display());
    let mut terminal = atlas.run(&format!("{data_dir} --project payments --user svc-ledger"));
    terminal.wait_for_text("row 1 of 11").await;
    assert!(terminal.shows("Left  Not after (UTC)"), "{}", terminal.screen());
    terminal.send("c");
    terminal.wait_for_text("Columns ●").await;
    // At once, as one types who knows the keys: nothing of it may be lost.
    terminal.send("j qq");
    assert!(terminal.wait_exit().await.success());

    let mut terminal = atlas.run(&data_dir);
    terminal.wait_for_text("› payments").await;
    terminal.send(RIGHT);
    terminal.wait_for_text("› svc-ledger").await;
    terminal.send(RIGHT);
    terminal.wait_for_text("row 1 of 11").await;
    assert!(terminal.shows("State       Not after (UTC)"), "{}", terminal.screen());
    terminal.send("c");
    terminal
        .wait_for("the column", |screen| screen.lines().any(|line| line.contains(" Left ") && line.contains("hidden")))
        .await;
    terminal.send("0qq");
    assert!(terminal.wait_exit().await.success());

    let mut terminal = atlas.run(&format!("{data_dir} --project payments --user svc-ledger"));
    terminal.wait_for_text("row 1 of 11").await;
    assert!(terminal.shows("Left  Not after (UTC)"), "{}", terminal.screen());
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_wrong_key_is_told_and_kept_secret() {
    const WRONG: &str = "5ec2e700-0000-4000-8000-00005ec2e700";
    let atlas = Atlas::start().await;
    let keys = [KEYS[0], (KEYS[1].0, WRONG)];
    let mut terminal = Terminal::start(&atlas.command(""), &keys, (80, 24));
    terminal.wait_for_text("Atlas rejects these keys").await;
    assert!(!terminal.shows(WRONG), "{}", terminal.screen());
    terminal.send("e");
    terminal.wait_for_text("What went wrong").await;
    assert!(terminal.shows("status   401"), "{}", terminal.screen());
    assert!(!terminal.shows(WRONG), "{}", terminal.screen());
    terminal.send("q");
    terminal.wait_for_text("Projects ●").await;
    leave(&mut terminal).await;
    for secret in [WRONG, "5ec2e700", "Digest username"] {
        assert!(!terminal.output().contains(secret), "{:?}", terminal.output());
    }
}

#[tokio::test]
async fn trouble_is_told_where_it_is_and_can_be_tried_again() {
    let body = r#"{"error":403,"errorCode":"IP_ADDRESS_NOT_ON_ACCESS_LIST","detail":"IP address 203.0.113.7 is not allowed to access this resource.","parameters":["203.0.113.7"]}"#;
    let atlas = Atlas::start().await;
    atlas.server.faults().push(Rule::new(Fault::Status(403, body.to_owned(), Vec::new())).on("/databaseUsers"));
    let mut terminal = atlas.run("--project payments");
    terminal.wait_for_text("203.0.113.7").await;
    terminal.wait_for_text("r tries again").await;
    assert!(terminal.shows("› payments"), "the rest stays\n{}", terminal.screen());
    terminal.send("e");
    terminal.wait_for_text("IP_ADDRESS_NOT_ON_ACCESS_LIST").await;
    terminal.send(ESC);
    terminal.wait_for("the keys with the users", users_have_the_keys).await;
    atlas.server.faults().clear();
    terminal.send("r");
    terminal.wait_for("the users", |screen| screen.contains("X.509 │") && !screen.contains("tries again")).await;
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_size_that_changes_at_the_start_counts() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run_in((20, 4));
    terminal.wait_for("the word alone", is_too_small).await;
    terminal.resize((80, 24));
    on_projects(&mut terminal).await;
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_burst_of_arrows_is_not_mistaken() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("--project payments --user hourly-rotation");
    terminal.wait_for_text("row 1 of about 17,500").await;
    terminal.send(&DOWN.repeat(5_000));
    terminal.wait_for_text("row 5,001 of about 17,500").await;
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_size_that_changes_while_stopped_counts() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run_by_shell(STOPPED_TWICE);
    on_projects(&mut terminal).await;
    terminal.send(CTRL_Z);
    terminal.wait_for_text("stopped once").await;
    terminal.resize((80, 24));
    terminal.send("\n");
    // At this width nothing has a box.
    terminal.wait_for("80 columns", |screen| screen.contains("Acme Data Platform ▸") && !screen.contains('┌')).await;
}

/// Set, it makes the test of that name panic in the terminal that it runs in.
const PANICS: &str = "ATLAS_CERTS_TEST_PANICS";

/// Run by the test below, in a terminal of its own; elsewhere it has nothing to do.
#[test]
fn something_panics() {
    if std::env::var_os(PANICS).is_some() {
        let mut session = Session::start(false).unwrap();
        session.draw(&Printable::new("about to panic"), |_| {}).unwrap();
        panic!("on purpose");
    }
}

#[tokio::test]
async fn the_terminal_is_given_back_before_a_panic_is_reported() {
    let this = std::env::current_exe().unwrap().display().to_string();
    let command = [this.as_str(), "--exact", "something_panics", "--nocapture"].map(str::to_owned);
    let mut terminal = Terminal::start(&command, &[(PANICS, "1")], USUAL_SIZE);
    terminal.wait_for_text("on purpose").await;
    terminal.wait_exit().await;
    let output = terminal.output();
    let given_back = output.find(GOODBYE).expect("the terminal is given back");
    assert!(output.find("on purpose").is_some_and(|reported| reported > given_back), "{output:?}");
    assert_eq!(terminal.modes(), Modes::USUAL);
}

#[tokio::test]
async fn a_whole_list_is_written_to_a_file_that_is_named_at_the_keyboard() {
    let atlas = Atlas::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    let mut terminal = atlas.run("--project billing --user nightly-close");
    terminal.wait_for_text("row 1 of ").await;
    terminal.send("w");
    terminal.wait_for_text("write to billing-nightly-close-").await;
    // Line editing as readline has it: away with what is there.
    terminal.send(&format!("\x15{}", path.display()));
    terminal.wait_for_text("enter write 365 rows").await;
    terminal.send(ENTER);
    terminal.wait_for_text("Wrote 365 rows to ").await;
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 366);
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_board_of_everybody_is_read_and_kept_for_the_next_time() {
    let atlas = Atlas::start().await;
    let folder = tempfile::tempdir().unwrap();
    let arguments = format!("--data-dir {}", folder.path().display());
    // A hundred thousand rows would tell nothing more.
    let empty = br#"{"links":[],"results":[],"totalCount":0}"#.to_vec();
    atlas.server.faults().push(Rule::new(Fault::Garbage(empty.clone())).on("/etl-fleet/certs"));
    atlas.server.faults().push(Rule::new(Fault::Garbage(empty)).on("/hourly-rotation/certs"));
    let mut terminal = atlas.run(&arguments);
    on_projects(&mut terminal).await;
    terminal.send("b");
    // One project refuses: that is said, and nothing looks whole.
    terminal.wait_for_text("scan not whole: ").await;
    assert!(terminal.shows("1 failed"), "{}", terminal.screen());
    // The rows of the last lists follow the word that they were read.
    terminal.wait_for_text("payments/svc-ledger").await;
    terminal.send("R");
    terminal.wait_for_text("Rotation: users whose last certificate ends first").await;
    terminal.send(ESC);
    terminal.wait_for_text("Expiry board").await;
    leave(&mut terminal).await;

    // What was read stands there at once, though nothing can be read any more.
    atlas.server.faults().push(Rule::new(Fault::Status(503, "{}".to_owned(), Vec::new())).on("/certs"));
    let mut terminal = atlas.run(&arguments);
    on_projects(&mut terminal).await;
    terminal.send("b");
    terminal.wait_for_text("payments/svc-ledger").await;
    leave(&mut terminal).await;
}

/// Lines that only moved are moved by the terminal: what is on the screen then is what a whole repaint shows, and a line
/// costs less than it did.
#[tokio::test]
async fn a_list_that_scrolls_is_on_the_screen_as_if_it_were_painted_anew() {
    const CTRL_L: &str = "\x0c";
    let atlas = Atlas::start().await;
    for size in [(80, 24), (120, 40)] {
        let words = atlas.command("--project payments --user hourly-rotation");
        let mut terminal = Terminal::start(&words, &KEYS, size);
        terminal.wait_for_text("row 1 of").await;
        let mut row = 1_usize;
        for keys in [DOWN.repeat(60), DOWN.to_owned(), DOWN.repeat(3), UP.repeat(70), UP.to_owned(), DOWN.repeat(80)] {
            row = row.saturating_add(keys.matches(DOWN).count()).saturating_sub(keys.matches(UP).count()).max(1);
            terminal.send(&keys);
            terminal.wait_for("the row", |screen| row_of(screen) == Some(row)).await;
        }
        let mark = terminal.bytes().len();
        terminal.send(DOWN);
        terminal.wait_for("the next row", |screen| row_of(screen) == Some(row + 1)).await;
        let moved = terminal.output_since(mark);
        assert!(size.0 > 80 || moved.contains("\x1b[1M"), "the terminal was not asked to move anything: {moved:?}");
        let shown = terminal.screen();
        // Painted anew, one row further up; back there is no more than the bar of the cursor to draw.
        terminal.send(&[CTRL_L, UP].concat());
        terminal.wait_for("the row before", |screen| row_of(screen) == Some(row)).await;
        terminal.send(DOWN);
        terminal.wait_for("the row again", |screen| row_of(screen) == Some(row + 1)).await;
        assert_eq!(terminal.screen(), shown);
        leave(&mut terminal).await;
    }
}

/// A configuration with a profile for each of these servers, by name.
fn config_of(profiles: &[(&str, &Atlas, &str)]) -> tempfile::NamedTempFile {
    let text: String = profiles
        .iter()
        .map(|(name, atlas, private)| {
            let base_url = atlas.server.base_url();
            let keys = format!("public_key = \"{PUBLIC_KEY}\"\nprivate_key_command = \"printf {private}\"");
            format!("[profiles.{name}]\nbase_url = \"{base_url}\"\n{keys}\n")
        })
        .collect();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

/// Lets a server have this project alone, so that a scan is soon over.
fn narrow(atlas: &Atlas, name: &str) {
    let id = &atlas.project(name).id;
    let list = format!(r#"{{"links":[],"results":[{{"id":"{id}","name":"{name}"}}],"totalCount":1}}"#);
    atlas.server.faults().push(Rule::new(Fault::Garbage(list.into_bytes())).on("/groups?"));
}

#[tokio::test]
async fn all_profiles_are_browsed_as_one() {
    let (prod, labs) = (Atlas::start().await, Atlas::of_seed(SEED + 1).await);
    narrow(&prod, "compliance");
    narrow(&labs, "catalogue");
    let config = config_of(&[("default", &prod, PRIVATE_KEY), ("labs", &labs, PRIVATE_KEY)]);
    let command = [PROGRAM, "--all-profiles", "--config", config.path().to_str().unwrap()].map(str::to_owned);
    let mut terminal = Terminal::start(&command, &[], USUAL_SIZE);
    terminal.wait_for_text("v2").await;
    terminal.wait_for_text("catalogue").await;
    assert!(terminal.shows("2 profiles") && terminal.shows("compliance"), "{}", terminal.screen());
    terminal.send("b");
    terminal.wait_for_text("users scanned").await;
    leave(&mut terminal).await;
    for atlas in [&prod, &labs] {
        assert!(!atlas.pages_asked().is_empty(), "each is asked for its own");
    }
}

#[tokio::test]
async fn a_board_without_one_of_the_profiles_is_not_whole() {
    let (prod, staging) = (Atlas::start().await, Atlas::start().await);
    narrow(&prod, "compliance");
    let config = config_of(&[("prod", &prod, PRIVATE_KEY), ("staging", &staging, "wrong")]);
    let command = [PROGRAM, "--all-profiles", "--config", config.path().to_str().unwrap()].map(str::to_owned);
    let mut terminal = Terminal::start(&command, &[], (160, 30));
    terminal.wait_for_text("(profile staging)").await;
    terminal.send("b");
    terminal.wait_for_text("scan not whole: ").await;
    leave(&mut terminal).await;
}
