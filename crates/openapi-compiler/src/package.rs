//! The manifest of a standalone generated crate.

use std::path::{Path, PathBuf};

use heck::ToKebabCase;

use crate::escape::printable;
use crate::plan::Plan;

/// The source of `openapi-runtime` for a generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeDependency {
    /// A checkout.
    Path(PathBuf),
    /// crates.io.
    Version(String),
}

impl RuntimeDependency {
    /// The runtime in the checkout of this build of openapi-build if there is one, else its version on crates.io.
    pub fn of_this_build() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("openapi-runtime");
        if path.join("Cargo.toml").is_file() {
            Self::Path(path)
        } else {
            Self::version_of_this_build()
        }
    }

    /// The version of this build of openapi-build, from crates.io.
    pub fn version_of_this_build() -> Self {
        Self::Version(env!("CARGO_PKG_VERSION").to_owned())
    }
}

/// The name of the crate for an API with this title.
///
/// ```
/// # use openapi_compiler::package::package_name;
/// assert_eq!(package_name("Pet Store"), "pet-store-client");
/// assert_eq!(package_name("3D"), "api-3d-client");
/// assert_eq!(package_name(""), "api-client");
/// ```
pub fn package_name(title: &str) -> String {
    let words: String = title
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let name: String = words.to_kebab_case().chars().take(60).collect();
    let name = name.trim_matches('-');
    if name.is_empty() {
        "api-client".to_owned()
    } else if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        format!("{name}-client")
    } else {
        format!("api-{name}-client")
    }
}

/// The `Cargo.toml` of a generated crate: just the dependencies that the client needs.
pub fn manifest(plan: &Plan, runtime: &RuntimeDependency, tests: bool, mock: bool) -> String {
    let source = |beside: &str| match runtime {
        RuntimeDependency::Path(path) => {
            let path = path.with_file_name(beside);
            format!("path = {}", quoted(&path.to_string_lossy()))
        }
        RuntimeDependency::Version(version) => format!("version = {}", quoted(version)),
    };
    let dependency = |beside: &str, features: &[&str]| match (runtime, features) {
        (RuntimeDependency::Version(version), []) => quoted(version),
        (_, []) => format!("{{ {} }}", source(beside)),
        _ => {
            let features: Vec<String> = features.iter().map(|feature| quoted(feature)).collect();
            format!("{{ {}, features = [{}] }}", source(beside), features.join(", "))
        }
    };
    let development = match tests {
        true => format!(
            "\n[dev-dependencies]\nopenapi-conformance = {}\n{}",
            dependency("openapi-conformance", &[]),
            tests_of_all(plan)
        ),
        false => String::new(),
    };
    let features = features(plan, mock);
    let optional = match mock {
        true => format!(
            "openapi-conformance = {}\n",
            optional(&dependency("openapi-conformance", &[]))
        ),
        false => String::new(),
    };
    let runtime = dependency("openapi-runtime", &plan.features);
    format!(
        "[package]\nname = {}\nversion = \"0.1.0\"\nedition = \"2024\"\ndescription = {}\npublish = false\n\n\
         {features}[dependencies]\nopenapi-runtime = {runtime}\n{optional}{development}\n# A workspace of its own, wherever it lies.\n[workspace]\n",
        quoted(&package_name(&plan.title)),
        quoted(&plan.about()),
    )
}

/// The features of the crate: one per tag if it is split by tags, and the mock.
fn features(plan: &Plan, mock: bool) -> String {
    let tags = plan.sections.as_ref().map(|sections| sections.features.as_slice());
    let tags = tags.unwrap_or_default();
    let mut rows = Vec::new();
    if !tags.is_empty() {
        let names: Vec<String> = tags.iter().map(|name| format!("    {},\n", quoted(name))).collect();
        rows.push(format!("default = [\n{}]\n", names.concat()));
        rows.extend(tags.iter().map(|name| format!("{} = []\n", quoted(name))));
    }
    if mock {
        let needed = [quoted("dep:openapi-conformance")].into_iter();
        let needed: Vec<String> = needed.chain((!tags.is_empty()).then(|| quoted("default"))).collect();
        rows.push(format!(
            "# A mock of the API, for tests.\nmock = [{}]\n",
            needed.join(", ")
        ));
    }
    match rows.is_empty() {
        true => String::new(),
        false => format!("[features]\n{}\n", rows.concat()),
    }
}

/// The conformance tests call every operation.
fn tests_of_all(plan: &Plan) -> String {
    let sections = plan.sections.as_ref().filter(|sections| !sections.features.is_empty());
    let Some(sections) = sections else {
        return String::new();
    };
    let names: Vec<String> = sections.features.iter().map(|name| quoted(name)).collect();
    format!(
        "\n[[test]]\nname = \"conformance\"\nrequired-features = [{}]\n",
        names.join(", ")
    )
}

/// A dependency that a feature adds.
fn optional(dependency: &str) -> String {
    match dependency.strip_suffix(" }") {
        Some(table) => format!("{table}, optional = true }}"),
        None => format!("{{ version = {dependency}, optional = true }}"),
    }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let escaped: String = printable(text)
        .chars()
        .map(|c| match c {
            '"' | '\\' => format!("\\{c}"),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}
