//! Work that takes its time, where nobody waits for a frame.

/// Does it on a thread that may wait: reads files, runs other programs, builds a client.
///
/// # Panics
/// Where the work does.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}
