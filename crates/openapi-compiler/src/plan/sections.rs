//! The sections that a client is split into, so that a crate compiles only those that it uses.

/// The sections of a client. An operation is in the section of its tags, a type in that of the tags whose operations reach it.
#[derive(Clone, Debug)]
pub struct Sections {
    /// The cargo features, sorted: one per tag, and those of what no tag has.
    pub features: Vec<String>,
    /// The sections.
    pub sections: Vec<Section>,
    /// The section of each operation: index into `sections`.
    pub operations: Vec<usize>,
    /// The section of each type: index into `sections`.
    pub types: Vec<usize>,
}

/// What is compiled with the same features.
#[derive(Clone, Debug)]
pub struct Section {
    /// The identifier of its module.
    pub module: String,
    /// The features: it is compiled with any of these.
    pub features: Vec<String>,
}

impl Section {
    /// Whether it is compiled wherever another section is.
    pub fn is_there_with(&self, other: &Self) -> bool {
        other.features.iter().all(|feature| self.features.contains(feature))
    }
}
