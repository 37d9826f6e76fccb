//! What people do with Chroma, through the client generated from the description that it serves: tenants, databases, collections,
//! and records that are added, changed, found by what they are near to, and deleted. Each step asserts what the server returned.
//!
//! Usage: `chroma-example URL VALUES` of a Chroma that may be reset; VALUES is a file that the ids of what is left are written to.
//! After that, `chroma-example URL --restart` calls it for a while in which it is restarted.

#[allow(dead_code)] // a program does not call everything
mod api {
    include!(concat!(env!("OUT_DIR"), "/openapi.rs"));
}

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use openapi_runtime::{AnyError, Error, Retry};
use serde_json::{Value, json};

use api::Client;
use api::operations::{GetAttachedFunctionError, GetTenantError, IndexingStatusError};
use api::types::*;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const TENANT: &str = "library";
const DATABASE: &str = "books";

#[tokio::main]
async fn main() -> Result {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, values] = &arguments[..] else {
        return Err("usage: chroma-example URL VALUES|--restart".into());
    };
    if values == "--restart" {
        return through_a_restart(url).await;
    }
    let client = Client::builder().base_url(url).build()?;
    server(&client).await?;
    databases(&client).await?;
    let novels = collections(&client).await?;
    records(&client, &novels).await?;
    search(&client, &novels).await?;
    not_local(&client, &novels).await?;

    let left = json!({
        "tenant": TENANT, "tenant_name": TENANT, "database": DATABASE, "collection_id": novels,
        "get_collection": {"collection_id": "novels"},
        "get_attached_function": {"function_name": "count"},
        "collection_get": {"body": {"include": ["documents", "metadatas", "embeddings"]}},
        "collection_query": {"body": {"query_embeddings": [[0.9, 0.1]], "include": ["distances", "metadatas"]}},
        "collection_search": {"body": {"searches": [{}]}},
    });
    std::fs::write(values, left.to_string())?;
    Ok(())
}

/// Calls the server without a pause, also while it is down. A GET is sent again by itself, a POST that only reads as it has a key.
async fn through_a_restart(url: &str) -> Result {
    let patient = Retry::new()
        .tries(20)
        .waits(Duration::from_millis(200), Duration::from_secs(1));
    let client = Client::builder().base_url(url).retry(patient.budget(1000)).build()?;
    let end = Instant::now() + Duration::from_secs(15);
    let callers: Vec<_> = (0..8).map(|_| tokio::spawn(calls_until(end, client.clone()))).collect();
    let (mut calls, mut slowest) = (0, Duration::ZERO);
    for caller in callers {
        let (count, longest) = caller.await??;
        calls += count;
        slowest = slowest.max(longest);
    }
    println!(
        "{calls} calls through a restart, the slowest {:.1} s",
        slowest.as_secs_f64()
    );
    assert!(slowest > Duration::from_secs(1), "nothing waited for the server");
    Ok(())
}

/// How many calls were made, and how long the slowest took.
async fn calls_until(end: Instant, client: Client) -> std::result::Result<(u32, Duration), AnyError> {
    let (mut calls, mut slowest) = (0, Duration::ZERO);
    while Instant::now() < end {
        let start = Instant::now();
        let collection = client.get_collection(TENANT, DATABASE, "novels").send().await?;
        let all = GetRequestPayload::builder().build();
        client
            .collection_get(TENANT, DATABASE, collection.id.as_str(), all)
            .idempotency_key("reads")
            .send()
            .await?;
        calls += 2;
        slowest = slowest.max(start.elapsed());
    }
    Ok((calls, slowest))
}

/// The status of a response that is an error.
fn status<T, E>(response: std::result::Result<T, Error<E>>) -> Option<u16> {
    Some(response.err()?.status()?.as_u16())
}

/// The JSON of a response that is not what the description documents: the error has its body.
fn undocumented<T, E>(response: std::result::Result<T, Error<E>>) -> Result<Value> {
    let error = response.err().ok_or("the response is as documented")?;
    Ok(serde_json::from_slice(error.body().ok_or("a response")?)?)
}

async fn server(client: &Client) -> Result {
    assert!(client.heartbeat().send().await?.nanosecond_heartbeat > 1_700_000_000_000_000_000);
    assert!(client.pre_flight_checks().send().await?.max_batch_size > 0);
    assert_eq!(client.get_user_identity().send().await?.tenant, "default_tenant");
    // Documented are texts; what comes is JSON.
    println!("Chroma {}", undocumented(client.version().send().await)?);
    let health = undocumented(client.healthcheck().send().await)?;
    assert_eq!(health["is_executor_ready"], true);
    assert_eq!(undocumented(client.reset().send().await)?, true);
    Ok(())
}

async fn databases(client: &Client) -> Result {
    let tenant = CreateTenantPayload::builder().name(TENANT).build();
    client.create_tenant(tenant).send().await?;
    assert_eq!(client.get_tenant(TENANT).send().await?.name, TENANT);
    let update = UpdateTenantPayload::builder().resource_name("reading-room").build();
    client.update_tenant(TENANT, update).send().await?;
    match client.get_tenant("nobody").send().await {
        Err(Error::ErrorResponse(response)) => match response.into_inner() {
            GetTenantError::NotFound(body) => assert_eq!(body.error, "NotFoundError"),
            other => return Err(other.into()),
        },
        other => return Err(format!("a tenant that is not there: {other:?}").into()),
    }

    for name in [DATABASE, "papers"] {
        let database = CreateDatabasePayload::builder().name(name).build();
        client.create_database(TENANT, database).send().await?;
    }
    let database = client.get_database(TENANT, DATABASE).send().await?;
    assert_eq!((&database.name[..], &database.tenant[..]), (DATABASE, TENANT));
    // The description has one schema `Vec` for lists of different things, so this one is not what it documents.
    let databases = undocumented(client.list_databases(TENANT).limit(10).send().await)?;
    assert_eq!(databases.as_array().map(Vec::len), Some(2));
    client.delete_database(TENANT, "papers").send().await?;
    assert_eq!(status(client.get_database(TENANT, "papers").send().await), Some(404));
    Ok(())
}

/// Creates collections, and returns the id of the one that stays.
async fn collections(client: &Client) -> Result<String> {
    let hnsw = HnswConfiguration::builder().space(Space::Cosine).build();
    let cosine = CollectionConfiguration::builder().hnsw(hnsw).build();
    let metadata = BTreeMap::from([
        ("shelf".to_owned(), "left".to_owned().into()),
        ("row".to_owned(), 3.into()),
    ]);
    for name in ["novels", "poems"] {
        let collection = CreateCollectionPayload::builder()
            .name(name)
            .get_or_create(true)
            .metadata(metadata.clone())
            .configuration(cosine.clone())
            .build();
        let created = client.create_collection(TENANT, DATABASE, collection).send().await?;
        assert_eq!(created.name, name);
    }
    assert_eq!(*client.count_collections(TENANT, DATABASE).send().await?, 2);
    let page = client
        .list_collections(TENANT, DATABASE)
        .limit(1)
        .offset(1)
        .send()
        .await?;
    assert_eq!(page.len(), 1);
    let mut collections = client.list_collections(TENANT, DATABASE).limit(1).items();
    let mut names = Vec::new();
    while let Some(collection) = collections.next().await {
        names.push(collection?.name);
    }
    assert_eq!(names.len(), 2, "{names:?}");

    // Its name stands for its id.
    let poems = client.get_collection(TENANT, DATABASE, "poems").send().await?;
    assert_eq!(poems.metadata, Some(Some(metadata)));
    assert_eq!(poems.dimension, Some(None));
    let hnsw = poems
        .configuration_json
        .hnsw
        .clone()
        .flatten()
        .ok_or("hnsw was configured")?;
    assert_eq!(hnsw.space, Some(Some(Space::Cosine)));

    let update = UpdateCollectionPayload::builder().new_name("verse".to_owned()).build();
    client
        .update_collection(TENANT, DATABASE, &poems.id, update)
        .send()
        .await?;
    let verse = client.get_collection_by_id(TENANT, DATABASE, &poems.id).send().await?;
    assert_eq!(verse.name, "verse");
    assert_eq!(verse.metadata, poems.metadata);
    client.delete_collection(TENANT, DATABASE, "verse").send().await?;
    assert_eq!(
        status(client.get_collection(TENANT, DATABASE, "verse").send().await),
        Some(404)
    );

    let novels = client.get_collection(TENANT, DATABASE, "novels").send().await?;
    Ok(novels.into_inner().id)
}

async fn records(client: &Client, novels: &str) -> Result {
    let year = |year: i64| Some(BTreeMap::from([("year".to_owned(), year.into())]));
    let add = AddCollectionRecordsPayload::builder()
        .ids(vec!["emma".to_owned(), "dracula".to_owned(), "walden".to_owned()])
        .embeddings(vec![vec![1.0, 0.0], vec![0.0, 1.0], vec![0.7, 0.7]])
        .documents(vec![
            Some("handsome, clever, and rich".to_owned()),
            Some("left Munich at 8:35".to_owned()),
            None,
        ])
        .metadatas(vec![year(1815), year(1897), None])
        .build();
    let added = client.collection_add(TENANT, DATABASE, novels, add).send().await?;
    assert_eq!(added.status(), 201);
    assert_eq!(*client.collection_count(TENANT, DATABASE, novels).send().await?, 3);

    let query = GetRequestPayload::builder()
        .where_(json!({"year": {"$lt": 1850}}))
        .include(vec![Include::Documents, Include::Metadatas, Include::Embeddings])
        .build();
    let old = client.collection_get(TENANT, DATABASE, novels, query).send().await?;
    assert_eq!(old.ids, ["emma"]);
    assert_eq!(
        old.documents,
        Some(Some(vec![Some("handsome, clever, and rich".to_owned())]))
    );
    assert_eq!(old.embeddings, Some(Some(vec![vec![1.0, 0.0]])));
    assert_eq!(old.metadatas, Some(Some(vec![year(1815)])));

    let update = UpdateCollectionRecordsPayload::builder()
        .ids(vec!["walden".to_owned()])
        .documents(vec![Some("I went to the woods".to_owned())])
        .build();
    client
        .collection_update(TENANT, DATABASE, novels, update)
        .send()
        .await?;
    let upsert = UpsertCollectionRecordsPayload::builder()
        .ids(vec!["walden".to_owned(), "ulysses".to_owned()])
        .embeddings(vec![vec![0.5, 0.5], vec![-1.0, 0.0]])
        .build();
    client
        .collection_upsert(TENANT, DATABASE, novels, upsert)
        .send()
        .await?;
    let query = GetRequestPayload::builder()
        .where_document(json!({"$contains": "woods"}))
        .limit(5)
        .build();
    let woods = client.collection_get(TENANT, DATABASE, novels, query).send().await?;
    assert_eq!(woods.ids, ["walden"]);

    let ulysses = DeleteCollectionRecordsPayload::builder()
        .ids(vec!["ulysses".to_owned()])
        .build();
    client
        .collection_delete(TENANT, DATABASE, novels, ulysses)
        .send()
        .await?;
    let count = client
        .collection_count(TENANT, DATABASE, novels)
        .read_level(ReadLevel::IndexAndWal)
        .send()
        .await?;
    assert_eq!(*count, 3);
    Ok(())
}

async fn search(client: &Client, novels: &str) -> Result {
    let query = QueryRequestPayload::builder()
        .query_embeddings(vec![vec![0.9, 0.1], vec![0.1, 0.9]])
        .n_results(2)
        .include(vec![Include::Distances, Include::Documents])
        .build();
    let near = client.collection_query(TENANT, DATABASE, novels, query).send().await?;
    assert_eq!(near.ids, [["emma", "walden"], ["dracula", "walden"]]);
    let distances = near.distances.clone().flatten().ok_or("distances were asked for")?;
    assert!(distances[0][0] < distances[0][1]);
    assert_eq!((&near.uris, &near.metadatas), (&Some(None), &Some(None)));
    Ok(())
}

/// A server of one's own refuses what only Chroma's cloud can do; 501 is not documented.
async fn not_local(client: &Client, novels: &str) -> Result {
    let fork = ForkCollectionPayload::builder().new_name("copies").build();
    let refused = client.fork_collection(TENANT, DATABASE, novels, fork).send().await;
    assert_eq!(status(refused), Some(501));
    assert_eq!(
        status(client.fork_count(TENANT, DATABASE, novels).send().await),
        Some(501)
    );
    let search = SearchRequestPayload::builder()
        .searches(vec![SearchPayload::builder().build()])
        .build();
    let refused = client.collection_search(TENANT, DATABASE, novels, search).send().await;
    assert_eq!(status(refused), Some(501));
    let count = AttachFunctionRequest::builder()
        .function_id("record_counter")
        .name("count")
        .output_collection("counts")
        .build();
    let refused = client.attach_function(TENANT, DATABASE, novels, count).send().await;
    assert_eq!(status(refused), Some(501));
    let detach = DetachFunctionRequest::builder().build();
    let refused = client
        .detach_function(TENANT, DATABASE, novels, "count", detach)
        .send()
        .await;
    assert_eq!(status(refused), Some(501));

    match client
        .get_attached_function(TENANT, DATABASE, novels, "count")
        .send()
        .await
    {
        Err(Error::ErrorResponse(response)) => {
            assert!(matches!(*response, GetAttachedFunctionError::NotFound(_)));
        }
        other => return Err(format!("a function that is not there: {other:?}").into()),
    }
    match client.indexing_status(TENANT, DATABASE, novels).send().await {
        Err(Error::ErrorResponse(response)) => {
            assert!(matches!(*response, IndexingStatusError::InternalServerError(_)));
        }
        other => return Err(format!("the status of the index: {other:?}").into()),
    }
    Ok(())
}
