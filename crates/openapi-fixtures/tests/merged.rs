//! Two descriptions are one client: each operation has the parameters and the credentials of its own.

mod support;

use openapi_fixtures::shop::{Client, types};
use serde_json::json;
use support::Server;
use wiremock::ResponseTemplate;

async fn client(answer: ResponseTemplate) -> (Client, Server) {
    let server = Server::answering(answer).await;
    let client = Client::builder()
        .base_url(server.url())
        .shop_key("shop-key")
        .also_shop_key("billing-key")
        .token("token")
        .build()
        .expect("a client");
    (client, server)
}

#[tokio::test]
async fn operations_of_both_have_the_credentials_of_their_description() {
    let (client, server) = client(ResponseTemplate::new(200).set_body_json(json!([{ "name": "cup" }]))).await;
    let items = client.list_items().send().await.expect("items").into_inner();
    assert_eq!(items[0].name, "cup");
    let sent = server.sent().await;
    assert_eq!(
        (sent.target().as_str(), sent.header("x-shop-key")),
        ("/items", "shop-key")
    );

    let (client, server) =
        self::client(ResponseTemplate::new(201).set_body_json(json!({ "total": { "cents": 5 } }))).await;
    // Both descriptions have this type.
    let invoice = types::Invoice::from(types::Money::builder().cents(5).build());
    let invoice = client
        .create_invoice(invoice)
        .send()
        .await
        .expect("an invoice")
        .into_inner();
    assert_eq!(invoice.total.cents, 5);
    let sent = server.sent().await;
    assert_eq!(
        (sent.target().as_str(), sent.header("x-shop-key")),
        ("/invoices?billing-key=billing-key", "")
    );
}

#[tokio::test]
async fn operations_of_one_path_have_their_own_parameters() {
    let (client, server) = client(ResponseTemplate::new(200).set_body_json(json!({ "name": "cup" }))).await;
    client.get_item("a").lang("en").send().await.expect("an item");
    let sent = server.sent().await;
    assert_eq!(
        (sent.target().as_str(), sent.header("x-shop-key")),
        ("/items/a?lang=en", "shop-key")
    );
    let (client, server) = self::client(ResponseTemplate::new(204)).await;
    client
        .set_item(7, types::AlsoShopItem::builder().vat(19).build())
        .send()
        .await
        .expect("it is set");
    let sent = server.sent().await;
    assert_eq!(
        (sent.target().as_str(), sent.header("authorization")),
        ("/items/7", "Bearer token")
    );
    assert_eq!(sent.header("x-shop-key"), "");
}
