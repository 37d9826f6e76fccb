//! Files and other large bodies: progress, names, lengths and media types.

mod common;

use std::sync::{Arc, Mutex};

use common::{OPERATION, request_of};
use openapi_runtime::{Body, Client, File, Multipart, Operation, Progress, Request, Retry};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

const KIB: u64 = 1 << 10;

/// A server that responds to the first requests with these statuses, and to others with 200 and this body.
async fn server(statuses: &[u16], body: Vec<u8>) -> MockServer {
    let server = MockServer::start().await;
    for status in statuses {
        let once = Mock::given(any()).respond_with(ResponseTemplate::new(*status));
        once.up_to_n_times(1).mount(&server).await;
    }
    let found = ResponseTemplate::new(200).set_body_bytes(body);
    Mock::given(any()).respond_with(found).mount(&server).await;
    server
}

fn client(server: &MockServer) -> Client {
    let retry = Retry::new().waits(std::time::Duration::ZERO, std::time::Duration::ZERO);
    Client::builder(&server.uri(), "test/1").retry(retry).build().unwrap()
}

fn put() -> Request {
    const PUT: Operation = OPERATION.method("PUT");
    request_of(PUT)
}

type Reports = Arc<Mutex<Vec<(u64, Option<u64>)>>>;

/// What was reported, and what reports.
fn watch() -> (Reports, impl Fn(Progress) + Send + Sync + 'static) {
    let reports = Reports::default();
    let report = reports.clone();
    (reports, move |progress: Progress| {
        report.lock().unwrap().push((progress.bytes, progress.total));
    })
}

#[tokio::test]
async fn the_progress_of_bytes_is_reported_in_each_try() {
    let (reports, report) = watch();
    let server = server(&[503], Vec::new()).await;
    let mut request = put();
    request.extra_body("image/png", Body::from(vec![7; 150 << 10]).on_progress(report));
    client(&server).send_raw(request).await.unwrap();
    let requests = server.received_requests().await.unwrap();
    for request in &requests {
        assert_eq!(request.body.len(), 150 << 10);
        assert_eq!(request.headers["content-length"], (150 << 10).to_string());
    }
    let one: Vec<_> = [64, 128, 150].map(|bytes| (bytes * KIB, Some(150 * KIB))).into();
    assert_eq!(
        (requests.len(), &*reports.lock().unwrap()),
        (2, &[one.clone(), one].concat())
    );
}

#[tokio::test]
async fn the_progress_of_a_stream_is_reported_without_a_total() {
    let (reports, report) = watch();
    let server = server(&[], Vec::new()).await;
    let pieces = ["abc", "de"].map(Ok::<_, std::io::Error>);
    let body = Body::wrap_stream(futures_util::stream::iter(pieces)).on_progress(report);
    let mut request = put();
    request.extra_body("text/plain", body);
    client(&server).send_raw(request).await.unwrap();
    assert_eq!(server.received_requests().await.unwrap()[0].body, b"abcde");
    assert_eq!(*reports.lock().unwrap(), [(3, None), (5, None)]);
}

#[tokio::test]
async fn the_progress_of_a_file_is_reported_for_the_file_alone() {
    let (reports, report) = watch();
    let server = server(&[], Vec::new()).await;
    let parts = Multipart::new()
        .field("caption", &"in the garden")
        .file("photo", File::new(vec![7; 100 << 10]).on_progress(report));
    let mut request = put();
    request.body_multipart("multipart/form-data", parts);
    client(&server).send_raw(request).await.unwrap();
    let total = Some(100 * KIB);
    assert_eq!(*reports.lock().unwrap(), [(64 * KIB, total), (100 * KIB, total)]);
}

#[tokio::test]
async fn the_progress_of_a_download_ends_with_the_total() {
    let (reports, report) = watch();
    let server = server(&[], vec![7; 300 << 10]).await;
    let get = request_of(OPERATION);
    let body = client(&server).send_stream(get).await.unwrap().into_inner();
    let received = body.on_progress(report).bytes(1 << 20).await.unwrap();
    assert_eq!(received.len(), 300 << 10);
    let reports = reports.lock().unwrap();
    assert!(reports.is_sorted() && reports.len() > 1, "{reports:?}");
    assert_eq!(reports.last(), Some(&(300 * KIB, Some(300 * KIB))));
}

/// The part of a body that has one file, as it arrived, and whether its length was sent in advance.
async fn sent(parts: Multipart) -> (String, bool) {
    let server = server(&[], Vec::new()).await;
    let mut request = put();
    request.body_multipart("multipart/form-data", parts);
    client(&server).send_raw(request).await.unwrap();
    let request = server.received_requests().await.unwrap().remove(0);
    let text = String::from_utf8(request.body).unwrap();
    let mut lines = text.split("\r\n").skip(1);
    let part: Vec<&str> = lines.by_ref().take(4).collect();
    (part.join("|"), request.headers.contains_key("content-length"))
}

#[tokio::test]
async fn a_file_of_a_path_has_its_name_length_and_media_type() {
    let path = std::env::temp_dir().join(format!("{}.csv", std::process::id()));
    std::fs::write(&path, "a,b").unwrap();
    let file = File::open(&path).await;
    std::fs::remove_file(&path).unwrap();
    let (part, has_length) = sent(Multipart::new().file("data", file.unwrap())).await;
    let name = path.file_name().unwrap().to_str().unwrap();
    let expected =
        format!("Content-Disposition: form-data; name=\"data\"; filename=\"{name}\"|Content-Type: text/csv||a,b");
    assert_eq!((part, has_length), (expected, true));
    assert!(File::open("no such file").await.is_err());
}

#[tokio::test]
async fn the_media_type_is_the_one_that_is_set_or_described_or_that_the_name_says() {
    let rows = [
        (Some("text/x-a"), Some("text/csv"), "a.jpg", "text/x-a"),
        (None, Some("text/csv"), "a.jpg", "text/csv"),
        (None, Some("image/*"), "a.jpg", "image/jpeg"),
        (None, Some("image/png, image/jpeg"), "a.jpg", "image/jpeg"),
        (None, Some("image/png, image/jpeg"), "a", "image/png"),
        (None, Some("image/*"), "a", "application/octet-stream"),
        (None, None, "a.jpg", "image/jpeg"),
        (None, None, "a", "application/octet-stream"),
    ];
    for (set, described, name, expected) in rows {
        let file = File::new("x").name(name);
        let file = match set {
            Some(media_type) => file.content_type(media_type),
            None => file,
        };
        let parts = match described {
            Some(described) => Multipart::new().file_as("f", described, file),
            None => Multipart::new().file("f", file),
        };
        let (part, _) = sent(parts).await;
        assert!(
            part.contains(&format!("|Content-Type: {expected}|")),
            "{part}: {expected}"
        );
    }
}

#[tokio::test]
async fn a_download_that_broke_off_continues_by_a_range() {
    let body = "0123456789";
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123";
    let (url, _) = common::serve(cut, false).await;
    let client = Client::builder(&url, "test/1").build().unwrap();
    let mut broken = client.send_stream(request_of(OPERATION)).await.unwrap().into_inner();
    let mut file = Vec::new();
    while let Some(Ok(chunk)) = broken.next().await {
        file.extend_from_slice(&chunk);
    }
    assert_eq!(file, &body.as_bytes()[..4]);

    let rest = "HTTP/1.1 206 Partial Content\r\ncontent-range: bytes 4-9/10\r\ncontent-length: 6\r\n\r\n456789";
    let (url, asked) = common::serve(rest, false).await;
    let client = Client::builder(&url, "test/1").build().unwrap();
    let mut request = request_of(OPERATION);
    request.extra_header("range", &format!("bytes={}-", file.len()));
    let response = client.send_stream(request).await.unwrap();
    assert_eq!(response.status(), 206);
    file.extend_from_slice(&response.into_inner().bytes(100).await.unwrap());
    assert_eq!(file, body.as_bytes());
    assert!(asked.await.unwrap().contains("range: bytes=4-"));
}
