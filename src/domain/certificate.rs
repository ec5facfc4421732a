//! One certificate as Atlas lists it.

use chrono::{DateTime, Utc};

use crate::domain::serial::Serial;

/// A certificate that Atlas manages for a database user. A field that the server left out, or wrote in a way that cannot
/// be read, is `None`: no row is dropped for that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The X.509 serial number, Atlas's `_id`.
    pub serial: Option<Serial>,
    /// The subject as the server wrote it, byte for byte: MongoDB compares it as text.
    pub subject: Option<Box<str>>,
    /// Atlas's `createdAt`: the certificate's `notBefore`, one hour before it was issued.
    pub created_at: Option<DateTime<Utc>>,
    /// The moment from which the certificate is no longer valid.
    pub not_after: Option<DateTime<Utc>>,
}

/// What tells one certificate of a user from another, whatever its place in the list: the serial, which is unique for
/// an issuer, and Atlas has one issuer a project. Without a serial, all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The usual case.
    Serial(Serial),
    /// The server left the serial out.
    Unnumbered {
        /// As [`Certificate::subject`].
        subject: Option<Box<str>>,
        /// As [`Certificate::created_at`].
        created_at: Option<DateTime<Utc>>,
        /// As [`Certificate::not_after`].
        not_after: Option<DateTime<Utc>>,
    },
}

impl Certificate {
    /// What to find this certificate by when the list has changed.
    #[must_use]
    pub fn identity(&self) -> Identity {
        match &self.serial {
            Some(serial) => Identity::Serial(serial.clone()),
            None => Identity::Unnumbered {
                subject: self.subject.clone(),
                created_at: self.created_at,
                not_after: self.not_after,
            },
        }
    }

    /// Whether [`Self::identity`] would be `identity`, without making one.
    #[must_use]
    pub fn is(&self, identity: &Identity) -> bool {
        match (identity, &self.serial) {
            (Identity::Serial(wanted), Some(serial)) => wanted == serial,
            (Identity::Unnumbered { subject, created_at, not_after }, None) => {
                (subject, created_at, not_after) == (&self.subject, &self.created_at, &self.not_after)
            }
            _ => false,
        }
    }

    /// How much of the lifetime is used at `now`, from 0 to 1; `None` where a date is missing or the lifetime is empty.
    #[must_use]
    pub fn lifetime_used(&self, now: DateTime<Utc>) -> Option<f64> {
        let (from, to) = (self.created_at?, self.not_after?);
        let whole = seconds(from, to);
        (whole > 0.0).then(|| (seconds(from, now) / whole).clamp(0.0, 1.0))
    }
}

/// Whole seconds as a float: a lifetime is far below 2^52 s, so nothing is lost.
#[expect(clippy::cast_precision_loss)]
fn seconds(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    (to - from).num_seconds() as f64
}
