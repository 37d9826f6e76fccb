//! Credentials: values and providers, the location of each in a request, and which of them a request gets.

mod attach;
mod digest;
mod flow;
mod given;
mod location;
#[cfg(feature = "oauth2")]
mod oauth2;
mod provided;

use std::{fmt, future::Future};

use provided::Fetch;
use reqwest::Url;
use secrecy::SecretString;

use crate::BoxError;

pub(crate) use attach::{Attached, StoredCredential, Used, attach, refuse};
pub(crate) use digest::Digest;
pub use flow::OAuthFlow;
pub(crate) use given::Given;
pub(crate) use location::CredentialLocation;
#[cfg(feature = "oauth2")]
pub use oauth2::OAuth2;
pub use provided::{CredentialError, Token};

/// The credential of a security scheme: a value, or where to get one from.
///
/// ```
/// use openapi_runtime::{Credential, Token};
/// use std::time::Duration;
///
/// let value = Credential::from("a token");
/// let provider = Credential::provider(async || {
///     let text = std::fs::read_to_string("/run/secrets/token")?;
///     Ok::<_, std::io::Error>(Token::new(text.trim()).expires_in(Duration::from_secs(600)))
/// });
/// ```
pub struct Credential(Source);

enum Source {
    Value(SecretString),
    Provider(MakeFetch),
}

/// Makes what asks for tokens, of what the description says, the base URL and the HTTP client.
type MakeFetch = Box<dyn FnOnce(&[OAuthFlow], &Url, &reqwest::Client) -> Result<Fetch, String> + Send>;

impl Credential {
    /// A credential that is asked for when it is needed. What is given is used until shortly before it ends, or until the
    /// server refuses it with 401; then the request is sent once more with a new one. Requests that need it at the same time wait for
    /// the same answer. What the provider fails with is in [`Error::Credential`](crate::Error::Credential).
    ///
    /// ```
    /// use openapi_runtime::{Client, Credential, Method, Token};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// let provider = Credential::provider(|| async { Ok::<_, std::io::Error>(Token::new("t0ken")) });
    /// let client = Client::builder(&server.uri(), "shop/1.2").bearer("token", provider).build()?;
    /// client.request(Method::GET, "/pets").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    ///
    /// assert_eq!(requests[0].headers["authorization"], "Bearer t0ken");
    /// # Ok(())
    /// # }
    /// ```
    pub fn provider<T, E, F>(provider: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        T: Into<Token>,
        E: Into<BoxError>,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        let fetch: Fetch = Box::new(move || {
            let asked = provider();
            Box::pin(async move {
                match asked.await {
                    Ok(token) => Ok(token.into()),
                    Err(error) => Err(error.into()),
                }
            })
        });
        Self(Source::Provider(Box::new(|_, _, _| Ok(fetch))))
    }
}

impl From<SecretString> for Credential {
    fn from(secret: SecretString) -> Self {
        Self(Source::Value(secret))
    }
}

impl From<String> for Credential {
    fn from(secret: String) -> Self {
        SecretString::from(secret).into()
    }
}

impl From<&str> for Credential {
    fn from(secret: &str) -> Self {
        SecretString::from(secret).into()
    }
}

#[cfg(feature = "oauth2")]
impl From<OAuth2> for Credential {
    fn from(tokens: OAuth2) -> Self {
        Self(Source::Provider(Box::new(|flows, base, http| {
            tokens.fetch(flows, base, http.clone())
        })))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential([redacted])")
    }
}
