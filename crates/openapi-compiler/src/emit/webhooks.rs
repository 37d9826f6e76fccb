//! The module `webhooks`: a function per request that the server sends, which reads its body, and the enum of all events.

use proc_macro2::TokenStream;
use quote::quote;

use super::sections::Extent;
use super::{Piece, deprecated, docs, ident, rust_type};
use crate::docs::code;
use crate::plan::{Events, Mark, Pair, Plan, Webhook};

/// The module, if the client has webhooks.
pub(super) fn webhooks(extent: Extent<'_>) -> Vec<Piece> {
    let plan = extent.plan;
    if plan.webhooks.is_empty() {
        return Vec::new();
    }
    let condition = plan.sections.as_ref().map(|_| quote!(#[cfg(feature = "webhooks")]));
    let module = quote! {
        #condition
        /// Webhooks and callbacks: each function reads the body of a request that the server sends.
        #[allow(deprecated, missing_docs, clippy::all, clippy::pedantic, rustdoc::all, unused_imports)]
        pub mod webhooks
    };
    let functions = plan.webhooks.iter().map(|webhook| function(plan, webhook));
    let events = plan.events.as_ref().map(|all| events(plan, all));
    let items = quote! {
        use super::types;
        pub use ::openapi_runtime::InvalidWebhook;
        #(#functions)*
        #events
    };
    vec![Piece::Module(module), Piece::Items(items), Piece::End]
}

fn function(plan: &Plan, webhook: &Webhook) -> TokenStream {
    let (docs, deprecated) = (docs(&webhook.docs), deprecated(webhook.deprecated));
    let name = ident(&webhook.name);
    let payload = rust_type(plan, &webhook.payload, &quote!(types::));
    quote! {
        #docs
        #deprecated
        pub fn #name(body: &[u8]) -> Result<#payload, InvalidWebhook> {
            ::openapi_runtime::parse_webhook(body)
        }
    }
}

/// The enum, with a function for each way to find out which event a body is.
fn events(plan: &Plan, events: &Events) -> TokenStream {
    let variants = events.variants.iter().map(|(name, index)| {
        let webhook = &plan.webhooks[*index];
        let (docs, deprecated, name) = (docs(&webhook.docs), deprecated(webhook.deprecated), ident(name));
        let payload = rust_type(plan, &webhook.payload, &quote!(types::));
        quote!(#docs #deprecated #name(#payload))
    });
    let names = events
        .variants
        .iter()
        .map(|(_, index)| vec![plan.webhooks[*index].wire_name.clone()]);
    let by_name = events.by_name.then(|| {
        let arms = arms(events, names);
        quote! {
            /// Reads the body of the webhook with this name of the description.
            ///
            /// # Errors
            /// When the body does not have the documented form.
            pub fn parse_named(name: &str, body: &[u8]) -> ::std::result::Result<Self, InvalidWebhook> {
                let event = Some(name);
                #arms
            }
        }
    });
    let by_property = events.property.as_ref().map(|Mark { name, values }| {
        let about = docs(&format!(
            "Reads the body of any webhook: the property {} says which it is.",
            code(name)
        ));
        let arms = arms(events, values.iter().cloned());
        quote! {
            #about
            ///
            /// # Errors
            /// When the body does not have the documented form.
            pub fn parse(body: &[u8]) -> ::std::result::Result<Self, InvalidWebhook> {
                let event = ::openapi_runtime::webhook_property(body, #name)?;
                let event = event.as_deref();
                #arms
            }
        }
    });
    let by_header = events.header.as_ref().map(|Mark { name, values }| {
        let about = docs(&format!(
            "Reads the body of any webhook: the header {} says which it is.",
            code(name)
        ));
        let arms = arms(events, values.iter().cloned());
        let read = quote!(let event = headers.get(#name).and_then(|value| value.to_str().ok()););
        with_headers(&about, &quote!(#read #arms))
    });
    let by_both = events.pair.as_ref().map(|pair| by_both(events, pair));
    quote! {
        pub use ::openapi_runtime::UnknownWebhook;

        /// A webhook of the description. A server may send others than these.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            #(#variants,)*
            /// A webhook that is not in the description.
            Unknown(UnknownWebhook),
        }

        impl Event {
            #by_name
            #by_property
            #by_header
            #by_both
        }
    }
}

/// The function for events that a header and a property distinguish together.
fn by_both(events: &Events, pair: &Pair) -> TokenStream {
    let Pair {
        header,
        property,
        values,
    } = pair;
    let about = docs(&format!(
        "Reads the body of any webhook: the header {} and the property {} say which it is.",
        code(header),
        code(property)
    ));
    let pattern = |values: &Option<Vec<String>>| match values {
        Some(values) => quote!(Some(#(#values)|*)),
        None => quote!(_),
    };
    let arms = events.variants.iter().zip(values).map(|((name, _), values)| {
        let (name, [header, property]) = (ident(name), values.each_ref().map(pattern));
        quote!((#header, #property) => Self::#name(::openapi_runtime::parse_webhook(body)?))
    });
    let body = quote! {
        let event = headers.get(#header).and_then(|value| value.to_str().ok());
        let property = ::openapi_runtime::webhook_property(body, #property)?;
        Ok(match (event, property.as_deref()) {
            #(#arms,)*
            _ => Self::Unknown(UnknownWebhook::parse(event, body)?),
        })
    };
    with_headers(&about, &body)
}

/// The function that reads headers and a body.
fn with_headers(about: &TokenStream, statements: &TokenStream) -> TokenStream {
    quote! {
        #about
        ///
        /// # Errors
        /// When the body does not have the documented form.
        pub fn parse_with_headers(
            headers: &::openapi_runtime::http::HeaderMap,
            body: &[u8],
        ) -> ::std::result::Result<Self, InvalidWebhook> {
            #statements
        }
    }
}

/// Reads the body of the event that `event` says.
fn arms(events: &Events, values: impl Iterator<Item = Vec<String>>) -> TokenStream {
    let arms = events.variants.iter().zip(values).map(|((name, _), values)| {
        let name = ident(name);
        quote!(Some(#(#values)|*) => Self::#name(::openapi_runtime::parse_webhook(body)?))
    });
    quote! {
        Ok(match event {
            #(#arms,)*
            _ => Self::Unknown(UnknownWebhook::parse(event, body)?),
        })
    }
}
