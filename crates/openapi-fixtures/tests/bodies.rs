//! What each kind of body is on the wire.

mod support;

use openapi_fixtures::bodies::types::{
    SendFormRequestBodyForm, SendFormRequestBodyFormAddress, SendFormRequestBodyFormOwner,
    SendMultipartRequestBodyMultipart, Thing,
};
use openapi_runtime::{File, Multipart};
use support::{Recorded, bodies};

fn thing() -> Thing {
    Thing::builder().id(1).build()
}

#[tokio::test]
async fn json() {
    let (client, server) = bodies().await;
    client.send_json(thing()).send().await.unwrap();
    let sent = server.sent().await;
    assert_eq!(sent.content_type(), "application/json");
    assert_eq!(sent.text(), r#"{"id":1}"#);
}

#[tokio::test]
async fn null_and_absent_are_distinguished() {
    let (client, server) = bodies().await;
    client
        .send_json(Thing::builder().id(1).note_null().build())
        .send()
        .await
        .unwrap();
    assert_eq!(server.sent().await.text(), r#"{"id":1,"note":null}"#);
}

#[tokio::test]
async fn an_optional_body_is_chained() {
    let (client, server) = bodies().await;
    client.send_optional().send().await.unwrap();
    let sent = server.sent().await;
    assert_eq!((sent.content_type(), sent.text()), ("", ""));

    let (client, server) = bodies().await;
    client.send_optional().body(thing()).send().await.unwrap();
    assert_eq!(server.sent().await.text(), r#"{"id":1}"#);
}

#[tokio::test]
async fn json_of_another_media_type() {
    let (client, server) = bodies().await;
    client.send_merge_patch(thing()).send().await.unwrap();
    assert_eq!(server.sent().await.content_type(), "application/merge-patch+json");
}

#[tokio::test]
async fn text_and_xml_go_as_they_are() {
    let (client, server) = bodies().await;
    client.send_text("a,ü\n").send().await.unwrap();
    let sent = server.sent().await;
    assert_eq!((sent.content_type(), sent.text()), ("text/csv", "a,ü\n"));

    let (client, server) = bodies().await;
    client.send_xml("<a/>").send().await.unwrap();
    let sent = server.sent().await;
    assert_eq!((sent.content_type(), sent.text()), ("application/xml", "<a/>"));
}

#[tokio::test]
async fn bytes_are_sent_at_once_or_streamed() {
    let (client, server) = bodies().await;
    client.send_binary(vec![0, 255, 10]).send().await.unwrap();
    let sent = server.sent().await;
    // A range is not a media type to send.
    assert_eq!(sent.content_type(), "application/octet-stream");
    assert_eq!(sent.0.body, [0, 255, 10]);
}

#[tokio::test]
async fn a_form_is_written_by_its_encodings() {
    let (client, server) = bodies().await;
    let form = SendFormRequestBodyForm::builder()
        .name("a&b ü")
        .tags(vec!["x".into(), "y=z".into()])
        .codes(vec![1, 2])
        .owner(SendFormRequestBodyFormOwner::builder().id(7).build())
        .address(SendFormRequestBodyFormAddress::builder().city("Bern").build())
        .build();
    client.send_form(form).send().await.unwrap();
    let sent = server.sent().await;
    assert_eq!(sent.content_type(), "application/x-www-form-urlencoded");
    let mut pairs: Vec<&str> = sent.text().split('&').collect();
    pairs.sort_unstable();
    let expected = [
        "address%5Bcity%5D=Bern",
        "codes=1%7C2",
        "name=a%26b%20%C3%BC",
        "owner=%7B%22id%22%3A7%7D",
        "tags=x",
        "tags=y%3Dz",
    ];
    assert_eq!(pairs, expected);
}

#[tokio::test]
async fn a_multipart_body_has_a_part_for_each_value_and_file() {
    let (client, server) = bodies().await;
    let body = SendMultipartRequestBodyMultipart::builder()
        .title("People")
        .file(File::new("a,b\n").name("people.csv"))
        .pages(vec![File::new("1"), File::new("2").content_type("text/plain")])
        .picture("png")
        .meta(thing())
        .labels(vec!["l1".into(), "l2".into()])
        .password("s3cret")
        .build();
    assert!(!format!("{body:?}").contains("s3cret"));
    client.send_multipart(body).send().await.unwrap();
    let sent = server.sent().await;
    assert!(
        sent.content_type().starts_with("multipart/form-data; boundary="),
        "{}",
        sent.content_type()
    );
    let file = |name: &str, file: &str, media_type: &str, text: &str| {
        part(
            &format!("name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: {media_type}"),
            text,
        )
    };
    assert_eq!(
        sent.parts(),
        [
            part("name=\"title\"", "People"),
            file("file", "people.csv", "text/csv", "a,b\n"),
            file("pages", "file", "application/octet-stream", "1"),
            file("pages", "file", "text/plain", "2"),
            file("picture", "file", "image/png", "png"),
            part("name=\"meta\"\r\nContent-Type: application/json", "{\"id\":1}"),
            part("name=\"labels\"", "l1"),
            part("name=\"labels\"", "l2"),
            part("name=\"password\"", "s3cret"),
        ]
    );
}

#[tokio::test]
async fn a_multipart_body_says_its_length_where_every_part_has_one() {
    let (client, server) = bodies().await;
    client
        .send_parts(Multipart::new().file("f", "x".into()))
        .send()
        .await
        .unwrap();
    let sent = server.sent().await;
    assert_eq!(sent.header("content-length"), sent.0.body.len().to_string());
}

fn part(head: &str, text: &str) -> String {
    format!("Content-Disposition: form-data; {head}\r\n\r\n{text}")
}

#[tokio::test]
async fn parts_that_the_description_does_not_list_are_given_one_by_one() {
    let (client, server) = bodies().await;
    client
        .send_parts(Multipart::new().field("n", &1).file("f", "x".into()))
        .send()
        .await
        .unwrap();
    assert_eq!(server.sent().await.parts().len(), 2);
}

#[tokio::test]
async fn a_media_type_that_is_none_is_an_error_before_anything_is_sent() {
    let (client, server) = bodies().await;
    let parts = Multipart::new().file("f", File::new("x").content_type("no media type"));
    let error = client.send_parts(parts).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "nothing was sent: the part `f`: `no media type` is not a valid media type"
    );
    assert!(server.is_untouched().await);
}

#[tokio::test]
async fn the_media_type_is_the_callers_choice() {
    for (choice, expected) in [
        (0, "application/json"),
        (1, "text/plain"),
        (2, "application/x-www-form-urlencoded"),
    ] {
        let (client, server) = bodies().await;
        let request = match choice {
            0 => client.send_choice(thing()),
            1 => client.send_choice_with_body_text("one"),
            _ => client.send_choice_with_body_form(thing()),
        };
        request.send().await.unwrap();
        assert_eq!(server.sent().await.content_type(), expected);
    }
}

impl Parts for Recorded {
    fn parts(&self) -> Vec<String> {
        let boundary = self.content_type().split("boundary=").nth(1).expect("a boundary");
        let boundary = format!("--{boundary}");
        let parts = self.text().split(boundary.as_str()).skip(1);
        parts
            .filter(|part| !part.starts_with("--"))
            .map(|part| {
                part.trim_start_matches("\r\n")
                    .strip_suffix("\r\n")
                    .expect("an end")
                    .to_owned()
            })
            .collect()
    }
}

trait Parts {
    /// The parts of a multipart body, as text.
    fn parts(&self) -> Vec<String>;
}
