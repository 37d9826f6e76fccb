//! A client as the environment describes it.

use std::env::{self, VarError};

use crate::{BuildError, Client};

/// The API key.
const TOKEN: &str = "WIREMOCK_CLOUD_TOKEN";
/// The base URL, where it is not the default server's.
const URL: &str = "WIREMOCK_CLOUD_URL";

/// Why the environment gives no client.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnvironmentError {
    /// `WIREMOCK_CLOUD_TOKEN` is not set, or empty.
    #[error("{TOKEN} is not set: put your API key there (https://app.wiremock.cloud/account/security)")]
    NoToken,
    /// A variable is not Unicode.
    #[error("{0} is not valid Unicode")]
    NotUnicode(&'static str),
    /// A variable's value cannot be used.
    #[error("{TOKEN} or {URL} cannot be used: {0}")]
    Build(#[from] BuildError),
}

impl Client {
    /// A client with the API key in `WIREMOCK_CLOUD_TOKEN` that talks to `WIREMOCK_CLOUD_URL`, or to
    /// [`Server::default()`](crate::Server) where that is not set.
    ///
    /// # Errors
    /// When the key is missing, or either value cannot be used.
    ///
    /// ```no_run
    /// let client = wiremock_cloud::Client::from_env()?;
    /// # Ok::<(), wiremock_cloud::EnvironmentError>(())
    /// ```
    pub fn from_env() -> Result<Self, EnvironmentError> {
        let token = variable(TOKEN)?.ok_or(EnvironmentError::NoToken)?;
        let builder = Client::builder().token(token);
        let builder = match variable(URL)? {
            Some(url) => builder.base_url(url),
            None => builder,
        };
        Ok(builder.build()?)
    }
}

/// A variable that is set and not empty.
fn variable(name: &'static str) -> Result<Option<String>, EnvironmentError> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.trim().is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(EnvironmentError::NotUnicode(name)),
    }
}
