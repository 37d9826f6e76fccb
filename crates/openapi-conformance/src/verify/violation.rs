//! Violations of a schema, by their place in the value.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use crate::contract::{Contract, Direction};
use crate::shown;

/// A part of a value that is not valid.
#[derive(Debug)]
pub(crate) struct Violation {
    /// The JSON pointer of the part.
    pub at: String,
    pub expected: String,
    pub found: Value,
}

/// Violations of the schema at a JSON pointer by a value.
///
/// # Errors
/// Why the schema cannot be used.
pub(crate) fn violations(contract: &Contract, schema: &str, value: &Value) -> Result<Vec<Violation>, String> {
    let validator = contract.validator(&[schema.to_owned()], Direction::Response)?;
    Ok(validator.iter_errors(value).map(|error| violation(&error)).collect())
}

fn violation(error: &ValidationError<'_>) -> Violation {
    let alternatives = match error.kind() {
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => Some(context),
        _ => None,
    };
    // In a union, the violations of the best matching alternative count.
    let closest = alternatives.and_then(|context| {
        let depth = |errors: &&Vec<ValidationError<'static>>| {
            let deepest = errors
                .iter()
                .map(|error| error.instance_path().as_str().matches('/').count())
                .max();
            (deepest, std::cmp::Reverse(errors.len()))
        };
        context
            .iter()
            .max_by_key(depth)?
            .first()
            .map(|error| (context.len(), violation(error)))
    });
    match closest {
        Some((count, closest)) => Violation {
            expected: format!("{} (the closest of {count} alternatives)", closest.expected),
            ..closest
        },
        None => Violation {
            at: error.instance_path().to_string(),
            expected: expected(error),
            found: error.instance().clone().into_owned(),
        },
    }
}

/// The violated constraint, without the value.
fn expected(error: &ValidationError<'_>) -> String {
    match error.kind() {
        ValidationErrorKind::Type { kind } => {
            let names = match kind {
                jsonschema::error::TypeKind::Single(name) => name.to_string(),
                jsonschema::error::TypeKind::Multiple(names) => names
                    .iter()
                    .map(|name| name.to_string())
                    .collect::<Vec<_>>()
                    .join(" or "),
            };
            format!("the type {names}")
        }
        ValidationErrorKind::Required { property } => {
            format!("the property `{}`", property.as_str().unwrap_or_default())
        }
        ValidationErrorKind::Enum { options } => format!("one of {}", shown::value(options)),
        ValidationErrorKind::Constant { expected_value } => shown::value(expected_value),
        ValidationErrorKind::Pattern { pattern } => format!("the pattern `{}`", shown::text(pattern)),
        ValidationErrorKind::Format { format } => format!("the format `{}`", shown::text(format)),
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
            format!("no other properties: {}", shown::text(&unexpected.join(", ")))
        }
        ValidationErrorKind::OneOfMultipleValid { .. } => "exactly one alternative; several are valid".to_owned(),
        _ => shown::text(&error.masked_with("it").to_string()),
    }
}
