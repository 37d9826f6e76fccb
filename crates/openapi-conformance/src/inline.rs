//! References where the specification has none, and other references that need more than a pointer.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::pointer::{child, of_fragment, to_fragment};

/// Members that hold a map whose keys are the author's.
pub(crate) const MAPS: [&str; 21] = [
    "$defs",
    "additionalOperations",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "examples",
    "files",
    "headers",
    "links",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
];
/// Members with a schema or an object that may be a reference by the specification.
const REGULAR: [&str; 14] = [
    "additionalItems",
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "itemSchema",
    "items",
    "not",
    "propertyNames",
    "requestBody",
    "schema",
    "then",
    "unevaluatedProperties",
];
/// Members that are data, even if they look like references.
const DATA: [&str; 6] = ["const", "dataValue", "default", "example", "mapping", "value"];
/// The maximum number of references that are inlined.
const MAX_INLINED: usize = 100_000;

/// Inlines references where the specification allows none, such as `get: {$ref: ..}` or
/// `properties: {$ref: ..}`, and of path items. Other references become pointers from the root. A dangling reference
/// becomes an object without reference: a schema that everything is valid by.
pub(crate) fn inline(document: &mut Value) {
    let original = document.clone();
    let mut identifiers = HashMap::new();
    identify(&original, "", "", &mut identifiers);
    let mut inline = Inline {
        original: &original,
        identifiers,
        open: Vec::new(),
        left: MAX_INLINED,
    };
    inline.walk(document, "", Kind::Fields);
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// An object whose members the specification names.
    Fields,
    /// A map whose keys are the author's.
    Names,
    /// The map of path items.
    Paths,
    /// A list of objects that cannot be references by the specification.
    Objects,
}

struct Inline<'d> {
    original: &'d Value,
    /// The pointers of schemas with an `$id`, and of files with a `$self`.
    identifiers: HashMap<String, String>,
    /// The targets of the references that are being replaced, to end cycles.
    open: Vec<String>,
    left: usize,
}

impl Inline<'_> {
    /// `at` is where the value stands in the original, for references that are relative to it.
    fn walk(&mut self, value: &mut Value, at: &str, kind: Kind) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    let at = child(at, &index.to_string());
                    self.member(item, &at, kind == Kind::Objects, Kind::Fields);
                }
            }
            Value::Object(members) => {
                if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                    match self.target(reference, at) {
                        Some(target) => drop(members.insert("$ref".to_owned(), target.into())),
                        None => drop(members.remove("$ref")),
                    }
                }
                if kind == Kind::Fields && members.get("$id").is_some_and(Value::is_string) {
                    // An `$id` of its own would change the meaning of pointers.
                    members.remove("$id");
                }
                for (name, member) in members {
                    let at = child(at, name);
                    match kind {
                        Kind::Fields if is_data(name, member) => {}
                        Kind::Fields => {
                            self.member(member, &at, !REGULAR.contains(&name.as_str()), kind_of(name, member))
                        }
                        Kind::Paths => self.member(member, &at, true, Kind::Fields),
                        Kind::Names | Kind::Objects => self.member(member, &at, false, Kind::Fields),
                    }
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, value: &mut Value, at: &str, is_stray: bool, kind: Kind) {
        let reference = value.get("$ref").and_then(Value::as_str).filter(|_| is_stray);
        let Some(reference) = reference else {
            return self.walk(value, at, kind);
        };
        let target = self.target(reference, at).and_then(|target| of_fragment(&target));
        let siblings = value.as_object_mut().map(std::mem::take).unwrap_or_default();
        let siblings = siblings.into_iter().filter(|(name, _)| name != "$ref");
        let found = target.as_ref().and_then(|target| self.original.pointer(target));
        let is_open = target
            .as_ref()
            .is_some_and(|target| self.open.contains(target) || at == target || at.starts_with(&format!("{target}/")));
        let (Some(target), Some(found), false, 1..) = (target, found, is_open, self.left) else {
            *value = Value::Object(siblings.collect());
            return;
        };
        self.left -= 1;
        *value = found.clone();
        self.open.push(target.clone());
        // The target may be such a reference too.
        self.member(value, &target, true, kind);
        self.open.pop();
        if let Value::Object(members) = value {
            let mut own = Value::Object(siblings.collect());
            self.walk(&mut own, at, kind);
            members.extend(own.as_object_mut().map(std::mem::take).into_iter().flatten());
        }
    }

    /// A reference that stands at `at` as a pointer from the root; the name of an anchor stays.
    fn target(&self, reference: &str, at: &str) -> Option<String> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if !path.is_empty() {
            let base = self.identifiers.get(path).or_else(|| {
                let bases = ancestors(at).filter_map(|around| self.original.pointer(around)?.get("$id")?.as_str());
                bases
                    .into_iter()
                    .find_map(|base| self.identifiers.get(&join(base, path)))
            })?;
            let pointer = of_fragment(&format!("#{fragment}"))?;
            return Some(to_fragment(&self.through(&(base.clone() + &pointer))?));
        }
        let Some(pointer) = of_fragment(&format!("#{fragment}")) else {
            return Some(reference.to_owned());
        };
        let enclosing = || ancestors(at).find_map(|around| self.through(&format!("{around}{pointer}")));
        self.through(&pointer)
            .or_else(enclosing)
            .map(|found| to_fragment(&found))
    }

    /// Where a pointer leads, through references too.
    fn through(&self, pointer: &str) -> Option<String> {
        if self.original.pointer(pointer).is_some() {
            return Some(pointer.to_owned());
        }
        let mut at = String::new();
        let mut left = 64;
        for token in pointer.strip_prefix('/')?.split('/') {
            while self.original.pointer(&format!("{at}/{token}")).is_none() {
                left -= 1;
                let reference = self.original.pointer(&at)?.get("$ref")?.as_str().filter(|_| left > 0)?;
                at = of_fragment(reference)?;
            }
            at = format!("{at}/{token}");
        }
        Some(at)
    }
}

/// A pointer, and those of what is around it, innermost first; not that of the whole.
fn ancestors(at: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(at), |at| at.rfind('/').map(|end| &at[..end])).filter(|at| !at.is_empty())
}

fn is_data(name: &str, member: &Value) -> bool {
    let is_list_of_data = matches!(name, "enum" | "examples") && member.is_array();
    name.starts_with("x-") || DATA.contains(&name) || is_list_of_data
}

fn kind_of(name: &str, member: &Value) -> Kind {
    match name {
        "paths" => Kind::Paths,
        "servers" | "tags" | "security" => Kind::Objects,
        _ if MAPS.contains(&name) && !member.is_array() => Kind::Names,
        _ => Kind::Fields,
    }
}

/// The pointers of the schemas with an `$id`, by the `$id` and by the URI that it resolves to.
fn identify(value: &Value, at: &str, base: &str, found: &mut HashMap<String, String>) {
    let own = ["$id", "$self"].into_iter().find_map(|name| value.get(name)?.as_str());
    let own = own.map(|id| id.trim_end_matches('#'));
    let joined = own.map(|id| join(base, id));
    for id in own.map(str::to_owned).into_iter().chain(joined.clone()) {
        found.entry(id).or_insert_with(|| at.to_owned());
    }
    let base = joined.as_deref().unwrap_or(base);
    let none = Map::new();
    for (name, member) in value.as_object().unwrap_or(&none) {
        identify(member, &child(at, name), base, found);
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        identify(item, &child(at, &index.to_string()), base, found);
    }
}

/// A relative URL at its base.
fn join(base: &str, path: &str) -> String {
    match url::Url::parse(base).and_then(|base| base.join(path)) {
        Ok(url) => url.into(),
        Err(_) => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::inline;

    #[test]
    fn references_are_replaced_where_the_specification_has_none() {
        let cases = [
            (
                json!({"paths": {"/a": {"get": {"$ref": "#/x-op", "summary": "s"}}}, "x-op": {"operationId": "a"}}),
                "/paths/~1a/get",
                json!({"operationId": "a", "summary": "s"}),
            ),
            (
                json!({"components": {"schemas": {"A": {"properties": {"$ref": "#/x-p"}, "enum": {"$ref": "#/x-e"}}}}, "x-p": {"b": {}}, "x-e": [1]}),
                "/components/schemas/A",
                json!({"properties": {"b": {}}, "enum": [1]}),
            ),
            (
                json!({"components": {"schemas": {"A": {"$ref": "#/components/schemas/Gone", "example": {"$ref": "kept"}}}}}),
                "/components/schemas/A",
                json!({"example": {"$ref": "kept"}}),
            ),
            (
                json!({"components": {"schemas": {"$ref": "#/x-all"}}, "x-all": {"A": {"$ref": "#/components/schemas/B"}, "B": {}}}),
                "/components/schemas/A",
                json!({"$ref": "#/x-all/B"}),
            ),
            (
                json!({"components": {"schemas": {"A": {"$defs": {"P": {}}, "items": {"$ref": "#/$defs/P"}}}}}),
                "/components/schemas/A/items",
                json!({"$ref": "#/components/schemas/A/%24defs/P"}),
            ),
            (
                json!({"components": {"schemas": {"A": {"properties": {"n": {"properties": {"$ref": "#/components/schemas/A/properties"}}}}}}}),
                "/components/schemas/A/properties",
                json!({"n": {"properties": {}}}),
            ),
            (
                json!({"components": {"schemas": {"A": {"$id": "https://e.com/a", "$defs": {"P": {"$id": "p"}}, "items": {"$ref": "p"}}}}}),
                "/components/schemas/A",
                json!({"$defs": {"P": {}}, "items": {"$ref": "#/components/schemas/A/%24defs/P"}}),
            ),
        ];
        for (mut document, pointer, expected) in cases {
            inline(&mut document);
            assert_eq!(document.pointer(pointer), Some(&expected), "{document}");
        }
    }
}
