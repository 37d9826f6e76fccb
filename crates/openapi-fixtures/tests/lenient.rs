//! What stands for a value is read where the caller asks for it, and nowhere else.

mod support;

use openapi_fixtures::lenient::Client;
use openapi_fixtures::lenient::types::{Basket, GetAnyResponse200, Invoice, InvoiceState, Item};
use serde_json::{Value, json};
use support::Server;
use wiremock::ResponseTemplate;

fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_response_that_departs_is_read_and_its_raw_body_is_there() {
    let body =
        json!([{"id": "7", "number": 12, "total": "1.50", "open": "true", "lines": "3", "labels": [], "state": 1}]);
    let server = Server::answering(ResponseTemplate::new(200).set_body_json(&body)).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let response = client.list_invoices().send().await.unwrap();
    let invoice = &response[0];
    assert_eq!(
        (invoice.id, invoice.total, invoice.open),
        (Some(7), Some(1.5), Some(true))
    );
    assert_eq!(
        (invoice.number.as_deref(), invoice.lines.as_deref()),
        (Some("12"), Some(&[3][..]))
    );
    assert_eq!(invoice.labels.as_ref().map(|labels| labels.len()), Some(0));
    assert_eq!(invoice.state, Some(InvoiceState::N1));
    let raw: Value = serde_json::from_slice(&response.raw().body).unwrap();
    assert_eq!(raw, body);
}

async fn answering(body: Value) -> Client {
    let server = Server::answering(ResponseTemplate::new(200).set_body_json(&body)).await;
    Client::builder().base_url(server.url()).build().unwrap()
}

#[tokio::test]
async fn a_body_is_read_leniently() {
    for (body, expected) in [
        (json!(["1", 2.0]), vec![1, 2]),
        (json!("1"), vec![1]),
        (json!(null), vec![]),
    ] {
        let read = answering(body).await.list_counts().send().await.unwrap();
        assert_eq!(*read, expected);
    }
    let read = answering(json!("7")).await.get_count().send().await.unwrap();
    assert_eq!(*read, 7);
    let invoice = answering(json!({"id": "7", "total": "1.5"}))
        .await
        .get_invoice()
        .send()
        .await;
    assert_eq!(invoice.unwrap().open, None);
}

#[tokio::test]
async fn the_error_of_a_body_is_that_of_the_body_as_it_came() {
    let error = answering(json!(["1", "two"]))
        .await
        .list_counts()
        .send()
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("$[0]: a string where i64 is documented"),
        "{error}"
    );
    assert_eq!(error.body().unwrap(), r#"["1","two"]"#);
}

#[tokio::test]
async fn items_are_read_leniently_and_the_list_around_them_is_not() {
    let read = answering(json!(["1.5", 2])).await.list_amounts().send().await.unwrap();
    assert_eq!(*read, [1.5, 2.0]);
    for body in [json!("1.5"), json!(null)] {
        answering(body).await.list_amounts().send().await.unwrap_err();
    }
}

#[test]
fn values_of_lists_and_maps_are_read_leniently_by_their_schema() {
    let basket: Basket = read(json!({
        "prices": ["1", 2], "by_shop": {"a": ["3"]}, "rebate": "4", "other": "5"
    }))
    .unwrap();
    assert_eq!(basket.prices, [1.0, 2.0]);
    assert_eq!(basket.by_shop.as_ref().unwrap()["a"], [3.0]);
    assert_eq!(
        (basket.rebate, basket.additional_properties["other"]),
        (Some(Some(4.0)), 5.0)
    );
    assert!(
        read::<Basket>(json!({"prices": "1"})).is_err(),
        "the list was not chosen"
    );
    assert!(read::<Basket>(json!({})).is_err());
    assert!(read::<Basket>(json!({"prices": [], "by_shop": {"a": "3"}})).is_err());
}

#[test]
fn a_value_is_written_as_the_description_has_it() {
    let invoice: Invoice = read(json!({"id": "7", "total": "1.5", "number": 3, "note": null})).unwrap();
    assert_eq!(
        serde_json::to_value(&invoice).unwrap(),
        json!({"id": 7, "total": 1.5, "number": "3", "note": null})
    );
    let again: Invoice = read(serde_json::to_value(&invoice).unwrap()).unwrap();
    assert_eq!(again, invoice);
}

#[test]
fn null_and_absent_are_read_where_only_responses_have_a_value() {
    let invoice: Invoice = read(json!({"id": null, "lines": null})).unwrap();
    assert_eq!((invoice.id, invoice.total, invoice.lines), (None, None, None));
    let item = read::<Item>(json!({"price": null, "count": 1}));
    assert!(item.unwrap_err().contains("invalid type: null"), "requests have it too");
}

#[test]
fn only_what_was_chosen_is_lenient() {
    let item: Item = read(json!({"price": "2", "count": 1, "tags": "a"})).unwrap();
    assert_eq!((item.price, item.tags), (2.0, Some(vec!["a".to_owned()])));
    assert!(read::<Item>(json!({"price": 2, "count": "1"})).is_err());
    let invoice: Invoice = read(json!({"items": {"price": "2", "count": 1}})).unwrap();
    assert_eq!(invoice.items.unwrap()[0].price, 2.0, "a single item in place of a list");
    assert!(read::<Invoice>(json!({"items": {"price": 2, "count": "1"}})).is_err());
}

#[test]
fn what_stands_for_nothing_is_an_error_of_the_value_as_it_came() {
    let error = read::<Invoice>(json!({"id": "seven"})).unwrap_err();
    assert_eq!(error, "invalid type: string \"seven\", expected i64");
}

#[test]
fn a_variant_and_what_inherits_are_lenient_too() {
    let any: GetAnyResponse200 = read(json!({"id": "7", "paid": "today"})).unwrap();
    let GetAnyResponse200::Paid(paid) = any else {
        panic!("{any:?}")
    };
    assert_eq!((paid.id, paid.paid.as_str()), (Some(7), "today"));
    let any: GetAnyResponse200 = read(json!({"price": "7", "count": 1})).unwrap();
    assert!(matches!(any, GetAnyResponse200::Item(item) if item.price == 7.0));
}
