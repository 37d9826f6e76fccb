//! Which operations are meant, by patterns.

use crate::contract::Operation;

/// Patterns of operations: of their ids, or of `METHOD /path`.
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
            matches(pattern, &route) || operation.id.as_ref().is_some_and(|id| matches(pattern, id))
        };
        if !self.include.is_empty() && !self.include.iter().any(|pattern| is_meant(&pattern)) {
            return Some("not included".to_owned());
        }
        let excluded = self.exclude.iter().find(is_meant);
        excluded.map(|pattern| format!("excluded by `{pattern}`"))
    }
}

/// Whether a text matches a pattern in which `*` stands for any characters.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(start) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        // The first place is as good as any other, since the rest can only be longer.
        let Some(at) = text.find(part) else { return false };
        text = &text[at + part.len()..];
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        let cases = [
            ("listPets", "listPets", true),
            ("listPets", "listPet", false),
            ("list*", "listPets", true),
            ("*Pets", "listPets", true),
            ("GET /pets/*", "GET /pets/{id}/toys", true),
            ("GET /pets/*/toys", "GET /pets/{id}/toys", true),
            ("GET /pets/*/toys", "GET /pets/{id}/food", false),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b*", "xxbxxaxx", false),
            ("a*a", "a", false),
            ("*", "", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
