//! Values that cannot be represented unambiguously at a wire location.

use serde_json::Value;

/// The restrictions of a wire location on values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Restrictions {
    /// Empty texts cannot be written.
    pub no_empty: bool,
    /// Null, and empty lists and objects, cannot be distinguished from nothing.
    pub no_nothing: bool,
    /// Characters that would be taken for separators.
    pub separators: &'static str,
    /// Line breaks and the like cannot be written.
    pub printable: bool,
    /// Integers beyond 2^53 - 1, which JavaScript cannot distinguish, cannot be written.
    pub safe_integers: bool,
    /// Only described properties can be given.
    pub closed: bool,
}

impl Restrictions {
    /// Whether a value can be represented unambiguously.
    pub(crate) fn admits(&self, value: &Value) -> bool {
        match value {
            Value::Null => !self.no_nothing,
            Value::String(text) => self.admits_text(text),
            Value::Array(items) => !(self.no_nothing && items.is_empty()) && items.iter().all(|item| self.admits(item)),
            Value::Object(members) => {
                !(self.no_nothing && members.is_empty()) && members.values().all(|member| self.admits(member))
            }
            _ => true,
        }
    }

    pub(crate) fn admits_text(&self, text: &str) -> bool {
        let empty = self.no_empty && matches!(text, "" | "." | "..");
        let ambiguous = text.contains(|c| self.separators.contains(c));
        let unprintable = self.printable && (text.contains(|c: char| c.is_control()) || text.trim() != text);
        !(empty || ambiguous || unprintable)
    }
}
