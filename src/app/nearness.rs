//! Which of some texts a person means by what they typed, best first. Words that stand in a text as they were typed leave
//! no room for guesses: only where they stand in none are letters that lie apart taken for a match.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// A guess whose score is less than the best one's by more than this factor is noise.
const WORST: u32 = 2;

/// The places of the texts that match, each with its score, in no order. A match at the beginning of a word scores higher
/// than one within it.
#[must_use]
pub fn scores<T: AsRef<str>>(typed: &str, texts: &[T]) -> Vec<(u32, usize)> {
    let whole = of_kind(AtomKind::Substring, typed, texts);
    if !whole.is_empty() {
        return whole;
    }
    let mut near = of_kind(AtomKind::Fuzzy, typed, texts);
    let best = near.iter().map(|(score, _)| *score).max().unwrap_or_default();
    near.retain(|(score, _)| score.saturating_mul(WORST) >= best);
    near
}

fn of_kind<T: AsRef<str>>(kind: AtomKind, typed: &str, texts: &[T]) -> Vec<(u32, usize)> {
    let pattern = Pattern::new(typed, CaseMatching::Smart, Normalization::Smart, kind);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut letters = Vec::new();
    let score = |(place, text): (usize, &T)| {
        Some((pattern.score(Utf32Str::new(text.as_ref(), &mut letters), &mut matcher)?, place))
    };
    texts.iter().enumerate().filter_map(score).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best<'texts>(typed: &str, texts: &[&'texts str]) -> Vec<&'texts str> {
        let mut scored = scores(typed, texts);
        scored.sort_by_key(|(score, place)| (std::cmp::Reverse(*score), *place));
        scored.into_iter().map(|(_, place)| texts[place]).collect()
    }

    #[test]
    fn words_that_stand_there_leave_no_room_for_guesses() {
        let texts = ["Resort to it", "Sort by the end", "Stop or start", "Copy"];
        assert_eq!(best("sort", &texts), ["Sort by the end", "Resort to it"]);
        assert_eq!(best("end sort", &texts), ["Sort by the end"]);
        assert_eq!(best("srt", &texts).first(), Some(&"Sort by the end"));
        assert_eq!(best("xyz", &texts), [""; 0]);
    }

    #[test]
    fn signs_mean_themselves() {
        assert_eq!(best("!", &["!x", "y"]), ["!x"]);
        assert_eq!(best("^", &["y", "ctrl-^"]), ["ctrl-^"]);
    }
}
