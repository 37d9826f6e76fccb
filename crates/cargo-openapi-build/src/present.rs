//! What a generated crate says of itself: its licence, a README, and an example with a first call.

use std::fs;
use std::path::Path;

use openapi_compiler::Compilation;
use openapi_compiler::first_call::{self, MARK, example, readme};
use openapi_compiler::write::Output;
use serde_json::Value;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

const README: &str = "README.md";
const EXAMPLE: &str = "examples/first_call.rs";

/// Adds what a crate with this name says of itself. Files that its user has made theirs are left out.
pub(crate) fn present(dir: &Path, name: &str, generated: &Compilation, output: &mut Output) {
    let plan = &generated.plan;
    let example = example(plan, name);
    let manifest = output
        .files
        .iter_mut()
        .find(|(path, _)| *path == dir.join("Cargo.toml"));
    if let Some((_, content)) = manifest
        && let Ok(mut manifest) = String::from_utf8_lossy(content).parse::<DocumentMut>()
    {
        if let Some(license) = license(&generated.document.root().value) {
            manifest["package"]["license"] = value(license);
        }
        if example.is_some() {
            let tokio = "{ version = \"1\", features = [\"macros\", \"rt\"] }";
            let dependencies = manifest["dev-dependencies"].or_insert(toml_edit::table());
            dependencies["tokio"] = value(tokio.parse::<toml_edit::Value>().unwrap_or_else(|_| "1".into()));
            if let Some(feature) = first_call::feature(plan) {
                let mut target = Table::new();
                target["name"] = value("first_call");
                target["required-features"] = value([feature].into_iter().collect::<Array>());
                let mut targets = ArrayOfTables::new();
                targets.push(target);
                manifest["example"] = Item::ArrayOfTables(targets);
            }
        }
        *content = manifest.to_string().into_bytes();
    }
    let files = [(README, Some(readme(plan, name))), (EXAMPLE, example)];
    for (file, text) in files {
        if let Some(text) = text.filter(|_| !is_own(dir, Path::new(file))) {
            output.files.push((dir.join(file), text.into_bytes()));
        }
    }
}

/// Whether a file of a crate is one that its user has made theirs.
pub(crate) fn is_own(dir: &Path, file: &Path) -> bool {
    let text = || fs::read_to_string(dir.join(file)).ok();
    [README, EXAMPLE].iter().any(|known| file == Path::new(known)) && text().is_some_and(|text| !text.contains(MARK))
}

/// The licence of a description, if cargo can have it: an SPDX expression.
fn license(description: &Value) -> Option<String> {
    let license = description.get("info")?.get("license")?;
    let fields = ["identifier", "name"].into_iter();
    let mut texts = fields.filter_map(|field| license.get(field)?.as_str());
    texts
        .find(|text| spdx::Expression::parse(text).is_ok())
        .map(str::to_owned)
}
