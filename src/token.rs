//! The token's form, which the description gives in prose alone: "Your API key prefixed by 'Token '".

use openapi_runtime::{ExposeSecret, SecretString};

use crate::ClientBuilder;

const PREFIX: &str = "Token ";

impl ClientBuilder {
    /// Your API key, with or without its prefix `Token `. It goes out as `Authorization: Token <key>`, and shows in no
    /// `Debug` output, log or error. One that cannot be a header value is an error at [`build`](Self::build).
    ///
    /// ```
    /// let client = wiremock_cloud::Client::builder().token("my-api-key").build()?;
    /// assert!(!format!("{client:?}").contains("my-api-key"));
    /// # Ok::<(), wiremock_cloud::BuildError>(())
    /// ```
    #[must_use]
    pub fn token(self, token: impl Into<SecretString>) -> Self {
        self.token_auth(with_prefix(&token.into()))
    }
}

fn with_prefix(token: &SecretString) -> SecretString {
    let token = token.expose_secret().trim();
    let key = token.strip_prefix(PREFIX).unwrap_or(token).trim_start();
    SecretString::from(format!("{PREFIX}{key}"))
}
