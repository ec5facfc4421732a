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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::faults::Seen;

    #[test]
    fn a_bad_day_is_bad_now_and_then_and_the_same_for_the_same_seed() {
        let day = |seed| {
            let faults = Faults::default();
            add(&faults, seed);
            let seen = |signed| Seen { number: 0, method: "GET".into(), target: "/".into(), page: 1, signed };
            assert!(faults.meet(&seen(false)).is_empty(), "the first leg is spared");
            (0..1000).map(|_| format!("{:?}", faults.meet(&seen(true)))).collect::<Vec<_>>()
        };
        let first = day(1);
        assert_eq!(first, day(1));
        assert_ne!(first, day(2));
        let troubled = first.iter().filter(|met| *met != "[]").count();
        assert!((120..220).contains(&troubled), "{troubled}");
    }
}
