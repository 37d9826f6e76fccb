//! Types that would contain themselves get a box where they do.

use super::cycles::components;
use crate::plan::{RustType, TypeDef, TypeKind};

/// Boxes every direct containment inside a cycle of types (a strongly connected component).
pub(super) fn box_cycles(types: &mut [TypeDef]) {
    let edges: Vec<Vec<usize>> = types.iter().map(|ty| contained(&ty.kind)).collect();
    let component = components(&edges);
    for (index, ty) in types.iter_mut().enumerate() {
        let own = component[index];
        let visit = |ty: &mut RustType| box_in(ty, &|target| component[target] == own);
        match &mut ty.kind {
            TypeKind::Struct(object) => object.fields.iter_mut().for_each(|field| visit(&mut field.ty)),
            TypeKind::Union(union) => union.variants.iter_mut().for_each(|variant| visit(&mut variant.ty)),
            TypeKind::Wrapper(ty) => visit(ty),
            TypeKind::Alias(_) | TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Multipart(_) => {}
        }
    }
}

/// Makes structs of aliases that lead back to themselves through other aliases alone, lists and maps between them or not.
pub(super) fn wrap_cycles(types: &mut [TypeDef]) {
    let edges: Vec<Vec<usize>> = types.iter().map(|ty| aliases(&ty.kind, types)).collect();
    let component = components(&edges);
    for index in 0..types.len() {
        let cyclic = edges[index].iter().any(|target| component[*target] == component[index]);
        if let (true, TypeKind::Alias(target)) = (cyclic, &types[index].kind) {
            types[index].kind = TypeKind::Wrapper(target.clone());
        }
    }
}

/// The aliases that one speaks of.
fn aliases(kind: &TypeKind, types: &[TypeDef]) -> Vec<usize> {
    let mut found = Vec::new();
    if let TypeKind::Alias(target) = kind {
        target.add_named(&mut found);
        found.retain(|index| matches!(types[*index].kind, TypeKind::Alias(_)));
    }
    found
}

fn contained(kind: &TypeKind) -> Vec<usize> {
    let mut found = Vec::new();
    match kind {
        TypeKind::Struct(object) => object.fields.iter().for_each(|field| direct(&field.ty, &mut found)),
        TypeKind::Union(union) => union
            .variants
            .iter()
            .for_each(|variant| direct(&variant.ty, &mut found)),
        TypeKind::Alias(ty) | TypeKind::Wrapper(ty) => direct(ty, &mut found),
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Multipart(_) => {}
    }
    found
}

/// The types that a value holds in place, not behind the pointer of a list or map.
fn direct(ty: &RustType, found: &mut Vec<usize>) {
    match ty {
        RustType::Named(id) => found.push(id.0 as usize),
        RustType::Nullable(inner) => direct(inner, found),
        RustType::Tuple(items) => items.iter().for_each(|item| direct(item, found)),
        _ => {}
    }
}

fn box_in(ty: &mut RustType, same: &dyn Fn(usize) -> bool) {
    match ty {
        RustType::Named(id) if same(id.0 as usize) => *ty = RustType::Boxed(Box::new(ty.clone())),
        RustType::Nullable(inner) => box_in(inner, same),
        RustType::Tuple(items) => items.iter_mut().for_each(|item| box_in(item, same)),
        _ => {}
    }
}
