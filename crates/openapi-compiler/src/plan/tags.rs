//! The operations of a client by their tags.

/// The operations of a tag: `client.pets()` returns a struct with a method for each.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The cargo feature.
    pub feature: String,
    /// The tag, or several that are spelled alike.
    pub tags: Vec<String>,
    /// The descriptions of these, as Markdown.
    pub docs: String,
    /// The identifier of the method of the client.
    pub name: String,
    /// The identifier of the struct.
    pub type_name: String,
    /// Its operations.
    pub members: Vec<Member>,
}

/// An operation of a tag.
#[derive(Clone, Debug)]
pub struct Member {
    /// Index into [`Plan::operations`](super::Plan::operations).
    pub operation: usize,
    /// The identifiers of its methods, in the order of [`Operation::methods`](super::Operation::methods).
    pub methods: Vec<String>,
}
