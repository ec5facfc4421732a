//! By what a severity is judged.

use chrono::{DateTime, Utc};

use crate::domain::expiry::Limits;

/// The limits, and the server's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judge {
    /// When a certificate is critical, or soon.
    pub limits: Limits,
    /// The server's time.
    pub now: DateTime<Utc>,
}
