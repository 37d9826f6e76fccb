//! Splits a client by the tags of its operations: each tag is a feature, and brings what its operations reach.

use std::collections::{BTreeMap, BTreeSet};

use crate::name::{hash, snake};
use crate::plan::{Plan, RustType, Section, Sections, TypeKind};

/// The feature of types that no operation reaches.
const OTHERS: &str = "other-types";
/// The feature of operations without tags.
const UNTAGGED: &str = "untagged";
/// The feature of what the server sends.
const WEBHOOKS: &str = "webhooks";
/// Features of a generated crate that are not a tag's.
const RESERVED: [&str; 2] = ["default", "mock"];

/// The features that something is compiled with, by their indexes.
type Features = BTreeSet<usize>;

/// Splits a client.
pub(super) fn sections(plan: &Plan) -> Sections {
    let tags = plan.operations.iter().flat_map(|operation| &operation.tags);
    let names: BTreeSet<String> = tags.map(|tag| feature(tag)).collect();
    let others = [OTHERS, UNTAGGED, WEBHOOKS].map(str::to_owned);
    let mut names: Vec<String> = names.into_iter().chain(others).collect();
    names.sort_unstable();
    names.dedup();
    let index = |name: &str| names.iter().position(|known| known == name).unwrap_or_default();
    let operations: Vec<Features> = plan
        .operations
        .iter()
        .map(|operation| match operation.tags.is_empty() {
            true => [index(UNTAGGED)].into(),
            false => operation.tags.iter().map(|tag| index(&feature(tag))).collect(),
        })
        .collect();
    let types = of_types(plan, &operations, index(OTHERS), index(WEBHOOKS));
    let used: BTreeSet<usize> = operations.iter().chain(&types).flatten().copied().collect();
    let has_webhooks = !plan.webhooks.is_empty();
    let is_used = |index: &usize| used.contains(index) || (has_webhooks && names[*index] == WEBHOOKS);
    let mut split = Split::new(&names);
    Sections {
        operations: operations.iter().map(|features| split.section(features)).collect(),
        types: types.iter().map(|features| split.section(features)).collect(),
        sections: split.sections,
        features: (0..names.len())
            .filter(is_used)
            .map(|index| names[index].clone())
            .collect(),
    }
}

/// The cargo feature of a tag.
pub(super) fn feature(tag: &str) -> String {
    let name = snake(tag).replace('_', "-");
    let name = name.trim_matches('-');
    match RESERVED.contains(&name) {
        true => format!("tag-{name}"),
        false => name.to_owned(),
    }
}

/// The features of each type: those of all operations that reach it.
fn of_types(plan: &Plan, operations: &[Features], others: usize, webhooks: usize) -> Vec<Features> {
    let holds: Vec<BTreeSet<usize>> = plan.types.iter().map(|ty| ty.named_types()).collect();
    let mut roots: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (operation, features) in plan.operations.iter().zip(operations) {
        for feature in features {
            roots.entry(*feature).or_default().extend(operation.named_types());
        }
    }
    for webhook in &plan.webhooks {
        let mut named = Vec::new();
        webhook.payload.add_named(&mut named);
        roots.entry(webhooks).or_default().extend(named);
    }
    let mut found = vec![Features::new(); plan.types.len()];
    for (feature, roots) in roots {
        reach(&holds, roots, feature, &mut found);
    }
    let is_unreached = |index: &usize| found[*index].is_empty();
    let unreached: Vec<usize> = (0..plan.types.len()).filter(is_unreached).collect();
    let (names, unreached): (Vec<usize>, Vec<usize>) = unreached
        .into_iter()
        .partition(|index| other_name_of(plan, *index).is_some());
    reach(&holds, unreached.into_iter().collect(), others, &mut found);
    for index in names {
        if let Some(target) = other_name_of(plan, index) {
            found[index] = found[target].clone();
        }
    }
    found
}

/// Adds a feature to all that is reached from these types.
fn reach(holds: &[BTreeSet<usize>], roots: BTreeSet<usize>, feature: usize, found: &mut [Features]) {
    let mut pending: Vec<usize> = roots.into_iter().collect();
    while let Some(index) = pending.pop() {
        if found[index].insert(feature) {
            pending.extend(&holds[index]);
        }
    }
}

/// The type that a type is only another name of.
fn other_name_of(plan: &Plan, index: usize) -> Option<usize> {
    if let Some(of) = plan.types[index].same_as {
        return Some(of.index());
    }
    match &plan.types[index].kind {
        TypeKind::Alias(target) => match plan.unaliased(target) {
            RustType::Named(id) => Some(id.index()),
            _ => None,
        },
        _ => None,
    }
}

/// Sections as they are found.
struct Split<'n> {
    names: &'n [String],
    sections: Vec<Section>,
    known: BTreeMap<BTreeSet<usize>, usize>,
}

impl<'n> Split<'n> {
    fn new(names: &'n [String]) -> Self {
        Self {
            names,
            sections: Vec::new(),
            known: BTreeMap::new(),
        }
    }

    /// The section of what has these features.
    fn section(&mut self, features: &Features) -> usize {
        *self.known.entry(features.clone()).or_insert_with(|| {
            let features: Vec<String> = features.iter().map(|index| self.names[*index].clone()).collect();
            self.sections.push(Section {
                module: module(&features),
                features,
            });
            self.sections.len() - 1
        })
    }
}

/// The longest name of a module that lists its features.
const LONGEST: usize = 60;

/// The identifier of the module of a section. It depends on nothing but the features, so that an added section renames no file.
fn module(features: &[String]) -> String {
    let listed = features.join("__").replace('-', "_");
    match listed.len() <= LONGEST {
        true => format!("with_{listed}"),
        false => format!("with_{}_{:016x}", features.len(), hash(&features.join(" "))),
    }
}

#[cfg(test)]
mod tests {
    use super::{feature, module};

    #[test]
    fn a_tag_is_a_feature() {
        let features = ["Pets", "pet store", "default", "", "Übung", "type"].map(feature);
        assert_eq!(features, ["pets", "pet-store", "tag-default", "empty", "übung", "type"]);
    }

    #[test]
    fn other_features_are_another_module() {
        let of = |features: &[&str]| module(&features.iter().map(|name| name.to_string()).collect::<Vec<_>>());
        assert_eq!(of(&["a-b", "c"]), "with_a_b__c");
        assert_ne!(of(&["a-b", "c"]), of(&["a", "b-c"]));
        let many: Vec<String> = (0..40).map(|nth| format!("feature-{nth}")).collect();
        assert!(module(&many).len() < 80, "{}", module(&many));
        assert_ne!(module(&many), module(&many[1..]));
    }
}
