//! What people do with WireMock, through the client generated from the description in its own jar: stub mappings, the
//! journal of requests, scenarios, recordings, files and settings. Each step asserts what the server returned.
//!
//! Usage: `wiremock-example URL VALUES` of a WireMock that may be emptied; VALUES is a file that the ids of what is left are
//! written to. `wiremock-example URL --shutdown` shuts it down.

#[allow(dead_code)] // a program does not call everything
mod api {
    include!(concat!(env!("OUT_DIR"), "/openapi.rs"));
}

use std::collections::BTreeMap;

use openapi_runtime::{Error, reqwest};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use api::Client;
use api::operations::{GetFileByIdError, GetRequestByIdError, GetStubMappingByIdError, UpdateStubMappingError};
use api::types::{
    EqualToJsonPattern, EqualToPattern, GetRecordingStatusResponse200Status as RecordingStatus, HealthStatus,
    LoggedRequest, MatchesPattern, RequestPattern, ResponseDefinition, SnapshotRecordingRequestBody,
    StartRecordingRequestBody, StubMapping,
};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Result {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, values] = &arguments[..] else {
        return Err("usage: wiremock-example URL VALUES|--shutdown".into());
    };
    let client = Client::builder().base_url(url).build()?;
    if values == "--shutdown" {
        client.shutdown_server().send().await?;
        return Ok(());
    }
    health(&client).await?;
    client.reset_mappings_and_journal().send().await?;
    stub_mappings(&client).await?;
    metadata(&client).await?;
    saved_mappings(&client).await?;
    journal(&client).await?;
    near_misses(&client).await?;
    scenarios(&client).await?;
    recordings(&client).await?;
    snapshots(&client).await?;
    files(&client).await?;
    settings(&client).await?;
    std::fs::write(values, leave_something(&client).await?.to_string())?;
    Ok(())
}

/// What a caller of the mocked service gets.
async fn get(client: &Client, path: &str) -> Result<reqwest::Response> {
    Ok(reqwest::get(format!("{}{path}", client.base_url())).await?)
}

/// A stub mapping that answers `GET path` with `text`.
fn text_stub(path: &str, text: &str) -> StubMapping {
    StubMapping::builder()
        .request(RequestPattern::builder().method("GET").url_path(path).build())
        .response(ResponseDefinition::builder().status(200).body(text).build())
        .build()
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

async fn health(client: &Client) -> Result {
    let health = client.get_health().send().await?;
    assert_eq!(health.status, Some(HealthStatus::Healthy));
    let version = client.get_version().send().await?;
    assert_eq!(version.version, health.version);
    println!("WireMock {}", version.version.as_deref().unwrap_or_default());
    Ok(())
}

async fn stub_mappings(client: &Client) -> Result {
    let headers = BTreeMap::from([(
        "Accept".to_owned(),
        MatchesPattern::builder().matches(".*json.*").build().into(),
    )]);
    let query = BTreeMap::from([(
        "page".to_owned(),
        EqualToPattern::builder().equal_to("1").build().into(),
    )]);
    let request = RequestPattern::builder()
        .method("GET")
        .url_path("/books")
        .headers(headers)
        .query_parameters(query)
        .build();
    let response = ResponseDefinition::builder()
        .status(200)
        .headers(BTreeMap::from([(
            "Content-Type".to_owned(),
            "application/json".to_owned(),
        )]))
        .json_body(object(json!({ "books": ["Moby-Dick"] })))
        .build();
    let books = StubMapping::builder()
        .name("books")
        .priority(3)
        .request(request)
        .response(response)
        .build();

    let created = client.create_new_stub_mapping().body(books.clone()).send().await?;
    assert_eq!(created.status(), 201);
    assert_eq!((&created.request, &created.response), (&books.request, &books.response));
    let id = created.id.clone().ok_or("a stub mapping has an id")?;

    let answer = reqwest::Client::new()
        .get(format!("{}/books?page=1", client.base_url()))
        .header("Accept", "application/json")
        .send()
        .await?;
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(answer.text().await?, r#"{"books":["Moby-Dick"]}"#);
    assert_eq!(get(client, "/books?page=2").await?.status(), 404);

    let mut changed = client.get_stub_mapping_by_id(&id).send().await?.into_inner();
    assert_eq!(changed, *created);
    changed.request = Some(RequestPattern::builder().method("GET").url_path("/books").build());
    changed.response = Some(
        ResponseDefinition::builder()
            .status(503)
            .fixed_delay_milliseconds(1)
            .build(),
    );
    let updated = client.update_stub_mapping(&id).body(changed.clone()).send().await?;
    assert_eq!(*updated, changed);
    assert_eq!(get(client, "/books").await?.status(), 503);

    // 422 is documented, but otherwise than it is: `source` is described as a text, and is an object.
    let invalid = StubMapping::builder()
        .request(RequestPattern::builder().url_pattern("[").build())
        .build();
    let rejected = client.create_new_stub_mapping().body(invalid).send().await;
    assert!(matches!(rejected, Err(error) if error.status().is_some_and(|status| status == 422)));

    client
        .create_new_stub_mapping()
        .body(text_stub("/b", "b"))
        .send()
        .await?;
    client
        .create_new_stub_mapping()
        .body(text_stub("/c", "c"))
        .send()
        .await?;
    let page = client.get_all_stub_mappings().limit(2).offset(1).send().await?;
    assert_eq!(page.mappings.as_ref().map(Vec::len), Some(2));
    assert_eq!(page.meta.as_ref().map(|meta| meta.total), Some(3));
    let mut stubs = client.get_all_stub_mappings().limit(2).items();
    let mut ids = std::collections::BTreeSet::new();
    while let Some(stub) = stubs.next().await {
        ids.insert(stub?.id);
    }
    assert_eq!(ids.len(), 3, "two pages");

    client.delete_stub_mapping(&id).send().await?;
    let gone = client.get_stub_mapping_by_id(&id).send().await;
    assert!(matches!(gone, Err(Error::ErrorResponse(error)) if *error == GetStubMappingByIdError::NotFound));
    let gone = client.update_stub_mapping(&id).body(books).send().await;
    assert!(matches!(gone, Err(Error::ErrorResponse(error)) if *error == UpdateStubMappingError::NotFound));

    client.delete_all_stub_mappings().send().await?;
    let none = client.get_all_stub_mappings().send().await?;
    assert_eq!(none.mappings.as_deref(), Some(&[][..]));
    Ok(())
}

async fn metadata(client: &Client) -> Result {
    for (path, team) in [("/red", "red"), ("/blue", "blue")] {
        let mut stub = text_stub(path, team);
        stub.metadata = Some(object(json!({ "team": team })));
        client.create_new_stub_mapping().body(stub).send().await?;
    }
    let is_red = EqualToJsonPattern::builder()
        .equal_to_json(object(json!({ "team": "red" })))
        .build();
    let found = client.find_stub_mappings_by_metadata(is_red.clone()).send().await?;
    let [red] = found.mappings.as_deref().unwrap_or_default() else {
        panic!("one stub mapping is red: {found:?}");
    };
    assert_eq!(red.metadata.as_ref().map(|data| &data["team"]), Some(&json!("red")));

    // Requests are removed by the metadata of the stub mapping that they matched.
    assert_eq!(get(client, "/red").await?.text().await?, "red");
    let removed = client.remove_requests_by_metadata().body(is_red.clone()).send().await?;
    assert_eq!(removed["serveEvents"][0]["request"]["url"], "/red");
    client.remove_stub_mappings_by_metadata().body(is_red).send().await?;
    let left = client.get_all_stub_mappings().send().await?;
    assert_eq!(left.meta.as_ref().map(|meta| meta.total), Some(1));

    let unmatched = client.find_unmatched_stub_mappings().send().await?;
    assert_eq!(unmatched.mappings, left.mappings);
    client.remove_unmatched_stub_mappings().send().await?;
    assert_eq!(get(client, "/blue").await?.status(), 404);
    Ok(())
}

async fn saved_mappings(client: &Client) -> Result {
    client
        .create_new_stub_mapping()
        .body(text_stub("/kept", "kept"))
        .send()
        .await?;
    client.persist_stub_mappings().send().await?;
    client
        .create_new_stub_mapping()
        .body(text_stub("/lost", "lost"))
        .send()
        .await?;
    client.reset_stub_mappings().send().await?;
    assert_eq!(get(client, "/kept").await?.text().await?, "kept");
    assert_eq!(get(client, "/lost").await?.status(), 404);
    client.delete_all_stub_mappings().send().await?;
    Ok(())
}

async fn journal(client: &Client) -> Result {
    client.delete_all_requests_in_journal().send().await?;
    client
        .create_new_stub_mapping()
        .body(text_stub("/known", "known"))
        .send()
        .await?;
    for path in ["/known", "/known", "/unknown"] {
        get(client, path).await?;
    }
    let known = RequestPattern::builder().method("GET").url_path("/known").build();
    let count = client.count_requests_by_criteria(known.clone()).send().await?;
    assert_eq!(count.count, Some(2));

    // What these return has no schema in the description, so it is a JSON value.
    let all = client.get_all_requests_in_journal().limit("10").send().await?;
    assert_eq!(all["meta"]["total"], 3);
    let latest = all["requests"][0]["id"].as_str().ok_or("a request has an id")?;
    let request = client.get_request_by_id(latest).send().await?;
    assert_eq!(request["request"]["url"], "/unknown");
    let found = client.find_requests_by_criteria(known.clone()).send().await?;
    assert_eq!(found["requests"][1]["url"], "/known");
    let unmatched = client.find_unmatched_requests().send().await?;
    assert_eq!(unmatched["requests"][0]["url"], "/unknown");

    client.delete_request_by_id(latest).send().await?;
    let gone = client.get_request_by_id(latest).send().await;
    assert!(matches!(gone, Err(Error::ErrorResponse(error)) if *error == GetRequestByIdError::NotFound));
    let removed = client.remove_requests_by_criteria(known).send().await?;
    assert_eq!(removed["serveEvents"].as_array().map(Vec::len), Some(2));
    let empty = client.get_all_requests_in_journal().send().await?;
    assert_eq!(empty["meta"]["total"], 0);
    Ok(())
}

async fn near_misses(client: &Client) -> Result {
    get(client, "/knwon").await?;
    let of_journal = client.retrieve_near_misses_for_unmatched_requests().send().await?;
    assert_eq!(of_journal.near_misses.as_ref().map(Vec::len), Some(1));
    let request = LoggedRequest::builder()
        .method("GET")
        .url("/konwn")
        .absolute_url("http://localhost/konwn")
        .build();
    let of_request = client.find_near_misses_for_request(request).send().await?;
    assert_eq!(of_request.near_misses.as_ref().map(Vec::len), Some(1));
    let pattern = RequestPattern::builder().method("GET").url("/known").build();
    let of_pattern = client.find_near_misses_for_request_pattern(pattern).send().await?;
    assert_eq!(of_pattern.near_misses.as_ref().map(Vec::len), Some(1));

    client.delete_all_requests_in_journal().send().await?;
    let none = client.retrieve_near_misses_for_unmatched_requests().send().await?;
    assert_eq!(none.near_misses.as_deref(), Some(&[][..]));
    Ok(())
}

async fn scenarios(client: &Client) -> Result {
    for (from, to, text) in [("Started", "Paid", "unpaid"), ("Paid", "Shipped", "paid")] {
        let mut stub = text_stub("/order", text);
        stub.scenario_name = Some("order".to_owned());
        stub.required_scenario_state = Some(from.to_owned());
        stub.new_scenario_state = Some(to.to_owned());
        client.create_new_stub_mapping().body(stub).send().await?;
    }
    assert_eq!(get(client, "/order").await?.text().await?, "unpaid");
    assert_eq!(get(client, "/order").await?.text().await?, "paid");

    let response = client.get_all_scenarios().send().await?;
    let [order] = response.scenarios.as_deref().unwrap_or_default() else {
        panic!("there is one scenario: {response:?}");
    };
    assert_eq!(order.state.as_deref(), Some("Shipped"));
    assert_eq!(order.possible_states.as_ref().map(Vec::len), Some(3));

    client.reset_all_scenarios().send().await?;
    assert_eq!(get(client, "/order").await?.text().await?, "unpaid");
    client.delete_all_stub_mappings().send().await?;
    Ok(())
}

/// A server that answers everything with `text`, for WireMock to record.
async fn start_origin(text: &'static str) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            // A GET of this program fits one read.
            let _ = connection.read(&mut [0; 4096]).await;
            let response = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
                text.len()
            );
            let _ = connection.write_all(response.as_bytes()).await;
        }
    });
    Ok(url)
}

async fn recordings(client: &Client) -> Result {
    let before = client.get_recording_status().send().await?;
    assert_ne!(before.status, Some(RecordingStatus::Recording));
    let recording = StartRecordingRequestBody::builder()
        .target_base_url(start_origin("the origin").await?)
        .filters(RequestPattern::builder().url_path_pattern("/recorded/.*").build())
        .persist(false)
        .build();
    client.start_recording(recording).send().await?;
    let status = client.get_recording_status().send().await?;
    assert_eq!(status.status, Some(RecordingStatus::Recording));
    for path in ["/recorded/1", "/passed/2"] {
        assert_eq!(get(client, path).await?.text().await?, "the origin");
    }

    let recorded = client.stop_recording().send().await?;
    let [stub] = recorded.mappings.as_deref().unwrap_or_default() else {
        panic!("one request passes the filter: {recorded:?}");
    };
    assert_eq!(
        stub.request.as_ref().and_then(|request| request.url.as_deref()),
        Some("/recorded/1")
    );
    let stopped = client.get_recording_status().send().await?;
    assert_eq!(stopped.status, Some(RecordingStatus::Stopped));
    assert_eq!(get(client, "/recorded/1").await?.text().await?, "the origin");
    assert_eq!(get(client, "/passed/2").await?.status(), 404);
    Ok(())
}

async fn snapshots(client: &Client) -> Result {
    client.reset_mappings_and_journal().send().await?;
    let proxy = StubMapping::builder()
        .request(RequestPattern::builder().url_pattern(".*").build())
        .response(
            ResponseDefinition::builder()
                .proxy_base_url(start_origin("proxied").await?)
                .build(),
        )
        .build();
    client.create_new_stub_mapping().body(proxy).send().await?;
    assert_eq!(get(client, "/proxied").await?.text().await?, "proxied");

    let spec = SnapshotRecordingRequestBody::builder()
        .persist(false)
        .repeats_as_scenarios(false)
        .build();
    let snapshot = client.take_recording_snapshot(spec).send().await?;
    let [stub] = snapshot.mappings.as_deref().unwrap_or_default() else {
        panic!("one request was proxied: {snapshot:?}");
    };
    assert_eq!(
        stub.response.as_ref().and_then(|response| response.body.as_deref()),
        Some("proxied")
    );
    client.reset_mappings_and_journal().send().await?;
    Ok(())
}

async fn files(client: &Client) -> Result {
    client.update_file_by_id("greeting.txt").body("Hello").send().await?;
    let names = client.get_all_file_names().send().await?;
    assert!(names.contains(&"greeting.txt".to_owned()));
    client.get_file_by_id("greeting.txt").send().await?;

    let stub = StubMapping::builder()
        .request(RequestPattern::builder().url_path("/greeting").build())
        .response(ResponseDefinition::builder().body_file_name("greeting.txt").build())
        .build();
    client.create_new_stub_mapping().body(stub).send().await?;
    assert_eq!(get(client, "/greeting").await?.text().await?, "Hello");

    client.delete_file_by_id("greeting.txt").send().await?;
    let gone = client.get_file_by_id("greeting.txt").send().await;
    assert!(matches!(gone, Err(Error::ErrorResponse(error)) if *error == GetFileByIdError::NotFound));
    Ok(())
}

async fn settings(client: &Client) -> Result {
    // The description demands a distribution of delays, which the server rejects at this place; it accepts what the
    // description's own example says.
    let settings = json!({ "fixedDelay": 30 });
    client
        .update_global_settings(api::types::UpdateGlobalSettingsRequestBody::Unknown(settings))
        .send()
        .await?;
    client
        .create_new_stub_mapping()
        .body(text_stub("/late", "late"))
        .send()
        .await?;
    let start = std::time::Instant::now();
    get(client, "/late").await?;
    assert!(start.elapsed().as_millis() >= 30);
    Ok(())
}

/// Leaves something of each kind on the server, and returns the parameters and bodies that it is found by.
async fn leave_something(client: &Client) -> Result<Value> {
    let mut stub = text_stub("/left", "left");
    stub.scenario_name = Some("left".to_owned());
    stub.metadata = Some(object(json!({ "left": true })));
    let stub = client.create_new_stub_mapping().body(stub).send().await?;
    client
        .create_new_stub_mapping()
        .body(text_stub("/unused", "unused"))
        .send()
        .await?;
    client.update_file_by_id("left.txt").body("left").send().await?;
    get(client, "/missing").await?;
    get(client, "/left").await?;
    let requests = client.get_all_requests_in_journal().limit("1").send().await?;
    Ok(json!({
        "stubMappingId": stub.id,
        "requestId": requests["requests"][0]["id"],
        "fileId": "left.txt",
        "findStubMappingsByMetadata": { "body": { "matchesJsonPath": "$.left" } },
        "countRequestsByCriteria": { "body": { "urlPath": "/left" } },
        "findRequestsByCriteria": { "body": { "urlPath": "/left" } },
        "findNearMissesForRequestPattern": { "body": { "urlPath": "/lfet" } },
    }))
}
