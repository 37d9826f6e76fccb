//! Constraints of a description, checked on request.

use openapi_fixtures::constraints::types::{Buyer, Card, Line, Order, OrderBuilder, Points};
use openapi_runtime::Validate;

fn line(amount: i64) -> Line {
    Line::builder().amount(amount).build()
}

fn order() -> OrderBuilder<(), ()> {
    Order::builder().code("AB1").lines([line(1)])
}

/// The violations of a value, one a line.
fn violations(order: &Order) -> String {
    order
        .validate()
        .map_or_else(|invalid| invalid.to_string(), |()| String::new())
}

#[test]
fn a_value_within_the_constraints_is_valid() {
    let buyer = Buyer::builder().name("B").build();
    let labels = [("a".to_owned(), "ab".to_owned())];
    let order = order()
        .buyer(buyer)
        .payment(Points::builder().points(10).build())
        .labels(labels)
        .build();
    assert_eq!(violations(&order), "");
}

#[test]
fn every_violation_is_reported_with_its_place() {
    let inner = order().payment(Card::builder().card("1").build()).build();
    let labels = ["a/b", "c", "d"].map(|name| (name.to_owned(), "x".to_owned()));
    let order = Order::builder()
        .code("ab12345")
        .lines([Line::builder().amount(100).price(0.005).build(), line(0), line(0)])
        .buyer(Buyer::builder().name("").build())
        .payment(Points::builder().points(9).build())
        .labels(labels)
        .parts([inner])
        .build();
    let expected = [
        "/code: it has more than 6 characters",
        "/code: it does not match `^[A-Z]{2}\\d+$`",
        "/lines: its items are not unique",
        "/lines/0/amount: it is not less than 100",
        "/lines/0/price: it is not a multiple of 0.01",
        "/lines/1/amount: it is less than 1",
        "/lines/2/amount: it is less than 1",
        "/buyer/name: it has fewer than 1 characters",
        "/payment/points: it is less than 10",
        "/labels: it has more than 2 properties",
        "/labels/a~1b: it has fewer than 2 characters",
        "/labels/c: it has fewer than 2 characters",
        "/labels/d: it has fewer than 2 characters",
        "/parts/0/payment/card: it has fewer than 4 characters",
    ];
    let mut found: Vec<String> = violations(&order).lines().map(str::to_owned).collect();
    let mut expected: Vec<String> = expected.map(str::to_owned).to_vec();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

mod support;

use openapi_fixtures::constraints::Client;
use openapi_runtime::Error;
use support::Server;
use wiremock::ResponseTemplate;

async fn client(validate: bool) -> (Client, Server) {
    let server = Server::answering(ResponseTemplate::new(204)).await;
    let client = Client::builder().base_url(server.url()).validate(validate).build();
    (client.unwrap(), server)
}

/// The pointers of the violations of a request that is not sent.
fn pointers<E: std::fmt::Debug>(error: Error<E>) -> Vec<String> {
    let Error::InvalidRequest(invalid) = error else {
        panic!("{error:?}");
    };
    invalid.violations().iter().map(|known| known.pointer.clone()).collect()
}

#[tokio::test]
async fn a_request_that_is_not_valid_is_not_sent() {
    let (client, server) = client(true).await;
    let order = Order::builder().code("ab1").lines([line(0), line(1)]).build();
    let error = client.create_order(order).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "nothing was sent: the request does not meet the constraints of the description:\n\
         /body/code: it does not match `^[A-Z]{2}\\d+$`\n/body/lines/0/amount: it is less than 1"
    );
    assert_eq!(pointers(error), ["/body/code", "/body/lines/0/amount"]);
    let request = client
        .add_notes("a")
        .page_limit(11)
        .tags(["ab".to_owned(), "c".to_owned()]);
    let request = request.filter(Buyer::builder().name("").build()).x_trace_id("123");
    let error = request.body(["x".to_owned()]).send_raw().await.unwrap_err();
    let expected = [
        "/path/code",
        "/query/page~1limit",
        "/query/tags/1",
        "/query/filter/name",
        "/header/X-Trace-Id",
        "/body/0",
    ];
    assert_eq!(pointers(error), expected);
    let error = client.add_notes("A").body_text("long").send_stream().await.unwrap_err();
    assert_eq!(pointers(error), ["/body"]);
    assert!(server.is_untouched().await);
}

#[tokio::test]
async fn only_what_is_sent_is_checked() {
    let (client, server) = client(true).await;
    let request = client
        .add_notes("A")
        .page_limit(11)
        .page_limit(10)
        .body(Vec::<String>::new());
    request
        .body_bytes("text/plain", "of the caller's own")
        .send()
        .await
        .unwrap();
    assert_eq!(server.sent().await.text(), "of the caller's own");
}

#[tokio::test]
async fn nothing_is_checked_unless_asked() {
    let (client, server) = client(false).await;
    client.add_notes("a").page_limit(11).send().await.unwrap();
    assert_eq!(server.sent().await.target(), "/orders/a/notes?page%2Flimit=11");
}
