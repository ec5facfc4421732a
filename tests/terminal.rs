//! The real program in a real terminal, against the simulated Atlas over HTTP: what a person sees, and how it leaves the
//! terminal behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "terminal/atlas.rs"]
mod atlas;
#[path = "terminal/clipboard.rs"]
mod clipboard;
#[path = "terminal/dice.rs"]
mod dice;
#[path = "terminal/disks.rs"]
mod disks;
#[path = "terminal/ends.rs"]
mod ends;
#[path = "terminal/kept.rs"]
mod kept;
#[path = "terminal/kinds.rs"]
mod kinds;
#[path = "terminal/moments.rs"]
mod moments;
#[path = "terminal/paint.rs"]
mod paint;
#[path = "terminal/panics.rs"]
mod panics;
#[path = "terminal/places.rs"]
mod places;
#[path = "terminal/profiles.rs"]
mod profiles;
#[path = "support/pty.rs"]
mod pty;
#[path = "terminal/sizes.rs"]
mod sizes;
#[path = "terminal/stops.rs"]
mod stops;
#[path = "terminal/trouble.rs"]
mod trouble;
