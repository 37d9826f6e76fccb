//! Answers that come page by page.

use std::{
    collections::HashSet,
    fmt,
    future::Future,
    hash::{BuildHasher, RandomState},
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::Stream;
use serde_json::Value;

use crate::{Client, Error, RawResponse, Request, ResponseValue, client::Decode, json_pointer, link};

/// How the pages of an operation follow each other; generated code says it. Texts that begin with a slash are JSON pointers
/// into the body of a page, where `-` is the last item of a list; one that is empty is the whole body.
///
/// ```
/// use openapi_runtime::{NextPage, PageInput, Paging};
///
/// // Pages such as `{"items": [..], "next": "c7", "more": true}`; the request has `?cursor=c7`.
/// const PAGING: Paging = Paging::new(NextPage::Value { at: "/next", to: PageInput::Query("cursor") }).more("/more");
/// assert_eq!(PAGING.more, Some("/more"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// Where the next page is.
    pub next: NextPage,
    /// Where a page says whether there are more.
    pub more: Option<&'static str>,
    /// Where a page says how many there are.
    pub count: Option<&'static str>,
}

impl Paging {
    /// Pages of which each leads to the next one.
    pub const fn new(next: NextPage) -> Self {
        Self {
            next,
            more: None,
            count: None,
        }
    }

    /// Sets where a page says whether there are more.
    #[must_use]
    pub const fn more(self, at: &'static str) -> Self {
        Self { more: Some(at), ..self }
    }

    /// Sets where a page says how many there are.
    ///
    /// ```
    /// use openapi_runtime::{NextPage, PageInput, Paging};
    ///
    /// // Pages such as `{"items": [..], "pages": 12}`; the request has `{"page": 2}`.
    /// const NEXT: NextPage = NextPage::Number { to: PageInput::Body("/page"), first: 1, items: "/items", counts_items: false };
    /// const PAGING: Paging = Paging::new(NEXT).count("/pages");
    /// assert_eq!(PAGING.count, Some("/pages"));
    /// ```
    #[must_use]
    pub const fn count(self, at: &'static str) -> Self {
        Self {
            count: Some(at),
            ..self
        }
    }
}

/// Where the next page is.
///
/// ```
/// use openapi_runtime::{NextPage, PageInput, Paging};
///
/// const BY_HEADER: Paging = Paging::new(NextPage::Link);
/// const BY_URL: Paging = Paging::new(NextPage::Url("/links/next"));
/// const BY_OFFSET: Paging = Paging::new(NextPage::Number {
///     to: PageInput::Query("offset"),
///     first: 0,
///     items: "/items",
///     counts_items: true,
/// });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextPage {
    /// At the URL of the header `Link` with the relation `next` (RFC 8288).
    Link,
    /// At the URL in the body.
    Url(&'static str),
    /// Where a value of the body leads: a cursor.
    Value {
        /// The value.
        at: &'static str,
        /// The parameter or property that it is sent as.
        to: PageInput,
    },
    /// At the next number.
    Number {
        /// The parameter or property that it is sent as.
        to: PageInput,
        /// That of the first page.
        first: i64,
        /// Where the items of a page are: one without any is the last.
        items: &'static str,
        /// Whether it counts items, and not pages.
        counts_items: bool,
    },
}

/// Where a request says which page it asks for.
///
/// ```
/// use openapi_runtime::{NextPage, PageInput};
///
/// // `?cursor=..`, and `{"paging": {"cursor": ..}}`.
/// let in_query = NextPage::Value { at: "/next", to: PageInput::Query("cursor") };
/// let in_body = NextPage::Value { at: "/next", to: PageInput::Body("/paging/cursor") };
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageInput {
    /// In a parameter of the query.
    Query(&'static str),
    /// In its body of JSON, at this pointer.
    Body(&'static str),
}

/// The pages of an operation, each asked for when it is wanted. It ends after the last page, and after the first error. A page that
/// was there before is [`Error::NextPage`], and nothing is sent to another server.
///
/// ```
/// # use openapi_runtime::{Client, Decoded, NextPage, Operation, PageInput, Pages, Paging, RawResponse, Request, Undecodable};
/// # use std::convert::Infallible;
/// #
/// # const NUMBERS: Operation = Operation::new("numbers", "GET", "/numbers").statuses(&["200"]);
/// # const PAGING: Paging = Paging::new(NextPage::Number { to: PageInput::Query("page"), first: 1, items: "", counts_items: false });
/// #
/// # fn decode(response: &RawResponse) -> Result<Decoded<Vec<u32>, Infallible>, Undecodable> {
/// #     response.json("application/json").map(Decoded::Success)
/// # }
/// #
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # use wiremock::{Mock, ResponseTemplate, matchers::query_param};
/// # let second = ResponseTemplate::new(200).set_body_raw("[3]", "application/json");
/// # Mock::given(query_param("page", "2")).respond_with(second).mount(&server).await;
/// # let third = ResponseTemplate::new(200).set_body_raw("[]", "application/json");
/// # Mock::given(query_param("page", "3")).respond_with(third).mount(&server).await;
/// # let first = ResponseTemplate::new(200).set_body_raw("[1, 2]", "application/json");
/// # Mock::given(wiremock::matchers::any()).respond_with(first).mount(&server).await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// # let mut pages: Pages<'_, Vec<u32>, Infallible> = Pages::new(&client, Request::new(&NUMBERS), decode, &PAGING);
/// # let mut numbers = Vec::new();
/// // The server has `[1, 2]`, `[3]` and no more.
/// while let Some(page) = pages.next().await {
///     numbers.extend(page?.into_inner());
/// }
/// assert_eq!(numbers, [1, 2, 3]);
/// # Ok(())
/// # }
/// ```
#[must_use = "the request is not sent until `next` is called"]
pub struct Pages<'a, T, E>(State<'a, T, E>);

enum State<'a, T, E> {
    Ready(Box<Walk<'a, T, E>>),
    Fetching(Pin<Box<dyn Future<Output = Fetched<'a, T, E>> + Send + 'a>>),
    Failed(Box<Error<E>>),
    Ended,
}

/// A page, and the next step.
type Fetched<'a, T, E> = (Result<ResponseValue<T>, Error<E>>, State<'a, T, E>);

impl<'a, T: Send + 'a, E: Send + 'a> Pages<'a, T, E> {
    /// The pages that begin with this request.
    #[doc(hidden)]
    pub fn new(client: &'a Client, request: Request, decode: Decode<T, E>, paging: &'static Paging) -> Self {
        Self(State::Ready(Box::new(Walk {
            client,
            request,
            decode,
            paging,
            seen: HashSet::new(),
            hasher: RandomState::new(),
        })))
    }

    /// The next page; `None` after the last, and after an error. The errors are those of [`Client::send`], and [`Error::NextPage`].
    pub async fn next(&mut self) -> Option<Result<ResponseValue<T>, Error<E>>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The items of all pages; `list` finds them in a page.
    ///
    /// ```
    /// # use openapi_runtime::Pages;
    /// # use std::convert::Infallible;
    /// struct Page {
    ///     pets: Option<Vec<String>>,
    /// }
    ///
    /// async fn count(pages: Pages<'_, Page, Infallible>) -> usize {
    ///     let mut pets = pages.items(|page| page.pets.as_mut());
    ///     let mut count = 0;
    ///     while let Some(Ok(_pet)) = pets.next().await {
    ///         count += 1;
    ///     }
    ///     count
    /// }
    /// ```
    pub fn items<I>(self, list: fn(&mut T) -> Option<&mut Vec<I>>) -> Items<'a, T, E, I> {
        Items {
            pages: self,
            list,
            left: Vec::new().into_iter(),
            types: PhantomData,
        }
    }
}

impl<'a, T: Send + 'a, E: Send + 'a> Stream for Pages<'a, T, E> {
    type Item = Result<ResponseValue<T>, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.0, State::Ended) {
                State::Ready(walk) => self.0 = State::Fetching(Box::pin(walk.fetch())),
                State::Fetching(mut fetch) => {
                    let Poll::Ready((page, then)) = fetch.as_mut().poll(cx) else {
                        self.0 = State::Fetching(fetch);
                        return Poll::Pending;
                    };
                    self.0 = then;
                    return Poll::Ready(Some(page));
                }
                State::Failed(error) => return Poll::Ready(Some(Err(*error))),
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}

impl<T, E> fmt::Debug for Pages<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of all pages of an operation, one after the other; see [`Pages`].
///
/// ```
/// # use openapi_runtime::{Client, Decoded, NextPage, Operation, PageInput, Pages, Paging, RawResponse, Request, Undecodable};
/// # use std::convert::Infallible;
/// #
/// # const NUMBERS: Operation = Operation::new("numbers", "GET", "/numbers").statuses(&["200"]);
/// # const PAGING: Paging = Paging::new(NextPage::Number { to: PageInput::Query("page"), first: 1, items: "", counts_items: false });
/// #
/// # fn decode(response: &RawResponse) -> Result<Decoded<Vec<u32>, Infallible>, Undecodable> {
/// #     response.json("application/json").map(Decoded::Success)
/// # }
/// #
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # use wiremock::{Mock, ResponseTemplate, matchers::query_param};
/// # let second = ResponseTemplate::new(200).set_body_raw("[3]", "application/json");
/// # Mock::given(query_param("page", "2")).respond_with(second).mount(&server).await;
/// # let third = ResponseTemplate::new(200).set_body_raw("[]", "application/json");
/// # Mock::given(query_param("page", "3")).respond_with(third).mount(&server).await;
/// # let first = ResponseTemplate::new(200).set_body_raw("[1, 2]", "application/json");
/// # Mock::given(wiremock::matchers::any()).respond_with(first).mount(&server).await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// # let pages: Pages<'_, Vec<u32>, Infallible> = Pages::new(&client, Request::new(&NUMBERS), decode, &PAGING);
/// # let mut sum = 0;
/// // The server has `[1, 2]`, `[3]` and no more.
/// let mut items = pages.items(|page| Some(page));
/// while let Some(number) = items.next().await {
///     sum += number?;
/// }
/// assert_eq!(sum, 6);
/// # Ok(())
/// # }
/// ```
#[must_use = "the request is not sent until `next` is called"]
pub struct Items<'a, T, E, I> {
    pages: Pages<'a, T, E>,
    list: fn(&mut T) -> Option<&mut Vec<I>>,
    left: vec::IntoIter<I>,
    types: PhantomData<fn() -> I>,
}

impl<'a, T: Send + 'a, E: Send + 'a, I> Items<'a, T, E, I> {
    /// The next item; `None` after the last, and after an error. The errors are those of [`Pages::next`].
    pub async fn next(&mut self) -> Option<Result<I, Error<E>>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<'a, T: Send + 'a, E: Send + 'a, I> Stream for Items<'a, T, E, I> {
    type Item = Result<I, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.left.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                Some(Ok(mut page)) => {
                    let items = (self.list)(&mut page).map(std::mem::take);
                    self.left = items.unwrap_or_default().into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T, E, I> Unpin for Items<'_, T, E, I> {}

impl<T, E, I> fmt::Debug for Items<'_, T, E, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// The way from page to page.
struct Walk<'a, T, E> {
    client: &'a Client,
    /// That of the next page.
    request: Request,
    decode: Decode<T, E>,
    paging: &'static Paging,
    /// Hashes of the inputs that led to pages, or of their items if pages are counted.
    seen: HashSet<u64>,
    hasher: RandomState,
}

/// Why the next page cannot be asked for.
type Problem = &'static str;

impl<'a, T: Send + 'a, E: Send + 'a> Walk<'a, T, E> {
    async fn fetch(mut self: Box<Self>) -> Fetched<'a, T, E> {
        let page = match self.client.send_next(&mut self.request, self.decode).await {
            Ok(page) => page,
            Err(error) => return (Err(error), State::Ended),
        };
        let failed = |reason| {
            let response = page.raw().clone();
            Error::NextPage { reason, response }
        };
        if let Err(reason) = self.is_another(page.raw()) {
            return (Err(failed(reason)), State::Ended);
        }
        let then = match self.turn(page.raw()) {
            Ok(true) => State::Ready(self),
            Ok(false) => State::Ended,
            Err(reason) => State::Failed(Box::new(failed(reason))),
        };
        (Ok(page), then)
    }

    /// Whether a page that is only counted has other items than those before it: a server that ignores the number sends the same again.
    fn is_another(&mut self, page: &RawResponse) -> Result<(), Problem> {
        let NextPage::Number { items, .. } = self.paging.next else {
            return Ok(());
        };
        match json_pointer::raw(&page.body, items) {
            Some(items) if json_pointer::length(items) > 0 => self.is_new(items),
            _ => Ok(()),
        }
    }

    /// Makes the request that of the page after this one, if there is any.
    fn turn(&mut self, page: &RawResponse) -> Result<bool, Problem> {
        let body = &page.body;
        if let Some(more) = self.paging.more
            && json_pointer::value(body, more) == Some(Value::Bool(false))
        {
            return Ok(false);
        }
        match self.paging.next {
            NextPage::Link => self.go_to(link::next(&page.headers)),
            NextPage::Url(at) => match json_pointer::value(body, at) {
                Some(Value::String(url)) => self.go_to(Some(url)),
                None | Some(Value::Null) => Ok(false),
                Some(_) => Err("its URL is not a text"),
            },
            NextPage::Value { at, to } => self.carry(json_pointer::value(body, at), to),
            NextPage::Number {
                to,
                first,
                items,
                counts_items,
            } => {
                let Some(items) = json_pointer::raw(body, items) else {
                    return Err("the page has no items where the description has them");
                };
                let length = json_pointer::length(items);
                if length == 0 {
                    return Ok(false);
                }
                let number = self.request.page_number(to)?.unwrap_or(first);
                let counted = self.paging.count.and_then(|count| json_pointer::value(body, count));
                let is_last = |count: i64| number.saturating_sub(first).saturating_add(1) >= count;
                if counted.and_then(|count| count.as_i64()).is_some_and(is_last) {
                    return Ok(false);
                }
                let step = if counts_items { length } else { 1 };
                self.request.ask_for_page(to, number.saturating_add(step).into())?;
                Ok(true)
            }
        }
    }

    fn go_to(&mut self, url: Option<String>) -> Result<bool, Problem> {
        let Some(url) = url.filter(|url| !url.is_empty()) else {
            return Ok(false);
        };
        self.is_new(&url)?;
        self.request.ask_for_url(url)?;
        Ok(true)
    }

    fn carry(&mut self, cursor: Option<Value>, to: PageInput) -> Result<bool, Problem> {
        match cursor {
            None | Some(Value::Null | Value::Bool(false)) => Ok(false),
            Some(Value::String(text)) if text.is_empty() => Ok(false),
            Some(cursor @ (Value::String(_) | Value::Number(_))) => {
                self.is_new(&cursor.to_string())?;
                self.request.ask_for_page(to, cursor)?;
                Ok(true)
            }
            Some(_) => Err("its cursor is neither a text nor a number"),
        }
    }

    /// Whether this has not led to a page before.
    fn is_new(&mut self, way: &str) -> Result<(), Problem> {
        match self.seen.insert(self.hasher.hash_one(way)) {
            true => Ok(()),
            false => Err("it was there before: the pages would never end"),
        }
    }
}
