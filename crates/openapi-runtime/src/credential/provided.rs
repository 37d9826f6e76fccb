//! Credentials from a provider, cached until they expire.

use std::{error::Error, fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use secrecy::SecretString;
use tokio::sync::Mutex;

use super::location::{CredentialLocation, Ready};
use crate::{BoxError, Operation, platform::Instant};

/// Asks for a token.
pub(crate) type Fetch = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Token, BoxError>> + Send>> + Send + Sync>;

/// A secret that may end; a [`Credential::provider`](crate::Credential::provider) gives it.
///
/// ```
/// use openapi_runtime::Token;
/// use std::time::Duration;
///
/// let token = Token::new("k3y").expires_in(Duration::from_secs(3600));
/// assert!(!format!("{token:?}").contains("k3y"));
/// ```
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

    /// Sets how long the token holds. It is renewed earlier: by a tenth of this time, and by a minute at most.
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
///
/// ```
/// use openapi_runtime::{Client, Credential, Error, Method};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// let locked = Credential::provider(|| async { Err::<String, _>("the keyring is locked") });
/// let client = Client::builder(&server.uri(), "shop/1.2").bearer("token", locked).build()?;
/// match client.request(Method::GET, "/pets").send_raw().await {
///     Err(Error::Credential(error)) => {
///         assert_eq!(error.scheme(), "token");
///         assert_eq!(error.to_string(), "there is no credential for `token`: the keyring is locked");
///     }
///     other => panic!("{other:?}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct CredentialError {
    scheme: &'static str,
    source: Option<Arc<BoxError>>,
    pub(crate) operation: Option<&'static Operation>,
}

impl CredentialError {
    /// The name of the security scheme.
    pub fn scheme(&self) -> &'static str {
        self.scheme
    }
}

impl fmt::Debug for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("CredentialError");
        debug
            .field("scheme", &self.scheme)
            .field("source", &self.source)
            .finish()
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, source, .. } = self;
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
    place: CredentialLocation,
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
    pub(crate) fn new(place: CredentialLocation, fetch: Fetch) -> Self {
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
        let failed = |source| CredentialError {
            scheme,
            source,
            operation: None,
        };
        if let Some((at, error)) = &state.failed
            && *at > asked
        {
            return Err(failed(Some(error.clone())));
        }
        match (self.fetch)().await {
            Ok(token) => {
                let ready = self.place.prepare(&token.secret);
                let ready = ready.ok_or(failed(None))?;
                state.count += 1;
                state.current = Some(Current::new(ready.clone(), state.count, token.lifetime));
                Ok((ready, state.count))
            }
            Err(error) => match state.current.as_ref().filter(|current| !is_past(current.ends_at)) {
                Some(current) => Ok((current.ready.clone(), current.number)),
                None => {
                    let error = Arc::new(error);
                    state.failed = Some((Instant::now(), error.clone()));
                    Err(failed(Some(error)))
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

    use super::*;

    /// A token that holds for so many seconds can be had so many times.
    fn provided(lifetime: Option<u64>, times: u64) -> Provided {
        let asked = Arc::new(AtomicU64::new(0));
        let fetch: Fetch = Box::new(move || {
            let number = asked.fetch_add(1, SeqCst) + 1;
            Box::pin(async move {
                let token = Token::new(format!("t{number}"));
                match lifetime.map(Duration::from_secs) {
                    _ if number > times => Err("no more".into()),
                    Some(lifetime) => Ok(token.expires_in(lifetime)),
                    None => Ok(token),
                }
            })
        });
        Provided::new(CredentialLocation::Bearer, fetch)
    }

    /// The number of the token after so many seconds; 0 if there is none.
    async fn at(provided: &Provided, begin: Instant, second: u64) -> u64 {
        tokio::time::sleep_until(begin + Duration::from_secs(second)).await;
        provided.get("key").await.map_or(0, |(_, number)| number)
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_is_renewed_before_it_ends() {
        type Row = (Option<u64>, u64, &'static [(u64, u64)]);
        let table: [Row; 5] = [
            (None, 9, &[(0, 1), (100_000, 1)]),
            // A tenth of its lifetime.
            (Some(100), 9, &[(0, 1), (89, 1), (90, 2), (179, 2), (180, 3)]),
            // A minute at most.
            (Some(3600), 9, &[(0, 1), (3539, 1), (3540, 2)]),
            (Some(0), 9, &[(0, 1), (0, 2)]),
            // One that has not ended is used where it cannot be renewed.
            (Some(100), 1, &[(0, 1), (95, 1), (99, 1), (100, 0)]),
        ];
        for (lifetime, times, expected) in table {
            let (provided, begin) = (provided(lifetime, times), Instant::now());
            for (second, number) in expected {
                assert_eq!(at(&provided, begin, *second).await, *number, "{lifetime:?} {second}");
            }
        }
    }

    #[tokio::test]
    async fn only_the_token_that_was_refused_is_replaced() {
        let provided = provided(None, 9);
        let number = async || provided.get("key").await.unwrap().1;
        assert_eq!(number().await, 1);
        provided.refuse(1).await;
        assert_eq!(number().await, 2);
        provided.refuse(1).await;
        assert_eq!(number().await, 2);
    }
}
