//! Changes of a description, and the versions before and after each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::diff::{Change as Found, Version, diff};
use openapi_compiler::lock::Lock;
use openapi_compiler::plan::Options;
use openapi_compiler::read::{Limits, read_str};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::edit::{add, take};

#[derive(Deserialize)]
pub struct Changes {
    pub base: Value,
    pub changes: Vec<Change>,
}

/// A change of a description, by JSON pointers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub what: String,
    /// What the old version has beside the base.
    #[serde(default)]
    before: BTreeMap<String, Value>,
    #[serde(default)]
    add: BTreeMap<String, Value>,
    #[serde(default)]
    remove: Vec<String>,
    /// Whether the client has no lock.
    #[serde(default)]
    unlocked: bool,
    /// The id, and the verdicts on the wire and in Rust, of each change that is found.
    pub found: BTreeSet<String>,
}

impl Changes {
    pub fn read() -> Self {
        serde_yaml::from_str(include_str!("../documents/diff.yaml")).expect("the changes")
    }
}

impl Change {
    pub fn compare(&self, base: &Value) -> (Vec<Found>, Version, Version) {
        let mut before = base.clone();
        let set = |document: &mut Value, all: &BTreeMap<String, Value>| {
            all.iter().for_each(|(at, value)| add(document, at, value.clone()));
        };
        set(&mut before, &self.before);
        let mut after = before.clone();
        set(&mut after, &self.add);
        self.remove.iter().for_each(|at| drop(take(&mut after, at)));
        let old = version(&before, None);
        let new = version(&after, (!self.unlocked).then(|| old.plan.lock.clone()));
        (diff(&old, &new), old, new)
    }
}

pub fn version(document: &Value, lock: Option<Lock>) -> Version {
    let text = serde_yaml::to_string(document).expect("YAML");
    planned(&text, lock, false)
}

/// The version of a client that is split by tags.
pub fn by_tag(document: &Value, lock: Option<Lock>) -> Version {
    planned(&document.to_string(), lock, true)
}

/// The version in a text.
pub fn of_text(text: &str) -> Version {
    planned(text, None, false)
}

fn planned(text: &str, lock: Option<Lock>, by_tag: bool) -> Version {
    let mut diagnostics = Diagnostics::new();
    let document = read_str("openapi.yaml", text, &Limits::default(), &mut diagnostics);
    let options = Options {
        lock,
        webhooks: true,
        by_tag,
        ..Options::default()
    };
    Version::new(Arc::new(document), &options, &mut diagnostics).expect("a description without errors")
}

/// The word for a verdict.
pub fn word(verdict: &impl Serialize) -> String {
    json!(verdict).as_str().unwrap_or_default().to_owned()
}
