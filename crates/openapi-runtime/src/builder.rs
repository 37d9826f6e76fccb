//! The settings of a client.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::{
    Url,
    header::{HeaderMap, HeaderValue},
};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    Client, Credential, OAuthFlow,
    client::Shared,
    credential::{CredentialLocation, Given},
    extras,
    layer::{HttpLayer, Layers},
    platform,
    retry::{Retries, Retry},
    transport::Transport,
    url,
};

/// How long a call may take, unless it is set.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

/// The settings of a [`Client`].
///
/// ```
/// use openapi_runtime::Client;
/// use std::time::Duration;
///
/// let client = Client::builder("https://pets.example.com/v1", "shop/1.2")
///     .timeout(Duration::from_secs(20))
///     .build()?;
/// # Ok::<(), openapi_runtime::BuildError>(())
/// ```
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    base_chosen: bool,
    http: Option<reqwest::Client>,
    layers: Layers,
    timeout: Option<Duration>,
    retry: Retry,
    connect_timeout: Duration,
    cookies: bool,
    default_user_agent: String,
    user_agent: Option<String>,
    max_response_bytes: usize,
    max_redirects: usize,
    strict_statuses: bool,
    #[cfg(feature = "validate")]
    validate: bool,
    headers: HeaderMap,
    /// The first problem of a header, which [`ClientBuilder::build`] returns.
    header_problem: Option<String>,
    credentials: Vec<Given>,
}

/// Why a client could not be built.
///
/// ```
/// use openapi_runtime::{BuildError, Client};
///
/// let error = Client::builder("pets", "shop/1.2").build().unwrap_err();
/// assert!(matches!(error, BuildError::BaseUrl { .. }), "{error}");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL cannot be used.
    #[error("the base URL {reason}")]
    BaseUrl {
        /// What is wrong with it.
        reason: String,
    },
    /// The user agent cannot be the value of a header.
    #[error("the user agent cannot be sent in a header")]
    UserAgent,
    /// A credential cannot be sent where it belongs.
    #[error("the credential of `{scheme}` contains characters that cannot be sent")]
    Credential {
        /// The name of its security scheme.
        scheme: &'static str,
    },
    /// HTTP digest authentication was not compiled in.
    #[error("`{scheme}` needs the feature `digest` of `openapi-runtime`")]
    NoDigest {
        /// The name of the security scheme.
        scheme: &'static str,
    },
    /// It is not known where to get tokens from.
    #[error("tokens of `{scheme}`: {reason}")]
    Tokens {
        /// The name of the security scheme.
        scheme: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A header cannot be sent.
    #[error("{reason}")]
    Header {
        /// What is wrong with it, without its value.
        reason: String,
    },
    /// The HTTP client could not be built, for instance if there are no root certificates.
    #[error("the HTTP client could not be built")]
    Http(#[source] reqwest::Error),
}

impl ClientBuilder {
    pub(crate) fn new(default_base_url: &str, user_agent: &str) -> Self {
        Self {
            base_url: default_base_url.to_owned(),
            base_chosen: false,
            http: None,
            layers: Layers::default(),
            timeout: None,
            retry: Retry::default(),
            connect_timeout: Duration::from_secs(10),
            cookies: false,
            default_user_agent: user_agent.to_owned(),
            user_agent: None,
            max_response_bytes: 64 << 20,
            max_redirects: 10,
            strict_statuses: false,
            #[cfg(feature = "validate")]
            validate: false,
            headers: HeaderMap::new(),
            header_problem: None,
            credentials: Vec::new(),
        }
    }

    /// Sets the URL that paths are appended to, with or without a trailing slash.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self.base_chosen = true;
        self
    }

    /// Sets a server of the description as the base URL: unlike [`base_url`](Self::base_url), it leaves operations with
    /// servers of their own to those. A relative URL is resolved against a base URL that was set before.
    pub fn server(mut self, url: String) -> Self {
        let chosen = Url::parse(&self.base_url).ok().filter(|_| self.base_chosen);
        let is_relative = Url::parse(&url).is_err();
        match chosen.filter(|_| is_relative).and_then(|base| base.join(&url).ok()) {
            Some(joined) => self.base_url = joined.into(),
            None => (self.base_url, self.base_chosen) = (url, false),
        }
        self
    }

    /// Sets the HTTP client to send with. Its own timeouts apply in addition to [`timeout`](Self::timeout). So does
    /// its redirect policy, which does not know the operations: build it with [`reqwest::redirect::Policy::none`], and redirects are handled as
    /// [`max_redirects`](Self::max_redirects) says; with another policy, documented redirects may be followed too, and
    /// to other origins.
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Puts a `tower` layer around the HTTP client: it sees each HTTP request as it is sent, redirects and further tries
    /// included, with credentials and headers in place, and each response before it is read. The record of the
    /// [`Operation`](crate::Operation) is among the extensions of the request, as `&'static Operation`. Of several layers, the first
    /// is outermost.
    ///
    /// The service that the layer makes has to be `Clone`: put `tower::buffer::BufferLayer` around one that is not. What it
    /// fails with is in a [`TransportError`](crate::TransportError), which says whether the connection or the layer failed.
    pub fn layer(mut self, layer: impl HttpLayer) -> Self {
        self.layers.push(layer);
        self
    }

    /// Sets how long a call may take with all that belongs to it, 60 seconds by default; without a limit of ours for an HTTP
    /// client of the user's own. Where the response is a stream, it is how long each wait for more of it may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets when and how often a request is sent again. By default, that is up to twice where it does no harm; see [`Retry`].
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets how long connecting may take, 10 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Keeps the cookies that servers set, and sends them back: clones of the client share them. A request with cookies of its own, as
    /// parameters or credentials, sends those alone. An HTTP client of the user's own has its own setting.
    #[cfg(all(feature = "cookies", not(target_family = "wasm")))]
    pub fn cookies(mut self) -> Self {
        self.cookies = true;
        self
    }

    /// Sets the value of `User-Agent`. Without it, it is the one that the client was started with, or that of the HTTP
    /// client of the user's own.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets how long a response body may be, 64 MiB by default.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Sets how many redirects are followed, 10 by default. A redirect to another origin, or one that the description
    /// documents for the operation, is not followed and is the response.
    pub fn max_redirects(mut self, limit: usize) -> Self {
        self.max_redirects = limit;
        self
    }

    /// Whether a success (2xx) whose status is not documented is [`Error::UnexpectedStatus`](crate::Error::UnexpectedStatus). By default it is read as
    /// the documented success, if there is exactly one.
    pub fn strict_statuses(mut self, strict: bool) -> Self {
        self.strict_statuses = strict;
        self
    }

    /// Whether each request is checked before it is sent, by the constraints that generated code has with `Extra::Validate`. A request
    /// that does not meet them is [`Error::InvalidRequest`](crate::Error::InvalidRequest), and nothing is sent.
    #[cfg(feature = "validate")]
    pub fn validate(mut self, validate: bool) -> Self {
        self.validate = validate;
        self
    }

    /// Sets a header of all requests. A request that has a header of this name already, for instance by a parameter or a
    /// credential, keeps its own. Given several times, each value is sent.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.any_header(name, value, false)
    }

    /// Sets a header of all requests whose value is secret. It is never printed or logged.
    pub fn secret_header(self, name: &str, value: impl Into<SecretString>) -> Self {
        self.any_header(name, value.into().expose_secret(), true)
    }

    fn any_header(mut self, name: &str, value: &str, secret: bool) -> Self {
        match extras::header(name, value) {
            Ok((name, mut value)) => {
                value.set_sensitive(secret);
                self.headers.append(name, value);
            }
            Err(problem) => drop(self.header_problem.get_or_insert(problem)),
        }
        self
    }

    /// Sets the key that the security scheme `scheme` sends in the header `name`.
    pub fn api_key_header(self, scheme: &'static str, name: &'static str, credential: Credential) -> Self {
        self.credential(scheme, CredentialLocation::Header(name), credential, &[])
    }

    /// Sets the key that the security scheme `scheme` sends in the query parameter `name`.
    pub fn api_key_query(self, scheme: &'static str, name: &'static str, credential: Credential) -> Self {
        self.credential(scheme, CredentialLocation::Query(name), credential, &[])
    }

    /// Sets the key that the security scheme `scheme` sends in the cookie `name`.
    pub fn api_key_cookie(self, scheme: &'static str, name: &'static str, credential: Credential) -> Self {
        self.credential(scheme, CredentialLocation::Cookie(name), credential, &[])
    }

    /// Sets the user name and the password of the security scheme `scheme` (RFC 7617).
    pub fn basic(self, scheme: &'static str, username: String, password: SecretString) -> Self {
        self.credential(scheme, CredentialLocation::Basic(username), password.into(), &[])
    }

    /// Sets the user name and the password of the security scheme `scheme`, for HTTP digest authentication (RFC 7616). It needs the
    /// feature `digest`.
    pub fn digest(self, scheme: &'static str, username: String, password: SecretString) -> Self {
        self.credential(scheme, CredentialLocation::Digest(username), password.into(), &[])
    }

    /// Sets the token of the security scheme `scheme` (RFC 6750).
    pub fn bearer(self, scheme: &'static str, credential: Credential) -> Self {
        self.credential(scheme, CredentialLocation::Bearer, credential, &[])
    }

    /// Sets the token of the security scheme `scheme`, or how to get one by one of its flows (RFC 6749).
    pub fn oauth2(self, scheme: &'static str, credential: Credential, flows: &'static [OAuthFlow]) -> Self {
        self.credential(scheme, CredentialLocation::Bearer, credential, flows)
    }

    fn credential(
        mut self,
        scheme: &'static str,
        place: CredentialLocation,
        credential: Credential,
        flows: &'static [OAuthFlow],
    ) -> Self {
        self.credentials.retain(|other| other.scheme != scheme);
        self.credentials.push(Given {
            scheme,
            place,
            credential,
            flows,
        });
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// See [`BuildError`].
    pub fn build(self) -> Result<Client, BuildError> {
        let base = url::base(&self.base_url).map_err(|reason| BuildError::BaseUrl { reason })?;
        let default = self.http.is_none().then_some(self.default_user_agent);
        let user_agent = self.user_agent.or(default).map(|agent| HeaderValue::from_str(&agent));
        let user_agent = user_agent.transpose().map_err(|_| BuildError::UserAgent)?;
        if let Some(reason) = self.header_problem {
            return Err(BuildError::Header { reason });
        }
        let timeout = self.timeout.or(self.http.is_none().then_some(DEFAULT_TIMEOUT));
        let http = match self.http {
            Some(http) => http,
            None => platform::http(self.connect_timeout, self.cookies).map_err(BuildError::Http)?,
        };
        let credentials = self.credentials.into_iter().map(|given| given.hold(&base, &http));
        let credentials = credentials.collect::<Result<_, _>>()?;
        let transport = match self.layers.is_empty() {
            true => Transport::Plain(http),
            false => Transport::Layered(self.layers.around(http)),
        };
        let shared = Shared {
            base_url: self.base_url,
            base,
            base_chosen: self.base_chosen,
            transport,
            user_agent,
            timeout,
            retries: Retries::new(self.retry),
            max_response_bytes: self.max_response_bytes,
            max_redirects: self.max_redirects,
            strict_statuses: self.strict_statuses,
            #[cfg(feature = "validate")]
            validate: self.validate,
            headers: self.headers,
            credentials,
        };
        Ok(Client {
            shared: Arc::new(shared),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A URL with user information is refused by `build`, but may be printed before.
        let base_url = if self.base_url.contains('@') {
            "[redacted]"
        } else {
            &self.base_url
        };
        f.debug_struct("ClientBuilder")
            .field("base_url", &base_url)
            .finish_non_exhaustive()
    }
}
