//! Structs, enums, unions and aliases.

use std::collections::HashSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{builders, deprecated, docs, ident, rust_type};
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
    let (docs, deprecated) = (docs(&ty.docs), deprecated(ty.deprecated));
    let attributes = quote!(#docs #deprecated);
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
                #[derive(Clone, Debug, PartialEq)]
                pub struct #name(pub #target);
                ::openapi_runtime::wrapper!(#name(#target));
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
    let fields = object.fields.iter().map(|field| self::field(plan, field));
    let rest = object
        .rest
        .as_ref()
        .map(|rest| self::rest(plan, rest, "All other properties."));
    let properties = properties(plan, &name, object);
    let builder = ty.in_request.then(|| builders::structure(plan, &ty.name, object));
    let conversions = object.converts_into.iter().map(|target| {
        let target = &plan.types[target.0 as usize];
        conversion(&ty.name, object, target)
    });
    quote! {
        #attributes
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* #rest }
        #properties
        #builder
        #(#conversions)*
    }
}

/// The field of all other properties or parts.
fn rest(plan: &Plan, rest: &Rest, said: &str) -> TokenStream {
    let (name, ty) = (ident(&rest.name), rust_type(plan, &rest.ty, &TokenStream::new()));
    let docs = docs(said);
    quote!(#docs pub #name: ::std::collections::BTreeMap<String, #ty>,)
}

/// What the property of each field is, by which a struct is read and written.
fn properties(plan: &Plan, name: &Ident, object: &Struct) -> TokenStream {
    let fields = object.fields.iter().map(|field| {
        let name = ident(&field.name);
        let property = &field.property;
        let presence = match (field.required, plan.is_nullable(&field.ty)) {
            (true, _) => quote!(required),
            (false, false) => quote!(optional),
            (false, true) => quote!(nullable),
        };
        quote!(#name #property #presence)
    });
    let default = object.has_default.then(|| quote!(default));
    let rest = object.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        quote!(rest #name)
    });
    let closed = object.closed.then(|| quote!(closed true));
    let secrets: Vec<&String> = object
        .fields
        .iter()
        .filter(|field| field.secret)
        .map(|field| &field.property)
        .collect();
    let secrets = (!secrets.is_empty()).then(|| quote!(secret #(#secrets)*));
    quote!(::openapi_runtime::object!(#default #name { #(#fields),* } #rest #closed #secrets);)
}

fn field(plan: &Plan, field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let (docs, deprecated) = (docs(&field.docs), deprecated(field.deprecated));
    let value = rust_type(plan, &field.ty, &TokenStream::new());
    let ty = if field.required { value } else { quote!(Option<#value>) };
    quote!(#docs #deprecated pub #name: #ty,)
}

/// Shows every part but the secret ones, of which it says only whether they are there.
fn redacted_debug(name: &str, parts: &[Part], rest: Option<&Rest>) -> TokenStream {
    let ident_of = ident(name);
    let fields = parts.iter().map(|Part { field, .. }| {
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
    let Multipart { parts, rest } = body;
    let rest_field = rest.as_ref().map(|rest| self::rest(plan, rest, "All other parts."));
    let rest_added = rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        let add = add_value(&rest.ty, None, &quote!(&name), &quote!(value));
        quote!(for (name, value) in parts.#name { #add })
    });
    let fields = parts.iter().map(|part| self::field(plan, &part.field));
    let added = parts.iter().map(|part| {
        let name = ident(&part.field.name);
        let add = add_part(part, &quote!(value));
        if part.field.required {
            quote!({ let value = parts.#name; #add })
        } else {
            quote!(if let Some(value) = parts.#name { #add })
        }
    });
    let debug = parts
        .iter()
        .any(|part| part.field.secret)
        .then(|| redacted_debug(type_name, parts, rest.as_ref()));
    let derive_debug = debug.is_none().then(|| quote!(#[derive(Debug)]));
    let builder = builders::multipart(plan, type_name, body);
    quote! {
        #attributes
        #derive_debug
        #[non_exhaustive]
        pub struct #name { #(#fields)* #rest_field }
        #builder
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
        #[derive(Clone, Debug)]
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
        #[derive(Clone, Copy, Debug)]
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
        let docs = docs(&variant.docs);
        quote!(#docs #variant_name(#ty),)
    });
    let rows = union.variants.iter().enumerate().map(|(index, variant)| {
        let index = Literal::usize_unsuffixed(index);
        let (name, ty) = (ident(&variant.name), rust_type(plan, &variant.ty, &none));
        let tags = &variant.tags;
        let written = union.tag.iter().zip(&variant.written_tag);
        let written = written.map(|(property, tag)| quote!(as #property = #tag));
        quote!(#index #name(#ty) #(#tags)* #(#written)*)
    });
    let by = union.tag.as_ref().map(|tag| quote!(by #tag));
    let default = union.default.map(|index| {
        let index = Literal::usize_unsuffixed(index);
        quote!(else #index)
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
        ::openapi_runtime::union!(#name #by #default { #(#rows),* });
        #conversions
    }
}

/// `From` for each variant whose type no other has. A box is the union's own affair, but may be given too.
fn union_conversions(plan: &Plan, name: &Ident, union: &Union) -> Option<TokenStream> {
    let none = TokenStream::new();
    let unboxed = |ty: &RustType| match ty {
        RustType::Boxed(inner) => (**inner).clone(),
        other => other.clone(),
    };
    let types: Vec<RustType> = union.variants.iter().map(|variant| unboxed(&variant.ty)).collect();
    let distinct: HashSet<RustType> = types.iter().map(|ty| plan.unaliased(ty).clone()).collect();
    if distinct.len() != types.len() {
        return None;
    }
    let own = union.variants.iter().zip(&types).map(|(variant, ty)| {
        let how = match (&variant.ty, plan.unaliased(ty)) {
            (RustType::Boxed(_), _) => quote!(boxed),
            (_, RustType::String) => quote!(text),
            _ => quote!(plain),
        };
        let (variant, ty) = (ident(&variant.name), rust_type(plan, ty, &none));
        quote!(#how #variant(#ty))
    });
    let rows: Vec<TokenStream> = own.chain(nested_conversions(plan, union)).collect();
    Some(quote!(::openapi_runtime::variants!(#name { #(#rows),* });))
}

/// The variants of unions that are variants, where a tag tells all of them apart.
fn nested_conversions(plan: &Plan, union: &Union) -> Vec<TokenStream> {
    let own = union.variants.iter().filter_map(|variant| variant.ty.named());
    let mut taken: HashSet<TypeId> = own.map(|id| aliased(plan, id)).collect();
    let mut pending: Vec<TypeId> = nested_unions(plan, union).collect();
    let mut conversions = Vec::new();
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
            conversions.push(quote!(nested #between(#from)));
        }
        let new = nested_unions(plan, inner).filter(|id| !pending.contains(id));
        pending.extend(new.collect::<Vec<_>>());
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
        let others = object.fields.iter().filter(|field| field.name != inner.name);
        let others: Vec<Ident> = others.map(|field| ident(&field.name)).collect();
        let rest = object.rest.iter().map(|rest| ident(&rest.name));
        let rest: Vec<Ident> = rest.collect();
        seen.insert(*wrapper).then(|| {
            let (name, field) = (ident(&definition.name), ident(&inner.name));
            let ty = rust_type(plan, &inner.ty, &TokenStream::new());
            let value = if inner.required {
                quote!(#field)
            } else {
                quote!(#field: Some(#field))
            };
            quote! {
                impl From<#ty> for #name {
                    fn from(#field: #ty) -> Self {
                        Self { #value, #(#others: None,)* #(#rest: ::std::default::Default::default(),)* }
                    }
                }
            }
        })
    });
    let conversions: Vec<_> = conversions.collect();
    quote!(#(#conversions)*)
}
