//! What the description says about an operation.

/// What the description says about an operation, for sending, tracing and logging.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Operation {
    /// The `operationId`, or the name that the generator gave.
    pub id: &'static str,
    /// The HTTP method, in upper case.
    pub method: &'static str,
    /// The path template, such as `/users/{id}`.
    pub path: &'static str,
    /// The tags of the operation.
    pub tags: &'static [&'static str],
    /// The alternatives of credentials (OpenAPI 3.1 section 4.8.30): one alternative is the names of the security
    /// schemes that are needed together; an empty one needs no credential.
    pub security: &'static [&'static [&'static str]],
    /// The documented statuses: `"201"`, `"4XX"`, `"default"`.
    pub statuses: &'static [&'static str],
    /// Whether the operation should no longer be used.
    pub deprecated: bool,
}
