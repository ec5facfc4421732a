//! How the simulated Atlas behaves as a server of its own.

use std::time::Duration;

use clap::Args;

#[derive(Debug, Args)]
pub(in crate::cli) struct DemoServer {
    /// The port on 127.0.0.1; 0 takes any that is free.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(in crate::cli) port: u16,
    /// How long every answer takes at least: 150ms.
    #[arg(long, value_name = "SPAN", value_parser = humantime::parse_duration)]
    pub(in crate::cli) latency: Option<Duration>,
    /// Have a bad day: answers that are now and then slow, cut, refused or errors, the same for the same seed.
    #[arg(long, value_name = "SEED", num_args = 0..=1, default_missing_value = "1")]
    pub(in crate::cli) troubled: Option<u64>,
}
