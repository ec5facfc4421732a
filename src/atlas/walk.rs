//! A whole list, page by page in its order, a few pages asked for ahead of the one that is handed out.

use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesOrdered, StreamExt as _};

use crate::atlas::error::{Error, Facts, Kind};
use crate::atlas::page::{Page, PageNumber, PageSize};

type Asked<'client, T> = BoxFuture<'client, Result<Page<T>, Error>>;

/// Judges one page after the other.
type Judge<'client, T> = Box<dyn FnMut(&Page<T>) -> bool + Send + 'client>;

/// A list that is being walked to its end, which is where no `next` link is, or where a page is empty: behind that there
/// is nothing. A server that gives one page again and again would never end; a page that is as long as the one before it
/// and begins and ends with the same items is an error. (Items are told apart by an id or a name, so that no two pages of
/// a list that moves on can look like that.) How far to ask ahead is told by the
/// server's estimate, so that a list of one page costs one request.
pub struct Walk<'client, T> {
    ask: Box<dyn Fn(PageNumber) -> Asked<'client, T> + Send + 'client>,
    asked: FuturesOrdered<Asked<'client, T>>,
    next: Option<PageNumber>,
    at_once: usize,
    page_size: PageSize,
    /// Whether a page is the one before it once more.
    is_repeated: Judge<'client, T>,
    ended: bool,
}

/// What a page is recognised by.
#[derive(PartialEq)]
pub(super) struct Ends<T> {
    first: T,
    last: T,
    length: usize,
}

impl<T: Clone> Ends<T> {
    pub(super) fn of(page: &Page<T>) -> Option<Self> {
        let (first, last) = (page.items.first()?.clone(), page.items.last()?.clone());
        Some(Self { first, last, length: page.items.len() })
    }
}

impl<'client, T: 'client> Walk<'client, T> {
    pub(super) fn new(
        at_once: usize,
        page_size: PageSize,
        ask: impl Fn(PageNumber) -> Asked<'client, T> + Send + 'client,
    ) -> Self
    where
        T: Clone + PartialEq + Send,
    {
        let asked = FuturesOrdered::new();
        let mut before = None;
        let is_repeated = Box::new(move |page: &Page<T>| {
            let ends = Ends::of(page);
            let is_repeated = ends.is_some() && ends == before;
            before = ends;
            is_repeated
        });
        Self { ask: Box::new(ask), asked, next: Some(PageNumber::MIN), at_once, page_size, is_repeated, ended: false }
    }

    /// The next page; `None` behind the last, and after an error.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        if self.ended {
            return None;
        }
        if self.asked.is_empty() {
            self.ask_for_one();
        }
        let page = self.asked.next().await?.and_then(|page| self.moved_on(page));
        match &page {
            Ok(page) if page.has_next && !page.items.is_empty() => self.ask_ahead(page.total.unwrap_or(0)),
            _ => {
                self.ended = true;
                self.asked.clear();
            }
        }
        Some(page)
    }

    /// The page, unless it is the one before it once more.
    fn moved_on(&mut self, page: Page<T>) -> Result<Page<T>, Error> {
        if (self.is_repeated)(&page) { Err(repeated()) } else { Ok(page) }
    }

    fn ask_for_one(&mut self) {
        if let Some(number) = self.next {
            self.asked.push_back((self.ask)(number));
            self.next = number.checked_add(1);
        }
    }

    fn ask_ahead(&mut self, total: u64) {
        let pages = total.div_ceil(self.page_size.get().into());
        while self.asked.len() < self.at_once && self.next.is_some_and(|next| u64::from(next.get()) <= pages) {
            self.ask_for_one();
        }
    }
}

/// That a page is the one before it once more.
pub(super) fn repeated() -> Error {
    let what = Kind::NotUnderstood("it gives the same page again and again".to_owned());
    Error::new(what, "the next page of a list", Facts::default())
}
