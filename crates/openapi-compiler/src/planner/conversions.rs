//! What converts into a type: the values of variants into unions, of unions in unions, and of the only required field of a body.

use std::collections::{HashMap, HashSet};

use crate::plan::{BodyType, Conversion, Nested, Plan, RustType, TypeId, TypeKind, Union};

/// Adds the conversions of all types.
pub(super) fn add(plan: &mut Plan) {
    let mut unions: HashMap<usize, (Vec<Conversion>, Vec<Nested>)> = HashMap::new();
    for (index, ty) in plan.types.iter().enumerate() {
        if let TypeKind::Union(union) = &ty.kind
            && has_distinct_types(plan, union)
        {
            let own = union.variants.iter().map(|variant| conversion(plan, &variant.ty));
            unions.insert(index, (own.collect(), nested(plan, union)));
        }
    }
    let wrappers = wrappers(plan);
    for (index, ty) in plan.types.iter_mut().enumerate() {
        match &mut ty.kind {
            TypeKind::Union(union) => {
                let Some((own, nested)) = unions.remove(&index) else {
                    continue;
                };
                for (variant, conversion) in union.variants.iter_mut().zip(own) {
                    variant.conversion = Some(conversion);
                }
                union.nested = nested;
            }
            TypeKind::Struct(object) => object.wraps = wrappers.get(&index).cloned(),
            _ => {}
        }
    }
}

/// Whether no two variants have one type, so that each can be made by `From`.
fn has_distinct_types(plan: &Plan, union: &Union) -> bool {
    let types = union
        .variants
        .iter()
        .map(|variant| plan.unaliased(unboxed(&variant.ty)));
    types.collect::<HashSet<_>>().len() == union.variants.len()
}

fn unboxed(ty: &RustType) -> &RustType {
    match ty {
        RustType::Boxed(inner) => inner,
        other => other,
    }
}

/// How a variant is made: a boxed value may also be given without its box.
fn conversion(plan: &Plan, ty: &RustType) -> Conversion {
    match (ty, plan.unaliased(ty)) {
        (RustType::Boxed(_), _) => Conversion::Boxed,
        (_, RustType::String) => Conversion::Text,
        _ => Conversion::Plain,
    }
}

/// The variants of unions that are variants, where a tag tells all of them apart.
fn nested(plan: &Plan, union: &Union) -> Vec<Nested> {
    let own = union.variants.iter().filter_map(|variant| variant.ty.named());
    let mut taken: HashSet<TypeId> = own.map(|id| aliased(plan, id)).collect();
    let mut pending: Vec<TypeId> = nested_unions(plan, union).collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(between) = pending.get(at).copied() {
        at += 1;
        let TypeKind::Union(inner) = &plan.types[between.index()].kind else {
            continue;
        };
        for variant in inner.variants.iter().filter_map(|variant| variant.ty.named()) {
            let variant = aliased(plan, variant);
            let is_alias = matches!(plan.types[variant.index()].kind, TypeKind::Alias(_));
            if !is_alias && taken.insert(variant) {
                found.push(Nested { between, variant });
            }
        }
        let new = nested_unions(plan, inner).filter(|id| !pending.contains(id));
        pending.extend(new.collect::<Vec<_>>());
    }
    found
}

/// The type that an alias of a type of the plan stands for.
fn aliased(plan: &Plan, id: TypeId) -> TypeId {
    plan.unaliased(&RustType::Named(id)).named().unwrap_or(id)
}

/// The variants of a union with a tag that are unions with a tag.
fn nested_unions(plan: &Plan, union: &Union) -> impl Iterator<Item = TypeId> {
    let named = union.variants.iter().filter(|_| union.tag.is_some());
    named.filter_map(|variant| variant.ty.named()).filter(|id| {
        let kind = &plan.types[id.index()].kind;
        matches!(kind, TypeKind::Union(inner) if inner.tag.is_some())
    })
}

/// The bodies that are made from the value of one of their fields, by the indexes of their types.
fn wrappers(plan: &Plan) -> HashMap<usize, String> {
    let bodies = plan.operations.iter().flat_map(|operation| &operation.body);
    let contents = bodies.flat_map(|body| &body.contents);
    let wrappers = contents.filter_map(|content| match (&content.wraps, &content.body) {
        (Some(field), BodyType::Json(RustType::Named(wrapper))) => Some((wrapper.index(), field.name.clone())),
        _ => None,
    });
    wrappers.collect()
}
