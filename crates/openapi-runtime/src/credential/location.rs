//! The location of a credential in a request.

use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::Attached;
use crate::url;

/// The location of a credential in a request.
#[derive(Clone)]
pub(crate) enum CredentialLocation {
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
    /// With this user name.
    Basic(String),
    Bearer,
    /// By an answer to a challenge, of this user.
    Digest(String),
}

/// A credential that is ready to be attached.
#[derive(Clone)]
pub(crate) enum Ready {
    Header(HeaderName, HeaderValue),
    Query(&'static str, SecretString),
    Cookie(&'static str, SecretString),
}

impl CredentialLocation {
    /// Prepares a secret for this place, or gives `None` when it cannot be sent there.
    pub(crate) fn prepare(&self, secret: &SecretString) -> Option<Ready> {
        let text = secret.expose_secret();
        Some(match self {
            Self::Header(name) => Ready::Header(HeaderName::from_bytes(name.as_bytes()).ok()?, sensitive(text)?),
            Self::Query(name) => Ready::Query(name, secret.clone()),
            Self::Cookie(name) => {
                sensitive(text).filter(|_| !text.contains(';'))?;
                Ready::Cookie(name, secret.clone())
            }
            Self::Bearer => Ready::Header(AUTHORIZATION, sensitive(&format!("Bearer {text}"))?),
            // RFC 7617 section 2: a user name cannot contain a colon.
            Self::Digest(_) => return None,
            Self::Basic(user) if user.contains(':') => return None,
            Self::Basic(user) => {
                let pair = BASE64_STANDARD.encode(format!("{user}:{text}"));
                Ready::Header(AUTHORIZATION, sensitive(&format!("Basic {pair}"))?)
            }
        })
    }
}

impl Ready {
    pub(crate) fn attach(&self, attached: &mut Attached) {
        match self {
            Self::Header(name, value) => {
                attached.headers.insert(name.clone(), value.clone());
            }
            Self::Query(name, secret) => {
                let pair = format!("{}={}", url::encode(name), url::encode(secret.expose_secret()));
                attached.query.push(pair);
            }
            Self::Cookie(name, secret) => attached.cookies.push(format!("{name}={}", secret.expose_secret())),
        }
    }
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_bytes(text.as_bytes()).ok()?;
    value.set_sensitive(true);
    Some(value)
}
