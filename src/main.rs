//! atlas-certs: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    atlas_certs::cli::main()
}
