//! The links of responses.

/// A link of a success to an operation.
#[derive(Clone, Debug)]
pub struct Link {
    /// The identifier of the function.
    pub name: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// The identifier of its argument that is the response.
    pub response: String,
    /// The operation: index into [`Plan::operations`](super::Plan::operations).
    pub target: usize,
    /// The parameters of the target that it fills, by index, and with what.
    pub values: Vec<(usize, LinkValue)>,
}

/// What a link fills a parameter with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkValue {
    /// The value at a JSON pointer into the body of the response.
    Body(String),
    /// A header of the response.
    Header(String),
    /// The status of the response.
    Status,
    /// A constant.
    Constant(serde_json::Value),
}
