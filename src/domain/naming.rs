//! Finding what a person named: a project by name or id, a user by name, and the nearest names where there is none.

use crate::domain::printable::Printable;
use crate::domain::project::{Project, ProjectId};
use crate::domain::user::DatabaseUser;

/// How many near names are worth reading in one line.
const SUGGESTIONS: usize = 3;

/// Why a name did not lead to one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unresolved {
    /// Nothing is called that; the nearest names, best first.
    Unknown(Vec<Box<str>>),
    /// Several projects are called that: their ids, and those of their organisations.
    Ambiguous(Vec<(ProjectId, Option<Box<str>>)>),
}

/// The project with this id, or else this name, or else this name in another case.
///
/// # Errors
/// Where none is, or where several are.
pub fn project<'list>(projects: &'list [Project], wanted: &str) -> Result<&'list Project, Unresolved> {
    if let Some(by_id) = projects.iter().find(|project| project.id.as_str() == wanted) {
        return Ok(by_id);
    }
    let called =
        |same: &dyn Fn(&str) -> bool| projects.iter().filter(|project| same(&project.name)).collect::<Vec<_>>();
    let mut matches = called(&|name| name == wanted);
    if matches.is_empty() {
        matches = called(&|name| name.to_lowercase() == wanted.to_lowercase());
    }
    match matches.as_slice() {
        [] => Err(Unresolved::Unknown(nearest(projects.iter().map(|project| &*project.name), wanted))),
        [one] => Ok(one),
        several => {
            let ids = several.iter().map(|project| (project.id.clone(), project.organisation.clone()));
            Err(Unresolved::Ambiguous(ids.collect()))
        }
    }
}

/// The user with exactly this name, one whose certificates Atlas manages before a namesake of another database.
///
/// # Errors
/// Where none is: MongoDB compares user names as text, so the case counts.
pub fn user<'list>(users: &'list [DatabaseUser], wanted: &str) -> Result<&'list DatabaseUser, Unresolved> {
    users
        .iter()
        .filter(|user| &*user.name == wanted)
        .max_by_key(|user| user.authentication.may_have_certificates())
        .ok_or_else(|| Unresolved::Unknown(nearest(users.iter().map(|user| &*user.name), wanted)))
}

/// Up to three names that are like `wanted`, best first.
#[must_use]
pub fn nearest<'list>(names: impl Iterator<Item = &'list str>, wanted: &str) -> Vec<Box<str>> {
    let wanted = wanted.to_lowercase();
    let mut scored: Vec<(f64, &str)> = names
        .map(|name| {
            let lower = name.to_lowercase();
            let within = if lower.contains(&wanted) || wanted.contains(&lower) { 0.5 } else { 0.0 };
            (strsim::jaro_winkler(&lower, &wanted) + within, name)
        })
        .filter(|(score, name)| *score > 0.75 && !name.is_empty())
        .collect();
    scored.sort_by(|(left, _), (right, _)| right.total_cmp(left));
    scored.dedup_by(|(_, left), (_, right)| left == right);
    scored.into_iter().take(SUGGESTIONS).map(|(_, name)| name.into()).collect()
}

/// That nothing is called so, and what is nearest; a sentence without its full stop. Foreign names are printable in it.
#[must_use]
pub fn not_found(what: &str, wanted: &str, why: &Unresolved) -> String {
    let quoted = |name: &str| Printable::new(name).quoted();
    let wanted = quoted(wanted);
    match why {
        Unresolved::Unknown(near) if near.is_empty() => format!("no {what} is called {wanted}"),
        Unresolved::Unknown(near) => {
            let near: Vec<String> = near.iter().map(|name| quoted(name)).collect();
            format!("no {what} is called {wanted}; nearest: {}", near.join(", "))
        }
        Unresolved::Ambiguous(ids) => {
            let told = |(id, organisation): &(ProjectId, Option<Box<str>>)| {
                let of = organisation.as_ref().map(|of| format!(" (organisation {of})")).unwrap_or_default();
                Printable::new(&format!("{id}{of}")).to_string()
            };
            let told: Vec<String> = ids.iter().map(told).collect();
            format!("{} projects are called {wanted}; name one by its id: {}", told.len(), told.join(", "))
        }
    }
}

/// `Such a thing is not here.`: a phrase as a sentence of its own.
#[must_use]
pub fn sentence(phrase: &str) -> String {
    let mut characters = phrase.chars();
    let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(id: &str, name: &str) -> Project {
        Project { id: ProjectId::new(id), name: name.into(), organisation: None, clusters: None, created_at: None }
    }

    #[test]
    fn an_id_wins_over_a_name_and_the_exact_case_over_another() {
        let projects =
            [called("a", "payments"), called("b", "Payments"), called("payments", "c"), called("d", "Ledger")];
        assert_eq!(project(&projects, "payments").map(|found| &*found.name), Ok("c"));
        assert_eq!(project(&projects, "Payments").map(|found| found.id.as_str()), Ok("b"));
        assert_eq!(project(&projects, "ledger").map(|found| found.id.as_str()), Ok("d"));
        assert_eq!(
            project(&projects, "PAYMENTS"),
            Err(Unresolved::Ambiguous(vec![(ProjectId::new("a"), None), (ProjectId::new("b"), None)]))
        );
    }

    #[test]
    fn a_slip_of_the_finger_gets_the_nearest_names() {
        let projects = [called("a", "payments"), called("b", "warehouse"), called("c", "payments-staging")];
        let near = |wanted| project(&projects, wanted).map(|found| found.name.clone());
        assert_eq!(near("paymets"), Err(Unresolved::Unknown(vec!["payments".into(), "payments-staging".into()])));
        assert_eq!(near("zzz"), Err(Unresolved::Unknown(vec![])));
    }
}
