//! The guide and the other pages: every page is listed and compiled, every link leads somewhere, and names are as promised.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The targets of the links in a page.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target)
}

#[test]
fn every_page_of_the_guide_is_listed_and_compiled() {
    let folder = root().join("docs/guide/src");
    let entries = fs::read_dir(&folder).expect("the guide");
    let pages: BTreeSet<String> = entries
        .map(|entry| entry.expect("a page").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "SUMMARY.md")
        .collect();
    let summary = read(&folder.join("SUMMARY.md"));
    let listed: BTreeSet<String> = links(&summary).map(str::to_owned).collect();
    assert_eq!(listed, pages);

    let modules = include_str!("../src/guide.rs");
    let compiled: BTreeSet<String> = modules
        .split("docs/guide/src/")
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(page, _)| page.to_owned()))
        .collect();
    assert_eq!(compiled, pages);
}

#[test]
fn every_link_leads_to_a_file() {
    let root = root();
    let mut folders = vec![root.clone(), root.join("docs"), root.join("docs/guide/src")];
    let crates = fs::read_dir(root.join("crates")).expect("the crates");
    folders.extend(crates.map(|entry| entry.expect("a crate").path()));
    let mut broken = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let page = entry.expect("a file").path();
            if page.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            let text = read(&page);
            for target in links(&text).filter(|target| !target.contains("://") && !target.contains("::")) {
                let file = target.split('#').next().unwrap_or_default();
                // Links of rustdoc name items.
                let is_path = file.ends_with(".md") || file.contains('/');
                if is_path && !folder.join(file).exists() {
                    broken.push(format!("{}: {target}", page.display()));
                }
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

/// The files below a folder, apart from build results.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true if path.ends_with("target") => {}
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

#[test]
fn every_source_file_that_the_pages_for_contributors_name_exists() {
    let root = root();
    let mut all = Vec::new();
    files(&root.join("crates"), &mut all);
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = read(&root.join(page));
        let names = text.split('`').skip(1).step_by(2);
        for name in names.filter(|name| name.ends_with(".rs") && !name.contains(' ') && *name != "build.rs") {
            let found = all.iter().any(|file| file.ends_with(name)) || root.join(name).exists();
            assert!(found, "{page}: {name}");
        }
    }
}

const NAMES: &str = "
openapi: 3.1.0
info: {title: Names, version: 1.0.0}
paths:
  /pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
  /pets:
    get: {operationId: listPets, responses: {'200': {description: ''}}}
components:
  schemas:
    Pet:
      properties:
        status: {enum: [sold, available]}
        order: {enum: [asc, ASC]}
        type: {type: string}
        userId: {type: integer}
        user_id: {type: integer}
        '@count': {type: integer}
        2fast: {type: integer}
    PetStatusV2Dto: {type: object, properties: {a: {type: string}}}
";

/// The code of a client for a description.
fn generate(config: &openapi_build::Config, name: &str, description: &str) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("openapi.yaml");
    fs::write(&path, description).expect("a description");
    config.generate(&path).expect("a client").code().to_owned()
}

/// Every name in the page `naming.md` of the guide that follows from `NAMES`.
#[test]
fn names_are_as_the_guide_says() {
    let code = generate(&openapi_build::Config::new(), "guide-names", NAMES);
    for name in [
        "get_pets_by_id -> GetPetsById {",
        "list_pets -> ListPets",
        "GetPetsByIdError",
        "pub struct Pet ",
        "pub enum PetStatus ",
        "AscLower = \"asc\"",
        "AscUpper = \"ASC\"",
        "type_: optional Option<String> = \"type\"",
        "user_id_camel: optional Option<i64> = \"userId\"",
        "user_id_snake: optional Option<i64> = \"user_id\"",
        "n2fast: optional Option<i64> = \"2fast\"",
        "at_count: optional Option<i64> = \"@count\"",
        "pub struct PetStatusV2Dto ",
    ] {
        assert!(code.contains(name), "{name} is not in\n{code}");
    }
    let mut config = openapi_build::Config::new();
    config
        .rename("/components/schemas/PetStatusV2Dto", "Status")
        .rename("/paths/~1pets~1{id}/get", "find_pet")
        .rename("/components/schemas/Pet/properties/type", "species");
    let code = generate(&config, "guide-renames", NAMES);
    for name in [
        "pub struct Status ",
        "find_pet -> FindPet {",
        "FindPetError",
        "species: optional Option<String> = \"type\"",
    ] {
        assert!(code.contains(name), "{name} is not in\n{code}");
    }
}

/// The items of the module `types` of the client for a part of a description.
fn types(part: &str) -> String {
    let description = format!("openapi: 3.1.0\ninfo: {{title: Snippet, version: '1'}}\npaths: {{}}\n{part}");
    let code = generate(&openapi_build::Config::new(), "guide-snippets", &description);
    let module = code.split("pub mod types {\n").nth(1).expect("the module");
    let items = module.split("\n}\n").next().expect("its end");
    let lines: Vec<&str> = items
        .lines()
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .collect();
    lines.join("\n")
}

/// `UPDATE=1` writes the page.
#[test]
fn the_rust_code_beside_yaml_is_generated() {
    let path = root().join("docs/guide/src/from-yaml-to-rust.md");
    let page = read(&path);
    let mut made = String::new();
    let mut parts = page.split("```yaml\n");
    made.push_str(parts.next().expect("a page"));
    for part in parts {
        let (yaml, rest) = part.split_once("```\n").expect("the end of the YAML");
        let (between, rest) = rest.split_once("```rust\n").expect("Rust beside it");
        let (_, rest) = rest.split_once("```").expect("the end of the Rust");
        made.push_str(&format!(
            "```yaml\n{yaml}```\n{between}```rust\n{}\n```{rest}",
            types(yaml)
        ));
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &made).expect("the page is written");
    }
    assert_eq!(read(&path), made);
}
