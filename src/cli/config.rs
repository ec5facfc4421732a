//! `atlas-certs config`: where the configuration file is, what all settings come to, and a file to start from.

use std::io::{self, Write as _};
use std::path::PathBuf;

use crate::cli::arguments::{Arguments, Config, Shape};
use crate::cli::failure::Failure;
use crate::cli::progress;
use crate::config::environment::Environment;
use crate::config::overview::Setting;
use crate::config::sources::Sources;
use crate::config::{places, starter};
use crate::report::settings::SettingRecord;

pub(super) fn run(arguments: &Arguments, command: &Config) -> Result<(), Failure> {
    arguments.place.refuse_project()?;
    arguments.place.refuse_user()?;
    if arguments.global.demo {
        return Err(Failure::Usage("--demo means nothing to this command".to_owned()));
    }
    let flags = arguments.global.flags();
    let mut out = io::stdout().lock();
    match command {
        Config::Path => writeln!(out, "{}", path(flags.config)?.display())?,
        Config::Init => {
            let path = path(flags.config)?;
            starter::write(&path)?;
            writeln!(out, "{}", path.display())?;
        }
        Config::Show(asked) => {
            let sources = Sources::read(flags, Environment::of_process())?;
            let settings = sources.overview()?;
            if let Some(why) = sources.why_nobody(&settings) {
                progress::say(&why.to_string(), arguments.global.alphabet());
            }
            let record = |setting: Setting| {
                let sayings = setting.sayings.into_iter().map(|saying| (saying.value, saying.source));
                SettingRecord::new(setting.name, sayings)
            };
            let records: Vec<SettingRecord> = settings.into_iter().map(record).collect();
            match asked.shape() {
                Shape::Json => SettingRecord::write_json(&records, &mut out)?,
                Shape::Table => SettingRecord::write_table(&records, arguments.global.alphabet(), &mut out)?,
            }
        }
    }
    Ok(())
}

/// The file that was named, or the usual one.
fn path(named: Option<PathBuf>) -> Result<PathBuf, Failure> {
    named.or_else(places::config_file).ok_or_else(|| {
        Failure::failed("the system tells no home, so there is no usual place: name a file with --config")
    })
}
