//! Where the items of a page are.

use super::rules::{AROUND, words};
use crate::document::{escape_token, unescape_token};
use crate::plan::{Field, PageItems, PageStep, RustType, Struct, TypeDef, TypeKind};

/// Names of lists of items, where a page has several lists.
const LISTS: [&str; 8] = [
    "items", "data", "results", "value", "values", "records", "entries", "objects",
];

/// Names of lists that are beside the items.
const OTHERS: [&str; 8] = [
    "error", "errors", "warning", "warnings", "messages", "links", "included", "facets",
];

/// Where the only list of a page is, as a JSON pointer.
pub(super) fn find(types: &[TypeDef], page: &RustType) -> Option<String> {
    if matches!(peel(types, page), (false, RustType::Vec(_))) {
        return Some(String::new());
    }
    let whole = object(types, page)?;
    let is_list = |ty: &RustType| matches!(peel(types, ty).1, RustType::Vec(_));
    let lists = whole.fields.iter().filter(|field| is_list(&field.ty));
    let lists: Vec<&str> = lists
        .map(|field| field.property.as_str())
        .filter(|name| !OTHERS.contains(name))
        .collect();
    let mut named = lists.iter().filter(|name| LISTS.contains(name));
    // The items may also be a level deeper, and the list of this level something else, such as the same items as they are stored.
    let has_list = |field: &Field| {
        let is_other = OTHERS.contains(&field.property.as_str()) || AROUND.contains(&words(&field.property).as_str());
        let fields = object(types, &field.ty)
            .filter(|_| !is_other)
            .map(|inner| &inner.fields);
        fields.into_iter().flatten().any(|field| is_list(&field.ty))
    };
    let only = match (lists.as_slice(), named.next(), named.next()) {
        (_, Some(only), None) => only,
        ([only], None, _) if !whole.fields.iter().any(has_list) => only,
        _ => return None,
    };
    Some(format!("/{}", escape_token(only)))
}

/// The way to the list at a JSON pointer, if there is one.
pub(super) fn way(types: &[TypeDef], page: &RustType, pointer: &str) -> Option<PageItems> {
    let mut steps = Vec::new();
    let (nullable, mut ty) = peel(types, page);
    if nullable {
        return None;
    }
    for token in pointer.split('/').skip(1) {
        let property = unescape_token(token);
        let field = object(types, ty)?
            .fields
            .iter()
            .find(|field| field.property == property)?;
        let (nullable, inner) = peel(types, &field.ty);
        steps.push(PageStep {
            field: field.name.clone(),
            options: usize::from(!field.required) + usize::from(nullable),
        });
        ty = inner;
    }
    match ty {
        RustType::Vec(item) => Some(PageItems {
            steps,
            ty: (**item).clone(),
        }),
        _ => None,
    }
}

fn object<'t>(types: &'t [TypeDef], ty: &RustType) -> Option<&'t Struct> {
    let id = peel(types, ty).1.named()?;
    match &types[id.index()].kind {
        TypeKind::Struct(object) => Some(object),
        _ => None,
    }
}

/// A type without aliases and boxes, and whether it may be null.
fn peel<'t>(types: &'t [TypeDef], ty: &'t RustType) -> (bool, &'t RustType) {
    match ty {
        RustType::Nullable(inner) => (true, peel(types, inner).1),
        RustType::Boxed(inner) => peel(types, inner),
        RustType::Named(id) => match &types[id.index()].kind {
            TypeKind::Alias(target) => peel(types, target),
            _ => (false, ty),
        },
        _ => (false, ty),
    }
}
