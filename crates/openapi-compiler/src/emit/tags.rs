//! The operations of a client by their tags: a struct per tag, with the methods of the client that are its own.

use proc_macro2::TokenStream;
use quote::quote;

use super::client::{about, forwarded};
use super::sections::Extent;
use super::{docs, ident};
use crate::docs::code;
use crate::plan::{Member, Plan, Tag};

/// The structs, and the methods of the client that return them.
pub(super) fn tags(plan: &Plan) -> Option<TokenStream> {
    let structs = plan.tags.iter().map(|tag| {
        let (about, name, feature) = (docs(&about_tag(tag)), ident(&tag.type_name), &tag.feature);
        quote! {
            #about
            #[cfg(feature = #feature)]
            #[derive(Clone, Copy, Debug)]
            pub struct #name<'a> {
                pub(super) client: &'a super::Client,
            }
        }
    });
    let methods = plan.tags.iter().map(|tag| {
        let (about, name, feature) = (docs(&about_tag(tag)), ident(&tag.name), &tag.feature);
        let ty = ident(&tag.type_name);
        quote! {
            #about
            #[cfg(feature = #feature)]
            pub fn #name(&self) -> tags::#ty<'_> {
                tags::#ty { client: self }
            }
        }
    });
    (!plan.tags.is_empty()).then(|| {
        quote! {
            /// The operations by their tags.
            #[allow(clippy::all, clippy::pedantic, rustdoc::all)]
            pub mod tags { #(#structs)* }

            impl Client { #(#methods)* }
        }
    })
}

fn about_tag(tag: &Tag) -> String {
    let names: Vec<String> = tag.tags.iter().map(|tag| code(tag)).collect();
    let head = format!("The operations with the tag {}.", names.join(" or "));
    match tag.docs.is_empty() {
        true => head,
        false => format!("{head}\n\n{}", tag.docs),
    }
}

/// The methods of the operations in a file.
pub(super) fn methods(extent: Extent<'_>) -> Option<TokenStream> {
    let tags = extent.plan.tags.iter().filter_map(|tag| of_tag(extent, tag));
    let tags: Vec<TokenStream> = tags.collect();
    (!tags.is_empty()).then(|| quote!(#(#tags)*))
}

fn of_tag(extent: Extent<'_>, tag: &Tag) -> Option<TokenStream> {
    let members = tag
        .members
        .iter()
        .filter(|member| extent.has_operation(member.operation));
    let methods: Vec<TokenStream> = members.map(|member| of_operation(extent.plan, member)).collect();
    let (name, feature) = (ident(&tag.type_name), &tag.feature);
    (!methods.is_empty()).then(|| {
        quote! {
            #[cfg(feature = #feature)]
            #[allow(deprecated, clippy::all, clippy::pedantic, rustdoc::all)]
            impl<'a> super::tags::#name<'a> { #(#methods)* }
        }
    })
}

fn of_operation(plan: &Plan, member: &Member) -> TokenStream {
    let operation = &plan.operations[member.operation];
    let builder = ident(&operation.type_name);
    let deprecated = super::deprecated(operation.deprecated);
    let methods = operation.methods.iter().zip(&member.methods).map(|(method, short)| {
        let body = operation.content(method);
        let (short, full) = (ident(short), ident(&method.name));
        let (declared, given) = forwarded(plan, operation, body);
        let about = about(operation, Some(format!("The same as [`Client::{full}`].")));
        let about = docs(&about);
        quote! {
            #about
            #deprecated
            pub fn #short(self, #(#declared),*) -> operations::#builder<'a> {
                self.client.#full(#(#given),*)
            }
        }
    });
    quote!(#(#methods)*)
}
