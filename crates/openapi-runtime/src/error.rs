//! Errors from sending a request.

use std::{borrow::Cow, convert::Infallible, fmt};

use bytes::Bytes;
use reqwest::{StatusCode, header::HeaderMap};

use crate::{CredentialError, Operation, RawResponse, ResponseValue, TransportError, excerpt::excerpt, retry};

/// An error from sending a request; `E` is the type of the documented errors.
///
/// Every error that has a response gives its status, headers and body, with [`raw`](Self::raw) or one by one. Neither
/// `Display` nor `Debug` shows a URL, a credential, the body of a success, or more than the beginning of the body of an
/// error.
///
/// ```
/// use openapi_runtime::Error;
///
/// fn report<E: std::fmt::Display>(error: &Error<E>) {
///     match error {
///         Error::ErrorResponse(response) => println!("documented: {}", **response),
///         Error::UnexpectedStatus(response) => println!("{}: {} bytes", response.status, response.body.len()),
///         Error::Connection(cause) if cause.is_connect() => println!("the server cannot be reached"),
///         other if other.is_timeout() => println!("the time was up"),
///         other => println!("{other}"),
///     }
/// }
/// ```
///
/// ```
/// use openapi_runtime::{Error, RawResponse, StatusCode, http::HeaderMap};
/// use std::convert::Infallible;
///
/// let response = RawResponse::new(StatusCode::SERVICE_UNAVAILABLE, HeaderMap::new(), "busy".into());
/// let error: Error<Infallible> = Error::UnexpectedStatus(response);
/// assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
/// assert_eq!(error.body().unwrap(), "busy");
/// assert!(error.headers().unwrap().is_empty());
/// assert!(error.is_retryable() && !error.is_timeout());
/// ```
#[non_exhaustive]
pub enum Error<E> {
    /// A parameter, a header or the body cannot be sent as it is. Nothing was sent.
    InvalidRequest(InvalidRequest),
    /// There was no credential for the request. Nothing was sent.
    Credential(CredentialError),
    /// The server could not be reached, or the connection broke before there was a response.
    Connection(TransportError),
    /// The request took longer than it may, and there was no response yet.
    Timeout(TransportError),
    /// An error that the description documents.
    ErrorResponse(ResponseValue<E>),
    /// A response, successful or not, whose status the description does not document.
    UnexpectedStatus(RawResponse),
    /// A response with a media type that the description does not document.
    UnexpectedContentType {
        /// The documented media types.
        expected: Cow<'static, [&'static str]>,
        /// The response.
        response: RawResponse,
    },
    /// A response whose body does not have the documented form.
    InvalidBody {
        /// The reason, without content of the body.
        reason: String,
        /// The response.
        response: RawResponse,
    },
    /// The body of the response ended early, or took longer than it may.
    Interrupted {
        /// The response, with the part of the body that arrived.
        response: RawResponse,
        /// Why.
        source: TransportError,
    },
    /// The body of the response is larger than the client accepts.
    TooLarge {
        /// The limit of the client, in bytes.
        limit: usize,
        /// The response, with the beginning of the body.
        response: RawResponse,
    },
    /// The page after this response cannot be asked for, for instance since it was there before.
    NextPage {
        /// Why.
        reason: &'static str,
        /// The response, which is the last page that there was.
        response: RawResponse,
    },
}

/// Why a request cannot be sent; it is displayed without the value that is at fault.
///
/// ```
/// use openapi_runtime::{Client, Error, Method};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// let sent = client.request(Method::GET, "/pets").header("X Tenant", "acme").send_raw().await;
/// match sent {
///     Err(Error::InvalidRequest(problem)) => assert_eq!(problem.to_string(), "`X Tenant` is not a valid header name"),
///     other => panic!("{other:?}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct InvalidRequest {
    problem: String,
    operation: Option<&'static Operation>,
    #[cfg(feature = "validate")]
    violations: Vec<crate::Violation>,
}

#[cfg(feature = "validate")]
impl InvalidRequest {
    pub(crate) fn of(violations: Vec<crate::Violation>) -> Self {
        let listed: String = violations.iter().map(|violation| format!("\n{violation}")).collect();
        Self {
            violations,
            ..format!("the request does not meet the constraints of the description:{listed}").into()
        }
    }

    /// The constraints of the description that the request does not meet, if the client checks them. The pointer of each is that of
    /// its value in the request: `/body/..`, `/path/..`, `/query/..`, `/header/..` or `/cookie/..`.
    ///
    /// ```
    /// # use openapi_runtime::{Check, Client, Error, Operation, Rules};
    /// #
    /// # const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    /// # const RULES: Rules = Rules { properties: &[("name", Rules { checks: &[Check::MinLength(1)], ..Rules::NONE })], ..Rules::NONE };
    /// #
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").validate(true).build()?;
    /// // The description asks for a name of at least one character.
    /// # let body = openapi_runtime::serde_json::json!({"name": ""});
    /// # let mut request = client.begin(&ADD_PET);
    /// # request.check("/body", &RULES, &body);
    /// # request.body_json("application/json", &body);
    /// # let sent = client.send_raw(request).await;
    /// if let Err(Error::InvalidRequest(problem)) = &sent {
    ///     assert_eq!(problem.violations()[0].pointer, "/body/name");
    /// }
    /// # assert!(matches!(sent, Err(Error::InvalidRequest(_))));
    /// # Ok(())
    /// # }
    /// ```
    pub fn violations(&self) -> &[crate::Violation] {
        &self.violations
    }
}

impl From<String> for InvalidRequest {
    fn from(problem: String) -> Self {
        Self {
            problem,
            operation: None,
            #[cfg(feature = "validate")]
            violations: Vec::new(),
        }
    }
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)
    }
}

impl<E> Error<E> {
    /// The operation that was called, if the description has it.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets/{id}");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// // Its path parameter would be empty.
    /// let mut request = Request::new(&ADD_PET);
    /// request.path_parameter("id", openapi_runtime::Style::Simple, false, "");
    /// let error = client.send_raw(request).await.unwrap_err();
    /// assert_eq!(error.operation().map(|operation| operation.id), Some("addPet"));
    /// assert!(error.raw().is_none());
    /// # Ok(())
    /// # }
    /// ```
    pub fn operation(&self) -> Option<&'static Operation> {
        match self {
            Self::InvalidRequest(problem) => problem.operation,
            Self::Credential(error) => error.operation,
            Self::Connection(error) | Self::Timeout(error) => error.operation,
            _ => self.raw()?.operation,
        }
    }

    /// The response as it arrived, if there was one.
    pub fn raw(&self) -> Option<&RawResponse> {
        match self {
            Self::InvalidRequest(_) | Self::Credential(_) | Self::Connection(_) | Self::Timeout(_) => None,
            Self::ErrorResponse(response) => Some(response.raw()),
            Self::UnexpectedStatus(response)
            | Self::UnexpectedContentType { response, .. }
            | Self::InvalidBody { response, .. }
            | Self::Interrupted { response, .. }
            | Self::TooLarge { response, .. }
            | Self::NextPage { response, .. } => Some(response),
        }
    }

    /// The status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.raw().map(|response| response.status)
    }

    /// The headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.raw().map(|response| &response.headers)
    }

    /// The body of the response as it arrived, if there was one.
    pub fn body(&self) -> Option<&Bytes> {
        self.raw().map(|response| &response.body)
    }

    /// Whether the request took longer than it may.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Timeout(_) => true,
            Self::Interrupted { source, .. } => source.is_timeout(),
            _ => false,
        }
    }

    /// Whether the same request may succeed later: there was no complete response, or its status is 408, 429 or 5xx except 501
    /// and 505. Whether it may be repeated safely depends on the operation.
    ///
    /// ```
    /// use openapi_runtime::{Error, RawResponse, StatusCode};
    ///
    /// # use openapi_runtime::{Bytes, http::HeaderMap};
    /// let of = |status| Error::<std::convert::Infallible>::UnexpectedStatus(RawResponse::new(status, HeaderMap::new(), Bytes::new()));
    /// assert!(of(StatusCode::TOO_MANY_REQUESTS).is_retryable());
    /// assert!(!of(StatusCode::NOT_FOUND).is_retryable());
    /// ```
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Connection(error) | Self::Timeout(error) => !error.is_local(),
            Self::Interrupted { .. } => true,
            _ => self.status().is_some_and(retry::may_pass),
        }
    }

    /// The name of the variant, for debugging and tracing.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "InvalidRequest",
            Self::Credential(_) => "Credential",
            Self::Connection(_) => "Connection",
            Self::Timeout(_) => "Timeout",
            Self::ErrorResponse(_) => "ErrorResponse",
            Self::UnexpectedStatus(_) => "UnexpectedStatus",
            Self::UnexpectedContentType { .. } => "UnexpectedContentType",
            Self::InvalidBody { .. } => "InvalidBody",
            Self::Interrupted { .. } => "Interrupted",
            Self::TooLarge { .. } => "TooLarge",
            Self::NextPage { .. } => "NextPage",
        }
    }

    /// The same error of this operation. A response knows it already.
    pub(crate) fn of(mut self, operation: Option<&'static Operation>) -> Self {
        match &mut self {
            Self::InvalidRequest(problem) => problem.operation = operation,
            Self::Credential(error) => error.operation = operation,
            Self::Connection(error) | Self::Timeout(error) => error.operation = operation,
            _ => {}
        }
        self
    }

    /// An error before there was a response.
    pub(crate) fn transport(error: TransportError) -> Self {
        match error.is_timeout() {
            true => Self::Timeout(error),
            false => Self::Connection(error),
        }
    }
}

impl Error<Infallible> {
    /// The same error for an operation whose documented errors are `E`.
    pub(crate) fn retype<E>(self) -> Error<E> {
        match self {
            Self::InvalidRequest(problem) => Error::InvalidRequest(problem),
            Self::Credential(error) => Error::Credential(error),
            Self::Connection(error) => Error::Connection(error),
            Self::Timeout(error) => Error::Timeout(error),
            Self::ErrorResponse(response) => match *response {},
            Self::UnexpectedStatus(response) => Error::UnexpectedStatus(response),
            Self::UnexpectedContentType { expected, response } => Error::UnexpectedContentType { expected, response },
            Self::InvalidBody { reason, response } => Error::InvalidBody { reason, response },
            Self::Interrupted { response, source } => Error::Interrupted { response, source },
            Self::TooLarge { limit, response } => Error::TooLarge { limit, response },
            Self::NextPage { reason, response } => Error::NextPage { reason, response },
        }
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(problem) => write!(f, "nothing was sent: {problem}"),
            Self::Credential(_) => f.write_str("nothing was sent: there is no credential"),
            Self::Connection(error) if error.is_local() => error.fmt(f),
            Self::Connection(_) => f.write_str("no response from the server"),
            Self::Timeout(_) => f.write_str("the request timed out"),
            Self::ErrorResponse(response) => {
                let text = (**response).to_string();
                let separator = if text.is_empty() { "" } else { ": " };
                write!(f, "{}{separator}{text}", response.status())?;
                match text.is_empty() || response.undescribed {
                    true => beginning(f, response.raw()),
                    false => Ok(()),
                }
            }
            Self::UnexpectedStatus(response) => {
                write!(
                    f,
                    "the server answered {}, which the description does not document",
                    response.status
                )?;
                beginning(f, response)
            }
            Self::UnexpectedContentType { expected, response } => {
                let actual = response.content_type().unwrap_or("no media type");
                write!(f, "the server answered {} with {actual} instead of ", response.status)?;
                f.write_str(&expected.join(" or "))?;
                beginning(f, response)
            }
            Self::InvalidBody { reason, response } => {
                write!(
                    f,
                    "the server answered {}, but not as the description documents: {reason}",
                    response.status
                )?;
                beginning(f, response)
            }
            Self::Interrupted { response, source } => {
                let how = if source.is_timeout() {
                    "took too long"
                } else {
                    "was cut off"
                };
                write!(f, "the server answered {}, but the body {how}", response.status)?;
                beginning(f, response)
            }
            Self::TooLarge { limit, response } => {
                write!(
                    f,
                    "the server answered {} with a body of more than {limit} bytes",
                    response.status
                )?;
                beginning(f, response)
            }
            Self::NextPage { reason, .. } => write!(f, "the next page cannot be asked for: {reason}"),
        }
    }
}

/// Adds the beginning of the body of an error.
fn beginning(f: &mut fmt::Formatter<'_>, response: &RawResponse) -> fmt::Result {
    excerpt(response).map_or(Ok(()), |excerpt| write!(f, ": {excerpt}"))
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct(self.kind());
        match self {
            Self::InvalidRequest(problem) => debug.field("problem", &problem.problem),
            Self::Credential(source) => debug.field("source", source),
            Self::Connection(source) | Self::Timeout(source) => debug.field("source", source),
            Self::ErrorResponse(response) => debug.field("status", &response.status()).field("body", &**response),
            Self::UnexpectedStatus(response) => debug.field("response", response),
            Self::UnexpectedContentType { expected, response } => {
                debug.field("expected", expected).field("response", response)
            }
            Self::InvalidBody { reason, response } => debug.field("reason", reason).field("response", response),
            Self::Interrupted { response, source } => debug.field("response", response).field("source", source),
            Self::TooLarge { limit, response } => debug.field("limit", limit).field("response", response),
            Self::NextPage { reason, response } => debug.field("reason", reason).field("response", response),
        };
        debug.finish()
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Credential(source) => Some(source),
            Self::Connection(source) | Self::Timeout(source) | Self::Interrupted { source, .. } => Some(source),
            _ => None,
        }
    }
}
