//! What converts into a type: the values of variants into unions, of unions in unions, and of the only required field of a body.
//! And which unions can be printed.

use std::collections::{HashMap, HashSet};

use crate::plan::{BodyType, Conversion, Nested, Plan, RustType, TypeId, TypeKind, Union};

/// Adds the conversions of all types.
pub(super) fn add(plan: &mut Plan) {
    let mut unions: HashMap<usize, (Vec<Option<Conversion>>, Vec<Nested>)> = HashMap::new();
    for (index, ty) in plan.types.iter().enumerate() {
        if let TypeKind::Union(union) = &ty.kind
            && let Some(made) = made(plan, union)
        {
            let nested = nested(plan, TypeId(index as u32), union);
            let mut own: Vec<Option<Conversion>> = (union.variants.iter().zip(made))
                .map(|(variant, made)| made.then(|| conversion(plan, &variant.ty)))
                .collect();
            if let (Some(only), true) = (only_text(plan, union), nested.is_empty()) {
                own[only] = Some(Conversion::Text);
            }
            unions.insert(index, (own, nested));
        }
    }
    let wrappers = wrappers(plan);
    let scalar: HashSet<usize> = scalar_unions(plan).collect();
    for (index, ty) in plan.types.iter_mut().enumerate() {
        match &mut ty.kind {
            TypeKind::Union(union) => {
                union.is_scalar = scalar.contains(&index);
                let Some((own, nested)) = unions.remove(&index) else {
                    continue;
                };
                for (variant, conversion) in union.variants.iter_mut().zip(own) {
                    variant.conversion = conversion;
                }
                union.nested = nested;
            }
            TypeKind::Struct(object) => object.wraps = wrappers.get(&index).cloned(),
            _ => {}
        }
    }
}

/// Which variants are made by `From`: all, if no two have one type, or else all but texts in formats, if one text has none.
fn made(plan: &Plan, union: &Union) -> Option<Vec<bool>> {
    if has_distinct_types(plan, union) {
        return Some(vec![true; union.variants.len()]);
    }
    let variants = || held(plan, union).zip(&union.variants);
    let made = variants().map(|(held, variant)| *held != RustType::String || !variant.has_format);
    let made: Vec<bool> = made.collect();
    let kept = variants().zip(&made).filter(|(_, made)| **made);
    let kept: Vec<&RustType> = kept.map(|((held, _), _)| held).collect();
    let is_distinct = kept.iter().collect::<HashSet<_>>().len() == kept.len();
    (is_distinct && kept.contains(&&RustType::String) && union.tag.is_none()).then_some(made)
}

/// Whether no two variants have one type, so that each can be made by `From`.
fn has_distinct_types(plan: &Plan, union: &Union) -> bool {
    held(plan, union).collect::<HashSet<_>>().len() == union.variants.len()
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

/// The variant that a text makes though it has a format: the only one of texts.
fn only_text(plan: &Plan, union: &Union) -> Option<usize> {
    let is_text = |ty: &&RustType| matches!(ty, RustType::String | RustType::Formatted(_));
    let mut texts = held(plan, union).enumerate().filter(|(_, ty)| is_text(ty));
    let only = texts.next().filter(|_| texts.next().is_none())?;
    matches!(union.variants[only.0].ty, RustType::Formatted(_) | RustType::Named(_)).then_some(only.0)
}

/// The variants of unions that are variants, where a tag tells all of them apart, or none has a tag.
fn nested(plan: &Plan, id: TypeId, union: &Union) -> Vec<Nested> {
    let mut taken: HashSet<&RustType> = held(plan, union).collect();
    let itself = RustType::Named(id);
    taken.insert(&itself);
    let mut pending: Vec<TypeId> = nested_unions(plan, union).collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(between) = pending.get(at).copied() {
        at += 1;
        let TypeKind::Union(inner) = &plan.types[between.index()].kind else {
            continue;
        };
        for (variant, held) in inner.variants.iter().zip(held(plan, inner)) {
            if taken.insert(held) {
                found.push(Nested {
                    between,
                    variant: variant.ty.clone(),
                    conversion: conversion(plan, &variant.ty),
                });
            }
        }
        let new = nested_unions(plan, inner).filter(|id| !pending.contains(id));
        pending.extend(new.collect::<Vec<_>>());
    }
    found
}

/// What the variants of a union hold, without boxes and aliases.
fn held<'p>(plan: &'p Plan, union: &'p Union) -> impl Iterator<Item = &'p RustType> {
    let types = union.variants.iter().map(|variant| unboxed(&variant.ty));
    types.map(|ty| plan.unaliased(ty))
}

/// The variants of a union that are unions with a tag if it has one, and else without.
fn nested_unions<'p>(plan: &'p Plan, union: &'p Union) -> impl Iterator<Item = TypeId> + 'p {
    let is_tagged = union.tag.is_some();
    let named = held(plan, union).filter_map(RustType::named);
    named.filter(move |id| match &plan.types[id.index()].kind {
        TypeKind::Union(inner) => inner.tag.is_some() == is_tagged && has_distinct_types(plan, inner),
        _ => false,
    })
}

/// The unions of texts, numbers, bools and enums, by the indexes of their types.
fn scalar_unions(plan: &Plan) -> impl Iterator<Item = usize> + '_ {
    let is_scalar = |ty: &RustType| match ty {
        RustType::Bool | RustType::I32 | RustType::I64 | RustType::U64 | RustType::F64 => true,
        RustType::String | RustType::Formatted(_) => true,
        RustType::Named(id) => {
            let kind = &plan.types[id.index()].kind;
            matches!(kind, TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_))
        }
        _ => false,
    };
    let types = plan.types.iter().enumerate();
    let unions = types.filter(move |(_, ty)| match &ty.kind {
        TypeKind::Union(union) => held(plan, union).all(is_scalar),
        _ => false,
    });
    unions.map(|(index, _)| index)
}

/// The bodies that are made from the value of one of their fields, by the indexes of their types.
pub(super) fn wrappers(plan: &Plan) -> HashMap<usize, String> {
    let bodies = plan.operations.iter().flat_map(|operation| &operation.body);
    let contents = bodies.flat_map(|body| &body.contents);
    let wrappers = contents.filter_map(|content| match (&content.wraps, &content.body) {
        (Some(field), BodyType::Json(RustType::Named(wrapper))) => {
            Some((plan.defined(*wrapper).index(), field.name.clone()))
        }
        _ => None,
    });
    wrappers.collect()
}
