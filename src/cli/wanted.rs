//! What is wanted of the certificates that are listed, and of those that no longer are.

use chrono::{DateTime, TimeDelta, Utc};

use crate::cli::failure::Failure;
use crate::cli::keeping::Keeping;
use crate::cli::output::Sink;
use crate::cli::since::Since;
use crate::domain::expiry::Limits;
use crate::domain::holding::Holding;
use crate::domain::printable::Alphabet;
use crate::memory::{Memory, MemoryError, Scope};
use crate::report::Report;
use crate::report::certificate::CertificateRecord;

/// So many rows are asked for at once.
const AT_ONCE: usize = 1_000;

/// What is wanted, and how it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) limits: Limits,
    pub(super) alphabet: Alphabet,
    /// Only what ends within this time.
    pub(super) expiring: Option<TimeDelta>,
    /// What was missed since then, too.
    pub(super) since: Option<Since>,
}

impl Wanted {
    /// Whether a certificate with this end is wanted. One whose end was left out may end soon.
    pub(super) fn has(&self, not_after: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
        self.expiring.is_none_or(|within| not_after.is_none_or(|end| end - now <= within))
    }

    /// Writes what was missed of a scope, where that is wanted, and says how many rows that were.
    pub(super) fn write_missed(
        &self,
        keeping: &Keeping,
        report: &mut Report<&mut Sink>,
        scope: &Scope,
        now: DateTime<Utc>,
    ) -> Result<usize, Failure> {
        let Some(since) = self.since else { return Ok(0) };
        let missed = keeping.ask(|memory| missed(memory, scope, since.by(now)));
        let missed = missed.ok_or_else(|| Failure::failed("what vanished is not known: the memory cannot be used"))?;
        let wanted = missed.iter().filter(|one| self.has(one.certificate.not_after, now));
        let records: Vec<_> = wanted.map(|one| CertificateRecord::of(one, self.limits, now)).collect();
        report.rows(&records)?;
        Ok(records.len())
    }
}

/// The certificates of a scope that were missed at `since` or later, the latest first.
///
/// # Errors
/// Where the memory cannot be read.
pub(super) fn missed(memory: &Memory, scope: &Scope, since: DateTime<Utc>) -> Result<Vec<Holding>, MemoryError> {
    let mut rows: Vec<Holding> = Vec::new();
    loop {
        let page = memory.board(scope, since, AT_ONCE, rows.len())?;
        // Those that are no longer listed stand before all others.
        let left = page.vanished.saturating_sub(rows.len());
        let is_last = left <= page.rows.len() || page.rows.is_empty();
        rows.extend(page.rows.into_iter().take(left));
        if is_last {
            return Ok(rows);
        }
    }
}
