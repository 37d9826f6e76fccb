//! Which operations are meant, by patterns.

use wildmatch::WildMatch;

use crate::contract::Operation;

/// Patterns of operations: of their ids, of `METHOD /path` or of `tag:NAME`. `*` stands for any characters, `?` for one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub include: Vec<String>,
    pub exclude: Vec<String>,
}

impl Filter {
    /// Why the operation is not meant, if it is not.
    pub(crate) fn reason(&self, operation: &Operation) -> Option<String> {
        let route = format!("{} {}", operation.method, operation.path);
        let is_meant = |pattern: &&String| {
            let pattern = WildMatch::new(pattern);
            let tags = operation.tags.iter().map(|tag| format!("tag:{tag}"));
            operation
                .id
                .iter()
                .cloned()
                .chain([route.clone()])
                .chain(tags)
                .any(|name| pattern.matches(&name))
        };
        if !self.include.is_empty() && !self.include.iter().any(|pattern| is_meant(&pattern)) {
            return Some("not included".to_owned());
        }
        let excluded = self.exclude.iter().find(is_meant);
        excluded.map(|pattern| format!("excluded by `{pattern}`"))
    }
}
