//! Following redirects (RFC 9110, section 15.4), decided per operation: one that the description documents is a response
//! of the operation and is not followed.

use reqwest::{
    Method, StatusCode, Url,
    header::{
        CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, LOCATION, TRANSFER_ENCODING,
    },
};

use crate::{
    Operation, Request,
    transport::{Arrived, Prepared},
};

/// The headers of a body, which a request without one must not have.
const OF_BODY: [reqwest::header::HeaderName; 6] = [
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_LOCATION,
    CONTENT_TYPE,
    TRANSFER_ENCODING,
];

/// Where a redirect leads.
pub(crate) struct Next {
    url: Url,
    /// Whether the request becomes a `GET`.
    without_body: bool,
}

/// The changes that redirects make to a request.
#[derive(Default)]
pub(crate) struct Redirected {
    url: Option<Url>,
    without_body: bool,
}

impl Redirected {
    /// Whether the request can be sent there: a body that was a stream is gone.
    pub(crate) fn can_go_to(&self, next: &Next, request: &Request) -> bool {
        self.without_body || next.without_body || request.can_be_sent_again()
    }

    pub(crate) fn to(&mut self, next: Next) {
        self.url = Some(next.url);
        self.without_body |= next.without_body;
    }

    pub(crate) fn apply(&self, mut request: Prepared) -> Prepared {
        if let Some(url) = &self.url {
            request.url = url.clone();
        }
        if self.without_body {
            request.method = Method::GET;
            request.body = None;
            for name in OF_BODY {
                request.headers.remove(name);
            }
        }
        request
    }
}

/// Where the response sends a request of this method, unless the operation documents it. Only within the origin, so that
/// credentials and bodies are never sent to a host that the user did not choose.
pub(crate) fn next(operation: &Operation, method: &Method, arrived: &Arrived) -> Option<Next> {
    let status = arrived.response.status();
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) || operation.documents(status) {
        return None;
    }
    let location = std::str::from_utf8(arrived.response.headers().get(LOCATION)?.as_bytes()).ok()?;
    let url = arrived.url.join(location).ok()?;
    let without_body = match status {
        StatusCode::SEE_OTHER => method != Method::HEAD,
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => method == Method::POST,
        _ => false,
    };
    (url.origin() == arrived.url.origin()).then_some(Next { url, without_body })
}
