//! Which operations are called, their arguments, and limits.

use std::time::Duration;

use url::Url;

use super::known::Known;
use super::secrets::Secrets;
use super::values::Values;
use crate::filter::Filter;

/// Which operations are called, their arguments, and limits.
///
/// ```
/// use openapi_conformance::verify::{Known, Options, Values};
///
/// let mut options = Options::new("http://127.0.0.1:8080/api")?;
/// options.include(&["list*".to_owned(), "GET /pets/*".to_owned()]);
/// options.exclude(&["listSecrets".to_owned()]);
/// options.header("X-Tenant", "acme")?;
/// options.values = Values::parse("petId: 7")?;
/// options.known = Known::parse("- {operation: listPets, kind: status, pointer: /503}")?;
/// options.limits.requests = 100;
/// # Ok::<(), openapi_conformance::verify::OptionError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    /// The base URL of the server.
    pub(crate) server: Url,
    /// Whether methods are called that may change something.
    pub unsafe_methods: bool,
    /// Whether operations are called without the credentials they need, if there are none for them.
    pub anonymous: bool,
    pub(crate) filter: Filter,
    /// Values of parameters and bodies.
    pub values: Values,
    /// Credentials by security scheme.
    pub secrets: Secrets,
    pub(crate) headers: Vec<(http::HeaderName, http::HeaderValue)>,
    /// Differences that are known.
    pub known: Known,
    /// Limits on count, time and size.
    pub limits: Limits,
}

/// Limits on count, time and size.
///
/// ```
/// use openapi_conformance::verify::Limits;
/// use std::time::Duration;
///
/// let limits = Limits { timeout: Duration::from_secs(30), ..Limits::default() };
/// assert_eq!((limits.concurrency, limits.requests, limits.body), (1, 1000, 16 << 20));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests under way at the same time.
    pub concurrency: usize,
    /// Requests in all.
    pub requests: usize,
    /// Time of one request.
    pub timeout: Duration,
    /// Time of everything.
    pub total: Duration,
    /// Bytes of one response.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            concurrency: 1,
            requests: 1000,
            timeout: Duration::from_secs(10),
            total: Duration::from_secs(600),
            body: 16 << 20,
        }
    }
}

/// Why options cannot be used.
///
/// ```
/// use openapi_conformance::verify::{OptionError, Options};
///
/// assert!(matches!(Options::new("127.0.0.1:8080"), Err(OptionError::Server(_))));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OptionError {
    /// The URL of the server.
    #[error("`{0}` is not an absolute URL of the scheme `http` or `https`")]
    Server(String),
    /// A header.
    #[error("`{0}` is not a valid header name, or its value is not a valid header value")]
    Header(String),
    /// A file of values.
    #[error("the values cannot be read: {0}")]
    Values(String),
    /// A file of known differences.
    #[error("the known differences cannot be read: {0}")]
    Known(String),
    /// A setting of the environment.
    #[error("{0}")]
    Environment(String),
    /// The HTTP client.
    #[error("the HTTP client cannot be made: {0}")]
    Client(String),
}

impl Options {
    /// Options with which operations of safe methods are called at the server with this base URL.
    ///
    /// # Errors
    /// [`OptionError::Server`] if it is not an absolute URL of the scheme `http` or `https`.
    pub fn new(server: &str) -> Result<Self, OptionError> {
        let url = Url::parse(server).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        Ok(Self {
            server: url.ok_or_else(|| OptionError::Server(server.to_owned()))?,
            unsafe_methods: false,
            anonymous: false,
            filter: Filter::default(),
            values: Values::default(),
            secrets: Secrets::default(),
            headers: Vec::new(),
            known: Known::default(),
            limits: Limits::default(),
        })
    }

    /// Calls only operations whose id or `METHOD /path` matches one of the patterns; `*` stands for any characters.
    pub fn include(&mut self, patterns: &[String]) {
        self.filter.include = patterns.to_vec();
    }

    /// Does not call operations whose id or `METHOD /path` matches one of the patterns.
    pub fn exclude(&mut self, patterns: &[String]) {
        self.filter.exclude = patterns.to_vec();
    }

    /// Sends a header with every request. Its value is never shown.
    ///
    /// # Errors
    /// [`OptionError::Header`] if the name or value is not valid in HTTP.
    pub fn header(&mut self, name: &str, value: &str) -> Result<(), OptionError> {
        let wrong = || OptionError::Header(name.to_owned());
        let known: http::HeaderName = name.parse().map_err(|_| wrong())?;
        let mut header = http::HeaderValue::from_str(value).map_err(|_| wrong())?;
        header.set_sensitive(true);
        self.headers.push((known, header));
        self.secrets.hide(value);
        Ok(())
    }

    /// The base URL, without user name and password.
    pub(crate) fn server_shown(&self) -> String {
        let mut url = self.server.clone();
        // These fail only for URLs without a host.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.to_string()
    }
}
