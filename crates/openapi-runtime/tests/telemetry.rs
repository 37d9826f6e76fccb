//! What a call leaves in the log: a span for each try, with the names of OpenTelemetry, and no secret. Alone in its process,
//! since a subscriber is for all of it.

mod common;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use common::{decode, faulty::Fault, faulty::Faulty};
use openapi_runtime::{Client, Credential, Operation, Request, Retry, Style};
use tracing_subscriber::fmt::format::FmtSpan;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn each_try_is_a_span_and_no_secret_is_in_it() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let server = Faulty::start([Fault::status(503, ""), Fault::ResetAfter]).await;
    let waits = Retry::new().waits(Duration::from_millis(1), Duration::from_millis(2));
    let provider = Credential::provider(async || Ok::<_, std::io::Error>("s3cret-token"));
    let client = Client::builder(&server.url, "t")
        .retry(waits)
        .bearer("token", provider)
        .api_key_query("key", "k", "s3cret-key".into())
        .secret_header("x-own", "s3cret-header");
    static GET: Operation = Operation::new("op", "GET", "/things/{id}")
        .statuses(&["200", "400"])
        .security(&[&["token", "key"]]);
    let mut request = Request::new(&GET);
    request.path_parameter("id", Style::Simple, false, "s3cret-id");
    request.extra_header("x-other", "s3cret-other");
    client.build().unwrap().send(request, decode).await.unwrap();

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let ours: Vec<&str> = log.lines().filter(|line| line.contains("openapi")).collect();
    let port = server.url.rsplit(':').next().unwrap();
    let spans: Vec<_> = ours.iter().filter(|line| line.contains("close")).collect();
    assert_eq!(spans.len(), 3, "{log}");
    for span in &spans {
        for expected in [
            r#"otel.kind="client""#,
            r#"otel.name="GET /things/{id}""#,
            r#"http.request.method="GET""#,
            r#"url.template="/things/{id}""#,
            r#"server.address="127.0.0.1""#,
            &format!("server.port={port}"),
            r#"openapi.operation="op""#,
        ] {
            assert!(span.contains(expected), "`{expected}` is not in {span}");
        }
    }
    for (span, expected) in [
        (0, r#"http.response.status_code=503 error.type="503""#),
        (0, r#"otel.status_code="ERROR""#),
        (1, "http.request.resend_count=1"),
        (1, r#"error.type="Connection""#),
        (2, "http.request.resend_count=2"),
        (2, "http.response.status_code=200"),
    ] {
        assert!(spans[span].contains(expected), "`{expected}` is not in {}", spans[span]);
    }
    assert!(!spans[2].contains("error.type") && !spans[0].contains("resend_count"));
    let causes = ["cause=\"status\"", "cause=\"connection broken\""];
    assert!(
        causes
            .iter()
            .all(|cause| ours.iter().any(|line| line.contains(cause) && line.contains("wait_ms")))
    );
    assert!(!ours.iter().any(|line| line.contains("s3cret")), "{ours:#?}");
}
