//! An instance that the suite calls valid comes back as it was and an invalid one is refused, but for the exceptions.

use std::collections::{BTreeMap, BTreeSet};

use json_schema_suite::{GROUPS, Group};
use serde_json::Value;

/// Keyword, group and test; `*` is every test of a group whose schema cannot be put into a description.
type Test = (String, String, String);

#[test]
#[ignore = "scripts/json-schema-suite fetches the suite and runs this"]
fn types_accept_valid_values_and_refuse_invalid_ones() {
    assert!(!GROUPS.is_empty(), "no suite: scripts/json-schema-suite fetches it");
    let listed = exceptions();
    let (mut missed, mut figures) = (BTreeSet::new(), Figures::default());
    GROUPS.iter().for_each(|group| run(group, &mut missed, &mut figures));
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for test in &missed {
        *reasons
            .entry(listed.get(test).map_or("unlisted", String::as_str))
            .or_default() += 1;
    }
    println!(
        "{} groups, {figures:?}, exceptions by reason: {reasons:?}",
        GROUPS.len()
    );
    let unlisted: Vec<_> = missed.iter().filter(|test| !listed.contains_key(*test)).collect();
    assert!(
        unlisted.is_empty(),
        "these fail and no exception lists them: {unlisted:#?}"
    );
    let passing: Vec<_> = listed.keys().filter(|test| !missed.contains(*test)).collect();
    assert!(
        passing.is_empty(),
        "these pass, or are in the suite no more: {passing:#?}"
    );
}

#[test]
fn every_reason_is_documented() {
    let page = include_str!("../../../docs/supported.md");
    for reason in exceptions().values() {
        assert!(page.contains(&format!("\n- `{reason}`: ")), "{reason}");
    }
}

/// `exceptions.tsv`: what Rust types cannot say, and the reason.
fn exceptions() -> BTreeMap<Test, String> {
    let rows = include_str!("exceptions.tsv").lines().map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [reason, keyword, group, test] = cells[..] else {
            panic!("not four cells: {line}")
        };
        (
            (keyword.to_owned(), group.to_owned(), test.to_owned()),
            reason.to_owned(),
        )
    });
    rows.collect()
}

#[derive(Debug, Default)]
struct Figures {
    valid_kept: usize,
    invalid_refused: usize,
}

fn run(group: &Group, missed: &mut BTreeSet<Test>, figures: &mut Figures) {
    let content: Value = serde_json::from_str(group.text).expect("JSON");
    let text = |value: &Value| value.as_str().expect("a description").to_owned();
    let name = |test| (group.keyword.to_owned(), text(&content["description"]), test);
    let Some(round_trip) = group.round_trip else {
        missed.insert(name("*".to_owned()));
        return;
    };
    for test in content["tests"].as_array().expect("tests") {
        let data = &test["data"];
        match (test["valid"] == true, round_trip(&data.to_string())) {
            (true, Ok(back)) if same(&back, data) => figures.valid_kept += 1,
            (false, Err(_)) => figures.invalid_refused += 1,
            (_, result) => {
                println!("{}: {data} {result:?}", content["schema"]);
                missed.insert(name(text(&test["description"])));
            }
        }
    }
}

/// Equality of JSON Schema, where `1` is `1.0`.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}
