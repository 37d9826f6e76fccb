//! The user's `tower` layers around the HTTP client.

use std::{
    error::Error,
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use crate::{Body, platform, transport::Prepared};

/// Any error, as layers make them.
///
/// ```
/// use openapi_runtime::BoxError;
///
/// let error: BoxError = "the tenant is not known".into();
/// assert_eq!(error.to_string(), "the tenant is not known");
/// ```
pub type BoxError = Box<dyn Error + Send + Sync>;

type Answer = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>;

/// The service below a layer: the layers below it, and the HTTP client.
///
/// ```
/// use openapi_runtime::{Body, Client, HttpService, Method, http};
/// use tower::{ServiceExt, layer::layer_fn, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// let logged = layer_fn(|inner: HttpService| {
///     service_fn(move |request: http::Request<Body>| {
///         println!("{} {}", request.method(), request.uri().path());
///         inner.clone().oneshot(request)
///     })
/// });
/// let client = Client::builder(&server.uri(), "shop/1.2").layer(logged).build()?;
/// # assert_eq!(client.request(Method::GET, "/pets").send_raw().await?.status, 404);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct HttpService(Arc<dyn Exchange>);

/// A service whose type is forgotten.
trait Exchange: Send + Sync {
    fn exchange(&self, request: Request<Body>) -> Answer;
}

struct Layered<S>(S);

impl<S> Exchange for Layered<S>
where
    S: Service<Request<Body>, Response: HttpResponse, Error: Into<BoxError>, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static,
{
    fn exchange(&self, request: Request<Body>) -> Answer {
        let mut service = self.0.clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(Into::into)?;
            let response = service.call(request).await.map_err(Into::into)?;
            Ok(response.into_http())
        })
    }
}

/// A response as layers make them: [`http::Response`] with any body.
///
/// ```
/// use openapi_runtime::{HttpResponse, http};
///
/// let response = http::Response::builder().status(204).body(String::new())?.into_http();
/// assert_eq!(response.status(), 204);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait HttpResponse: Send {
    /// The response with its body as a [`Body`].
    fn into_http(self) -> Response<Body>;
}

impl<B> HttpResponse for Response<B>
where
    B: http_body::Body<Data: Into<Bytes>, Error: Into<BoxError>> + Send + Sync + 'static,
{
    fn into_http(self) -> Response<Body> {
        self.map(Body::wrap)
    }
}

/// A `tower` layer that can be put around the HTTP client: its service takes an [`http::Request`] and answers with an
/// [`http::Response`], and is `Clone`.
///
/// ```
/// use openapi_runtime::{Body, BoxError, Client, HttpService, Method, http};
/// use tower::{layer::layer_fn, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// // Answers without a network, for a test.
/// let canned = layer_fn(|_: HttpService| {
///     service_fn(|_: http::Request<Body>| async { Ok::<_, BoxError>(http::Response::new(Body::from("[]"))) })
/// });
/// let client = Client::builder("https://pets.example.com", "shop/1.2").layer(canned).build()?;
/// assert_eq!(client.request(Method::GET, "/pets").send_raw().await?.body, "[]");
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer of `http::Request<Body>` whose service is `Clone + Send + Sync`",
    note = "`tower::buffer::BufferLayer` around a service makes it `Clone`"
)]
pub trait HttpLayer: Send + 'static {
    /// Puts the layer around the service below it.
    fn around(self, inner: HttpService) -> HttpService;
}

impl<L> HttpLayer for L
where
    L: Layer<HttpService> + Send + 'static,
    L::Service: Service<Request<Body>, Response: HttpResponse, Error: Into<BoxError>, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static,
{
    fn around(self, inner: HttpService) -> HttpService {
        HttpService(Arc::new(Layered(self.layer(inner))))
    }
}

impl Exchange for reqwest::Client {
    fn exchange(&self, request: Request<Body>) -> Answer {
        let sent = Prepared::of_http(request).map(|request| platform::execute(self, request));
        Box::pin(async move { Ok(sent?.await?.response) })
    }
}

impl HttpService {
    pub(crate) async fn send(&self, request: Request<Body>) -> Result<Response<Body>, BoxError> {
        self.0.exchange(request).await
    }
}

impl Service<Request<Body>> for HttpService {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Answer;

    /// Always ready: the layers below are awaited by the call.
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Answer {
        self.0.exchange(request)
    }
}

impl fmt::Debug for HttpService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpService").finish_non_exhaustive()
    }
}

/// The layers, outermost first.
#[derive(Default)]
pub(crate) struct Layers(Vec<Box<dyn FnOnce(HttpService) -> HttpService + Send>>);

impl Layers {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn push(&mut self, layer: impl HttpLayer) {
        self.0.push(Box::new(|inner| layer.around(inner)));
    }

    /// The layers around an HTTP client.
    pub(crate) fn around(self, http: reqwest::Client) -> HttpService {
        let innermost = HttpService(Arc::new(http));
        self.0.into_iter().rev().fold(innermost, |inner, layer| layer(inner))
    }
}
