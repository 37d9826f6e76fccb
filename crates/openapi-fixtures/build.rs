//! A client for each document.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use openapi_build::Extra;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=documents");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let mut documents: Vec<PathBuf> = fs::read_dir("documents")?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    // What is in folders, `files.yaml` refers to.
    documents.retain(|path| path.is_file());
    documents.sort();
    let (mut modules, mut tests) = (String::new(), String::new());
    for document in &documents {
        let name = document
            .file_stem()
            .and_then(|name| name.to_str())
            .ok_or("a file name")?;
        generate(document, name, &out.join(name))?;
        modules.push_str(&format!(
            "/// The client of `documents/{name}.yaml`.\n#[allow(missing_docs)]\npub mod {name} {{\n    include!(concat!(env!(\"OUT_DIR\"), \"/{name}/openapi.rs\"));\n    pub mod mock {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}/mock.rs\")); }}\n}}\n"
        ));
        tests.push_str(&format!(
            "mod {name} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}/conformance.rs\")); }}\n"
        ));
    }
    fs::write(out.join("first_calls.rs"), first_calls(&documents)?)?;
    fs::write(out.join("clients.rs"), modules)?;
    fs::write(out.join("conformance.rs"), tests)?;
    Ok(())
}

/// The example with a first call that the crate of each document would have.
fn first_calls(documents: &[PathBuf]) -> Result<String, Box<dyn Error>> {
    let mut calls = String::new();
    for document in documents {
        let name = document.file_stem().unwrap_or_default().to_string_lossy();
        // With the choices of the caller, a lock or another description, their calls are others.
        if ["formats", "own_types", "promised", "shop"].contains(&name.as_ref()) {
            continue;
        }
        let plan = openapi_compiler::compile(document, &Default::default())?.plan;
        let example = openapi_compiler::first_call::example(&plan, &format!("openapi_fixtures::{name}"));
        let code = example.map(|example| example.replace("//!", "//"));
        calls.extend(code.map(|code| format!("#[allow(dead_code)]\nmod {name} {{\n{code}}}\n")));
    }
    Ok(calls)
}

/// What clients have by the choice of the caller.
fn choose(config: &mut openapi_build::Config, name: &str) {
    // That these compile shows that the derives of std are sound.
    if ["alternatives", "formats", "names", "nullable", "schemas", "unions"].contains(&name) {
        config.derive("*", "Copy, Default, Eq, Hash, Ord, PartialOrd");
    }
    match name {
        "shop" => _ = config.also("documents/also/shop.yaml"),
        "tags" => _ = config.with(Extra::ByTag),
        "constraints" => _ = config.with(Extra::Validate),
        "defaults" => _ = config.with(Extra::Defaults),
        "lenient" => {
            _ = config
                .lenient("Invoice")
                .lenient("/components/schemas/Item/properties/tags")
                .lenient("Amount")
                .lenient("Counts")
                .lenient("/paths/~1count/get/responses/200/content/*~1*/schema")
        }
        "xml" => _ = config.with(Extra::Xml),
        "events" | "webhooks" => _ = config.with(Extra::Webhooks),
        "own_types" => _ = config.replace("Price", "crate::own::Price"),
        "formats" => {
            let formats = [
                ("date-time", "jiff"),
                ("date", "chrono"),
                ("duration", "jiff"),
                ("uuid", "uuid"),
                ("uri", "url"),
                ("decimal", "rust_decimal"),
                ("ipv4", "std"),
                ("byte", "base64"),
                ("isbn", "crate::own::Isbn"),
            ];
            for (format, ty) in formats {
                config.format(format, ty);
            }
        }
        _ => {}
    }
}

fn generate(document: &Path, name: &str, dir: &Path) -> Result<(), Box<dyn Error>> {
    // With a path, each method gets an example, which has to compile.
    let mut config = openapi_build::Config::new();
    config
        .crate_path(format!("openapi_fixtures::{name}"))
        .with(Extra::Tests)
        .with(Extra::Mocks);
    let lock = Path::new("documents/locks").join(name).with_extension("lock");
    if lock.is_file() {
        config.lock(lock);
    }
    choose(&mut config, name);
    let generated = config.generate(document)?;
    Ok(generated.write_to(dir)?)
}
