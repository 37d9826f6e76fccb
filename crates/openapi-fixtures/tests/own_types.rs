//! Types of the caller's own.

use openapi_fixtures::own::{Grade, Price};
use openapi_fixtures::own_types::Client;
use openapi_fixtures::own_types::types::{Amount, AmountPoints, Ladder, Order};
use openapi_runtime::Retry;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

fn price(amount: i64) -> Price {
    let currency = "EUR".to_owned();
    Price { amount, currency }
}

fn order() -> Order {
    let of = |amount| price(amount);
    Order::builder()
        .price(price(1))
        .grade("a")
        .discount_null()
        .history([price(2), price(3)])
        .net((Grade::from("b"), 4))
        .additional_properties([("more".to_owned(), of(5))])
        .build()
}

#[test]
fn a_value_of_an_own_type_is_written_and_read_where_the_schema_is() {
    let own = |amount: i64| json!({"amount": amount, "currency": "EUR"});
    let value = json!({
        "price": own(1), "grade": "a", "discount": null, "history": [own(2), own(3)], "net": ["b", 4], "more": own(5),
    });
    assert_eq!(serde_json::to_value(order()).unwrap(), value);
    let read: Order = serde_json::from_value(value).unwrap();
    assert_eq!(read, order());
    let own: (Price, Option<Price>) = (read.price, read.tip);
    assert_eq!(own, (price(1), None));
    assert!(format!("{:?}", order()).contains("price: Price { amount: 1"));
}

#[test]
fn a_property_of_an_own_type_is_as_required_as_the_schema_says() {
    let error = |value: Value| serde_json::from_value::<Order>(value).unwrap_err().to_string();
    let missing = error(json!({"grade": "a", "history": [], "net": ["b", 4]}));
    assert_eq!(missing, "missing field `price`");
    let other = error(json!({"price": {"amount": "1"}, "grade": "a", "history": [], "net": ["b", 4]}));
    assert!(other.contains("expected an amount"), "{other}");
}

#[test]
fn an_own_type_says_which_values_of_a_union_it_is() {
    let cases = [
        (json!({"amount": 1, "currency": "EUR"}), Amount::from(price(1))),
        (json!("1 EUR"), Amount::from("1 EUR")),
        (
            json!({"points": 1}),
            Amount::Points(serde_json::from_value::<AmountPoints>(json!({"points": 1})).unwrap()),
        ),
        (
            json!({"amount": "1", "currency": "EUR"}),
            Amount::Unknown(json!({"amount": "1", "currency": "EUR"})),
        ),
    ];
    for (value, expected) in cases {
        let read: Amount = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(read, expected, "{value}");
        assert_eq!(serde_json::to_value(read).unwrap(), value);
    }
}

#[test]
fn an_own_type_may_be_in_a_type_that_contains_itself() {
    let value = json!([[{"amount": 1, "currency": "EUR"}, []]]);
    let read: Ladder = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(read.0[0].0, price(1));
    assert_eq!(serde_json::to_value(read).unwrap(), value);
}

#[tokio::test]
async fn parameters_forms_and_parts_take_own_types() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(json!([]));
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let client = Client::builder().base_url(server.uri()).retry(Retry::never());
    let client = client.build().unwrap();
    let grades = vec![Grade::from("b"), Grade::from("c")];
    client.list_orders().above("a").grades(grades).send().await.unwrap();
    let form = openapi_fixtures::own_types::types::SetGradeRequestBodyForm::builder().grade("d");
    let _ = client.set_grade(form.build()).send().await;
    let parts = openapi_fixtures::own_types::types::ImportGradesRequestBodyMultipart::builder();
    let _ = client
        .import_grades(parts.grade("e").price(price(1)).build())
        .send()
        .await;
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests[0].url.query(), Some("above=a&grades=b&grades=c"));
    assert_eq!(requests[1].body, b"grade=d");
    let parts = String::from_utf8_lossy(&requests[2].body).into_owned();
    assert!(
        parts.contains("\r\ne\r\n") && parts.contains(r#"{"amount":1,"currency":"EUR"}"#),
        "{parts}"
    );
}

#[tokio::test]
async fn a_response_that_an_own_type_does_not_read_is_an_error_with_its_body() {
    let server = MockServer::start().await;
    let body = json!({"amount": "1", "currency": "EUR"});
    let answer = ResponseTemplate::new(201).set_body_json(&body);
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let client = Client::builder().base_url(server.uri()).build().unwrap();
    let error = client.create_order(order()).send().await.unwrap_err();
    let raw = error.raw().expect("a response");
    assert_eq!(serde_json::from_slice::<Value>(&raw.body).unwrap(), body);
}
