//! What a scan means to a monitoring system.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use super::absence::Absent;
use crate::domain::certificate::Certificate;
use crate::domain::expiry::{Limits, Severity, Span};
use crate::domain::figures;
use crate::domain::holding::Holding;
use crate::domain::printable::Printable;
use crate::domain::project::Project;
use crate::domain::serial::Serial;
use crate::scan::Event;
use crate::scan::progress::Progress;
use crate::scan::reading::List;

/// What the line begins with.
pub(super) const SERVICE: &str = "CERTS";

/// More certificates are not told one by one.
const MOST_LINES: usize = 50;

/// The answer, worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Ok,
    Warning,
    Critical,
    Unknown,
}

impl Verdict {
    /// Monitoring Plugins guidelines, "Plugin Return Codes".
    pub(super) const fn status(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Warning => 1,
            Self::Critical => 2,
            Self::Unknown => 3,
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Ok => "OK",
            Self::Warning => "WARNING",
            Self::Critical => "CRITICAL",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// A certificate that asks for attention, or that ends first.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Case {
    end: DateTime<Utc>,
    severity: Severity,
    owner: String,
    serial: String,
    now: DateTime<Utc>,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Judgement {
    limits: Limits,
    latest_only: bool,
    progress: Progress,
    certificates: usize,
    /// What is soon to end and worse.
    cases: Vec<Case>,
    /// What ends first, whatever its severity.
    first: Option<Case>,
    /// Certificates of which the server does not say when they end.
    endless: usize,
    /// What could not be read, in a sentence each.
    failures: Vec<String>,
    /// Whether it is known what was listed before.
    remembers: bool,
    /// What ended last of users who have nothing left.
    lost: Vec<Case>,
    /// What was gone before its end.
    early: Vec<Case>,
}

impl Judgement {
    pub(super) fn new(limits: Limits, projects: usize, latest_only: bool, remembers: bool) -> Self {
        Self {
            limits,
            latest_only,
            progress: Progress::of(projects),
            certificates: 0,
            cases: Vec::new(),
            first: None,
            endless: 0,
            failures: Vec::new(),
            remembers,
            lost: Vec::new(),
            early: Vec::new(),
        }
    }

    /// Takes in what the scan came upon; `user`: the only one that counts, where one was named.
    pub(super) fn take_in(&mut self, event: Event, user: Option<&str>) {
        self.progress.count(&event, |name| user.is_none_or(|only| only == name));
        match event {
            Event::Certificates { project, user, list } => self.list(&project, &user, &list),
            Event::Failed { project, user, error } => {
                let owner = owner(&project, user.as_deref());
                self.failures.push(format!("{owner}: {}", error.headline()));
            }
            Event::Users { project, people } if !people.is_whole() => {
                self.failures.push(format!("{}: its users keep changing while they are read", owner(&project, None)));
            }
            Event::Gone { project, user: gone } if user.is_some() => {
                self.failures.push(format!("{}: the user was deleted meanwhile", owner(&project, Some(&gone))));
            }
            Event::Users { .. } | Event::Gone { .. } => {}
        }
    }

    /// Something could not be found out.
    pub(super) fn fail(&mut self, why: String) {
        self.failures.push(why);
    }

    /// Takes in what was missed of a list that was read whole.
    pub(super) fn remember(&mut self, missed: &[Holding], list: &List, window: TimeDelta) {
        let case = |one: &Holding| Case {
            end: one.certificate.not_after.unwrap_or(list.as_of),
            severity: self.limits.severity(one.certificate.not_after, list.as_of),
            owner: owner(&one.owner.project, Some(&one.owner.user)),
            serial: serial(&one.certificate),
            now: list.as_of,
        };
        let Absent { lost, early } = Absent::of(missed, list, window);
        self.lost.extend(lost.map(case));
        self.early.extend(early.into_iter().map(case));
    }

    fn list(&mut self, project: &Project, user: &str, list: &List) {
        self.certificates += list.certificates.len();
        if !list.is_whole {
            self.failures.push(format!("{}: the list keeps changing while it is read", owner(project, Some(user))));
        }
        let latest = list.certificates.iter().filter_map(|one| one.not_after).max();
        for one in &list.certificates {
            let Some(end) = one.not_after else {
                self.endless += 1;
                continue;
            };
            if self.latest_only && Some(end) != latest {
                continue;
            }
            let severity = self.limits.severity(Some(end), list.as_of);
            let counts = matches!(severity, Severity::Expired | Severity::Critical | Severity::Soon);
            let is_first = self.first.as_ref().is_none_or(|first| end < first.end);
            if counts || is_first {
                let owner = owner(project, Some(user));
                let case = Case { end, severity, owner, serial: serial(one), now: list.as_of };
                if is_first {
                    self.first = Some(case.clone());
                }
                if counts {
                    self.cases.push(case);
                }
            }
        }
    }

    fn count(&self, severities: &[Severity]) -> usize {
        self.cases.iter().filter(|case| severities.contains(&case.severity)).count()
    }

    pub(super) fn verdict(&self) -> Verdict {
        let critical = self.count(&[Severity::Expired, Severity::Critical]) + self.lost.len();
        let is_whole = self.progress.is_whole() && self.endless == 0 && self.failures.is_empty();
        match (critical, is_whole, self.cases.len() + self.early.len()) {
            (1.., ..) => Verdict::Critical,
            (0, false, _) => Verdict::Unknown,
            (0, true, 1..) => Verdict::Warning,
            (0, true, 0) => Verdict::Ok,
        }
    }

    /// `2 critical, 3 soon to end, of 412 certificates of 96 users`.
    fn summary(&self) -> String {
        let counted = |severity, word: &str| match self.count(&[severity]) {
            0 => None,
            count => Some(format!("{} {word}", figures::count(count))),
        };
        let found = [
            counted(Severity::Expired, "expired"),
            counted(Severity::Critical, "critical"),
            counted(Severity::Soon, "soon to end"),
        ];
        let found: Vec<String> = found.into_iter().flatten().collect();
        let of = format!(
            "{} of {}",
            figures::counted(self.certificates, "certificate"),
            figures::counted(self.progress.users_read, "user")
        );
        let mut summary = if found.is_empty() { of } else { format!("{} of {of}", found.join(", ")) };
        if !self.lost.is_empty() {
            let users = figures::counted(self.lost.len(), "user");
            summary = format!("{users} without a successor of what expired; {summary}");
        }
        if !self.early.is_empty() {
            summary += &format!("; {} gone early", figures::counted(self.early.len(), "certificate"));
        }
        if let Some(first) = &self.first {
            summary += &format!("; the first ends {} ({})", when(first), first.owner);
        }
        if self.endless > 0 {
            summary += &format!("; {} without a known end", figures::counted(self.endless, "certificate"));
        }
        if !self.failures.is_empty() {
            summary += &format!("; {} could not be read", figures::counted(self.failures.len(), "list"));
        }
        summary
    }

    /// Monitoring Plugins guidelines, "Performance data": `'label'=value[unit];warn;crit;min;max`.
    fn performance(&self) -> String {
        let remembered = [("lost", self.lost.len(), ";0"), ("gone_early", self.early.len(), "0;")];
        let remembered = remembered.into_iter().filter(|_| self.remembers);
        let counts = [
            ("certificates", self.certificates, ""),
            ("users", self.progress.users_read, ""),
            ("expired", self.count(&[Severity::Expired]), ";0"),
            ("critical", self.count(&[Severity::Critical]), ";0"),
            ("soon", self.count(&[Severity::Soon]), "0;"),
            ("failed", self.failures.len(), ""),
        ];
        let mut data: Vec<String> = counts
            .into_iter()
            .chain(remembered)
            .map(|(label, value, limits)| {
                let limits = if limits.is_empty() { ";" } else { limits };
                format!("'{label}'={value};{limits};0")
            })
            .collect();
        if let Some(first) = &self.first {
            let (warning, critical) = (self.limits.soon().num_seconds(), self.limits.critical().num_seconds());
            data.push(format!("'soonest'={}s;{warning}:;{critical}:;", (first.end - first.now).num_seconds()));
        }
        data.join(" ")
    }
}

/// The first line, and what belongs to it: certificates that end first, then what could not be read.
impl fmt::Display for Judgement {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{SERVICE} {} - {} | {}", self.verdict().word(), self.summary(), self.performance())?;
        let mut cases: Vec<&Case> = self.cases.iter().collect();
        cases.sort_by_key(|case| case.end);
        let lines = cases
            .iter()
            .map(|case| format!("{}: {} {} ends {}", case.severity.word(), case.owner, case.serial, when(case)));
        let lost = self.lost.iter().map(|case| {
            let Case { owner, serial, .. } = case;
            format!("lost: {owner} {serial} ended {}: expired, no longer listed, no successor", when(case))
        });
        let early = self.early.iter().map(|case| {
            let Case { owner, serial, .. } = case;
            format!("gone early: {owner} {serial} is no longer listed and ends {}", when(case))
        });
        let lines: Vec<String> =
            lost.chain(lines).chain(early).chain(self.failures.iter().map(|why| without_bars(why))).collect();
        for line in lines.iter().take(MOST_LINES) {
            write!(out, "\n{line}")?;
        }
        match lines.len().saturating_sub(MOST_LINES) {
            0 => Ok(()),
            more => write!(out, "\nand {} more", figures::count(more)),
        }
    }
}

/// `2026-11-29 09:15 UTC (in 5 d)`.
fn when(case: &Case) -> String {
    let span = Span::between(case.now, case.end);
    let relative = if case.end < case.now { format!("{span} ago") } else { format!("in {span}") };
    format!("{} UTC ({relative})", case.end.format("%Y-%m-%d %H:%M"))
}

fn serial(certificate: &Certificate) -> String {
    certificate.serial.as_ref().map_or_else(|| "no serial".to_owned(), Serial::hex_plain)
}

fn owner(project: &Project, user: Option<&str>) -> String {
    let project = Printable::new(&project.name).to_string();
    let owner = user.map_or_else(|| project.clone(), |user| format!("{project}/{}", Printable::new(user)));
    without_bars(&owner)
}

/// The first bar of the text ends the part for people.
fn without_bars(text: &str) -> String {
    text.replace('|', "⟨7C⟩")
}
