//! A set of severities, as a list of their words or of how these begin.

use crate::domain::expiry::Severity;

/// A set of severities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Severities(u8);

fn bit(severity: Severity) -> u8 {
    1 << severity as u8
}

impl Severities {
    /// Those whose word begins so, in any case.
    pub(super) fn beginning_with(beginning: &str) -> Self {
        let begins = |severity: &Severity| {
            severity.word().get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
        };
        Self(Severity::ALL.into_iter().filter(begins).map(bit).fold(0, |set, bit| set | bit))
    }

    /// Reads a list with commas. A place that is empty, as the last while one types, adds nothing; `None` where a word is
    /// no beginning of any.
    pub(super) fn read(list: &str) -> Option<Self> {
        let words = list.split(',').map(str::trim).filter(|word| !word.is_empty());
        words
            .map(Self::beginning_with)
            .try_fold(Self(0), |all, some| if some.is_empty() { None } else { Some(Self(all.0 | some.0)) })
    }

    pub(super) fn has(self, severity: Severity) -> bool {
        self.0 & bit(severity) != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_beginnings() {
        let both = Severities::read("crit,SOON").expect("two severities");
        let members: Vec<Severity> = Severity::ALL.into_iter().filter(|one| both.has(*one)).collect();
        assert_eq!(members, [Severity::Critical, Severity::Soon]);
        assert_eq!(Severities::read("critical,"), Severities::read("c"));
        assert_eq!(Severities::read("soon,bad"), None);
        assert_eq!(Severities::read("crit!"), None);
        assert!(Severities::read(",").is_some_and(Severities::is_empty));
    }

    #[test]
    fn only_the_beginning_of_a_word_counts() {
        // Who looks for a team called red does not mean all that has expired.
        assert!(Severities::beginning_with("red").is_empty());
        assert!(Severities::beginning_with("EXP").has(Severity::Expired));
    }
}
