//! Credentials that are asked for, and kept for as long as they hold.

use std::{
    error::Error,
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use secrecy::SecretString;
use tokio::sync::Mutex;

use super::place::{Place, Ready};
use crate::BoxError;

/// Asks for a token.
pub(crate) type Fetch = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Token, BoxError>> + Send>> + Send + Sync>;

/// A secret that may end; a [`Credential::provider`](crate::Credential::provider) gives it.
#[derive(Debug, Clone)]
#[must_use]
pub struct Token {
    secret: SecretString,
    lifetime: Option<Duration>,
}

impl Token {
    /// A token without an end.
    pub fn new(secret: impl Into<SecretString>) -> Self {
        Self {
            secret: secret.into(),
            lifetime: None,
        }
    }

    /// Sets how long the token holds. It is renewed a little earlier.
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

impl<T: Into<SecretString>> From<T> for Token {
    fn from(secret: T) -> Self {
        Self::new(secret)
    }
}

/// Why there was no credential for a request, which was not sent.
#[derive(Debug, Clone)]
pub struct CredentialError {
    scheme: &'static str,
    source: Option<Arc<BoxError>>,
}

impl CredentialError {
    /// The name of the security scheme.
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, source } = self;
        match source {
            Some(source) => write!(f, "there is no credential for `{scheme}`: {source}"),
            None => write!(
                f,
                "the credential for `{scheme}` contains characters that cannot be sent"
            ),
        }
    }
}

impl Error for CredentialError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| &***source as _)
    }
}

/// A credential that is asked for when it is needed.
pub(crate) struct Provided {
    place: Place,
    fetch: Fetch,
    /// Locked while a token is fetched, so that there is one fetch at a time.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    current: Option<Current>,
    /// How many tokens there have been.
    count: u64,
    /// When the last fetch failed, and why: those who were waiting for it fail alike.
    failed: Option<(Instant, Arc<BoxError>)>,
}

struct Current {
    ready: Ready,
    number: u64,
    renew_at: Option<Instant>,
    ends_at: Option<Instant>,
}

impl Current {
    /// A token is renewed a tenth of its lifetime before it ends, and at most a minute.
    fn new(ready: Ready, number: u64, lifetime: Option<Duration>) -> Self {
        let now = Instant::now();
        let after = |time: Duration| now.checked_add(time);
        let margin = |lifetime: Duration| (lifetime / 10).min(Duration::from_secs(60));
        Self {
            ready,
            number,
            renew_at: lifetime.and_then(|lifetime| after(lifetime - margin(lifetime))),
            ends_at: lifetime.and_then(after),
        }
    }
}

fn is_past(time: Option<Instant>) -> bool {
    time.is_some_and(|time| time <= Instant::now())
}

impl Provided {
    pub(crate) fn new(place: Place, fetch: Fetch) -> Self {
        Self {
            place,
            fetch,
            state: Mutex::default(),
        }
    }

    /// The credential, and the number of its token. A token that has not ended yet is used where it cannot be renewed.
    pub(crate) async fn get(&self, scheme: &'static str) -> Result<(Ready, u64), CredentialError> {
        let asked = Instant::now();
        let mut state = self.state.lock().await;
        let fresh = state.current.as_ref().filter(|current| !is_past(current.renew_at));
        if let Some(current) = fresh {
            return Ok((current.ready.clone(), current.number));
        }
        let failed = |source: Arc<BoxError>| CredentialError {
            scheme,
            source: Some(source),
        };
        if let Some((at, error)) = &state.failed
            && *at > asked
        {
            return Err(failed(error.clone()));
        }
        match (self.fetch)().await {
            Ok(token) => {
                let ready = self.place.prepare(&token.secret);
                let ready = ready.ok_or(CredentialError { scheme, source: None })?;
                state.count += 1;
                state.current = Some(Current::new(ready.clone(), state.count, token.lifetime));
                Ok((ready, state.count))
            }
            Err(error) => match state.current.as_ref().filter(|current| !is_past(current.ends_at)) {
                Some(current) => Ok((current.ready.clone(), current.number)),
                None => {
                    let error = Arc::new(error);
                    state.failed = Some((Instant::now(), error.clone()));
                    Err(failed(error))
                }
            },
        }
    }

    /// The server refused this token; the next request gets another.
    pub(crate) async fn refuse(&self, number: u64) {
        let mut state = self.state.lock().await;
        if state.current.as_ref().is_some_and(|current| current.number == number) {
            state.current = None;
        }
    }
}
