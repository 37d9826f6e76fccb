//! A search for what is near a vector.

#[allow(missing_docs)]
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/qdrant/openapi.rs"));
}
use api::Client;
use api::types::{FieldCondition, Filter, MatchValue, QueryRequest};

/// The ids and scores of the three nearest points in a city.
pub async fn nearest(
    server: &str,
    key: &str,
    vector: Vec<f64>,
    city: &str,
) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let client = Client::builder().api_key(key).base_url(server).build()?;
    let in_city = FieldCondition::builder()
        .key("city")
        .match_(MatchValue::builder().value(city).build())
        .build();
    let filter = Filter::builder().must(in_city).build();
    let query = QueryRequest::builder()
        .query(vector)
        .filter(filter)
        .limit(3)
        .with_payload(true)
        .build();
    let found = client.query_points("places").body(query).send().await?.into_inner();
    let points = found.result.map(|result| result.points).unwrap_or_default();
    Ok(points
        .iter()
        .map(|point| format!("{} {}", point.id, point.score))
        .collect())
}
