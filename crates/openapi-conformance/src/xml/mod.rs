//! Values in XML, by the `xml` objects of a description: what a client sends is compared with it, and what it reads is written so.
//!
//! A value that is not the same when XML of it is read has no document here: null in an attribute, an empty list without an element
//! of its own, one of several alternatives that the elements do not distinguish.

mod element;
mod write;

use serde_json::{Map, Value};

use crate::body::{is_anything, is_scalar};
use crate::contract::{Content, Contract, Direction};
use crate::pointer::locate;
use crate::request::essence;

use self::element::Element;

/// Whether a content is XML of a value, rather than a text. A request needs a name for the root element.
pub(crate) fn is_value(contract: &Contract, content: &Content, direction: Direction) -> bool {
    let media_type = essence(&content.media_type).to_ascii_lowercase();
    let document = contract.document();
    let Some((at, schema)) = content.schema.as_ref().and_then(|at| Some((at, document.pointer(at)?))) else {
        return false;
    };
    (media_type.ends_with("/xml") || media_type.ends_with("+xml"))
        && !is_scalar(contract, content)
        && !is_anything(document, schema, 0)
        && (direction == Direction::Response || root(contract, at).is_some())
}

/// The document of a value.
pub(crate) fn document(contract: &Contract, content: &Content, direction: Direction, value: &Value) -> Option<String> {
    Some(element(contract, content, direction, value)?.document())
}

/// A value without its properties that have no XML.
pub(crate) fn writable(contract: &Contract, content: &Content, direction: Direction, value: Value) -> Value {
    let object = match without_odd_names(value) {
        Value::Object(object) => object,
        other => return other,
    };
    let mut kept = Value::Object(Map::new());
    for (name, value) in object {
        kept[&name] = value;
        if document(contract, content, direction, &kept).is_none() {
            kept.as_object_mut().map(|kept| kept.remove(&name));
        }
    }
    kept
}

/// A value without the properties whose names no element has: those that are not listed may have any.
fn without_odd_names(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let members = object.into_iter().filter(|(name, _)| is_name(name));
            members.map(|(name, value)| (name, without_odd_names(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_odd_names).collect(),
        scalar => scalar,
    }
}

/// Whether a text is surely the name of an element.
fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// How a document that arrived differs from that of a value.
pub(crate) fn difference(contract: &Contract, content: &Content, wanted: &Value, arrived: &str) -> Option<String> {
    let wanted = element(contract, content, Direction::Request, wanted)?;
    match Element::parse(arrived) {
        Ok(arrived) => wanted.difference(&arrived),
        Err(problem) => Some(format!("it is not XML: {problem}")),
    }
}

fn element(contract: &Contract, content: &Content, direction: Direction, value: &Value) -> Option<Element> {
    let at = content.schema.as_deref()?;
    let name = root(contract, at).unwrap_or_else(|| "root".to_owned());
    write::Writer { contract, direction }.root(at, &name, value)
}

/// The name of the root element: that of `xml`, or of the component.
fn root(contract: &Contract, at: &str) -> Option<String> {
    let document = contract.document();
    let schema = document.pointer(at)?;
    let (target, place) = locate(document, schema, at.to_owned());
    let of_xml = [schema, target]
        .into_iter()
        .find_map(|schema| schema["xml"]["name"].as_str());
    let component = place
        .strip_prefix("/components/schemas/")
        .filter(|name| !name.contains('/'));
    of_xml
        .map(str::to_owned)
        .or_else(|| component.map(|name| name.replace("~1", "/").replace("~0", "~")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The document of a value in a response with the schema `S`, without the declaration.
    fn written(schemas: &str, value: Value) -> Option<String> {
        let text = format!(
            "{{openapi: 3.2.0, paths: {{/a: {{get: {{responses: {{'200': {{content: {{application/xml: \
             {{schema: {{$ref: '#/components/schemas/S'}}}}}}}}}}}}}}}}, components: {{schemas: {{{schemas}}}}}}}"
        );
        let contract = Contract::parse(&text).expect("a description");
        let content = &contract.operations()[0].responses[0].contents[0];
        let text = document(&contract, content, Direction::Response, &value)?;
        Some(text.split("-->\n").nth(1).expect("a comment").to_owned())
    }

    #[test]
    fn a_value_is_written_by_its_schema() {
        let object = |properties: &str| format!("S: {{type: object, properties: {{{properties}}}}}");
        for (schemas, value, expected) in [
            (
                object("a: {type: integer, xml: {attribute: true}}, b: {type: string, xml: {name: c}}"),
                json!({"a": 1, "b": "<"}),
                "<S a='1'><c>&#x3c;</c></S>",
            ),
            (
                object("a: {type: array, items: {type: string, xml: {name: i}}}"),
                json!({"a": ["x", "y"]}),
                "<S><i>x</i><i>y</i></S>",
            ),
            (
                object("a: {type: array, items: {type: string}, xml: {wrapped: true, name: w}}"),
                json!({"a": ["x"]}),
                "<S><w><w>x</w></w></S>",
            ),
            (
                object("a: {type: array, items: {type: string}}"),
                json!({"a": ["x"]}),
                "<S><a>x</a></S>",
            ),
            (
                "S: {type: array, items: {$ref: '#/components/schemas/T'}}, T: {type: object, xml: {name: t, namespace: u}}".to_owned(),
                json!([{}]),
                "<S xmlns:q0='u'><q0:t></q0:t></S>",
            ),
            (
                "S: {allOf: [{properties: {a: {type: boolean, xml: {nodeType: text}}}}], xml: {name: s}}".to_owned(),
                json!({"a": true}),
                "<s>true</s>",
            ),
            (
                "S: {properties: {a: {oneOf: [{type: string}, {type: 'null'}]}}, additionalProperties: {type: integer}}".to_owned(),
                json!({"a": "x", "other": 7}),
                "<S><a>x</a><other>7</other></S>",
            ),
        ] {
            assert_eq!(written(&schemas, value).as_deref(), Some(expected), "{schemas}");
        }
        let null = written(&object("a: {type: [string, 'null']}"), json!({"a": null}));
        assert!(null.expect("nil").contains("<a q0:nil='true'></a>"));
    }

    #[test]
    fn a_property_without_xml_is_left_out() {
        let text = "{openapi: 3.1.0, paths: {/a: {get: {responses: {'200': {content: {text/xml: {schema: \
                    {properties: {a: {type: [string, integer]}, b: {type: string}}}}}}}}}}}";
        let contract = Contract::parse(text).expect("a description");
        let content = &contract.operations()[0].responses[0].contents[0];
        let value = json!({"a": "1", "b": "x", "no name": "y"});
        assert_eq!(
            writable(&contract, content, Direction::Response, value),
            json!({"b": "x"})
        );
    }

    #[test]
    fn what_is_not_the_same_when_it_is_read_is_not_written() {
        for (schema, value) in [
            (
                "{properties: {a: {type: [string, 'null'], xml: {attribute: true}}}}",
                json!({"a": null}),
            ),
            (
                "{properties: {a: {type: array, items: {type: string}}}}",
                json!({"a": []}),
            ),
            (
                "{properties: {a: {type: string, xml: {nodeType: text}}}}",
                json!({"a": ""}),
            ),
            ("{properties: {a: {type: [string, integer]}}}", json!({"a": "1"})),
            ("{properties: {a: {}}}", json!({"a": 1})),
            ("{properties: {a: {type: string}}}", json!({"a": "\u{1}"})),
            ("{properties: {a: {type: string}}}", json!({"b": "x"})),
            (
                "{properties: {}, additionalProperties: {type: string}}",
                json!({"a b": "x"}),
            ),
            (
                "{oneOf: [{properties: {a: {type: string}}}, {properties: {a: {type: integer}}}]}",
                json!({"a": 1}),
            ),
            (
                "{type: array, items: {type: array, items: {type: string}}}",
                json!([["a"]]),
            ),
        ] {
            assert_eq!(written(&format!("S: {schema}"), value), None, "{schema}");
        }
    }
}
