//! Bodies of XML are values, by the `xml` objects of their schemas.

mod support;

use openapi_fixtures::xml::types::{Collar, Friend, Pet, PetKind, WriteNoteRequestBodyXml};
use openapi_fixtures::xml::{Client, operations};
use openapi_runtime::Error;
use support::Server;
use wiremock::ResponseTemplate;

async fn client(status: u16, media_type: &str, body: &str) -> (Client, Server) {
    let template = ResponseTemplate::new(status).set_body_raw(body, media_type);
    let server = Server::answering(template).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    (client, server)
}

fn pet() -> Pet {
    let friend = |name: &str| Friend::builder().name(name).since(2020).build();
    let parent = Pet::builder().id(1).name("Eve").tags([]).friends([]).build();
    let collar: Collar = serde_json::from_str(r#"{"length": 3}"#).unwrap();
    let pet = Pet::builder()
        .id(7)
        .name("Tom & <Jerry>")
        .tags(["a".to_owned(), "b c".to_owned()]);
    let pet = pet
        .weight(4.5)
        .tame_null()
        .kind(PetKind::Cat)
        .friends([friend("Ann"), friend("Bob")]);
    let others = [("note".to_owned(), "x".to_owned())];
    pet.parent(parent).collar(collar).additional_properties(others).build()
}

const PET: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
    <p:pet xmlns:p=\"https://pets.example/ns\" id=\"7\"><name>Tom &amp; &lt;Jerry&gt;</name><weight>4.5</weight>\
    <tame xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>\
    <tags><tag>a</tag><tag>b c</tag></tags><kind>cat</kind>\
    <friend since=\"2020\">Ann</friend><friend since=\"2020\">Bob</friend>\
    <p:pet xmlns:p=\"https://pets.example/ns\" id=\"1\"><name>Eve</name><tags/></p:pet>\
    <collar><length>3</length></collar><note>x</note></p:pet>";

#[tokio::test]
async fn a_value_is_sent_and_read_as_xml() {
    let (client, server) = client(200, "application/xml", PET).await;
    let response = client.add_pet(pet()).send().await.unwrap();
    assert_eq!(*response, pet());
    let sent = server.sent().await;
    assert_eq!((sent.content_type(), sent.text()), ("application/xml", PET));
    assert_eq!(sent.header("accept"), "application/xml");
}

#[tokio::test]
async fn a_list_and_an_error_are_read() {
    let body = "<Pets><pet id='1'><name>A</name><tags/></pet><pet id='2'><name>B</name><tags/></pet></Pets>";
    let (client, _server) = client(200, "text/xml; charset=utf-8", body).await;
    let error = client.list_pets().send().await.unwrap_err();
    assert!(matches!(error, Error::UnexpectedContentType { .. }), "{error:?}");
    let (client, _server) = self::client(200, "application/xml; charset=utf-8", body).await;
    let pets = client.list_pets().send().await.unwrap();
    let names: Vec<&str> = pets.iter().map(|pet| pet.name.as_str()).collect();
    assert_eq!(names, ["A", "B"]);
    let (client, _server) = self::client(500, "application/problem+xml", "<p><detail>no</detail></p>").await;
    let Error::ErrorResponse(problem) = client.list_pets().send().await.unwrap_err() else {
        panic!("another error");
    };
    let operations::ListPetsError::Default(problem) = &*problem else {
        panic!("{problem:?}");
    };
    assert_eq!(problem.detail, "no");
}

#[tokio::test]
async fn a_body_that_is_not_of_the_schema_is_an_error_without_its_content() {
    for (body, expected) in [
        (
            "<pet id='s3cret'><name>A</name><tags/></pet>",
            "$.id: a string where i64 is documented",
        ),
        ("<pet id='1'><tags/></pet>", "missing field `name`"),
        ("s3cret", "there is text outside of the root element"),
        ("<pet>", "it ends within an element"),
    ] {
        let (client, _server) = client(200, "application/xml", body).await;
        let error = client.add_pet(pet()).send().await.unwrap_err();
        let Error::InvalidBody { reason, response } = &error else {
            panic!("{error:?}");
        };
        assert!(reason.contains(expected) && !reason.contains("s3cret"), "{reason}");
        assert_eq!(response.body, body);
    }
}

#[tokio::test]
async fn an_element_has_attributes_and_text() {
    let (client, server) = client(
        200,
        "application/json",
        r#"{"id": 1, "name": "A", "tags": [], "friends": []}"#,
    )
    .await;
    let note = WriteNoteRequestBodyXml::builder().lang("en").text("a ]]> b").build();
    client.write_note(note).send().await.unwrap();
    let sent = server.sent().await;
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
        <note lang=\"en\"><![CDATA[a ]]]]><![CDATA[> b]]></note>";
    assert_eq!((sent.content_type(), sent.text()), ("text/xml", expected));
    assert_eq!(sent.header("accept"), "application/json", "JSON has the same schema");
}

#[tokio::test]
async fn xml_whose_schema_is_a_text_is_text() {
    let (client, server) = client(204, "application/xml", "").await;
    client.send_raw("<any/>").send().await.unwrap();
    assert_eq!(server.sent().await.text(), "<any/>");
}

#[tokio::test]
async fn what_xml_does_not_have_is_not_sent() {
    let (client, server) = client(200, "application/xml", PET).await;
    let pet = Pet::builder().id(1).name("\u{1}").tags([]).friends([]).build();
    let error = client.add_pet(pet).send().await.unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert!(server.is_untouched().await);
}
