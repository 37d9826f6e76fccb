//! Finds the description that a crate has.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// How many folders below that of the crate are looked into.
const DEPTH: usize = 3;

/// The description in a folder or below it: the only one that is as high as it.
pub(crate) fn find(folder: &Path) -> Result<PathBuf, String> {
    let mut folders = vec![folder.to_owned()];
    for _ in 0..=DEPTH {
        let entries: Vec<PathBuf> = folders.iter().flat_map(|folder| entries(folder)).collect();
        let (below, files): (Vec<PathBuf>, Vec<PathBuf>) = entries.into_iter().partition(|path| path.is_dir());
        let found: Vec<PathBuf> = files.into_iter().filter(|path| is_description(path)).collect();
        match found.as_slice() {
            [] => folders = below,
            [only] => return Ok(only.clone()),
            several => {
                let names: Vec<String> = several.iter().map(|path| path.display().to_string()).collect();
                return Err(format!(
                    "there are several descriptions: {}; name one",
                    names.join(", ")
                ));
            }
        }
    }
    Err(format!(
        "there is no description in {}: no YAML or JSON file has a field `openapi` or `swagger`; name it",
        folder.display()
    ))
}

/// What is in a folder, in alphabetical order; without what is hidden or made by tools.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let entries = entries.filter(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        !name.starts_with('.') && !["target", "node_modules"].contains(&name.as_ref())
    });
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn is_description(path: &Path) -> bool {
    const FIELDS: [&str; 2] = ["openapi", "swagger"];
    let text = || fs::read_to_string(path).unwrap_or_default();
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("yaml" | "yml") => text().lines().any(|line| {
            let line = line.trim_start_matches(['"', '\'']);
            FIELDS.iter().any(|field| {
                let rest = line
                    .strip_prefix(field)
                    .map(|rest| rest.trim_start_matches(['"', '\'']));
                rest.is_some_and(|rest| rest.starts_with(':'))
            })
        }),
        Some("json") => {
            let value: Value = serde_json::from_str(&text()).unwrap_or_default();
            FIELDS.iter().any(|field| value.get(field).is_some())
        }
        _ => false,
    }
}
