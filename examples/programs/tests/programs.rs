//! Each program against a server that answers as its API does, and that refuses a request that its description does not allow.

use openapi_conformance::{Contract, Mock, Reply};
use serde_json::{Value, json};

async fn mock(description: &str) -> Mock {
    let contract = Contract::parse(description).expect("a description");
    Mock::start(contract).await.expect("a free port")
}

/// The value of a header of the only request.
fn header(mock: &Mock, name: &str) -> String {
    let requests = mock.requests();
    let [request] = requests.as_slice() else {
        panic!("{} requests", requests.len())
    };
    request.header(name).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn openai() {
    let mock = mock(programs::openai::api::DESCRIPTION).await;
    let chunk = |text: &str| {
        let choice = json!({"index": 0, "delta": {"content": text}, "finish_reason": null});
        json!({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-5", "choices": [choice]})
    };
    let events = format!("data: {}\n\ndata: {}\n\ndata: [DONE]\n\n", chunk("A "), chunk("model."));
    mock.on("createChatCompletion")
        .reply(Reply::new(200).body("text/event-stream", events));
    let answer = programs::openai::ask(&mock.url(), "key", "Who are you?").await;
    assert_eq!(answer.unwrap(), "A model.");
    let sent: Value = serde_json::from_slice(&mock.requests()[0].body).unwrap();
    assert_eq!(sent["stream"], true);
    assert_eq!(sent["messages"], json!([{"role": "user", "content": "Who are you?"}]));
    assert_eq!(header(&mock, "authorization"), "Bearer key");
}

#[tokio::test]
async fn anthropic() {
    let mock = mock(programs::anthropic::api::DESCRIPTION).await;
    let content = json!([{"type": "thinking", "thinking": "Who am I?"}, {"type": "text", "text": "A model."}]);
    mock.on("messages_post").expect("anthropic-version", "2023-06-01").respond(
        200,
        json!({
            "id": "1", "type": "message", "role": "assistant", "model": "claude-opus-4-6", "stop_reason": "end_turn",
            "content": content,
        }),
    );
    let answer = programs::anthropic::ask(&mock.url(), "key", "Who are you?").await;
    assert_eq!(answer.unwrap(), "A model.");
    assert_eq!(header(&mock, "x-api-key"), "key");
}

#[tokio::test]
async fn box_() {
    let mock = mock(programs::r#box::api::DESCRIPTION).await;
    let attributes = json!({"name": "cat.png", "parent": {"id": "0"}});
    mock.on("post_files_content")
        .expect_body(json!({"attributes": attributes, "file": "meow"}))
        .respond(
            201,
            json!({"total_count": 1, "entries": [{"id": "7", "type": "file", "name": "cat.png"}]}),
        );
    let id = programs::r#box::upload(&mock.url(), "token", "cat.png", b"meow".to_vec()).await;
    assert_eq!(id.unwrap(), "7");
    assert_eq!(header(&mock, "authorization"), "Bearer token");
}

#[tokio::test]
async fn discord() {
    let mock = mock(programs::discord::api::DESCRIPTION).await;
    let attachment = json!({"id": "8", "filename": "cat.png", "size": 4});
    mock.on("create_message")
        .expect("channel_id", "1")
        .expect_body(json!({"content": "A cat", "files[0]": "meow"}))
        .respond(
            200,
            json!({"id": "7", "channel_id": "1", "content": "A cat", "attachments": [attachment]}),
        );
    let id = programs::discord::send(&mock.url(), "token", "1", b"meow".to_vec()).await;
    assert_eq!(id.unwrap(), "7");
    assert_eq!(header(&mock, "authorization"), "Bot token");
}

#[tokio::test]
async fn kubernetes() {
    let mock = mock(programs::kubernetes::api::DESCRIPTION).await;
    let pod = |name: &str, phase: &str| json!({"metadata": {"name": name}, "status": {"phase": phase}});
    mock.on("listCoreV1NamespacedPod")
        .expect("labelSelector", "app=web")
        .expect("limit", 100)
        .times(1)
        .respond(
            200,
            json!({"metadata": {"continue": "more"}, "items": [pod("web-1", "Running"), pod("web-2", "Pending")]}),
        );
    mock.on("listCoreV1NamespacedPod")
        .expect("continue", "more")
        .times(1)
        .respond(200, json!({"metadata": {}, "items": [pod("web-3", "Running")]}));
    let names = programs::kubernetes::running(&mock.url(), "token", "web").await;
    assert_eq!(names.unwrap(), ["web-1", "web-3"]);
    mock.verify();
}

#[tokio::test]
async fn mastodon() {
    let mock = mock(programs::mastodon::api::DESCRIPTION).await;
    let status = |id: &str| {
        let account = json!({"id": "1", "acct": "tux"});
        json!({"id": id, "created_at": "2026-01-01T00:00:00Z", "content": "Hello", "account": account})
    };
    let link = r#"</api/v1/timelines/home?max_id=8>; rel="next""#;
    mock.on("getTimelineHome")
        .expect("limit", 40)
        .times(1)
        .reply(Reply::json(200, json!([status("9"), status("8")])).header("Link", link));
    mock.on("getTimelineHome")
        .expect("max_id", "8")
        .times(1)
        .respond(200, json!([status("7"), status("6")]));
    let unread = programs::mastodon::unread(&mock.url(), "token", "6").await;
    assert_eq!(unread.unwrap(), ["tux: Hello", "tux: Hello", "tux: Hello"]);
    mock.verify();
}

#[tokio::test]
async fn prefect() {
    let mock = mock(programs::prefect::api::DESCRIPTION).await;
    mock.on("read_flow_runs_flow_runs_filter_post")
        .expect_body(json!({"flow_runs": {"state": {"type": {"any_": ["FAILED"]}}}, "sort": "START_TIME_DESC"}))
        .respond(
            200,
            json!([{"flow_id": "5d9e9a3e-6a4f-4b0b-8c7d-0f1e2d3c4b5a", "name": "tall-owl", "state_type": "FAILED"}]),
        );
    assert_eq!(programs::prefect::failed(&mock.url()).await.unwrap(), ["tall-owl"]);
}

#[tokio::test]
async fn qdrant() {
    let mock = mock(programs::qdrant::api::DESCRIPTION).await;
    let in_city = json!({"key": "city", "match": {"value": "Bonn"}});
    mock.on("query_points")
        .expect("collection_name", "places")
        .expect_body(json!({"query": [0.5, 1.0], "filter": {"must": in_city}, "limit": 3, "with_payload": true}))
        .respond(
            200,
            json!({"result": {"points": [{"id": 7, "version": 1, "score": 0.5}]}}),
        );
    let found = programs::qdrant::nearest(&mock.url(), "key", vec![0.5, 1.0], "Bonn").await;
    assert_eq!(found.unwrap(), ["7 0.5"]);
    assert_eq!(header(&mock, "api-key"), "key");
}
