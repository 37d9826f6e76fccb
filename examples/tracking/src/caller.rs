//! Code of a user, written for version 1.

use super::api::Client;
use super::api::types::State;

/// The state of an order, in words.
pub async fn state(server: &str, id: &str) -> Result<&'static str, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(server).build()?;
    let order = client.read_order(id).send().await?.into_inner();
    Ok(match order.state {
        State::Open => "not paid yet",
        State::Paid => "paid",
        _ => "in a state of a later version",
    })
}

/// The ids of the orders that are not paid yet.
pub async fn open(server: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(server).build()?;
    let orders = client.list_orders().state(State::Open).send().await?.into_inner();
    Ok(orders.into_iter().map(|order| order.id).collect())
}
