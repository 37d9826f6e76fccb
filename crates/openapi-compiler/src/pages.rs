//! The pagination that a `build.rs` sets.

/// How the pages of an operation follow each other; `Config::pages` takes it.
///
/// Parameters of the query are given by their names; a JSON pointer, such as `/page/after`, means a property of the request's body.
/// Places in a page are JSON pointers into its body, in which `-` is the last item of a list.
///
/// ```
/// # use openapi_compiler::pages::Pages;
/// Pages::link();
/// Pages::url("/links/next").items("/records");
/// Pages::cursor("after", "/paging/next").items("/records").more("/paging/has_more");
/// Pages::page("page").first(0).items("/results").count("/total_pages");
/// Pages::offset("/offset").items("");
/// Pages::none();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Pages {
    pub(crate) next: Option<Next>,
    pub(crate) items: Option<String>,
    pub(crate) more: Option<String>,
    pub(crate) count: Option<String>,
}

/// Where the next page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Link,
    Url(String),
    Value { to: String, at: String },
    Number { to: String, first: i64, counts_items: bool },
}

impl Pages {
    fn by(next: Next) -> Self {
        Self {
            next: Some(next),
            items: None,
            more: None,
            count: None,
        }
    }

    /// No pages, where an extension or a rule would see some.
    pub fn none() -> Self {
        Self {
            next: None,
            ..Self::link()
        }
    }

    /// The header `Link` of a page leads to the next (RFC 8288).
    pub fn link() -> Self {
        Self::by(Next::Link)
    }

    /// The URL at `at` leads to the next page.
    pub fn url(at: impl Into<String>) -> Self {
        Self::by(Next::Url(at.into()))
    }

    /// The value at `at` leads to the next page, sent as the parameter `to`.
    pub fn cursor(to: impl Into<String>, at: impl Into<String>) -> Self {
        let (to, at) = (to.into(), at.into());
        Self::by(Next::Value { to, at })
    }

    /// The parameter `to` counts pages, from 1. The last page has no items.
    pub fn page(to: impl Into<String>) -> Self {
        let to = to.into();
        let (first, counts_items) = (1, false);
        Self::by(Next::Number {
            to,
            first,
            counts_items,
        })
    }

    /// The parameter `to` counts the items before a page. The last page has no items.
    pub fn offset(to: impl Into<String>) -> Self {
        let to = to.into();
        let (first, counts_items) = (0, true);
        Self::by(Next::Number {
            to,
            first,
            counts_items,
        })
    }

    /// Sets the number of the first page of [`page`](Self::page), 1 by default, or of the first item of [`offset`](Self::offset), 0 by
    /// default.
    pub fn first(mut self, number: i64) -> Self {
        if let Some(Next::Number { first, .. }) = &mut self.next {
            *first = number;
        }
        self
    }

    /// Sets where the items of a page are. Without it, they are the only list of a page.
    pub fn items(mut self, at: impl Into<String>) -> Self {
        self.items = Some(at.into());
        self
    }

    /// Sets where a page says whether there are more.
    pub fn more(mut self, at: impl Into<String>) -> Self {
        self.more = Some(at.into());
        self
    }

    /// Sets where a page says how many pages there are.
    pub fn count(mut self, at: impl Into<String>) -> Self {
        self.count = Some(at.into());
        self
    }
}
