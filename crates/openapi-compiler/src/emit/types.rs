//! Structs, enums, unions and aliases.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::sections::Extent;
use super::table::{Table, compact, literal};
use super::{Piece, builders, deprecated, docs, ident, rust_type};
use crate::plan::{
    AdditionalProperties, Conversion, Field, IntegerVariant, Multipart, Nested, Part, Plan, RustType, StringVariant,
    Struct, TypeDef, TypeKind, Union,
};

pub(super) fn types(extent: Extent<'_>) -> impl Iterator<Item = Piece> {
    let plan = extent.plan;
    extent.types().flat_map(move |ty| match ty.same_as {
        Some(of) => vec![alias(plan, ty, &RustType::Named(of))],
        None => {
            let traits = [super::validate::validate(plan, ty), super::xml::shape(plan, ty)];
            let traits = traits.into_iter().flatten().map(Piece::Items);
            definition(extent, ty).into_iter().chain(traits).collect()
        }
    })
}

fn definition(extent: Extent<'_>, ty: &TypeDef) -> Vec<Piece> {
    let plan = extent.plan;
    match &ty.kind {
        TypeKind::Struct(object) => structure(extent, ty, object),
        TypeKind::StringEnum(variants) => [string_enum(ty, variants)]
            .into_iter()
            .chain(order(ty, "as_str"))
            .collect(),
        TypeKind::IntegerEnum(variants) => [integer_enum(ty, variants)]
            .into_iter()
            .chain(order(ty, "value"))
            .collect(),
        TypeKind::Union(union) => self::union(plan, ty, union),
        TypeKind::Multipart(body) => multipart(plan, ty, body),
        TypeKind::Wrapper(target) => {
            let mut table = Table::new("wrapper");
            let own = own(plan, target);
            let target = text(plan, target);
            head(&mut table, ty, &format!("pub struct {}{own}(pub {target});", ty.name));
            vec![Piece::Table(table)]
        }
        TypeKind::Alias(target) => vec![alias(plan, ty, target)],
    }
}

fn alias(plan: &Plan, ty: &TypeDef, target: &RustType) -> Piece {
    let (name, target) = (ident(&ty.name), rust_type(plan, target, &TokenStream::new()));
    let (docs, deprecated) = (docs(&ty.docs), deprecated(ty.deprecated));
    Piece::Items(quote!(#docs #deprecated pub type #name = #target;))
}

/// Adds the documentation of a type and the first line of its definition.
fn head(table: &mut Table, ty: &TypeDef, line: &str) {
    table.docs(0, &ty.docs);
    if ty.deprecated {
        table.line(0, "#[deprecated]");
    }
    if !ty.derives.is_empty() {
        table.line(0, format!("#[derive({})]", ty.derives.join(", ")));
    }
    for attribute in &ty.attributes {
        table.line(0, attribute);
    }
    table.line(0, line);
}

/// A type as text.
pub(super) fn text(plan: &Plan, ty: &RustType) -> String {
    compact(&rust_type(plan, ty, &TokenStream::new()))
}

fn structure(extent: Extent<'_>, ty: &TypeDef, object: &Struct) -> Vec<Piece> {
    let plan = extent.plan;
    let mut table = Table::new("object");
    head(&mut table, ty, &format!("pub struct {} {{", ty.name));
    for field in &object.fields {
        table.docs(1, &field.docs);
        if field.deprecated {
            table.line(1, "#[deprecated]");
        }
        let (name, presence) = (&field.name, presence(plan, field));
        let (value, property) = (text(plan, &field.ty), literal(&field.property));
        let value = if field.required {
            value
        } else {
            format!("Option<{value}>")
        };
        table.line(1, format!("{name}: {presence} {value} = {property},"));
    }
    if let Some(AdditionalProperties { name, ty, lenient }) = &object.rest {
        let how = match lenient {
            _ if plan.is_own(ty) => "[own_rest]".to_owned(),
            Some(within) => format!("[lenient_rest {within}]"),
            None => String::new(),
        };
        table.line(1, format!("..{name}{how}: {}", text(plan, ty)));
    }
    table.line(0, "}");
    if object.has_default {
        table.line(0, "default true");
    }
    if object.closed {
        table.line(0, "closed true");
    }
    let secrets = object.fields.iter().filter(|field| field.secret);
    let secrets: Vec<String> = secrets.map(|field| literal(&field.property)).collect();
    if !secrets.is_empty() {
        table.line(0, format!("secret {}", secrets.join(" ")));
    }
    let mut pieces = vec![Piece::Table(table)];
    if ty.in_request {
        pieces.push(builders::structure(plan, &ty.name, object));
    }
    let mut seen = HashSet::new();
    let parts = object.converts_into.iter().map(|part| plan.defined(*part));
    let conversions = parts.filter(|part| seen.insert(*part)).map(|target| {
        let (condition, path) = extent.path_of(target.index());
        let conversion = conversion(&ty.name, object, &plan.types[target.index()], &path);
        Piece::Items(quote!(#condition #conversion))
    });
    pieces.extend(conversions);
    pieces.extend(wrapping(plan, ty, object).map(Piece::Items));
    pieces
}

/// The keyword for whether a property is required and may be null.
fn presence(plan: &Plan, field: &Field) -> String {
    let presence = match (field.required, plan.is_nullable(&field.ty)) {
        (true, _) => "required",
        (false, false) => "optional",
        (false, true) => "nullable",
    };
    match field.lenient {
        _ if plan.is_own(&field.ty) => format!("own_{presence}"),
        Some(within) => format!("lenient_{presence} {within}"),
        None => presence.to_owned(),
    }
}

/// The mark of a type that is not of the runtime or the description.
fn own(plan: &Plan, ty: &RustType) -> &'static str {
    if plan.is_own(ty) { "[own]" } else { "" }
}

/// The field that holds all other parts.
fn rest(plan: &Plan, rest: &AdditionalProperties, text: &str) -> TokenStream {
    let (name, ty) = (ident(&rest.name), rust_type(plan, &rest.ty, &TokenStream::new()));
    let docs = docs(text);
    quote!(#docs pub #name: ::std::collections::BTreeMap<String, #ty>,)
}

fn field(plan: &Plan, field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let (docs, deprecated) = (docs(&field.docs), deprecated(field.deprecated));
    let value = rust_type(plan, &field.ty, &TokenStream::new());
    let ty = if field.required { value } else { quote!(Option<#value>) };
    quote!(#docs #deprecated pub #name: #ty,)
}

/// A `Debug` implementation that hides the values of secret parts.
fn redacted_debug(name: &str, parts: &[Part], rest: Option<&AdditionalProperties>) -> TokenStream {
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
fn multipart(plan: &Plan, ty: &TypeDef, body: &Multipart) -> Vec<Piece> {
    let name = ident(&ty.name);
    let (docs, deprecated) = (docs(&ty.docs), deprecated(ty.deprecated));
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
        .then(|| redacted_debug(&ty.name, parts, rest.as_ref()));
    let derive_debug = debug.is_none().then(|| quote!(#[derive(Debug)]));
    let items = quote! {
        #docs
        #deprecated
        #derive_debug
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
    };
    vec![Piece::Items(items), builders::multipart(plan, &ty.name, body)]
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

fn conversion(name: &str, whole: &Struct, target: &TypeDef, into: &TokenStream) -> TokenStream {
    let TypeKind::Struct(part) = &target.kind else {
        return TokenStream::new();
    };
    let from = ident(name);
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
    // Fields that the target does not have go to its map of other properties.
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

fn string_enum(ty: &TypeDef, variants: &[StringVariant]) -> Piece {
    let mut table = Table::new("open_enum");
    head(&mut table, ty, &format!("pub enum {} {{", ty.name));
    for StringVariant { name, value, docs, .. } in variants {
        table.docs(1, docs);
        table.line(1, format!("{name} = {},", literal(value)));
    }
    table.line(0, "}");
    Piece::Table(table)
}

fn integer_enum(ty: &TypeDef, variants: &[IntegerVariant]) -> Piece {
    let mut table = Table::new("open_integer_enum");
    head(&mut table, ty, &format!("pub enum {} {{", ty.name));
    for IntegerVariant { name, value, docs, .. } in variants {
        table.docs(1, docs);
        table.line(1, format!("{name} = {value},"));
    }
    table.line(0, "}");
    Piece::Table(table)
}

/// The order of an enum, by what this method returns, if users chose one.
fn order(ty: &TypeDef, method: &str) -> Option<Piece> {
    let mut table = Table::new("ordered");
    table.line(0, format!("{} {method}", ty.name));
    ty.ordered.then_some(Piece::Table(table))
}

fn union(plan: &Plan, ty: &TypeDef, union: &Union) -> Vec<Piece> {
    let mut table = Table::new("union");
    let by = union.tag.as_ref().map(|tag| format!(" by {}", literal(tag)));
    let default = union.default.map(|index| format!(" else {index}"));
    let (by, default) = (by.unwrap_or_default(), default.unwrap_or_default());
    head(&mut table, ty, &format!("pub enum {}{by}{default} {{", ty.name));
    for (index, variant) in union.variants.iter().enumerate() {
        table.docs(1, &variant.docs);
        let (own, held) = (own(plan, &variant.ty), text(plan, &variant.ty));
        let mut row = format!("{index} {}{own}({held})", variant.name);
        for tag in &variant.tags {
            row += &format!(" {}", literal(tag));
        }
        if let (Some(property), Some(tag)) = (&union.tag, &variant.written_tag) {
            row += &format!(" as {} = {}", literal(property), literal(tag));
        }
        row += &match (variant.conversion, &variant.ty) {
            (None, _) => String::new(),
            (Some(Conversion::Boxed), RustType::Boxed(inner)) => format!(" from boxed({})", text(plan, inner)),
            (Some(Conversion::Text), _) => " from text".to_owned(),
            (Some(_), _) => " from plain".to_owned(),
        };
        table.line(1, row + ",");
    }
    table.line(0, "}");
    let nested = (!union.nested.is_empty()).then(|| nested_variants(plan, &ty.name, &union.nested));
    let shown = union.is_scalar.then(|| shown_union(&ty.name, union));
    let tables = [Some(table), nested, shown].into_iter().flatten();
    tables.map(Piece::Table).collect()
}

/// That a union is printed as its value.
fn shown_union(name: &str, union: &Union) -> Table {
    let mut table = Table::new("shown_union");
    let variants: Vec<&str> = union.variants.iter().map(|variant| variant.name.as_str()).collect();
    table.line(0, format!("{name} {{ {} }}", variants.join(", ")));
    table
}

/// The conversions of variants of unions that are variants.
fn nested_variants(plan: &Plan, name: &str, nested: &[Nested]) -> Table {
    let mut table = Table::new("nested_variants");
    table.line(0, format!("{name} {{"));
    for Nested {
        between,
        variant,
        conversion,
    } in nested
    {
        let (between, held) = (&plan.types[between.index()].name, text(plan, variant));
        table.line(1, format!("{between}({held}),"));
        match (conversion, variant) {
            (Conversion::Boxed, RustType::Boxed(inner)) => table.line(1, format!("{between}({}),", text(plan, inner))),
            (Conversion::Text, _) => table.line(1, format!("{between}(&str),")),
            _ => {}
        }
    }
    table.line(0, "}");
    table
}

/// The conversion of the value of a field into the struct.
fn wrapping(plan: &Plan, ty: &TypeDef, object: &Struct) -> Option<TokenStream> {
    let wrapped = object.wraps.as_ref()?;
    let inner = object.fields.iter().find(|field| field.name == *wrapped)?;
    let others = object.fields.iter().filter(|field| field.name != *wrapped);
    let others = others.map(|field| {
        let name = ident(&field.name);
        let initial = builders::initial_value(plan, field).unwrap_or_else(|| "None".to_owned());
        let initial: TokenStream = initial.parse().unwrap_or_default();
        quote!(#name: #initial)
    });
    let others: Vec<TokenStream> = others.collect();
    let rest: Vec<Ident> = object.rest.iter().map(|rest| ident(&rest.name)).collect();
    let (name, field) = (ident(&ty.name), ident(wrapped));
    let ty = rust_type(plan, &inner.ty, &TokenStream::new());
    let value = if inner.required {
        quote!(#field)
    } else {
        quote!(#field: Some(#field))
    };
    Some(quote! {
        impl From<#ty> for #name {
            fn from(#field: #ty) -> Self {
                Self { #value, #(#others,)* #(#rest: ::std::default::Default::default(),)* }
            }
        }
    })
}
