//! Each way in which pages follow each other, as descriptions say it: three pages of two items, but for the last.

use openapi_fixtures::pages::{Client, types::Thing};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate, matchers::any};

/// Answers as the operation of the path is described.
struct Things;

impl Respond for Things {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let pairs = |name: &str| request.url.query_pairs().find(|(known, _)| known == name);
        let number = |name: &str| pairs(name).map(|(_, value)| value.parse::<i64>().unwrap());
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let path = request.url.path().to_owned();
        let page = match path.as_str() {
            "/link" | "/partial" | "/url" | "/microsoft" => number("p").unwrap_or(1),
            "/cursor" => number("pageToken").unwrap_or(1),
            "/page" => number("page").unwrap_or(1),
            "/fern" => number("after").unwrap_or(1),
            "/speakeasy" => body["page"].as_i64().unwrap_or(1),
            _ => number("page_token").unwrap_or(1),
        };
        let first = match path.as_str() {
            "/offset" => number("offset").unwrap_or(0) + 1,
            _ => page * 2 - 1,
        };
        let ids = (first..6).take(2);
        let things: Vec<Value> = ids.map(|id| json!({ "id": id })).collect();
        let next = (page < 3).then(|| (page + 1).to_string());
        let url = next.as_ref().map(|next| format!("{path}?p={next}"));
        let answer = ResponseTemplate::new(200);
        let link = url.as_ref().map(|url| format!(r#"<{url}>; rel="next""#));
        let answer = match link.filter(|_| ["/link", "/partial"].contains(&path.as_str())) {
            Some(link) => answer.insert_header("link", link),
            None => answer,
        };
        if path == "/partial" && page == 2 {
            // A success without a body leads to the next page, too.
            let link = r#"</partial?p=3>; rel="next""#;
            return ResponseTemplate::new(206).insert_header("link", link);
        }
        answer.set_body_json(match path.as_str() {
            "/link" | "/partial" | "/offset" => json!(things),
            "/url" => json!({"results": things, "next": url}),
            "/cursor" => {
                let token = (page + 1).to_string();
                json!({"things": things, "page_info": {"has_more": page < 3, "next_page_token": token}})
            }
            "/page" => json!({"data": things, "total_pages": 3}),
            "/fern" => json!({"things": things, "paging": {"next": next.unwrap_or_default()}}),
            "/speakeasy" => json!({"result": {"things": things, "pages": 3}}),
            "/microsoft" => match url {
                Some(url) => json!({"value": things, "nextLink": url}),
                None => json!({ "value": things }),
            },
            _ => json!({"items": things, "next_page": next}),
        })
    }
}

/// The ids of all items, and how many requests there were for them.
macro_rules! read {
    ($operation:ident $(. $setter:ident ($value:expr))?) => {{
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(Things).mount(&server).await;
        let client = Client::builder().base_url(server.uri()).build().unwrap();
        let mut items = client.$operation()$(.$setter($value))?.items();
        let mut ids = Vec::new();
        while let Some(thing) = items.next().await {
            let thing: Thing = thing.unwrap();
            ids.push(thing.id);
        }
        (ids, server.received_requests().await.unwrap().len())
    }};
}

#[tokio::test]
async fn items_of_all_pages_come_one_after_the_other() {
    let all = vec![1, 2, 3, 4, 5];
    assert_eq!(read!(by_link), (all.clone(), 3));
    assert_eq!(read!(by_link_or_empty), (vec![1, 2, 5], 3));
    assert_eq!(read!(by_url), (all.clone(), 3));
    assert_eq!(read!(by_cursor), (all.clone(), 3));
    assert_eq!(read!(by_page), (all.clone(), 3));
    assert_eq!(read!(by_offset), (all.clone(), 4));
    assert_eq!(read!(by_fern), (all.clone(), 3));
    assert_eq!(read!(by_speakeasy), (all.clone(), 3));
    assert_eq!(read!(by_microsoft), (all.clone(), 3));
    assert_eq!(read!(by_dropshot), (all, 3));
}

#[tokio::test]
async fn pages_begin_where_the_caller_says() {
    assert_eq!(read!(by_page.page(2)), (vec![3, 4, 5], 2));
    assert_eq!(read!(by_dropshot.page_token("3".to_owned())), (vec![5], 1));
}
