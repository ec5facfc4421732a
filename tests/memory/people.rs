//! Projects and users: who is gone, whose name came back, and which certificates are older than their user.

use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::holding::Remark;
use atlas_certs::domain::project::{Project, ProjectId};
use atlas_certs::domain::user::{Authentication, DatabaseUser};
use atlas_certs::memory::Memory;

use crate::lists::{File, at, certificate, keep, project, serial, user};

fn remarks(memory: &Memory) -> Vec<(String, Option<Remark>)> {
    let rows = memory.certificates(&ProjectId::new("p"), "u").unwrap().rows;
    rows.iter().map(|one| (serial(one), one.remark)).collect()
}

fn users(memory: &mut Memory, names: &[&str], minutes: i64, whole: bool) {
    let list: Vec<DatabaseUser> = names.iter().map(|name| user(name)).collect();
    memory.keep_users(&project("p"), &list, at(minutes), whole).unwrap();
}

#[test]
fn certificates_outlive_their_user() {
    let file = File::new();
    let mut memory = file.open();
    users(&mut memory, &["u", "v"], 0, true);
    keep(&mut memory, &[certificate(1, 900)], 1, true);
    users(&mut memory, &["v"], 5, false);
    assert_eq!(remarks(&memory), [("1".to_owned(), None)], "a part of a list tells nothing");
    users(&mut memory, &["v"], 10, true);
    keep(&mut memory, &[certificate(1, 900)], 11, true);
    assert_eq!(remarks(&memory), [("1".to_owned(), Some(Remark::UserDeleted { since: at(10) }))]);
    users(&mut memory, &["v"], 20, true);
    assert_eq!(remarks(&memory), [("1".to_owned(), Some(Remark::UserDeleted { since: at(10) }))]);
    let gone: Vec<_> = memory.users(&ProjectId::new("p")).unwrap().rows.iter().map(|one| one.gone_since).collect();
    assert_eq!(gone, [Some(at(10)), None]);
}

#[test]
fn a_name_that_came_back_has_old_certificates_and_new_ones() {
    let file = File::new();
    let mut memory = file.open();
    users(&mut memory, &["u"], 0, true);
    keep(&mut memory, &[certificate(1, 900)], 1, true);
    users(&mut memory, &[], 10, true);
    users(&mut memory, &["u"], 20, true);
    // Atlas's createdAt is an hour before the certificate is issued: the second one is of the new user, the third, not seen
    // before, of the old.
    let issued = |serial, minutes: i64| Certificate { created_at: Some(at(minutes - 60)), ..certificate(serial, 900) };
    keep(&mut memory, &[certificate(1, 900), issued(2, 21), issued(3, 9)], 25, true);
    let older = Some(Remark::OlderThanUser { recreated: at(20) });
    let told = [("1".to_owned(), older), ("2".to_owned(), None), ("3".to_owned(), older)];
    assert_eq!(remarks(&memory), told);
    users(&mut memory, &["u"], 30, true);
    assert_eq!(remarks(&memory), told);
}

#[test]
fn a_user_that_was_never_seen_is_gone_where_the_whole_list_lacks_the_name() {
    let file = File::new();
    let mut memory = file.open();
    let unissued = |serial| Certificate { created_at: None, ..certificate(serial, 900) };
    keep(&mut memory, &[unissued(1)], 1, true);
    assert_eq!(remarks(&memory), [("1".to_owned(), None)]);
    users(&mut memory, &["v"], 10, true);
    keep(&mut memory, &[unissued(1), unissued(2)], 11, true);
    let gone = Some(Remark::UserDeleted { since: at(10) });
    // The second may be of a user who was made after the list of users was read.
    assert_eq!(remarks(&memory), [("1".to_owned(), gone), ("2".to_owned(), None)]);
}

#[test]
fn late_lists_of_users_turn_nothing_back() {
    let file = File::new();
    let mut memory = file.open();
    users(&mut memory, &["u"], 20, true);
    users(&mut memory, &[], 10, true);
    keep(&mut memory, &[certificate(1, 900)], 20, true);
    assert_eq!(remarks(&memory), [("1".to_owned(), None)]);
    users(&mut memory, &[], 30, true);
    users(&mut memory, &["u"], 25, true);
    assert_eq!(remarks(&memory), [("1".to_owned(), Some(Remark::UserDeleted { since: at(30) }))]);
    users(&mut memory, &["w"], 5, true);
    let known = memory.users(&ProjectId::new("p")).unwrap();
    assert_eq!(known.rows.iter().map(|one| one.gone_since).collect::<Vec<_>>(), [Some(at(30)); 2]);
    assert_eq!(known.as_of, Some(at(30)));
}

#[test]
fn a_namesake_in_another_database_is_somebody_else() {
    let file = File::new();
    let mut memory = file.open();
    let namesake = DatabaseUser { database: "admin".into(), authentication: Authentication::Password, ..user("u") };
    memory.keep_users(&project("p"), &[user("u"), namesake.clone()], at(0), true).unwrap();
    keep(&mut memory, &[certificate(1, 900)], 1, true);
    memory.keep_users(&project("p"), std::slice::from_ref(&namesake), at(10), true).unwrap();
    assert_eq!(remarks(&memory), [("1".to_owned(), Some(Remark::UserDeleted { since: at(10) }))]);
    let known: Vec<DatabaseUser> =
        memory.users(&ProjectId::new("p")).unwrap().rows.into_iter().map(|one| one.item).collect();
    assert_eq!(known, [user("u"), namesake]);
}

#[test]
fn projects_are_known_as_they_were_last_seen() {
    let file = File::new();
    let mut memory = file.open();
    let renamed = Project { name: "a new name".into(), organisation: None, clusters: None, ..project("p") };
    memory.keep_projects(&[renamed, project("q")], at(10), true).unwrap();
    memory.keep_projects(&[project("p")], at(0), true).unwrap();
    let known = memory.projects().unwrap();
    assert_eq!(known.as_of, Some(at(10)));
    let told: Vec<_> = known.rows.iter().map(|one| (&*one.item.name, one.last_seen, one.gone_since)).collect();
    assert_eq!(told, [("a new name", Some(at(10)), None), ("name of q", Some(at(10)), None)]);
    assert_eq!(known.rows[0].item.clusters, Some(3), "which only the earlier list said");
}
