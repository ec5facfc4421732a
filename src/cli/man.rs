//! `atlas-certs man`: a page for the program and for each command, written from what is known of the command line, so that
//! none is ever behind it.

mod examples;
mod sections;

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use clap::builder::Arg;
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use crate::cli::arguments::{Arguments, FOR_ALL, Pages};
use crate::cli::failure::Failure;
use crate::domain::printable::Printable;

/// Prints the page of a command, or writes all of them into a folder.
pub(super) fn run(asked: &Pages) -> Result<(), Failure> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    if let Some(folder) = &asked.all {
        return write_all(&program, folder);
    }
    let mut command = &program;
    for name in &asked.command {
        command = command.find_subcommand(name).ok_or_else(|| unknown(command, name))?;
    }
    // Into memory first: what writes it has no word for a reader that is gone.
    Ok(io::stdout().lock().write_all(&page(command)?)?)
}

fn unknown(above: &Command, name: &str) -> Failure {
    let names: Vec<&str> = above.get_subcommands().map(Command::get_name).collect();
    let there = if names.is_empty() { "none below it".to_owned() } else { names.join(", ") };
    Failure::Usage(format!("no command is called {}: there are {there}", Printable::new(name).quoted()))
}

fn write_all(command: &Command, folder: &Path) -> Result<(), Failure> {
    let path = folder.join(format!("{}.1", title(command)));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, page(command)?));
    written.map_err(|why| Failure::failed(format!("cannot write {}: {why}", path.display())))?;
    command.get_subcommands().try_for_each(|below| write_all(below, folder))
}

/// A page as troff.
fn page(command: &Command) -> io::Result<Vec<u8>> {
    let is_program = command.get_name() == title(command);
    // What goes with every command stands once, on the program's page.
    let own = |argument: Arg| {
        let is_for_all = !is_program && argument.get_help_heading() == Some(FOR_ALL);
        if is_for_all { argument.hide(true) } else { argument }
    };
    let shown = command.clone().mut_args(own);
    let man = Man::new(shown);
    let mut page = Vec::new();
    // Without a date, which clap's own title would leave out altogether.
    writeln!(page, ".TH {} 1 \"\" \"atlas-certs {}\"", title(command), env!("CARGO_PKG_VERSION"))?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    sections::write(command, is_program, &mut page)?;
    Ok(page)
}

/// What a page is called: `atlas-certs-list`.
fn title(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}
