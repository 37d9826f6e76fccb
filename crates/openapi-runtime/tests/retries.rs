//! What is sent again, when, and what never is: each row of the table in the documentation of `Retry`.

mod common;

use std::time::{Duration, Instant, SystemTime};

use common::{
    OPERATION, decode,
    faulty::{Fault, Faulty},
    request_of,
};
use openapi_runtime::{Body, Client, ClientBuilder, Error, Multipart, Request, Retry};

fn quick() -> Retry {
    let (first, longest) = (Duration::from_millis(1), Duration::from_millis(4));
    Retry::new()
        .waits(first, longest)
        .try_timeout(Duration::from_millis(100))
}

fn client(server: &Faulty, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    let builder = Client::builder(&server.url, "test/1").retry(quick());
    set(builder.timeout(Duration::from_secs(5))).build().unwrap()
}

fn request(method: &'static str) -> Request {
    let mut request = Request::new(Box::leak(Box::new(OPERATION.method(method))));
    if method != "GET" {
        request.body_text("text/plain", "body".to_owned());
    }
    request
}

/// What became of a request that met a fault: how often it was read, and how it ended.
async fn met(fault: &Fault, request: Request) -> (usize, Result<(), String>) {
    let server = Faulty::start([fault.clone()]).await;
    let sent = client(&server, |builder| builder).send(request, decode).await;
    let ended = sent.map(drop).map_err(|error| match error.status() {
        Some(status) => status.as_u16().to_string(),
        None => format!("{error:?}").split(' ').next().unwrap().to_owned(),
    });
    (server.requests().len(), ended)
}

#[tokio::test]
async fn each_fault_is_met_as_documented() {
    /// A fault, how often a request that may be sent again is read, and how one ends that may not.
    type Row = (Fault, usize, &'static str);
    let status = |status| Fault::status(status, "");
    let table: [Row; 13] = [
        (Fault::ResetBefore, 1, "Connection"),
        (Fault::ResetAfter, 2, "Connection"),
        (Fault::Stall, 2, "Timeout"),
        (Fault::cut(), 2, "200"),
        (Fault::malformed(), 2, "Connection"),
        (status(408), 2, "408"),
        (status(500), 2, "500"),
        (status(502), 2, "502"),
        (status(503), 2, "503"),
        (status(504), 2, "504"),
        (Fault::status(503, "retry-after: 0\r\n"), 2, "503"),
        (status(507), 2, "507"),
        (status(599), 2, "599"),
    ];
    for (fault, times, ended) in table {
        for method in ["GET", "OPTIONS", "TRACE", "PUT", "DELETE"] {
            assert_eq!(
                met(&fault, request(method)).await,
                (times, Ok(())),
                "{method} {fault:?}"
            );
        }
        // A response to `HEAD` has no body that could be cut off.
        if ended != "200" {
            assert_eq!(met(&fault, request("HEAD")).await.0, times, "{fault:?}");
        }
        let read = times.min(1) - usize::from(matches!(fault, Fault::ResetBefore));
        for method in ["POST", "PATCH", "LOCK"] {
            let once = (read, Err(ended.to_owned()));
            assert_eq!(met(&fault, request(method)).await, once, "{method} {fault:?}");
        }
        for key in ["Idempotency-Key", "x-idempotency-key"] {
            let mut keyed = request("POST");
            keyed.extra_header(key, "1");
            assert_eq!(met(&fault, keyed).await, (times, Ok(())), "{key} {fault:?}");
        }
    }
}

#[tokio::test]
async fn unprocessed_requests_are_retried_with_any_method() {
    for fault in [Fault::status(429, ""), Fault::status(429, "retry-after: 0\r\n")] {
        for method in ["GET", "POST", "PATCH"] {
            assert_eq!(met(&fault, request(method)).await, (2, Ok(())), "{method} {fault:?}");
        }
    }
    for method in ["GET", "POST", "PATCH"] {
        let server = Faulty::start_after(Duration::from_millis(150)).await;
        let patient = quick()
            .tries(1000)
            .waits(Duration::from_millis(20), Duration::from_millis(20));
        let client = client(&server, |builder| builder.retry(patient.budget(1000)));
        client.send(request(method), decode).await.unwrap();
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn other_answers_are_not_asked_for_again() {
    for status in [400, 401, 403, 404, 409, 422, 425, 501, 505] {
        let fault = Fault::status(status, "retry-after: 0\r\n");
        assert_eq!(met(&fault, request("GET")).await, (1, Err(status.to_string())));
    }
    let unlike = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    assert_eq!(
        met(&Fault::Bytes(unlike.into()), request("GET")).await,
        (1, Err("200".into()))
    );
    let long = format!("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{}", "x".repeat(99));
    let server = Faulty::start([Fault::Bytes(long)]).await;
    let client = client(&server, |builder| builder.max_response_bytes(9));
    let error = client.send(request("GET"), decode).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }), "{error:?}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_stream_is_never_sent_again_and_bytes_are_the_same() {
    for fault in [Fault::status(429, ""), Fault::ResetAfter, Fault::status(503, "")] {
        let mut streamed = request("PUT");
        let chunks = futures_util::stream::iter([Ok::<_, std::io::Error>("ab")]);
        streamed.body_bytes("text/plain", Body::wrap_stream(chunks));
        let (times, ended) = met(&fault, streamed).await;
        assert!(times == 1 && ended.is_err(), "{fault:?}");

        let server = Faulty::start([fault]).await;
        let mut parts = request("PUT");
        let file = openapi_runtime::File::new("content").name("a.txt");
        parts.body_multipart("multipart/form-data", Multipart::new().field("a", &1).file("f", file));
        client(&server, |builder| builder).send(parts, decode).await.unwrap();
        let bodies: Vec<String> = server.requests();
        let parts = |text: &String| {
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            let boundary = head
                .split_once("boundary=")
                .unwrap()
                .1
                .lines()
                .next()
                .unwrap()
                .to_owned();
            body.replace(&boundary, "-")
        };
        assert!(parts(&bodies[0]).contains("content") && bodies.len() == 2);
        assert_eq!(parts(&bodies[0]), parts(&bodies[1]));
    }
}

#[tokio::test]
async fn tries_end() {
    let faults = || vec![Fault::status(503, ""); 20];
    let sent = async |set: fn(ClientBuilder) -> ClientBuilder, fill: fn(&mut Request)| {
        let server = Faulty::start(faults()).await;
        let mut request = request("GET");
        fill(&mut request);
        let error = client(&server, set).send(request, decode).await.unwrap_err();
        assert_eq!(error.status().unwrap(), 503);
        server.requests().len()
    };
    assert_eq!(sent(|builder| builder, |_| ()).await, 3);
    assert_eq!(sent(|builder| builder.retry(quick().tries(5)), |_| ()).await, 5);
    assert_eq!(sent(|builder| builder.retry(Retry::never()), |_| ()).await, 1);
    assert_eq!(sent(|builder| builder.retry(quick().tries(0)), |_| ()).await, 1);
    assert_eq!(sent(|builder| builder, Request::no_retry).await, 1);
    assert_eq!(
        sent(|builder| builder.retry(quick().tries(9).budget(4)), |_| ()).await,
        5
    );
}

#[tokio::test]
async fn a_server_says_when_to_come_again() {
    let date = || httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(3));
    for after in [|| "1".to_owned(), date] {
        let after = after();
        let server = Faulty::start([Fault::status(503, &format!("retry-after: {after}\r\n"))]).await;
        let start = Instant::now();
        client(&server, |builder| builder)
            .send(request("GET"), decode)
            .await
            .unwrap();
        assert!(start.elapsed() >= Duration::from_millis(900), "{after}");
    }
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let server = Faulty::start([Fault::status(429, "retry-after: 30\r\n")]).await;
    let start = Instant::now();
    let error = client(&server, |builder| builder)
        .send(request("GET"), decode)
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 429);
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn the_deadline_is_for_all_tries_together() {
    let server = Faulty::start(vec![Fault::Stall; 20]).await;
    let patient = quick().tries(20).try_timeout(Duration::from_millis(150));
    let client = client(&server, |builder| {
        builder.retry(patient).timeout(Duration::from_millis(400))
    });
    let start = Instant::now();
    let error = client.send(request("GET"), decode).await.unwrap_err();
    assert!(
        error.is_timeout() && start.elapsed() < Duration::from_millis(800),
        "{error:?}"
    );
    assert!((2..=4).contains(&server.requests().len()));
    // A request has a time of its own.
    let mut hurried = request("GET");
    hurried.timeout(Duration::from_millis(50));
    let start = Instant::now();
    assert!(client.send(hurried, decode).await.unwrap_err().is_timeout());
    assert!(start.elapsed() < Duration::from_millis(300));
}

#[tokio::test]
async fn a_described_idempotency_key_is_made_once_for_all_tries() {
    let key = |text: &str| {
        let line = text
            .lines()
            .find(|line| line.to_ascii_lowercase().starts_with("x-idempotency-key"));
        line.unwrap().split_once(": ").unwrap().1.to_owned()
    };
    let server = Faulty::start([Fault::ResetAfter]).await;
    let client = client(&server, |builder| builder);
    let operation = OPERATION.method("POST").idempotency_header("X-Idempotency-Key");
    for _ in 0..2 {
        let made = request_of(operation);
        client.send(made, decode).await.unwrap();
    }
    let mut given = request_of(operation);
    given.idempotency_key("mine");
    client.send(given, decode).await.unwrap();
    let keys: Vec<String> = server.requests().iter().map(|text| key(text)).collect();
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[1], keys[2]);
    assert_eq!(keys[3], "mine");
    assert!(keys[0].len() == 36 && &keys[0][14..15] == "4", "{keys:?}");
}

#[tokio::test]
async fn a_response_to_be_streamed_is_tried_again_until_it_begins() {
    let server = Faulty::start([Fault::status(503, ""), Fault::ResetAfter]).await;
    let response = client(&server, |builder| builder)
        .send_stream(request("GET"))
        .await
        .unwrap();
    assert_eq!(response.into_inner().bytes(9).await.unwrap(), "[1]");
    let server = Faulty::start([Fault::cut()]).await;
    let response = client(&server, |builder| builder)
        .send_stream(request("GET"))
        .await
        .unwrap();
    assert!(response.into_inner().bytes(999).await.is_err());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_calls_of_a_server_that_fails_a_third_are_answered_once_each() {
    let faults = [
        Fault::status(503, ""),
        Fault::ResetAfter,
        Fault::cut(),
        Fault::status(429, ""),
    ];
    let third = (0..3000).map(|number| (number % 3 == 0).then(|| faults[number / 3 % 4].clone()));
    let server = Faulty::start(third.map(|fault| fault.unwrap_or(Fault::None)).collect::<Vec<_>>()).await;
    let many = quick().tries(20).try_timeout(Duration::from_secs(20));
    let client = client(&server, |builder| builder.retry(many).timeout(Duration::from_secs(60)));
    let calls = (0..1000).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.send(request("PUT"), decode).await })
    });
    let mut answered = 0;
    for call in calls.collect::<Vec<_>>() {
        answered += usize::from(call.await.unwrap().is_ok());
    }
    // Each that was answered in full belongs to one call.
    let asked = server.requests().len();
    assert_eq!((answered, asked - asked.div_ceil(3)), (1000, 1000));
}
