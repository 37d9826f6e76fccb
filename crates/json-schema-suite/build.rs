//! A client for each group of the JSON-Schema-Test-Suite, and the table `GROUPS` of them.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use openapi_compiler::diagnostic::Severity;
use openapi_compiler::{Settings, compile};
use serde_json::{Value, json};

/// The groups about composition and about the shape of values.
const KEYWORDS: [&str; 10] = [
    "allOf",
    "anyOf",
    "oneOf",
    "enum",
    "const",
    "type",
    "required",
    "properties",
    "additionalProperties",
    "ref",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-env-changed=JSON_SCHEMA_SUITE");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let (mut clients, mut table) = (String::new(), String::new());
    // Without the suite, which is not in the repository, there are no groups.
    if let Some(suite) = env::var_os("JSON_SCHEMA_SUITE").map(PathBuf::from) {
        for keyword in KEYWORDS {
            let file = suite.join(keyword).with_extension("json");
            println!("cargo:rerun-if-changed={}", file.display());
            let groups: Vec<Value> = serde_json::from_str(&fs::read_to_string(file)?)?;
            for (index, group) in groups.iter().enumerate() {
                let name = format!("{keyword}_{index}");
                let group_text = group.to_string();
                let round_trip = match generate(&group["schema"], &out.join(&name))? {
                    Some(rust_type) => {
                        writeln!(
                            clients,
                            "pub mod {name} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}/openapi.rs\")); }}"
                        )?;
                        format!(
                            "Some({{ #[allow(unused_imports)] use clients::{name}::types; round_trip::<{rust_type}> }})"
                        )
                    }
                    None => "None".to_owned(),
                };
                writeln!(
                    table,
                    "Group {{ keyword: {keyword:?}, text: {group_text:?}, round_trip: {round_trip} }},"
                )?;
            }
        }
    }
    // Named after keywords, and of each only one type is used.
    let clients = format!("#[allow(dead_code, missing_docs, non_snake_case)]\nmod clients {{ {clients} }}");
    let table = format!("/// The groups.\npub const GROUPS: &[Group] = &[{table}];");
    fs::write(out.join("groups.rs"), format!("{clients}\n{table}"))?;
    Ok(())
}

/// The type of the schema, in the client made in the folder `dir`; none where the schema cannot be put into a description.
fn generate(schema: &Value, dir: &Path) -> Result<Option<String>, Box<dyn Error>> {
    fs::create_dir_all(dir)?;
    // A file of its own, since `#` is the whole schema to the suite.
    fs::write(dir.join("schema.json"), schema.to_string())?;
    let description = json!({
        "openapi": "3.1.0",
        "info": {"title": "group", "version": "1"},
        "components": {"schemas": {"Schema": {"$ref": "schema.json"}}},
    });
    let path = dir.join("openapi.json");
    fs::write(&path, description.to_string())?;
    let Ok(generated) = compile(&path, &Settings::default()) else {
        return Ok(None);
    };
    let followed = !generated
        .diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Warning && diagnostic.code.ends_with("reference"));
    openapi_compiler::write::write(&generated.rust_file(&dir.join("openapi.rs")))?;
    let mut schemas = generated.plan.schemas.iter();
    let component = schemas.find(|schema| schema.at.pointer == "/components/schemas/Schema");
    Ok(component
        .filter(|_| followed)
        .map(|component| component.rust_type.clone()))
}
