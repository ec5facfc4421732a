//! Where a person has been: back and forth through it while the program runs, and first in the picker the next time.

use crate::domain::project::ProjectId;

/// A project, or a user of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The project.
    pub project: ProjectId,
    /// The user's name.
    pub user: Option<Box<str>>,
}

/// The places, in the order in which they were visited, and where among them one is.
#[derive(Debug, Clone, Default)]
pub struct Visits {
    places: Vec<Place>,
    at: usize,
}

/// Longer ago than this nobody goes back.
const REMEMBERED: usize = 100;

impl Visits {
    /// Nowhere yet; `last` is where an earlier run ended.
    #[must_use]
    pub fn after_run(last: Option<Place>) -> Self {
        let places: Vec<Place> = last.into_iter().collect();
        Self { at: places.len(), places }
    }

    /// Where an earlier run ended, as long as nothing was visited in this one.
    #[must_use]
    pub fn last_run(&self) -> Option<&Place> {
        self.places.first().filter(|_| self.at == self.places.len())
    }

    /// Notes that one is at `place` now. What lay ahead is forgotten, as in a browser.
    pub fn arrive(&mut self, place: Place) {
        if self.places.get(self.at) == Some(&place) {
            return;
        }
        self.places.truncate(self.at + 1);
        self.places.push(place);
        if self.places.len() > REMEMBERED {
            self.places.remove(0);
        }
        self.at = self.places.len() - 1;
    }

    /// The place that was visited before, which is where one is from now on.
    pub fn before(&mut self) -> Option<Place> {
        self.at = self.at.checked_sub(1)?;
        self.places.get(self.at).cloned()
    }

    /// The place that was visited after.
    pub fn after(&mut self) -> Option<Place> {
        let place = self.places.get(self.at + 1)?.clone();
        self.at += 1;
        Some(place)
    }

    /// Whether there is a place before.
    #[must_use]
    pub fn has_before(&self) -> bool {
        self.at > 0
    }

    /// Whether there is a place after.
    #[must_use]
    pub fn has_after(&self) -> bool {
        self.at + 1 < self.places.len()
    }
}

/// What was opened last, the latest first: kept between runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recent {
    places: Vec<Place>,
    /// Whether a place was noted that is not kept yet.
    news: bool,
}

/// More than this nobody recognises.
const KEPT: usize = 30;

impl Recent {
    /// The first of these, the latest first.
    #[must_use]
    pub fn of(places: impl IntoIterator<Item = Place>) -> Self {
        Self { places: places.into_iter().take(KEPT).collect(), news: false }
    }

    /// The places, the latest first.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Notes that `place` was opened.
    pub fn note(&mut self, place: &Place) {
        if self.places.first() != Some(place) {
            self.places.retain(|other| other != place);
            self.places.insert(0, place.clone());
            self.places.truncate(KEPT);
            self.news = true;
        }
    }

    /// Whether something was noted since this was asked last.
    pub fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.news)
    }

    /// How long ago a project was opened: 0 for the latest; the greatest number where it never was.
    #[must_use]
    pub fn rank_of_project(&self, project: &ProjectId) -> usize {
        self.places.iter().position(|place| place.project == *project).unwrap_or(usize::MAX)
    }

    /// How long ago a user was opened.
    #[must_use]
    pub fn rank_of_user(&self, project: &ProjectId, user: &str) -> usize {
        let is_it = |place: &Place| place.project == *project && place.user.as_deref() == Some(user);
        self.places.iter().position(is_it).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str) -> Place {
        Place { project: ProjectId::new(name), user: None }
    }

    #[test]
    fn back_and_forth_as_in_a_browser() {
        let mut visits = Visits::default();
        for name in ["a", "b", "c"] {
            visits.arrive(place(name));
        }
        assert_eq!(visits.before(), Some(place("b")));
        visits.arrive(place("b"));
        assert_eq!(visits.after(), Some(place("c")));
        assert_eq!((visits.before(), visits.before(), visits.before()), (Some(place("b")), Some(place("a")), None));
        visits.arrive(place("d"));
        assert!(!visits.has_after() && visits.has_before());
    }

    #[test]
    fn the_way_back_leads_to_where_an_earlier_run_ended() {
        let mut visits = Visits::after_run(Some(place("a")));
        assert_eq!(visits.last_run(), Some(&place("a")));
        visits.arrive(place("b"));
        assert_eq!(visits.last_run(), None);
        assert_eq!((visits.before(), visits.after()), (Some(place("a")), Some(place("b"))));
        assert!(!Visits::after_run(None).has_before());
    }

    #[test]
    fn the_latest_comes_first_and_once() {
        let mut recent = Recent::default();
        for name in ["a", "b", "a"] {
            recent.note(&place(name));
            assert!(recent.take_news());
        }
        recent.note(&place("a"));
        assert!(!recent.take_news());
        assert_eq!(recent.places(), [place("a"), place("b")]);
        assert_eq!(recent.rank_of_project(&ProjectId::new("b")), 1);
    }
}
