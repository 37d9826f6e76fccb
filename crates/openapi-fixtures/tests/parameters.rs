//! That what the description says of a parameter arrives at the runtime, which has tests of its own for the styles.

mod support;

use openapi_fixtures::parameters::types::{InQueryChoice, InQueryDeep, InQueryJson};
use support::parameters;

fn list(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

#[tokio::test]
async fn in_the_path_by_style() {
    let (client, server) = parameters().await;
    client
        .in_path(list(&["x", "y/z"]), list(&["p", "q"]), 5, "..", "é")
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.sent().await.target(),
        "/simple/x,y%2Fz/label/.p.q/matrix/;c=5/...%C3%A9"
    );
}

#[tokio::test]
async fn in_the_query_by_style() {
    let (client, server) = parameters().await;
    client
        .in_query()
        .form(list(&["a", "b"]))
        .joined(list(&["a", "b"]))
        .spaces(list(&["a", "b"]))
        .pipes(list(&["a", "b"]))
        .deep(serde_json::from_str::<InQueryDeep>(r#"{"g": 2}"#).unwrap())
        .object([("k".to_owned(), "v".to_owned())])
        .reserved("a/b?c")
        .json(serde_json::from_str::<InQueryJson>(r#"{"x": 1}"#).unwrap())
        .choice(InQueryChoice::Up)
        .type_("t")
        .send()
        .await
        .unwrap();
    let expected = "/query?form=a&form=b&joined=a,b&spaces=a%20b&pipes=a%7Cb&deep%5Bg%5D=2&k=v\
        &reserved=a/b?c&json=%7B%22x%22%3A1%7D&choice=up&type=t";
    assert_eq!(server.sent().await.target(), expected);
}

#[tokio::test]
async fn nullable_setters_take_values() {
    let (client, server) = parameters().await;
    client.in_query().note("n").whole(1).send().await.unwrap();
    assert_eq!(server.sent().await.target(), "/query?note=n&whole=1");
}

#[tokio::test]
async fn a_query_in_the_path_and_a_trailing_slash_stay() {
    let (client, server) = parameters().await;
    client.with_fixed_query(true).send().await.unwrap();
    assert_eq!(server.sent().await.target(), "/fixed?kind=a&more=true");

    let (client, server) = parameters().await;
    client.with_trailing_slash().send().await.unwrap();
    assert_eq!(server.sent().await.target(), "/slash/");
}

#[tokio::test]
async fn in_headers_and_cookies() {
    let (client, server) = parameters().await;
    client
        .in_headers("yes")
        .x_list_header(vec![1, 2])
        .session("a b")
        .x_list_query(3)
        .send_query(4)
        .send()
        .await
        .unwrap();
    let sent = server.sent().await;
    assert_eq!((sent.header("X-Required"), sent.header("X-List")), ("yes", "1,2"));
    assert_eq!(sent.header("Cookie"), "session=a%20b");
    assert_eq!(sent.target(), "/headers?x-list=3&send=4");
}

#[tokio::test]
async fn a_number_that_is_not_finite_is_an_error_and_nothing_is_sent() {
    let (client, server) = parameters().await;
    for call in [
        client.in_numbers(f64::NAN, 1.0),
        client.in_numbers(1.0, f64::INFINITY),
        client.in_numbers(1.0, 1.0).c(f64::NEG_INFINITY),
    ] {
        let error = call.send().await.unwrap_err();
        assert!(matches!(error, openapi_runtime::Error::InvalidRequest(_)), "{error:?}");
    }
    assert!(server.is_untouched().await);
}

#[tokio::test]
async fn an_empty_path_parameter_is_sent_on_demand() {
    let (client, server) = parameters().await;
    let call = || client.in_path(list(&["x"]), list(&["p"]), 5, "", "");
    // `{d}.{e}` is a dot, which no request can have as a segment.
    assert!(call().allow_empty_path_parameters().send().await.is_err());
    let call = || client.in_path(Vec::new(), list(&["p"]), 5, "d", "e");
    let error = call().send().await.unwrap_err();
    assert!(error.to_string().contains("`a` is empty"), "{error}");
    assert!(server.is_untouched().await);
    call().allow_empty_path_parameters().send().await.unwrap();
    assert_eq!(server.sent().await.target(), "/simple//label/.p/matrix/;c=5/d.e");
}
