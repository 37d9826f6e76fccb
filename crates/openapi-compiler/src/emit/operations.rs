//! Request builders, responses and errors of each operation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::sections::Extent;
use super::table::{Table, compact, literal};
use super::{Piece, decode, docs, ident, response_type, rows, rust_type};
use crate::description::Status;
use crate::docs::code;
use crate::plan::{
    Body, DocumentedResponse, Header, NamedEvent, NamedEvents, Operation, Plan, ResponseType, StreamCall, Success,
};

/// The constant table of operations.
pub(super) fn table(extent: Extent<'_>) -> TokenStream {
    let rows = extent.plan.operations.iter().enumerate().map(|(index, operation)| {
        let (name, condition) = (ident(&operation.type_name), extent.with_operation(index));
        quote!(#condition operations::#name::OPERATION)
    });
    quote! {
        /// Every operation of the client.
        pub static OPERATIONS: &[::openapi_runtime::Operation] = &[#(#rows),*];
    }
}

/// The record of an operation.
fn record(operation: &Operation) -> String {
    let list = |texts: &[String]| {
        let texts: Vec<String> = texts.iter().map(|text| literal(text)).collect();
        format!("&[{}]", texts.join(", "))
    };
    let set = |name: &str, is_empty: bool, value: String| match is_empty {
        true => String::new(),
        false => format!(".{name}({value})"),
    };
    let Operation {
        id,
        method,
        path,
        tags,
        security,
        statuses,
        accept,
        server,
        idempotency_header,
        ..
    } = operation;
    let [id, method, path] = [id, method, path].map(|text| literal(text));
    let schemes: Vec<String> = security.iter().map(|schemes| list(schemes)).collect();
    let tags = set("tags", tags.is_empty(), list(tags));
    let security = set("security", schemes.is_empty(), format!("&[{}]", schemes.join(", ")));
    let statuses = set("statuses", statuses.is_empty(), list(statuses));
    let deprecated = set("deprecated", !operation.deprecated, String::new());
    let accept = set("accept", accept.is_empty(), list(accept));
    let optional = |name: &str, text: &Option<String>| {
        let text = text.as_deref();
        set(name, text.is_none(), literal(text.unwrap_or_default()))
    };
    let server = optional("server", server);
    let idempotency = optional("idempotency_header", idempotency_header);
    let streams = set("streams", !operation.is_streamed(), String::new());
    format!(
        "::openapi_runtime::Operation::new({id}, {method}, {path})\
         {tags}{security}{statuses}{deprecated}{accept}{server}{idempotency}{streams}"
    )
}

pub(super) fn operations(extent: Extent<'_>) -> impl Iterator<Item = Piece> {
    let plan = extent.plan;
    extent.operations().flat_map(move |operation| {
        let call = Piece::Table(call(plan, operation));
        let decode_stream = operation.stream.as_ref().map(|stream| {
            let streaming = Operation {
                success: Success::of(&stream.successes),
                successes: stream.successes.clone(),
                ..operation.clone()
            };
            Piece::Table(decode(plan, &streaming, "decode_stream"))
        });
        let any = operation.with_any_success();
        let decode_any = any.map(|any| Piece::Table(decode(plan, &any, "decode_any")));
        let events = operation.named_events();
        let events = events.map(|events| Piece::Table(named_events(plan, operation, events)));
        let items = Some(items(extent, operation)).filter(|items| !items.is_empty());
        let errors = Piece::Table(errors(plan, operation));
        let items = items.map(Piece::Items);
        let tables = [call].into_iter().chain(decode_stream).chain(decode_any).chain(events);
        tables.chain(items).chain([errors])
    })
}

/// The request of an operation, with its setters and how its responses are read.
fn call(plan: &Plan, operation: &Operation) -> Table {
    let mut table = Table::new("call");
    table.docs(0, &format!("Builds a request of {}.", code(&operation.id)));
    table.line(0, format!("{}: {};", operation.type_name, record(operation)));
    for parameter in operation.parameters.iter().filter(|parameter| !parameter.required) {
        table.docs(0, &parameter.docs);
        if parameter.deprecated {
            table.line(0, "#[deprecated]");
        }
        table.line(0, rows::parameter(plan, parameter));
    }
    let body = operation.body.iter().filter(|body| !body.required);
    for content in body.flat_map(|body| &body.contents) {
        table.docs(0, &format!("Sets the body, as {}.", code(&content.media_type)));
        table.line(0, rows::body(plan, content));
    }
    if operation.body.as_ref().is_some_and(Body::has_range) {
        table.docs(
            0,
            "Sets the media type of the body, for which the description has a range. `send` returns an error if it is not in \
             that range.",
        );
        table.line(0, "content_type: into String => content_type(),");
    }
    if !operation.servers.is_empty() {
        let servers: Vec<String> = operation.servers.iter().map(|url| format!("- {}", code(url))).collect();
        table.docs(
            0,
            &format!(
                "Sends the request to another base URL than the first of the operation's own servers:\n\n{}",
                servers.join("\n")
            ),
        );
        table.line(0, "base_url: into String => base_url(),");
    }
    responses(plan, operation, "-> ", &mut table);
    table
}

/// Adds the types of a success and an error, and how a response is read.
fn responses(plan: &Plan, operation: &Operation, before: &str, table: &mut Table) {
    let success = compact(&success(plan, operation));
    table.line(0, format!("{before}{success}, {}Error {{", operation.type_name));
    for row in decode::rows(plan, operation) {
        table.line(1, row);
    }
    table.line(0, "}");
}

fn decode(plan: &Plan, operation: &Operation, function: &str) -> Table {
    let mut table = Table::new("decode");
    let before = format!("{} {function} -> ", operation.type_name);
    responses(plan, operation, &before, &mut table);
    table
}

/// What few operations have: headers of responses, streams, pages, several types of success, and earlier names.
fn items(extent: Extent<'_>, operation: &Operation) -> TokenStream {
    let plan = extent.plan;
    let name = ident(&operation.type_name);
    let headers: Vec<TokenStream> = (operation.headers.iter())
        .map(|header| self::header(plan, header))
        .collect();
    let any = operation.with_any_success();
    let result = success(plan, operation);
    let links = operation
        .links
        .iter()
        .map(|link| super::links::function(extent, link, &result));
    let members = [stream(plan, operation), any.as_ref().map(send_any)];
    let members = headers.into_iter().chain(members.into_iter().flatten()).chain(links);
    let members: Vec<TokenStream> = members.collect();
    let methods = (!members.is_empty()).then(|| quote!(impl #name<'_> { #(#members)* }));
    let reconnecting = reconnecting(plan, operation);
    let pages = super::pages::pages(plan, operation);
    let successes = successes(plan, any.as_ref().unwrap_or(operation));
    let aliases = super::aliases::types(operation);
    quote!(#methods #pages #reconnecting #successes #aliases)
}

/// The enum of events that are known by their names.
fn named_events(plan: &Plan, operation: &Operation, events: &NamedEvents) -> Table {
    let mut table = Table::new("events");
    table.docs(0, &format!("Events of {}, by their names.", code(&operation.id)));
    table.line(0, format!("pub enum {} {{", events.name));
    for NamedEvent {
        event,
        variant,
        docs,
        data,
    } in &events.events
    {
        match docs.is_empty() {
            true => table.docs(1, &format!("The event {}.", code(event))),
            false => table.docs(1, docs),
        }
        let (ty, how) = match data {
            Some(ty) => (compact(&rust_type(plan, ty, &quote!(types::))), "json"),
            None => ("String".to_owned(), "text"),
        };
        table.line(1, format!("{variant}({ty}) = {} {how},", literal(event)));
    }
    table.line(0, "}");
    table
}

/// The method that asks for a stream, if the operation can also answer without one.
fn stream(plan: &Plan, operation: &Operation) -> Option<TokenStream> {
    let call = operation.stream.as_ref()?;
    let success = response_type(plan, &call.successes.first()?.body);
    let error = format_ident!("{}Error", operation.type_name);
    let accept: Vec<&String> = call
        .successes
        .iter()
        .filter_map(|response| response.media_type.as_ref())
        .collect();
    let ask = ask_for_stream(call);
    let flag = call.flag.as_ref().map_or("", |_| " and sets `stream` in the request");
    let about = docs(&format!(
        "Sends the request, and returns a stream of the response. Asks for {}{flag}.\n\n# Errors\n\nThe same as [`send`](Self::send).",
        accept
            .iter()
            .map(|media_type| code(media_type))
            .collect::<Vec<_>>()
            .join(", "),
    ));
    Some(quote! {
        #about
        pub async fn stream(
            mut self,
        ) -> ::std::result::Result<::openapi_runtime::ResponseValue<#success>, ::openapi_runtime::Error<#error>> {
            #ask
            self.client.send(self.request, Self::decode_stream).await
        }
    })
}

/// The method that returns a success of any documented type.
fn send_any(operation: &Operation) -> TokenStream {
    let [success, error] = ["Response", "Error"].map(|kind| format_ident!("{}{kind}", operation.type_name));
    let (accept, streams) = (&operation.accept, operation.is_streamed());
    quote! {
        /// Sends the request, and returns a success of any documented type. Asks for the media types of all of them.
        ///
        /// # Errors
        ///
        /// The same as [`send`](Self::send).
        pub async fn send_any(
            mut self,
        ) -> ::std::result::Result<::openapi_runtime::ResponseValue<#success>, ::openapi_runtime::Error<#error>> {
            self.request.ask_for(&[#(#accept),*], #streams);
            self.client.send(self.request, Self::decode_any).await
        }
    }
}

/// The events of an operation across connections.
fn reconnecting(plan: &Plan, operation: &Operation) -> Option<TokenStream> {
    let (response, decode) = operation.reconnects()?;
    let (name, error) = (
        ident(&operation.type_name),
        format_ident!("{}Error", operation.type_name),
    );
    let (success, decode) = (response_type(plan, &response.body), ident(decode));
    let ask = operation.stream.as_ref().map(ask_for_stream);
    Some(quote! {
        impl<'a> #name<'a> {
            /// Returns the events across connections: if one breaks off, the request is sent again with `Last-Event-ID`.
            #[allow(unused_mut)]
            pub fn reconnecting(mut self) -> ::openapi_runtime::Reconnecting<'a, #success, #error> {
                #ask
                ::openapi_runtime::Reconnecting::new(self.client, self.request, Self::#decode)
            }
        }
    })
}

/// The statement by which a request asks for a stream.
fn ask_for_stream(call: &StreamCall) -> TokenStream {
    let accept = call
        .successes
        .iter()
        .filter_map(|response| response.media_type.as_ref());
    let flag = match &call.flag {
        Some(input) => {
            let input = super::pages::input(input);
            quote!(Some(#input))
        }
        None => quote!(None),
    };
    quote!(self.request.ask_for_stream(&[#(#accept),*], #flag);)
}

/// The constant of a header, which `header` of a response or an error takes.
fn header(plan: &Plan, header: &Header) -> TokenStream {
    let (name, wire) = (ident(&header.name), &header.header);
    let ty = rust_type(plan, &header.ty, &quote!(types::));
    let statuses: Vec<String> = header.statuses.iter().map(|status| code(status)).collect();
    let about = docs(&format!("The header {} of {}.", code(wire), statuses.join(", ")));
    quote! {
        #about
        pub const #name: ::openapi_runtime::Header<#ty> = ::openapi_runtime::Header::new(#wire);
    }
}

/// The type of a success.
pub(super) fn success(plan: &Plan, operation: &Operation) -> TokenStream {
    match &operation.success {
        Success::Plain(body) => response_type(plan, body),
        Success::Enum => {
            let name = format_ident!("{}Response", operation.type_name);
            quote!(#name)
        }
    }
}

/// The enum of the types of successes, if there are several.
fn successes(plan: &Plan, operation: &Operation) -> Option<TokenStream> {
    if operation.success != Success::Enum {
        return None;
    }
    let name = format_ident!("{}Response", operation.type_name);
    let about = docs(&format!("Successful responses of {}.", code(&operation.id)));
    let variants = variants(&operation.successes).map(|response| variant(plan, response));
    let values = (!operation.is_streamed()).then(|| quote!(Clone, PartialEq,));
    Some(quote! {
        #about
        #[derive(#values Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    })
}

/// The responses with a variant of their own.
pub(super) fn variants(responses: &[DocumentedResponse]) -> impl Iterator<Item = &DocumentedResponse> {
    let is_new = |index: usize| {
        !responses[..index]
            .iter()
            .any(|known| known.variant == responses[index].variant)
    };
    (0..responses.len())
        .filter(move |index| is_new(*index))
        .map(|index| &responses[index])
}

fn variant(plan: &Plan, response: &DocumentedResponse) -> TokenStream {
    let name = ident(&response.variant);
    let about = docs(&variant_docs(response));
    match &response.body {
        ResponseType::Empty => quote!(#about #name,),
        body => {
            let ty = response_type(plan, body);
            quote!(#about #name(#ty),)
        }
    }
}

fn variant_docs(response: &DocumentedResponse) -> String {
    let status = status_text(response.status);
    match response.docs.is_empty() {
        true => status,
        false => format!("{status}: {}", response.docs),
    }
}

fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "Any other status".to_owned(),
    }
}

/// The enum of documented errors.
fn errors(plan: &Plan, operation: &Operation) -> Table {
    let mut table = Table::new("errors");
    table.docs(0, &format!("Documented errors of {}.", code(&operation.id)));
    table.line(0, format!("pub enum {}Error {{", operation.type_name));
    for response in variants(&operation.errors) {
        table.docs(1, &variant_docs(response));
        let ty = compact(&response_type(plan, &response.body));
        let row = match &response.body {
            ResponseType::Empty => {
                let text = response.docs.lines().next().unwrap_or("no details");
                format!(" = {}", literal(text))
            }
            ResponseType::Bytes => format!("(body: {ty} => size)"),
            _ => format!("(body: {ty} => summary)"),
        };
        table.line(1, format!("{}{row},", response.variant));
    }
    table.line(0, "}");
    table
}
