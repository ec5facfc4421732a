//! Numbers that look random and are not: the same seed and the same labels give the same number, on every machine and in
//! every release. Not for secrets.

/// A place in the noise, found by a seed and labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noise(u64);

impl Noise {
    /// Where everything of one seed begins.
    #[must_use]
    pub const fn seeded(seed: u64) -> Self {
        Self(scrambled(seed))
    }

    /// The place of a name below this one.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        // FNV-1a, then scrambled: names that differ in one letter lie far apart.
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(scrambled(self.0 ^ hash))
    }

    /// The place of a number below this one.
    #[must_use]
    pub const fn numbered(self, number: u64) -> Self {
        Self(scrambled(self.0.wrapping_add(scrambled(number))))
    }

    /// All 64 bits.
    #[must_use]
    pub const fn word(self) -> u64 {
        self.0
    }

    /// A number below `bound`, 0 for a bound of 0.
    #[must_use]
    pub const fn below(self, bound: u64) -> u64 {
        match self.0.checked_rem(bound) {
            Some(number) => number,
            None => 0,
        }
    }

    /// One of `choices`; the empty text where there is none.
    #[must_use]
    pub fn pick<'text>(self, choices: &[&'text str]) -> &'text str {
        let place = usize::try_from(self.below(choices.len() as u64)).unwrap_or(0);
        choices.get(place).copied().unwrap_or_default()
    }

    /// An id as Atlas writes them: 24 hexadecimal digits.
    #[must_use]
    pub fn object_id(self) -> String {
        format!("{:08x}{:016x}", 0x6000_0000 | self.numbered(1).0 >> 36, self.0)
    }
}

/// The finaliser of `SplitMix64` (Steele, Lea, Flood 2014), a bijection that spreads every bit over the word.
const fn scrambled(word: u64) -> u64 {
    let word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noise_stays_what_it_is_from_release_to_release() {
        // The first output of SplitMix64 for the state 0, as published with it.
        assert_eq!(scrambled(0), 0xe220_a839_7b1d_cdaf);
        assert_eq!(Noise::seeded(1).named("a"), Noise::seeded(1).named("a"));
        assert_ne!(Noise::seeded(1).named("a"), Noise::seeded(2).named("a"));
        assert_eq!(Noise::seeded(1).named("payments").object_id().len(), 24);
        assert_eq!(Noise::seeded(1).below(0), 0);
        assert_eq!(Noise::seeded(1).pick(&[]), "");
    }
}
