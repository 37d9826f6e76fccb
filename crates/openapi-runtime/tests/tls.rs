//! What `https` is without TLS: `cargo test -p openapi-runtime --no-default-features --test tls`.
#![cfg(not(any(feature = "rustls", feature = "native-tls")))]

use openapi_runtime::{Client, Error, Method};

#[tokio::test]
async fn https_without_tls_says_so_at_once() {
    let client = Client::builder("https://127.0.0.1:1", "t").build().unwrap();
    let start = std::time::Instant::now();
    let error = client.request(Method::GET, "/").send_raw().await.unwrap_err();
    assert!(
        matches!(error, Error::Connection(_)) && !error.is_retryable(),
        "{error:?}"
    );
    assert!(
        error
            .to_string()
            .contains("turn on the feature `rustls` or `native-tls`"),
        "{error}"
    );
    assert!(start.elapsed().as_millis() < 100);
}
