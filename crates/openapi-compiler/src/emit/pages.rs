//! The methods of an operation that answers page by page.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::operations::{success, variants};
use super::{docs, ident, rust_type};
use crate::docs::code;
use crate::plan::{NextPage, Operation, PageInput, PageItems, Pages, Plan, ResponseType, Success};

pub(super) fn pages(plan: &Plan, operation: &Operation) -> Option<TokenStream> {
    let pages = operation.pages.as_ref()?;
    let page = success(plan, operation);
    let (name, error) = (
        ident(&operation.type_name),
        format_ident!("{}Error", operation.type_name),
    );
    let paging = paging(pages);
    let about = docs(&format!(
        "Returns a stream of pages. {} leads from each page to the next.",
        leads(pages)
    ));
    let items = pages.items.as_ref().map(|items| {
        let ty = rust_type(plan, &items.ty, &quote!(types::));
        let list = in_success(operation, &list(items));
        quote! {
            /// Returns a stream of the items of all [`pages`](Self::pages).
            pub fn items(self) -> ::openapi_runtime::Items<'a, #page, #error, #ty> {
                self.pages().items(|page| #list)
            }
        }
    });
    Some(quote! {
        impl<'a> #name<'a> {
            #about
            pub fn pages(self) -> ::openapi_runtime::Pages<'a, #page, #error> {
                const PAGING: ::openapi_runtime::Paging = #paging;
                ::openapi_runtime::Pages::new(self.client, self.request, Self::decode, &PAGING)
            }

            #items
        }
    })
}

/// The way to the next page, in words.
fn leads(pages: &Pages) -> String {
    let input = |to: &PageInput| match to {
        PageInput::Query(name) => code(name),
        PageInput::Body(pointer) => format!("{} of the body", code(pointer)),
    };
    match &pages.next {
        NextPage::Link => "The header `Link`".to_owned(),
        NextPage::Url(at) => format!("The URL at {}", code(at)),
        NextPage::Value { at, to } => format!("The value at {}, sent as {},", code(at), input(to)),
        NextPage::Number {
            to, counts_items: true, ..
        } => format!("{}, which counts items,", input(to)),
        NextPage::Number { to, .. } => format!("{}, which counts pages,", input(to)),
    }
}

fn paging(pages: &Pages) -> TokenStream {
    let next = match &pages.next {
        NextPage::Link => quote!(Link),
        NextPage::Url(at) => quote!(Url(#at)),
        NextPage::Value { at, to } => {
            let to = input(to);
            quote!(Value { at: #at, to: #to })
        }
        NextPage::Number {
            to,
            first,
            items,
            counts_items,
        } => {
            let (to, first) = (input(to), Literal::i64_unsuffixed(*first));
            quote!(Number { to: #to, first: #first, items: #items, counts_items: #counts_items })
        }
    };
    let more = pages.more.as_ref().map(|at| quote!(.more(#at)));
    let count = pages.count.as_ref().map(|at| quote!(.count(#at)));
    quote!(::openapi_runtime::Paging::new(::openapi_runtime::NextPage::#next) #more #count)
}

pub(super) fn input(input: &PageInput) -> TokenStream {
    match input {
        PageInput::Query(name) => quote!(::openapi_runtime::PageInput::Query(#name)),
        PageInput::Body(pointer) => quote!(::openapi_runtime::PageInput::Body(#pointer)),
    }
}

/// The list of a success, which is a page or an enum of pages and empty responses.
fn in_success(operation: &Operation, list: &TokenStream) -> TokenStream {
    if operation.success != Success::Enum {
        return list.clone();
    }
    let name = format_ident!("{}Response", operation.type_name);
    let pages = variants(&operation.successes).filter(|response| response.body != ResponseType::Empty);
    let pages = pages.map(|response| ident(&response.variant));
    quote!(match page {
        #(#name::#pages(page))|* => #list,
        _ => None,
    })
}

/// The list of a page as `Option<&mut Vec<_>>`, where `page` is in scope.
fn list(items: &PageItems) -> TokenStream {
    let steps = items.steps.iter().map(|step| {
        let field = ident(&step.field);
        match step.options {
            0 => quote!(Some(&mut page.#field)),
            1 => quote!(page.#field.as_mut()),
            _ => quote!(page.#field.as_mut().and_then(|value| value.as_mut())),
        }
    });
    let all = steps.reduce(|way, step| quote!(#way.and_then(|page| #step)));
    all.unwrap_or_else(|| quote!(Some(page)))
}
