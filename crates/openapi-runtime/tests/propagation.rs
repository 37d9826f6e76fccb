//! The context of OpenTelemetry reaches the server: the trace of the caller, and the span of each try.

mod common;

use std::time::Duration;

use common::{
    GET, decode,
    faulty::{Fault, Faulty},
};
use openapi_runtime::{Client, Request, Retry};
use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::{propagation::TraceContextPropagator, trace::SdkTracerProvider};
use tracing::Instrument;
use tracing_subscriber::layer::SubscriberExt;

#[tokio::test]
async fn each_try_sends_its_own_span_of_the_callers_trace() {
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    let tracer = SdkTracerProvider::builder().build().tracer("test");
    let layer = tracing_opentelemetry::layer().with_tracer(tracer);
    let _entered = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));

    let server = Faulty::start([Fault::status(503, "")]).await;
    let waits = Retry::new().waits(Duration::ZERO, Duration::ZERO);
    let client = Client::builder(&server.url, "t").retry(waits).build().unwrap();
    let get = || Request::new(&GET);
    client
        .send(get(), decode)
        .instrument(tracing::info_span!("caller"))
        .await
        .unwrap();
    let requests = server.requests();
    let sent: Vec<Vec<&str>> = requests.iter().map(|text| parent(text).split('-').collect()).collect();
    assert!(
        sent.iter()
            .all(|parts| parts.len() == 4 && parts[0] == "00" && parts[1].len() == 32 && parts[3] == "01")
    );
    assert!(
        sent.len() == 2 && sent[0][1] == sent[1][1] && sent[0][2] != sent[1][2],
        "{sent:?}"
    );

    let mut own = get();
    own.extra_header("traceparent", "mine");
    client.send(own, decode).await.unwrap();
    assert_eq!(parent(&server.requests()[2]), "mine");
}

fn parent(request: &str) -> &str {
    let (_, rest) = request.split_once("traceparent: ").unwrap();
    rest.lines().next().unwrap()
}
