//! What a client in WebAssembly does: each function makes one call, and returns what came of it.

#[allow(missing_docs)]
pub mod pets {
    include!(concat!(env!("OUT_DIR"), "/openapi.rs"));
}

use std::time::Duration;

use openapi_runtime::{AnyError, Retry};
use wasm_bindgen::prelude::wasm_bindgen;

fn client(url: &str) -> pets::Client {
    let (first, longest) = (Duration::from_millis(10), Duration::from_millis(50));
    let builder = pets::Client::builder().base_url(url).token("t0ken");
    let builder = builder.timeout(Duration::from_millis(500));
    builder.retry(Retry::new().waits(first, longest)).build().expect("a client")
}

fn shown<T: std::fmt::Display>(result: Result<T, AnyError>) -> String {
    result.map_or_else(|error| format!("error: {error}"), |value| value.to_string())
}

/// The name of a pet, however often the server has to be asked.
#[wasm_bindgen]
pub async fn pet(url: String, id: i32) -> String {
    let sent = client(&url).get_pet(id).send().await;
    shown(sent.map(|pet| pet.into_inner().name).map_err(AnyError::from))
}

/// The length of a photo, which is a stream.
#[wasm_bindgen]
pub async fn photo(url: String) -> String {
    let read = async {
        let photo = client(&url).get_photo(7).send().await?.into_inner();
        Ok(photo.bytes(1 << 20).await.map_or(0, |bytes| bytes.len()))
    };
    shown(read.await)
}

/// The name of a new pet.
#[wasm_bindgen]
pub async fn create(url: String, name: String) -> String {
    let body = pets::types::NewPet::builder().name(name).build();
    let sent = client(&url).create_pet(body).send().await;
    shown(sent.map(|pet| pet.into_inner().name).map_err(AnyError::from))
}
