//! The servers of the description.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident};
use crate::docs::code;
use crate::plan::{Plan, Server};

pub(super) fn servers(plan: &Plan) -> TokenStream {
    if plan.servers.is_empty() {
        return TokenStream::new();
    }
    let default = plan.default_server.and_then(|index| plan.servers.get(index));
    let (unit, with_variables): (Option<&Server>, Option<&Server>) = match default {
        Some(server) if server.variables.is_empty() => (Some(server), None),
        other => (None, other),
    };
    let variants = plan.servers.iter().map(|server| {
        let mark = unit
            .is_some_and(|unit| unit.variant == server.variant)
            .then(|| quote!(#[default]));
        let variant = variant(server);
        quote!(#mark #variant)
    });
    let derive = unit.map(|_| quote!(, Default));
    let urls = plan.servers.iter().map(url);
    let default = with_variables.map(|server| {
        let value = default_value(server);
        quote! {
            impl ::std::default::Default for Server {
                fn default() -> Self {
                    #value
                }
            }
        }
    });
    quote! {
        /// The servers of the description.
        #[derive(Clone, Debug, PartialEq, Eq #derive)]
        #[non_exhaustive]
        pub enum Server { #(#variants)* }

        impl Server {
            /// The base URL.
            pub fn url(&self) -> String {
                match self { #(#urls)* }
            }
        }
        #default
    }
}

fn variant(server: &Server) -> TokenStream {
    let name = ident(&server.variant);
    let prose = if server.docs.is_empty() {
        String::new()
    } else {
        format!("{}: ", server.docs)
    };
    let docs = docs(&format!("{prose}{}", code(&server.url)));
    if server.variables.is_empty() {
        return quote!(#docs #name,);
    }
    let fields = server.variables.iter().map(|variable| {
        let name = ident(&variable.name);
        let mut facts = vec![format!("{} by default", code(&variable.default))];
        if !variable.values.is_empty() {
            let values: Vec<_> = variable.values.iter().map(|value| code(value)).collect();
            facts.push(format!("one of {}", values.join(", ")));
        }
        let prose = if variable.docs.is_empty() {
            String::new()
        } else {
            format!("{} ", variable.docs)
        };
        let docs = super::docs(&format!("{prose}({})", facts.join("; ")));
        quote!(#docs #name: String,)
    });
    quote!(#docs #name { #(#fields)* },)
}

fn url(server: &Server) -> TokenStream {
    let (name, url) = (ident(&server.variant), &server.url);
    if server.variables.is_empty() {
        return quote!(Self::#name => #url.to_owned(),);
    }
    let fields: Vec<_> = server.variables.iter().map(|variable| ident(&variable.name)).collect();
    let holes = server
        .variables
        .iter()
        .map(|variable| format!("{{{}}}", variable.wire_name));
    quote!(Self::#name { #(#fields),* } => #url.to_owned() #(.replace(#holes, #fields))*,)
}

/// The server with every variable at its default.
fn default_value(server: &Server) -> TokenStream {
    let name = ident(&server.variant);
    let fields = server.variables.iter().map(|variable| {
        let (name, value) = (ident(&variable.name), &variable.default);
        quote!(#name: #value.to_owned())
    });
    quote!(Self::#name { #(#fields),* })
}
