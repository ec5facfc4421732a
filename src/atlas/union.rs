//! One list out of those of several members, each item once.
//!
//! A page of it holds the next page of everybody's, in the order of the members. Whoever fails, or is told to wait, is put
//! behind all others: their items are there before it is asked again, and a failure that lasts is the list's end.

use std::collections::HashMap;

use futures_util::future::join_all;
use tokio::sync::Mutex;

use crate::atlas::client::Patience;
use crate::atlas::endpoint::Endpoint;
use crate::atlas::error::Error;
use crate::atlas::member::Member;
use crate::atlas::page::{Page, PageNumber};
use crate::atlas::walk::{Ends, repeated};
use crate::atlas::wire::Item;
use crate::domain::project::{Organisation, Project};

/// Something that two members may both list.
pub(super) trait Known {
    /// What it is known again by.
    fn id(&self) -> &str;
}

impl Known for Project {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}

impl Known for Organisation {
    fn id(&self) -> &str {
        &self.id
    }
}

/// The list. Page 1 always begins anew; behind it the pages follow from each other, and stay until then.
pub(super) struct Union<T> {
    endpoint: Endpoint<'static>,
    round: Mutex<Round<T>>,
}

/// One walk through all lists.
struct Round<T> {
    pages: Vec<Page<T>>,
    /// By member.
    places: Vec<Place<T>>,
    /// The first member that lists it, by the item's id.
    met: HashMap<Box<str>, usize>,
}

/// How far a member's list is.
struct Place<T> {
    /// The page to ask for next; `None` behind the last.
    next: Option<PageNumber>,
    /// The page before.
    before: Option<Ends<T>>,
    /// The server's count.
    total: Option<u64>,
    /// Whether it failed, and waits for all others.
    is_behind: bool,
}

impl<T> Union<T> {
    pub(super) fn new(endpoint: Endpoint<'static>) -> Self {
        let round = Round { pages: Vec::new(), places: Vec::new(), met: HashMap::new() };
        Self { endpoint, round: Mutex::new(round) }
    }
}

impl<T: Item + Known + Clone + PartialEq> Union<T> {
    /// A page. `note` is told of every item and the first member that lists it.
    ///
    /// One request at a time goes on with the round, so that a page that is asked for out of turn finds those before it;
    /// one that is dropped leaves the round as it was.
    pub(super) async fn page(
        &self,
        members: &[Member],
        number: PageNumber,
        note: impl Fn(&T, usize),
    ) -> Result<Page<T>, Error> {
        let mut round = self.round.lock().await;
        if number == PageNumber::MIN || round.places.is_empty() {
            *round = Round::begun(members.len());
        }
        let index = usize::try_from(number.get()).unwrap_or(usize::MAX) - 1;
        while round.pages.len() <= index && round.goes_on() {
            let page = round.next(members, self.endpoint, &note).await?;
            round.pages.push(page);
        }
        Ok(round.pages.get(index).cloned().unwrap_or_else(Page::nothing))
    }
}

impl<T> Round<T> {
    fn begun(members: usize) -> Self {
        let place = || Place { next: Some(PageNumber::MIN), before: None, total: None, is_behind: false };
        let places = std::iter::repeat_with(place).take(members).collect();
        Self { pages: Vec::new(), places, met: HashMap::new() }
    }

    fn goes_on(&self) -> bool {
        self.places.iter().any(|place| place.next.is_some())
    }

    /// Who is to be asked for which page: everybody that has more, or else those who had to wait.
    fn turn(&self) -> (Vec<(usize, PageNumber)>, Patience) {
        let who = |behind: bool| -> Vec<_> {
            let places = self.places.iter().enumerate().filter(|(_, place)| place.is_behind == behind);
            places.filter_map(|(member, place)| Some((member, place.next?))).collect()
        };
        let ahead = who(false);
        if ahead.is_empty() { (who(true), Patience::AsSet) } else { (ahead, Patience::Once) }
    }
}

impl<T: Item + Known + Clone + PartialEq> Round<T> {
    /// The next page: never an empty one with another behind it.
    async fn next(
        &mut self,
        members: &[Member],
        endpoint: Endpoint<'static>,
        note: &impl Fn(&T, usize),
    ) -> Result<Page<T>, Error> {
        loop {
            let (asked, patience) = self.turn();
            let answers = asked.iter().filter_map(|(member, page)| {
                let asked = members.get(*member)?;
                Some(async move { (*member, asked.page::<T>(endpoint, *page, patience).await) })
            });
            let (mut items, mut server_time, mut failures) = (Vec::new(), None, Vec::new());
            for (member, answer) in join_all(answers).await {
                match self.take_in(member, answer) {
                    Ok(page) => {
                        server_time = [server_time, page.server_time].into_iter().flatten().min();
                        items.extend(page.items.into_iter().filter(|item| self.is_new(item, member, note)));
                    }
                    Err(why) => failures.push(members.get(member).map_or(why.clone(), |asked| asked.named(&why))),
                }
            }
            if !items.is_empty() || !self.goes_on() {
                let total = self.places.iter().map(|place| place.total).sum();
                return Ok(Page { items, total, has_next: self.goes_on(), server_time });
            }
            if patience == Patience::AsSet && !failures.is_empty() {
                let first = failures.remove(0);
                return Err(first.beside(failures));
            }
        }
    }

    /// Notes how far the member's list is now.
    fn take_in(&mut self, member: usize, answer: Result<Page<T>, Error>) -> Result<Page<T>, Error> {
        let Some(place) = self.places.get_mut(member) else { return answer };
        let answer = answer.and_then(|page| {
            let ends = Ends::of(&page);
            if ends.is_some() && ends == place.before {
                return Err(repeated());
            }
            place.before = ends;
            Ok(page)
        });
        place.is_behind = answer.is_err();
        if let Ok(page) = &answer {
            place.total = page.total;
            let has_more = page.has_next && !page.items.is_empty();
            place.next = place.next.filter(|_| has_more).and_then(|number| number.checked_add(1));
        }
        answer
    }

    /// Whether an item is met for the first time; an earlier member that lists it later counts before the others.
    fn is_new(&mut self, item: &T, member: usize, note: &impl Fn(&T, usize)) -> bool {
        let first = self.met.get(item.id()).copied();
        if first.is_none_or(|first| member < first) {
            self.met.insert(item.id().into(), member);
            note(item, member);
        }
        first.is_none()
    }
}
