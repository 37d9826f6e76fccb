//! One exchange with the server: a request, and the redirects that are followed.

use std::{convert::Infallible, future::Future, pin::pin};

use reqwest::Method;

use crate::{
    Body, Error, Request, TransportError,
    client::Shared,
    credential,
    deadline::Deadline,
    propagation,
    redirect::{self, Redirected},
    trace,
    transport::{Arrived, Prepared},
};

/// Sends a request and follows redirects, until there is a response whose body is still to come.
pub(crate) async fn start(
    shared: &Shared,
    request: &mut Request,
    deadline: Deadline,
) -> Result<http::Response<Body>, Error<Infallible>> {
    // Pinned here: a future that is an argument is stored twice, and this is the largest one of a call.
    let following = pin!(follow(shared, request));
    match deadline.within(following).await {
        Ok(followed) => followed,
        Err(elapsed) => Err(Error::Timeout(elapsed)),
    }
}

async fn follow(shared: &Shared, request: &mut Request) -> Result<http::Response<Body>, Error<Infallible>> {
    let mut redirected = Redirected::default();
    let mut left = shared.max_redirects;
    loop {
        let prepared = prepare(shared, request).await?;
        let (method, sent) = send(shared, request, redirected.apply(prepared));
        let arrived = sent.await.map_err(Error::transport)?;
        let next = redirect::next(request.operation, &method, &arrived);
        match next.filter(|next| left > 0 && redirected.can_go_to(next, request)) {
            Some(next) => redirected.to(next),
            None => return Ok(arrived.response),
        }
        left -= 1;
    }
}

/// Signs the HTTP request and sends it. It is not an async function, whose future would hold the request until there is a response.
fn send<'s>(
    shared: &'s Shared,
    request: &Request,
    mut prepared: Prepared,
) -> (Method, impl Future<Output = Result<Arrived, TransportError>> + use<'s>) {
    propagation::propagate(&mut prepared.headers);
    if let Some(digest) = &request.digest {
        digest.sign(&mut prepared);
    }
    trace::sends_to(&prepared.url);
    let method = prepared.method.clone();
    (method, shared.transport.send(prepared, request))
}

/// Makes the HTTP request.
async fn prepare(shared: &Shared, request: &mut Request) -> Result<Prepared, Error<Infallible>> {
    let attached = credential::attach(request, &shared.credentials).await?;
    let finished = request.finish(&shared.base, shared.base_chosen, attached);
    let mut prepared = finished.map_err(Error::InvalidRequest)?;
    for name in shared.headers.keys() {
        if !prepared.headers.contains_key(name) {
            let values = shared.headers.get_all(name).into_iter().cloned();
            prepared.headers.extend(values.map(|value| (name.clone(), value)));
        }
    }
    if let Some(user_agent) = &shared.user_agent {
        prepared
            .headers
            .entry(reqwest::header::USER_AGENT)
            .or_insert_with(|| user_agent.clone());
    }
    Ok(prepared)
}
