//! The documentation of a type or field: the description's words, and what is worth knowing before sending a value.

use serde_json::Value;

use crate::docs::{self, paragraphs};
use crate::resolved::ResolvedId;
use crate::schema::{Annotations, Schema};

/// The documentation of a type.
pub(super) fn docs(annotations: &Annotations, schema: &Schema<ResolvedId>) -> String {
    let text = paragraphs([annotations.title.as_deref(), annotations.description.as_deref()]);
    join(text, &constraints(schema))
}

/// The documentation of a field: that of the property, else that of its schema.
pub(super) fn field_docs(own: &Annotations, schema: &Schema<ResolvedId>) -> String {
    let text_of = |a: &Annotations| paragraphs([a.title.as_deref(), a.description.as_deref()]);
    let text = text_of(own);
    let text = if text.is_empty() {
        text_of(&schema.annotations)
    } else {
        text
    };
    let default = own.default.as_ref().or(schema.annotations.default.as_ref());
    let mut facts = constraints(schema);
    if let Some(default) = default.filter(|default| !default.is_object() && !default.is_array()) {
        facts.push(format!("default {}", code(default)));
    }
    join(text, &facts)
}

fn join(text: String, facts: &[String]) -> String {
    match (text.is_empty(), facts.is_empty()) {
        (_, true) => text,
        (true, false) => format!("{}.", capital(&facts.join(", "))),
        (false, false) => format!("{text}\n\n{}.", capital(&facts.join(", "))),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

fn code(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    docs::code(&text.chars().take(100).collect::<String>())
}

/// The constraints of a schema, as text.
fn constraints(schema: &Schema<ResolvedId>) -> Vec<String> {
    let mut facts = Vec::new();
    let text = |text: &str| code(&Value::from(text));
    facts.extend(schema.format.as_ref().map(|format| format!("format {}", text(format))));
    facts.extend(
        schema
            .patterns
            .iter()
            .map(|pattern| format!("pattern {}", text(pattern))),
    );
    facts.extend(schema.min_length.map(|length| format!("at least {length} characters")));
    facts.extend(schema.max_length.map(|length| format!("at most {length} characters")));
    let bound = |exclusive: bool, word: &str, strict: &str| if exclusive { strict.to_owned() } else { word.to_owned() };
    facts.extend(
        schema
            .minimum
            .as_ref()
            .map(|b| format!("{} {}", bound(b.exclusive, "at least", "more than"), b.value)),
    );
    facts.extend(
        schema
            .maximum
            .as_ref()
            .map(|b| format!("{} {}", bound(b.exclusive, "at most", "less than"), b.value)),
    );
    facts.extend(schema.min_items.map(|count| format!("at least {count} items")));
    facts.extend(schema.max_items.map(|count| format!("at most {count} items")));
    facts
}
