//! Updates the folder of a generated crate: keeps user changes in `Cargo.toml`, and removes files that an earlier run generated
//! and this run does not.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::present::is_own;
use openapi_compiler::escape::printable;
use openapi_compiler::package::RuntimeDependency;
use openapi_compiler::write::{Output, WriteError};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Entry, InlineTable, Item, Table, Value, value};

/// Merges the generated `Cargo.toml` for `dir` into the existing one. Returns the files of an earlier run that this run does
/// not generate. If `source` is true, the dependencies on our crates are replaced too.
pub fn merge_package(dir: &Path, output: &mut Output, source: bool) -> Result<Vec<PathBuf>, WriteError> {
    let inside = |file: &PathBuf| file.strip_prefix(dir).ok().map(Path::to_owned);
    let files: Vec<PathBuf> = output.files.iter().filter_map(|(file, _)| inside(file)).collect();
    let path = dir.join("Cargo.toml");
    let failed = |source: io::Error| WriteError {
        path: path.clone(),
        source,
    };
    let Some((_, content)) = output.files.iter_mut().find(|(file, _)| *file == path) else {
        return Ok(Vec::new());
    };
    let generated = parse(&String::from_utf8_lossy(content)).map_err(failed)?;
    let (mut manifest, earlier) = match fs::read_to_string(&path) {
        Ok(text) => {
            let existing = parse(&text).map_err(failed)?;
            let earlier = recorded(&existing);
            if earlier.is_empty() {
                refuse_to_overwrite(&dir.join("src/lib.rs"))?;
            }
            (merge(existing, &generated, source), earlier)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => (generated, Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let is_stale = |file: &PathBuf| !files.contains(file) && !is_own(dir, file);
    let stale: Vec<PathBuf> = earlier.into_iter().filter(is_stale).collect();
    let added = [
        ("tests/conformance.rs", "dev-dependencies", "openapi-conformance"),
        ("src/mock.rs", "dependencies", "openapi-conformance"),
        ("src/mock.rs", "features", "mock"),
    ];
    for (file, table, entry) in added {
        if stale.iter().any(|stale| stale == Path::new(file)) {
            remove_entry(&mut manifest, table, entry);
        }
    }
    record(&mut manifest, &files);
    *content = manifest.to_string().into_bytes();
    Ok(stale.into_iter().map(|file| dir.join(file)).collect())
}

/// Sets fields of the package; present ones are replaced.
pub(crate) fn set_package(dir: &Path, output: &mut Output, fields: &[(&str, Option<&str>)]) -> Result<(), WriteError> {
    let path = dir.join("Cargo.toml");
    let Some((_, content)) = output.files.iter_mut().find(|(file, _)| *file == path) else {
        return Ok(());
    };
    let manifest = parse(&String::from_utf8_lossy(content));
    let mut manifest = manifest.map_err(|source| WriteError { path, source })?;
    for (field, text) in fields {
        if let Some(text) = text {
            manifest["package"][field] = value(*text);
        }
    }
    *content = manifest.to_string().into_bytes();
    Ok(())
}

/// The name of the crate in a folder, if there is one.
pub(crate) fn name_in(dir: &Path) -> Option<String> {
    let manifest = parse(&fs::read_to_string(dir.join("Cargo.toml")).ok()?).ok()?;
    Some(manifest.get("package")?.get("name")?.as_str()?.to_owned())
}

/// Removes an entry of a table, and the table if it is empty then.
fn remove_entry(manifest: &mut DocumentMut, table: &str, entry: &str) {
    if let Some(entries) = manifest.get_mut(table).and_then(Item::as_table_like_mut) {
        entries.remove(entry);
        if entries.is_empty() {
            manifest.remove(table);
        }
    }
}

/// Removes files, and their folders if they are empty then.
pub fn remove(stale: &[PathBuf]) -> Result<(), WriteError> {
    for path in stale {
        match fs::remove_file(path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                let path = path.clone();
                return Err(WriteError { path, source });
            }
            _ => {}
        }
        // Fails if the folder contains other files.
        let _ = path.parent().map(fs::remove_dir);
    }
    Ok(())
}

fn parse(text: &str) -> io::Result<DocumentMut> {
    let invalid = |error: toml_edit::TomlError| io::Error::new(io::ErrorKind::InvalidData, printable(error));
    text.parse().map_err(invalid)
}

/// A crate that was not generated is not overwritten.
fn refuse_to_overwrite(path: &Path) -> Result<(), WriteError> {
    match fs::read_to_string(path) {
        Ok(text) if !text.starts_with("//! A client of ") => Err(WriteError {
            path: path.to_owned(),
            source: io::Error::new(
                io::ErrorKind::AlreadyExists,
                "it was not generated; choose another folder",
            ),
        }),
        _ => Ok(()),
    }
}

/// Adds missing entries of the generated manifest to the existing one.
fn merge(mut existing: DocumentMut, generated: &DocumentMut, source: bool) -> DocumentMut {
    merge_default_features(&mut existing, generated);
    ["example", "test"]
        .into_iter()
        .for_each(|kind| merge_targets(&mut existing, generated, kind));
    for table in ["package", "features", "dependencies", "dev-dependencies"] {
        let Some(wanted) = generated.get(table).and_then(Item::as_table_like) else {
            continue;
        };
        let Some(known) = existing[table].or_insert(toml_edit::table()).as_table_like_mut() else {
            continue;
        };
        for (name, item) in wanted.iter() {
            match known.get_mut(name) {
                Some(known) if table != "package" && name.starts_with("openapi-") => {
                    if source {
                        replace_source(known, item);
                    }
                    add_features(known, item);
                }
                Some(_) => {}
                None => drop(known.insert(name, item.clone())),
            }
        }
    }
    existing
}

/// Adds new features to those that are on by default. One that the user has taken out stays out.
fn merge_default_features(existing: &mut DocumentMut, generated: &DocumentMut) {
    let default = |manifest: &DocumentMut| -> Vec<String> {
        let features = manifest.get("features").and_then(|features| features.get("default"));
        let features = features.and_then(Item::as_array).into_iter().flatten();
        features.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let Some(features) = existing.get_mut("features").and_then(Item::as_table_like_mut) else {
        return;
    };
    let wanted = default(generated);
    let new: Vec<String> = wanted.into_iter().filter(|name| !features.contains_key(name)).collect();
    if let Some(known) = features.get_mut("default").and_then(Item::as_array_mut) {
        known.extend(new);
    }
}

/// Adds the generated targets of a kind, or the features that they need.
fn merge_targets(existing: &mut DocumentMut, generated: &DocumentMut, kind: &str) {
    let Some(wanted) = generated.get(kind).and_then(Item::as_array_of_tables) else {
        return;
    };
    let known = existing[kind].or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let Some(known) = known.as_array_of_tables_mut() else {
        return;
    };
    for target in wanted {
        let name = |target: &Table| target.get("name").and_then(Item::as_str).map(str::to_owned);
        let index = known.iter().position(|known| name(known) == name(target));
        match index.and_then(|index| known.get_mut(index)) {
            Some(known) => known["required-features"] = target["required-features"].clone(),
            None => known.push(target.clone()),
        }
    }
}

/// Adds a dependency on one of our crates, or the features that it has not. Returns whether it is new.
pub(crate) fn add_dependency(
    manifest: &mut DocumentMut,
    table: &str,
    name: &str,
    runtime: &RuntimeDependency,
    features: &[&str],
) -> bool {
    let mut wanted = InlineTable::new();
    match runtime {
        RuntimeDependency::Path(path) => {
            wanted.insert("path", path.with_file_name(name).to_string_lossy().as_ref().into())
        }
        RuntimeDependency::Version(version) => wanted.insert("version", version.as_str().into()),
    };
    if !features.is_empty() {
        wanted.insert("features", Value::Array(features.iter().copied().collect()));
    }
    let known = manifest[table].or_insert(toml_edit::table()).as_table_like_mut();
    match known.map(|known| known.entry(name)) {
        Some(Entry::Occupied(mut known)) => {
            add_features(known.get_mut(), &value(wanted));
            false
        }
        Some(Entry::Vacant(free)) => {
            free.insert(value(wanted));
            true
        }
        None => false,
    }
}

/// Changes the source of a dependency and keeps its features.
fn replace_source(known: &mut Item, wanted: &Item) {
    let Some(table) = known.as_table_like_mut() else {
        *known = wanted.clone();
        return;
    };
    for key in ["path", "version", "git", "branch", "rev", "tag"] {
        table.remove(key);
    }
    match wanted.as_table_like() {
        Some(wanted) => wanted
            .iter()
            .filter(|(key, _)| *key != "features")
            .for_each(|(key, item)| drop(table.insert(key, item.clone()))),
        None => drop(table.insert("version", wanted.clone())),
    }
}

/// Adds the features of a dependency that the client needs. A version alone becomes a table.
fn add_features(known: &mut Item, wanted: &Item) {
    let wanted = wanted.get("features").and_then(Item::as_array);
    let Some(wanted) = wanted.filter(|wanted| !wanted.is_empty()) else {
        return;
    };
    if let Some(version) = known.as_str() {
        let mut table = InlineTable::new();
        table.insert("version", version.into());
        *known = value(table);
    }
    let Some(table) = known.as_table_like_mut() else { return };
    let features = table.entry("features").or_insert(value(Array::new()));
    let Some(features) = features.as_array_mut() else {
        return;
    };
    for feature in wanted.iter().filter_map(Value::as_str) {
        if !features.iter().any(|known| known.as_str() == Some(feature)) {
            features.push(feature);
        }
    }
}

/// The generated files that a manifest records; paths outside of the folder are ignored.
fn recorded(manifest: &DocumentMut) -> Vec<PathBuf> {
    let package = manifest.get("package");
    let files = package.and_then(|package| package.get("metadata")?.get("openapi-build")?.get("files")?.as_array());
    let files = files
        .into_iter()
        .flatten()
        .filter_map(|file| file.as_str().map(PathBuf::from));
    files
        .filter(|file| file.components().all(|part| matches!(part, Component::Normal(_))))
        .collect()
}

/// Records the generated files, for the next run.
fn record(manifest: &mut DocumentMut, files: &[PathBuf]) {
    let files = files.iter().filter(|file| *file != Path::new("Cargo.toml"));
    let parts = |file: &PathBuf| {
        file.iter()
            .map(|part| part.to_string_lossy())
            .collect::<Vec<_>>()
            .join("/")
    };
    let mut files: Vec<String> = files.map(parts).collect();
    files.sort();
    let mut metadata = Table::new();
    metadata.set_implicit(true);
    let package = manifest["package"].or_insert(toml_edit::table());
    let metadata = package["metadata"].or_insert(Item::Table(metadata));
    metadata["openapi-build"].or_insert(toml_edit::table())["files"] = value(files.into_iter().collect::<Array>());
}
