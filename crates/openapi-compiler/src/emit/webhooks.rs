//! The module `webhooks`: a function per request that the server sends, which reads its body.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Piece, deprecated, docs, ident, rust_type};
use crate::plan::{Plan, Webhook};

/// The module, if the client has webhooks.
pub(super) fn webhooks(plan: &Plan) -> Vec<Piece> {
    if plan.webhooks.is_empty() {
        return Vec::new();
    }
    let module = quote! {
        /// Webhooks and callbacks: each function reads the body of a request that the server sends.
        #[allow(deprecated, missing_docs, clippy::all, clippy::pedantic, rustdoc::all, unused_imports)]
        pub mod webhooks
    };
    let functions = plan.webhooks.iter().map(|webhook| function(plan, webhook));
    let items = quote! {
        use super::types;
        pub use ::openapi_runtime::InvalidWebhook;
        #(#functions)*
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
