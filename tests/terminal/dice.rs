//! Chance, the same in every run.

pub struct Dice(u32);

impl Dice {
    pub fn thrown(seed: u32) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, count: u16) -> u16 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u16::try_from(self.0 >> 16).unwrap() % count
    }
}
