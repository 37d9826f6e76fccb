//! Calls from code that is not async, outside of a runtime and within one.

mod common;

use std::time::Duration;

use common::{client, faulty::Fault, faulty::Faulty, get};
use openapi_runtime::{Blocking, Client, Method, Retry};

/// The URL of a server in a thread of its own.
fn serve(faults: Vec<Fault>) -> String {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            sender.send(Faulty::start(faults).await.url).unwrap();
            std::future::pending::<()>().await;
        });
    });
    receiver.recv().unwrap()
}

fn call(client: &Client) {
    let value = get(client).wait().unwrap();
    assert_eq!(**value, [1]);
    let mut body = client
        .request(Method::GET, "/x")
        .send_stream()
        .wait()
        .unwrap()
        .into_inner();
    assert_eq!(body.next().wait().unwrap().unwrap(), "[1]");
}

#[test]
fn outside_of_a_runtime() {
    let client = client(&serve(vec![]));
    call(&client);
    let threads = (0..8).map(|_| {
        let client = client.clone();
        std::thread::spawn(move || (0..20).for_each(|_| call(&client)))
    });
    threads
        .collect::<Vec<_>>()
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

#[test]
fn with_timeouts_and_further_tries() {
    let waits = Retry::new().waits(Duration::from_millis(1), Duration::from_millis(2));
    let build = |url: &str| {
        Client::builder(url, "t")
            .retry(waits.clone())
            .timeout(Duration::from_millis(200))
    };
    let url = serve(vec![Fault::status(503, ""), Fault::ResetAfter]);
    get(&build(&url).build().unwrap()).wait().unwrap();
    let url = serve(vec![Fault::Stall]);
    assert!(get(&build(&url).build().unwrap()).wait().unwrap_err().is_timeout());
}

#[test]
fn within_a_runtime() {
    let client = client(&serve(vec![]));
    let single = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    // More than a task may do before it yields.
    single.block_on(async { (0..200).for_each(|_| call(&client)) });
    let several = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let task = async move { tokio::spawn(async move { (0..200).for_each(|_| call(&client)) }).await };
    several.block_on(task).unwrap();
}
