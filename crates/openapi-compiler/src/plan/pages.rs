//! How the answers of an operation follow each other.

use super::RustType;

/// How the pages of an operation follow each other. Places are JSON pointers into the body of a page, in which `-` is the last item
/// of a list.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Where the next page is.
    pub next: NextPage,
    /// Where a page says whether there are more.
    pub more: Option<String>,
    /// Where a page says how many there are.
    pub count: Option<String>,
    /// Where the items of a page are, if it is known.
    pub items: Option<PageItems>,
    /// Who says so: `Config::pages`, the name of an extension, or `rule`.
    pub why: String,
}

/// Where the next page is.
#[derive(Clone, Debug)]
pub enum NextPage {
    /// At the URL of the header `Link`.
    Link,
    /// At a URL in the body.
    Url(String),
    /// Where a value of the body leads.
    Value {
        /// Where the value is.
        at: String,
        /// The parameter or property that it is sent as.
        to: PageInput,
    },
    /// At the next number.
    Number {
        /// The parameter or property that it is sent as.
        to: PageInput,
        /// That of the first page.
        first: i64,
        /// Where the items of a page are.
        items: String,
        /// Whether it counts items, and not pages.
        counts_items: bool,
    },
}

impl NextPage {
    /// The kind of pagination, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Url(_) => "url",
            Self::Value { .. } => "cursor",
            Self::Number { counts_items: true, .. } => "offset",
            Self::Number { .. } => "page",
        }
    }
}

/// Where a request says which page it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageInput {
    /// In a parameter of the query.
    Query(String),
    /// In the body.
    Body(String),
}

/// The way to the items of a page.
#[derive(Clone, Debug)]
pub struct PageItems {
    /// The fields on the way, none if the page is the list.
    pub steps: Vec<PageStep>,
    /// The type of an item.
    pub ty: RustType,
}

/// A field on the way to the items of a page.
#[derive(Clone, Debug)]
pub struct PageStep {
    /// Its identifier.
    pub field: String,
    /// How many `Option`s are around its value.
    pub options: usize,
}
