//! Webhooks and callbacks: which are planned, and what they are called.

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::lower::lower_with;
use openapi_compiler::plan::{Options, Plan};
use openapi_compiler::planner::plan;
use openapi_compiler::read::{Limits, read_str};
use openapi_compiler::resolve::resolve;

/// The plan with webhooks, and the codes and places of its diagnostics.
fn planned(text: &str) -> (Plan, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let document = read_str("openapi.yaml", text, &Limits::default(), &mut diagnostics);
    let description = lower_with(&document, true, &mut diagnostics).expect("an OpenAPI document");
    let resolved = resolve(description, &mut diagnostics);
    let options = Options {
        webhooks: true,
        ..Options::default()
    };
    let plan = plan(&resolved, &options, &mut diagnostics);
    let reported = diagnostics
        .iter()
        .map(|known| format!("{} {}", known.code, known.at.pointer));
    (plan, reported.collect())
}

fn names(plan: &Plan) -> Vec<&str> {
    plan.webhooks.iter().map(|webhook| webhook.name.as_str()).collect()
}

const JSON: &str =
    "{requestBody: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}";

#[test]
fn webhooks_have_the_names_of_the_description() {
    let text = format!("{{openapi: 3.1.0, webhooks: {{pet.created: {{post: {JSON}}}, type: {{put: {JSON}}}}}}}");
    let (plan, reported) = planned(&text);
    assert_eq!(reported, [""; 0]);
    assert_eq!(names(&plan), ["pet_created", "type_"]);
    let types: Vec<_> = plan.types.iter().map(|ty| ty.name.as_str()).collect();
    assert_eq!(types, ["PetCreatedRequestBody", "TypeRequestBody"]);
    assert_eq!(plan.features, ["webhooks"]);
}

#[test]
fn callbacks_of_one_name_have_the_names_of_their_operations() {
    let callback = format!("callbacks: {{done: {{'{{$url}}': {{post: {JSON}}}}}}}, responses: {{}}");
    let text =
        format!("{{openapi: 3.0.3, paths: {{/a: {{post: {{operationId: start, {callback}}}, put: {{{callback}}}}}}}}}");
    let (plan, reported) = planned(&text);
    assert!(
        reported.iter().all(|known| !known.starts_with("callback")),
        "{reported:?}"
    );
    assert_eq!(names(&plan), ["put_a_done_post", "start_done_post"]);
}

#[test]
fn a_webhook_without_json_is_reported() {
    let (plan, reported) =
        planned("{openapi: 3.1.0, webhooks: {a: {post: {}}, b: {post: {requestBody: {content: {text/plain: {}}}}}}}");
    assert_eq!(names(&plan), [""; 0]);
    assert_eq!(reported, ["webhook /webhooks/a/post", "webhook /webhooks/b/post"]);
}
