//! One error for the operations of a function.

mod common;

use common::{Problem, client, decode, get};
use openapi_runtime::{AnyError, Client, Credential, Error, Operation, RawResponse, Request, Retry};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

impl std::error::Error for Problem {}

async fn answering(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(any())
        .respond_with(response.insert_header("x-id", "7"))
        .mount(&server)
        .await;
    server
}

async fn both(client: &Client) -> Result<RawResponse, AnyError> {
    get(client).await?;
    Ok(client.request(openapi_runtime::Method::GET, "/x").send_raw().await?)
}

#[tokio::test]
async fn it_has_the_data_of_the_operation_error() {
    let cases = [
        (400, r#"{"title":"T"}"#, "op: 400 Bad Request: T"),
        (
            418,
            "{}",
            "op: the server answered 418 I'm a teapot, which the description does not document: {}",
        ),
    ];
    for (status, body, expected) in cases {
        let server = answering(status, body).await;
        let error = both(&client(&server.uri())).await.unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.operation().unwrap().id, "op");
        assert_eq!(
            (error.status().unwrap().as_u16(), &error.body().unwrap()[..]),
            (status, body.as_bytes())
        );
        assert_eq!(error.headers().unwrap()["x-id"], "7");
        assert_eq!(error.raw().unwrap().body, body);
        assert!(error.downcast_ref::<Problem>().is_some() && error.downcast_ref::<std::fmt::Error>().is_none());
        assert!(format!("{error:?}").contains("\"op\""));
    }
    let server = answering(200, "[1]").await;
    assert_eq!(both(&client(&server.uri())).await.unwrap().body, "[1]");
}

#[tokio::test]
async fn every_error_knows_its_operation() {
    fn id(error: impl Into<AnyError>) -> Option<&'static str> {
        error.into().operation().map(|operation| operation.id)
    }
    static GET: Operation = common::OPERATION;
    let gone = client("http://127.0.0.1:1");
    let error = get(&gone).await.unwrap_err();
    assert!(matches!(error, Error::Connection(_)) && error.is_retryable());
    assert_eq!(id(error), Some("op"));

    let mut invalid = Request::new(&GET);
    invalid.extra_header("a b", "c");
    let error = gone.send(invalid, decode).await.unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)));
    assert_eq!(id(error), Some("op"));

    let none = Credential::provider(async || Err::<String, _>(std::io::Error::other("none")));
    let locked = Client::builder("http://127.0.0.1:1", "t")
        .bearer("key", none)
        .build()
        .unwrap();
    let error = get(&locked).await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)));
    assert_eq!(id(error), Some("op"));

    let stalled = common::faulty::Faulty::start([common::faulty::Fault::Stall]).await;
    let error = get(&client(&stalled.url)).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(id(error), Some("op"));

    let quick = Client::builder("http://127.0.0.1:1", "t")
        .retry(Retry::never())
        .build()
        .unwrap();
    let error = quick
        .request(openapi_runtime::Method::GET, "/x")
        .send_raw()
        .await
        .unwrap_err();
    assert_eq!(id(error), None);
}

#[tokio::test]
async fn a_server_error_with_another_body_may_pass() {
    for (status, expected) in [(500, true), (503, true), (501, false), (400, false)] {
        let server = answering(status, "<html>").await;
        let request = || Request::new(&common::GET);
        fn json(response: &RawResponse) -> Result<openapi_runtime::Decoded<(), Problem>, openapi_runtime::Undecodable> {
            response
                .json("application/json")
                .map(|value| openapi_runtime::Decoded::Error(Problem(value)))
        }
        let error = client(&server.uri()).send(request(), json).await.unwrap_err();
        assert!(matches!(&error, Error::InvalidBody { .. }), "{error:?}");
        assert_eq!(error.is_retryable(), expected, "{status}");
    }
}
