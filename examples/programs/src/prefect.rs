//! The flow runs that failed.

#[allow(missing_docs)]
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/prefect/openapi.rs"));
}
use api::Client;
use api::types::{
    BodyReadFlowRunsFlowRunsFilterPost, FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType, FlowRunSort,
    StateType,
};

/// The names of the runs that failed, the last first.
pub async fn failed(server: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(server).build()?;
    let failed = FlowRunFilterStateType::builder().any([StateType::Failed]).build();
    let state = FlowRunFilterState::builder().type_(failed).build();
    let runs = FlowRunFilter::builder().state(state).build();
    let filter = BodyReadFlowRunsFlowRunsFilterPost::builder()
        .flow_runs(runs)
        .sort(FlowRunSort::StartTimeDesc)
        .build();
    let runs = client
        .read_flow_runs_flow_runs_filter_post()
        .body(filter)
        .send()
        .await?
        .into_inner();
    Ok(runs.into_iter().filter_map(|run| run.name).collect())
}
