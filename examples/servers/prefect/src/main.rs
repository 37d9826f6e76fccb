//! What people do with Prefect, through the client generated from its own description: flows, their runs and states, task runs,
//! nested filters, work pools, deployments, variables, logs and artifacts. Each step asserts what the server returned.
//!
//! Usage: `prefect-example URL VALUES`, the URL of the API of an empty Prefect; VALUES is a file that the ids of what is left are
//! written to.

#[allow(dead_code)] // a program does not call everything
mod api {
    include!(concat!(env!("OUT_DIR"), "/openapi.rs"));
}

use std::collections::BTreeMap;

use openapi_runtime::Error;
use serde_json::{Map, json};

use api::Client;
use api::operations::CreateFlowError;
use api::types::*;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Result {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, values] = &arguments[..] else {
        return Err("usage: prefect-example URL VALUES".into());
    };
    let client = Client::builder().base_url(url).build()?;
    assert!(*client.health().send().await?);
    println!("Prefect {}", *client.version().send().await?);

    let flow = flows(&client).await?;
    work_pools(&client).await?;
    let deployment = deployments(&client, &flow).await?;
    let run = flow_runs(&client, &flow).await?;
    let task = task_runs(&client, &run).await?;
    filters(&client).await?;
    let variable = variables(&client).await?;
    logs(&client, &run).await?;
    let artifact = artifacts(&client, &run).await?;

    let left = json!({
        "GET /flows/{id}": {"id": flow}, "GET /flows/name/{name}": {"name": "bake"},
        "GET /deployments/{id}": {"id": deployment}, "GET /deployments/{id}/schedules": {"id": deployment},
        "GET /deployments/{id}/work_queue_check": {"id": deployment}, "flow_name": "bake", "deployment_name": "daily",
        "GET /flow_runs/{id}": {"id": run}, "GET /flow_runs/{id}/graph": {"id": run}, "GET /flow_runs/{id}/graph-v2": {"id": run},
        "GET /flow_runs/{id}/logs/download": {"id": run}, "flow_run_id": run,
        "GET /task_runs/{id}": {"id": task}, "GET /ui/task_runs/{id}": {"id": task}, "task_run_id": task,
        "GET /work_pools/{name}": {"name": "ovens"}, "work_pool_name": "ovens",
        "GET /work_pools/{work_pool_name}/queues/{name}": {"name": "default"},
        "GET /variables/{id}": {"id": variable}, "GET /variables/name/{name}": {"name": "grain"},
        "GET /artifacts/{id}": {"id": artifact}, "key": "bread", "slug": "secret", "view": "aggregate-worker-metadata",
    });
    std::fs::write(values, left.to_string())?;
    Ok(())
}

/// Creates flows, and returns the id of the one that stays.
async fn flows(client: &Client) -> Result<String> {
    let labels = BTreeMap::from([("oven".to_owned(), 2.into()), ("hot".to_owned(), true.into())]);
    let bake = FlowCreate::builder()
        .name("bake")
        .tags(vec!["kitchen".to_owned()])
        .labels(labels)
        .build();
    let created = client.create_flow(bake.clone()).send().await?;
    assert_eq!((created.status().as_u16(), created.name.as_str()), (201, "bake"));
    let again = client.create_flow(bake).send().await?;
    assert_eq!((again.status().as_u16(), &again.id), (200, &created.id));

    let update = FlowUpdate::builder().tags(vec!["bakery".to_owned()]).build();
    client.update_flow(&created.id, update).send().await?;
    let read = client.read_flow(&created.id).send().await?;
    assert_eq!(read.tags, Some(vec!["bakery".to_owned()]));
    assert_eq!(read.labels, created.labels);
    assert_eq!(client.read_flow_by_name("bake").send().await?.id, created.id);

    let fry = client
        .create_flow(FlowCreate::builder().name("fry").build())
        .send()
        .await?;
    assert_eq!(*client.count_flows().send().await?, 2);
    client.delete_flow(&fry.id).send().await?;
    let gone = client.read_flow(&fry.id).send().await;
    assert_eq!(
        gone.err()
            .and_then(|error| error.status())
            .map(|status| status.as_u16()),
        Some(404)
    );

    match client
        .create_flow(FlowCreate::builder().name("a/b").build())
        .send()
        .await
    {
        Err(Error::ErrorResponse(response)) => match response.into_inner() {
            // Prefect's errors are not FastAPI's, which the description documents: see `known.yaml`.
            CreateFlowError::UnprocessableEntity(body) => assert_eq!(body.detail, None),
        },
        other => return Err(format!("a name with a slash: {other:?}").into()),
    }
    Ok(created.into_inner().id)
}

/// In a PATCH, null means something else than absent.
async fn work_pools(client: &Client) -> Result {
    let ovens = WorkPoolCreate::builder()
        .name("ovens")
        .type_("process")
        .description("where it is hot".to_owned())
        .concurrency_limit(3)
        .build();
    let created = client.create_work_pool(ovens).send().await?;
    assert_eq!(created.concurrency_limit, Some(Some(3)));

    let unlimited = WorkPoolUpdate::builder().concurrency_limit_null().build();
    client.update_work_pool("ovens", unlimited).send().await?;
    let pool = client.read_work_pool("ovens").send().await?;
    assert_eq!(pool.concurrency_limit, Some(None));
    assert_eq!(pool.description, Some(Some("where it is hot".to_owned())));

    let undescribed = WorkPoolUpdate::builder().description_null().is_paused(true).build();
    client.update_work_pool("ovens", undescribed).send().await?;
    let pool = client.read_work_pool("ovens").send().await?;
    assert_eq!((&pool.description, pool.is_paused), (&Some(None), Some(true)));

    client
        .create_work_pool(WorkPoolCreate::builder().name("pans").build())
        .send()
        .await?;
    client.delete_work_pool("pans").send().await?;
    Ok(())
}

async fn deployments(client: &Client, flow: &str) -> Result<String> {
    let daily = DeploymentCreate::builder()
        .name("daily")
        .flow_id(flow)
        .work_pool_name("ovens".to_owned())
        .description("bread".to_owned())
        .parameters(Map::from_iter([("loaves".to_owned(), json!(12))]))
        .build();
    let id = client.create_deployment(daily).send().await?.into_inner().id;
    let update = DeploymentUpdate::builder().version("2".to_owned()).build();
    client.update_deployment(&id, update).send().await?;
    let read = client.read_deployment_by_name("bake", "daily").send().await?;
    assert_eq!(read.version, Some(Some("2".to_owned())));
    assert_eq!(read.description, Some(Some("bread".to_owned())));
    client.pause_deployment(&id).send().await?;

    let monday = DeploymentFlowRunCreate::builder()
        .name("monday")
        .parameters(Map::from_iter([("loaves".to_owned(), json!(20))]))
        .build();
    let run = client.run_deployment(&id, monday).send().await?;
    assert_eq!(run.deployment_id, Some(Some(id.clone())));
    assert_eq!(run.parameters.as_ref().map(|all| &all["loaves"]), Some(&json!(20)));
    Ok(id)
}

/// Takes a run through its states, and returns its id.
async fn flow_runs(client: &Client, flow: &str) -> Result<String> {
    let sunday = FlowRunCreate::builder()
        .flow_id(flow)
        .name("sunday")
        .tags(vec!["slow".to_owned()])
        .state(StateCreate::builder().type_(StateType::Pending).build())
        .build();
    let run = client.create_flow_run(sunday).send().await?;
    assert_eq!(run.state_type, Some(Some(StateType::Pending)));

    for state in [StateType::Running, StateType::Completed] {
        let state = StateCreate::builder()
            .type_(state)
            .message("as planned".to_owned())
            .build();
        let change = FlowRunStateChange::builder().state(state).build();
        let result = client.set_flow_run_state(&run.id, change).send().await?;
        assert_eq!(result.status, SetStateStatus::Accept);
        assert!(matches!(
            result.details,
            OrchestrationResultDetails::StateAcceptDetails(_)
        ));
    }
    let rename = FlowRunUpdate::builder().name("sunday morning".to_owned()).build();
    client.update_flow_run(&run.id, rename).send().await?;
    let read = client.read_flow_run(&run.id).send().await?;
    assert_eq!(read.name.as_deref(), Some("sunday morning"));
    assert_eq!(read.tags, Some(vec!["slow".to_owned()]));
    let state = read.state.clone().flatten().ok_or("a run has a state")?;
    assert_eq!(state.message, Some(Some("as planned".to_owned())));

    let states = client.read_flow_run_states(&run.id).send().await?;
    let types: Vec<_> = states.iter().map(|state| state.type_.clone()).collect();
    assert_eq!(types, [StateType::Pending, StateType::Running, StateType::Completed]);
    let first = client.read_flow_run_state(&states[0].id).send().await?;
    assert_eq!(first.type_, StateType::Pending);

    let short = client
        .create_flow_run(FlowRunCreate::builder().flow_id(flow).build())
        .send()
        .await?;
    client.delete_flow_run(&short.id).send().await?;
    Ok(run.into_inner().id)
}

async fn task_runs(client: &Client, run: &str) -> Result<String> {
    let loaves = Parameter::builder().name("loaves").build();
    let knead = TaskRunCreate::builder()
        .flow_run_id(run.to_owned())
        .name("knead")
        .task_key("knead")
        .dynamic_key("0")
        .task_inputs(BTreeMap::from([("dough".to_owned(), vec![loaves.into()])]))
        .build();
    let knead = client.create_task_run(knead).send().await?;
    let change = TaskRunStateChange::builder()
        .state(StateCreate::builder().type_(StateType::Running).build())
        .force(true)
        .build();
    let result = client.set_task_run_state(&knead.id, change).send().await?;
    assert_eq!(result.status, SetStateStatus::Accept);
    let read = client.read_task_run(&knead.id).send().await?;
    assert_eq!(read.state_type, Some(Some(StateType::Running)));
    assert_eq!(read.task_inputs, knead.task_inputs);
    let states = client.read_task_run_states(&knead.id).send().await?;
    assert_eq!(states.last().map(|state| &state.type_), Some(&StateType::Running));
    Ok(knead.into_inner().id)
}

/// Filters by several kinds of things at once, each with filters of its own.
async fn filters(client: &Client) -> Result {
    let name = FlowFilterName::builder().any(vec!["bake".to_owned()]).build();
    let bake = FlowFilter::builder().name(name).build();
    let completed = FlowRunFilterStateType::builder()
        .any(vec![StateType::Completed])
        .build();
    let slow = FlowRunFilterTags::builder().all(vec!["slow".to_owned()]).build();
    let completed = FlowRunFilter::builder()
        .operator(Operator::And)
        .state(FlowRunFilterState::builder().type_(completed).build())
        .tags(slow)
        .build();

    let query = FlowRunQuery::builder()
        .flows(bake.clone())
        .flow_runs(completed.clone())
        .sort(FlowRunSort::NameDesc)
        .limit(10)
        .build();
    let runs = client.find_flow_runs().body(query).send().await?;
    let names: Vec<_> = runs.iter().map(|run| run.name.as_deref()).collect();
    assert_eq!(names, [Some("sunday morning")]);

    let query = FlowRunCountQuery::builder().flows(bake.clone()).build();
    assert_eq!(*client.count_flow_runs().body(query).send().await?, 2);
    let one_by_one = FlowRunQuery::builder().flows(bake.clone()).limit(1).build();
    let mut runs = client.find_flow_runs().body(one_by_one).items();
    let mut ids = Vec::new();
    while let Some(run) = runs.next().await {
        ids.push(run?.id);
    }
    assert_eq!(ids.len(), 2, "{ids:?}");
    let query = FlowRunPageQuery::builder().flows(bake).limit(1).page(2).build();
    let page = client.paginate_flow_runs().body(query).send().await?;
    assert_eq!((page.results.len(), page.count, page.pages), (1, 2, 2));

    let query = FlowQuery::builder().flow_runs(completed.clone()).build();
    let flows = client.find_flows().body(query).send().await?;
    assert_eq!(flows.iter().map(|flow| &flow.name[..]).collect::<Vec<_>>(), ["bake"]);
    let query = TaskRunQuery::builder().flow_runs(completed).build();
    let tasks = client.find_task_runs().body(query).send().await?;
    assert_eq!(
        tasks.iter().map(|task| &task.task_key[..]).collect::<Vec<_>>(),
        ["knead"]
    );
    Ok(())
}

/// The value of a variable is any JSON.
async fn variables(client: &Client) -> Result<String> {
    for value in [
        VariableCreateValue::String("rye".to_owned()),
        VariableCreateValue::Integer(3),
        VariableCreateValue::Number(0.5),
        VariableCreateValue::Boolean(true),
        VariableCreateValue::AnyList(vec![json!(1), json!("two")]),
    ] {
        let sent = serde_json::to_value(&value)?;
        let flour = VariableCreate::builder().name("flour").value(value).build();
        client.create_variable(flour).send().await?;
        let read = client.read_variable_by_name("flour").send().await?;
        assert_eq!(serde_json::to_value(&read.value)?, sent);
        client.delete_variable_by_name("flour").send().await?;
    }

    let grain = VariableCreate::builder()
        .name("grain")
        .value(VariableCreateValue::String("rye".to_owned()))
        .tags(vec!["dark".to_owned()])
        .build();
    let created = client.create_variable(grain).send().await?;
    let update = VariableUpdate::builder().value(VariableUpdateValue::Integer(7)).build();
    client.update_variable_by_name("grain", update).send().await?;
    let read = client.read_variable_by_name("grain").send().await?;
    assert_eq!(read.value, Some(VariableValue::Integer(7)));
    assert_eq!(read.tags, Some(vec!["dark".to_owned()]));
    assert_eq!(*client.count_variables().send().await?, 1);
    Ok(created.into_inner().id)
}

async fn logs(client: &Client, run: &str) -> Result {
    let log = |level, message: &str| {
        LogCreate::builder()
            .name("baker")
            .level(level)
            .message(message)
            .timestamp("2026-01-02T03:04:05.678Z")
            .flow_run_id(run.to_owned())
            .build()
    };
    client
        .create_logs(vec![log(20, "it rises"), log(40, "it burns")])
        .send()
        .await?;
    let of_run = LogFilterFlowRunId::builder().any(vec![run.to_owned()]).build();
    let filter = LogFilter::builder()
        .level(LogFilterLevel::builder().ge(30).build())
        .flow_run_id(of_run)
        .build();
    let query = LogQuery::builder().logs(filter).build();
    let errors = client.find_logs().body(query).send().await?;
    assert_eq!(
        errors.iter().map(|log| &log.message[..]).collect::<Vec<_>>(),
        ["it burns"]
    );
    Ok(())
}

async fn artifacts(client: &Client, run: &str) -> Result<String> {
    let bread = ArtifactCreate::builder()
        .key("bread".to_owned())
        .type_("markdown".to_owned())
        .flow_run_id(run.to_owned())
        .build();
    let created = client.create_artifact(bread).send().await?;
    let latest = client.read_latest_artifact("bread").send().await?;
    assert_eq!(latest.flow_run_id, created.flow_run_id);
    assert_eq!(latest.type_, Some(Some("markdown".to_owned())));
    Ok(created.into_inner().id.ok_or("an artifact has an id")?)
}
