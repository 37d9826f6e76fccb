//! Structs, enums, unions and aliases.

use std::collections::HashSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{deprecated, docs, ident, rust_type};
use crate::docs::code;
use crate::plan::{
    BodyPayload, Field, IntegerVariant, Multipart, Part, Plan, Rest, RustType, StringVariant, Struct, TypeDef, TypeId,
    TypeKind, Union,
};

pub(super) fn types(plan: &Plan) -> impl Iterator<Item = TokenStream> {
    let definitions = plan.types.iter().map(|ty| definition(plan, ty));
    definitions.chain([wrappers(plan)])
}

fn definition(plan: &Plan, ty: &TypeDef) -> TokenStream {
    let name = ident(&ty.name);
    let attributes = {
        let said = if ty.docs.is_empty() {
            code(&ty.at.pointer)
        } else {
            ty.docs.clone()
        };
        let docs = docs(&said);
        let deprecated = deprecated(ty.deprecated);
        quote!(#docs #deprecated)
    };
    match &ty.kind {
        TypeKind::Struct(object) => structure(plan, ty, object, &attributes),
        TypeKind::StringEnum(variants) => string_enum(&ty.name, variants, &attributes),
        TypeKind::IntegerEnum(variants) => integer_enum(&ty.name, variants, &attributes),
        TypeKind::Union(union) => self::union(plan, &ty.name, union, &attributes),
        TypeKind::Multipart(body) => multipart(plan, &ty.name, body, &attributes),
        TypeKind::Wrapper(target) => {
            let target = rust_type(plan, target, &TokenStream::new());
            quote! {
                #attributes
                #[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
                #[serde(transparent)]
                pub struct #name(
                    /// The value.
                    pub #target,
                );

                impl From<#target> for #name {
                    fn from(value: #target) -> Self {
                        Self(value)
                    }
                }
            }
        }
        TypeKind::Alias(target) => {
            let target = rust_type(plan, target, &TokenStream::new());
            quote!(#attributes pub type #name = #target;)
        }
    }
}

fn structure(plan: &Plan, ty: &TypeDef, object: &Struct, attributes: &TokenStream) -> TokenStream {
    let name = ident(&ty.name);
    let fields = object
        .fields
        .iter()
        .map(|field| self::field(plan, field, ty.in_request));
    let rest = object.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        let value = rust_type(plan, &rest.ty, &TokenStream::new());
        let builder = ty.in_request.then(|| quote!(#[builder(default)]));
        quote! {
            /// All other properties.
            #[serde(flatten)]
            #builder
            pub #name: ::std::collections::BTreeMap<String, #value>,
        }
    });
    let secret = object.fields.iter().any(|field| field.secret);
    let mut derives = vec![quote!(Clone), quote!(PartialEq), quote!(::serde::Serialize)];
    if !secret {
        derives.insert(1, quote!(Debug));
    }
    if object.fields.iter().all(|field| !field.required) {
        derives.push(quote!(Default));
    }
    let builder = ty.in_request.then(|| {
        derives.push(quote!(::bon::Builder));
        quote!(#[builder(on(String, into))])
    });
    let read = read_object(plan, &name, object);
    let debug = secret.then(|| redacted_debug(&ty.name, &object.fields, object.rest.as_ref()));
    let conversions = object.converts_into.iter().map(|target| {
        let target = &plan.types[target.0 as usize];
        conversion(&ty.name, object, target)
    });
    quote! {
        #attributes
        #[derive(#(#derives),*)]
        #builder
        #[non_exhaustive]
        pub struct #name { #(#fields)* #rest }
        #read
        #debug
        #(#conversions)*
    }
}

/// How a struct is read: its fields by the names of their properties.
fn read_object(plan: &Plan, name: &Ident, object: &Struct) -> TokenStream {
    let fields = object.fields.iter().enumerate().map(|(index, field)| {
        let (index, name) = (Literal::usize_unsuffixed(index), ident(&field.name));
        let property = &field.property;
        let presence = match (field.required, plan.is_nullable(&field.ty)) {
            (true, _) => quote!(required),
            (false, false) => quote!(optional),
            (false, true) => quote!(nullable),
        };
        quote!(#index #name #property #presence)
    });
    let rest = object.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        quote!(; rest #name)
    });
    quote!(::openapi_runtime::object!(#name { #(#fields),* #rest });)
}

fn field(plan: &Plan, field: &Field, in_request: bool) -> TokenStream {
    let name = ident(&field.name);
    let docs = field_docs(field);
    let deprecated = deprecated(field.deprecated);
    let rename = (field.name != field.property).then(|| {
        let property = &field.property;
        quote!(rename = #property,)
    });
    let value = rust_type(plan, &field.ty, &TokenStream::new());
    let (ty, serde) = match field.required {
        true => (value, quote!()),
        false => (quote!(Option<#value>), quote!(skip_serializing_if = "Option::is_none",)),
    };
    let serde = (rename.is_some() || !serde.is_empty()).then(|| quote!(#[serde(#rename #serde)]));
    let constant = field.constant.as_ref().filter(|_| in_request);
    let literal = constant.and_then(|value| literal(plan, &field.ty, value));
    let builder = literal.map(|literal| match (field.required, &field.ty) {
        (true, _) => quote!(#[builder(default = #literal)]),
        (false, RustType::String) => {
            quote!(#[builder(required, with = |value: impl Into<String>| Some(value.into()), default = Some(#literal))])
        }
        (false, _) => {
            let value = rust_type(plan, &field.ty, &TokenStream::new());
            quote!(#[builder(required, with = |value: #value| Some(value), default = Some(#literal))])
        }
    });
    quote!(#docs #deprecated #serde #builder pub #name: #ty,)
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

/// What the description says of a property, or at least what it is called there.
fn field_docs(field: &Field) -> TokenStream {
    if field.docs.is_empty() {
        docs(&code(&field.property))
    } else {
        docs(&field.docs)
    }
}

/// Shows every field but the secret ones, of which it says only whether they are there.
fn redacted_debug(name: &str, fields: &[Field], rest: Option<&Rest>) -> TokenStream {
    let ident_of = ident(name);
    let fields = fields.iter().map(|field| {
        let label = &field.name;
        let value = ident(&field.name);
        match (field.secret, field.required) {
            (false, _) => quote!(.field(#label, &self.#value)),
            (true, true) => quote!(.field(#label, &::openapi_runtime::Redacted)),
            (true, false) => quote!(.field(#label, &self.#value.as_ref().map(|_| ::openapi_runtime::Redacted))),
        }
    });
    let rest = rest.map(|rest| {
        let label = &rest.name;
        let value = ident(&rest.name);
        quote!(.field(#label, &self.#value))
    });
    quote! {
        impl ::std::fmt::Debug for #ident_of {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#name) #(#fields)* #rest .finish()
            }
        }
    }
}

/// The parts of a body, and how they become one.
fn multipart(plan: &Plan, type_name: &str, body: &Multipart, attributes: &TokenStream) -> TokenStream {
    let name = ident(type_name);
    let none = TokenStream::new();
    let Multipart { parts, rest } = body;
    let rest_field = rest.as_ref().map(|rest| {
        let (name, ty) = (ident(&rest.name), rust_type(plan, &rest.ty, &none));
        quote! {
            /// All other parts.
            #[builder(default)]
            pub #name: ::std::collections::BTreeMap<String, #ty>,
        }
    });
    let rest_added = rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        let add = add_value(&rest.ty, None, &quote!(&name), &quote!(value));
        quote!(for (name, value) in parts.#name { #add })
    });
    let fields = parts.iter().map(|Part { field, .. }| {
        let (name, ty) = (ident(&field.name), rust_type(plan, &field.ty, &none));
        let ty = if field.required { ty } else { quote!(Option<#ty>) };
        let (docs, deprecated) = (field_docs(field), deprecated(field.deprecated));
        quote!(#docs #deprecated pub #name: #ty,)
    });
    let added = parts.iter().map(|part| {
        let name = ident(&part.field.name);
        let add = add_part(part, &quote!(value));
        if part.field.required {
            quote!({ let value = parts.#name; #add })
        } else {
            quote!(if let Some(value) = parts.#name { #add })
        }
    });
    let debug = if parts.iter().any(|part| part.field.secret) {
        let fields: Vec<Field> = parts.iter().map(|part| part.field.clone()).collect();
        redacted_debug(type_name, &fields, rest.as_ref())
    } else {
        TokenStream::new()
    };
    let derive_debug = debug.is_empty().then(|| quote!(Debug,));
    quote! {
        #attributes
        #[derive(#derive_debug ::bon::Builder)]
        #[builder(on(String, into), on(::openapi_runtime::File, into))]
        #[non_exhaustive]
        pub struct #name { #(#fields)* #rest_field }
        #debug

        impl From<#name> for ::openapi_runtime::Multipart {
            fn from(parts: #name) -> Self {
                let mut body = Self::new();
                #(#added)*
                #rest_added
                body
            }
        }
    }
}

/// The statement that adds a part to `body`.
fn add_part(part: &Part, value: &TokenStream) -> TokenStream {
    let property = &part.field.property;
    add_value(&part.field.ty, part.content_type.as_ref(), &quote!(#property), value)
}

fn add_value(ty: &RustType, media_type: Option<&String>, name: &TokenStream, value: &TokenStream) -> TokenStream {
    match (ty, media_type) {
        (RustType::File, None) => quote!(body = body.file(#name, #value);),
        (RustType::File, Some(media_type)) => quote!(body = body.file_as(#name, #media_type, #value);),
        (RustType::Vec(item), _) if **item == RustType::File => {
            let add = add_value(item, media_type, name, &quote!(value));
            quote!(for value in #value { #add })
        }
        (_, None) => quote!(body = body.field(#name, &#value);),
        (_, Some(media_type)) => quote!(body = body.field_as(#name, #media_type, &#value);),
    }
}

fn conversion(name: &str, whole: &Struct, target: &TypeDef) -> TokenStream {
    let TypeKind::Struct(part) = &target.kind else {
        return TokenStream::new();
    };
    let (from, into) = (ident(name), ident(&target.name));
    let fields = part.fields.iter().filter_map(|field| {
        let own = whole.fields.iter().find(|own| own.name == field.name)?;
        let name = ident(&field.name);
        let converted = |value| converted(value, &own.ty, &field.ty);
        let value = match (own.required, field.required) {
            (true, true) => converted(quote!(value.#name)),
            (true, false) => {
                let value = converted(quote!(value.#name));
                quote!(Some(#value))
            }
            _ if own.ty == field.ty => quote!(value.#name),
            _ => {
                let inner = converted(quote!(value));
                quote!(value.#name.map(|value| #inner))
            }
        };
        Some(quote!(#name: #value,))
    });
    // What the target has no field for, its map of other properties keeps.
    let (others, rest) = match &part.rest {
        Some(rest) => {
            let name = ident(&rest.name);
            let known = part.fields.iter().map(|field| &field.property);
            (
                quote!(let others = ::openapi_runtime::object::others(&value, &[#(#known),*]);),
                quote!(#name: others,),
            )
        }
        None => Default::default(),
    };
    quote! {
        impl From<#from> for #into {
            fn from(value: #from) -> Self {
                #others
                Self { #(#fields)* #rest }
            }
        }
    }
}

/// A value of one type as one of another that differs in boxes alone.
fn converted(value: TokenStream, from: &RustType, to: &RustType) -> TokenStream {
    match (from, to) {
        _ if from == to => value,
        (RustType::Boxed(_), _) => quote!(*#value),
        (_, RustType::Boxed(_)) => quote!(Box::new(#value)),
        (RustType::Nullable(from), RustType::Nullable(to)) => {
            let inner = converted(quote!(value), from, to);
            quote!(#value.map(|value| #inner))
        }
        _ => value,
    }
}

fn string_enum(name: &str, variants: &[StringVariant], attributes: &TokenStream) -> TokenStream {
    let name = ident(name);
    let documented = variants.iter().map(|variant| {
        let variant_name = ident(&variant.name);
        let docs = docs(&variant.docs);
        quote!(#docs #variant_name,)
    });
    let texts = variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), &variant.value);
        quote!(#name = #value)
    });
    quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum #name {
            #(#documented)*
            /// A value that the description does not list.
            Unknown(String),
        }
        ::openapi_runtime::open_enum!(#name { #(#texts),* });
    }
}

fn integer_enum(name: &str, variants: &[IntegerVariant], attributes: &TokenStream) -> TokenStream {
    let name = ident(name);
    let documented = variants.iter().map(|variant| {
        let (variant_name, docs) = (ident(&variant.name), docs(&variant.docs));
        quote!(#docs #variant_name,)
    });
    let values = variants.iter().map(|variant| {
        let (name, value) = (ident(&variant.name), Literal::i64_unsuffixed(variant.value));
        quote!(#name = #value)
    });
    quote! {
        #attributes
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum #name {
            #(#documented)*
            /// A value that the description does not list.
            Unknown(i64),
        }
        ::openapi_runtime::open_integer_enum!(#name { #(#values),* });
    }
}

fn union(plan: &Plan, name: &str, union: &Union, attributes: &TokenStream) -> TokenStream {
    let name = ident(name);
    let none = TokenStream::new();
    let variants = union.variants.iter().map(|variant| {
        let (variant_name, ty) = (ident(&variant.name), rust_type(plan, &variant.ty, &none));
        let docs = docs(if variant.docs.is_empty() {
            "One of the documented alternatives."
        } else {
            &variant.docs
        });
        quote!(#docs #variant_name(#ty),)
    });
    let read = union.variants.iter().enumerate().map(|(index, variant)| {
        let name = ident(&variant.name);
        let index = Literal::usize_unsuffixed(index);
        let tag = union.tag.iter().zip(&variant.written_tag);
        let tag = tag.map(|(property, tag)| quote!((#property = #tag)));
        quote!(#index => #name #(#tag)*)
    });
    let conversions = union_conversions(plan, &name, union);
    quote! {
        #attributes
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// What fits none of the documented alternatives.
            Unknown(::openapi_runtime::serde_json::Value),
        }

        ::openapi_runtime::union!(#name: super::shapes::#name { #(#read),* });

        #conversions
    }
}

/// `From` for each variant whose type no other has. A box is the union's own affair, but may be given too.
fn union_conversions(plan: &Plan, name: &Ident, union: &Union) -> TokenStream {
    let none = TokenStream::new();
    let unboxed = |ty: &RustType| match ty {
        RustType::Boxed(inner) => rust_type(plan, inner, &none),
        other => rust_type(plan, other, &none),
    };
    let printed: Vec<TokenStream> = union.variants.iter().map(|variant| unboxed(&variant.ty)).collect();
    let distinct: HashSet<String> = printed.iter().map(|ty| resolve_alias(plan, ty)).collect();
    if distinct.len() != printed.len() {
        return TokenStream::new();
    }
    let conversions = union.variants.iter().zip(&printed).map(|(variant, ty)| {
        let own = ident(&variant.name);
        let from = |ty: &TokenStream, value: TokenStream| {
            quote! {
                impl From<#ty> for #name {
                    fn from(value: #ty) -> Self {
                        Self::#own(#value)
                    }
                }
            }
        };
        match &variant.ty {
            RustType::Boxed(_) => {
                let (plain, boxed) = (
                    from(ty, quote!(Box::new(value))),
                    from(&quote!(Box<#ty>), quote!(value)),
                );
                quote!(#plain #boxed)
            }
            _ => from(ty, quote!(value)),
        }
    });
    let nested = nested_conversions(plan, name, union);
    quote!(#(#conversions)* #nested)
}

/// `From` for what is a variant of a union that is a variant, where a tag tells all of them apart.
fn nested_conversions(plan: &Plan, name: &Ident, union: &Union) -> TokenStream {
    let own = union.variants.iter().filter_map(|variant| variant.ty.named());
    let mut taken: HashSet<TypeId> = own.map(|id| aliased(plan, id)).collect();
    let mut pending: Vec<TypeId> = nested_unions(plan, union).collect();
    let mut conversions = TokenStream::new();
    let mut at = 0;
    while let Some(id) = pending.get(at).copied() {
        at += 1;
        let definition = &plan.types[id.0 as usize];
        let TypeKind::Union(inner) = &definition.kind else {
            continue;
        };
        let between = ident(&definition.name);
        for variant in inner.variants.iter().filter_map(|variant| variant.ty.named()) {
            let variant = aliased(plan, variant);
            let is_alias = matches!(plan.types[variant.0 as usize].kind, TypeKind::Alias(_));
            if is_alias || !taken.insert(variant) {
                continue;
            }
            let from = ident(&plan.types[variant.0 as usize].name);
            conversions.extend(quote! {
                impl From<#from> for #name {
                    fn from(value: #from) -> Self {
                        Self::from(#between::from(value))
                    }
                }
            });
        }
        pending.extend(
            nested_unions(plan, inner)
                .filter(|id| !pending.contains(id))
                .collect::<Vec<_>>(),
        );
    }
    conversions
}

/// The type that an alias of a type of the plan stands for.
fn aliased(plan: &Plan, id: TypeId) -> TypeId {
    let mut current = id;
    for _ in 0..8 {
        match &plan.types[current.0 as usize].kind {
            TypeKind::Alias(RustType::Named(target)) => current = *target,
            _ => break,
        }
    }
    current
}

/// The variants of a union with a tag that are unions with a tag.
fn nested_unions(plan: &Plan, union: &Union) -> impl Iterator<Item = TypeId> {
    let named = union.variants.iter().filter(|_| union.tag.is_some());
    named.filter_map(|variant| variant.ty.named()).filter(|id| {
        let kind = &plan.types[id.0 as usize].kind;
        matches!(kind, TypeKind::Union(inner) if inner.tag.is_some())
    })
}

/// The text of a type with every alias seen through, to tell whether two are the same.
fn resolve_alias(plan: &Plan, ty: &TokenStream) -> String {
    let mut text = ty.to_string();
    for _ in 0..8 {
        let alias = plan.types.iter().find(|definition| definition.name == text);
        match alias.map(|definition| &definition.kind) {
            Some(TypeKind::Alias(target)) => text = rust_type(plan, target, &TokenStream::new()).to_string(),
            _ => break,
        }
    }
    text
}

/// A body that wraps one value is made from that value.
fn wrappers(plan: &Plan) -> TokenStream {
    let mut seen = HashSet::new();
    let contents = plan
        .operations
        .iter()
        .flat_map(|operation| &operation.body)
        .flat_map(|body| &body.contents);
    let conversions = contents.filter_map(|content| {
        let (Some(inner), BodyPayload::Json(RustType::Named(wrapper))) = (&content.wraps, &content.payload) else {
            return None;
        };
        let definition = &plan.types[wrapper.0 as usize];
        let TypeKind::Struct(object) = &definition.kind else {
            return None;
        };
        let field = ident(&object.fields.first()?.name);
        seen.insert(*wrapper).then(|| {
            let (name, inner) = (ident(&definition.name), rust_type(plan, inner, &TokenStream::new()));
            quote! {
                impl From<#inner> for #name {
                    fn from(#field: #inner) -> Self {
                        Self { #field }
                    }
                }
            }
        })
    });
    let conversions: Vec<_> = conversions.collect();
    quote!(#(#conversions)*)
}
