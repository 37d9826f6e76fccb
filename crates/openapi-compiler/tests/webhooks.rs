//! Webhooks and callbacks: which are planned, and what they are called.

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::lock::Lock;
use openapi_compiler::lower::lower_with;
use openapi_compiler::plan::{Options, Plan};
use openapi_compiler::planner::plan;
use openapi_compiler::read::{Limits, read_str};
use openapi_compiler::resolve::resolve;

/// The plan with webhooks, and the codes and places of its diagnostics.
fn planned(text: &str) -> (Plan, Vec<String>) {
    planned_with(text, None)
}

/// The same, with a lock.
fn planned_with(text: &str, lock: Option<Lock>) -> (Plan, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let document = read_str("openapi.yaml", text, &Limits::default(), &mut diagnostics);
    let description = lower_with(&document, true, &mut diagnostics).expect("an OpenAPI document");
    let resolved = resolve(description, &mut diagnostics);
    let options = Options {
        webhooks: true,
        lock,
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

/// What distinguishes the webhooks of a description.
fn marks(webhooks: &str) -> String {
    let schemas =
        "A: {properties: {t: {enum: [a, b]}}, required: [t]}, B: {properties: {t: {const: c}}, required: [t]}";
    let (plan, _) = planned(&format!(
        "{{openapi: 3.1.0, webhooks: {{{webhooks}}}, components: {{schemas: {{{schemas}}}}}}}"
    ));
    let events = plan.events.expect("events");
    let mark = |mark: Option<openapi_compiler::plan::Mark>| {
        mark.map_or_else(|| "-".to_owned(), |mark| format!("{} {:?}", mark.name, mark.values))
    };
    format!("{} {} {}", events.by_name, mark(events.property), mark(events.header))
}

fn webhook(name: &str, schema: &str, more: &str) -> String {
    format!("{name}: {{post: {{{more} requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}")
}

#[test]
fn events_are_distinguished_by_what_is_sure() {
    let of = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    let object = |property: &str, rest: &str| format!("{{properties: {{t: {property}}} {rest}}}");
    let a = webhook("a", &of("A"), "");
    let rows = [
        (of("B"), r#"t [["a", "b"], ["c"]]"#),
        (format!("{{allOf: [{}]}}", of("B")), r#"t [["a", "b"], ["c"]]"#),
        (
            format!("{{oneOf: [{}, {}]}}", of("B"), object("{const: d}", ", required: [t]")),
            r#"t [["a", "b"], ["c", "d"]]"#,
        ),
        (object("{const: c}", ""), "-"),
        (object("{const: a}", ", required: [t]"), "-"),
        (object("{type: string}", ", required: [t]"), "-"),
        (object("{const: 1}", ", required: [t]"), "-"),
        (format!("{{oneOf: [{}, {{type: 'null'}}]}}", of("B")), "-"),
        ("{}".to_owned(), "-"),
    ];
    for (schema, expected) in rows {
        let found = marks(&format!("{a}, {}", webhook("z", &schema, "")));
        assert_eq!(found, format!("true {expected} -"), "{schema}");
    }
    let by_header = |value: &str| format!("parameters: [{{name: X-T, in: header, schema: {{const: {value}}}}}],");
    let found = marks(&[webhook("a", "{}", &by_header("a")), webhook("z", "{}", &by_header("z"))].join(", "));
    assert_eq!(found, r#"true - X-T [["a"], ["z"]]"#);
    let in_query = by_header("z").replace("header", "query");
    let found = marks(&[webhook("a", "{}", &by_header("a")), webhook("z", "{}", &in_query)].join(", "));
    assert_eq!(found, "true - -");
}

/// As GitHub names its events: by a header, and of some by a property besides.
#[test]
fn a_header_and_a_property_distinguish_events_together() {
    let header = |value: &str| format!("parameters: [{{name: X-Event, in: header, schema: {value}}}],");
    let action = |value: &str| format!("{{properties: {{by: {{type: string}}, action: {value}}}, required: [action]}}");
    let event = |name: &str, value: &str, body: &str| webhook(name, body, &header(value));
    let found = |webhooks: &[String]| {
        let (plan, _) = planned(&format!("{{openapi: 3.1.0, webhooks: {{{}}}}}", webhooks.join(", ")));
        let pair = plan.events.expect("events").pair?;
        Some(format!("{} {} {:?}", pair.header, pair.property, pair.values))
    };
    let opened = event("opened", "{const: issues}", &action("{const: opened}"));
    let closed = |header: &str, body: &str| event("closed", header, body);
    let ping = event("ping", "{enum: [ping, meta]}", "{}");
    assert_eq!(
        found(&[
            opened.clone(),
            closed("{const: issues}", &action("{const: closed}")),
            ping.clone()
        ])
        .as_deref(),
        Some(
            r#"X-Event action [[Some(["issues"]), Some(["opened"])], [Some(["issues"]), Some(["closed"])], [Some(["ping", "meta"]), None]]"#
        )
    );
    for (header, body) in [
        // Both may say the same.
        ("{const: issues}", action("{enum: [opened, closed]}")),
        ("{const: issues}", "{}".to_owned()),
        // GitHub gives examples, which do not say that there are no other values.
        ("{type: string, example: issues}", action("{const: opened}")),
    ] {
        assert_eq!(
            found(&[opened.clone(), closed(header, &body), ping.clone()]),
            None,
            "{header} {body}"
        );
    }
    // The header alone says it.
    let other = closed("{const: pulls}", &action("{const: opened}"));
    assert_eq!(found(&[opened, other, ping]), None);
}

#[test]
fn a_webhook_with_several_methods_is_not_known_by_its_name() {
    let text = format!(
        "{{openapi: 3.1.0, webhooks: {{a: {{post: {JSON}, put: {{requestBody: {{content: {{application/json: {{}}}}}}}}}}}}}}"
    );
    let (plan, reported) = planned(&text);
    assert!(!plan.events.expect("events").by_name);
    assert_eq!(reported, ["webhook /webhooks/a/post"]);
}

#[test]
fn an_event_that_calls_itself_ends() {
    let schema = "{oneOf: [{$ref: '#/components/schemas/Loop'}, {properties: {t: {const: x}}, required: [t]}]}";
    let text = format!(
        "{{openapi: 3.1.0, webhooks: {{{}}}, components: {{schemas: {{Loop: {schema}}}}}}}",
        webhook("a", schema, "")
    );
    let (plan, _) = planned(&text);
    assert!(plan.events.expect("events").property.is_none());
}

#[test]
fn promised_names_of_webhooks_stay() {
    let of = |webhooks: &[&str]| {
        let webhooks: Vec<String> = webhooks
            .iter()
            .map(|name| format!("{name}: {{post: {JSON}}}"))
            .collect();
        format!("{{openapi: 3.1.0, webhooks: {{{}}}}}", webhooks.join(", "))
    };
    let (before, _) = planned(&of(&["pet.created", "other"]));
    let (free, _) = planned(&of(&["petCreated", "pet.created"]));
    assert_eq!(
        names(&free),
        ["pet_created_post_camel_spaced", "pet_dot_created_space_post"],
        "without a lock both yield"
    );
    let (after, _) = planned_with(&of(&["petCreated", "pet.created"]), Some(before.lock.clone()));
    assert_eq!(names(&after)[1], "pet_created");
    let (gone, reported) = planned_with(&of(&["petCreated", "other"]), Some(before.lock));
    assert_ne!(names(&gone)[0], "pet_created");
    assert!(reported.contains(&"unkept-promise ".to_owned()), "{reported:?}");
}
