//! `cargo check` of clients by several generators, side by side.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use openapi_bench::{Generator, check, generate, generators, table};

fn main() -> Result<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let (runs, documents) = arguments(&workspace)?;
    let dir = workspace.join("target/bench");
    let generators = generators(&dir)?;
    let names: Vec<String> = generators.iter().map(|generator| generator.name.clone()).collect();
    let mut rows = Vec::new();
    for document in &documents {
        let name = named(document);
        let costs = generators
            .iter()
            .map(|generator| measured(generator, document, &dir, runs));
        rows.push((name, costs.collect()));
        println!("{}", table(&names, &rows));
    }
    Ok(())
}

/// The name of a document with its folder, since many are called `openapi.yaml`.
fn named(document: &Path) -> String {
    let names = document.iter().map(|name| name.to_string_lossy().into_owned());
    let names: Vec<String> = names.collect();
    names[names.len().saturating_sub(2)..].join("/")
}

/// What rustc needs for the client; a generator that fails, or whose client does not compile, has none.
fn measured(generator: &Generator, document: &Path, dir: &Path, runs: usize) -> Option<openapi_bench::Cost> {
    let client = dir.join("client").join(&generator.name);
    let result = generate(generator, document, &client).and_then(|_| check(&client, &dir.join("check"), runs));
    result
        .inspect_err(|error| eprintln!("{}: {}: {error}", document.display(), generator.name))
        .ok()
}

/// The number of runs and the documents, relative to the workspace; by default, the description of the SDK.
fn arguments(workspace: &Path) -> Result<(usize, Vec<PathBuf>)> {
    let (mut runs, mut documents) = (3, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--runs" => runs = arguments.next().context("--runs needs a number")?.parse()?,
            // Cargo passes it to each bench.
            "--bench" => {}
            document => documents.push(workspace.join(document)),
        }
    }
    if documents.is_empty() {
        documents.push(workspace.join("openapi.yaml"));
    }
    Ok((runs, documents))
}
