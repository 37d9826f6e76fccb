//! A description to which something was added: no scope holds a name twice, no name comes to mean another thing, with a lock
//! or without one.
#![no_main]

use std::collections::HashMap;

use libfuzzer_sys::fuzz_target;
use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::lock::Lock;
use openapi_compiler::lower::lower;
use openapi_compiler::plan::Options;
use openapi_compiler::planner::plan;
use openapi_compiler::read::{Limits, read_str};
use openapi_compiler::resolve::resolve;
use serde_json::Value;
use wiremock_cloud_fuzz::Growth;

fuzz_target!(|growth: Growth| {
    let (Some(before), Some(after)) = (lock(&growth.before, None), lock(&growth.after, None)) else {
        return;
    };
    let locked = lock(&growth.after, Some(before.clone())).expect("a description that had no errors without a lock");
    for (with, now) in [("without a lock", &after), ("with a lock", &locked)] {
        for (scope, name, old, new) in both(&before, now) {
            // What an alternative is called in places depends on the others; without a lock, the preferred media type is the body.
            let is_movable = |what: &&str| what.contains("/oneOf/");
            if scope.contains("/oneOf/") || old.iter().any(is_movable) || scope.starts_with("body") {
                continue;
            }
            let is_same = new.as_ref().is_none_or(|new| new.iter().any(|what| old.contains(what)));
            // What has changed itself has no name to lose.
            let is_there = now
                .names()
                .any(|(other, _, what)| other == scope && what.iter().any(|what| old.contains(what)));
            assert!(
                is_same || !is_there,
                "{with}, {scope}: `{name}` was {old:?} and is {new:?}"
            );
        }
    }
});

/// What a client promises. That it is a lock says that no scope holds a name twice.
fn lock(description: &Value, known: Option<Lock>) -> Option<Lock> {
    let mut diagnostics = Diagnostics::new();
    let document = read_str(
        "openapi.json",
        &description.to_string(),
        &Limits::default(),
        &mut diagnostics,
    );
    let resolved = resolve(lower(&document, &mut diagnostics)?, &mut diagnostics);
    let options = Options {
        lock: known,
        ..Options::default()
    };
    let lock = plan(&resolved, &options, &mut diagnostics).lock;
    let text = lock.to_string();
    assert_eq!(Lock::parse(&text).map(|lock| lock.to_string()), Ok(text));
    (!diagnostics.has_errors()).then_some(lock)
}

/// Each name of one lock, with what has it there and in another.
fn both<'l>(one: &'l Lock, other: &'l Lock) -> Vec<(String, &'l str, Vec<&'l str>, Option<Vec<&'l str>>)> {
    let mut there: HashMap<(String, &str), Vec<&str>> =
        other.names().map(|(scope, name, what)| ((scope, name), what)).collect();
    let names = one.names().map(|(scope, name, what)| {
        let now = there.remove(&(scope.clone(), name));
        (scope, name, what, now)
    });
    names.collect()
}
