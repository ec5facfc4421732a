//! What can happen, and how often.

use std::sync::LazyLock;

use atlas_certs::app::key::Key;
use atlas_certs::app::keymap::BINDINGS;
use proptest::prelude::*;

use crate::words::{PASTED, TYPED};

/// Every key that is bound in any mode, those that edit a line, and some that mean nothing.
pub static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let bound = BINDINGS.iter().flat_map(|binding| binding.keys);
    let others = ["delete", "insert", "ctrl-w", "ctrl-k", "ctrl-a", "ctrl-left", "alt-backspace", "7", "é", "株", "f9"];
    bound.chain(&others).map(|name| name.parse().unwrap()).collect()
});

/// What a person does all the time.
pub const USUAL: &[&str] = &[
    "r",
    "r",
    "down down down",
    "pgdn",
    "up",
    "end",
    "enter",
    "down enter",
    "s n",
    "s u",
    "s l",
    "1",
    "3",
    "b",
    "left",
    "esc",
    "space",
    "a",
    "P",
    "P down enter",
    "P end enter",
    "!",
    "c",
    "w enter",
];

/// One step. Numbers that pick something are taken modulo what there is.
#[derive(Debug, Clone)]
pub enum Happening {
    /// Any key.
    Key(usize),
    /// One that means something where the person is.
    Meant(usize),
    Usual(usize),
    /// A key that is held, faster than the program draws.
    Held(usize, usize),
    /// Two keys and an answer between them, all before the program draws.
    Together(usize, usize, usize),
    Type(usize),
    Paste(usize),
    Mouse(u16, u16, usize),
    Resize(u16, u16),
    /// The server answers one request; it may leave the count and the date out.
    Answer {
        which: usize,
        bare: bool,
    },
    /// It fails one.
    Fail(usize, usize),
    /// An answer to what was given up, or answered already.
    Late(usize, bool),
    /// So many certificates expire.
    Expire(usize),
    /// The person goes a few rows down, so many above expire, and the person asks again.
    Shift(usize),
    /// One is gone from somewhere.
    Withdraw(usize),
    Issue(usize),
    Overcount(usize),
    /// A user comes or goes.
    User,
    /// Both clocks go on, or back.
    Clock(i64),
    /// The server's clock alone.
    ServerClock(i64),
    Wake,
    Notice(usize),
    /// News of the scan that is under way, or of another.
    News {
        stale: bool,
        read: usize,
        failed: bool,
        ended: bool,
    },
    /// The keys are not known any more.
    KeysEnd,
    /// The ways to sign in come, if they were asked for: these.
    Roster(usize),
    /// The person opens the form for keys.
    NewKeys,
    /// The person types or pastes the secret there.
    Secret {
        pasted: bool,
    },
    /// The attempt to sign in that is under way succeeds, or not.
    SignedIn,
    NotSignedIn,
    /// One that was given up comes to nothing.
    NotSignedInLate(usize),
    Told,
}

fn seconds() -> impl Strategy<Value = i64> {
    prop_oneof![0_i64..90, -90_i64..0, -400_000_i64..400_000, -4_000_000_000_i64..4_000_000_000]
}

fn size() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        6 => (20_u16..160, 5_u16..50),
        2 => (1_u16..40, 1_u16..10),
        1 => prop_oneof![Just((1, 1)), Just((500, 200)), Just((500, 1)), Just((1, 200)), Just((0, 0))],
    ]
}

pub fn happening() -> impl Strategy<Value = Happening> {
    let key = || 0..KEYS.len();
    let any_number = || 0_usize..1_000;
    prop_oneof![
        10 => key().prop_map(Happening::Key),
        12 => any_number().prop_map(Happening::Meant),
        14 => (0..USUAL.len()).prop_map(Happening::Usual),
        3 => (key(), 2_usize..300).prop_map(|(key, times)| Happening::Held(key, times)),
        3 => (key(), key(), any_number()).prop_map(|(one, other, which)| Happening::Together(one, other, which)),
        3 => (0..TYPED.len()).prop_map(Happening::Type),
        2 => (0..PASTED).prop_map(Happening::Paste),
        3 => (0_u16..160, 0_u16..50, 0_usize..3).prop_map(|(x, y, act)| Happening::Mouse(x, y, act)),
        3 => size().prop_map(|(width, height)| Happening::Resize(width, height)),
        24 => (any_number(), proptest::bool::weighted(0.1)).prop_map(|(which, bare)| Happening::Answer { which, bare }),
        2 => (any_number(), any_number()).prop_map(|(which, kind)| Happening::Fail(which, kind)),
        3 => (any_number(), any::<bool>()).prop_map(|(which, good)| Happening::Late(which, good)),
        5 => prop_oneof![3 => 1_usize..4, 1 => 1_usize..130].prop_map(Happening::Expire),
        6 => (1_usize..5).prop_map(Happening::Shift),
        1 => any_number().prop_map(Happening::Withdraw),
        2 => (1_usize..130).prop_map(Happening::Issue),
        1 => (0_usize..300).prop_map(Happening::Overcount),
        1 => Just(Happening::User),
        2 => seconds().prop_map(Happening::Clock),
        1 => seconds().prop_map(Happening::ServerClock),
        2 => Just(Happening::Wake),
        2 => any_number().prop_map(Happening::Notice),
        2 => (any::<bool>(), 0_usize..90, any::<bool>(), any::<bool>())
            .prop_map(|(stale, read, failed, ended)| Happening::News { stale, read, failed, ended }),
        1 => Just(Happening::KeysEnd),
        3 => any_number().prop_map(Happening::Roster),
        2 => Just(Happening::NewKeys),
        2 => any::<bool>().prop_map(|pasted| Happening::Secret { pasted }),
        2 => Just(Happening::SignedIn),
        1 => Just(Happening::NotSignedIn),
        1 => any_number().prop_map(Happening::NotSignedInLate),
        1 => Just(Happening::Told),
    ]
}
