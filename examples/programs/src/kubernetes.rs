//! The pods of a namespace.

#[allow(missing_docs)]
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/kubernetes/openapi.rs"));
}
use api::Client;

/// The names of the pods of an application that run.
pub async fn running(server: &str, token: &str, app: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let client = Client::builder()
        .bearer_token(format!("Bearer {token}"))
        .base_url(server)
        .build()?;
    let mut pods = client
        .list_core_v1_namespaced_pod("default")
        .label_selector(format!("app={app}"))
        .limit(100)
        .items();
    let mut names = Vec::new();
    while let Some(pod) = pods.next().await {
        let pod = pod?;
        if pod.status.and_then(|status| status.phase).as_deref() == Some("Running") {
            names.extend(pod.metadata.and_then(|metadata| metadata.name));
        }
    }
    Ok(names)
}
