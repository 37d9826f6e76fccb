//! The record of an operation.

use reqwest::StatusCode;

/// The record of an operation of the description, for sending, tracing and logging.
///
/// ```
/// use openapi_runtime::Operation;
///
/// const GET_USER: Operation = Operation::new("getUser", "GET", "/users/{id}")
///     .tags(&["users"])
///     .security(&[&["token"], &["name", "password"]])
///     .statuses(&["200", "404"])
///     .deprecated();
/// assert_eq!((GET_USER.id, GET_USER.method, GET_USER.path), ("getUser", "GET", "/users/{id}"));
/// assert_eq!(GET_USER.statuses, ["200", "404"]);
/// assert!(GET_USER.deprecated);
///
/// const EXPORT_USERS: Operation = Operation::new("exportUsers", "GET", "/users").method("QUERY").streams();
/// assert_eq!(EXPORT_USERS.method, "QUERY");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
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
    /// The media types to ask for, in order.
    pub(crate) accept: &'static [&'static str],
    /// The base URL of its own server.
    pub(crate) server: Option<&'static str>,
    /// The header that takes an idempotency key.
    pub(crate) idempotency_header: &'static str,
    /// Whether a response may be a stream.
    pub(crate) streams: bool,
}

impl Operation {
    /// An operation without tags, credentials and documented statuses.
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            tags: &[],
            security: &[],
            statuses: &[],
            deprecated: false,
            accept: &[],
            server: None,
            idempotency_header: "",
            streams: false,
        }
    }

    /// Sets the method.
    #[must_use]
    pub const fn method(self, method: &'static str) -> Self {
        Self { method, ..self }
    }

    /// Sets the tags.
    #[must_use]
    pub const fn tags(self, tags: &'static [&'static str]) -> Self {
        Self { tags, ..self }
    }

    /// Sets the alternatives of credentials.
    #[must_use]
    pub const fn security(self, security: &'static [&'static [&'static str]]) -> Self {
        Self { security, ..self }
    }

    /// Sets the documented statuses.
    #[must_use]
    pub const fn statuses(self, statuses: &'static [&'static str]) -> Self {
        Self { statuses, ..self }
    }

    /// Marks it as deprecated.
    #[must_use]
    pub const fn deprecated(self) -> Self {
        Self {
            deprecated: true,
            ..self
        }
    }

    /// Sets the media types to ask for.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request};
    ///
    /// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets").accept(&["application/json", "text/csv"]);
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// client.send_raw(Request::new(&LIST_PETS)).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["accept"], "application/json, text/csv");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub const fn accept(self, accept: &'static [&'static str]) -> Self {
        Self { accept, ..self }
    }

    /// Sets the base URL of the operation's own server. A relative one is resolved against the base URL of the client; an
    /// absolute one gives way to a base URL that the user of the client chose, so that neither requests nor credentials leave
    /// the installation that was meant.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request};
    ///
    /// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets").server("/v2");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&format!("{}/v1", server.uri()), "shop/1.2").build()?;
    /// client.send_raw(Request::new(&LIST_PETS)).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].url.path(), "/v2/pets");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub const fn server(self, base_url: &'static str) -> Self {
        Self {
            server: Some(base_url),
            ..self
        }
    }

    /// Sets the header that takes an idempotency key. A key is made for each call that is not given one.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets").idempotency_header("Idempotency-Key");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// client.send_raw(Request::new(&ADD_PET)).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["idempotency-key"].len(), 36, "it is a UUID");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub const fn idempotency_header(self, name: &'static str) -> Self {
        Self {
            idempotency_header: name,
            ..self
        }
    }

    /// Says that a response may be a stream: then the timeout is for each wait for more of it, not for the whole.
    #[must_use]
    pub const fn streams(self) -> Self {
        Self { streams: true, ..self }
    }

    /// Whether the description has this status, by its code or its class; `default` is not a status.
    pub(crate) fn documents(&self, status: StatusCode) -> bool {
        let code = status.as_u16();
        self.statuses.iter().any(|known| {
            let class = known.strip_suffix("XX").and_then(|class| class.parse().ok());
            class == Some(code / 100) || known.parse() == Ok(code)
        })
    }

    /// The documented success (2xx), if there is exactly one.
    pub(crate) fn only_success(&self) -> Option<StatusCode> {
        let mut successes = self.statuses.iter().filter(|known| known.starts_with('2'));
        let only = successes.next()?.parse().ok()?;
        successes.next().is_none().then_some(only)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(statuses: &'static [&'static str]) -> Operation {
        Operation::new("", "", "").statuses(statuses)
    }

    #[test]
    fn a_status_is_documented_by_code_or_class() {
        let operation = of(&["200", "3XX", "default"]);
        for (code, expected) in [(200, true), (201, false), (307, true), (500, false)] {
            assert_eq!(
                operation.documents(StatusCode::from_u16(code).unwrap()),
                expected,
                "{code}"
            );
        }
    }

    #[test]
    fn only_one_success_stands_for_others() {
        assert_eq!(
            of(&["default", "404", "201", "302"]).only_success(),
            Some(StatusCode::CREATED)
        );
        for statuses in [&["200", "201"][..], &["2XX"], &["404"], &["default"]] {
            assert_eq!(of(Box::leak(statuses.into())).only_success(), None, "{statuses:?}");
        }
    }
}
