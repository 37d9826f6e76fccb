//! Emission: the plan, printed as Rust.
//!
//! The code stands in any module of any crate: its own parts are reached by relative paths, all else by absolute ones.
//! Text of a description becomes literals, documentation and identifiers, never code.

mod aliases;
mod builders;
mod client;
mod conformance;
mod decode;
mod links;
mod mock;
mod operations;
mod pages;
mod rows;
mod sections;
mod servers;
mod table;
mod tags;
mod types;
mod validate;
mod webhooks;
mod xml;

pub use table::Table;

pub(crate) use conformance::{conformance, referenced_file};
pub(crate) use mock::{described_file, mock};

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::escape::printable;
use crate::plan::{BodyType, EventData, Plan, ResponseType, RustType};
use sections::Extent;

/// Options for printing the code.
#[derive(Clone, Debug, Default)]
pub struct EmitOptions {
    /// Where the code has the text of the description from; without it, the code does not include the text.
    pub description: Option<Text>,
    /// The path by which doc tests reach the code; without it, no examples are written.
    pub crate_path: Option<String>,
}

/// A text that the code includes.
#[derive(Clone, Debug)]
pub enum Text {
    /// It is in a file beside the code.
    File(String),
    /// It is in the code.
    Literal(String),
}

/// A piece of the code. Pieces come one after the other, so that a large client is never in memory as a whole syntax tree.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Items.
    Items(TokenStream),
    /// A call of a macro of the runtime that defines a type.
    Table(Table),
    /// The beginning of a module, from its attributes to its name; the pieces up to [`Piece::End`] are in it.
    Module(TokenStream),
    /// The end of the module.
    End,
}

impl Piece {
    /// The piece with another path of the runtime than `::openapi_runtime`.
    ///
    /// ```
    /// use openapi_compiler::{emit::Piece, write::format};
    ///
    /// let piece = Piece::Items("use ::openapi_runtime::File;".parse().unwrap());
    /// assert_eq!(format([piece.with_runtime("my_sdk::runtime")]).unwrap(), "use my_sdk::runtime::File;\n");
    /// ```
    ///
    /// # Panics
    /// If the path is not a path of Rust.
    #[must_use]
    pub fn with_runtime(self, path: &str) -> Self {
        match self {
            Self::Items(tokens) => Self::Items(with_runtime(tokens, &path.parse().expect("a path"))),
            Self::Table(table) => Self::Table(table.with_runtime(path)),
            Self::Module(tokens) => Self::Module(tokens),
            Self::End => Self::End,
        }
    }
}

/// Replaces each `::openapi_runtime`.
fn with_runtime(tokens: TokenStream, path: &TokenStream) -> TokenStream {
    let mut replaced: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let inner = with_runtime(group.stream(), path);
                replaced.push(Group::new(group.delimiter(), inner).into());
            }
            TokenTree::Ident(name) if name == "openapi_runtime" => {
                replaced.truncate(replaced.len().saturating_sub(2));
                replaced.extend(path.clone());
            }
            other => replaced.push(other),
        }
    }
    replaced.into_iter().collect()
}

/// Prints a client.
///
/// ```
/// use openapi_compiler::{diagnostic::Diagnostics, emit::{EmitOptions, emit}, lower::lower, plan::Options};
/// use openapi_compiler::{planner::plan, read::{Limits, read_str}, resolve::resolve, write::format};
///
/// let mut diagnostics = Diagnostics::new();
/// let text = "{openapi: 3.0.3, paths: {/pets: {get: {operationId: listPets, responses: {}}}}}";
/// let document = read_str("pets.yaml", text, &Limits::default(), &mut diagnostics);
/// let resolved = resolve(lower(&document, &mut diagnostics).unwrap(), &mut diagnostics);
/// let plan = plan(&resolved, &Options::default(), &mut diagnostics);
/// let code = format(emit(&plan, &EmitOptions::default())).unwrap();
/// assert!(code.contains("list_pets -> ListPets"));
/// ```
pub fn emit<'p>(plan: &'p Plan, options: &'p EmitOptions) -> impl Iterator<Item = Piece> + 'p {
    let description = options.description.as_ref().map(|text| {
        let text = match text {
            Text::File(file) => quote!(include_str!(#file)),
            Text::Literal(text) => quote!(#text),
        };
        quote! {
            /// The text of the description that this client was generated from.
            pub const DESCRIPTION: &str = #text;
        }
    });
    let extent = Extent::main(plan);
    let of_client = [
        |_: Extent<'_>| Some(reexports()),
        |extent: Extent<'_>| extent.files(),
        |extent: Extent<'_>| Some(operations::table(extent)),
        |extent: Extent<'_>| Some(servers::servers(extent.plan)),
        |extent: Extent<'_>| Some(client::client(extent.plan)),
        |extent: Extent<'_>| tags::tags(extent.plan),
    ];
    let of_client = of_client.into_iter().filter(|_| !plan.only_types);
    let of_client = of_client.filter_map(move |print| print(extent));
    let head = description.into_iter().chain(of_client).map(Piece::Items);
    head.chain(contents(extent, options)).chain(webhooks::webhooks(extent))
}

/// Prints the sections of a client that is split by tags: for each, its path relative to that of the client, and its code.
pub fn sections<'p>(
    plan: &'p Plan,
    options: &'p EmitOptions,
) -> impl Iterator<Item = (String, impl Iterator<Item = Piece> + 'p)> {
    Extent::others(plan).map(move |(path, extent)| {
        let head = extent.head().map(Piece::Items);
        (path, head.into_iter().chain(contents(extent, options)))
    })
}

/// The methods, operations and types that a file has.
fn contents<'p>(extent: Extent<'p>, options: &'p EmitOptions) -> impl Iterator<Item = Piece> + 'p {
    let [operations, types] = extent.modules();
    let operations_head = quote! {
        /// Request builders, and the responses and errors of operations.
        #[allow(deprecated, missing_docs, clippy::all, clippy::pedantic, rustdoc::all, unused_imports)]
        pub mod #operations
    };
    let types_head = quote! {
        /// The types of the description.
        #[allow(deprecated, missing_docs, non_camel_case_types, clippy::all, clippy::pedantic, rustdoc::all)]
        pub mod #types
    };
    let shown = extent.shown(0, Extent::has_operations);
    let operations = [
        Piece::Module(operations_head),
        Piece::Items(quote!(use super::types; #shown)),
    ]
    .into_iter()
    .chain(operations::operations(extent))
    .chain([Piece::End]);
    let imports = extent.imports().into_iter().chain(extent.shown(1, Extent::has_types));
    let types = [Piece::Module(types_head)]
        .into_iter()
        .chain(imports.map(Piece::Items))
        .chain(types::types(extent))
        .chain([Piece::End]);
    let (is_main, has_operations, has_types) = (extent.is_main(), extent.has_operations(), extent.has_types());
    let by_tag = tags::methods(extent).map(Piece::Items);
    client::methods(extent, options)
        .chain(by_tag)
        .chain(operations.filter(move |_| has_operations || is_main && !extent.plan.only_types))
        .chain(types.filter(move |_| is_main || has_types))
}

/// The types of the runtime that a caller of a client needs.
fn reexports() -> TokenStream {
    quote! {
        #[doc(no_inline)]
        #[allow(unused_imports)]
        pub use ::openapi_runtime::{
            AnyError, BuildError, Error, EventStream, File, Multipart, ResponseValue, Retry,
        };
    }
}

/// An identifier; names in a plan are valid ones.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Documentation, one attribute per line.
fn docs(text: &str) -> TokenStream {
    let lines = text.trim_end().lines().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {}", printable(line))
        }
    });
    quote!(#(#[doc = #lines])*)
}

fn deprecated(is: bool) -> Option<TokenStream> {
    is.then(|| quote!(#[deprecated]))
}

/// A type as written in a module that reaches `types` by `prefix`.
fn rust_type(plan: &Plan, ty: &RustType, prefix: &TokenStream) -> TokenStream {
    let inner = |ty: &RustType| rust_type(plan, ty, prefix);
    match ty {
        RustType::Bool => quote!(bool),
        RustType::I32 => quote!(i32),
        RustType::I64 => quote!(i64),
        RustType::U64 => quote!(u64),
        RustType::F64 => quote!(f64),
        RustType::String => quote!(String),
        RustType::Null => quote!(()),
        RustType::Value => quote!(::openapi_runtime::serde_json::Value),
        RustType::Object => {
            quote!(::openapi_runtime::serde_json::Map<String, ::openapi_runtime::serde_json::Value>)
        }
        RustType::File => quote!(::openapi_runtime::File),
        RustType::Vec(item) => {
            let item = inner(item);
            quote!(Vec<#item>)
        }
        RustType::Map(value) => {
            let value = inner(value);
            quote!(::std::collections::BTreeMap<String, #value>)
        }
        RustType::Tuple(items) => {
            let items = items.iter().map(inner);
            quote!((#(#items,)*))
        }
        RustType::Nullable(value) => {
            let value = inner(value);
            quote!(Option<#value>)
        }
        RustType::Boxed(value) => {
            let value = inner(value);
            quote!(Box<#value>)
        }
        RustType::Named(id) => {
            let name = ident(&plan.types[id.0 as usize].name);
            quote!(#prefix #name)
        }
        RustType::Formatted(format) => {
            let path: TokenStream = format.path.to_string().parse().expect("a path");
            quote!(::openapi_runtime::Formatted<#path>)
        }
        RustType::Own(path) => path.to_string().parse().expect("a path"),
    }
}

/// The type of an argument or setter.
fn argument(plan: &Plan, ty: &RustType, prefix: &TokenStream) -> TokenStream {
    let printed = rust_type(plan, ty, prefix);
    match converts(plan, ty) {
        true => quote!(impl Into<#printed>),
        false => printed,
    }
}

/// Whether an argument is `impl Into<T>`. Nothing else converts into `bool`, and a literal such as `1` is an `i32`, which does
/// not convert into other integers.
fn converts(plan: &Plan, ty: &RustType) -> bool {
    !matches!(
        plan.unaliased(ty),
        RustType::Bool | RustType::I32 | RustType::U64 | RustType::Null
    )
}

/// The type of a request's body, where `types` is a module in scope.
fn body_type(plan: &Plan, body: &BodyType) -> TokenStream {
    match body {
        BodyType::Json(ty) | BodyType::Form(ty, _) | BodyType::Text(ty) | BodyType::Any(ty) => {
            rust_type(plan, ty, &quote!(types::))
        }
        BodyType::Multipart(Some(id)) => rust_type(plan, &RustType::Named(*id), &quote!(types::)),
        BodyType::Multipart(None) => quote!(::openapi_runtime::Multipart),
        BodyType::Bytes => quote!(::openapi_runtime::Body),
    }
}

/// The type of a body, where `types` is a module in scope.
fn response_type(plan: &Plan, body: &ResponseType) -> TokenStream {
    match body {
        ResponseType::Json(ty) | ResponseType::Text(ty) | ResponseType::Any(ty) => {
            rust_type(plan, ty, &quote!(types::))
        }
        ResponseType::Bytes => quote!(::openapi_runtime::Bytes),
        ResponseType::Stream => quote!(::openapi_runtime::ByteStream),
        ResponseType::Events(EventData::Untyped) => quote!(::openapi_runtime::EventStream),
        ResponseType::Events(EventData::Named(events)) => {
            let value = ident(&events.name);
            quote!(::openapi_runtime::Events<#value>)
        }
        ResponseType::Events(EventData::Json(ty)) => {
            let value = rust_type(plan, ty, &quote!(types::));
            quote!(::openapi_runtime::Events<#value>)
        }
        ResponseType::Lines(ty) => {
            let value = rust_type(plan, ty, &quote!(types::));
            quote!(::openapi_runtime::JsonLines<#value>)
        }
        ResponseType::Empty => quote!(()),
    }
}
