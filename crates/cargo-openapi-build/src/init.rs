//! The subcommand `init`: what a crate needs to generate a client in its `build.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use openapi_compiler::compile;
use openapi_compiler::config_file::NAME;
use openapi_compiler::escape::printable;
use openapi_compiler::write::Output;
use toml_edit::DocumentMut;

use crate::config::ConfigFile;
use crate::failure::Failure;
use crate::files::Files;
use crate::find::find;
use crate::manifest::add_dependency;
use crate::runtime::Runtime;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The description. The default is the one that is found in the folder of the crate, or below it.
    spec: Option<PathBuf>,
    /// The folder of the crate.
    #[arg(long = "crate", value_name = "DIR", default_value = ".")]
    package: PathBuf,
    #[command(flatten)]
    runtime: Runtime,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

const SETTINGS: &str = "\
# Settings of the client, which `build.rs` and `openapi-build` read. The page \"Configuration\" of the guide has all of them, such as
# only = [\"tag:pets\"]
";

const MODULE: &str = "\
//! The client, which `build.rs` generates.

// What is not called yet.
#![allow(dead_code)]

include!(concat!(env!(\"OUT_DIR\"), \"/openapi.rs\"));
";

/// Writes the files that are missing, and says what is left to do.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let package = &arguments.package;
    let path = package.join("Cargo.toml");
    let mut manifest = read_manifest(&path)?;
    let spec = match &arguments.spec {
        Some(spec) => spec.clone(),
        None => find(package).map_err(Failure::Other)?,
    };
    let config = ConfigFile::default();
    let settings = config.read(&spec).map_err(Failure::Other)?.settings;
    let features = compile(&spec, &settings)?.plan.features;
    let mut steps = Steps::default();
    steps.notes.push(format!("{} is the description", spec.display()));
    let settings = config.path(&spec).map_err(Failure::Other)?;
    let settings = settings.unwrap_or_else(|| {
        let path = spec.with_file_name(NAME);
        steps.create(&path, SETTINGS, "");
        path
    });
    let build = build_script(&inside(&settings, package), &inside(&spec, package));
    let by_hand = "call `openapi_build::Config::from_file` in its `main`";
    steps.create(&package.join("build.rs"), &build, by_hand);
    steps.create(
        &package.join("src/api.rs"),
        MODULE,
        "include `openapi.rs` of `OUT_DIR` in a module",
    );
    let runtime = arguments.runtime.dependency(package);
    let dependencies = [
        ("dependencies", "openapi-runtime", features.as_slice()),
        ("build-dependencies", "openapi-build", &["config-file"]),
    ];
    for (table, name, features) in dependencies {
        let is_new = add_dependency(&mut manifest, table, name, &runtime, features);
        let change = if is_new { "added to" } else { "already in" };
        steps.notes.push(format!("{name} is {change} [{table}]"));
    }
    steps.files.push((path, manifest.to_string().into_bytes()));
    steps.declare_module(package);
    steps.finish(arguments.dry_run)
}

fn read_manifest(path: &Path) -> Result<DocumentMut, Failure> {
    let failed = |problem: String| Failure::Other(format!("{}: {problem}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| {
        failed(format!(
            "{error}; run `cargo init` first, or `openapi-build generate --crate` for a crate of its own"
        ))
    })?;
    let manifest: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| failed(error.to_string()))?;
    match manifest.get("package") {
        Some(_) => Ok(manifest),
        None => Err(failed(
            "it has no [package]; name the folder of a crate with `--crate`".to_owned(),
        )),
    }
}

fn build_script(settings: &str, spec: &str) -> String {
    format!(
        "//! Generates the client of `{spec}`.\n\n\
         fn main() -> Result<(), openapi_build::Error> {{\n    \
         openapi_build::Config::from_file({settings:?})?.compile({spec:?})\n}}\n"
    )
}

/// A path from the folder of the crate, with `/`.
fn inside(path: &Path, package: &Path) -> String {
    let absolute = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path));
    let relative = match (absolute(path), absolute(package)) {
        (Ok(path), Ok(package)) => pathdiff::diff_paths(&path, package).unwrap_or(path),
        _ => path.to_owned(),
    };
    let parts = relative.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/").replacen("//", "/", 1)
}

/// The files to write, and a note on each.
#[derive(Default)]
struct Steps {
    files: Vec<(PathBuf, Vec<u8>)>,
    notes: Vec<String>,
}

impl Steps {
    /// Creates a file. One that is there is kept, and a note has what it needs.
    fn create(&mut self, path: &Path, text: &str, by_hand: &str) {
        match fs::read_to_string(path) {
            Ok(known) if known == text => self.notes.push(format!("{} is as it should be", path.display())),
            Err(_) if !path.exists() => {
                self.notes.push(format!("{} is new", path.display()));
                self.files.push((path.to_owned(), text.as_bytes().to_owned()));
            }
            _ => self
                .notes
                .push(format!("{} is kept as it is: {by_hand}", path.display())),
        }
    }

    /// Says where the module is to be declared, unless it is.
    fn declare_module(&mut self, package: &Path) {
        let roots = ["src/lib.rs", "src/main.rs"].map(|root| package.join(root));
        let Some(root) = roots.iter().find(|root| root.is_file()) else {
            return;
        };
        let text = fs::read_to_string(root).unwrap_or_default();
        if !text.lines().any(|line| line.trim_end().ends_with("mod api;")) {
            self.notes.push(format!("next: write `mod api;` in {}", root.display()));
        }
    }

    fn finish(self, dry_run: bool) -> Result<(), Failure> {
        let files: Files = Output { files: self.files }.into();
        files.write_or_show(dry_run)?;
        for line in &self.notes {
            println!("{}", printable(line));
        }
        Ok(())
    }
}
