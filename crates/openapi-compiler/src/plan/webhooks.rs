//! The requests that the server sends.

use crate::document::Location;

use super::RustType;

/// A request that the server sends, whose body is JSON.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Its place in the description.
    pub at: Location,
    /// Its name in the description.
    pub wire_name: String,
    /// The identifier of the function that reads its body.
    pub name: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The type of its body.
    pub payload: RustType,
}

/// The enum of the webhooks that are not callbacks, and how they are distinguished.
#[derive(Clone, Debug)]
pub struct Events {
    /// The identifier and the index of the webhook of each variant.
    pub variants: Vec<(String, usize)>,
    /// Whether each name is that of one webhook.
    pub by_name: bool,
    /// The property of the body that distinguishes them.
    pub property: Option<Mark>,
    /// The header that distinguishes them.
    pub header: Option<Mark>,
    /// A header and a property that distinguish them together, where neither does alone.
    pub pair: Option<Pair>,
}

/// What distinguishes several webhooks.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The name of the property or header.
    pub name: String,
    /// The values of each webhook; no two have the same.
    pub values: Vec<Vec<String>>,
}

/// A header and a property that distinguish several webhooks together.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The name of the header.
    pub header: String,
    /// The name of the property.
    pub property: String,
    /// The values that both have in each webhook, where they are known; any two webhooks have other values in one of them.
    pub values: Vec<[Option<Vec<String>>; 2]>,
}
