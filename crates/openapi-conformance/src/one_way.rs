//! Properties of one direction: `readOnly` in responses, `writeOnly` in requests.

use serde_json::Value;

use crate::contract::Direction;
use crate::json::elements;
use crate::pointer::of_fragment;

/// How far references and compositions are followed.
const DEEPEST: usize = 16;

/// Whether values of a schema do not go in a direction.
pub(crate) fn is_absent(document: &Value, schema: &Value, direction: Direction) -> bool {
    let flag = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    says(document, schema, flag, DEEPEST)
}

/// Whether a schema has a flag, itself or by its references and compositions.
fn says(document: &Value, schema: &Value, flag: &str, deepest: usize) -> bool {
    let target = schema.get("$ref").and_then(Value::as_str).and_then(of_fragment);
    let referenced = target.and_then(|target| document.pointer(&target));
    let mut others = referenced.into_iter().chain(elements(&schema["allOf"]));
    schema[flag] == true || (deepest > 0 && others.any(|other| says(document, other, flag, deepest - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_flag_beside_a_reference_or_inside_a_composition_counts() {
        let document = json!({"plain": {"type": "string"}, "flagged": {"readOnly": true}, "loop": {"$ref": "#/loop"}});
        let cases = [
            (json!({"readOnly": true, "$ref": "#/plain"}), true),
            (json!({"$ref": "#/flagged"}), true),
            (
                json!({"allOf": [{"$ref": "#/plain"}, {"allOf": [{"readOnly": true}]}]}),
                true,
            ),
            (json!({"$ref": "#/loop"}), false),
            (json!({"allOf": [{"$ref": "#/plain"}], "writeOnly": true}), false),
        ];
        for (schema, expected) in cases {
            assert_eq!(is_absent(&document, &schema, Direction::Request), expected, "{schema}");
        }
    }
}
