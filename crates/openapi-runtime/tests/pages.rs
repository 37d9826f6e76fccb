//! Pages: how each follows the one before, where they end, and that they end.

mod common;

use std::sync::{Arc, Mutex};

use common::Problem;
use openapi_runtime::{
    Client, Decoded, Error, NextPage, Operation, PageInput, Pages, Paging, RawResponse, Request, Style, Undecodable,
};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Respond, ResponseTemplate, matchers::any};

/// What the server answers, by path, query and body.
type Answer = fn(&Asked) -> ResponseTemplate;

/// A request, as pages are distinguished by it.
struct Asked {
    path: String,
    query: String,
    body: Value,
    url: String,
}

impl Asked {
    fn of(&self, name: &str) -> Option<i64> {
        let mut pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(known, _)| *known == name)?.1.parse().ok()
    }
}

#[derive(Clone)]
struct Server(Answer, Arc<Mutex<Vec<String>>>);

impl Respond for Server {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        let asked = Asked {
            path: request.url.path().to_owned(),
            query: request.url.query().unwrap_or_default().to_owned(),
            body: serde_json::from_slice(&request.body).unwrap_or_default(),
            url: format!("http://{}/", request.headers["host"].to_str().unwrap()),
        };
        let mut seen = self.1.lock().unwrap();
        seen.push(format!("{}?{} {}", asked.path, asked.query, asked.body));
        assert!(seen.len() < 20, "it does not end");
        (self.0)(&asked)
    }
}

fn page(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn numbers(response: &RawResponse) -> Result<Decoded<Value, Problem>, Undecodable> {
    match response.status.as_u16() {
        200 => response.json("application/json").map(Decoded::Success),
        _ => Err(response.unexpected_status()),
    }
}

fn list(page: &mut Value) -> Option<&mut Vec<Value>> {
    match page {
        Value::Array(items) => Some(items),
        page => page.get_mut("items")?.as_array_mut(),
    }
}

/// A request of `/x?limit=2`, which is not idempotent and has a JSON body if the method is `POST`.
fn request(method: &'static str) -> Request {
    static GET: Operation = common::OPERATION;
    static POST: Operation = common::OPERATION.method("POST");
    let mut request = Request::new(if method == "POST" { &POST } else { &GET });
    request.query("limit", Style::Form, true, false, 2);
    request
}

fn pages<'c>(client: &'c Client, request: Request, paging: Paging) -> Pages<'c, Value, Problem> {
    Pages::new(client, request, numbers, Box::leak(Box::new(paging)))
}

/// The items of all pages, how they ended, and what was asked for.
async fn read(request: Request, paging: Paging, answer: Answer) -> (Vec<Value>, Option<String>, Vec<String>) {
    let server = MockServer::start().await;
    let seen = Arc::default();
    Mock::given(any())
        .respond_with(Server(answer, Arc::clone(&seen)))
        .mount(&server)
        .await;
    let client = Client::builder(&server.uri(), "t").api_key_query("key", "k", "s3cret".into());
    let client = client.build().unwrap();
    let mut items = pages(&client, request, paging).items(list);
    let (mut read, mut ended) = (Vec::new(), None);
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => read.push(item),
            Err(error) => ended = Some(error.to_string()),
        }
    }
    assert!(items.next().await.is_none());
    let seen = seen.lock().unwrap().clone();
    (read, ended, seen)
}

const CURSOR: NextPage = NextPage::Value {
    at: "/next",
    to: PageInput::Query("cursor"),
};

const PAGE: NextPage = NextPage::Number {
    to: PageInput::Query("page"),
    first: 1,
    items: "/items",
    counts_items: false,
};

#[tokio::test]
async fn a_link_leads_on() {
    let answer: Answer = |asked| {
        let next = |query| format!(r#"</x?{query}>; rel="next", <{}x?page=9>; rel=last"#, asked.url);
        match asked.of("page") {
            None => page(json!([1, 2])).insert_header("link", next("page=2&k=other")),
            Some(2) => page(json!([3])).insert_header("link", format!("<{}x?page=3>; rel=next", asked.url)),
            _ => page(json!([4])).insert_header("link", "</x>; rel=prev"),
        }
    };
    let (items, ended, seen) = read(request("GET"), Paging::new(NextPage::Link), answer).await;
    assert_eq!((items, ended), (vec![json!(1), json!(2), json!(3), json!(4)], None));
    let expected = [
        "/x?limit=2&k=s3cret null",
        "/x?page=2&k=other null",
        "/x?page=3&k=s3cret null",
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_url_leads_on_and_to_no_other_server() {
    let at = NextPage::Url("/links/next");
    let (items, ended, seen) = read(request("GET"), Paging::new(at), |asked| match asked.of("page") {
        None => page(json!({"items": [1], "links": {"next": "?page=2"}})),
        _ => page(json!({"items": [2], "links": {"next": null}})),
    })
    .await;
    assert_eq!(
        (items.len(), ended, seen[1].as_str()),
        (2, None, "/x?page=2&k=s3cret null")
    );

    let elsewhere: Answer = |_| page(json!({"items": [1], "links": {"next": "http://127.0.0.1:1/x"}}));
    let (items, ended, seen) = read(request("GET"), Paging::new(at), elsewhere).await;
    assert_eq!((items.len(), seen.len()), (1, 1));
    assert_eq!(
        ended.unwrap(),
        "nothing was sent: the URL that the server gave is on another server"
    );
}

#[tokio::test]
async fn a_cursor_leads_on_in_the_query_or_in_the_body() {
    let answer: Answer = |asked| match (asked.of("cursor"), asked.body.pointer("/page/after")) {
        (None, None) => page(json!({"items": [1], "next": 7})),
        (Some(7), _) => page(json!({"items": [2], "next": "8"})),
        (_, Some(after)) if *after == json!(7) => page(json!({"items": [2], "next": "8"})),
        _ => page(json!({"items": [3], "next": ""})),
    };
    let (items, ended, seen) = read(request("GET"), Paging::new(CURSOR), answer).await;
    assert_eq!((items.len(), ended), (3, None));
    assert_eq!(seen[2], "/x?limit=2&cursor=8&k=s3cret null");

    let to = PageInput::Body("/page/after");
    for body in [None, Some(json!({"page": {"size": 2}}))] {
        let mut request = request("POST");
        if let Some(body) = &body {
            request.body_json("application/json", body);
        }
        let (items, ended, seen) = read(request, Paging::new(NextPage::Value { at: "/next", to }), answer).await;
        assert_eq!((items.len(), ended), (3, None));
        let sent: Value = serde_json::from_str(seen[2].split_once(' ').unwrap().1).unwrap();
        assert_eq!(sent["page"]["after"], "8");
        assert_eq!(sent["page"].get("size").is_some(), body.is_some());
    }
}

#[tokio::test]
async fn numbers_count_pages_or_items_from_where_the_caller_begins() {
    let answer: Answer = |asked| match asked.of("page").unwrap_or(1) {
        page_number @ 1..4 => page(json!({"items": [page_number, 0], "pages": 3})),
        _ => page(json!({"items": []})),
    };
    let (items, ended, seen) = read(request("GET"), Paging::new(PAGE), answer).await;
    assert_eq!((items.len(), ended, seen.len()), (6, None, 4));
    let counted = Paging::new(PAGE).count("/pages");
    let (items, ended, seen) = read(request("GET"), counted, answer).await;
    assert_eq!((items.len(), ended, seen.len()), (6, None, 3));
    let mut later = request("GET");
    later.query("page", Style::Form, true, false, 3);
    let (items, _, _) = read(later, counted, answer).await;
    assert_eq!(items, [3, 0]);

    let by_items = NextPage::Number {
        to: PageInput::Query("offset"),
        first: 0,
        items: "",
        counts_items: true,
    };
    let (items, ended, seen) = read(request("GET"), Paging::new(by_items), |asked| {
        let offset = asked.of("offset").unwrap_or(0);
        page(json!((offset..5).take(2).collect::<Vec<_>>()))
    })
    .await;
    assert_eq!((items, ended), ((0..5).map(Value::from).collect(), None));
    assert_eq!(seen[3], "/x?limit=2&offset=5&k=s3cret null");
}

#[tokio::test]
async fn a_flag_for_the_last_page_ends_the_pages() {
    let more = Paging::new(CURSOR).more("/more");
    let answer: Answer = |_| page(json!({"items": [1], "next": "a", "more": false}));
    let (items, ended, seen) = read(request("GET"), more, answer).await;
    assert_eq!((items.len(), ended, seen.len()), (1, None, 1));
}

#[tokio::test]
async fn pages_that_repeat_end_with_an_error() {
    let rows: [(NextPage, Answer); 4] = [
        (CURSOR, |_| page(json!({"items": [1], "next": "a"}))),
        (CURSOR, |asked| {
            let next = if asked.query.contains("cursor=a") { "b" } else { "a" };
            page(json!({"items": [1], "next": next}))
        }),
        (PAGE, |_| page(json!({"items": [1], "now": 1}))),
        (NextPage::Link, |_| {
            page(json!([1])).insert_header("link", "</x>; rel=next")
        }),
    ];
    for (next, answer) in rows {
        let (items, ended, seen) = read(request("GET"), Paging::new(next), answer).await;
        // A page that was there before is not given again.
        let given = seen.len() - usize::from(next == PAGE);
        assert!(seen.len() <= 3 && items.len() == given, "{next:?} {seen:?}");
        let expected = "the next page cannot be asked for: it was there before: the pages would never end";
        assert_eq!(ended.as_deref(), Some(expected), "{next:?}");
    }
}

#[tokio::test]
async fn an_invalid_next_page_is_an_error() {
    let mut streamed = request("POST");
    let chunks = futures_util::stream::iter([Ok::<_, std::io::Error>("{}")]);
    streamed.body_bytes("application/json", openapi_runtime::Body::wrap_stream(chunks));
    let rows: [(Request, NextPage, Answer, &str); 4] = [
        (
            request("GET"),
            CURSOR,
            |_| page(json!({"items": [1], "next": {}})),
            "cursor",
        ),
        (
            request("GET"),
            NextPage::Url("/next"),
            |_| page(json!({"items": [1], "next": 1})),
            "URL",
        ),
        (request("GET"), PAGE, |_| page(json!([1])), "no items"),
        (streamed, CURSOR, |_| page(json!({"items": [1], "next": "a"})), "stream"),
    ];
    for (request, next, answer, expected) in rows {
        let (items, ended, _) = read(request, Paging::new(next), answer).await;
        assert_eq!(items, [1]);
        assert!(
            ended.as_ref().is_some_and(|ended| ended.contains(expected)),
            "{ended:?}"
        );
    }
}

#[tokio::test]
async fn an_error_of_a_page_is_the_end_and_pages_before_it_are_given() {
    let server = MockServer::start().await;
    let answer: Answer = |asked| match asked.of("cursor") {
        None => page(json!({"items": [1], "next": 2})),
        _ => ResponseTemplate::new(404),
    };
    Mock::given(any())
        .respond_with(Server(answer, Arc::default()))
        .mount(&server)
        .await;
    let client = Client::builder(&server.uri(), "t").build().unwrap();
    let mut pages = pages(&client, request("GET"), Paging::new(CURSOR));
    assert_eq!(pages.next().await.unwrap().unwrap()["items"], json!([1]));
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(
        matches!(&error, Error::UnexpectedStatus(response) if response.status == 404),
        "{error:?}"
    );
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn each_page_has_an_idempotency_key_of_its_own() {
    let server = MockServer::start().await;
    let answer: Answer = |asked| match asked.of("cursor") {
        None => page(json!({"items": [1], "next": 2})),
        _ => page(json!({"items": [2]})),
    };
    Mock::given(any())
        .respond_with(Server(answer, Arc::default()))
        .mount(&server)
        .await;
    let client = Client::builder(&server.uri(), "t").build().unwrap();
    let operation = common::OPERATION.method("POST");
    let request = common::request_of(operation.idempotency_header("Idempotency-Key"));
    let mut pages = pages(&client, request, Paging::new(CURSOR));
    while pages.next().await.is_some() {}
    let sent = server.received_requests().await.unwrap();
    let keys: Vec<_> = sent
        .iter()
        .map(|sent| sent.headers.get("idempotency-key").unwrap())
        .collect();
    assert!(keys.len() == 2 && keys[0] != keys[1], "{keys:?}");
}
