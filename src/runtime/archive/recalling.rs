//! What the memory says to each question.

use std::collections::HashMap;

use chrono::DateTime;

use crate::app::outlook::Ends;
use crate::app::recall::{Recall, Recollection};
use crate::memory::{self, Found, Memory, MemoryError, Recalled};

/// A longer list of one user is not put in place before Atlas is asked: reading it would take longer than that.
const MOST_RECALLED: usize = 50_000;

/// What is remembered.
///
/// # Errors
/// Where the file cannot be read.
pub fn recall(memory: &Memory, question: &Recall) -> Result<Recollection, MemoryError> {
    match question {
        Recall::LookUp(clues, _) => memory.look_up(clues).map(Recollection::LookUp),
        Recall::Projects => memory.projects().map(Recollection::Projects),
        Recall::Users(project) => memory.users(project).map(Recollection::Users),
        Recall::Certificates(project, user) => {
            let scope = memory::Scope::User(project.clone(), user.clone());
            if memory.board(&scope, DateTime::UNIX_EPOCH, 0, 0)?.total > MOST_RECALLED {
                return Ok(nothing(question));
            }
            memory.certificates(project, user).map(Recollection::Certificates)
        }
        Recall::Ends(project, from, _) => {
            let ends = Ends {
                projects: memory.soonest_of_projects(*from)?,
                users: match project {
                    Some(project) => memory.soonest_of_users(project, *from)?,
                    None => HashMap::new(),
                },
            };
            Ok(Recollection::Ends(ends))
        }
        Recall::Gone(project, user, since, _) => {
            let scope = memory::Scope::User(project.clone(), user.clone());
            memory.board(&scope, *since, 0, 0).map(|page| Recollection::Gone(page.vanished))
        }
    }
}

/// What a memory that cannot be read has to say.
pub(super) fn nothing(question: &Recall) -> Recollection {
    match question {
        Recall::LookUp(..) => Recollection::LookUp(Found::default()),
        Recall::Projects => Recollection::Projects(Recalled { rows: Vec::new(), as_of: None }),
        Recall::Users(_) => Recollection::Users(Recalled { rows: Vec::new(), as_of: None }),
        Recall::Certificates(..) => Recollection::Certificates(Recalled { rows: Vec::new(), as_of: None }),
        Recall::Ends(..) => Recollection::Ends(Ends::default()),
        Recall::Gone(..) => Recollection::Gone(0),
    }
}
