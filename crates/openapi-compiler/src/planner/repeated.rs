//! Documentation that only repeats a name is left out.

use crate::plan::{Field, Operation, Part, RustType, TypeDef, TypeKind, UnionVariant};

/// Leaves out first paragraphs that only repeat the name of what they document, or of its type.
pub(super) fn leave_out(types: &mut [TypeDef], operations: &mut [Operation]) {
    let names: Vec<String> = types.iter().map(|ty| ty.name.clone()).collect();
    let of_type = |ty: &RustType| ty.named().map_or("", |id| names[id.index()].as_str());
    let of_field = |field: &mut Field| {
        let ty = inner(&field.ty);
        shorten(&mut field.docs, &[&field.name, &field.property, of_type(ty)]);
    };
    for ty in types {
        shorten(&mut ty.docs, &[&ty.name]);
        match &mut ty.kind {
            TypeKind::Struct(object) => object.fields.iter_mut().for_each(of_field),
            TypeKind::Multipart(body) => {
                let fields = body.parts.iter_mut().map(|Part { field, .. }| field);
                fields.for_each(of_field);
            }
            TypeKind::Union(union) => {
                for UnionVariant { docs, name, ty, .. } in &mut union.variants {
                    shorten(docs, &[name, of_type(ty)]);
                }
            }
            _ => {}
        }
    }
    for operation in operations {
        shorten(&mut operation.docs, &[&operation.name, &operation.id]);
        for parameter in &mut operation.parameters {
            shorten(&mut parameter.docs, &[&parameter.name, &parameter.wire_name]);
        }
    }
}

fn inner(ty: &RustType) -> &RustType {
    match ty {
        RustType::Nullable(ty) | RustType::Boxed(ty) => inner(ty),
        other => other,
    }
}

/// Leaves out the first paragraph if it has the letters of one of the names, and no others.
fn shorten(docs: &mut String, names: &[&str]) {
    let (first, rest) = docs.split_once("\n\n").unwrap_or((docs, ""));
    let first = letters(first);
    if names.iter().any(|name| letters(name) == first) {
        *docs = rest.to_owned();
    }
}

fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn a_paragraph_that_is_a_name_is_left_out() {
        let cases = [
            ("Pet status.", ""),
            ("PetStatus\n\nOf a pet.\n\nMore.", "Of a pet.\n\nMore."),
            ("The pet status.", "The pet status."),
            ("One.\n\nPetStatus", "One.\n\nPetStatus"),
            ("", ""),
        ];
        for (docs, expected) in cases {
            let mut docs = docs.to_owned();
            shorten(&mut docs, &["status", "pet_status"]);
            assert_eq!(docs, expected);
        }
    }
}
