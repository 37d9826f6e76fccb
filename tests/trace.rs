//! What a request leaves in the log. Alone in its process, since a subscriber is for all of it.

mod support;

use std::sync::{Arc, Mutex};

use support::{PASSWORD, TOKEN, client, connection};
use wiremock_cloud::mock::Mock;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_request_is_traced_without_secrets() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let mock = Mock::start().await;
    tracing::subscriber::set_global_default(subscriber).expect("the only test in its process");
    client(mock.url())
        .create_database_connection("me", connection())
        .send()
        .await
        .expect("created");
    let log = String::from_utf8(log.0.lock().expect("the log").clone()).expect("UTF-8");
    for expected in [
        "createDatabaseConnection",
        "POST",
        "/v1/users/{userId}/database-connections",
        "201",
    ] {
        assert!(log.contains(expected), "`{expected}` is not in {log}");
    }
    assert!(!log.contains(TOKEN) && !log.contains(PASSWORD), "{log}");
}
