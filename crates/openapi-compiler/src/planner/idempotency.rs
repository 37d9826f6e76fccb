//! Keys that a client makes, so that a request which arrives twice is handled once.

use regress::Regex;

use crate::description::{Operation, ParameterEncoding, ParameterIn};
use crate::resolved::{Resolved, ResolvedId};
use crate::schema::TypeSet;

/// The names of the headers that such keys are in use for.
const HEADERS: [&str; 2] = ["Idempotency-Key", "X-Idempotency-Key"];

/// A key like those that clients make: a random UUID.
const KEY: &str = "c1d9bb6e-52b3-4e05-8f0a-7c6e4a1f9d20";

/// The header parameter for which a client can make a key.
pub(super) fn header(resolved: &Resolved, described: &Operation) -> Option<String> {
    let named = |name: &str| HEADERS.iter().any(|header| header.eq_ignore_ascii_case(name));
    let mut parameters = described.parameters.iter();
    let header = parameters.find(|parameter| {
        parameter.location == ParameterIn::Header
            && named(&parameter.name)
            && match parameter.encoding {
                ParameterEncoding::Style { schema, .. } => {
                    schema.is_none_or(|schema| is_valid(resolved, resolved.of(schema)))
                }
                ParameterEncoding::Content(_) => false,
            }
    });
    header.map(|parameter| parameter.name.clone())
}

/// Whether such a key is valid against a schema. Of unions and lists of values nothing is known.
fn is_valid(resolved: &Resolved, id: ResolvedId) -> bool {
    let schema = &resolved.get(id).schema;
    let length = KEY.len() as u64;
    let matches = |pattern: &String| Regex::with_flags(pattern, "u").is_ok_and(|pattern| pattern.find(KEY).is_some());
    schema.types.contains(TypeSet::STRING)
        && schema.enumeration.is_none()
        && schema.unions.is_empty()
        && schema.min_length.is_none_or(|minimum| minimum <= length)
        && schema.max_length.is_none_or(|most| most >= length)
        && schema.patterns.iter().all(matches)
}
