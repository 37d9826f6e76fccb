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

    /// Sets the URL that paths are appended to, with or without a trailing slash. Unless it is an absolute `http` or `https` URL
    /// without user name, password, query and fragment, [`build`](Self::build) returns [`BuildError::BaseUrl`].
    ///
    /// ```
    /// use openapi_runtime::Client;
    ///
    /// let client = Client::builder("https://pets.example.com", "shop/1.2").base_url("http://localhost:8080/v1").build()?;
    /// assert_eq!(client.base_url(), "http://localhost:8080/v1");
    /// # Ok::<(), openapi_runtime::BuildError>(())
    /// ```
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self.base_chosen = true;
        self
    }

    /// Sets a server of the description as the base URL: unlike [`base_url`](Self::base_url), it leaves operations with
    /// servers of their own to those. A relative URL is resolved against a base URL that was set before.
    ///
    /// ```
    /// use openapi_runtime::Client;
    ///
    /// let start = || Client::builder("https://pets.example.com/v1", "shop/1.2");
    /// let client = start().server("https://eu.pets.example.com/v1".to_owned()).build()?;
    /// assert_eq!(client.base_url(), "https://eu.pets.example.com/v1");
    ///
    /// let client = start().base_url("http://localhost:8080").server("/v2".to_owned()).build()?;
    /// assert_eq!(client.base_url(), "http://localhost:8080/v2");
    /// # Ok::<(), openapi_runtime::BuildError>(())
    /// ```
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
    ///
    /// ```
    /// use openapi_runtime::{Client, reqwest};
    ///
    /// let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
    /// let client = Client::builder("https://pets.example.com", "shop/1.2").http_client(http).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Puts a `tower` layer around the HTTP client: it sees each HTTP request as it is sent, redirects and further tries
    /// included, with credentials and headers in place, and each response before it is read. The record of the
    /// [`Operation`](crate::Operation) is among the extensions of the request, as `&'static Operation`, if the description has it. Of several layers, the first
    /// is outermost.
    ///
    /// The service that the layer makes has to be `Clone`: put `tower::buffer::BufferLayer` around one that is not. What it
    /// fails with is in a [`TransportError`](crate::TransportError), which says whether the connection or the layer failed.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method, http::HeaderValue};
    /// use tower_http::set_header::SetRequestHeaderLayer;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// let layer = SetRequestHeaderLayer::overriding("x-tenant".parse()?, HeaderValue::from_static("acme"));
    /// let client = Client::builder(&server.uri(), "shop/1.2").layer(layer).build()?;
    /// client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["x-tenant"], "acme");
    /// # Ok(())
    /// # }
    /// ```
    pub fn layer(mut self, layer: impl HttpLayer) -> Self {
        self.layers.push(layer);
        self
    }

    /// Sets how long a call may take, with all its tries, redirects, waits and the body of the response: 60 seconds by default, and
    /// without a limit for an HTTP client of the user's own. A call that takes longer is [`Error::Timeout`](crate::Error::Timeout), or
    /// [`Error::Interrupted`](crate::Error::Interrupted) if the response had begun. Where the response is a stream, it is how long each wait
    /// for more of it may take.
    ///
    /// ```
    /// use openapi_runtime::{Client, Error, Method};
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_delay(Duration::from_secs(60))).mount(&server).await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").timeout(Duration::from_millis(50)).build()?;
    /// let error = client.request(Method::GET, "/slow").send_raw().await.unwrap_err();
    /// assert!(matches!(error, Error::Timeout(_)));
    /// # Ok(())
    /// # }
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets when and how often a request is sent again. By default, that is up to twice where it does no harm; see [`Retry`].
    ///
    /// ```
    /// use openapi_runtime::{Client, Method, Retry};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").retry(Retry::never()).build()?;
    /// let response = client.request(Method::GET, "/busy").send_raw().await?;
    /// assert_eq!(response.status, 503);
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets how long connecting may take, 10 seconds by default. What takes longer is [`Error::Timeout`](crate::Error::Timeout), after
    /// the further tries that [`Retry`] allows. An HTTP client of the user's own has its own setting.
    ///
    /// ```
    /// use openapi_runtime::Client;
    /// use std::time::Duration;
    ///
    /// let client = Client::builder("https://pets.example.com", "shop/1.2").connect_timeout(Duration::from_secs(3)).build()?;
    /// # Ok::<(), openapi_runtime::BuildError>(())
    /// ```
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Keeps the cookies that servers set, and sends them back: clones of the client share them. A request with cookies of its own, as
    /// parameters or credentials, sends those alone. An HTTP client of the user's own has its own setting.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(200).insert_header("set-cookie", "session=7")).mount(&server).await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").cookies().build()?;
    /// client.request(Method::GET, "/login").send_raw().await?;
    /// client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[1].headers["cookie"], "session=7");
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(all(feature = "cookies", not(target_family = "wasm")))]
    pub fn cookies(mut self) -> Self {
        self.cookies = true;
        self
    }

    /// Sets the value of `User-Agent`. Without it, it is the one that the client was started with, or that of the HTTP
    /// client of the user's own.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// let client = Client::builder(&server.uri(), "pets/0.3").user_agent("shop/1.2").build()?;
    /// client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["user-agent"], "shop/1.2");
    /// # Ok(())
    /// # }
    /// ```
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets how long a response body may be, in bytes: 64 MiB by default. A longer one is [`Error::TooLarge`](crate::Error::TooLarge).
    /// There is no limit for a body that is read as a stream.
    ///
    /// ```
    /// use openapi_runtime::{Client, Error, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_string("a long text")).mount(&server).await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").max_response_bytes(4).build()?;
    /// match client.request(Method::GET, "/pets").send_raw().await {
    ///     Err(Error::TooLarge { limit, response }) => assert_eq!((limit, &response.body[..]), (4, &b"a lo"[..])),
    ///     other => panic!("{other:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Sets how many redirects are followed, 10 by default. A redirect to another origin, or one that the description
    /// documents for the operation, is not followed and is the response.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(307).insert_header("location", "/new")).mount(&server).await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").max_redirects(0).build()?;
    /// let response = client.request(Method::GET, "/old").send_raw().await?;
    /// assert_eq!(response.status, 307);
    /// assert_eq!(response.headers["location"], "/new");
    /// # Ok(())
    /// # }
    /// ```
    pub fn max_redirects(mut self, limit: usize) -> Self {
        self.max_redirects = limit;
        self
    }

    /// Whether a success (2xx) whose status is not documented is [`Error::UnexpectedStatus`](crate::Error::UnexpectedStatus). By default it is read as
    /// the documented success, if there is exactly one.
    ///
    /// ```
    /// use openapi_runtime::{Client, Error, Operation, Request};
    /// # use openapi_runtime::{Decoded, RawResponse, Undecodable};
    /// #
    /// # fn decode(response: &RawResponse) -> Result<Decoded<(), std::convert::Infallible>, Undecodable> {
    /// #     match response.status.as_u16() {
    /// #         200 => response.empty().map(Decoded::Success),
    /// #         _ => Err(response.unexpected_status()),
    /// #     }
    /// # }
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets").statuses(&["200"]);
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(201)).mount(&server).await;
    /// // The server answers 201.
    /// let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// assert_eq!(client.send(Request::new(&ADD_PET), decode).await?.status(), 201);
    ///
    /// let client = Client::builder(&server.uri(), "shop/1.2").strict_statuses(true).build()?;
    /// let error = client.send(Request::new(&ADD_PET), decode).await.unwrap_err();
    /// assert!(matches!(error, Error::UnexpectedStatus(_)));
    /// # Ok(())
    /// # }
    /// ```
    pub fn strict_statuses(mut self, strict: bool) -> Self {
        self.strict_statuses = strict;
        self
    }

    /// Whether each request is checked before it is sent, by the constraints that generated code has with `Extra::Validate`. A request
    /// that does not meet them is [`Error::InvalidRequest`](crate::Error::InvalidRequest), and nothing is sent.
    ///
    /// ```
    /// use openapi_runtime::Client;
    ///
    /// let client = Client::builder("https://pets.example.com", "shop/1.2").validate(true).build()?;
    /// # Ok::<(), openapi_runtime::BuildError>(())
    /// ```
    #[cfg(feature = "validate")]
    pub fn validate(mut self, validate: bool) -> Self {
        self.validate = validate;
        self
    }

    /// Sets a header of all requests. A request that has a header of this name already, for instance by a parameter or a
    /// credential, keeps its own. Given several times, each value is sent. If a header cannot be sent, [`build`](Self::build) returns
    /// [`BuildError::Header`].
    ///
    /// ```
    /// use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").header("X-Tenant", "acme").build()?;
    /// client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["x-tenant"], "acme");
    /// # Ok(())
    /// # }
    /// ```
    pub fn header(self, name: &str, value: &str) -> Self {
        self.any_header(name, value, false)
    }

    /// Sets a header of all requests whose value is secret: as [`header`](Self::header), and the value is never printed or logged.
    ///
    /// ```
    /// use openapi_runtime::Client;
    ///
    /// let client = Client::builder("https://pets.example.com", "shop/1.2").secret_header("X-Session", "s3cret").build()?;
    /// assert!(!format!("{client:?}").contains("s3cret"));
    /// # Ok::<(), openapi_runtime::BuildError>(())
    /// ```
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
    ///
    /// ```
    /// use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").api_key_header("key", "X-Api-Key", "k3y".into()).build()?;
    /// client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["x-api-key"], "k3y");
    /// # Ok(())
    /// # }
    /// ```
    pub fn api_key_header(self, scheme: &'static str, name: &'static str, credential: Credential) -> Self {
        self.credential(scheme, CredentialLocation::Header(name), credential, &[])
    }

    /// Sets the key that the security scheme `scheme` sends in the query parameter `name`.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").api_key_query("key", "api_key", "k3y".into()).build()?;
    /// client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].url.query(), Some("api_key=k3y"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn api_key_query(self, scheme: &'static str, name: &'static str, credential: Credential) -> Self {
        self.credential(scheme, CredentialLocation::Query(name), credential, &[])
    }

    /// Sets the key that the security scheme `scheme` sends in the cookie `name`.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").api_key_cookie("key", "session", "k3y".into()).build()?;
    /// client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["cookie"], "session=k3y");
    /// # Ok(())
    /// # }
    /// ```
    pub fn api_key_cookie(self, scheme: &'static str, name: &'static str, credential: Credential) -> Self {
        self.credential(scheme, CredentialLocation::Cookie(name), credential, &[])
    }

    /// Sets the user name and the password of the security scheme `scheme` (RFC 7617). If the user name has a colon, which cannot be sent,
    /// [`build`](Self::build) returns [`BuildError::Credential`].
    ///
    /// ```
    /// use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").basic("login", "me".to_owned(), "secret".into()).build()?;
    /// client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["authorization"], "Basic bWU6c2VjcmV0");
    /// # Ok(())
    /// # }
    /// ```
    pub fn basic(self, scheme: &'static str, username: String, password: SecretString) -> Self {
        self.credential(scheme, CredentialLocation::Basic(username), password.into(), &[])
    }

    /// Sets the user name and the password of the security scheme `scheme`, for HTTP digest authentication (RFC 7616). Without the
    /// feature `digest`, [`build`](Self::build) returns [`BuildError::NoDigest`].
    ///
    /// ```
    /// use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(401)
    /// #     .insert_header("www-authenticate", r#"Digest realm="pets", nonce="1", qop="auth""#)).mount(&server).await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").digest("login", "me".to_owned(), "secret".into()).build()?;
    /// client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// // The first request is answered with a challenge, which the second one has the response to.
    /// assert!(requests[0].headers.get("authorization").is_none());
    /// assert!(requests[1].headers["authorization"].to_str()?.starts_with(r#"Digest username="me", realm="pets""#));
    /// # Ok(())
    /// # }
    /// ```
    pub fn digest(self, scheme: &'static str, username: String, password: SecretString) -> Self {
        self.credential(scheme, CredentialLocation::Digest(username), password.into(), &[])
    }

    /// Sets the token of the security scheme `scheme` (RFC 6750).
    ///
    /// ```
    /// use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").bearer("token", "t0ken".into()).build()?;
    /// client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["authorization"], "Bearer t0ken");
    /// # Ok(())
    /// # }
    /// ```
    pub fn bearer(self, scheme: &'static str, credential: Credential) -> Self {
        self.credential(scheme, CredentialLocation::Bearer, credential, &[])
    }

    /// Sets the token of the security scheme `scheme`, or how to get one by one of its flows (RFC 6749). If there is no flow for it, and no
    /// token URL is set, [`build`](Self::build) returns [`BuildError::Tokens`].
    ///
    /// ```
    /// use openapi_runtime::{Client, OAuth2, OAuthFlow};
    ///
    /// const FLOWS: &[OAuthFlow] = &[OAuthFlow { kind: "clientCredentials", token_url: "/token", refresh_url: "" }];
    ///
    /// let client = Client::builder("https://pets.example.com", "shop/1.2")
    ///     .oauth2("login", OAuth2::client_credentials("me", "my secret").into(), FLOWS)
    ///     .build()?;
    /// # Ok::<(), openapi_runtime::BuildError>(())
    /// ```
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
    /// [`BuildError`], whose variants are the settings that cannot be used.
    ///
    /// ```
    /// use openapi_runtime::{BuildError, Client};
    ///
    /// let client = Client::builder("https://pets.example.com/v1", "shop/1.2").build()?;
    /// assert_eq!(client.base_url(), "https://pets.example.com/v1");
    ///
    /// let error = Client::builder("https://pets.example.com/v1", "shop/1.2").header("X Tenant", "acme").build().unwrap_err();
    /// assert!(matches!(error, BuildError::Header { .. }));
    /// # Ok::<(), openapi_runtime::BuildError>(())
    /// ```
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
