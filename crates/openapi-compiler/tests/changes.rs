//! What callers keep when a description changes and the client has a lock.
#![allow(missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use openapi_compiler::lock::Lock;
use openapi_compiler::plan::{Options, Plan};
use serde::Deserialize;
use serde_json::{Value, json};
use support::edit::{add, take};
use support::plan_with;
use support::surface::{aliases, surface};

#[derive(Deserialize)]
struct Changes {
    base: Value,
    changes: Vec<Change>,
}

/// A change of a description, by JSON pointers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    what: String,
    /// Sets a member, inserts an item at an index, or appends one at `-`.
    #[serde(default)]
    add: BTreeMap<String, Value>,
    #[serde(default)]
    remove: Vec<String>,
    /// Moves a schema, and leaves a reference to it.
    #[serde(default, rename = "move")]
    moved: BTreeMap<String, String>,
    /// Puts a component in place of a reference to it.
    #[serde(default)]
    inline: BTreeMap<String, String>,
    /// Gives a component another name, everywhere.
    #[serde(default)]
    rename: BTreeMap<String, String>,
    /// Gives a path another name.
    #[serde(default)]
    move_path: BTreeMap<String, String>,
    /// Reverses everything whose order says nothing.
    #[serde(default)]
    reverse: bool,
    /// What callers lose.
    #[serde(default)]
    lost: BTreeSet<String>,
}

fn changes() -> Changes {
    serde_yaml::from_str(include_str!("documents/changes.yaml")).expect("the changes")
}

impl Change {
    fn apply(&self, base: &Value) -> Value {
        let mut document = base.clone();
        for (pointer, value) in &self.add {
            add(&mut document, pointer, value.clone());
        }
        for pointer in &self.remove {
            take(&mut document, pointer);
        }
        for (from, to) in &self.moved {
            let schema = take(&mut document, from);
            add(&mut document, from, json!({"$ref": format!("#{to}")}));
            add(&mut document, to, schema);
        }
        for (from, to) in &self.inline {
            let schema = take(&mut document, from);
            add(&mut document, to, schema);
        }
        for (from, to) in &self.rename {
            let schema = take(&mut document, from);
            let parent = &from[..from.rfind('/').expect("a pointer")];
            add(&mut document, &format!("{parent}/{to}"), schema);
            let text = document
                .to_string()
                .replace(&format!("\"#{from}\""), &format!("\"#{parent}/{to}\""));
            document = serde_json::from_str(&text).expect("JSON");
        }
        for (from, to) in &self.move_path {
            let item = document["paths"].as_object_mut().and_then(|paths| paths.remove(from));
            document["paths"][to] = item.expect("a path");
        }
        if self.reverse {
            reversed(&document, "")
        } else {
            document
        }
    }
}

fn reversed(value: &Value, keyword: &str) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().rev();
            members
                .map(|(name, value)| (name.clone(), reversed(value, name)))
                .collect()
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| reversed(item, "")).collect();
            if matches!(keyword, "parameters" | "oneOf" | "enum" | "required" | "servers") {
                items.reverse();
            }
            Value::Array(items)
        }
        other => other.clone(),
    }
}

fn planned(document: &Value, lock: Option<&Lock>) -> (Plan, Vec<String>) {
    let options = Options {
        lock: lock.cloned(),
        ..Options::default()
    };
    let (plan, diagnostics) = plan_with(&document.to_string(), &options);
    let reported = diagnostics
        .iter()
        .map(|known| format!("{}: {}", known.code, known.message));
    (plan, reported.collect())
}

#[test]
fn the_promises_of_the_lock_are_kept() {
    let Changes { base, changes } = changes();
    let (old, _) = planned(&base, None);
    let mut problems = Vec::new();
    for change in &changes {
        let (new, reported) = planned(&change.apply(&base), Some(&old.lock));
        let names = aliases(&new);
        let kept = surface(&new, &names);
        let lost: BTreeSet<String> = surface(&old, &names).difference(&kept).cloned().collect();
        if lost != change.lost {
            problems.push(format!("{}: {lost:#?} {reported:#?}", change.what));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// What was written down once is kept by the next lock too.
#[test]
fn a_lock_that_is_written_again_promises_the_same() {
    let Changes { base, changes } = changes();
    let (old, _) = planned(&base, None);
    for change in &changes {
        let document = change.apply(&base);
        let (new, _) = planned(&document, Some(&old.lock));
        let text = new.lock.to_string();
        let (again, reported) = planned(&document, Some(&Lock::parse(&text).expect("a lock")));
        assert_eq!(again.lock.to_string(), text, "{}", change.what);
        let empty = BTreeMap::new();
        assert_eq!(surface(&again, &empty), surface(&new, &empty), "{}", change.what);
        let unkept: Vec<_> = reported
            .iter()
            .filter(|line| line.starts_with("unkept-promise"))
            .collect();
        assert!(unkept.is_empty(), "{}: {unkept:?}", change.what);
    }
}

/// A change that shows without a lock, so that the test above tests something.
#[test]
fn without_a_lock_some_of_it_is_lost() {
    let Changes { base, changes } = changes();
    let (old, _) = planned(&base, None);
    let is_lost = |change: &&Change| {
        let (new, _) = planned(&change.apply(&base), None);
        let names = aliases(&new);
        !surface(&old, &names).is_subset(&surface(&new, &names))
    };
    let lost = changes.iter().filter(is_lost).count();
    assert!(lost > changes.len() / 2, "{lost} of {}", changes.len());
}

/// Components that are the same parameter for different operations keep their types when there is one more.
#[test]
fn component_parameters_of_one_name_keep_their_types() {
    let document = |names: &[&str]| {
        let parameter =
            |name: &str| json!({"name": "sort", "in": "query", "schema": {"type": "string", "enum": [name, "none"]}});
        let parameters: BTreeMap<&str, Value> = names.iter().map(|name| (*name, parameter(name))).collect();
        let operation = |name: &str| {
            let reference = format!("#/components/parameters/{name}");
            json!({"get": {"operationId": name, "parameters": [{"$ref": reference}], "responses": {}}})
        };
        let paths: BTreeMap<String, Value> = names.iter().map(|name| (format!("/{name}"), operation(name))).collect();
        json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths, "components": {"parameters": parameters}})
    };
    let (old, _) = planned(&document(&["b", "c"]), None);
    let (new, reported) = planned(&document(&["a", "b", "c"]), Some(&old.lock));
    let names = aliases(&new);
    let (before, after) = (surface(&old, &names), surface(&new, &names));
    let lost: Vec<_> = before.difference(&after).collect();
    assert!(lost.is_empty(), "{lost:#?} {reported:#?}");
    let unkept: Vec<_> = reported
        .iter()
        .filter(|line| line.starts_with("unkept-promise"))
        .collect();
    assert!(unkept.is_empty(), "{unkept:?}");
}
