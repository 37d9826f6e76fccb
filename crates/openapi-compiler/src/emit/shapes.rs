//! The tables by which unions tell their variants apart at run time.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::plan::{Plan, RustType, Struct, TypeKind, Union};

/// The tables of the unions and of every type that a value of them may hold.
pub(super) fn shapes(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    reached(plan).into_iter().filter_map(|index| table(plan, index))
}

/// Whether there are any.
pub(super) fn any(plan: &Plan) -> bool {
    plan.types.iter().any(|ty| matches!(ty.kind, TypeKind::Union(_)))
}

fn reached(plan: &Plan) -> BTreeSet<usize> {
    let unions = (0..plan.types.len()).filter(|index| matches!(plan.types[*index].kind, TypeKind::Union(_)));
    let mut pending: Vec<usize> = unions.collect();
    let mut reached = BTreeSet::new();
    while let Some(index) = pending.pop() {
        if reached.insert(index) {
            match &plan.types[index].kind {
                TypeKind::Struct(object) => {
                    let fields = object.fields.iter().map(|field| &field.ty);
                    let rest = object.rest.iter().map(|rest| &rest.ty);
                    fields.chain(rest).for_each(|ty| ty.add_named(&mut pending));
                }
                TypeKind::Union(union) => union
                    .variants
                    .iter()
                    .for_each(|variant| variant.ty.add_named(&mut pending)),
                TypeKind::Alias(target) | TypeKind::Wrapper(target) => target.add_named(&mut pending),
                TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Multipart(_) => {}
            }
        }
    }
    reached
}

fn table(plan: &Plan, index: usize) -> Option<TokenStream> {
    let definition = &plan.types[index];
    let name = ident(&definition.name);
    let (ty, value) = match &definition.kind {
        TypeKind::Struct(object) => (quote!(Struct), structure(plan, object)),
        TypeKind::Union(union) => (quote!(Union), self::union(plan, union)),
        TypeKind::Wrapper(target) => (quote!(Shape), shape(plan, target)),
        TypeKind::Alias(_) | TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Multipart(_) => {
            return None;
        }
    };
    Some(quote!(pub static #name: shape::#ty = #value;))
}

fn structure(plan: &Plan, object: &Struct) -> TokenStream {
    let fields = object.fields.iter().map(|field| {
        let (name, required, shape) = (&field.property, field.required, shape(plan, &field.ty));
        quote!(shape::Field { name: #name, required: #required, shape: #shape })
    });
    let rest = match &object.rest {
        None if object.closed => quote!(Forbidden),
        None => quote!(Ignored),
        Some(rest) => {
            let shape = shape(plan, &rest.ty);
            quote!(Kept(#shape))
        }
    };
    quote!(shape::Struct { fields: &[#(#fields),*], rest: shape::Rest::#rest })
}

fn union(plan: &Plan, union: &Union) -> TokenStream {
    let variants = union.variants.iter().map(|variant| {
        let (shape, tags) = (shape(plan, &variant.ty), &variant.tags);
        quote!(shape::Variant { shape: #shape, tags: &[#(#tags),*] })
    });
    let (tag, default) = (option(union.tag.as_ref()), option(union.default));
    quote!(shape::Union { variants: &[#(#variants),*], tag: #tag, default: #default })
}

fn option<T: quote::ToTokens>(value: Option<T>) -> TokenStream {
    value.map_or(quote!(None), |value| quote!(Some(#value)))
}

fn shape(plan: &Plan, ty: &RustType) -> TokenStream {
    let variant = match ty {
        RustType::Boxed(inner) => return shape(plan, inner),
        RustType::Named(id) => {
            let definition = &plan.types[id.0 as usize];
            let name = ident(&definition.name);
            match &definition.kind {
                TypeKind::Alias(target) => return shape(plan, target),
                TypeKind::Struct(_) => quote!(Struct(&#name)),
                TypeKind::Union(_) => quote!(Union(&#name)),
                TypeKind::StringEnum(_) => quote!(Enum(types::#name::VALUES)),
                TypeKind::IntegerEnum(_) => quote!(IntegerEnum(types::#name::VALUES)),
                TypeKind::Wrapper(_) => quote!(Named(&#name)),
                TypeKind::Multipart(_) => quote!(Any),
            }
        }
        RustType::Vec(item) => {
            let item = shape(plan, item);
            quote!(List(&#item))
        }
        RustType::Map(value) => {
            let value = shape(plan, value);
            quote!(Map(&#value))
        }
        RustType::Nullable(value) => {
            let value = shape(plan, value);
            quote!(Nullable(&#value))
        }
        RustType::Tuple(items) => {
            let items = items.iter().map(|item| shape(plan, item));
            quote!(Tuple(&[#(#items),*]))
        }
        RustType::Bool => quote!(Bool),
        RustType::I32 => quote!(I32),
        RustType::I64 => quote!(I64),
        RustType::U64 => quote!(U64),
        RustType::F64 => quote!(F64),
        RustType::String => quote!(String),
        RustType::Null => quote!(Null),
        RustType::Object => quote!(Object),
        RustType::Value | RustType::File => quote!(Any),
    };
    quote!(shape::Shape::#variant)
}
