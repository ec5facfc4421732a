//! A server on a bad day, for people who want to see how trouble looks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::faults::{Fault, Faults};
use super::noise::Noise;

/// Adds trouble to about every sixth signed request, by its number among them.
pub(super) fn add(faults: &Faults, seed: u64) {
    let noise = Noise::seeded(seed).named("trouble");
    let asked = AtomicU64::new(0);
    faults.script(move |seen| {
        if !seen.signed {
            return None;
        }
        match noise.numbered(asked.fetch_add(1, Ordering::Relaxed)).below(100) {
            0..3 => Some(Fault::RateLimited { retry_after: Some(2) }),
            3..6 => Some(Fault::Status(
                500,
                r#"{"detail":"Unexpected error.","error":500,"errorCode":"UNEXPECTED_ERROR","parameters":[],"reason":"Internal Server Error"}"#.to_owned(),
                Vec::new(),
            )),
            6..8 => Some(Fault::CutBody { after: 100 }),
            8..9 => Some(Fault::CutConnection),
            9..17 => Some(Fault::Latency(Duration::from_millis(1500))),
            _ => None,
        }
    });
}
