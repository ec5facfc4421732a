//! What the memory says: it stands in the panes until Atlas has answered.

use chrono::{DateTime, Utc};

use crate::app::layout::Pane;
use crate::app::model::Model;
use crate::app::recall::{Recall, Recollection};
use crate::app::update::{arrange_projects, arrange_users, look_up, open};
use crate::memory::{Recalled, Seen};

/// Takes in what is remembered.
pub(super) fn arrived(model: &mut Model, recollection: Recollection) {
    match recollection {
        Recollection::LookUp(found) => look_up::answered(model, Some(found)),
        Recollection::Projects(recalled) => {
            let (items, seen) = last_known(recalled, model);
            model.projects.listing.recalled(items, seen);
            arrange_projects(model);
            open::wished_project(model);
        }
        Recollection::Users(recalled) => {
            let (items, seen) = last_known(recalled, model);
            if let Some(users) = &mut model.users {
                users.picker.listing.recalled(items, seen);
            }
            arrange_users(model);
            open::wished_user(model);
        }
        Recollection::Certificates(recalled) => {
            let seen = recalled.as_of.or(recalled.rows.iter().filter_map(|one| one.last_seen).max());
            let seen = seen.map(|seen| model.clock.local(seen));
            let listed = recalled.rows.into_iter().filter(|one| one.standing.is_listed()).collect();
            let (judge, height) = (model.judge(), model.height_of(Pane::Certificates));
            if let Some(pane) = &mut model.certificates {
                pane.recalled(listed, seen, judge, height);
            }
            look_up::take_aim(model);
        }
        Recollection::Ends(ends) => model.outlook.answered(Some(ends)),
        Recollection::Gone(gone) => {
            if let Some(pane) = &mut model.certificates {
                pane.heard_of_gone(Some(gone));
            }
        }
    }
}

/// Nobody could say what is remembered, so it is not asked again.
pub(super) fn failed(model: &mut Model, question: &Recall) {
    let (judge, height) = (model.judge(), model.height_of(Pane::Certificates));
    match question {
        Recall::LookUp(..) => look_up::answered(model, None),
        Recall::Ends(..) => model.outlook.answered(None),
        Recall::Projects => model.projects.listing.recalled(Vec::new(), None),
        Recall::Users(_) => {
            if let Some(users) = &mut model.users {
                users.picker.listing.recalled(Vec::new(), None);
            }
        }
        Recall::Certificates(..) => {
            if let Some(pane) = &mut model.certificates {
                pane.recalled(Vec::new(), None, judge, height);
            }
        }
        Recall::Gone(..) => {
            if let Some(pane) = &mut model.certificates {
                pane.heard_of_gone(None);
            }
        }
    }
}

/// What the latest list had, and when that was seen by this machine's clock. Where no list was read to its end, all that
/// was ever seen and is not known to be gone.
fn last_known<T>(recalled: Recalled<Seen<T>>, model: &Model) -> (Vec<T>, Option<DateTime<Utc>>) {
    let Recalled { rows, as_of } = recalled;
    let seen = as_of.or(rows.iter().filter_map(|one| one.last_seen).max()).map(|seen| model.clock.local(seen));
    let is_there = |one: &Seen<T>| one.gone_since.is_none() && as_of.is_none_or(|as_of| one.last_seen >= Some(as_of));
    (rows.into_iter().filter(is_there).map(|one| one.item).collect(), seen)
}
