//! `atlas-certs doctor`: what stands between this machine and the certificates, in the order in which a request meets it.
//!
//! It changes nothing, and nothing secret is in what it prints.

mod answers;
mod here;
mod way;

use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use crate::atlas::client::{Client, Limits};
use crate::atlas::peer;
use crate::cli::arguments::{Arguments, Shape, Single};
use crate::cli::browse::Interface;
use crate::cli::connection;
use crate::cli::failure::Failure;
use crate::config::error::ConfigError;
use crate::config::settings::Access;
use crate::config::sources::Sources;
use crate::report::health::{Finding, Health};

/// Who asks.
const CREDENTIALS: &str = "credentials";

/// Checks all; status 1 where one failed.
pub(super) async fn run(
    arguments: &Arguments,
    asked: &Single,
    sources: Result<Sources, ConfigError>,
) -> Result<ExitCode, Failure> {
    arguments.place.refuse_user()?;
    let mut findings = Vec::new();
    match &sources {
        Ok(sources) => {
            findings.push(here::config(sources.file(), Interface::read(arguments, sources).err().as_ref()));
            connected(arguments, sources, &mut findings).await?;
        }
        Err(why) => findings.push(Finding::fail("config", why.to_string())),
    }
    findings.extend(here::terminal(sources.as_ref().ok()));
    findings.push(here::memory(&arguments.global));
    let health = Health::new(findings);
    let mut out = io::stdout().lock();
    match asked.shape() {
        Shape::Json => health.write_json(&mut out)?,
        Shape::Table => health.write_table(arguments.global.alphabet(), &mut out)?,
    }
    Ok(if health.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The way to Atlas, as far as it goes: of every profile, where all are asked for.
async fn connected(arguments: &Arguments, sources: &Sources, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    let global = &arguments.global;
    if global.all_profiles {
        return every(arguments, sources, findings).await;
    }
    let (access, _demo) = match connection::access(global, sources).await {
        Ok(found) => found,
        // What makes no sense on the command line is no matter of the connection.
        Err(Failure::Usage(why)) => return Err(Failure::Usage(why)),
        Err(why) => {
            findings.push(Finding::fail(CREDENTIALS, why.to_string()));
            return Ok(());
        }
    };
    findings.push(here::credentials(sources, global.demo));
    walk(access, arguments.place.project.as_deref(), sources, findings).await
}

async fn every(arguments: &Arguments, sources: &Sources, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    arguments.global.refuse_one()?;
    arguments.place.refuse_project()?;
    let every = match sources.every() {
        Ok(every) => every,
        Err(why) => {
            findings.push(Finding::fail(CREDENTIALS, why.to_string()));
            return Ok(());
        }
    };
    findings.extend(every.left_out.iter().map(|(_, line)| Finding::warn(CREDENTIALS, format!("left out: {line}"))));
    for (name, access) in every.profiles {
        let mut found = Vec::new();
        match access {
            Ok(access) => {
                found.push(here::credentials(&sources.of_profile(&name), false));
                walk(access, None, sources, &mut found).await?;
            }
            Err(why) => found.push(Finding::fail(CREDENTIALS, why.to_string())),
        }
        findings.extend(found.into_iter().map(|finding| finding.of_profile(&name)));
    }
    Ok(())
}

/// `named` is the project whose role is looked at before the profile's own.
async fn walk(
    access: Access,
    named: Option<&str>,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    if way::walk(&access.client.base_url, &access.client.way, sources.environment(), findings).await {
        let Access { client: mut settings, project, .. } = access;
        // What fails is told, and not tried again.
        let limits = Limits { attempts: 1, ..settings.limits };
        settings.limits = limits;
        let (base_url, way) = (settings.base_url.clone(), settings.way.clone());
        let client = Client::new(settings, Arc::new(|_| {}))?;
        let shown = if base_url.is_https() { peer::certificate_of(&base_url, &way, &limits).await } else { None };
        findings.extend(answers::check(&client, &base_url, shown.as_ref(), named.or(project.as_deref())).await);
    }
    Ok(())
}
