//! The defaults of the description are sent where the caller sets nothing.

mod support;

use openapi_fixtures::defaults::Client;
use openapi_fixtures::defaults::types::{Amount, Order, Payment, SendFormRequestBodyMultipart, Sort};
use openapi_runtime::File;
use serde_json::{Value, json};
use support::Server;
use wiremock::ResponseTemplate;

async fn client() -> (Client, Server) {
    let server = Server::answering(ResponseTemplate::new(204)).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    (client, server)
}

#[tokio::test]
async fn parameters_that_are_not_set_have_their_defaults() {
    let (client, server) = client().await;
    client.list_orders(7).send_raw().await.unwrap();
    let sent = server.sent().await;
    assert_eq!(
        sent.target(),
        "/orders?limit=20&sort=newest&fields=id,name&filter=%7B%22open%22%3Atrue%7D&page=7"
    );
    assert_eq!((sent.header("x-locale"), sent.header("cookie")), ("en", "theme=dark"));
}

#[tokio::test]
async fn a_parameter_that_is_set_has_no_other_value() {
    let (client, server) = client().await;
    let request = client
        .list_orders(7)
        .limit(5)
        .sort(Sort::Oldest)
        .x_locale("de")
        .theme("light");
    request.fields(vec![]).send_raw().await.unwrap();
    let sent = server.sent().await;
    assert_eq!(
        sent.target(),
        "/orders?filter=%7B%22open%22%3Atrue%7D&page=7&limit=5&sort=oldest"
    );
    assert_eq!((sent.header("x-locale"), sent.header("cookie")), ("de", "theme=light"));
}

fn json_of(order: &Order) -> Value {
    serde_json::to_value(order).unwrap()
}

#[test]
fn properties_that_a_builder_is_not_given_have_their_defaults() {
    let order = Order::builder().item("i").build();
    let defaults = json!({
        "item": "i", "count": 1, "sort": "oldest", "gift": false, "weight": 1.5, "note": "none", "size": 3, "labels": {"a": "b"},
    });
    assert_eq!(json_of(&order), defaults);
    let order = Order::builder()
        .item("i")
        .count(4)
        .note_null()
        .maybe_size(None::<i64>)
        .maybe_labels(None::<[(String, String); 0]>);
    let order = order.sort(Sort::Newest).gift(true).weight(2.0).build();
    let given = json!({
        "item": "i", "count": 4, "sort": "newest", "gift": true, "weight": 2.0, "note": null,
    });
    assert_eq!(json_of(&order), given);
}

#[test]
fn what_is_read_has_no_defaults() {
    let order: Order = serde_json::from_value(json!({"item": "i", "count": 2})).unwrap();
    assert_eq!(json_of(&order), json!({"item": "i", "count": 2}));
    assert!(
        serde_json::from_value::<Order>(json!({"item": "i"})).is_err(),
        "it is required"
    );
}

#[tokio::test]
async fn a_body_of_one_property_has_the_others() {
    let (client, server) = client().await;
    client.pay(Amount::builder().value(3).build()).send().await.unwrap();
    let sent: Value = serde_json::from_str(server.sent().await.text()).unwrap();
    assert_eq!(
        sent,
        json!({"amount": {"value": 3, "currency": "EUR"}, "method": "card"})
    );
    assert_eq!(
        Payment::from(Amount::builder().value(3).build()).method.as_deref(),
        Some("card")
    );
}

#[tokio::test]
async fn parts_have_their_defaults() {
    let (client, server) = client().await;
    let body = SendFormRequestBodyMultipart::builder().file(File::new("x")).build();
    client.send_form(body).send().await.unwrap();
    let text = server.sent().await;
    let parts = ["name=\"kind\"\r\n\r\nphoto", "name=\"tags\"\r\n\r\nnew"];
    for part in parts {
        assert!(text.text().contains(part), "{}", text.text());
    }
}
