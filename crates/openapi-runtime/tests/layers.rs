//! Layers of the user around the HTTP client: what they see, what they may change, and what becomes of their errors.

mod common;

use std::{
    error::Error as _,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use common::{GET, OPERATION, decode, faulty::Fault, faulty::Faulty};
use openapi_runtime::{Body, Client, ClientBuilder, Error, HttpService, Method, Operation, Request, Retry, http};
use reqwest::header::{HeaderName, HeaderValue};
use tower::{
    Layer, Service, ServiceBuilder, buffer::BufferLayer, layer::layer_fn, limit::RateLimitLayer, service_fn,
    util::MapRequestLayer,
};
use tower_http::set_header::SetRequestHeaderLayer;

type Seen = Arc<Mutex<Vec<String>>>;

/// Writes down each request and each response.
fn recorder(name: &'static str, seen: &Seen) -> impl Layer<HttpService, Service = Recorder> + Send + 'static {
    let seen = seen.clone();
    layer_fn(move |inner| Recorder {
        inner,
        name,
        seen: seen.clone(),
    })
}

#[derive(Clone)]
struct Recorder {
    inner: HttpService,
    name: &'static str,
    seen: Seen,
}

impl Service<http::Request<Body>> for Recorder {
    type Response = http::Response<Body>;
    type Error = openapi_runtime::BoxError;
    type Future = <HttpService as Service<http::Request<Body>>>::Future;

    fn poll_ready(&mut self, cx: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let operation = request.extensions().get::<&'static Operation>();
        let operation = operation.map_or("-", |operation| operation.id);
        let line = format!(
            "{} {operation} {} {}",
            self.name,
            request.method(),
            request.uri().path()
        );
        self.seen.lock().unwrap().push(line);
        let (seen, name, sent) = (self.seen.clone(), self.name, self.inner.call(request));
        Box::pin(async move {
            let response = sent.await?;
            seen.lock()
                .unwrap()
                .push(format!("{name} {}", response.status().as_u16()));
            Ok(response)
        })
    }
}

fn client(url: &str, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    let waits = Retry::new().waits(Duration::from_millis(1), Duration::from_millis(2));
    set(Client::builder(url, "test/1").retry(waits)).build().unwrap()
}

fn get() -> Request {
    Request::new(&GET)
}

#[tokio::test]
async fn layers_see_each_request_and_response_the_first_outermost() {
    let redirect = Fault::status(307, "location: /y\r\n");
    let server = Faulty::start([redirect, Fault::status(503, "")]).await;
    let seen = Seen::default();
    let client = client(&server.url, |builder| {
        builder.layer(recorder("outer", &seen)).layer(recorder("inner", &seen))
    });
    client.send(get(), decode).await.unwrap();
    let exchange = |path: &str, status: u16| {
        [
            format!("outer op GET {path}"),
            format!("inner op GET {path}"),
            format!("inner {status}"),
            format!("outer {status}"),
        ]
    };
    let expected = [exchange("/x", 307), exchange("/y", 503), exchange("/x", 200)];
    assert_eq!(*seen.lock().unwrap(), expected.concat());
}

#[tokio::test]
async fn a_layer_sees_the_request_and_can_change_it() {
    let server = Faulty::start([]).await;
    let name = HeaderName::from_static("x-api-key");
    let sign = move |mut request: http::Request<Body>| {
        let length = request.body().as_bytes().unwrap().len();
        let signature = format!(
            "{}-{}-{length}",
            request.headers()["x-api-key"].to_str().unwrap(),
            request.method()
        );
        request.headers_mut().insert("signature", signature.parse().unwrap());
        request
    };
    let client = client(&server.url, |builder| {
        builder
            .api_key_header("key", "x-api-key", "s3cret".into())
            .layer(MapRequestLayer::new(sign))
            .layer(SetRequestHeaderLayer::overriding(
                name,
                HeaderValue::from_static("other"),
            ))
    });
    let mut request = Request::new(Box::leak(Box::new(OPERATION.method("POST"))));
    request.body_text("text/plain", "body".to_owned());
    client.send(request, decode).await.unwrap();
    let request = server.requests().remove(0);
    for expected in ["signature: s3cret-POST-4\r\n", "x-api-key: other\r\n", "\r\n\r\nbody"] {
        assert!(request.contains(expected), "{request}");
    }
}

#[tokio::test]
async fn a_request_gives_layers_values_of_its_own() {
    #[derive(Clone)]
    struct Tenant(&'static str);
    let server = Faulty::start([]).await;
    let client = client(&server.url, |builder| {
        builder.layer(MapRequestLayer::new(|mut request: http::Request<Body>| {
            let Tenant(tenant) = request.extensions().get().cloned().unwrap();
            request.headers_mut().insert("tenant", HeaderValue::from_static(tenant));
            request
        }))
    });
    let mut request = get();
    request.extension(Tenant("acme"));
    client.send(request, decode).await.unwrap();
    client
        .request(Method::PUT, "/x")
        .extension(Tenant("other"))
        .send_raw()
        .await
        .unwrap();
    assert!(server.requests()[0].contains("tenant: acme") && server.requests()[1].contains("tenant: other"));
}

#[tokio::test]
async fn layers_of_tower_and_tower_http_are_layers() {
    let server = Faulty::start([]).await;
    let stack = ServiceBuilder::new()
        .layer(tower_http::decompression::DecompressionLayer::new())
        .layer(BufferLayer::new(8))
        .layer(RateLimitLayer::new(2, Duration::from_millis(300)));
    let client = client(&server.url, |builder| builder.layer(stack));
    let start = Instant::now();
    for _ in 0..3 {
        client.send(get(), decode).await.unwrap();
    }
    assert!(start.elapsed() >= Duration::from_millis(250));
    let text = server.requests().remove(0);
    assert!(text.contains("accept-encoding: ") && text.contains("gzip"), "{text}");
}

#[tokio::test]
async fn a_response_of_a_layer_is_the_response() {
    let answer = |_| async { Ok::<_, std::io::Error>(http::Response::new("[7]".to_owned())) };
    let mock = layer_fn(move |_| service_fn(answer));
    let client = client("http://unreachable.invalid", |builder| builder.layer(mock));
    assert_eq!(**client.send(get(), decode).await.unwrap(), [7]);
}

#[tokio::test]
async fn an_error_of_a_layer_is_not_one_of_the_connection_and_not_tried_again() {
    let calls = Arc::new(Mutex::new(0));
    let count = calls.clone();
    let refuse = move |_| {
        *count.lock().unwrap() += 1;
        async { Err::<http::Response<Body>, _>(std::io::Error::other("the circuit is open")) }
    };
    let refusing = layer_fn(move |_| service_fn(refuse.clone()));
    let client = client("http://127.0.0.1:1", |builder| builder.layer(refusing));
    let error = client.send(get(), decode).await.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if error.is_layer() && !error.is_connect()),
        "{error:?}"
    );
    assert_eq!(
        error.source().unwrap().source().unwrap().to_string(),
        "the circuit is open"
    );
    assert_eq!((*calls.lock().unwrap(), error.is_retryable()), (1, false));
}

#[tokio::test]
async fn errors_of_the_connection_come_through_layers() {
    let stack = || ServiceBuilder::new().layer(BufferLayer::new(8));
    let refused = client("http://127.0.0.1:1", |builder| builder.layer(stack()));
    let error = refused.send(get(), decode).await.unwrap_err();
    assert!(
        matches!(&error, Error::Connection(error) if error.is_connect()),
        "{error:?}"
    );

    let server = Faulty::start([Fault::ResetAfter, Fault::cut()]).await;
    let cut = client(&server.url, |builder| builder.layer(stack()));
    cut.send(get(), decode).await.unwrap();
    assert_eq!(server.requests().len(), 3);

    let server = Faulty::start([Fault::Stall]).await;
    let stalled = client(&server.url, |builder| {
        builder.layer(stack()).timeout(Duration::from_millis(100))
    });
    assert!(stalled.send(get(), decode).await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn a_request_that_is_not_described_has_credentials_layers_and_limits() {
    let server = Faulty::start([Fault::status(429, "")]).await;
    let seen = Seen::default();
    let client = client(&server.url, |builder| {
        builder
            .layer(recorder("layer", &seen))
            .bearer("token", "t0ken".into())
            .api_key_query("key", "k", "v".into())
            .max_response_bytes(3)
    });
    let call = client
        .request(Method::POST, "/new/thing?a=1")
        .body_json(&[1])
        .header("x", "y");
    assert_eq!(call.send_raw().await.unwrap().body, "[1]");
    let request = server.requests().remove(1);
    for expected in [
        "POST /new/thing?a=1&k=v HTTP",
        "authorization: Bearer t0ken",
        "content-type: application/json",
        "x: y",
        "\r\n\r\n[1]",
    ] {
        assert!(request.contains(expected), "{request}");
    }
    assert_eq!(seen.lock().unwrap()[0], "layer - POST /new/thing");
    for escaping in ["//evil.example/x", "http://evil.example/x", "/a/../b", "@evil.example"] {
        let sent = client.request(Method::GET, escaping).send_raw().await;
        let went = sent
            .map(|response| response.status.as_u16())
            .map_err(|error| error.to_string());
        match went {
            Ok(status) => assert_eq!(status, 200, "{escaping} stays with the server"),
            Err(error) => assert!(error.contains("nothing was sent"), "{escaping}: {error}"),
        }
    }
}

#[tokio::test]
async fn the_timeout_holds_with_an_http_client_of_ones_own() {
    let server = Faulty::start([Fault::Stall]).await;
    let own = client(&server.url, |builder| {
        builder
            .http_client(reqwest::Client::new())
            .timeout(Duration::from_millis(100))
    });
    assert!(own.send(get(), decode).await.unwrap_err().is_timeout());
}
