//! Bodies that are whole, cut short, or too long.

use std::io;

use futures_util::{StreamExt as _, stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::{Bytes, Frame};

/// What the server sends.
pub(super) type Body = UnsyncBoxBody<Bytes, io::Error>;

/// All of it.
pub(super) fn whole(bytes: Bytes) -> Body {
    Full::new(bytes).map_err(|never| match never {}).boxed_unsync()
}

/// The first `after` bytes, then the connection breaks.
pub(super) fn cut(bytes: &Bytes, after: usize) -> Body {
    let sent = bytes.slice(..after.min(bytes.len()));
    let broken = stream::once(async {
        // Hyper sends what it has whenever a body lets it wait; only then is the break seen behind the bytes.
        tokio::task::yield_now().await;
        Err(io::Error::other("cut on purpose"))
    });
    StreamBody::new(stream::iter([Ok(Frame::data(sent))]).chain(broken)).boxed_unsync()
}

/// The beginning of a list, then blanks: `length` bytes that no reader can make sense of before the end.
pub(super) fn huge(length: u64) -> Body {
    const CHUNK: u64 = 64 * 1024;
    let beginning = Bytes::from_static(br#"{"links":[],"results":["#);
    let blanks = Bytes::from(vec![b' '; usize::try_from(CHUNK).unwrap_or_default()]);
    let chunks = (0..length.div_ceil(CHUNK)).map(move |_| Ok(Frame::data(blanks.clone())));
    StreamBody::new(stream::iter([Ok(Frame::data(beginning))]).chain(stream::iter(chunks))).boxed_unsync()
}
