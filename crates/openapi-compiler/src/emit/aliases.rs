//! Earlier names of operations, which the lock promises.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::client::forwarded;
use super::ident;
use super::sections::Extent;
use crate::plan::{Alias, Operation, Plan, Success};

/// The methods of the client by their earlier names.
pub(super) fn methods(extent: Extent<'_>) -> Option<TokenStream> {
    let plan = extent.plan;
    let methods = extent.operations().flat_map(|operation| {
        let aliases = operation.aliases.iter();
        aliases.map(move |alias| self::of_operation(plan, operation, alias))
    });
    let methods: Vec<TokenStream> = methods.collect();
    (!methods.is_empty()).then(|| {
        quote! {
            #[allow(deprecated, clippy::all, clippy::pedantic, rustdoc::all)]
            impl Client { #(#methods)* }
        }
    })
}

fn of_operation(plan: &Plan, operation: &Operation, alias: &Alias) -> TokenStream {
    let methods = operation.methods.iter().zip(&alias.methods).map(|(method, old)| {
        let body = operation.content(method);
        let (old, new) = (ident(old), ident(&method.name));
        let (declared, given) = forwarded(plan, operation, body);
        let builder = ident(&operation.type_name);
        let note = format!("called `{new}` now");
        let docs = format!(" [`{new}`](Self::{new}) by its earlier name.");
        quote! {
            #[doc = #docs]
            #[deprecated = #note]
            pub fn #old(&self, #(#declared),*) -> operations::#builder<'_> {
                self.#new(#(#given),*)
            }
        }
    });
    quote!(#(#methods)*)
}

/// The types of an operation by their earlier names.
pub(super) fn types(operation: &Operation) -> TokenStream {
    let types = operation.aliases.iter().map(|alias| {
        let note = format!("called `{}` now", operation.type_name);
        let one = |kind: &str, generics: TokenStream| {
            let (old, new) = (
                format_ident!("{}{kind}", alias.type_name),
                format_ident!("{}{kind}", operation.type_name),
            );
            let docs = format!(" [`{new}`] by its earlier name.");
            quote!(#[doc = #docs] #[deprecated = #note] pub type #old #generics = #new #generics;)
        };
        let request = one("", quote!(<'a>));
        let error = one("Error", TokenStream::new());
        let response = (operation.success == Success::Enum || operation.any.is_some())
            .then(|| one("Response", TokenStream::new()));
        let events = (operation.named_events()).map(|_| one("Event", TokenStream::new()));
        quote!(#request #error #response #events)
    });
    quote!(#(#types)*)
}
