//! The description of Prefect's API becomes `OUT_DIR/openapi.rs`.

/// Where the description is; `scripts/servers.py` takes it from the server's package.
const DESCRIPTION: &str = "PREFECT_OPENAPI";

/// FastAPI makes operation ids from a function's name, the path and the method. What the program uses has shorter names.
const NAMES: &[(&str, &str)] = &[
    ("/paths/~1health/get", "health"),
    ("/paths/~1version/get", "version"),
    ("/paths/~1flows~1/post", "create_flow"),
    ("/paths/~1flows~1{id}/get", "read_flow"),
    ("/paths/~1flows~1{id}/patch", "update_flow"),
    ("/paths/~1flows~1{id}/delete", "delete_flow"),
    ("/paths/~1flows~1name~1{name}/get", "read_flow_by_name"),
    ("/paths/~1flows~1filter/post", "find_flows"),
    ("/paths/~1flows~1count/post", "count_flows"),
    ("/paths/~1flow_runs~1/post", "create_flow_run"),
    ("/paths/~1flow_runs~1{id}/get", "read_flow_run"),
    ("/paths/~1flow_runs~1{id}/patch", "update_flow_run"),
    ("/paths/~1flow_runs~1{id}/delete", "delete_flow_run"),
    ("/paths/~1flow_runs~1{id}~1set_state/post", "set_flow_run_state"),
    ("/paths/~1flow_runs~1filter/post", "find_flow_runs"),
    ("/paths/~1flow_runs~1count/post", "count_flow_runs"),
    ("/paths/~1flow_runs~1paginate/post", "paginate_flow_runs"),
    ("/paths/~1flow_run_states~1/get", "read_flow_run_states"),
    ("/paths/~1flow_run_states~1{id}/get", "read_flow_run_state"),
    ("/paths/~1task_runs~1/post", "create_task_run"),
    ("/paths/~1task_runs~1{id}/get", "read_task_run"),
    ("/paths/~1task_runs~1{id}~1set_state/post", "set_task_run_state"),
    ("/paths/~1task_runs~1filter/post", "find_task_runs"),
    ("/paths/~1task_run_states~1/get", "read_task_run_states"),
    ("/paths/~1work_pools~1/post", "create_work_pool"),
    ("/paths/~1work_pools~1{name}/get", "read_work_pool"),
    ("/paths/~1work_pools~1{name}/patch", "update_work_pool"),
    ("/paths/~1work_pools~1{name}/delete", "delete_work_pool"),
    ("/paths/~1deployments~1/post", "create_deployment"),
    ("/paths/~1deployments~1{id}/patch", "update_deployment"),
    ("/paths/~1deployments~1{id}~1pause_deployment/post", "pause_deployment"),
    ("/paths/~1deployments~1{id}~1create_flow_run/post", "run_deployment"),
    (
        "/paths/~1deployments~1name~1{flow_name}~1{deployment_name}/get",
        "read_deployment_by_name",
    ),
    ("/paths/~1variables~1/post", "create_variable"),
    ("/paths/~1variables~1name~1{name}/get", "read_variable_by_name"),
    ("/paths/~1variables~1name~1{name}/patch", "update_variable_by_name"),
    ("/paths/~1variables~1name~1{name}/delete", "delete_variable_by_name"),
    ("/paths/~1variables~1count/post", "count_variables"),
    ("/paths/~1logs~1/post", "create_logs"),
    ("/paths/~1logs~1filter/post", "find_logs"),
    ("/paths/~1artifacts~1/post", "create_artifact"),
    ("/paths/~1artifacts~1{key}~1latest/get", "read_latest_artifact"),
    (
        "/components/schemas/Body_read_flow_runs_flow_runs_filter_post",
        "FlowRunQuery",
    ),
    (
        "/components/schemas/Body_count_flow_runs_flow_runs_count_post",
        "FlowRunCountQuery",
    ),
    (
        "/components/schemas/Body_paginate_flow_runs_flow_runs_paginate_post",
        "FlowRunPageQuery",
    ),
    ("/components/schemas/Body_read_flows_flows_filter_post", "FlowQuery"),
    (
        "/components/schemas/Body_read_task_runs_task_runs_filter_post",
        "TaskRunQuery",
    ),
    ("/components/schemas/Body_read_logs_logs_filter_post", "LogQuery"),
    (
        "/components/schemas/Body_set_flow_run_state_flow_runs__id__set_state_post",
        "FlowRunStateChange",
    ),
    (
        "/components/schemas/Body_set_task_run_state_task_runs__id__set_state_post",
        "TaskRunStateChange",
    ),
];

fn main() -> Result<(), openapi_build::Error> {
    println!("cargo:rerun-if-env-changed={DESCRIPTION}");
    let description = std::env::var(DESCRIPTION).expect("PREFECT_OPENAPI is the path of the description");
    let mut config = openapi_build::Config::new();
    for (pointer, name) in NAMES {
        config.rename(*pointer, *name);
    }
    let runs = openapi_build::Pages::offset("/offset").items("");
    config.pages("/paths/~1flow_runs~1filter/post", runs);
    config.compile(description)
}
