//! Streams of typed values, and the calls that ask for them where an operation can answer at once too.

use openapi_fixtures::streams::{Client, operations, types};
use openapi_runtime::{Error, EventData, EventStream, StreamError};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate, matchers::any};

/// Answers with a stream if it is asked for one.
struct Server(&'static str);

impl Respond for Server {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let accept = request.headers["accept"].to_str().unwrap();
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let asked = body["stream"] == true
            || request.url.query() == Some("stream=true")
            || ["/watch", "/named"].contains(&request.url.path());
        let stream = ["text/event-stream", "application/x-ndjson"]
            .into_iter()
            .find(|known| accept.contains(known));
        match (stream, asked) {
            (Some(media_type), true) => ResponseTemplate::new(200).set_body_raw(self.0, media_type),
            (None, false) if request.url.path() == "/chat" => {
                ResponseTemplate::new(200).set_body_json(json!({"text": "all"}))
            }
            (None, false) => ResponseTemplate::new(200).set_body_json(json!([{"delta": "a"}])),
            _ => ResponseTemplate::new(400).set_body_json(json!({"message": format!("{accept} {asked}")})),
        }
    }
}

async fn client(answer: &'static str) -> (Client, MockServer) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(Server(answer)).mount(&server).await;
    (Client::builder().base_url(server.uri()).build().unwrap(), server)
}

const CHUNKS: &str = "event: chunk\ndata: {\"delta\": \"a\"}\n\n: ping\n\ndata: {\"delta\":\ndata: \"b\"}\n\ndata: [DONE]\n\ndata: {\"delta\": \"late\"}\n\n";

#[tokio::test]
async fn a_plain_call_has_the_plain_type_and_stream_the_values() {
    let (client, _server) = client(CHUNKS).await;
    let body = || types::ChatRequestBody::builder().prompt("hello").build();
    let answer: types::Answer = client.chat(body()).send().await.unwrap().into_inner();
    assert_eq!(answer.text, "all");

    let mut chunks = client.chat(body()).stream().await.unwrap().into_inner();
    let mut text = String::new();
    while let Some(chunk) = chunks.next().await {
        let chunk: types::Chunk = chunk.unwrap();
        text += &chunk.delta;
    }
    assert_eq!(text, "ab");
}

#[tokio::test]
async fn send_returns_the_stream_if_there_is_no_other_response() {
    let (client, _server) = client(CHUNKS).await;
    let mut chunks = client.watch().send().await.unwrap().into_inner();
    assert_eq!(chunks.next().await.unwrap().unwrap().delta, "a");
    let mut events = EventStream::from(client.watch().send().await.unwrap().into_inner());
    assert_eq!(events.next().await.unwrap().unwrap().event.as_deref(), Some("chunk"));
}

#[tokio::test]
async fn lines_are_asked_for_by_a_parameter() {
    let (client, _server) = client("{\"delta\": \"a\"}\n{\"delta\": \"b\"}\n").await;
    assert_eq!(client.export().send().await.unwrap().len(), 1);
    let mut lines = client.export().stream().await.unwrap().into_inner();
    assert_eq!(lines.next().await.unwrap().unwrap().delta, "a");
    assert_eq!(lines.next().await.unwrap().unwrap().delta, "b");
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn an_event_with_other_data_is_kept_in_the_error_and_does_not_end_the_stream() {
    let (client, _server) = client("event: error\ndata: {\"code\": 7}\n\ndata: {\"delta\": \"a\"}\n\n").await;
    let mut chunks = client.watch().send().await.unwrap().into_inner();
    let error = chunks.next().await.unwrap().unwrap_err();
    let StreamError::UnexpectedEvent { event, reason } = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (event.event.as_deref(), event.data.as_str()),
        (Some("error"), "{\"code\": 7}")
    );
    assert!(reason.contains("delta"), "{reason}");
    assert_eq!(chunks.next().await.unwrap().unwrap().delta, "a");
}

#[tokio::test]
async fn a_documented_error_of_a_stream_has_its_type() {
    let server = MockServer::start().await;
    let refusal = ResponseTemplate::new(400).set_body_json(json!({"message": "no"}));
    Mock::given(any()).respond_with(refusal).mount(&server).await;
    let client = Client::builder().base_url(server.uri()).build().unwrap();
    let body = types::ChatRequestBody::builder().prompt("hello").build();
    let error = client.chat(body).stream().await.unwrap_err();
    let Error::ErrorResponse(response) = error else {
        panic!("{error:?}")
    };
    assert!(matches!(&*response, operations::ChatError::BadRequest(problem) if problem.message == "no"));
}

const NAMED: &str = "event: chunk\ndata: {\"delta\": \"a\"}\n\nevent: usage\ndata: {\"tokens\": 7}\n\nevent: log\ndata: \"as it is\"\n\n\
    event: usage\ndata: none\n\nevent: later\ndata: 1\n\ndata: nameless\n\nevent: end\ndata:\n\n";

#[tokio::test]
async fn an_event_is_what_its_name_says() {
    let (client, _server) = client(NAMED).await;
    let mut events = client.named().send().await.unwrap().into_inner();
    let mut seen = Vec::new();
    while let Some(event) = events.next().await {
        seen.push(match event {
            Ok(operations::NamedEvent::Chunk(types::Chunk { delta, .. })) => format!("chunk {delta}"),
            Ok(operations::NamedEvent::Usage(usage)) => format!("usage {}", usage.tokens),
            Ok(operations::NamedEvent::Log(text)) => format!("log {text}"),
            Ok(operations::NamedEvent::End(text)) => format!("end {text}"),
            Ok(operations::NamedEvent::Other(event)) => format!("{:?} {}", event.event, event.data),
            Err(StreamError::UnexpectedEvent { event, .. }) => format!("unexpected {}", event.data),
            other => panic!("{other:?}"),
        });
    }
    let expected = [
        "chunk a",
        "usage 7",
        "log \"as it is\"",
        "unexpected none",
        "Some(\"later\") 1",
        "None nameless",
        "end ",
    ];
    assert_eq!(seen, expected);

    let mut again = client.named().reconnecting();
    let first = operations::NamedEvent::read(again.next().await.unwrap().unwrap()).unwrap();
    assert!(matches!(first, operations::NamedEvent::Chunk(_)), "{first:?}");
}
