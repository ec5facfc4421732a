//! The simulated Atlas, and the ways to and through the program that the tests share.

use std::sync::Arc;

use atlas_certs::demo::credentials::{PRIVATE_KEY, PUBLIC_KEY};
use atlas_certs::demo::journal::{Entry, Signature};
use atlas_certs::demo::world::{Certificate, Project, SEED, SignIn};
use atlas_certs::demo::{Options, Server, World};
use atlas_certs::runtime::clock;
use chrono::{DateTime, Utc};

use crate::pty::{DOWN, FRAME_BEGINS, FRAME_ENDS, Size, Terminal, UP};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_atlas-certs");
pub const USUAL_SIZE: Size = (120, 30);

pub const KEYS: [(&str, &str); 2] =
    [("MONGODB_ATLAS_PUBLIC_API_KEY", PUBLIC_KEY), ("MONGODB_ATLAS_PRIVATE_API_KEY", PRIVATE_KEY)];

/// The simulated Atlas as people see it, on a port of its own.
pub struct Atlas {
    pub server: Server,
    pub world: Arc<World>,
    pub began: DateTime<Utc>,
}

impl Atlas {
    pub async fn start() -> Self {
        Self::of_seed(SEED).await
    }

    pub async fn of_seed(seed: u64) -> Self {
        let began = clock::now();
        let world = Arc::new(World::new(seed, began));
        let server = Server::start(Arc::clone(&world), Options::new(Arc::new(clock::now))).await.unwrap();
        Self { server, world, began }
    }

    /// The program and its arguments, which have no blanks in them.
    pub fn command(&self, arguments: &str) -> Vec<String> {
        let base_url = self.server.base_url();
        let words = [PROGRAM, "--base-url", &base_url].into_iter().chain(arguments.split_whitespace());
        words.map(str::to_owned).collect()
    }

    pub fn run(&self, arguments: &str) -> Terminal {
        Terminal::start(&self.command(arguments), &KEYS, USUAL_SIZE)
    }

    pub fn run_in(&self, size: Size) -> Terminal {
        Terminal::start(&self.command(""), &KEYS, size)
    }

    /// Runs the program from a shell that gives it the terminal, and takes the terminal back, as an interactive one does.
    pub fn run_by_shell(&self, script: &str) -> Terminal {
        let shell = ["sh", "-c", script, "sh"].map(str::to_owned).to_vec();
        Terminal::start(&[shell, self.command("")].concat(), &KEYS, USUAL_SIZE)
    }

    pub fn project(&self, name: &str) -> &Project {
        self.world.project_named(name).unwrap()
    }

    /// How many rows down a project stands.
    pub fn place_of_project(&self, name: &str) -> usize {
        self.world.projects().iter().position(|project| project.name == name).unwrap()
    }

    /// How many rows down a user stands who has certificates from Atlas.
    pub fn place_of_user(&self, project: &str, name: &str) -> usize {
        let users = self.project(project).users.iter().filter(|user| user.sign_in == SignIn::ManagedX509);
        let mut names: Vec<&str> = users.map(|user| user.name.as_str()).collect();
        names.sort_unstable();
        names.iter().position(|other| *other == name).unwrap()
    }

    pub fn certificate(&self, project: &str, user: &str, row: usize) -> Certificate {
        let user = self.project(project).user(user).unwrap();
        user.certificates.page(self.began, row, 1).pop().unwrap()
    }

    /// The pages of certificates that were asked for, in their order.
    pub fn pages_asked(&self) -> Vec<usize> {
        self.server.journal().entries().iter().filter_map(page_of_certificates).collect()
    }
}

/// The page that a request asked for, where it asked for certificates and was signed.
pub fn page_of_certificates(entry: &Entry) -> Option<usize> {
    let (path, query) = entry.target.split_once('?')?;
    let signed = matches!(entry.signature, Signature::Digest { .. });
    let page = query.split('&').find_map(|pair| pair.strip_prefix("pageNum="))?;
    (signed && path.ends_with("/certs")).then(|| page.parse().unwrap())
}

/// The row that the cursor is on, as the table's title tells it.
pub fn row_of(screen: &str) -> Option<usize> {
    let figures: String = screen.split_once("row ")?.1.chars().take_while(|one| *one != ' ').collect();
    figures.replace(',', "").parse().ok()
}

/// Whether the pane of the users is the one that has the keys.
pub fn users_have_the_keys(screen: &str) -> bool {
    screen.lines().any(|line| line.starts_with("┌ Users") && line.contains('●'))
}

/// Every frame is one synchronized update, so that a terminal never shows half of one.
pub fn frames(output: &str) -> usize {
    let begun = output.matches(FRAME_BEGINS).count();
    assert_eq!(begun, output.matches(FRAME_ENDS).count());
    begun
}

pub async fn on_projects(terminal: &mut Terminal) {
    // The names of the organisations come last: from here on nothing is under way.
    terminal.wait_for_text("Acme Data Platform ▸").await;
}

/// Once a key has had its effect, the program listens to the terminal, and to changes of its size.
pub async fn answers_keys(terminal: &mut Terminal) {
    terminal.send(DOWN);
    terminal.wait_for_text("› Data Science Sandbox").await;
    terminal.send(UP);
    terminal.wait_for_text("› Acme Platform").await;
}

pub async fn leave(terminal: &mut Terminal) {
    terminal.send("q");
    let status = terminal.wait_exit().await;
    assert!(status.success(), "{status}\n{}", terminal.output());
}
