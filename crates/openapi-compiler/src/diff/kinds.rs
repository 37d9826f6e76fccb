//! The ids of all kinds of changes.

use super::direction::Direction;

/// Kinds of changes of operations, properties, credentials, servers and webhooks.
const OTHERS: &[&str] = &[
    "api-global-security-added",
    "api-global-security-removed",
    "api-global-security-scope-added",
    "api-global-security-scope-removed",
    "api-removed-with-deprecation",
    "api-removed-without-deprecation",
    "api-security-added",
    "api-security-component-added",
    "api-security-component-oauth-flow-added",
    "api-security-component-oauth-flow-removed",
    "api-security-component-oauth-token-url-changed",
    "api-security-component-removed",
    "api-security-component-type-changed",
    "api-security-removed",
    "api-security-scope-added",
    "api-security-scope-removed",
    "endpoint-added",
    "endpoint-deprecated",
    "endpoint-deprecated-with-sunset",
    "endpoint-reactivated",
    "new-optional-request-parameter",
    "new-optional-request-property",
    "new-required-request-parameter",
    "new-required-request-property",
    "new-required-request-property-with-default",
    "optional-response-header-removed",
    "request-body-added-optional",
    "request-body-added-required",
    "request-body-became-optional",
    "request-body-became-required",
    "request-body-default-value-added",
    "request-body-default-value-changed",
    "request-body-default-value-removed",
    "request-body-media-type-added",
    "request-body-media-type-removed",
    "request-body-media-type-schema-added",
    "request-body-media-type-schema-removed",
    "request-body-removed",
    "request-optional-property-became-not-read-only",
    "request-optional-property-became-read-only",
    "request-parameter-became-optional",
    "request-parameter-became-required",
    "request-parameter-default-value-added",
    "request-parameter-default-value-changed",
    "request-parameter-default-value-removed",
    "request-parameter-deprecated",
    "request-parameter-reactivated",
    "request-parameter-removed",
    "request-parameter-removed-with-deprecation",
    "request-parameter-style-changed",
    "request-property-became-optional",
    "request-property-became-required",
    "request-property-became-required-with-default",
    "request-property-default-value-added",
    "request-property-default-value-changed",
    "request-property-default-value-removed",
    "request-property-deprecated",
    "request-property-deprecated-with-sunset",
    "request-property-reactivated",
    "request-property-removed",
    "request-required-property-became-not-read-only",
    "request-required-property-became-read-only",
    "required-response-header-removed",
    "response-body-default-value-added",
    "response-body-default-value-changed",
    "response-body-default-value-removed",
    "response-body-media-type-schema-added",
    "response-body-media-type-schema-removed",
    "response-header-added",
    "response-header-became-optional",
    "response-header-became-required",
    "response-media-type-added",
    "response-media-type-removed",
    "response-non-success-status-added",
    "response-non-success-status-removed",
    "response-optional-property-added",
    "response-optional-property-became-not-write-only",
    "response-optional-property-became-write-only",
    "response-optional-property-removed",
    "response-property-became-optional",
    "response-property-became-required",
    "response-property-default-value-added",
    "response-property-default-value-changed",
    "response-property-default-value-removed",
    "response-property-deprecated",
    "response-property-deprecated-with-sunset",
    "response-property-reactivated",
    "response-required-property-added",
    "response-required-property-became-not-write-only",
    "response-required-property-became-write-only",
    "response-required-property-removed",
    "response-success-status-added",
    "response-success-status-removed",
    "server-added",
    "server-removed",
    "sunset-changed",
    "sunset-deleted",
    "webhook-added",
    "webhook-deprecated",
    "webhook-removed",
];

/// Kinds that only code that calls the client can feel.
const RUST: &[&str] = &[
    "rust-arguments-changed",
    "rust-item-added",
    "rust-item-deprecated",
    "rust-item-removed",
    "rust-item-renamed",
    "rust-meaning-changed",
    "rust-type-changed",
    "rust-types-separated",
];

/// What schemas are used as.
const USES: &[(Direction, &[&str])] = &[
    (
        Direction::Request,
        &["body", "parameter", "parameter-property", "property"],
    ),
    (Direction::Response, &["body", "header", "property"]),
];

/// What can happen to a schema, wherever it is used.
const SCHEMAS: &[(&str, &[&str])] = &[
    ("additional-properties", &["added", "removed", "typed", "untyped"]),
    ("any-of", &["added", "removed"]),
    ("became", &["enum", "nullable", "not-nullable"]),
    ("contains", &["added", "changed", "removed"]),
    ("content-encoding", &["changed"]),
    ("content-media-type", &["changed"]),
    ("dependent-required", &["added", "changed", "removed"]),
    ("dependent-schema", &["added", "changed", "removed"]),
    ("discriminator", &["added", "property-name-changed", "removed"]),
    ("discriminator-mapping", &["added", "changed", "deleted"]),
    ("else", &["added", "changed", "removed"]),
    ("enum", &["removed", "value-added"]),
    ("exclusive-max", &["decreased", "increased", "set", "unset"]),
    ("exclusive-min", &["decreased", "increased", "set", "unset"]),
    ("format", &["changed"]),
    ("if", &["added", "changed", "removed"]),
    ("items", &["added", "removed"]),
    ("list-of-types", &["narrowed", "widened"]),
    ("max", &["decreased", "increased", "set", "unset"]),
    ("max-contains", &["decreased", "increased"]),
    ("max-items", &["decreased", "increased", "set", "unset"]),
    ("max-length", &["decreased", "increased", "set", "unset"]),
    ("max-properties", &["decreased", "increased", "set", "unset"]),
    ("min", &["decreased", "increased", "set", "unset"]),
    ("min-contains", &["decreased", "increased"]),
    ("min-items", &["decreased", "increased", "set", "unset"]),
    ("min-length", &["decreased", "increased", "set", "unset"]),
    ("min-properties", &["decreased", "increased", "set", "unset"]),
    ("multiple-of", &["added", "changed", "removed"]),
    ("not", &["added", "changed", "removed"]),
    ("one-of", &["added", "removed"]),
    ("pattern", &["added", "changed", "removed"]),
    ("pattern-property", &["added", "removed"]),
    ("prefix-items", &["added", "removed"]),
    ("property-names", &["added", "changed", "removed"]),
    ("then", &["added", "changed", "removed"]),
    ("type", &["changed", "generalized"]),
    ("unevaluated-items", &["added", "changed", "removed"]),
    ("unevaluated-properties", &["added", "removed"]),
    ("unique-items", &["added", "removed"]),
    ("wrapped", &["in-one-of"]),
];

/// The ids of all kinds of changes, in no order.
pub fn kinds() -> impl Iterator<Item = String> {
    let uses = USES
        .iter()
        .flat_map(|(direction, roles)| roles.iter().map(move |role| (*direction, *role)));
    let of_schemas = uses.flat_map(|(direction, role)| of_schemas(direction, role));
    let others = OTHERS.iter().chain(RUST).map(|id| (*id).to_owned());
    others.chain(of_schemas)
}

/// The kinds of changes of schemas that are used as something.
fn of_schemas(direction: Direction, role: &'static str) -> impl Iterator<Item = String> {
    let word = direction.word();
    let regular = SCHEMAS.iter().flat_map(move |(name, suffixes)| {
        suffixes
            .iter()
            .map(move |suffix| format!("{word}-{role}-{name}-{suffix}"))
    });
    // A type that a request is narrowed to has changed.
    let specialized = (direction == Direction::Response).then(|| format!("{word}-{role}-type-specialized"));
    regular.chain(specialized).chain([enum_value_removed(direction, role)])
}

/// The id of a value that is gone: that of oasdiff, which has another one for bodies of responses.
pub(super) fn enum_value_removed(direction: Direction, role: &str) -> String {
    match (direction, role) {
        (Direction::Response, "body") => "response-mediatype-enum-value-removed".to_owned(),
        _ => format!("{}-{role}-enum-value-removed", direction.word()),
    }
}
