//! Types that would contain themselves get a box where they do.

use std::collections::HashSet;

use super::cycles::components;
use crate::plan::{RustType, TypeDef, TypeKind};

/// Which direct containments are promised to be in a box or not: by the index of the type, and of the field or variant in it.
#[derive(Default)]
pub(super) struct PromisedBoxes {
    pub boxed: HashSet<(usize, usize)>,
    pub plain: HashSet<(usize, usize)>,
}

/// Boxes direct containments inside cycles of types (strongly connected components): those that are promised to be in boxes,
/// every one that nothing is promised of, and of those that are promised not to be in boxes the ones that cycles remain of.
pub(super) fn box_cycles(types: &mut [TypeDef], promised: &PromisedBoxes) {
    let all = edges(types);
    let component = components(&all);
    box_where(types, &|edge, target| {
        promised.boxed.contains(&edge) || (component[edge.0] == component[target] && !promised.plain.contains(&edge))
    });
    let rest = components(&edges(types));
    box_where(types, &|edge, target| rest[edge.0] == rest[target]);
}

/// Boxes what a type contains directly, where it says so.
fn box_where(types: &mut [TypeDef], is_boxed: &dyn Fn((usize, usize), usize) -> bool) {
    for (index, ty) in types.iter_mut().enumerate() {
        let visit = |(nth, ty): (usize, &mut RustType)| box_in(ty, &|target| is_boxed((index, nth), target));
        match &mut ty.kind {
            TypeKind::Struct(object) => object
                .fields
                .iter_mut()
                .map(|field| &mut field.ty)
                .enumerate()
                .for_each(visit),
            TypeKind::Union(union) => {
                union
                    .variants
                    .iter_mut()
                    .map(|variant| &mut variant.ty)
                    .enumerate()
                    .for_each(visit);
            }
            TypeKind::Wrapper(ty) => visit((0, ty)),
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

/// The types that each type contains directly.
fn edges(types: &[TypeDef]) -> Vec<Vec<usize>> {
    types.iter().map(|ty| contained(&ty.kind)).collect()
}

fn contained(kind: &TypeKind) -> Vec<usize> {
    let mut found = Vec::new();
    match kind {
        TypeKind::Struct(object) => object
            .fields
            .iter()
            .for_each(|field| direct(&field.ty, true, &mut found)),
        TypeKind::Union(union) => union
            .variants
            .iter()
            .for_each(|variant| direct(&variant.ty, true, &mut found)),
        TypeKind::Alias(ty) | TypeKind::Wrapper(ty) => direct(ty, true, &mut found),
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Multipart(_) => {}
    }
    found
}

/// The types that a value holds in place, not behind the pointer of a list or map; `or_null` also those that may be null.
pub(super) fn direct(ty: &RustType, or_null: bool, found: &mut Vec<usize>) {
    match ty {
        RustType::Named(id) => found.push(id.0 as usize),
        RustType::Nullable(inner) if or_null => direct(inner, or_null, found),
        RustType::Tuple(items) => items.iter().for_each(|item| direct(item, or_null, found)),
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
