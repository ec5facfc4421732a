//! What the system tells about a process: memory, time on a processor, how often it went to sleep.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::time::Duration;

/// Of all that it had in memory, the most so far, in MiB; nothing once it has ended.
pub fn peak(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    Some(figure(&status, "VmHWM:")? as f64 / 1024.0)
}

/// What the threads of a process have used so far.
pub struct Usage(HashMap<OsString, Thread>);

#[derive(Default)]
struct Thread {
    /// Nanoseconds on a processor.
    ran: u64,
    /// Times that it went to sleep.
    slept: u64,
}

impl Usage {
    pub fn of(process: u32) -> Self {
        let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
        Self(threads.filter_map(|thread| Some((thread.file_name(), Thread::of(&thread.path())?))).collect())
    }

    /// Since then, of the threads that still live: time on a processor, and how often one went to sleep.
    pub fn since(&self, then: &Self) -> (Duration, u64) {
        let none = Thread::default();
        let used = self.0.iter().map(|(name, now)| {
            let then = then.0.get(name).unwrap_or(&none);
            (now.ran - then.ran, now.slept - then.slept)
        });
        let (ran, slept) = used.fold((0, 0), |sum, thread| (sum.0 + thread.0, sum.1 + thread.1));
        (Duration::from_nanos(ran), slept)
    }
}

impl Thread {
    fn of(folder: &std::path::Path) -> Option<Self> {
        let ran = fs::read_to_string(folder.join("schedstat")).ok()?.split(' ').next()?.parse().ok()?;
        let status = fs::read_to_string(folder.join("status")).ok()?;
        Some(Self { ran, slept: figure(&status, "\nvoluntary_ctxt_switches:")? })
    }
}

fn figure(text: &str, name: &str) -> Option<u64> {
    text.split_once(name)?.1.split_whitespace().next()?.parse().ok()
}
