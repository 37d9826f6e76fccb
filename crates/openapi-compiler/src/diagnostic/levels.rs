//! Which diagnostics are errors, by the choice of the user.

use std::collections::BTreeSet;

use strsim::damerau_levenshtein;

use super::{CODES, Severity, explain};

/// The codes of repairs: a description is wrong, and is read as what it is meant to be.
pub const REPAIRS: [&str; 33] = [
    "body-and-form",
    "closed-part",
    "dangling-reference",
    "duplicate-key",
    "duplicate-parameter",
    "duplicate-server",
    "enclosing-reference",
    "endless-property",
    "enum-type",
    "media-type-list",
    "merge-key",
    "null-in-enum",
    "nullable-in-3.1",
    "parameter-location",
    "parameter-name",
    "parameter-without-schema",
    "path-parameter-not-required",
    "path-parameter-undeclared",
    "path-parameter-unused",
    "querystring-without-content",
    "reference-by-name",
    "server-url-query",
    "server-url-without-host",
    "server-url-without-scheme",
    "server-variable",
    "server-variable-default",
    "stray-reference",
    "swagger-2-parameter",
    "union-cycle",
    "unknown-status",
    "unknown-style",
    "unknown-type",
    "wrong-type",
];

/// Words for several codes.
const GROUPS: [&str; 3] = ["notes", "repairs", "warnings"];

/// Which diagnostics are allowed and denied: by their codes, or by `notes`, `repairs` and `warnings`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// The codes of warnings that become notes.
    pub allow: BTreeSet<String>,
    /// The codes of warnings and notes that become errors.
    pub deny: BTreeSet<String>,
}

impl Levels {
    /// The severity of a diagnostic. An error stays one. A code goes before a word for several.
    pub(super) fn severity(&self, code: &str, severity: Severity) -> Severity {
        let is_denied = |word: &str| self.deny.contains(word);
        let by_word = match severity {
            Severity::Error => return severity,
            Severity::Warning => is_denied("warnings") || is_denied("notes"),
            Severity::Note => is_denied("notes"),
        };
        let is_repair = REPAIRS.contains(&code);
        match () {
            () if is_denied(code) => Severity::Error,
            () if self.allow.contains(code) => Severity::Note,
            () if by_word || (is_repair && is_denied("repairs")) => Severity::Error,
            () if is_repair && self.allow.contains("repairs") => Severity::Note,
            () => severity,
        }
    }

    /// What is wrong with the words, and the help for each.
    pub(crate) fn problems(&self) -> Vec<(String, String)> {
        let words = self.allow.iter().chain(&self.deny);
        let unknown = words.filter(|word| explain(word).is_none() && !GROUPS.contains(&word.as_str()));
        let unknown = unknown.map(|word| (format!("`{word}` is not the code of a diagnostic"), nearest(word)));
        let both = self.allow.intersection(&self.deny).map(|word| {
            let help = "remove it from one of them".to_owned();
            (format!("`{word}` is both allowed and denied"), help)
        });
        let groups = ["notes", "warnings"]
            .into_iter()
            .filter(|word| self.allow.contains(*word));
        let groups = groups.map(|word| {
            let help = "allow codes, or `repairs`".to_owned();
            (
                format!("`{word}` cannot be allowed: they are, unless they are denied"),
                help,
            )
        });
        unknown.chain(both).chain(groups).collect()
    }
}

fn nearest(word: &str) -> String {
    let codes = CODES.iter().map(|code| code.code).chain(GROUPS);
    let nearest = codes.min_by_key(|code| damerau_levenshtein(code, word));
    match nearest.filter(|code| damerau_levenshtein(code, word) <= 1 + word.len() / 3) {
        Some(code) => format!("did you mean `{code}`?"),
        None => "docs/diagnostics.md has all codes".to_owned(),
    }
}
