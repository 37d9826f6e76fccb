//! Texts, wildcards and parameters by their media types: what arrives, and what is read.

mod support;

use openapi_fixtures::media::types::{Filter, Level, Source, UploadRequestBodyMultipart, User};
use openapi_fixtures::media::{Client, operations};
use openapi_runtime::serde_json::{self, Value, json};
use openapi_runtime::{Error, File};
use support::{Recorded, Server};
use wiremock::ResponseTemplate;

async fn answering(template: ResponseTemplate) -> (Client, Server) {
    let server = Server::answering(template).await;
    let client = Client::builder().base_url(server.url()).build().expect("a client");
    (client, server)
}

async fn done() -> (Client, Server) {
    answering(ResponseTemplate::new(204)).await
}

fn body(media_type: &str, bytes: &[u8]) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(bytes, media_type)
}

fn source(value: Value) -> Source {
    serde_json::from_value(value).expect("a source")
}

fn filter(value: Value) -> Filter {
    serde_json::from_value(value).expect("a filter")
}

#[tokio::test]
async fn text_is_sent_in_its_charset() {
    let (client, server) = done().await;
    client.send_latin("Zürich").send().await.unwrap();
    let Recorded(sent) = server.sent().await;
    assert_eq!(sent.headers["content-type"], "text/csv; charset=iso-8859-1");
    assert_eq!(sent.body, b"Z\xfcrich");
}

#[tokio::test]
async fn a_character_that_the_charset_lacks_is_not_sent() {
    let (client, server) = done().await;
    let error = client.send_latin("5 €").send().await.unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert!(server.is_untouched().await);
}

#[tokio::test]
async fn text_is_read_in_the_charset_of_the_response() {
    for (media_type, bytes) in [
        ("text/csv; charset=iso-8859-1", &b"Z\xfcrich"[..]),
        ("text/csv; charset=utf-8", "Zürich".as_bytes()),
        ("text/csv", "Zürich".as_bytes()),
    ] {
        let (client, _server) = answering(body(media_type, bytes)).await;
        assert_eq!(
            client.get_latin().send().await.unwrap().into_inner(),
            "Zürich",
            "{media_type}"
        );
    }
}

#[tokio::test]
async fn text_stands_for_a_number_or_a_value_of_an_enum() {
    let (client, server) = done().await;
    client.set_count(5).send().await.unwrap();
    assert_eq!(server.sent().await.text(), "5");
    let (client, _server) = answering(body("text/plain", b"7\n")).await;
    assert_eq!(client.get_count().send().await.unwrap().into_inner(), 7);

    let (client, server) = done().await;
    client.set_level(Level::High).send().await.unwrap();
    assert_eq!(server.sent().await.text(), "high");
    let (client, _server) = answering(body("text/plain", b"low")).await;
    assert_eq!(client.get_level().send().await.unwrap().into_inner(), Level::Low);
}

#[tokio::test]
async fn a_wildcard_is_sent_by_its_value() {
    let answer = || body("text/plain", b"done");
    let (client, server) = answering(answer()).await;
    let text = source(json!("a: 1\n"));
    assert_eq!(client.send_any(text.clone()).send().await.unwrap().into_inner(), "done");
    let sent = server.sent().await;
    assert_eq!(
        (sent.content_type(), sent.text()),
        ("text/plain; charset=utf-8", "a: 1\n")
    );

    let (client, server) = answering(answer()).await;
    client
        .send_any(text)
        .content_type("application/yaml")
        .send()
        .await
        .unwrap();
    let sent = server.sent().await;
    assert_eq!((sent.content_type(), sent.text()), ("application/yaml", "a: 1\n"));

    let (client, server) = answering(answer()).await;
    client.send_any(source(json!({"mappings": [1]}))).send().await.unwrap();
    let sent = server.sent().await;
    assert_eq!(
        (sent.content_type(), sent.text()),
        ("application/json", r#"{"mappings":[1]}"#)
    );
}

#[tokio::test]
async fn a_wildcard_is_read_by_the_media_type_of_the_response() {
    let (client, _server) = answering(body("text/plain", b"{\"mappings\":[1]}")).await;
    let read = client.get_any().send().await.unwrap().into_inner();
    assert_eq!(read, source(json!("{\"mappings\":[1]}")));
    let (client, _server) = answering(body("application/json", b"{\"mappings\":[1]}")).await;
    let read = client.get_any().send().await.unwrap().into_inner();
    assert_eq!(read, source(json!({"mappings": [1]})));
}

#[tokio::test]
async fn a_wildcard_of_which_nothing_is_described_is_a_file() {
    for media_type in ["application/zip", "application/json", "text/plain"] {
        let (client, _server) = answering(body(media_type, b"PK\x03\xff")).await;
        let read = client.get_any_file().send().await.unwrap().into_inner();
        assert_eq!(&read.bytes(10).await.unwrap()[..], b"PK\x03\xff", "{media_type}");
    }
    let refusal = ResponseTemplate::new(404).set_body_json(json!({"message": "no such file"}));
    let (client, _server) = answering(refusal).await;
    let error = client.get_any_file().send().await.unwrap_err();
    let Error::ErrorResponse(response) = error else {
        panic!("{error:?}")
    };
    let operations::GetAnyFileError::ClientError(body) = response.into_inner() else {
        panic!("a client error")
    };
    assert_eq!(body["message"], "no such file");

    let (client, server) = done().await;
    client.send_any_file(b"PK\x03\xff".to_vec()).send().await.unwrap();
    let Recorded(sent) = server.sent().await;
    assert_eq!(
        (sent.headers["content-type"].as_bytes(), &sent.body[..]),
        (&b"application/octet-stream"[..], &b"PK\x03\xff"[..])
    );
}

#[tokio::test]
async fn the_media_type_of_an_image_is_named_by_the_caller() {
    let (client, server) = answering(body("image/jpeg", b"\xff\xd8")).await;
    let answer = client
        .send_image()
        .body(b"\x89PNG".to_vec())
        .content_type("image/png")
        .send()
        .await;
    let read = answer.unwrap().into_inner().bytes(10).await.unwrap();
    assert_eq!(&read[..], b"\xff\xd8");
    let Recorded(sent) = server.sent().await;
    assert_eq!(
        (sent.headers["content-type"].as_bytes(), &sent.body[..]),
        (&b"image/png"[..], &b"\x89PNG"[..])
    );

    let (client, server) = done().await;
    let error = client
        .send_image()
        .body("a")
        .content_type("text/plain")
        .send()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert!(server.is_untouched().await);
}

#[tokio::test]
async fn json_that_is_described_as_bytes_goes_as_it_is() {
    let (client, server) = done().await;
    client.send_raw_json("{\"a\": 1}").send().await.unwrap();
    let sent = server.sent().await;
    assert_eq!((sent.content_type(), sent.text()), ("application/json", "{\"a\": 1}"));
}

#[tokio::test]
async fn one_payload_under_several_media_types_is_one() {
    for media_type in [
        "application/json",
        "text/json",
        "text/plain",
        "text/plain; charset=utf-8",
    ] {
        let (client, server) = answering(body(media_type, b"{\"name\":\"a\"}")).await;
        let user = User::builder().name("a").build();
        let read = client.save_user(user.clone()).send().await.unwrap().into_inner();
        assert_eq!(read, user, "{media_type}");
        let accept = server.sent().await.header("accept").to_owned();
        assert!(
            accept.starts_with("application/json, text/json, text/plain"),
            "{accept}"
        );
    }
    let (client, _server) =
        answering(ResponseTemplate::new(404).set_body_raw("{\"reason\":\"x\"}", "text/plain")).await;
    let error = client
        .save_user(User::builder().name("a").build())
        .send()
        .await
        .unwrap_err();
    let Error::ErrorResponse(response) = error else {
        panic!("{error:?}")
    };
    assert!(matches!(
        response.into_inner(),
        operations::SaveUserError::NotFoundJson(_)
    ));
}

#[tokio::test]
async fn a_version_in_a_parameter_of_the_media_type_decides() {
    let (client, _server) = answering(body("application/vnd.hub+json; version=2", b"{\"two\":\"b\"}")).await;
    let read = client.get_versioned().send().await.unwrap().into_inner();
    assert!(format!("{read:?}").contains("two: \"b\""), "{read:?}");
}

#[tokio::test]
async fn a_sequence_of_json_is_a_stream() {
    let records = b"\x1e{\"name\":\n\"a\"}\n\x1e{\"name\":\"b\"}\n";
    let (client, _server) = answering(body("application/json-seq", records)).await;
    let mut stream = client.get_sequence().send().await.unwrap().into_inner();
    let mut names = Vec::new();
    while let Some(user) = stream.next().await {
        names.push(user.unwrap().name);
    }
    assert_eq!(names, ["a", "b"]);
}

#[tokio::test]
async fn parameters_go_by_their_media_type() {
    let (client, server) = done().await;
    let filter = filter(json!({"q": "a b", "tags": ["x", "y"]}));
    let call = client
        .send_parameters("a/b")
        .plain("x y")
        .number(5)
        .xml("<a/>")
        .json("j")
        .form(filter);
    let call = call.x_note("plain").theme("light/2").ids(vec![1, 2]).codes(vec![3, 4]);
    call.send().await.unwrap();
    let sent = server.sent().await;
    assert_eq!(
        sent.target(),
        "/parameters/a%2Fb?plain=x%20y&number=5&xml=%3Ca%2F%3E&json=%22j%22&form=q%3Da%2520b%26tags%3Dx%26tags%3Dy"
    );
    assert_eq!(sent.header("x-note"), "plain");
    assert_eq!(sent.header("cookie"), "theme=light/2; ids=1; ids=2; codes=3; codes=4");
}

#[tokio::test]
async fn a_parameter_is_the_whole_query() {
    let filter = || filter(json!({"q": "a b"}));
    let (client, server) = done().await;
    client.search_form(filter()).send().await.unwrap();
    assert_eq!(server.sent().await.target(), "/search?q=a%20b");
    let (client, server) = done().await;
    client.search_json().filter(filter()).send().await.unwrap();
    assert_eq!(server.sent().await.target(), "/query?%7B%22q%22%3A%22a%20b%22%7D");
}

#[tokio::test]
async fn files_may_be_left_out_and_others_added() {
    let (client, server) = done().await;
    let others = [("extra".to_owned(), File::new("more"))];
    let parts = UploadRequestBodyMultipart::builder()
        .either(File::new(vec![0xff]).name("a.bin"))
        .several(vec![File::new("1"), File::new("2")])
        .base64("AA==")
        .additional_parts(others.into_iter().collect::<std::collections::BTreeMap<_, _>>())
        .build();
    client.upload(parts).send().await.unwrap();
    let Recorded(sent) = server.sent().await;
    let text = String::from_utf8_lossy(&sent.body).into_owned();
    for part in [
        "name=\"either\"; filename=\"a.bin\"",
        "name=\"several\"; filename=\"file\"",
        "name=\"extra\"; filename=\"file\"",
        "name=\"base64\"\r\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("nullable"), "{text}");
    assert!(sent.body.contains(&0xff));
}

#[tokio::test]
async fn an_operation_has_servers_of_its_own() {
    let (client, server) = answering(body("application/json", b"\"x\"")).await;
    client.get_places().send().await.unwrap();
    assert_eq!(server.sent().await.target(), "/live/places");
    let (client, server) = answering(body("application/json", b"\"x\"")).await;
    client.get_places().base_url("/test").send().await.unwrap();
    assert_eq!(server.sent().await.target(), "/test/places");
}
