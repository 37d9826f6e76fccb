//! The generators: this one and its peers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use toml_edit::DocumentMut;

/// A generator of clients.
#[derive(Clone, Debug)]
pub struct Generator {
    /// Its name and version.
    pub name: String,
    kind: Kind,
    binary: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Own,
    OpenapiToRust,
    Oas3Gen,
    Progenitor,
}

/// The peers: what they are, the package on crates.io, its version and its program.
const PEERS: [(Kind, &str, &str, &str); 3] = [
    (Kind::OpenapiToRust, "openapi-to-rust", "0.23.0", "openapi-to-rust"),
    (Kind::Oas3Gen, "oas3-gen", "0.29.0", "oas3-gen"),
    (Kind::Progenitor, "cargo-progenitor", "0.15.1", "cargo-progenitor"),
];

/// Installs the generators below `dir`; the first one is that of this checkout.
///
/// # Errors
/// If one cannot be installed.
pub fn generators(dir: &Path) -> Result<Vec<Generator>> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"))
        .with_file_name("crates")
        .join("cargo-openapi-build");
    let root = dir.join("own");
    install(&["--path".as_ref(), own.as_os_str(), "--force".as_ref()], &root, dir)?;
    let mut all = vec![Generator {
        name: "openapi-build".to_owned(),
        kind: Kind::Own,
        binary: root.join("bin/openapi-build"),
    }];
    for (kind, package, version, program) in PEERS {
        let root = dir.join(format!("{package}-{version}"));
        let binary = root.join("bin").join(program);
        if !binary.exists() {
            install(&[package.as_ref(), "--version".as_ref(), version.as_ref()], &root, dir)?;
        }
        all.push(Generator {
            name: format!("{package} {version}"),
            kind,
            binary,
        });
    }
    Ok(all)
}

fn install(what: &[&std::ffi::OsStr], root: &Path, dir: &Path) -> Result<()> {
    let mut command = Command::new("cargo");
    command
        .args(["install", "--quiet", "--locked", "--root"])
        .arg(root)
        .args(what);
    let status = command.env("CARGO_TARGET_DIR", dir.join("install")).status()?;
    ensure!(status.success(), "{command:?} failed");
    Ok(())
}

impl Generator {
    /// The command that generates a client of a document in a folder.
    pub(crate) fn command(&self, document: &Path, dir: &Path) -> Command {
        let mut command = Command::new(&self.binary);
        match self.kind {
            Kind::Own => {
                command
                    .args(["generate", "--no-config", "--crate"])
                    .arg(dir)
                    .arg(document);
            }
            Kind::OpenapiToRust => {
                command.arg("generate").arg(document).current_dir(dir);
            }
            Kind::Oas3Gen => {
                command
                    .args(["generate", "client-mod", "--workspace", "-i"])
                    .arg(document)
                    .arg("-o")
                    .arg(dir);
            }
            Kind::Progenitor => {
                let name = ["--name", "bench-client", "--version", "0.1.0", "--license-name", "MIT"];
                command
                    .arg("progenitor")
                    .arg("-i")
                    .arg(document)
                    .arg("-o")
                    .arg(dir)
                    .args(name);
            }
        }
        command
    }

    /// Makes a crate of what was generated.
    pub(crate) fn finish(&self, dir: &Path) -> Result<()> {
        if self.kind == Kind::OpenapiToRust {
            required_dependencies(dir)?;
        }
        let path = dir.join("Cargo.toml");
        let mut manifest: DocumentMut = fs::read_to_string(&path)?.parse()?;
        // A workspace of its own, wherever it lies.
        manifest.entry("workspace").or_insert(toml_edit::table());
        Ok(fs::write(path, manifest.to_string())?)
    }
}

/// openapi-to-rust writes modules, and beside them the dependencies that they need.
fn required_dependencies(dir: &Path) -> Result<()> {
    let needed = fs::read_to_string(dir.join("src/generated/REQUIRED_DEPS.toml")).context("REQUIRED_DEPS.toml")?;
    let head = "[package]\nname = \"bench-client\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n";
    let needed = match needed.contains("[dependencies]") {
        true => needed,
        false => format!("[dependencies]\n{needed}"),
    };
    fs::write(dir.join("Cargo.toml"), format!("{head}{needed}"))?;
    Ok(fs::write(dir.join("src/lib.rs"), "pub mod generated;\n")?)
}
