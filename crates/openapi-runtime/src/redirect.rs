//! Following redirects (RFC 9110, section 15.4), decided per operation: one that the description documents is a response
//! of the operation and is not followed.

use std::time::Instant;

use reqwest::{
    Method, Request, Response, StatusCode,
    header::{
        CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_LOCATION, CONTENT_TYPE, LOCATION, TRANSFER_ENCODING,
    },
};

use crate::Operation;

/// The headers of a body, which a request without one must not have.
const OF_BODY: [reqwest::header::HeaderName; 6] = [
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_LOCATION,
    CONTENT_TYPE,
    TRANSFER_ENCODING,
];

/// Sends a request, and follows at most `limit` redirects that the operation does not document. They have to stay at
/// their origin, so that neither a credential nor a body goes where the user did not send it. What cannot be followed is
/// the response.
pub(crate) async fn send(
    http: &reqwest::Client,
    mut request: Request,
    operation: &Operation,
    limit: usize,
) -> reqwest::Result<Response> {
    let deadline = request.timeout().map(|timeout| Instant::now() + *timeout);
    for _ in 0..limit {
        let again = Again::of(&request);
        let response = http.execute(request).await?;
        let follow = is_redirect(response.status()) && !operation.documents(response.status());
        match follow.then(|| again.redirected(&response)).flatten() {
            Some(next) => request = next,
            None => return Ok(response),
        }
        if let Some(deadline) = deadline {
            *request.timeout_mut() = Some(deadline.saturating_duration_since(Instant::now()));
        }
    }
    http.execute(request).await
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// What it takes to send a request once more.
struct Again {
    /// The request without its body.
    head: Request,
    /// The whole request, unless its body is a stream.
    whole: Option<Request>,
}

impl Again {
    fn of(request: &Request) -> Self {
        let mut head = Request::new(request.method().clone(), request.url().clone());
        head.headers_mut().clone_from(request.headers());
        *head.version_mut() = request.version();
        Self {
            head,
            whole: request.try_clone(),
        }
    }

    /// The request that the redirect asks for, if there is one within the origin.
    fn redirected(self, response: &Response) -> Option<Request> {
        let location = std::str::from_utf8(response.headers().get(LOCATION)?.as_bytes()).ok()?;
        let url = response.url().join(location).ok()?;
        if url.origin() != response.url().origin() {
            return None;
        }
        let method = self.head.method();
        let mut request = match response.status() {
            StatusCode::SEE_OTHER if method != Method::HEAD => self.without_body(),
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND if method == Method::POST => self.without_body(),
            _ => self.whole?,
        };
        *request.url_mut() = url;
        Some(request)
    }

    /// The request as a `GET`.
    fn without_body(self) -> Request {
        let mut request = self.head;
        *request.method_mut() = Method::GET;
        for name in OF_BODY {
            request.headers_mut().remove(name);
        }
        request
    }
}
