//! The options of planning.

use crate::select::Selection;

/// Where a file has what it sets, such as `openapi-build.toml:3:1`, by the pointers, names and patterns that it sets something for.
pub type Origins = std::collections::BTreeMap<String, String>;

/// User options that affect planning.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which operations the client has.
    pub selection: Selection,
    /// Whether types that no operation and no webhook reaches are left out. A selection leaves them out too.
    pub only_used: bool,
    /// Whether there are types only, without a client.
    pub only_types: bool,
    /// New names, by JSON pointers into the root file, or `path/of/file.yaml#` and a pointer into that file.
    pub renames: std::collections::BTreeMap<String, String>,
    /// Such pointers of the properties (`.../properties/token`) that `Debug` hides besides those the description marks.
    pub secrets: std::collections::BTreeSet<String>,
    /// How the pages of operations follow each other, by such pointers.
    pub pages: std::collections::BTreeMap<String, crate::pages::Pages>,
    /// Schemas of the data of events that operations stream, both by such pointers.
    pub events: std::collections::BTreeMap<String, String>,
    /// Derives and attributes of types.
    pub additions: crate::derives::Additions,
    /// Schemas of which also what stands for a value is read, by their names or such pointers.
    pub lenient: std::collections::BTreeSet<String>,
    /// Whether the client checks constraints.
    pub validate: bool,
    /// Whether requests have the defaults of the description.
    pub defaults: bool,
    /// Whether bodies of XML are values.
    pub xml: bool,
    /// Whether the client reads webhooks and callbacks.
    pub webhooks: bool,
    /// Whether the client is split by the tags of its operations.
    pub by_tag: bool,
    /// Types of the formats of texts.
    pub formats: crate::formats::Formats,
    /// Types of the caller's own, by the names or such pointers of schemas.
    pub replacements: crate::replace::Replacements,
    /// The URL of the server to use by default; else the first.
    pub default_server: Option<String>,
    /// The places of these options in a file.
    pub origins: Origins,
    /// The promises of earlier versions.
    pub lock: Option<crate::lock::Lock>,
    /// Whether a promise that cannot be kept is an error.
    pub locked: bool,
}
