//! A description of several files as one document.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::pointer::{child, of_fragment, to_fragment};

/// The member of the root that holds the other files, by their paths.
const FILES: &str = "files";

/// The first file, holding the others; references between files become references within it.
pub(crate) fn bundle(files: Vec<(String, Value)>) -> Value {
    let places: HashMap<String, String> = files
        .iter()
        .enumerate()
        .map(|(index, (path, _))| {
            let place = child(&child("", FILES), path);
            (path.clone(), if index == 0 { String::new() } else { place })
        })
        .collect();
    let mut files = files.into_iter().map(|(path, mut value)| {
        if places.len() > 1 {
            references(&mut value, false, &mut |reference| refer(reference, &path, &places));
        }
        (path, value)
    });
    let (_, mut root) = files.next().unwrap_or_default();
    let others: Map<String, Value> = files.collect();
    if let Value::Object(root) = &mut root
        && !others.is_empty()
    {
        root.insert(FILES.to_owned(), Value::Object(others));
    }
    root
}

/// Visits the references: those of `$ref`, and of a discriminator's `mapping`.
fn references(value: &mut Value, in_mapping: bool, visit: &mut impl FnMut(&mut String)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| references(item, false, visit)),
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(reference) if in_mapping || name == "$ref" => visit(reference),
                    _ => references(member, name == "mapping", visit),
                }
            }
        }
        _ => {}
    }
}

/// Rewrites a reference in the file at `path`, if it leads to a known file. A name, as in a `mapping`, stays one.
fn refer(reference: &mut String, path: &str, places: &HashMap<String, String>) {
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let target = match file {
        "" => path.to_owned(),
        _ => join(path, &percent_decode_str(file).decode_utf8_lossy()),
    };
    let pointer = of_fragment(&format!("#{fragment}"));
    if let (Some(place), Some(pointer)) = (places.get(&target), pointer)
        && !reference.is_empty()
    {
        *reference = to_fragment(&(place.clone() + &pointer));
    }
}

/// A path relative to the folder of the file `base`, without `.` and, as far as that goes, `..`.
fn join(base: &str, path: &str) -> String {
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut joined: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(path.split('/')) {
        match step {
            "" | "." => {}
            ".." if joined.last().is_some_and(|last| *last != "..") => drop(joined.pop()),
            step => joined.push(step),
        }
    }
    joined.join("/")
}
