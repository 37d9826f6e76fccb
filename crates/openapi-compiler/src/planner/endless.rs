//! Required properties that lead back to their own schema without end: no finite value has them all.

use super::boxes::direct;
use super::cycles::components;
use crate::document::Location;
use crate::plan::{TypeDef, TypeKind};

/// Makes such properties optional, as a server that sends values at all treats them. Returns their places.
pub(super) fn loosen(types: &mut [TypeDef]) -> Vec<Location> {
    let edges: Vec<Vec<usize>> = types.iter().map(|ty| always_contained(&ty.kind)).collect();
    let component = components(&edges);
    let mut loosened = Vec::new();
    for (index, ty) in types.iter_mut().enumerate() {
        let TypeKind::Struct(object) = &mut ty.kind else {
            continue;
        };
        for field in object.fields.iter_mut().filter(|field| field.required) {
            let mut targets = Vec::new();
            direct(&field.ty, false, &mut targets);
            if targets.iter().any(|target| component[*target] == component[index]) {
                (field.required, field.constant) = (false, None);
                loosened.push(ty.at.child("properties").child(&field.property));
            }
        }
        object.has_default |= object.fields.iter().all(|field| !field.required);
    }
    loosened
}

/// The types of which each value of a type contains one. A union also has values that are not known.
fn always_contained(kind: &TypeKind) -> Vec<usize> {
    let mut found = Vec::new();
    match kind {
        TypeKind::Struct(object) => {
            let required = object.fields.iter().filter(|field| field.required);
            required.for_each(|field| direct(&field.ty, false, &mut found));
        }
        TypeKind::Alias(ty) | TypeKind::Wrapper(ty) => direct(ty, false, &mut found),
        TypeKind::Union(_) | TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Multipart(_) => {}
    }
    found
}
