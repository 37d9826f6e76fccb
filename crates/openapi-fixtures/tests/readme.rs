//! The README of the repository shows what is generated, and a call that compiles.

use std::fs;
use std::path::Path;

use openapi_fixtures::readme as pets;
use pets::Error;
use pets::types::{Pet, PetKind};

const README: &str = include_str!("../../../README.md");

/// The code blocks of the README in this language.
fn blocks(language: &str) -> Vec<&'static str> {
    let open = format!("```{language}\n");
    let blocks = README.split(&open).skip(1);
    blocks.filter_map(|block| Some(block.split_once("```")?.0)).collect()
}

#[test]
fn the_description_is_the_fixture() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents/readme.yaml");
    let fixture = fs::read_to_string(path).expect("a fixture");
    assert_eq!(blocks("yaml").first(), Some(&fixture.as_str()));
}

#[test]
fn the_rust_code_is_generated() {
    let generated = include_str!(concat!(env!("OUT_DIR"), "/readme/openapi.rs"));
    let tables: Vec<&str> = blocks("rust,ignore")[0].split_inclusive("\n    }\n").collect();
    assert_eq!(tables.len(), 2);
    for table in tables {
        assert!(generated.contains(table), "{table}\n{generated}");
    }
}

#[test]
fn the_call_is_the_one_that_compiles_here() {
    let shown = blocks("rust,ignore")[1].trim_end().replace('\n', "\n    ");
    assert!(include_str!("readme.rs").contains(&format!("    {shown}\n")), "{shown}");
    drop(call());
}

async fn call() -> Result<(), pets::BuildError> {
    let client = pets::Client::builder().build()?;
    let rex = Pet::builder().name("Rex").kind(PetKind::Dog).build();
    match client.add_pet(rex).send().await {
        Ok(pet) => println!("{} is a {:?}", pet.name, pet.kind),
        Err(Error::ErrorResponse(response)) => println!("{}", response.into_inner()),
        Err(other) => println!("{other}"),
    }
    Ok(())
}
