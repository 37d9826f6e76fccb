//! Servers and credentials.

/// A security scheme whose credential a client holds.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Its name in the description.
    pub scheme: String,
    /// The identifier of the builder's setter.
    pub name: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// Its kind and location.
    pub kind: crate::description::SecurityKind,
}

/// A server to choose.
#[derive(Clone, Debug)]
pub struct Server {
    /// The variant's identifier.
    pub variant: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// `url`, with `{variables}`.
    pub url: String,
    /// Its variables.
    pub variables: Vec<ServerVariable>,
}

/// A variable in a server's URL.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// The field's identifier.
    pub name: String,
    /// Its name in the URL.
    pub wire_name: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// Its value by default.
    pub default: String,
    /// The values it may take; empty when any will do.
    pub values: Vec<String>,
}
