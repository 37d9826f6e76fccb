//! The generated client, so that a change to it is seen in review; and what it costs those who depend on it.

use std::collections::{HashMap, HashSet};

use cargo_metadata::{DependencyKind, MetadataCommand, PackageId};

#[test]
fn the_generated_client_is_as_reviewed() {
    insta::assert_snapshot!(include_str!(concat!(env!("OUT_DIR"), "/openapi.rs")));
}

#[test]
fn the_generated_tests_are_as_reviewed() {
    insta::assert_snapshot!(include_str!(concat!(env!("OUT_DIR"), "/conformance.rs")));
}

#[test]
fn the_description_is_the_vendored_one() {
    assert_eq!(wiremock_cloud::DESCRIPTION, include_str!("../openapi.yaml"));
}

#[test]
fn consumers_do_not_get_the_generators_dependencies() {
    let metadata = MetadataCommand::new().no_deps().exec().expect("cargo metadata");
    let root = metadata
        .packages
        .iter()
        .find(|package| package.name == "wiremock-cloud")
        .expect("this package");
    let graph = MetadataCommand::new()
        .manifest_path(&root.manifest_path)
        .exec()
        .expect("cargo metadata");
    let resolve = graph.resolve.as_ref().expect("a resolved graph");
    let normal: HashMap<&PackageId, Vec<&PackageId>> = resolve
        .nodes
        .iter()
        .map(|node| {
            let dependencies = node.deps.iter().filter(|dependency| {
                dependency.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal)
                    // What a procedural macro needs is built for the host and linked into nobody.
                    && !is_proc_macro(&graph[&dependency.pkg])
            });
            (&node.id, dependencies.map(|dependency| &dependency.pkg).collect())
        })
        .collect();
    let mut reached = HashSet::new();
    let mut next = vec![&root.id];
    while let Some(id) = next.pop() {
        if reached.insert(id) {
            next.extend(normal.get(id).into_iter().flatten());
        }
    }
    let names: HashSet<&str> = reached.iter().map(|id| graph[id].name.as_str()).collect();
    assert!(names.contains("reqwest"), "the graph was walked");
    for generator_only in [
        "openapi-build",
        "syn",
        "quote",
        "prettyplease",
        "yaml_serde",
        "saphyr-parser",
        "clap",
    ] {
        assert!(!names.contains(generator_only), "{generator_only} reaches consumers");
    }
}

fn is_proc_macro(package: &cargo_metadata::Package) -> bool {
    package.targets.iter().any(|target| target.is_proc_macro())
}
