//! Descriptions with hostile texts, and what a terminal, a log or cargo would obey of an output. Tests of several crates include
//! this file.
#![allow(dead_code, reason = "each test uses a part")]

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// What a string of a document may be, to trip over.
pub const NASTY: [&str; 19] = [
    "",
    " ",
    "\0",
    "\"; compile_error!(\"x\"); \"",
    "*/ compile_error!(\"x\"); /*",
    "\n#![doc = compile_error!()]\n",
    "r#\"",
    "\"#",
    "`]\n\n```\nfn main() { compile_error!() }",
    "{}{0}{x:?}",
    "\u{202e}\u{2066}gnp.exe",
    "名前\u{301}",
    "€1",
    "a/b~c%2F..",
    "#/components/schemas/Thing",
    "Self",
    "\ncargo:rustc-env=X=1\ncargo::rustc-link-arg=x\n",
    "\r\u{85}\u{2028}\u{2029}cargo:rustc-env=X=1",
    "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m",
];

pub fn documents() -> Vec<Value> {
    let texts = [
        include_str!("../cargo-openapi-build/tests/documents/things.yaml"),
        include_str!("documents/bodies.yaml"),
        include_str!("documents/document.yaml"),
        include_str!("documents/notes.yaml"),
        include_str!("documents/parameters.yaml"),
        include_str!("documents/responses.yaml"),
        include_str!("documents/schemas.yaml"),
        include_str!("documents/security.yaml"),
        include_str!("documents/swagger.yaml"),
    ];
    texts
        .iter()
        .map(|text| serde_yaml::from_str(text).expect("YAML"))
        .collect()
}

/// Every pointer into a value.
pub fn pointers(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                pointers(value, format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
    found.push(at);
}

/// Documents with a text in the place of every string, and of every key that the specification leaves to the author.
pub fn hostile(text: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for document in documents() {
        let mut places = Vec::new();
        pointers(&document, String::new(), &mut places);
        let mut values = document.clone();
        for at in &places {
            let keyword = ["openapi", "in", "type", "$ref", "style"];
            let is_keyword = keyword.iter().any(|name| at.ends_with(&format!("/{name}")));
            if let Some(place) = values.pointer_mut(at).filter(|place| place.is_string() && !is_keyword) {
                *place = json!(text);
            }
        }
        all.push(values);
        let mut keys = document;
        for holder in places.iter().rev() {
            let named = [
                "properties",
                "responses",
                "schemas",
                "paths",
                "content",
                "headers",
                "examples",
                "variables",
                "securitySchemes",
                "parameters",
                "mapping",
                "callbacks",
                "links",
                "webhooks",
                "encoding",
            ];
            let is_map = named.iter().any(|name| holder.ends_with(&format!("/{name}")));
            if let Some(Value::Object(members)) = keys.pointer_mut(holder).filter(|_| is_map)
                && let Some(name) = members.keys().next_back().cloned()
                && let Some(value) = members.remove(&name)
            {
                members.insert(format!("{name}{text}"), value);
            }
        }
        all.push(keys);
    }
    all
}

/// File names that a file system may have, and that try the same.
pub const NAMES: [&str; 3] = [
    "a\ncargo:rustc-env=X=1\n.yaml",
    "\u{1b}[2J\u{202e}.json",
    "b\r\u{2028}\u{85}.yaml",
];

/// A folder of documents: each hostile text in every string and key, some in files with hostile names.
pub fn hostile_files(folder: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for (nth, text) in NASTY.iter().enumerate() {
        for (index, document) in hostile(text).into_iter().enumerate() {
            let path = folder.join(format!("{nth}-{index}.json"));
            std::fs::write(&path, document.to_string()).expect("written");
            paths.push(path);
        }
    }
    for name in NAMES {
        let inner = folder.join(name);
        std::fs::write(
            &inner,
            "{type: objekt, properties: {\"a\\ncargo:rustc-env=X=1\": {type: \"\\e[2J\"}}}",
        )
        .expect("written");
        let reference = json!(format!("./{}", name.replace('%', "%25")));
        let document = json!({
            "openapi": "3.1.0",
            "paths": {"/a": {"get": {"operationId": "a", "responses": {
                "200": {"content": {"application/json": {"schema": {"$ref": reference}}}},
                "404": {"content": {"application/json": {"schema": {"$ref": "gone".to_owned() + name}}}},
            }}}},
        });
        for path in [format!("root-{name}"), format!("{name}.root.json")] {
            let path = folder.join(path);
            std::fs::write(&path, document.to_string()).expect("written");
            paths.push(path);
        }
        std::fs::write(folder.join(format!("broken-{name}")), "{a: \u{202e}[\u{9b}").expect("written");
        paths.push(folder.join(format!("broken-{name}")));
    }
    paths
}

/// Whether a terminal, a log or cargo would obey something in the text, apart from the ends of our own lines.
pub fn obeyed(text: &str) -> Option<char> {
    let format = |c: char| {
        matches!(c, '\u{2028}' | '\u{2029}' | '\u{61c}' | '\u{200e}' | '\u{200f}')
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    text.chars()
        .find(|&c| (c.is_control() && c != '\n' && c != '\t') || format(c))
}
