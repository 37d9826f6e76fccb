//! Changes of a description's structure, wherever in it.

use arbitrary::{Result, Unstructured};
use serde_json::{Value, json};

/// Copies of copies would measure how long a long document takes.
const MOST_PLACES: usize = 2_000;

/// What a member may be called and a text say, to trip over.
const NASTY: [&str; 12] = [
    "",
    " ",
    "Self",
    "type",
    "1",
    "a/b~c%2F..",
    "\"; compile_error!(\"x\"); \"",
    "*/\n`]\n\n```\n#![x]",
    "名前\u{301}",
    "\0\u{202e}",
    "{}{0}{x:?}",
    "$ref",
];

/// Changes one place.
pub fn mutate(bytes: &mut Unstructured<'_>, description: &mut Value) -> Result<()> {
    let mut places = Vec::new();
    collect(description, String::new(), &mut places);
    if places.len() > MOST_PLACES {
        return Ok(());
    }
    let at = bytes.choose(&places)?;
    let other = bytes.choose(&places)?;
    match bytes.int_in_range(0..=6)? {
        0 => drop(remove(description, at)),
        1 => duplicate(description, at, bytes.choose(&NASTY)?),
        2 => swap(description, at, other),
        3 => set(description, at, replacement(bytes)?),
        4 => set(description, at, json!({"$ref": format!("#{other}")})),
        5 => set(description, at, json!({"$ref": format!("#{}", around(bytes, at)?)})),
        _ => {
            if let Some(value) = remove(description, at) {
                insert(description, at, bytes.choose(&NASTY)?, value);
            }
        }
    }
    Ok(())
}

/// The pointer of every value, the root last.
fn collect(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                collect(value, format!("{at}/{name}"), places);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                collect(value, format!("{at}/{index}"), places);
            }
        }
        _ => {}
    }
    places.push(at);
}

/// The pointer of something that the value here is a part of, or of itself.
fn around<'p>(bytes: &mut Unstructured<'_>, at: &'p str) -> Result<&'p str> {
    let ends: Vec<usize> = at.match_indices('/').map(|(end, _)| end).chain([at.len()]).collect();
    Ok(&at[..*bytes.choose(&ends)?])
}

/// A value of any type.
fn replacement(bytes: &mut Unstructured<'_>) -> Result<Value> {
    let values = [
        Value::Null,
        json!(true),
        json!(false),
        json!(0),
        json!(-1.5),
        json!(u64::MAX),
        json!(1e300),
        json!([]),
        json!([{}]),
        json!({}),
        json!({"": {}}),
        json!("string"),
        json!(bytes.choose(&NASTY)?),
        json!(String::from_utf8_lossy(bytes.bytes(bytes.len().min(4))?)),
    ];
    Ok(bytes.choose(&values)?.clone())
}

fn set(description: &mut Value, at: &str, value: Value) {
    if let Some(place) = description.pointer_mut(at) {
        *place = value;
    }
}

fn swap(description: &mut Value, a: &str, b: &str) {
    let value = |at| description.pointer(at).cloned().unwrap_or_default();
    let (of_a, of_b) = (value(a), value(b));
    set(description, a, of_b);
    set(description, b, of_a);
}

fn remove(description: &mut Value, at: &str) -> Option<Value> {
    let (parent, name) = at.rsplit_once('/')?;
    match description.pointer_mut(parent)? {
        Value::Object(members) => members.shift_remove(&name.replace("~1", "/").replace("~0", "~")),
        Value::Array(items) => Some(items.remove(name.parse().ok()?)),
        _ => None,
    }
}

/// Puts a value beside the place: under another name, or as the last item.
fn insert(description: &mut Value, at: &str, name: &str, value: Value) {
    let parent = at
        .rsplit_once('/')
        .and_then(|(parent, _)| description.pointer_mut(parent));
    match parent {
        Some(Value::Object(members)) => drop(members.insert(name.to_owned(), value)),
        Some(Value::Array(items)) => items.push(value),
        _ => {}
    }
}

fn duplicate(description: &mut Value, at: &str, name: &str) {
    let value = description.pointer(at).cloned().unwrap_or_default();
    insert(description, at, name, value);
}
