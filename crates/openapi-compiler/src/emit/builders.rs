//! Builders of structs.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

use super::{argument, ident, rust_type};
use crate::plan::{Field, Multipart, Part, Plan, Rest, RustType, Struct, TypeKind};

/// The builder of a struct that a request may hold.
pub(super) fn structure(plan: &Plan, name: &str, object: &Struct) -> TokenStream {
    let fields: Vec<&Field> = object.fields.iter().collect();
    let constants: Vec<TokenStream> = object.fields.iter().filter_map(|field| constant(plan, field)).collect();
    let blank = quote!(::openapi_runtime::Typed::blank());
    let blank = match constants.is_empty() {
        true => blank,
        false => quote!(Self { #(#constants,)* ..#blank }),
    };
    builder(plan, name, &fields, object.rest.as_ref(), &blank)
}

/// The builder of a body of parts.
pub(super) fn multipart(plan: &Plan, name: &str, body: &Multipart) -> TokenStream {
    let fields: Vec<&Field> = body.parts.iter().map(|part| &part.field).collect();
    let blanks = body.parts.iter().map(|Part { field, .. }| {
        let name = ident(&field.name);
        let blank = match (field.required, &field.ty) {
            (false, _) => quote!(None),
            (true, RustType::File) => quote!(::openapi_runtime::File::new("")),
            (true, RustType::Vec(_)) => quote!(Vec::new()),
            (true, _) => quote!(::openapi_runtime::Typed::blank()),
        };
        quote!(#name: #blank)
    });
    let rest = body.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        quote!(#name: ::std::collections::BTreeMap::new())
    });
    let blanks = blanks.chain(rest);
    builder(plan, name, &fields, body.rest.as_ref(), &quote!(Self { #(#blanks),* }))
}

/// The rows of the macro, by what their setters do.
#[derive(Default)]
struct Rows {
    required: Vec<TokenStream>,
    required_or_null: Vec<TokenStream>,
    plain: Vec<TokenStream>,
    optional: Vec<TokenStream>,
    nullable: Vec<TokenStream>,
}

fn builder(plan: &Plan, name: &str, fields: &[&Field], rest: Option<&Rest>, blank: &TokenStream) -> TokenStream {
    let states: Vec<_> = fields
        .iter()
        .filter(|field| must_be_set(plan, field))
        .map(|field| state(field))
        .collect();
    let mut rows = Rows::default();
    for field in fields {
        let after = states.iter().map(|other| match *other == state(field) {
            true => quote!(()),
            false => quote!(#other),
        });
        add(plan, field, fields, &quote!([#(#after),*]), &mut rows);
    }
    if let Some(Rest { name, ty }) = rest {
        let (name, ty) = (ident(name), rust_type(plan, ty, &TokenStream::new()));
        let row = quote!(#name: impl Into<::std::collections::BTreeMap<String, #ty>>);
        rows.plain.push(row);
    }
    let Rows {
        required,
        required_or_null,
        plain,
        optional,
        nullable,
    } = rows;
    let groups = [
        ("required", required),
        ("required_or_null", required_or_null),
        ("plain", plain),
        ("optional", optional),
        ("nullable", nullable),
    ];
    let groups = groups.iter().filter(|(_, rows)| !rows.is_empty()).map(|(kind, rows)| {
        let kind = ident(kind);
        quote!(#kind { #(#rows),* })
    });
    let (builder, name) = (format_ident!("{name}Builder"), ident(name));
    quote!(::openapi_runtime::builder!(#builder[#(#states),*] -> #name: #blank; #(#groups)*);)
}

/// Adds the row of a field. The setter for null yields to a field of its name.
fn add(plan: &Plan, field: &Field, fields: &[&Field], after: &TokenStream, rows: &mut Rows) {
    let name = ident(&field.name);
    let deprecated = super::deprecated(field.deprecated);
    let maybe = format_ident!("maybe_{}", field.name);
    let null = format_ident!("{}_null", field.name);
    let null = (!fields.iter().any(|field| null == field.name)).then(|| quote!(| #null));
    // What is boxed is given as it is without the box.
    let ty = |ty: &RustType| match ty {
        RustType::Boxed(inner) => (quote!(in Box::new), argument(plan, inner, &TokenStream::new())),
        _ => (TokenStream::new(), argument(plan, ty, &TokenStream::new())),
    };
    match (field.required, &field.ty) {
        (true, RustType::Nullable(inner)) => {
            let ((wrap, ty), null) = (ty(inner), null.map(|null| quote!(#null #after)));
            rows.required_or_null
                .push(quote!(#deprecated #name #maybe #null #wrap: #ty => #after));
        }
        (true, value) => {
            let (wrap, ty) = ty(value);
            match must_be_set(plan, field) {
                true => rows.required.push(quote!(#deprecated #name #wrap: #ty => #after)),
                false => rows.plain.push(quote!(#deprecated #name #wrap: #ty)),
            }
        }
        (false, RustType::Nullable(inner)) => {
            let (wrap, ty) = ty(inner);
            rows.nullable.push(quote!(#deprecated #name #maybe #null #wrap: #ty));
        }
        (false, value) => {
            let (wrap, ty) = ty(value);
            rows.optional.push(quote!(#deprecated #name #maybe #wrap: #ty));
        }
    }
}

/// Whether the caller has to give a value.
fn must_be_set(plan: &Plan, field: &Field) -> bool {
    field.required && constant(plan, field).is_none()
}

/// The type parameter that says whether a property has been set. It is not named like a type that the setters mention.
fn state(field: &Field) -> proc_macro2::Ident {
    match field.name.as_str() {
        name @ ("bool" | "i32" | "i64" | "u64" | "f64") => format_ident!("{name}_"),
        name => ident(name),
    }
}

/// The field with the value that it has unless the caller gives another.
fn constant(plan: &Plan, field: &Field) -> Option<TokenStream> {
    let name = ident(&field.name);
    let value = literal(plan, &field.ty, field.constant.as_ref()?)?;
    Some(match field.required {
        true => quote!(#name: #value),
        false => quote!(#name: Some(#value)),
    })
}

/// A value of a type, where it is simple enough to be written down.
fn literal(plan: &Plan, ty: &RustType, value: &Value) -> Option<TokenStream> {
    match (ty, value) {
        (RustType::Named(id), _) => {
            let definition = &plan.types[id.0 as usize];
            let name = ident(&definition.name);
            match &definition.kind {
                TypeKind::Alias(target) => literal(plan, target, value),
                TypeKind::StringEnum(variants) => {
                    let variant = variants.iter().find(|variant| value == variant.value.as_str())?;
                    let variant = ident(&variant.name);
                    Some(quote!(#name::#variant))
                }
                TypeKind::IntegerEnum(variants) => {
                    let variant = variants.iter().find(|variant| value.as_i64() == Some(variant.value))?;
                    let variant = ident(&variant.name);
                    Some(quote!(#name::#variant))
                }
                _ => None,
            }
        }
        (RustType::String, Value::String(text)) => Some(quote!(String::from(#text))),
        (RustType::Bool, Value::Bool(value)) => Some(quote!(#value)),
        (RustType::I32 | RustType::I64, Value::Number(number)) => {
            let number = Literal::i64_unsuffixed(number.as_i64()?);
            Some(quote!(#number))
        }
        (RustType::U64, Value::Number(number)) => {
            let number = Literal::u64_unsuffixed(number.as_u64()?);
            Some(quote!(#number))
        }
        (RustType::F64, Value::Number(number)) => {
            let number = Literal::f64_unsuffixed(number.as_f64()?);
            Some(quote!(#number))
        }
        _ => None,
    }
}
