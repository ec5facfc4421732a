//! What the server lists for an account. Every name carries the account's sign, so that one that stands on the screen of
//! another account is seen; and some texts in every field are such as no list should hold.

use atlas_certs::domain::certificate::Certificate;
use atlas_certs::domain::project::{Organisation, Project, ProjectId};
use atlas_certs::domain::user::{Authentication, DatabaseUser, Role};

use crate::desk::{self, Desk};
use crate::words::HOSTILE;

/// They stand in nothing that a person types.
const SIGNS: [char; 4] = ['①', '②', '③', '④'];

pub fn sign(account: usize) -> char {
    SIGNS[account % SIGNS.len()]
}

/// Whether a text carries the sign of another account.
pub fn is_of_another(text: &str, account: usize) -> bool {
    SIGNS.iter().any(|one| *one != sign(account) && text.contains(*one))
}

/// A name of an account.
pub fn signed(name: &str, account: usize) -> String {
    format!("{name}{}", sign(account))
}

/// The server lists what the account may see.
pub fn fill(desk: &mut Desk, account: usize) {
    desk.organisations = vec![Organisation { id: "acme".into(), name: signed(HOSTILE, account).into() }];
    let names = ["analytics", "checkout", "payments", "warehouse-eu", HOSTILE];
    desk.projects = names.map(|name| project(name, account)).to_vec();
    desk.users = vec![
        user("svc-ledger", Authentication::ManagedX509, account),
        user("alice", Authentication::Password, account),
        user("etl", Authentication::ManagedX509, account),
        user("CN=appsvc,OU=own", Authentication::CustomerX509, account),
        user(HOSTILE, Authentication::OtherX509(HOSTILE.into()), account),
    ];
    desk.certificates = (0..250).map(|row| certificate(row, account)).collect();
}

/// A user comes, or goes again.
pub fn toggle_user(desk: &mut Desk, account: usize) {
    let zoe = user("zoe", Authentication::ManagedX509, account);
    if desk.users.last() == Some(&zoe) {
        desk.users.pop();
    } else {
        desk.users.push(zoe);
    }
}

fn project(name: &str, account: usize) -> Project {
    let name = signed(name, account);
    Project { id: ProjectId::new(format!("id-of-{name}")), ..desk::project(&name) }
}

fn user(name: &str, authentication: Authentication, account: usize) -> DatabaseUser {
    let foreign = || signed(HOSTILE, account).into();
    let role = Role { name: foreign(), database: foreign(), collection: Some(foreign()) };
    let note = Some(foreign());
    DatabaseUser { roles: vec![role], description: note, ..desk::user(&signed(name, account), authentication) }
}

/// The certificate at a row of a list.
pub fn certificate(row: usize, account: usize) -> Certificate {
    let mut one = desk::certificate(row);
    one.subject = Some(format!("CN=svc-ledger-{row}{},OU=payments,O=Acme", sign(account)).into());
    match row % 17 {
        // The first are as they should be.
        _ if row < 3 => {}
        0 => one.subject = Some(format!("CN={}", signed(HOSTILE, account)).into()),
        1 => one.subject = None,
        2 => one.not_after = None,
        3 => one.created_at = None,
        4 => one.not_after = Some("9999-12-31T23:59:59-23:59".parse().unwrap()),
        5 => one.created_at = Some("0000-01-01T00:00:00+23:59".parse().unwrap()),
        _ => {}
    }
    one
}
