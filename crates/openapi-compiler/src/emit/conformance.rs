//! Tests that hold the client to its description: how each operation is called, and what it gave. What is asked and expected
//! is decided by the crate `openapi-conformance`, which reads the description by itself.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::builders::stem;
use super::operations::variants;
use super::{Piece, body_type, docs, ident, rust_type};
use crate::description::SecurityKind;
use crate::docs::code;
use crate::plan::{
    AdditionalProperties, BodyContent, BodyType, Credential, DocumentedResponse, Multipart, Operation, Parameter, Part,
    Plan, ResponseType, RustType, TypeDef, TypeKind,
};
use crate::select::Selection;

/// The name of the copy of the description's file with this index that stands beside the tests.
pub(crate) fn referenced_file(index: usize) -> String {
    format!("conformance.description.{index}")
}

/// Prints the tests; `client` is the path by which they reach the client, `files` are the paths of the description's files.
pub(crate) fn conformance<'p>(
    plan: &'p Plan,
    client: &'p str,
    files: &[String],
) -> impl Iterator<Item = Piece> + use<'p> {
    let client: TokenStream = client.parse().unwrap_or_default();
    let description = description(&client, files);
    let selection = selection(&plan.selection);
    let defaults = plan.defaults.then(|| quote!(.defaults()));
    let lenient = is_lenient(plan).then(|| quote!(.lenient()));
    let xml = plan.features.contains(&"xml").then(|| quote!(.xml()));
    let names = names(plan, &client);
    let head = quote! {
        use ::openapi_conformance::Conformance;
        use ::std::sync::LazyLock;

        static CONFORMANCE: LazyLock<Conformance> = LazyLock::new(|| #description #selection #defaults #lenient #xml);

        #[test]
        fn table_of_operations() {
            CONFORMANCE.table(#client::OPERATIONS);
        }

        #names
    };
    let module = quote! {
        #[allow(deprecated, unused_imports, unused_variables, clippy::all, clippy::pedantic)]
        mod operations
    };
    let make_client = make_client(plan, &client);
    let imports = quote! {
        use ::openapi_conformance::{Observed, DecodedResponse, Setup};
        use #client::{operations, types};
        use super::CONFORMANCE;

        #make_client
    };
    let tests = (plan.operations.iter()).map(|operation| Piece::Items(test(plan, operation)));
    let operations = [Piece::Module(module), Piece::Items(imports)]
        .into_iter()
        .chain(tests)
        .chain([Piece::End]);
    let has_operations = !plan.operations.is_empty();
    [Piece::Items(head)]
        .into_iter()
        .chain(has_operations.then_some(operations).into_iter().flatten())
}

/// Whether the client also reads what stands for a value.
fn is_lenient(plan: &Plan) -> bool {
    let mut responses = plan
        .operations
        .iter()
        .flat_map(|operation| operation.successes.iter().chain(&operation.errors));
    let is_lenient = |ty: &TypeDef| matches!(&ty.kind, TypeKind::Struct(object) if object.is_lenient());
    responses.any(|response| response.lenient.is_some()) || plan.types.iter().any(is_lenient)
}

/// How the tests read the description, which the client has a copy of; the files that it refers to stand beside the tests.
fn description(client: &TokenStream, files: &[String]) -> TokenStream {
    let [root, others @ ..] = files else {
        return quote!(Conformance::new(#client::DESCRIPTION));
    };
    if others.is_empty() {
        return quote!(Conformance::new(#client::DESCRIPTION));
    }
    let others = others.iter().enumerate().map(|(index, path)| {
        let copy = referenced_file(index + 1);
        quote!((#path, include_str!(#copy)))
    });
    quote!(Conformance::of_files(&[(#root, #client::DESCRIPTION), #(#others),*]))
}

/// Holds the client to the operations that it has.
fn selection(selection: &Selection) -> Option<TokenStream> {
    let Selection { only, except } = selection;
    (!selection.is_all()).then(|| quote!(.select(&[#(#only),*], &[#(#except),*])))
}

/// What is called by a name of its own among others of its type.
fn names(plan: &Plan, client: &TokenStream) -> Option<TokenStream> {
    let defined = plan.types.iter().filter(|ty| ty.same_as.is_none());
    let checks = defined.filter_map(|ty| {
        let name = ident(&ty.name);
        match &ty.kind {
            TypeKind::Struct(object) if object.fields.len() > 1 => {
                Some(quote!(CONFORMANCE.fields::<#client::types::#name>();))
            }
            TypeKind::StringEnum(variants) if variants.len() > 1 => {
                Some(quote!(CONFORMANCE.values::<#client::types::#name>(#client::types::#name::VALUES);))
            }
            _ => None,
        }
    });
    let checks: Vec<TokenStream> = checks.collect();
    (!checks.is_empty()).then(|| {
        quote! {
            #[test]
            #[allow(deprecated)]
            fn names() {
                #(#checks)*
            }
        }
    })
}

/// The function that builds the client for a test.
fn make_client(plan: &Plan, client: &TokenStream) -> TokenStream {
    let credentials = plan.credentials.iter().filter_map(credential);
    quote! {
        fn client(setup: &Setup) -> Result<#client::Client, ::openapi_conformance::BuildError> {
            let builder = #client::Client::builder()
                .base_url(setup.url())
                .retry(::openapi_conformance::Retry::never())
                .strict_statuses(setup.strict_statuses());
            #(#credentials)*
            builder.build()
        }
    }
}

fn credential(credential: &Credential) -> Option<TokenStream> {
    let (scheme, name) = (&credential.scheme, ident(&credential.name));
    Some(match credential.kind {
        // A request is not signed before there is a challenge.
        SecurityKind::Digest | SecurityKind::Other(_) => return None,
        SecurityKind::Basic => quote! {
            let builder = match setup.basic(#scheme) {
                Some((username, password)) => builder.#name(username, password),
                None => builder,
            };
        },
        _ => quote! {
            let builder = match setup.credential(#scheme) {
                Some(credential) => builder.#name(credential),
                None => builder,
            };
        },
    })
}

fn test(plan: &Plan, operation: &Operation) -> TokenStream {
    let Operation { method, path, .. } = operation;
    let about = docs(&code(&format!("{method} {path}")));
    let name = format_ident!("{}", operation.name);
    let calls = calls(plan, operation);
    let setters = setters(plan, operation);
    let any = operation.with_any_success();
    let send = any.as_ref().map_or(quote!(send), |_| quote!(send_any));
    let success = success(any.as_ref().unwrap_or(operation));
    let error = error(operation);
    quote! {
        #about
        #[test]
        fn #name() {
            CONFORMANCE.operation(#method, #path, client, |client, arguments| Box::pin(async move {
                let call = #calls;
                #(#setters)*
                if let Some(beyond) = arguments.beyond() {
                    let call = call
                        .header(beyond.name, beyond.value)
                        .query_pair(beyond.name, beyond.value)
                        .body_bytes(beyond.media_type, beyond.value);
                    return Ok(Observed::raw(call.send_raw().await));
                }
                Ok(Observed::of(call.#send().await, #success, #error).await)
            }));
        }
    }
}

/// The call: of the method for the body's media type, where the body is required.
fn calls(plan: &Plan, operation: &Operation) -> TokenStream {
    let parameters: Vec<TokenStream> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
        .map(|parameter| {
            let (location, name, ty) = argument(plan, parameter);
            quote!(arguments.required::<#ty>(#location, #name)?)
        })
        .collect();
    let calls = operation.methods.iter().map(|method| {
        let name = ident(&method.name);
        let content = operation.content(method);
        let value = content.map(|content| body_value(plan, content));
        let media_type = content.map(|content| &content.media_type);
        (media_type, quote!(client.#name(#(#parameters,)* #value)))
    });
    // The preferred media type is the last resort.
    let mut calls: Vec<_> = calls.collect();
    let (_, first) = calls.remove(0);
    calls.into_iter().rev().fold(
        first,
        |otherwise, (media_type, call)| quote!(if arguments.has_body(#media_type) { #call } else { #otherwise }),
    )
}

fn argument<'p>(plan: &Plan, parameter: &'p Parameter) -> (&'static str, &'p String, TokenStream) {
    (
        parameter.location.keyword(),
        &parameter.wire_name,
        rust_type(plan, &parameter.ty, &quote!(types::)),
    )
}

fn setters(plan: &Plan, operation: &Operation) -> Vec<TokenStream> {
    let optional = operation.parameters.iter().filter(|parameter| !parameter.required);
    let parameters = optional.map(|parameter| {
        let (location, name, ty) = argument(plan, parameter);
        let setter = ident(&parameter.name);
        let value = match parameter.ty {
            RustType::Nullable(_) => quote!(Some(Some(value))),
            _ => quote!(Some(value)),
        };
        quote! {
            let call = match arguments.optional::<#ty>(#location, #name)? {
                #value => call.#setter(value),
                _ => call,
            };
        }
    });
    let bodies = operation
        .body
        .iter()
        .filter(|body| !body.required)
        .flat_map(|body| &body.contents);
    let bodies = bodies.map(|content| {
        let (setter, media_type) = (ident(&content.name), &content.media_type);
        let value = body_value(plan, content);
        quote!(let call = if arguments.has_body(#media_type) { call.#setter(#value) } else { call };)
    });
    parameters.chain(bodies).collect()
}

fn body_value(plan: &Plan, content: &BodyContent) -> TokenStream {
    match &content.body {
        BodyType::Text(RustType::String) => quote!(arguments.text()?),
        BodyType::Json(_) | BodyType::Form(..) | BodyType::Text(_) | BodyType::Any(_) => {
            let ty = body_type(plan, &content.body);
            quote!(arguments.body::<#ty>()?)
        }
        BodyType::Multipart(Some(id)) => match &plan.types[id.0 as usize].kind {
            TypeKind::Multipart(body) => multipart(plan, content, body),
            _ => quote!(arguments.parts()?),
        },
        BodyType::Multipart(None) => quote!(arguments.parts()?),
        BodyType::Bytes => quote!(arguments.bytes()?),
    }
}

/// A body of parts. A part that may be left out, or be null, is set as the field that it is.
fn multipart(plan: &Plan, content: &BodyContent, body: &Multipart) -> TokenStream {
    let ty = body_type(plan, &content.body);
    let (set_later, built): (Vec<&Part>, Vec<&Part>) = body.parts.iter().partition(|part| is_optional_nullable(part));
    let rest = body.rest.as_ref().map(|rest| other_parts(plan, rest, &body.parts));
    let parts = built.into_iter().map(|part| self::part(plan, part));
    let parts = quote!(#ty::builder() #(#parts)* #rest .build());
    if set_later.is_empty() {
        return parts;
    }
    let set_later = set_later.into_iter().map(|part| {
        let (name, property) = (ident(&part.field.name), &part.field.property);
        let ty = rust_type(plan, &part.field.ty, &quote!(types::));
        quote!(parts.#name = arguments.part::<#ty>(#property)?;)
    });
    quote!({
        let mut parts = #parts;
        #(#set_later)*
        parts
    })
}

fn is_optional_nullable(part: &Part) -> bool {
    !part.field.required && matches!(part.field.ty, RustType::Nullable(_))
}

/// The setter of a part of a body, on its builder.
fn part(plan: &Plan, part: &Part) -> TokenStream {
    let (field, property) = (&part.field, &part.field.property);
    let is_files = matches!(&field.ty, RustType::Vec(item) if **item == RustType::File);
    // A property that is optional or may be null is an `Option` in the builder.
    let maybe = || format_ident!("maybe_{}", stem(&field.name));
    let (value, setter) = match (field.required, &field.ty) {
        (true, value @ RustType::Nullable(_)) => (value, maybe()),
        (true, value) => (value, ident(&field.name)),
        (false, value) => (value, maybe()),
    };
    let ty = rust_type(plan, value, &quote!(types::));
    match (&field.ty, field.required) {
        (RustType::File, true) => quote!(.#setter(arguments.required_file(#property)?)),
        (RustType::File, false) => quote!(.#setter(arguments.file(#property)?)),
        (_, true) if is_files => quote!(.#setter(arguments.required_files(#property)?)),
        (_, false) if is_files => quote!(.#setter(arguments.files(#property)?)),
        (_, true) => quote!(.#setter(arguments.required_part::<#ty>(#property)?)),
        (_, false) => quote!(.#setter(arguments.part::<#ty>(#property)?)),
    }
}

/// The setter of the parts that the description does not list.
fn other_parts(plan: &Plan, rest: &AdditionalProperties, parts: &[Part]) -> TokenStream {
    let setter = ident(&rest.name);
    let listed = parts.iter().map(|part| &part.field.property);
    let is_files = matches!(&rest.ty, RustType::Vec(item) if **item == RustType::File);
    match &rest.ty {
        RustType::File => quote!(.#setter(arguments.other_files(&[#(#listed),*])?)),
        _ if is_files => quote!(.#setter(arguments.other_lists_of_files(&[#(#listed),*])?)),
        ty => {
            let ty = rust_type(plan, ty, &quote!(types::));
            quote!(.#setter(arguments.other_parts::<#ty>(&[#(#listed),*])?))
        }
    }
}

/// The expression that reports a success.
fn success(operation: &Operation) -> TokenStream {
    let plain = operation
        .successes
        .iter()
        .all(|response| response.body.is_same_type(&operation.successes[0].body));
    if let Some(first) = operation.successes.first().filter(|_| !plain) {
        let name = format_ident!("{}Response", operation.type_name);
        let arms = variants(&operation.successes).map(|response| {
            let (variant, label) = (ident(&response.variant), &response.variant);
            let decoded = decoded(&response.body, &quote!(Some(#label)));
            match response.body {
                ResponseType::Empty => quote!(operations::#name::#variant => #decoded,),
                _ => quote!(operations::#name::#variant(value) => #decoded,),
            }
        });
        let _ = first;
        return quote!(async |value| match value { #(#arms)* _ => DecodedResponse::unknown() });
    }
    match operation.successes.first() {
        Some(DocumentedResponse {
            body: ResponseType::Empty,
            ..
        })
        | None => quote!(async |()| DecodedResponse::nothing(None)),
        Some(response) => {
            let decoded = decoded(&response.body, &quote!(None));
            quote!(async |value| #decoded)
        }
    }
}

/// The expression that reports a documented error.
fn error(operation: &Operation) -> TokenStream {
    let name = format_ident!("{}Error", operation.type_name);
    let arms = variants(&operation.errors).map(|response| {
        let (variant, label) = (ident(&response.variant), &response.variant);
        let decoded = decoded(&response.body, &quote!(Some(#label)));
        match response.body {
            ResponseType::Empty => quote!(operations::#name::#variant => #decoded,),
            _ => quote!(operations::#name::#variant(value) => #decoded,),
        }
    });
    quote!(|error| match error { #(#arms)* _ => DecodedResponse::unknown() })
}

fn decoded(body: &ResponseType, variant: &TokenStream) -> TokenStream {
    match body {
        ResponseType::Json(_) | ResponseType::Text(_) | ResponseType::Any(_) => {
            quote!(DecodedResponse::json(#variant, &value))
        }
        ResponseType::Bytes => quote!(DecodedResponse::bytes(#variant, &value)),
        ResponseType::Stream => quote!(DecodedResponse::stream(#variant, value).await),
        ResponseType::Events(_) => quote!(DecodedResponse::events(#variant, value.into()).await),
        ResponseType::Lines(_) => quote!(DecodedResponse::lines(#variant, value).await),
        ResponseType::Empty => quote!(DecodedResponse::nothing(#variant)),
    }
}
