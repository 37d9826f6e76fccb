//! Texts in formats that have types.

use openapi_fixtures::formats::types::{Event, EventDue, EventWhen};
use openapi_fixtures::formats::{Client, operations::ListEvents};
use openapi_fixtures::own::Isbn;
use openapi_runtime::chrono::NaiveDate;
use openapi_runtime::jiff::Timestamp;
use openapi_runtime::uuid::Uuid;
use openapi_runtime::{Base64, Formatted, Retry};
use serde_json::json;
use wiremock::matchers::{any, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

#[test]
fn a_builder_takes_values_and_texts() {
    let at: Timestamp = "2024-02-29T12:00:00Z".parse().unwrap();
    let event = Event::builder()
        .id(Uuid::nil())
        .at(at)
        .day("2024-02-29")
        .cancelled_null()
        .key(Base64(b"Hi".to_vec()))
        .isbn(Isbn(1))
        .due("2024-02-29T12:00:00+01:00")
        .build();
    let written = json!({
        "id": "00000000-0000-0000-0000-000000000000", "at": "2024-02-29T12:00:00Z", "day": "2024-02-29", "cancelled": null,
        "key": "SGk=", "isbn": "1", "due": "2024-02-29T12:00:00+01:00",
    });
    assert_eq!(serde_json::to_value(event).unwrap(), written);
}

#[test]
fn a_text_is_kept_as_it_came() {
    let text = r#"{"id":"x","at":"2024-02-29T12:00:00.000+00:00","length":"P1D","page":"HTTP://A","price":"1.50","host":"local","due":"soon"}"#;
    let event: Event = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&event).unwrap(), text);
    assert_eq!(event.at.parsed().unwrap().to_string(), "2024-02-29T12:00:00Z");
    assert!(event.id.parsed().is_err() && event.host.unwrap().parsed().is_err());
    assert_eq!(event.page.unwrap().parsed().unwrap().as_str(), "http://a/");
    assert_eq!(event.due, Some(EventDue::from("soon")));
    assert_eq!(event.other, None::<String>);
}

#[test]
fn an_alternative_is_chosen_by_its_format() {
    let read = |text: &str| serde_json::from_value::<EventWhen>(json!(text)).unwrap();
    assert_eq!(
        read("2024-02-29T12:00:00Z"),
        EventWhen::from(Formatted::<Timestamp>::from("2024-02-29T12:00:00Z"))
    );
    assert_eq!(
        read("2024-02-29"),
        EventWhen::from(Formatted::<NaiveDate>::from("2024-02-29"))
    );
    assert_eq!(read("soon"), EventWhen::from("soon"));
    assert_eq!(read("soon").to_string(), "soon");
}

#[test]
fn a_secret_in_a_format_is_hidden() {
    let event = Event::builder().id("a").at("b").access_token("s3cret").build();
    assert!(!format!("{event:?}").contains("s3cret"));
}

#[tokio::test]
async fn parameters_headers_and_texts_have_the_types_of_their_formats() {
    let server = MockServer::start().await;
    let events = ResponseTemplate::new(200)
        .insert_header("last-change", "2024-02-29T12:00:00Z")
        .set_body_json(json!([{"id": "a", "at": "b"}]));
    Mock::given(method("GET")).respond_with(events).mount(&server).await;
    let id = ResponseTemplate::new(201).set_body_string("67e55044-10b1-426f-9247-bb680e5fe0c8");
    Mock::given(any()).respond_with(id).mount(&server).await;
    let client = Client::builder()
        .base_url(server.uri())
        .retry(Retry::never())
        .build()
        .unwrap();
    let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let on: Vec<Formatted<NaiveDate>> = vec![day.into()];
    let listed = client.list_events("2024-02-29T12:00:00Z").on(on).send().await.unwrap();
    let changed = listed.header(ListEvents::LAST_CHANGE).unwrap().unwrap();
    assert_eq!(changed.parsed().unwrap(), "2024-02-29T12:00:00Z".parse().unwrap());
    let requests = server.received_requests().await.unwrap();
    assert_eq!(
        requests[0].url.query(),
        Some("since=2024-02-29T12%3A00%3A00Z&on=2024-02-29")
    );
    let event = Event::builder().id("a").at("b").build();
    let created = client.create_event(event).send().await.unwrap().into_inner();
    assert_eq!(created.parsed().unwrap().get_version_num(), 4);
}
