//! Calls that are repeated until a job is done.

mod common;

use std::time::{Duration, Instant};

use common::{GET, decode};
use openapi_runtime::{Client, Error, Method, Polling, RawResponse, Request, Retry};
use serde_json::json;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

/// A server with these responses, the last one for good.
async fn server(responses: Vec<ResponseTemplate>) -> MockServer {
    let server = MockServer::start().await;
    let last = responses.len() - 1;
    for (index, response) in responses.into_iter().enumerate() {
        let mock = Mock::given(any()).respond_with(response);
        let times = if index < last { 1 } else { 1000 };
        mock.up_to_n_times(times).mount(&server).await;
    }
    server
}

fn numbers(numbers: &[u32]) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(numbers)
}

fn client(server: &MockServer) -> Client {
    let once = Client::builder(&server.uri(), "test/1").retry(Retry::never());
    once.build().unwrap()
}

fn often() -> Polling {
    Polling::new().every(Duration::from_millis(10))
}

async fn asked(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

#[tokio::test]
async fn calls_are_repeated_until_the_job_is_done() {
    let server = server(vec![numbers(&[]), numbers(&[]), numbers(&[7]), numbers(&[8])]).await;
    let client = client(&server);
    // A task of its own: the future can be sent to another thread.
    let done = tokio::spawn(async move {
        let call = || client.send(Request::new(&GET), decode);
        often().until(call, |found| !found.is_empty()).await
    });
    assert_eq!(**done.await.unwrap().unwrap(), [7]);
    assert_eq!(asked(&server).await, 3);
}

#[tokio::test]
async fn the_first_error_of_a_call_ends_it() {
    let problem = ResponseTemplate::new(400).set_body_json(json!({}));
    let server = server(vec![numbers(&[]), problem, numbers(&[7])]).await;
    let client = client(&server);
    let call = || client.send(Request::new(&GET), decode);
    let error = often().until(call, |found| !found.is_empty()).await.unwrap_err();
    assert!(matches!(error, Error::ErrorResponse(_)), "{error:?}");
    assert_eq!(asked(&server).await, 2);
}

#[tokio::test]
async fn a_job_that_is_not_done_in_time_is_a_timeout() {
    let responses = [numbers(&[]), numbers(&[]).set_delay(Duration::from_secs(5))];
    for (last, asked_at_least) in responses.into_iter().zip([3, 2]) {
        let server = server(vec![numbers(&[]), last]).await;
        let client = client(&server);
        let call = || client.send(Request::new(&GET), decode);
        let start = Instant::now();
        let polling = often().timeout(Duration::from_millis(400));
        let error = polling.until(call, |found| !found.is_empty()).await.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert!(start.elapsed() < Duration::from_secs(3));
        assert!(asked(&server).await >= asked_at_least);
    }
}

#[tokio::test]
async fn retry_after_holds_where_it_is_longer() {
    let later = ResponseTemplate::new(202).insert_header("retry-after", "1");
    let server = server(vec![later, ResponseTemplate::new(200)]).await;
    let client = client(&server);
    let call = || client.request(Method::GET, "/job").send_raw();
    let is_done = |response: &RawResponse| response.status != 202;
    let start = Instant::now();
    often().until(call, is_done).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(1));

    let too_late = often().timeout(Duration::from_secs(5));
    let later = ResponseTemplate::new(202).insert_header("retry-after", "60");
    let server = self::server(vec![later]).await;
    let client = self::client(&server);
    let start = Instant::now();
    let error = too_late
        .until(|| client.request(Method::GET, "/job").send_raw(), is_done)
        .await;
    assert!(error.unwrap_err().is_timeout());
    assert!(
        start.elapsed() < Duration::from_millis(500),
        "there is no wait that is in vain"
    );
}

#[tokio::test]
async fn a_location_is_followed_on_the_same_server_alone() {
    let server = server(vec![ResponseTemplate::new(200)]).await;
    let client = Client::builder(&format!("{}/v1", server.uri()), "test/1")
        .build()
        .unwrap();
    let absolute = format!("{}/jobs/8", server.uri());
    for location in ["/jobs/7?full=true", &absolute] {
        client.request(Method::GET, "").at(location).send_raw().await.unwrap();
    }
    let requests = server.received_requests().await.unwrap();
    let targets = requests.iter().map(|request| (request.url.path(), request.url.query()));
    assert!(targets.eq([("/jobs/7", Some("full=true")), ("/jobs/8", None)]));

    let other = client.request(Method::GET, "").at("https://other.example.com/jobs/7");
    let error = other.send_raw().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "nothing was sent: the URL that the server gave is on another server"
    );
}
