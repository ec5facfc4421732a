//! How an answer is written: `ESC ]11;rgb:` or `rgba:`, the channels with `/` between them, and BEL or `ESC \`.

use crate::ui::theme::Background;

/// How an answer begins.
pub(super) const OPENING: &str = "\x1b]11;";
/// What may follow, and how many channels then come.
const SPACES: [(&str, usize); 2] = [("rgb:", 3), ("rgba:", 4)];
/// One of the two ends.
pub(super) const BELL: &str = "\x07";
/// The other.
const TERMINATOR: &str = "\x1b\\";

/// What a text is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    /// The beginning of an answer, perhaps.
    Unfinished,
    /// An answer.
    Answer(Background),
    /// No answer.
    Typed,
}

/// Reads a text from its first byte.
pub(super) fn judge(text: &str) -> Judgement {
    let Some(colour) = text.strip_prefix(OPENING) else {
        return if OPENING.starts_with(text) { Judgement::Unfinished } else { Judgement::Typed };
    };
    for (space, count) in SPACES {
        if space.starts_with(colour) {
            return Judgement::Unfinished;
        }
        if let Some(channels) = colour.strip_prefix(space) {
            return judge_channels(channels, count);
        }
    }
    Judgement::Typed
}

/// `fdfd/f6f6/e3e3` and the end of the answer, or the beginning of that.
fn judge_channels(text: &str, count: usize) -> Judgement {
    let mut channels = Vec::new();
    let mut rest = text;
    loop {
        let length = rest.find(|character: char| !character.is_ascii_hexdigit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(length);
        if after.is_empty() && length <= DIGITS {
            return Judgement::Unfinished;
        }
        let Some(channel) = channel(digits) else { return Judgement::Typed };
        channels.push(channel);
        if channels.len() == count {
            return judge_end(after, &channels);
        }
        let Some(next) = after.strip_prefix('/') else { return Judgement::Typed };
        rest = next;
    }
}

fn judge_end(text: &str, channels: &[f64]) -> Judgement {
    match (text, channels) {
        (BELL | TERMINATOR, &[red, green, blue, ..]) => Judgement::Answer(Background::of([red, green, blue])),
        ("\x1b", _) => Judgement::Unfinished,
        _ => Judgement::Typed,
    }
}

/// The most that a channel has.
const DIGITS: usize = 4;

/// Hex digits, as a part of the largest number that as many can write.
fn channel(digits: &str) -> Option<f64> {
    let length = u32::try_from(digits.len()).ok().filter(|_| (1..=DIGITS).contains(&digits.len()))?;
    let value = u32::from_str_radix(digits, 16).ok()?;
    Some(f64::from(value) / f64::from(16_u32.pow(length) - 1))
}
