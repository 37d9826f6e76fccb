//! Every kind of change of a schema, wherever the schema is used; and the pages that list all kinds.
#![allow(missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use openapi_compiler::diff::{diff, kinds};
use serde::Deserialize;
use serde_json::{Value, json};
use support::versions::{Changes, version, word};

#[derive(Deserialize)]
struct Cases {
    components: Value,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    what: String,
    old: Value,
    new: Value,
    there: Vec<String>,
    back: Vec<String>,
}

const USES: [(&str, &str); 7] = [
    ("request", "body"),
    ("request", "parameter"),
    ("request", "parameter-property"),
    ("request", "property"),
    ("response", "body"),
    ("response", "header"),
    ("response", "property"),
];

fn cases() -> Cases {
    serde_yaml::from_str(include_str!("documents/kinds.yaml")).expect("the cases")
}

/// A description with a schema at a use.
fn description(schema: &Value, (direction, role): (&str, &str), components: &Value) -> Value {
    let within = json!({"type": "object", "properties": {"p": schema}});
    let schema = if role.ends_with("property") { &within } else { schema };
    let content = json!({"application/json": {"schema": schema}});
    let mut operation = json!({"operationId": "a", "responses": {"200": {"description": "ok"}}});
    match (direction, role) {
        (_, "parameter" | "parameter-property") => {
            operation["parameters"] = json!([{"name": "q", "in": "query", "schema": schema}]);
        }
        (_, "header") => operation["responses"]["200"]["headers"] = json!({"X-A": {"schema": schema}}),
        ("request", _) => operation["requestBody"] = json!({"content": content}),
        _ => operation["responses"]["200"]["content"] = content,
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"post": operation}},
        "components": {"schemas": components},
    })
}

/// The ends of the ids that are found at a use, with the verdicts on the wire.
fn found(old: &Value, new: &Value, place: (&str, &str), components: &Value) -> BTreeSet<(String, String)> {
    let [old, new] = [old, new].map(|schema| version(&description(schema, place, components), None));
    let changes = diff(&old, &new);
    let on_the_wire = changes.iter().filter(|change| !change.id.starts_with("rust-"));
    on_the_wire
        .map(|change| (change.id.clone(), word(&change.wire)))
        .collect()
}

fn id((direction, role): (&str, &str), suffix: &str) -> String {
    match (direction, role, suffix) {
        ("response", "body", "enum-value-removed") => "response-mediatype-enum-value-removed".to_owned(),
        _ => format!("{direction}-{role}-{suffix}"),
    }
}

fn expected(lines: &[String], place: (&str, &str)) -> BTreeSet<(String, String)> {
    let expected = lines.iter().filter_map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        let wire = words[if place.0 == "request" { 1 } else { 2 }];
        (wire != "-").then(|| (id(place, words[0]), wire.to_owned()))
    });
    expected.collect()
}

#[test]
fn each_change_of_a_schema_is_found_wherever_it_is_used() {
    let Cases { components, cases } = cases();
    let mut problems = Vec::new();
    for case in &cases {
        for place in USES {
            for (old, new, lines) in [(&case.old, &case.new, &case.there), (&case.new, &case.old, &case.back)] {
                let found = found(old, new, place, &components);
                let expected = expected(lines, place);
                if found != expected {
                    problems.push(format!("{}, {place:?}: {found:?}, not {expected:?}", case.what));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The ids of the cases of this test.
fn of_schemas() -> BTreeSet<String> {
    let Cases { cases, .. } = cases();
    let ids = cases.iter().flat_map(|case| {
        let there = USES.iter().flat_map(|place| expected(&case.there, *place));
        there
            .chain(USES.iter().flat_map(|place| expected(&case.back, *place)))
            .map(|(id, _)| id)
    });
    ids.collect()
}

/// The ids of the changes of `documents/diff.yaml`, each with its verdicts and an example.
fn of_others() -> BTreeMap<String, (String, String)> {
    let own = of_schemas();
    let mut ids = BTreeMap::new();
    for change in Changes::read().changes {
        for found in &change.found {
            let (id, verdicts) = found.split_once(' ').expect("an id and verdicts");
            let row = (verdicts.replace(' ', " | "), change.what.clone());
            ids.entry(id.to_owned()).or_insert(row);
        }
    }
    ids.retain(|id, _| !own.contains(id));
    ids
}

#[test]
fn each_kind_of_change_has_a_test() {
    let known: BTreeSet<String> = kinds().collect();
    let tested: BTreeSet<String> = of_schemas().into_iter().chain(of_others().into_keys()).collect();
    let untested: Vec<_> = known.difference(&tested).collect();
    let unknown: Vec<_> = tested.difference(&known).collect();
    assert!(
        untested.is_empty() && unknown.is_empty(),
        "untested {untested:#?}, unknown {unknown:#?}"
    );
    assert_eq!(known.len(), kinds().count(), "an id is listed twice");
}

const ABOUT: &str = "\
# Kinds of changes

The ids of `openapi-build diff`, with their verdicts and an example of each. An id is that of oasdiff where it has one;
`diff-checks.md` says which of its checks are covered. Those that begin with `rust` are of the client only. All of them are tested.

On the wire, a change is a `break` if a server may refuse what clients send, or send what they do not read; `loosened` if a
server takes more than before; `additive` if there is more to use, or a server promises more; and `none` if the same values are
valid. In Rust, it is `silent`, a `break`, a `read-only-break` (of code that reads responses), `deprecated`, `additive` or `none`.

- Clients keep values that an enum does not list and variants that a union does not have, and do not check bounds and patterns
  of what they receive. So these break no response.
- A property that is `readOnly` is not a part of requests, and one that is `writeOnly` not of responses.
- Another default is a break of requests, since leaving a value out then means another thing. That a default is added or removed is not: it may
  only be written down.
- The format of an integer says which values it has. Other formats are annotations.
- `oneOf` is compared as `anyOf` is: that a value is valid for more than one variant is not.
- Keywords that are not reflected in types (`not`, `if`, `contains`, ..) are compared as they are written.
- A server that is gone is a break, also that of an operation. One whose variables have defaults is the URL with these.
- `x-sunset` of what is deprecated is the date when it goes away.

To give a kind another verdict on the wire, or to ignore it, name it in `openapi-build.toml` or with `--severity ID=VERDICT`:

```toml
[severity]
request-parameter-default-value-changed = \"none\"
endpoint-added = \"ignore\"
```

What is ignored is not shown and does not count for `--fail-on`; it still counts for the release.

## Schemas

The id begins with the use of the schema: `request-body`, `request-parameter`, `request-parameter-property`, `request-property`,
`response-body`, `response-header` or `response-property`. (A value that an enum of a response body does not list any more is
`response-mediatype-enum-value-removed`.)

| end of the id | in requests | in responses | example |
|---|---|---|---|
";

/// With `UPDATE=1`, the page is written.
#[test]
fn the_page_lists_each_kind_with_an_example() {
    let mut page = ABOUT.to_owned();
    let mut ends: BTreeMap<String, [String; 3]> = BTreeMap::new();
    for case in cases().cases {
        let back = format!("the opposite: {}", case.what);
        for (lines, what) in [(&case.there, case.what.clone()), (&case.back, back)] {
            for line in lines {
                let words: Vec<&str> = line.split(' ').collect();
                let row = [words[1].to_owned(), words[2].to_owned(), what.clone()];
                ends.entry(words[0].to_owned()).or_insert(row);
            }
        }
    }
    for (end, row) in ends {
        page += &format!("| `{end}` | {} |\n", row.join(" | "));
    }
    page += "\n## All others\n\n| id | on the wire | in Rust | example |\n|---|---|---|---|\n";
    for (id, (verdicts, what)) in of_others() {
        page += &format!("| `{id}` | {verdicts} | {what} |\n");
    }
    let Some(docs) = docs() else { return };
    let path = docs.join("diff.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).expect("the page");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(known == page, "run this test with UPDATE=1");
}

/// The folder of the pages; the packaged crate does not have it.
fn docs() -> Option<PathBuf> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    docs.is_dir().then_some(docs)
}

/// Each row has an id of oasdiff, and an id of ours or the reason why there is none.
#[test]
fn each_check_of_oasdiff_is_covered_or_has_a_reason() {
    let Some(docs) = docs() else { return };
    let page = std::fs::read_to_string(docs.join("diff-checks.md")).expect("the page");
    let known: BTreeSet<String> = kinds().collect();
    let mut seen = BTreeSet::new();
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row
            .trim_matches('|')
            .split(" | ")
            .map(|cell| cell.trim().trim_matches('`'))
            .collect();
        let [check, own, why] = cells[..] else { panic!("{row}") };
        assert!(seen.insert(check.to_owned()), "twice: {row}");
        if known.contains(check) {
            assert_eq!(own, check, "the id is that of oasdiff");
        } else if own.is_empty() {
            assert!(!why.is_empty(), "no reason: {row}");
        } else {
            assert!(known.contains(own), "not a kind of change: {row}");
        }
    }
    assert_eq!(seen.len(), 509, "the checks of the version that the page names");
}
