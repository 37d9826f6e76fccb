//! One exchange with the server: a request, and the redirects that are followed.

use std::{convert::Infallible, pin::pin};

use crate::{
    Body, Error, Request,
    client::Shared,
    credential,
    deadline::Deadline,
    propagation,
    redirect::{self, Redirected},
    trace,
    transport::Prepared,
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
        let mut prepared = redirected.apply(prepare(shared, request).await?);
        propagation::propagate(&mut prepared.headers);
        if let Some(digest) = &request.digest {
            digest.sign(&mut prepared);
        }
        let method = prepared.method.clone();
        trace::sends_to(&prepared.url);
        let sent = shared.transport.send(prepared, request).await;
        let arrived = sent.map_err(Error::transport)?;
        let next = redirect::next(request.operation, &method, &arrived);
        match next.filter(|next| left > 0 && redirected.can_go_to(next, request)) {
            Some(next) => redirected.to(next),
            None => return Ok(arrived.response),
        }
        left -= 1;
    }
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
