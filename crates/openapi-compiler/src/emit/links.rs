//! Functions that follow the links of a response.

use proc_macro2::TokenStream;
use quote::quote;

use super::client::body_argument;
use super::sections::Extent;
use super::{argument, docs, ident, rust_type};
use crate::docs::code;
use crate::plan::{Link, LinkValue, Operation, Parameter, Plan, RustType};

/// The function of a link: it begins a request of the operation that the link leads to. `success` is the type of the response.
pub(super) fn function(extent: Extent<'_>, link: &Link, success: &TokenStream) -> TokenStream {
    let (plan, condition) = (extent.plan, extent.with_operation(link.target));
    let target = &plan.operations[link.target];
    let (name, response, request) = (ident(&link.name), ident(&link.response), ident(&target.type_name));
    let request = match extent.is_main() {
        true => quote!(#request),
        false => quote!(super::operations::#request),
    };
    let method = &target.methods[0];
    let (called, content) = (ident(&method.name), target.content(method));
    let body = content.map(|content| {
        let (name, ty) = (ident(&content.name), body_argument(plan, &content.body));
        quote!(#name: #ty)
    });
    let declared = required(target).filter(|(index, _)| value_of(link, *index).is_none());
    let declared = declared.map(|(_, parameter)| {
        let (name, ty) = (ident(&parameter.name), argument(plan, &parameter.ty, &quote!(types::)));
        quote!(#name: #ty)
    });
    let declared = declared.chain(body);
    let given = required(target).map(|(index, parameter)| match value_of(link, index) {
        Some(value) => {
            let (wire, ty, value) = (&parameter.wire_name, value_type(plan, parameter), self::value(value));
            quote!(#response.raw().linked::<#ty>(#wire, #value)?)
        }
        None => {
            let name = ident(&parameter.name);
            quote!(#name)
        }
    });
    let given = given.chain(content.map(|content| {
        let name = ident(&content.name);
        quote!(#name)
    }));
    let set = link.values.iter().filter_map(|(index, value)| {
        let parameter = &target.parameters[*index];
        let (wire, ty, value) = (&parameter.wire_name, value_type(plan, parameter), self::value(value));
        let setter = ident(&parameter.name);
        (!parameter.required).then(|| {
            quote! {
                let request = match #response.raw().linked_if_present::<#ty>(#wire, #value)? {
                    Some(value) => request.#setter(value),
                    None => request,
                };
            }
        })
    });
    let about = docs(&about(link, target));
    quote! {
        #condition
        #about
        pub fn #name<'c>(
            client: &'c super::Client,
            #response: &::openapi_runtime::ResponseValue<#success>,
            #(#declared),*
        ) -> ::std::result::Result<#request<'c>, ::openapi_runtime::InvalidLink> {
            let request = client.#called(#(#given),*);
            #(#set)*
            Ok(request)
        }
    }
}

fn required(target: &Operation) -> impl Iterator<Item = (usize, &Parameter)> {
    target
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, parameter)| parameter.required)
}

fn value_of(link: &Link, parameter: usize) -> Option<&LinkValue> {
    let found = link.values.iter().find(|(index, _)| *index == parameter);
    found.map(|(_, value)| value)
}

/// The type that a value is read as: a setter takes no null.
fn value_type(plan: &Plan, parameter: &Parameter) -> TokenStream {
    let ty = match &parameter.ty {
        RustType::Nullable(inner) if !parameter.required => inner,
        ty => ty,
    };
    rust_type(plan, ty, &quote!(types::))
}

fn value(value: &LinkValue) -> TokenStream {
    let value = match value {
        LinkValue::Body(at) => quote!(Body(#at)),
        LinkValue::Header(name) => quote!(Header(#name)),
        LinkValue::Status => quote!(Status),
        LinkValue::Constant(value) => {
            let json = value.to_string();
            quote!(Constant(#json))
        }
    };
    quote!(::openapi_runtime::LinkValue::#value)
}

fn about(link: &Link, target: &Operation) -> String {
    let mut about = format!(
        "Follows a link of a response: begins a request of {}.",
        code(&target.id)
    );
    for (index, value) in &link.values {
        let from = match value {
            LinkValue::Body(at) if at.is_empty() => "the body".to_owned(),
            LinkValue::Body(at) => format!("the value at {}", code(at)),
            LinkValue::Header(name) => format!("the header {}", code(name)),
            LinkValue::Status => "the status".to_owned(),
            LinkValue::Constant(value) => code(&value.to_string()),
        };
        about += &format!("\n- {}: {from}", code(&target.parameters[*index].wire_name));
    }
    let parts = [about.as_str(), link.docs.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n") + "\n\n# Errors\n\nWhen the response does not have such a value."
}
