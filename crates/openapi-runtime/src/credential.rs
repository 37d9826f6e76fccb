//! Credentials and which of them a request gets.

use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::{Operation, Request, url};

/// A credential as the user gave it.
pub(crate) struct Credential {
    pub(crate) scheme: &'static str,
    pub(crate) place: Place,
    pub(crate) secret: SecretString,
}

/// Where a credential goes.
pub(crate) enum Place {
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
    Basic(String),
    Bearer,
}

/// A credential that is ready to be attached.
pub(crate) enum Ready {
    Header(HeaderName, HeaderValue),
    Query(&'static str, SecretString),
    Cookie(&'static str, SecretString),
}

impl Credential {
    /// Prepares the credential, or gives `None` when it cannot be sent.
    pub(crate) fn prepare(self) -> Option<(&'static str, Ready)> {
        let secret = self.secret.expose_secret();
        let ready = match self.place {
            Place::Header(name) => Ready::Header(HeaderName::from_bytes(name.as_bytes()).ok()?, sensitive(secret)?),
            Place::Query(name) => Ready::Query(name, self.secret),
            Place::Cookie(name) => {
                sensitive(secret).filter(|_| !secret.contains(';'))?;
                Ready::Cookie(name, self.secret)
            }
            Place::Bearer => Ready::Header(AUTHORIZATION, sensitive(&format!("Bearer {secret}"))?),
            // RFC 7617 section 2: a user name cannot contain a colon.
            Place::Basic(user) if user.contains(':') => return None,
            Place::Basic(user) => {
                let pair = BASE64_STANDARD.encode(format!("{user}:{secret}"));
                Ready::Header(AUTHORIZATION, sensitive(&format!("Basic {pair}"))?)
            }
        };
        Some((self.scheme, ready))
    }
}

pub(crate) fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_bytes(text.as_bytes()).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// What is attached to a request.
#[derive(Default)]
pub(crate) struct Attached {
    pub(crate) headers: HeaderMap,
    pub(crate) query: Vec<String>,
    pub(crate) cookies: Vec<String>,
}

/// The credentials that the operation gets: those of the largest alternative that is held completely (OpenAPI 3.1 section
/// 4.8.30), the first of several, and none when no alternative is. So what was given is sent, though less would do.
///
/// A request that the description does not have gets all.
pub(crate) fn attach(request: &Request, held: &[(&'static str, Ready)]) -> Attached {
    let chosen = request.described().map(|operation| choose(operation, held));
    let mut attached = Attached::default();
    let is_chosen = |name| chosen.is_none_or(|chosen| chosen.contains(name));
    for (_, ready) in held.iter().filter(|(name, _)| is_chosen(name)) {
        match ready {
            Ready::Header(name, value) => {
                attached.headers.insert(name.clone(), value.clone());
            }
            Ready::Query(name, secret) => {
                attached
                    .query
                    .push(format!("{}={}", url::encode(name), url::encode(secret.expose_secret())));
            }
            Ready::Cookie(name, secret) => attached.cookies.push(format!("{name}={}", secret.expose_secret())),
        }
    }
    attached
}

/// The names of the chosen alternative.
fn choose(operation: &Operation, held: &[(&'static str, Ready)]) -> &'static [&'static str] {
    let holds = |scheme: &&str| held.iter().any(|(name, _)| name == scheme);
    let satisfied = operation.security.iter().filter(|schemes| schemes.iter().all(holds));
    let chosen = satisfied.rev().max_by_key(|schemes| schemes.len());
    chosen.copied().unwrap_or_default()
}
