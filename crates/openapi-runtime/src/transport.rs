//! Sends HTTP requests: the layers of the user, and reqwest.

use std::{error::Error, fmt, future::Future};

use http_body::Body as _;
use reqwest::{Method, Url, header::HeaderMap};

use crate::{
    Body, Operation, Request,
    layer::{BoxError, HttpService},
    platform,
};

/// A request as it leaves.
pub(crate) struct Prepared {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Body>,
}

/// A response whose body is still to come.
pub(crate) struct Arrived {
    /// Where it came from.
    pub(crate) url: Url,
    pub(crate) response: http::Response<Body>,
}

/// Sends requests, through the layers if there are any.
pub(crate) enum Transport {
    Plain(reqwest::Client),
    Layered(HttpService),
}

impl Transport {
    /// Sends `prepared`, which was made of `request`.
    pub(crate) fn send<'s>(
        &'s self,
        prepared: Prepared,
        request: &Request,
    ) -> impl Future<Output = Result<Arrived, TransportError>> + use<'s> {
        // Boxed, so that a request without layers does not hold the memory of one with layers.
        let sent = match self {
            Self::Plain(http) => Sent::Plain(platform::execute(http, prepared)),
            Self::Layered(service) => Sent::Layered(Box::pin(through(service, prepared, request.extensions()))),
        };
        async move {
            match sent {
                Sent::Plain(plain) => plain.await,
                Sent::Layered(layered) => layered.await,
            }
        }
    }
}

/// A request that is under way.
enum Sent<P, L> {
    Plain(P),
    Layered(L),
}

async fn through(
    service: &HttpService,
    prepared: Prepared,
    extensions: http::Extensions,
) -> Result<Arrived, TransportError> {
    let url = prepared.url.clone();
    let mut exchanged = prepared.into_http()?;
    *exchanged.extensions_mut() = extensions;
    let response = service.send(exchanged).await.map_err(TransportError::of_layers)?;
    Ok(Arrived { url, response })
}

impl Prepared {
    fn into_http(self) -> Result<http::Request<Body>, TransportError> {
        let mut request = http::Request::new(self.body.unwrap_or_default());
        *request.uri_mut() = self.url.as_str().parse().map_err(TransportError::of_layers)?;
        *request.method_mut() = self.method;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    /// The request as layers leave it.
    pub(crate) fn of_http(request: http::Request<Body>) -> Result<Self, TransportError> {
        let (head, body) = request.into_parts();
        Ok(Self {
            method: head.method,
            url: Url::parse(&head.uri.to_string()).map_err(TransportError::of_layers)?,
            headers: head.headers,
            body: (!body.is_end_stream()).then_some(body),
        })
    }
}

/// Why there was no response, or not all of it. It shows no URL, whose query may hold a key.
///
/// ```
/// use openapi_runtime::TransportError;
///
/// fn reason(error: &TransportError) -> &'static str {
///     match () {
///         () if error.is_timeout() => "the time was up",
///         () if error.is_connect() => "no connection",
///         () => "the connection broke",
///     }
/// }
/// ```
pub struct TransportError {
    kind: Kind,
    timed_out: bool,
    source: Option<BoxError>,
    pub(crate) operation: Option<&'static Operation>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// There was no connection, so nothing was sent.
    Connect,
    /// The URL is `https`, and the client has no TLS.
    NoTls,
    /// The connection was there, and broke or gave nothing.
    Broken,
    /// A layer of the user failed.
    Layer,
}

impl TransportError {
    /// Whether there was no connection, so that nothing was sent.
    ///
    /// ```
    /// use openapi_runtime::{Client, Error, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let client = Client::builder("http://127.0.0.1:1", "shop/1.2").retry(openapi_runtime::Retry::never()).build()?;
    /// // No server listens there.
    /// match client.request(Method::GET, "/pets").send_raw().await {
    ///     Err(Error::Connection(cause)) => assert!(cause.is_connect() && !cause.is_timeout() && !cause.is_layer()),
    ///     other => panic!("{other:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_connect(&self) -> bool {
        self.kind == Kind::Connect
    }

    /// Whether it took longer than it may.
    pub fn is_timeout(&self) -> bool {
        self.timed_out
    }

    /// Whether a layer of the user failed, and not the connection below it.
    ///
    /// ```
    /// use openapi_runtime::{Body, BoxError, Client, Error, HttpService, Method, http};
    /// use tower::{layer::layer_fn, service_fn};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let closed = layer_fn(|_: HttpService| {
    ///     service_fn(|_: http::Request<Body>| async { Err::<http::Response<Body>, BoxError>("closed".into()) })
    /// });
    /// let client = Client::builder("https://pets.example.com", "shop/1.2").layer(closed).build()?;
    /// match client.request(Method::GET, "/pets").send_raw().await {
    ///     Err(Error::Connection(cause)) => assert!(cause.is_layer()),
    ///     other => panic!("{other:?}"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_layer(&self) -> bool {
        self.kind == Kind::Layer
    }

    /// Whether the cause is in this program, and neither on the way nor at the server.
    pub(crate) fn is_local(&self) -> bool {
        matches!(self.kind, Kind::Layer | Kind::NoTls)
    }

    /// The time was up.
    pub(crate) fn elapsed() -> Self {
        Self {
            kind: Kind::Broken,
            timed_out: true,
            source: None,
            operation: None,
        }
    }

    /// A stream failed.
    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    pub(crate) fn of_stream(error: BoxError) -> Self {
        match error.downcast::<reqwest::Error>() {
            Ok(error) => Self::from(*error),
            Err(other) => Self {
                kind: Kind::Broken,
                timed_out: false,
                source: Some(other),
                operation: None,
            },
        }
    }

    /// An error that came through layers: of the connection, if there is one of it in the chain of sources.
    pub(crate) fn of_layers(error: impl Into<BoxError>) -> Self {
        let error = match error.into().downcast::<Self>() {
            Ok(own) => return *own,
            Err(other) => other,
        };
        let first: &(dyn Error + 'static) = &*error;
        let mut chain = std::iter::successors(Some(first), |error| (*error).source());
        let below = chain.find_map(|error| error.downcast_ref::<Self>());
        Self {
            kind: below.map_or(Kind::Layer, |below| below.kind),
            timed_out: below.is_some_and(|below| below.timed_out),
            source: Some(error),
            operation: None,
        }
    }
}

impl From<reqwest::Error> for TransportError {
    fn from(error: reqwest::Error) -> Self {
        Self {
            kind: match platform::is_connect(&error) {
                true if lacks_tls(&error) => Kind::NoTls,
                true => Kind::Connect,
                false => Kind::Broken,
            },
            timed_out: error.is_timeout(),
            source: Some(error.without_url().into()),
            operation: None,
        }
    }
}

/// Whether the connection failed since TLS was not compiled in. Where another crate turned it on, there is some.
fn lacks_tls(error: &reqwest::Error) -> bool {
    let chain = std::iter::successors(error.source(), |error| (*error).source());
    let compiled_in = cfg!(any(feature = "rustls", feature = "native-tls"));
    !compiled_in
        && chain
            .last()
            .is_some_and(|error| error.to_string().contains("scheme is not http"))
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("TransportError");
        debug.field("kind", &self.kind).field("timed_out", &self.timed_out);
        debug.field("source", &self.source).finish()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            Kind::Connect => "no connection could be made",
            Kind::NoTls => {
                "`https` needs TLS, which was not compiled in: turn on the feature `rustls` or `native-tls` of `openapi-runtime`"
            }
            Kind::Broken if self.timed_out => "the time was up",
            Kind::Broken => "the connection broke",
            Kind::Layer => "a layer of the client failed",
        })
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
