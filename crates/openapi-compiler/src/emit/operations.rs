//! What each operation sends, and what it can be answered.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::client::body_argument;
use super::table::{Table, literal};
use super::{Piece, argument, body_type, converts, deprecated, docs, ident, response_type, rust_type};
use crate::description::{ParameterIn, Status, Style};
use crate::docs::code;
use crate::plan::{
    BodyContent, BodyType, DocumentedResponse, FormEncoding, Header, Operation, Parameter, ParameterContent,
    ParameterEncoding, Plan, ResponseType, RustType, StreamCall,
};

/// The constant table of operations.
pub(super) fn table(plan: &Plan) -> TokenStream {
    let rows = plan.operations.iter().map(|operation| {
        let name = ident(&operation.type_name);
        quote!(operations::#name::OPERATION)
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
        ..
    } = operation;
    let [id, method, path] = [id, method, path].map(|text| literal(text));
    let schemes: Vec<String> = security.iter().map(|schemes| list(schemes)).collect();
    let tags = set("tags", tags.is_empty(), list(tags));
    let security = set("security", schemes.is_empty(), format!("&[{}]", schemes.join(", ")));
    let statuses = set("statuses", statuses.is_empty(), list(statuses));
    let deprecated = set("deprecated", !operation.deprecated, String::new());
    format!("::openapi_runtime::Operation::new({id}, {method}, {path}){tags}{security}{statuses}{deprecated}")
}

pub(super) fn operations(plan: &Plan) -> impl Iterator<Item = Piece> {
    plan.operations.iter().flat_map(|operation| {
        let items = self::operation(plan, operation);
        [Piece::Table(request(operation)), Piece::Items(items)]
    })
}

/// The request of an operation.
fn request(operation: &Operation) -> Table {
    let mut table = Table::new("call");
    table.docs(0, &format!("Request builder for {}.", code(&operation.id)));
    table.line(0, format!("{}: {}", operation.type_name, record(operation)));
    table
}

fn operation(plan: &Plan, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let setters = operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.required)
        .map(|p| setter(plan, p));
    let body = operation
        .body
        .iter()
        .filter(|body| !body.required)
        .flat_map(|body| &body.contents);
    let body_setters = body.map(|content| body_setter(plan, content));
    let content_type = operation
        .body
        .as_ref()
        .filter(|body| body.has_range())
        .map(|_| content_type());
    let base_url = (!operation.servers.is_empty()).then(|| base_url(operation));
    let errors = errors(plan, operation);
    let (success, successes) = successes(plan, operation);
    let error = format_ident!("{}Error", operation.type_name);
    let decode = decode(operation, "decode", &success);
    let stream = stream(plan, operation);
    let reconnecting = reconnecting(plan, operation);
    let response_docs = response_docs(operation);
    let headers = operation.headers.iter().map(|header| self::header(plan, header));
    let pages = super::pages::pages(plan, operation);
    let aliases = super::aliases::types(operation);
    quote! {
        impl #name<'_> {
            #(#headers)*
            #(#setters)*
            #(#body_setters)*
            #content_type
            #base_url

            #response_docs
            pub async fn send(
                self,
            ) -> ::std::result::Result<::openapi_runtime::ResponseValue<#success>, ::openapi_runtime::Error<#error>> {
                self.client.send(self.request, Self::decode).await
            }

            #decode
            #stream
        }

        #pages
        #reconnecting
        #successes
        #errors
        #aliases
    }
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
    let streaming = Operation {
        successes: call.successes.clone(),
        ..operation.clone()
    };
    let decode = decode(&streaming, "decode_stream", &success);
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

        #decode
    })
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

fn response_docs(operation: &Operation) -> TokenStream {
    let error = format!("{}Error", operation.type_name);
    docs(&format!(
        "Sends the request.\n\n# Errors\n\nReturns a documented error as [`{error}`], or a transport or decoding error."
    ))
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

fn setter(plan: &Plan, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name);
    let text = if parameter.docs.is_empty() {
        format!("Sets {}.", code(&parameter.wire_name))
    } else {
        parameter.docs.clone()
    };
    let (about, deprecated) = (docs(&text), deprecated(parameter.deprecated));
    let ty = argument(plan, value_type(parameter), &quote!(types::));
    let write = write_parameter(plan, parameter);
    quote! {
        #about
        #deprecated
        pub fn #name(self, #name: #ty) -> Self {
            let Self { client, mut request } = self;
            #write
            Self { client, request }
        }
    }
}

/// The type of the values that the setter of a parameter takes: null is not sent, as if nothing was set.
fn value_type(parameter: &Parameter) -> &RustType {
    match (&parameter.ty, parameter.required) {
        (RustType::Nullable(inner), false) => inner,
        (ty, _) => ty,
    }
}

fn body_setter(plan: &Plan, content: &BodyContent) -> TokenStream {
    let name = ident(&content.name);
    let about = docs(&format!("Sets the body, as {}.", code(&content.media_type)));
    let ty = body_argument(plan, &content.body);
    let write = write_body(plan, content);
    quote! {
        #about
        pub fn #name(self, #name: #ty) -> Self {
            let Self { client, mut request } = self;
            #write
            Self { client, request }
        }
    }
}

/// The setter of the media type of a body, where the description has a range.
fn content_type() -> TokenStream {
    quote! {
        /// Sets the media type of the body, for which the description has a range. `send` returns an error if it is not in
        /// that range.
        pub fn content_type(self, media_type: impl Into<String>) -> Self {
            let Self { client, mut request } = self;
            request.content_type(media_type.into());
            Self { client, request }
        }
    }
}

/// The setter of the base URL of one request, where the operation has a choice of servers.
fn base_url(operation: &Operation) -> TokenStream {
    let servers: Vec<String> = operation.servers.iter().map(|url| format!("- {}", code(url))).collect();
    let about = docs(&format!(
        "Sends the request to another base URL than the first of the operation's own servers:\n\n{}",
        servers.join("\n")
    ));
    quote! {
        #about
        pub fn base_url(self, url: impl Into<String>) -> Self {
            let Self { client, mut request } = self;
            request.base_url(url.into());
            Self { client, request }
        }
    }
}

/// The statement that writes the value, a variable of the same name, to `request`.
pub(super) fn write_parameter(plan: &Plan, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name);
    let ty = value_type(parameter);
    let value = match converts(plan, ty) {
        true => quote!(#name.into()),
        false => quote!(#name),
    };
    let value = match ty == &parameter.ty {
        true => quote!(&#value),
        false => {
            let ty = rust_type(plan, ty, &quote!(types::));
            quote!(&Some::<#ty>(#value))
        }
    };
    let wire = &parameter.wire_name;
    match &parameter.encoding {
        ParameterEncoding::Content(content) => {
            let method = match parameter.location {
                ParameterIn::Path => format_ident!("path_content"),
                ParameterIn::Query => format_ident!("query_content"),
                ParameterIn::Header => format_ident!("header_content"),
                ParameterIn::Cookie => format_ident!("cookie_content"),
                ParameterIn::QueryString => format_ident!("query_string"),
            };
            let content = parameter_content(content);
            quote!(request.#method(#wire, #content, #value);)
        }
        ParameterEncoding::Style {
            style,
            explode,
            allow_reserved,
        } => {
            let style = self::style(*style);
            match parameter.location {
                ParameterIn::Path => quote!(request.path_parameter(#wire, #style, #explode, #value);),
                ParameterIn::Query | ParameterIn::QueryString => {
                    quote!(request.query(#wire, #style, #explode, #allow_reserved, #value);)
                }
                ParameterIn::Header => quote!(request.header(#wire, #explode, #value);),
                ParameterIn::Cookie => quote!(request.cookie(#wire, #style, #explode, #value);),
            }
        }
    }
}

fn parameter_content(content: &ParameterContent) -> TokenStream {
    let content = match content {
        ParameterContent::Json => quote!(Json),
        ParameterContent::Text => quote!(Text),
        ParameterContent::Form(encodings) => {
            let encodings = encodings.iter().map(form_encoding);
            quote!(Form(&[#(#encodings),*]))
        }
    };
    quote!(::openapi_runtime::ParameterContent::#content)
}

fn style(style: Style) -> TokenStream {
    let name = match style {
        Style::Matrix => "Matrix",
        Style::Label => "Label",
        Style::Simple => "Simple",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::Cookie => "Cookie",
    };
    let name = ident(name);
    quote!(::openapi_runtime::Style::#name)
}

/// The statement that writes the body, a variable of the same name, to `request`.
pub(super) fn write_body(plan: &Plan, content: &BodyContent) -> TokenStream {
    let (name, media_type) = (ident(&content.name), &content.media_type);
    let value = match &content.body {
        BodyType::Json(ty) | BodyType::Form(ty, _) | BodyType::Text(ty) | BodyType::Any(ty) if !converts(plan, ty) => {
            quote!(#name)
        }
        _ => quote!(#name.into()),
    };
    match &content.body {
        BodyType::Json(_) => quote!(request.body_json(#media_type, &#value);),
        BodyType::Form(_, encodings) => {
            let encodings = encodings.iter().map(form_encoding);
            quote!(request.body_form(#media_type, &[#(#encodings),*], &#value);)
        }
        BodyType::Multipart(Some(_)) => {
            let ty = body_type(plan, &content.body);
            quote!(request.body_multipart(#media_type, Into::<#ty>::into(#name).into());)
        }
        BodyType::Multipart(None) => quote!(request.body_multipart(#media_type, #name.into());),
        BodyType::Text(RustType::String) => quote!(request.body_text(#media_type, #value);),
        BodyType::Text(_) => quote!(request.body_text_value(#media_type, &#value);),
        BodyType::Any(_) => quote!(request.body_any(#media_type, &#value);),
        BodyType::Bytes => quote!(request.body_bytes(#media_type, #value);),
    }
}

fn form_encoding(encoding: &FormEncoding) -> TokenStream {
    let FormEncoding {
        property,
        style,
        explode,
        allow_reserved,
    } = encoding;
    let style = self::style(*style);
    let reserved = allow_reserved.then(|| quote!(.allow_reserved()));
    quote!(::openapi_runtime::FormEncoding::new(#property, #style, #explode) #reserved)
}

/// The type of a success: `()`, the one type that every success carries, or an enum.
fn successes(plan: &Plan, operation: &Operation) -> (TokenStream, TokenStream) {
    let Some(first) = operation.successes.first() else {
        return (quote!(()), TokenStream::new());
    };
    if is_plain(operation) {
        return (response_type(plan, &first.body), TokenStream::new());
    }
    let name = format_ident!("{}Response", operation.type_name);
    let about = docs(&format!("Successful responses of {}.", code(&operation.id)));
    let variants = variants(&operation.successes).map(|response| variant(plan, response));
    let values = !operation.successes.iter().any(|response| response.body.is_stream());
    let values = values.then(|| quote!(Clone, PartialEq,));
    let definition = quote! {
        #about
        #[derive(#values Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    };
    (quote!(#name), definition)
}

pub(super) fn is_plain(operation: &Operation) -> bool {
    operation
        .successes
        .iter()
        .all(|response| response.body.is_same_type(&operation.successes[0].body))
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
    let status = status_text(response.status);
    let text = if response.docs.is_empty() {
        status
    } else {
        format!("{status}: {}", response.docs)
    };
    let about = docs(&text);
    match &response.body {
        ResponseType::Empty => quote!(#about #name,),
        body => {
            let ty = response_type(plan, body);
            quote!(#about #name(#ty),)
        }
    }
}

fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "Any other status".to_owned(),
    }
}

fn errors(plan: &Plan, operation: &Operation) -> TokenStream {
    let name = format_ident!("{}Error", operation.type_name);
    let about = docs(&format!("Documented errors of {}.", code(&operation.id)));
    let variants = self::variants(&operation.errors).map(|response| variant(plan, response));
    let shown = self::variants(&operation.errors).map(|response| {
        let variant = ident(&response.variant);
        match &response.body {
            ResponseType::Empty => {
                let text = if response.docs.is_empty() {
                    "no details"
                } else {
                    response.docs.lines().next().unwrap_or_default()
                };
                quote!(Self::#variant => f.write_str(#text),)
            }
            ResponseType::Bytes => quote!(Self::#variant(body) => write!(f, "{} bytes", body.len()),),
            _ => quote!(Self::#variant(body) => ::openapi_runtime::summary(f, body),),
        }
    });
    let (scrutinee, formatter) = if operation.errors.is_empty() {
        (quote!(*self), quote!(_))
    } else {
        (quote!(self), quote!(f))
    };
    quote! {
        #about
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }

        impl ::std::fmt::Display for #name {
            fn fmt(&self, #formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match #scrutinee { #(#shown)* }
            }
        }

        impl ::std::error::Error for #name {}
    }
}

/// The function that decodes a response, by its status and then its content type.
fn decode(operation: &Operation, name: &str, success: &TokenStream) -> TokenStream {
    let name = ident(name);
    let error = format_ident!("{}Error", operation.type_name);
    let mut statuses: Vec<Status> = Vec::new();
    for response in operation.successes.iter().chain(&operation.errors) {
        if !statuses.contains(&response.status) {
            statuses.push(response.status);
        }
    }
    // Exact codes come before classes, and classes before the default.
    statuses.sort();
    let arms = statuses.iter().map(|status| {
        let pattern = match status {
            Status::Code(code) => quote!(#code),
            Status::Class(class) => {
                let (low, high) = (u16::from(*class) * 100, u16::from(*class) * 100 + 99);
                quote!(#low..=#high)
            }
            Status::Default => return read_default(operation),
        };
        let read = read_status(operation, &responses_of(operation, *status));
        quote!(#pattern => #read,)
    });
    let success_anyway = operation
        .successes
        .is_empty()
        .then(|| quote!(200..=299 => response.empty().map(::openapi_runtime::Decoded::Success),));
    quote! {
        fn #name(
            response: &::openapi_runtime::RawResponse,
        ) -> ::std::result::Result<::openapi_runtime::Decoded<#success, #error>, ::openapi_runtime::Undecodable> {
            match response.status.as_u16() {
                #(#arms)*
                #success_anyway
                _ => Err(response.unexpected_status()),
            }
        }
    }
}

/// The responses of a status, and whether each is a success.
fn responses_of(operation: &Operation, status: Status) -> Vec<(bool, &DocumentedResponse)> {
    let successes = operation.successes.iter().map(|response| (true, response));
    let all = successes.chain(operation.errors.iter().map(|response| (false, response)));
    all.filter(|(_, response)| response.status == status).collect()
}

/// `default` stands for errors, and also for successes if it is documented as one.
fn read_default(operation: &Operation) -> TokenStream {
    let (successes, errors): (Vec<_>, Vec<_>) = responses_of(operation, Status::Default)
        .into_iter()
        .partition(|(success, _)| *success);
    let success = (!successes.is_empty()).then(|| {
        let read = read_status(operation, &successes);
        quote!(200..=399 => #read,)
    });
    let error = read_status(operation, &errors);
    quote! {
        #success
        400.. => #error,
    }
}

/// Decides by content type among the responses of a status.
fn read_status(operation: &Operation, responses: &[(bool, &DocumentedResponse)]) -> TokenStream {
    if let [(success, response)] = responses {
        return read(operation, *success, response);
    }
    let media_types: Vec<&String> = responses
        .iter()
        .filter_map(|(_, response)| response.media_type.as_ref())
        .collect();
    let arms = responses.iter().enumerate().map(|(index, (success, response))| {
        let read = read(operation, *success, response);
        quote!(Some(#index) => #read,)
    });
    quote! {
        match response.select(&[#(#media_types),*]) {
            #(#arms)*
            _ => Err(response.unexpected_content_type(&[#(#media_types),*])),
        }
    }
}

fn read(operation: &Operation, success: bool, response: &DocumentedResponse) -> TokenStream {
    let media_type = response.media_type.as_deref().unwrap_or_default();
    let value = match &response.body {
        ResponseType::Json(_) => quote!(response.json(#media_type)),
        ResponseType::Text(RustType::String) => quote!(response.text(#media_type)),
        ResponseType::Text(_) => quote!(response.text_value(#media_type)),
        ResponseType::Any(_) => quote!(response.any(#media_type)),
        ResponseType::Bytes => quote!(response.bytes(#media_type)),
        ResponseType::Stream | ResponseType::Events(_) | ResponseType::Lines(_) => {
            return read_stream(operation, response, media_type);
        }
        ResponseType::Empty => quote!(response.empty()),
    };
    let variant = ident(&response.variant);
    let wrap = match (success, &response.body) {
        (true, _) if is_plain(operation) => None,
        (true, body) => Some((format_ident!("{}Response", operation.type_name), body)),
        (false, body) => Some((format_ident!("{}Error", operation.type_name), body)),
    };
    let wrap = wrap.map(|(name, body)| match body {
        ResponseType::Empty => quote!(.map(|()| #name::#variant)),
        _ => quote!(.map(#name::#variant)),
    });
    let response = match (success, &response.body) {
        (true, _) => ident("Success"),
        (false, ResponseType::Empty) => ident("UndescribedError"),
        (false, _) => ident("Error"),
    };
    quote!(#value #wrap .map(::openapi_runtime::Decoded::#response))
}

fn read_stream(operation: &Operation, response: &DocumentedResponse, media_type: &str) -> TokenStream {
    let (name, variant) = (
        format_ident!("{}Response", operation.type_name),
        ident(&response.variant),
    );
    let made = match &response.body {
        ResponseType::Stream => quote!(body),
        _ => quote!(body.into()),
    };
    let made = if is_plain(operation) {
        made
    } else {
        quote!(#name::#variant(#made))
    };
    quote!(response.stream(#media_type, |body| #made))
}
