//! Tickets: what an answer shows to be let in.

/// The number of one request, unique among those of one model: who signs in as another gets a new one, and hears nothing of what
/// the old one asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u64);

impl Ticket {
    /// Hands out this one; the next is another.
    pub(super) fn take(&mut self) -> Self {
        let taken = *self;
        self.0 += 1;
        taken
    }
}
