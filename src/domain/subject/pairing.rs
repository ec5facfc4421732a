//! Which attribute of one subject belongs to which of another, and which of them stand elsewhere.
//!
//! A subject may be hostile, with thousands of attributes of one type: nothing here takes the square of their number.

use std::collections::{HashMap, HashSet, VecDeque};

use super::compare::Meaning;
use super::skeleton::{skeleton, without_blanks};

/// A type, and what is made of a value to tell whether two of them belong together.
type Key = (String, String);

/// For each attribute of `left` the one of `right` that it belongs to: the same, else one that looks the same, else one of
/// the same type, each the first that is left.
pub(super) fn paired(left: &[&Meaning<'_>], right: &[&Meaning<'_>]) -> Vec<Option<usize>> {
    let folded = |value: &str| skeleton(&without_blanks(value)).to_lowercase();
    let mut pairs = vec![None; left.len()];
    let mut is_taken = vec![false; right.len()];
    let rounds: [&dyn Fn(&Meaning<'_>) -> Key; 3] = [
        &|one| (one.kind.to_string(), one.value.to_string()),
        &|one| (one.kind.to_string(), folded(&one.value)),
        &|one| (one.kind.to_string(), String::new()),
    ];
    for key in rounds {
        let mut waiting: HashMap<Key, VecDeque<usize>> = HashMap::new();
        for (place, one) in right.iter().enumerate().filter(|(place, _)| is_taken.get(*place) == Some(&false)) {
            waiting.entry(key(one)).or_default().push_back(place);
        }
        for (pair, one) in pairs.iter_mut().zip(left).filter(|(pair, _)| pair.is_none()) {
            *pair = waiting.get_mut(&key(one)).and_then(VecDeque::pop_front);
            if let Some(taken) = pair.and_then(|place| is_taken.get_mut(place)) {
                *taken = true;
            }
        }
    }
    pairs
}

/// The places of the longest run of pairs that is in the same order on both sides: all others stand elsewhere.
pub(super) fn in_order(pairs: &[Option<usize>]) -> HashSet<usize> {
    // The last pair of the best run of each length, and for each pair the one before it in its run.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut before = vec![None; pairs.len()];
    for (at, to) in pairs.iter().enumerate().filter_map(|(at, to)| Some((at, (*to)?))) {
        let length = ends.partition_point(|(_, end)| *end < to);
        if let Some(link) = before.get_mut(at) {
            *link = length.checked_sub(1).and_then(|last| ends.get(last)).map(|(at, _)| *at);
        }
        match ends.get_mut(length) {
            Some(end) => *end = (at, to),
            None => ends.push((at, to)),
        }
    }
    let last = ends.last().map(|(at, _)| *at);
    std::iter::successors(last, |at| before.get(*at).copied().flatten()).collect()
}
