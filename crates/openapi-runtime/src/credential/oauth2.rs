//! Tokens of OAuth 2.0 (RFC 6749), by the crate `oauth2`.

use std::{
    error::Error,
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
};

use oauth2::{
    AsyncHttpClient, AuthType, ClientId, ClientSecret, EndpointNotSet, EndpointSet, RefreshToken, RequestTokenError,
    ResourceOwnerPassword, ResourceOwnerUsername, Scope, TokenResponse, TokenUrl,
    basic::{BasicClient, BasicErrorResponse, BasicTokenResponse},
};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::{Fetch, OAuthFlow, Token};
use crate::{Body, BoxError, TransportError, deadline::Deadline, platform, transport::Prepared};

/// Gets tokens from an authorization server: the [`Credential`](crate::Credential) of a security scheme of type `oauth2`. The
/// description says where they are to be had, or [`token_url`](Self::token_url).
///
/// ```
/// use openapi_runtime::{Credential, OAuth2};
///
/// let credential = Credential::from(OAuth2::client_credentials("me", "my secret").scope("read:pets"));
/// ```
#[derive(Clone)]
#[must_use]
pub struct OAuth2 {
    grant: Grant,
    client_id: String,
    client_secret: Option<SecretString>,
    secret_in_body: bool,
    scopes: Vec<String>,
    parameters: Vec<(String, String)>,
    token_url: Option<String>,
}

#[derive(Clone)]
enum Grant {
    ClientCredentials,
    Password(String, SecretString),
    RefreshToken(SecretString),
}

impl Grant {
    /// Whether a flow of the description is for it.
    fn is_of(&self, flow: &OAuthFlow) -> bool {
        match self {
            Self::ClientCredentials => flow.kind == "clientCredentials",
            Self::Password(..) => flow.kind == "password",
            Self::RefreshToken(_) => !flow.token_url.is_empty() || !flow.refresh_url.is_empty(),
        }
    }
}

impl OAuth2 {
    /// Tokens of the client itself, by its id and secret (RFC 6749, section 4.4).
    ///
    /// ```
    /// use openapi_runtime::{Client, Method, OAuth2};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::path};
    /// # let token = r#"{"access_token": "t0ken", "token_type": "Bearer", "expires_in": 3600}"#;
    /// # let answer = ResponseTemplate::new(200).set_body_raw(token, "application/json");
    /// # Mock::given(path("/token")).respond_with(answer).mount(&server).await;
    /// let tokens = OAuth2::client_credentials("me", "my secret").token_url(format!("{}/token", server.uri()));
    /// let client = Client::builder(&server.uri(), "shop/1.2").oauth2("login", tokens.into(), &[]).build()?;
    /// client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].body, b"grant_type=client_credentials");
    /// assert_eq!(requests[1].headers["authorization"], "Bearer t0ken");
    /// # Ok(())
    /// # }
    /// ```
    pub fn client_credentials(client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        Self::new(Grant::ClientCredentials, client_id).client_secret(client_secret)
    }

    /// Tokens of a user, by name and password (RFC 6749, section 4.3).
    ///
    /// ```
    /// use openapi_runtime::OAuth2;
    /// # use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::path};
    /// # let token = r#"{"access_token": "t0ken", "token_type": "Bearer", "expires_in": 3600}"#;
    /// # let answer = ResponseTemplate::new(200).set_body_raw(token, "application/json");
    /// # Mock::given(path("/token")).respond_with(answer).mount(&server).await;
    /// let tokens = OAuth2::password("shop", "me", "my password");
    /// # let tokens = tokens.token_url(format!("{}/token", server.uri()));
    /// # let client = Client::builder(&server.uri(), "shop/1.2").oauth2("login", tokens.into(), &[]).build()?;
    /// # client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].body, b"grant_type=password&username=me&password=my+password&client_id=shop");
    /// # Ok(())
    /// # }
    /// ```
    pub fn password(
        client_id: impl Into<String>,
        username: impl Into<String>,
        password: impl Into<SecretString>,
    ) -> Self {
        Self::new(Grant::Password(username.into(), password.into()), client_id)
    }

    /// Tokens by a refresh token, which the client got before (RFC 6749, section 6). A newer one that the server gives replaces it.
    ///
    /// ```
    /// use openapi_runtime::OAuth2;
    /// # use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::path};
    /// # let token = r#"{"access_token": "t0ken", "token_type": "Bearer", "expires_in": 3600}"#;
    /// # let answer = ResponseTemplate::new(200).set_body_raw(token, "application/json");
    /// # Mock::given(path("/token")).respond_with(answer).mount(&server).await;
    /// let tokens = OAuth2::refresh_token("shop", "r3fresh");
    /// # let tokens = tokens.token_url(format!("{}/token", server.uri()));
    /// # let client = Client::builder(&server.uri(), "shop/1.2").oauth2("login", tokens.into(), &[]).build()?;
    /// # client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].body, b"grant_type=refresh_token&refresh_token=r3fresh&client_id=shop");
    /// # Ok(())
    /// # }
    /// ```
    pub fn refresh_token(client_id: impl Into<String>, refresh_token: impl Into<SecretString>) -> Self {
        Self::new(Grant::RefreshToken(refresh_token.into()), client_id)
    }

    fn new(grant: Grant, client_id: impl Into<String>) -> Self {
        Self {
            grant,
            client_id: client_id.into(),
            client_secret: None,
            secret_in_body: false,
            scopes: Vec::new(),
            parameters: Vec::new(),
            token_url: None,
        }
    }

    /// Sets the secret of the client. It is sent by HTTP basic authentication, unless [`secret_in_body`](Self::secret_in_body) is called.
    ///
    /// ```
    /// use openapi_runtime::OAuth2;
    /// # use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::path};
    /// # let token = r#"{"access_token": "t0ken", "token_type": "Bearer", "expires_in": 3600}"#;
    /// # let answer = ResponseTemplate::new(200).set_body_raw(token, "application/json");
    /// # Mock::given(path("/token")).respond_with(answer).mount(&server).await;
    /// let tokens = OAuth2::refresh_token("shop", "r3fresh").client_secret("s3cret");
    /// # let tokens = tokens.token_url(format!("{}/token", server.uri()));
    /// # let client = Client::builder(&server.uri(), "shop/1.2").oauth2("login", tokens.into(), &[]).build()?;
    /// # client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert!(requests[0].headers["authorization"].to_str()?.starts_with("Basic "));
    /// # Ok(())
    /// # }
    /// ```
    pub fn client_secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.client_secret = Some(secret.into());
        self
    }

    /// Sends the secret of the client in the body, for servers that do not know HTTP basic authentication.
    ///
    /// ```
    /// use openapi_runtime::OAuth2;
    /// # use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::path};
    /// # let token = r#"{"access_token": "t0ken", "token_type": "Bearer", "expires_in": 3600}"#;
    /// # let answer = ResponseTemplate::new(200).set_body_raw(token, "application/json");
    /// # Mock::given(path("/token")).respond_with(answer).mount(&server).await;
    /// let tokens = OAuth2::client_credentials("me", "s3cret").secret_in_body();
    /// # let tokens = tokens.token_url(format!("{}/token", server.uri()));
    /// # let client = Client::builder(&server.uri(), "shop/1.2").oauth2("login", tokens.into(), &[]).build()?;
    /// # client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].body, b"grant_type=client_credentials&client_id=me&client_secret=s3cret");
    /// # Ok(())
    /// # }
    /// ```
    pub fn secret_in_body(mut self) -> Self {
        self.secret_in_body = true;
        self
    }

    /// Adds a scope to ask for. Without any, the authorization server decides.
    ///
    /// ```
    /// use openapi_runtime::OAuth2;
    /// # use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::path};
    /// # let token = r#"{"access_token": "t0ken", "token_type": "Bearer", "expires_in": 3600}"#;
    /// # let answer = ResponseTemplate::new(200).set_body_raw(token, "application/json");
    /// # Mock::given(path("/token")).respond_with(answer).mount(&server).await;
    /// let tokens = OAuth2::client_credentials("me", "my secret").scope("read").scope("write");
    /// # let tokens = tokens.token_url(format!("{}/token", server.uri()));
    /// # let client = Client::builder(&server.uri(), "shop/1.2").oauth2("login", tokens.into(), &[]).build()?;
    /// # client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].body, b"grant_type=client_credentials&scope=read+write");
    /// # Ok(())
    /// # }
    /// ```
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Adds a parameter to the request for a token, such as `audience`.
    ///
    /// ```
    /// use openapi_runtime::OAuth2;
    /// # use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::path};
    /// # let token = r#"{"access_token": "t0ken", "token_type": "Bearer", "expires_in": 3600}"#;
    /// # let answer = ResponseTemplate::new(200).set_body_raw(token, "application/json");
    /// # Mock::given(path("/token")).respond_with(answer).mount(&server).await;
    /// let tokens = OAuth2::client_credentials("me", "my secret").parameter("audience", "pets");
    /// # let tokens = tokens.token_url(format!("{}/token", server.uri()));
    /// # let client = Client::builder(&server.uri(), "shop/1.2").oauth2("login", tokens.into(), &[]).build()?;
    /// # client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].body, b"grant_type=client_credentials&audience=pets");
    /// # Ok(())
    /// # }
    /// ```
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sets the URL of the token endpoint, in place of the description's.
    ///
    /// ```
    /// use openapi_runtime::OAuth2;
    ///
    /// let tokens = OAuth2::client_credentials("me", "my secret").token_url("https://login.example.com/token");
    /// ```
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// What asks for tokens by this HTTP client; URLs of the description are resolved against the base URL.
    ///
    /// # Errors
    ///
    /// When there is no token endpoint.
    pub(crate) fn fetch(self, flows: &[OAuthFlow], base: &Url, http: reqwest::Client) -> Result<Fetch, String> {
        let described = flows.iter().find(|flow| self.grant.is_of(flow));
        let (token, refresh) = match (&self.token_url, described) {
            (Some(url), _) => (url.as_str(), url.as_str()),
            (None, Some(flow)) if flow.refresh_url.is_empty() => (flow.token_url, flow.token_url),
            (None, Some(flow)) => (flow.token_url, flow.refresh_url),
            (None, None) => return Err("the description has no such flow; `token_url` says where tokens are".into()),
        };
        let endpoint = |url: &str| {
            let url = base
                .join(url)
                .map_err(|error| format!("the token URL is not valid: {error}"))?;
            Ok::<_, String>(TokenUrl::from_url(url))
        };
        let server = Arc::new(Server {
            token: endpoint(token)?,
            refresh: endpoint(refresh)?,
            http: Http(http),
            refresh_token: Mutex::new(match &self.grant {
                Grant::RefreshToken(token) => Some(token.clone()),
                _ => None,
            }),
            settings: self,
        });
        Ok(Box::new(move || {
            let server = server.clone();
            Box::pin(async move { server.token().await.map_err(BoxError::from) })
        }))
    }
}

impl fmt::Debug for OAuth2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth2")
            .field("client_id", &self.client_id)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// An authorization server, and how it is asked.
struct Server {
    settings: OAuth2,
    token: TokenUrl,
    refresh: TokenUrl,
    http: Http,
    /// The newest one, if there is one.
    refresh_token: Mutex<Option<SecretString>>,
}

type Client = BasicClient<EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

impl Server {
    /// A token by the refresh token, if there is one that still holds, or else by the grant.
    async fn token(&self) -> Result<Token, TokenError> {
        let refresh_token = self.refresh_token.lock().ok().and_then(|token| token.clone());
        let response = match (refresh_token, &self.settings.grant) {
            (Some(token), Grant::RefreshToken(_)) => self.refreshed(token).await?,
            (Some(token), _) => match self.refreshed(token).await {
                Err(TokenError::Refused { .. }) => self.granted().await?,
                refreshed => refreshed?,
            },
            (None, _) => self.granted().await?,
        };
        if let (Some(newest), Ok(mut kept)) = (response.refresh_token(), self.refresh_token.lock()) {
            *kept = Some(newest.secret().clone().into());
        }
        let token = Token::new(response.access_token().secret().clone());
        Ok(match response.expires_in() {
            Some(lifetime) => token.expires_in(lifetime),
            None => token,
        })
    }

    async fn refreshed(&self, token: SecretString) -> Result<BasicTokenResponse, TokenError> {
        let token = RefreshToken::new(token.expose_secret().to_owned());
        let client = self.client(&self.refresh);
        let mut request = client.exchange_refresh_token(&token);
        for (name, value) in &self.settings.parameters {
            request = request.add_extra_param(name, value);
        }
        Ok(request.request_async(&self.http).await?)
    }

    async fn granted(&self) -> Result<BasicTokenResponse, TokenError> {
        let client = self.client(&self.token);
        let scopes = self.settings.scopes.iter().cloned().map(Scope::new);
        match &self.settings.grant {
            Grant::Password(username, password) => {
                let username = ResourceOwnerUsername::new(username.clone());
                let password = ResourceOwnerPassword::new(password.expose_secret().to_owned());
                let mut request = client.exchange_password(&username, &password).add_scopes(scopes);
                for (name, value) in &self.settings.parameters {
                    request = request.add_extra_param(name, value);
                }
                Ok(request.request_async(&self.http).await?)
            }
            Grant::ClientCredentials | Grant::RefreshToken(_) => {
                let mut request = client.exchange_client_credentials().add_scopes(scopes);
                for (name, value) in &self.settings.parameters {
                    request = request.add_extra_param(name, value);
                }
                Ok(request.request_async(&self.http).await?)
            }
        }
    }

    fn client(&self, url: &TokenUrl) -> Client {
        let client = BasicClient::new(ClientId::new(self.settings.client_id.clone())).set_token_uri(url.clone());
        let client = match &self.settings.client_secret {
            Some(secret) => client.set_client_secret(ClientSecret::new(secret.expose_secret().to_owned())),
            None => client,
        };
        match self.settings.secret_in_body {
            true => client.set_auth_type(AuthType::RequestBody),
            false => client,
        }
    }
}

/// How long an answer of an authorization server may be, in bytes.
const MAX_ANSWER: usize = 1 << 20;

/// The HTTP client, as the crate `oauth2` wants one.
struct Http(reqwest::Client);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<oauth2::HttpResponse, TransportError>> + Send + 'c>>;

    fn call(&'c self, request: oauth2::HttpRequest) -> Self::Future {
        Box::pin(async move {
            let request = Prepared::of_http(request.map(Body::from))?;
            let (head, mut body) = platform::execute(&self.0, request).await?.response.into_parts();
            // What is cut off does not parse.
            let (read, ended) = body.read(MAX_ANSWER, Deadline::after(None)).await;
            ended.map(|_| http::Response::from_parts(head, read.to_vec()))
        })
    }
}

/// Why an authorization server gave no token. It shows nothing of the response but the error that RFC 6749 defines.
#[derive(Debug)]
enum TokenError {
    Refused { error: String, description: Option<String> },
    Transport(TransportError),
    Invalid,
}

impl From<RequestTokenError<TransportError, BasicErrorResponse>> for TokenError {
    fn from(error: RequestTokenError<TransportError, BasicErrorResponse>) -> Self {
        match error {
            RequestTokenError::ServerResponse(response) => Self::Refused {
                error: response.error().to_string(),
                description: response.error_description().cloned(),
            },
            RequestTokenError::Request(error) => Self::Transport(error),
            _ => Self::Invalid,
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { error, description } => {
                write!(f, "the authorization server refused: {error}")?;
                description.iter().try_for_each(|text| write!(f, " ({text})"))
            }
            Self::Transport(_) => f.write_str("the authorization server gave no response"),
            Self::Invalid => f.write_str("the response of the authorization server is not one of RFC 6749"),
        }
    }
}

impl Error for TokenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            _ => None,
        }
    }
}
