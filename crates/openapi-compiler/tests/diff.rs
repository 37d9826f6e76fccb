//! What the comparison of two versions says of a change.
#![allow(missing_docs)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use openapi_compiler::diff::{Cause, Change as Found, Rust, Version, Wire, diff, json, markdown, text};
use serde_json::{Value, json};
use support::versions::{Changes, by_tag, version, word};

fn changes() -> Changes {
    Changes::read()
}

fn named(found: &Found) -> String {
    format!("{} {} {}", found.id, word(&found.wire), word(&found.rust))
}

#[test]
fn each_change_has_its_id_and_verdicts() {
    let Changes { base, changes } = changes();
    let mut problems = Vec::new();
    for change in &changes {
        let found: BTreeSet<String> = change.compare(&base).0.iter().map(named).collect();
        if found != change.found {
            problems.push(format!("{}: {found:?}", change.what));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn nothing_changes_between_equal_versions() {
    let Changes { base, .. } = changes();
    let (one, other) = (version(&base, None), version(&base, None));
    assert!(diff(&one, &other).is_empty());
}

#[test]
fn a_body_that_may_be_null_is_the_same_body() {
    let Changes { mut base, .. } = changes();
    base["components"]["schemas"]["NewBook"]["type"] = json!(["object", "null"]);
    let found = diff(&version(&base, None), &version(&base, None));
    assert!(found.is_empty(), "{found:?}");
}

/// An operation that gets another id has types of its own, which are not those of the description.
#[test]
fn a_schema_with_the_name_of_a_renamed_operation_is_not_renamed() {
    let Changes { mut base, .. } = changes();
    base["components"]["schemas"]["StatusResponse"] =
        json!({"type": "object", "properties": {"up": {"type": "boolean"}}});
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/StatusResponse"}}});
    base["paths"]["/status"]["get"]["responses"]["200"]["content"] = content;
    let old = version(&base, None);
    base["paths"]["/status"]["get"]["operationId"] = json!("health");
    let found: Vec<String> = diff(&old, &version(&base, Some(old.plan.lock.clone())))
        .iter()
        .map(named)
        .collect();
    assert_eq!(found, ["rust-item-renamed none deprecated"]);
}

#[test]
fn callers_name_the_operations_of_a_tag() {
    let Changes { mut base, .. } = changes();
    base["paths"]["/status"]["get"]["tags"] = json!(["server"]);
    let old = by_tag(&base, None);
    assert!(diff(&old, &by_tag(&base, Some(old.plan.lock.clone()))).is_empty());
    base["paths"]["/status"]["get"]["tags"] = json!(["health"]);
    let found = diff(&old, &by_tag(&base, Some(old.plan.lock.clone())));
    let gone = found.iter().filter(|change| change.id == "rust-item-removed");
    let items: BTreeSet<_> = gone
        .clone()
        .flat_map(|change| &change.items)
        .filter_map(|item| item.before.as_deref())
        .collect();
    assert_eq!(
        items,
        BTreeSet::from(["client.server()", "client.server().status"]),
        "{found:#?}"
    );
    assert!(
        gone.clone().all(|change| change.cause == Cause::Description),
        "{found:#?}"
    );
}

/// The cause of a break is the description if other values are valid, or what is named is gone.
#[test]
fn a_break_without_a_change_of_the_values_has_another_cause() {
    for change in &changes().changes {
        let (found, ..) = change.compare(&changes().base);
        let breaks = found.iter().filter(|change| change.rust >= Rust::ReadOnlyBreak);
        let is_ours = breaks.filter(|change| change.cause == Cause::Refactoring).count() > 0;
        let is_refactored = change.what == "the arguments of one type change places";
        assert_eq!(is_ours, is_refactored, "{}: {found:#?}", change.what);
    }
}

fn change(what: &str) -> (Vec<Found>, Version, Version) {
    let Changes { base, changes } = changes();
    let change = changes.iter().find(|change| change.what == what).expect("a change");
    change.compare(&base)
}

#[test]
fn silent_changes_come_first_then_breaks_on_the_wire() {
    for change in &changes().changes {
        let found = change.compare(&changes().base).0;
        let order: Vec<u8> = found
            .iter()
            .map(|change| match (change.rust, change.wire) {
                (Rust::Silent, _) => 0,
                (_, Wire::Break) => 1,
                (Rust::Break, _) => 2,
                (Rust::ReadOnlyBreak, _) => 3,
                (Rust::Deprecated, _) => 4,
                _ => 5,
            })
            .collect();
        assert!(order.is_sorted(), "{}: {order:?}", change.what);
    }
}

#[test]
fn text_has_the_places_and_the_signatures() {
    let (found, old, new) = change("a property of a response becomes optional");
    let text = text(&found, &old, &new);
    assert!(
        text.starts_with("BREAK of Rust that reads, BREAK on the wire: the property `title` may be absent"),
        "{text}"
    );
    assert!(
        text.contains("[response-property-became-optional, reached by 2 operations]"),
        "{text}"
    );
    assert!(text.contains("  was at openapi.yaml:"), "{text}");
    assert!(text.contains("(/components/schemas/Book)\n"), "{text}");
    assert!(
        text.contains("  - Book.title: String\n  + Book.title: Option<String>\n"),
        "{text}"
    );
    assert!(
        text.ends_with(
            "changes: 2, silent: 0, breaks on the wire: 1, breaks in Rust: 1, deprecations: 0, additions: 1\nrelease: major\n"
        ),
        "{text}"
    );
}

#[test]
fn markdown_is_a_changelog() {
    let (found, old, new) = change("a value is new");
    let text = markdown(&found, &old, &new);
    assert_eq!(
        text,
        "### Added\n\n- `/components/schemas/Genre`: the value `essay` is new.\n  - `Genre::Essay`\n"
    );
}

#[test]
fn json_has_every_change_with_its_places() {
    let (found, old, new) = change("a property of a response becomes optional");
    let json = json(&found, &old, &new);
    let change = &json[0];
    assert_eq!(change["id"], "response-property-became-optional");
    assert_eq!(
        (&change["wire"], &change["rust"]),
        (&json!("break"), &json!("read-only-break"))
    );
    assert_eq!(change["operations"], 2);
    assert_eq!(change["old"]["pointer"], "/components/schemas/Book");
    assert!(change["new"]["line"].as_u64().is_some_and(|line| line > 1));
    assert_eq!(change["items"][0]["after"], "Book.title: Option<String>");
}

#[test]
fn paths_that_differ_only_in_the_names_of_their_variables_are_told_apart() {
    let operation = |parameter: &str| {
        format!(
            "{{get: {{parameters: [{{name: {parameter}, in: query, schema: {{type: string}}}}], responses: {{}}}}}}"
        )
    };
    let paths = |first: &str| {
        format!(
            "{{'/{{{first}}}/x': {}, '/{{b}}/x': {}}}",
            operation("p"),
            operation("q")
        )
    };
    let of = |first: &str| {
        let text = format!(
            "{{openapi: 3.1.0, info: {{title: t, version: '1'}}, paths: {}}}",
            paths(first)
        );
        version(&serde_yaml::from_str(&text).expect("YAML"), None)
    };
    assert_eq!(diff(&of("a"), &of("a")).len(), 0);
    // What is left over is the one that was renamed.
    let found = diff(&of("a"), &of("c"));
    assert!(found.iter().all(|change| change.wire == Wire::None), "{found:?}");
}

/// `docs/diff.schema.json` is for those who read the output with a program.
#[test]
fn the_json_is_what_its_schema_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/diff.schema.json");
    let Ok(schema) = std::fs::read_to_string(path) else {
        return; // The packaged crate does not have the schema.
    };
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let Changes { base, changes } = changes();
    for change in &changes {
        let (found, old, new) = change.compare(&base);
        let shown = json(&found, &old, &new);
        let problems: Vec<String> = validator.iter_errors(&shown).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{}: {problems:?}", change.what);
        let mut other = shown.clone();
        if let Some(first) = other.get_mut(0) {
            first["wire"] = json!("no-verdict");
            assert!(!validator.is_valid(&other), "{}", change.what);
        }
    }
}
