//! How values are represented in XML, as constants.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::table::compact;
use crate::plan::{Plan, TypeDef, XmlNode, XmlValue};
use crate::schema::NodeType;

/// The implementation of `XmlShape`.
pub(super) fn shape(plan: &Plan, ty: &TypeDef) -> Option<TokenStream> {
    let (name, value) = (ident(&ty.name), value(plan, ty.xml.as_ref()?, &TokenStream::new()));
    Some(quote! {
        impl ::openapi_runtime::XmlShape for #name {
            const VALUE: ::openapi_runtime::XmlValue = #value;
        }
    })
}

/// A reference to the root element of a body.
pub(super) fn root(plan: &Plan, root: &XmlNode) -> String {
    let root = node(plan, root, &quote!(types::));
    compact(&quote!({ const ROOT: ::openapi_runtime::XmlNode = #root; &ROOT }))
}

fn node(plan: &Plan, of: &XmlNode, types: &TokenStream) -> TokenStream {
    let XmlNode {
        name,
        namespace: (namespace, prefix),
        required,
        ..
    } = of;
    let kind = match of.kind {
        NodeType::Element => quote!(Element),
        NodeType::Attribute => quote!(Attribute),
        NodeType::Text => quote!(Text),
        NodeType::Cdata => quote!(Cdata),
        NodeType::None => quote!(None),
    };
    let value = value(plan, &of.value, types);
    quote! {
        ::openapi_runtime::XmlNode {
            name: #name,
            namespace: (#namespace, #prefix),
            kind: ::openapi_runtime::XmlKind::#kind,
            required: #required,
            value: #value,
        }
    }
}

fn value(plan: &Plan, of: &XmlValue, types: &TokenStream) -> TokenStream {
    let value = match of {
        XmlValue::Text => quote!(Text),
        XmlValue::Number => quote!(Number),
        XmlValue::Bool => quote!(Bool),
        XmlValue::Any => quote!(Any),
        XmlValue::List(item) => {
            let item = node(plan, item, types);
            quote!(List(&#item))
        }
        XmlValue::Object(properties, rest) => {
            let properties = properties.iter().map(|(name, property)| {
                let node = node(plan, property, types);
                quote!((#name, #node))
            });
            let rest = match rest {
                Some(rest) => {
                    let rest = node(plan, rest, types);
                    quote!(Some(&#rest))
                }
                None => quote!(None),
            };
            quote!(Object(&[#(#properties),*], #rest))
        }
        XmlValue::OneOf(variants) => {
            let variants = variants.iter().map(|variant| value(plan, variant, types));
            quote!(OneOf(&[#(#variants),*]))
        }
        XmlValue::Of(id) => {
            let name = ident(&plan.types[id.index()].name);
            quote!(Shared(|| &<#types #name as ::openapi_runtime::XmlShape>::VALUE))
        }
    };
    quote!(::openapi_runtime::XmlValue::#value)
}
