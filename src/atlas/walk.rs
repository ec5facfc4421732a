//! A whole list, page by page in its order, a few pages asked for ahead of the one that is handed out.

use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesOrdered, StreamExt as _};

use crate::atlas::error::Error;
use crate::atlas::page::{Page, PageNumber, PageSize};

type Asked<'client, T> = BoxFuture<'client, Result<Page<T>, Error>>;

/// A list that is being walked to its end, which is where no `next` link is. How far to ask ahead is told by the
/// server's estimate, so that a list of one page costs one request.
pub struct Walk<'client, T> {
    ask: Box<dyn Fn(PageNumber) -> Asked<'client, T> + Send + 'client>,
    asked: FuturesOrdered<Asked<'client, T>>,
    next: Option<PageNumber>,
    at_once: usize,
    page_size: PageSize,
    ended: bool,
}

impl<'client, T: 'client> Walk<'client, T> {
    pub(super) fn new(
        at_once: usize,
        page_size: PageSize,
        ask: impl Fn(PageNumber) -> Asked<'client, T> + Send + 'client,
    ) -> Self {
        let asked = FuturesOrdered::new();
        Self { ask: Box::new(ask), asked, next: Some(PageNumber::MIN), at_once, page_size, ended: false }
    }

    /// The next page; `None` behind the last, and after an error.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        if self.ended {
            return None;
        }
        if self.asked.is_empty() {
            self.ask_for_one();
        }
        let page = self.asked.next().await?;
        match &page {
            Ok(page) if page.has_next => self.ask_ahead(page.total.unwrap_or(0)),
            _ => {
                self.ended = true;
                self.asked.clear();
            }
        }
        Some(page)
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
