//! Ways through schemas that come back to where they were, along which values can be nested without end.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use crate::discriminator;
use crate::json::{elements, members};
use crate::pointer::{child, of_fragment};

/// A way from a schema into a union, and from one of its alternatives back to it.
#[derive(Debug)]
pub(crate) struct Nesting {
    /// The pointers of the schemas on the way.
    steps: HashSet<String>,
    /// How deep a value is that goes once along it.
    pub once: usize,
}

/// How one schema leads to another.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    /// Both are about one value.
    Same,
    /// The other is an alternative.
    Choice,
    /// The other is about a part of the value.
    Part,
}

/// Schemas by numbers, and where each leads to.
struct Graph {
    schemas: Vec<String>,
    steps: Vec<Vec<(usize, Step)>>,
}

impl Nesting {
    /// The first such way that a schema leads to.
    pub(crate) fn find(document: &Value, root: &str) -> Option<Self> {
        let graph = Graph::from(document, root);
        let choices = graph.steps.iter().enumerate().flat_map(|(union, steps)| {
            let choices = steps.iter().filter(|(_, step)| *step == Step::Choice);
            choices.map(move |(alternative, _)| (union, *alternative))
        });
        let mut ways = choices.filter_map(|(union, alternative)| {
            let back = graph.way(alternative, |schema, is_deeper| schema == union && is_deeper)?;
            let there = graph.way(0, |schema, _| schema == union)?;
            Some([there, back])
        });
        let way = ways.next()?.concat();
        Some(Self {
            once: way.iter().filter(|(_, step)| *step == Step::Part).count(),
            steps: way
                .into_iter()
                .map(|(schema, _)| graph.schemas[schema].clone())
                .collect(),
        })
    }

    /// Whether a schema is on the way.
    pub(crate) fn has(&self, schema: &str) -> bool {
        self.steps.contains(schema)
    }
}

impl Graph {
    /// The schemas that one leads to, the nearest first.
    fn from(document: &Value, root: &str) -> Self {
        let mut numbers = HashMap::from([(root.to_owned(), 0)]);
        let mut schemas = vec![root.to_owned()];
        let mut steps = Vec::new();
        while let Some(at) = schemas.get(steps.len()).cloned() {
            let targets = targets(document, &at).into_iter().map(|(target, step)| {
                let number = *numbers.entry(target).or_insert_with_key(|target| {
                    schemas.push(target.clone());
                    schemas.len() - 1
                });
                (number, step)
            });
            steps.push(targets.collect());
        }
        Self { schemas, steps }
    }

    /// The shortest way from a schema to where it ends: each schema on it, with the step that led to it. Where it ends may
    /// depend on whether there was a step to a part.
    fn way(&self, from: usize, is_end: impl Fn(usize, bool) -> bool) -> Option<Vec<(usize, Step)>> {
        let start = (from, false);
        let mut before = HashMap::from([(start, (start, Step::Same))]);
        let mut pending = VecDeque::from([start]);
        while let Some(place) = pending.pop_front() {
            let (schema, is_deeper) = place;
            if is_end(schema, is_deeper) {
                let back = std::iter::successors(Some(place), |place| Some(before[place].0));
                let way = back.take_while(|place| *place != start).chain([start]);
                return Some(way.map(|place| (place.0, before[&place].1)).collect());
            }
            for (target, step) in &self.steps[schema] {
                let next = (*target, is_deeper || *step == Step::Part);
                before.entry(next).or_insert_with(|| {
                    pending.push_back(next);
                    (place, *step)
                });
            }
        }
        None
    }
}

/// The schemas that a schema leads to.
fn targets(document: &Value, at: &str) -> Vec<(String, Step)> {
    let Some(schema) = document.pointer(at) else {
        return Vec::new();
    };
    let list = |name: &str, step: Step| -> Vec<(String, Step)> {
        let count = elements(&schema[name]).count();
        (0..count)
            .map(|nth| (child(&child(at, name), &nth.to_string()), step))
            .collect()
    };
    let reference = schema["$ref"].as_str().and_then(of_fragment);
    let mut targets: Vec<(String, Step)> = reference.into_iter().map(|target| (target, Step::Same)).collect();
    targets.extend(list("allOf", Step::Same));
    targets.extend(list("oneOf", Step::Choice));
    targets.extend(list("anyOf", Step::Choice));
    if let Some((_, mapped)) = discriminator::mapping(document, schema) {
        targets.extend(mapped.into_iter().map(|(_, target)| (target, Step::Choice)));
    }
    let properties = child(at, "properties");
    targets.extend(members(&schema["properties"]).map(|(name, _)| (child(&properties, name), Step::Part)));
    for name in ["items", "additionalProperties"] {
        targets.extend(schema[name].is_object().then(|| (child(at, name), Step::Part)));
    }
    targets
}
