//! Which credentials a request gets.

use std::{convert::Infallible, sync::Arc};

use reqwest::header::HeaderMap;

use super::{digest::Digest, location::Ready, provided::Provided};
use crate::{Error, Operation, RawResponse, Request};

/// A credential that a client holds.
pub(crate) struct StoredCredential {
    pub(crate) scheme: &'static str,
    pub(crate) how: How,
}

pub(crate) enum How {
    Ready(Ready),
    Provided(Arc<Provided>),
    Digest(Arc<Digest>),
}

/// A credential that was provided for a request, and the number of its token.
pub(crate) struct Used {
    provided: Arc<Provided>,
    number: u64,
}

/// The credentials that are attached to a request.
#[derive(Default)]
pub(crate) struct Attached {
    pub(crate) headers: HeaderMap,
    pub(crate) query: Vec<String>,
    pub(crate) cookies: Vec<String>,
}

/// The credentials that the operation gets: those of the largest alternative that is held completely (OpenAPI 3.1 section
/// 4.8.30), the first of several, and none when no alternative is. So what was given is sent, though less would do. A
/// request that the description does not have gets all.
pub(crate) async fn attach(request: &mut Request, held: &[StoredCredential]) -> Result<Attached, Error<Infallible>> {
    let chosen = request.described().map(|operation| choose(operation, held));
    let is_chosen = |scheme: &&'static str| chosen.is_none_or(|chosen| chosen.contains(scheme));
    let mut attached = Attached::default();
    request.used.clear();
    request.digest = None;
    for held in held.iter().filter(|held| is_chosen(&held.scheme)) {
        match &held.how {
            How::Ready(ready) => ready.attach(&mut attached),
            How::Digest(digest) => request.digest = Some(digest.clone()),
            How::Provided(provided) => {
                // Boxed, since most credentials are ready.
                let got = Box::pin(provided.get(held.scheme)).await;
                let (ready, number) = got.map_err(Error::Credential)?;
                ready.attach(&mut attached);
                request.used.push(Used {
                    provided: provided.clone(),
                    number,
                });
            }
        }
    }
    Ok(attached)
}

/// The names of the chosen alternative.
fn choose(operation: &Operation, held: &[StoredCredential]) -> &'static [&'static str] {
    let holds = |scheme: &&str| held.iter().any(|held| held.scheme == *scheme);
    let satisfied = operation.security.iter().filter(|schemes| schemes.iter().all(holds));
    let chosen = satisfied.rev().max_by_key(|schemes| schemes.len());
    chosen.copied().unwrap_or_default()
}

/// Says that the server refused the credentials by this response, and whether there may be others: new tokens, or an answer to a
/// challenge.
pub(crate) async fn refuse(request: &Request, response: &RawResponse) -> bool {
    for used in &request.used {
        used.provided.refuse(used.number).await;
    }
    let challenged = |digest: &Arc<Digest>| digest.challenged(&response.headers);
    request.digest.as_ref().is_some_and(challenged) || !request.used.is_empty()
}
