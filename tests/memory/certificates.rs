//! When a certificate counts as gone, and when not.

use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::holding::Standing;
use atlas_certs::domain::project::ProjectId;

use crate::lists::{File, at, certificate, keep, known, owner, project};

const LISTED: &str = "listed";
const EXPIRED: &str = "expired (no longer listed)";
const EARLY: &str = "gone early";

fn row(serial: &str, words: &'static str, seen: i64) -> (String, &'static str, i64) {
    (serial.to_owned(), words, seen)
}

#[test]
fn a_whole_list_tells_what_expired_and_what_went_early() {
    let file = File::new();
    let mut memory = file.open();
    assert_eq!(
        keep(&mut memory, &[certificate(1, 5), certificate(2, 900), certificate(3, 900)], 0, true),
        (3, 0, 0, 0)
    );
    assert_eq!(keep(&mut memory, &[certificate(3, 900)], 10, true), (0, 0, 2, 1));
    assert_eq!(known(&memory), [row("1", EXPIRED, 0), row("2", EARLY, 0), row("3", LISTED, 10)]);
    let rows = memory.certificates(&ProjectId::new("p"), "u").unwrap();
    assert_eq!(rows.as_of, Some(at(10)));
    assert_eq!(rows.rows[1].first_seen, Some(at(0)));
    assert!(matches!(rows.rows[1].standing, Standing::Unlisted { missed, .. } if missed == at(10)));
}

#[test]
fn a_list_that_was_read_in_part_or_shifted_tells_nothing_of_what_it_lacks() {
    let file = File::new();
    let mut memory = file.open();
    keep(&mut memory, &[certificate(1, 900), certificate(2, 900)], 0, true);
    assert_eq!(keep(&mut memory, &[certificate(2, 900), certificate(3, 900)], 10, false), (1, 0, 0, 0));
    assert_eq!(known(&memory), [row("1", LISTED, 0), row("2", LISTED, 10), row("3", LISTED, 10)]);
    assert_eq!(memory.certificates(&ProjectId::new("p"), "u").unwrap().as_of, Some(at(0)), "of the whole list alone");
}

#[test]
fn what_is_listed_again_is_listed() {
    let file = File::new();
    let mut memory = file.open();
    keep(&mut memory, &[certificate(1, 900)], 0, true);
    keep(&mut memory, &[], 10, true);
    assert_eq!(known(&memory), [row("1", EARLY, 0)]);
    assert_eq!(keep(&mut memory, &[certificate(1, 900)], 20, false), (0, 1, 0, 0));
    assert_eq!(known(&memory), [row("1", LISTED, 20)]);
}

#[test]
fn an_empty_list_is_a_list() {
    let file = File::new();
    let mut memory = file.open();
    assert_eq!(keep(&mut memory, &[], 0, true), (0, 0, 0, 0));
    let nobody = memory.certificates(&ProjectId::new("p"), "u").unwrap();
    assert_eq!((nobody.rows.len(), nobody.as_of), (0, Some(at(0))));
    assert_eq!(memory.certificates(&ProjectId::new("p"), "v").unwrap().as_of, None);
    assert_eq!(memory.certificates(&ProjectId::new("q"), "u").unwrap().as_of, None);
}

/// In whatever order the answers come in, the same is known in the end.
#[test]
fn late_answers_turn_nothing_back() {
    let [one, two, three] = [certificate(1, 900), certificate(2, 900), certificate(3, 900)];
    // What was listed when. The second certificate comes at 10 and is gone at 20; the first goes at 30 and comes again at 40.
    let lists: [(i64, Vec<Certificate>); 5] = [
        (0, vec![one.clone()]),
        (10, vec![one.clone(), two]),
        (20, vec![one.clone(), three.clone()]),
        (30, vec![three.clone()]),
        (40, vec![one, three]),
    ];
    let orders: Vec<Vec<usize>> = permutations(lists.len());
    assert_eq!(orders.len(), 120);
    for order in orders {
        let mut memory = atlas_certs::memory::Memory::in_memory().unwrap();
        for place in &order {
            let (minutes, list) = &lists[*place];
            keep(&mut memory, list, *minutes, true);
        }
        let mut told = known(&memory);
        told.sort_unstable();
        assert_eq!(told, [row("1", LISTED, 40), row("2", EARLY, 10), row("3", LISTED, 40)], "{order:?}");
        let listed = memory.stats().unwrap().listed;
        assert_eq!(listed, 2, "{order:?}");
    }
}

fn permutations(length: usize) -> Vec<Vec<usize>> {
    (0..length).fold(vec![vec![]], |shorter, next| {
        let longer = |order: Vec<usize>| {
            (0..=order.len()).map(move |place| {
                let mut order = order.clone();
                order.insert(place, next);
                order
            })
        };
        shorter.into_iter().flat_map(longer).collect()
    })
}

/// An answer with a clock that is a day behind is an old answer, and nothing more; one that is a day ahead counts until
/// the right time has caught up, and no certificate is declared gone by it that is still listed.
#[test]
fn a_clock_that_is_wrong_by_a_day_does_no_harm() {
    const DAY: i64 = 24 * 60;
    let file = File::new();
    let mut memory = file.open();
    keep(&mut memory, &[certificate(1, 10 * DAY), certificate(2, 60)], 0, true);
    assert_eq!(keep(&mut memory, &[], -DAY, true), (0, 0, 0, 0));
    assert_eq!(known(&memory), [row("1", LISTED, 0), row("2", LISTED, 0)]);
    keep(&mut memory, &[certificate(1, 10 * DAY)], DAY, true);
    assert_eq!(known(&memory), [row("1", LISTED, DAY), row("2", EXPIRED, 0)]);
    keep(&mut memory, &[certificate(1, 10 * DAY), certificate(2, 60)], 5, true);
    assert_eq!(known(&memory), [row("1", LISTED, DAY), row("2", EXPIRED, 5)]);
    assert_eq!(keep(&mut memory, &[], DAY + 5, true), (0, 0, 1, 1));
}

#[test]
fn what_is_missed_in_the_last_minute_before_its_end_has_expired() {
    let file = File::new();
    let mut memory = file.open();
    keep(&mut memory, &[certificate(1, 11), certificate(2, 12)], 0, true);
    assert_eq!(keep(&mut memory, &[], 10, true), (0, 0, 2, 1));
    assert_eq!(known(&memory), [row("1", EXPIRED, 0), row("2", EARLY, 0)]);
}

#[test]
fn a_certificate_without_a_serial_is_known_by_what_there_is() {
    let file = File::new();
    let mut memory = file.open();
    let bare = Certificate { serial: None, subject: None, created_at: None, not_after: None };
    let without = |minutes| Certificate { serial: None, ..certificate(0, minutes) };
    let list = [bare.clone(), without(5), without(900)];
    assert_eq!(keep(&mut memory, &list, 0, true), (3, 0, 0, 0));
    assert_eq!(keep(&mut memory, &list, 1, true), (0, 0, 0, 0));
    assert_eq!(keep(&mut memory, &[without(900)], 10, true), (0, 0, 2, 0));
    let told: Vec<_> = known(&memory).into_iter().map(|(_, words, _)| words).collect();
    assert_eq!(told, ["no longer listed", EXPIRED, LISTED]);
    assert_eq!(memory.certificates(&ProjectId::new("p"), "u").unwrap().rows[0].certificate, bare);
}

#[test]
fn a_field_that_is_left_out_later_is_still_known() {
    let file = File::new();
    let mut memory = file.open();
    let told = certificate(1, 900);
    let bare = Certificate { subject: None, created_at: None, not_after: None, ..told.clone() };
    for list in [&bare, &told, &bare] {
        keep(&mut memory, std::slice::from_ref(list), 0, true);
    }
    assert_eq!(memory.certificates(&ProjectId::new("p"), "u").unwrap().rows[0].certificate, told);
}

#[test]
fn every_serial_and_every_subject_is_kept_exactly() {
    let file = File::new();
    let mut memory = file.open();
    let subjects = ["", "CN=a\\, b,O=\"c\"", "CN=\u{1b}[31m\u{202e}\0x", "CN=Jörg,O=日本"];
    let serials = ["0", "-255", "9223372036854775808", "1461501637330902918203684832716283019655932542975"];
    let list: Vec<Certificate> = serials
        .iter()
        .zip(subjects)
        .map(|(serial, subject)| Certificate {
            serial: Some(serial.parse().unwrap()),
            subject: Some(subject.into()),
            ..certificate(0, 900)
        })
        .collect();
    keep(&mut memory, &list, 0, true);
    let read = |holdings: Vec<atlas_certs::domain::holding::Holding>| {
        holdings.into_iter().map(|one| one.certificate).collect::<Vec<_>>()
    };
    assert_eq!(read(memory.certificates(&ProjectId::new("p"), "u").unwrap().rows), list);
    for one in &list {
        let hex = one.serial.as_ref().unwrap().hex_plain();
        assert_eq!(read(memory.by_serial(&[hex, "ABCDEF".to_owned()]).unwrap()), std::slice::from_ref(one));
        assert_eq!(read(memory.by_subject(one.subject.as_ref().unwrap()).unwrap()), std::slice::from_ref(one));
    }
    assert_eq!(read(memory.subjects_with("o=\"C", 9).unwrap()), [list[1].clone()]);
    assert_eq!(memory.subjects_with("%", 9).unwrap().len(), 0);
    assert_eq!(memory.subjects_with("", 2).unwrap().len(), 2);
}

#[test]
fn one_serial_in_two_projects_has_two_owners() {
    let file = File::new();
    let mut memory = file.open();
    for (id, user) in [("p", "u"), ("p", "v"), ("q", "u")] {
        let kept = memory.keep_certificates(&owner(id, user), &[certificate(255, 900)], at(0), true).unwrap();
        assert_eq!(kept.new, 1);
    }
    assert_eq!(keep(&mut memory, &[], 10, true), (0, 0, 1, 1));
    let found = memory.by_serial(&["FF"]).unwrap();
    let told: Vec<_> =
        found.iter().map(|one| (one.owner.project.id.as_str(), &*one.owner.user, one.standing.is_listed())).collect();
    assert_eq!(told, [("p", "u", false), ("p", "v", true), ("q", "u", true)]);
    assert_eq!(found[2].owner.project, project("q"));
}
