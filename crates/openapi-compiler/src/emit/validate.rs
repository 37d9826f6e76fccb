//! The constraints of types, as constants.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ident;
use crate::plan::{Check, Plan, Rules, TypeDef};

/// The implementation of `Validate`.
pub(super) fn validate(plan: &Plan, ty: &TypeDef) -> Option<TokenStream> {
    let (name, rules) = (ident(&ty.name), rules(plan, ty.rules.as_ref()?, &TokenStream::new()));
    Some(quote! {
        impl ::openapi_runtime::Validate for #name {
            const RULES: ::openapi_runtime::Rules = #rules;
        }
    })
}

/// The constraints; `types` is the path of the types.
pub(super) fn rules(plan: &Plan, of: &Rules, types: &TokenStream) -> TokenStream {
    if of.is_empty() {
        return quote!(::openapi_runtime::Rules::NONE);
    }
    let checks = (!of.checks.is_empty()).then(|| {
        let checks = of.checks.iter().map(check);
        quote!(checks: &[#(#checks),*],)
    });
    let properties = (!of.properties.is_empty()).then(|| {
        let properties = of.properties.iter().map(|(name, below)| {
            let below = rules(plan, below, types);
            quote!((#name, #below))
        });
        quote!(properties: &[#(#properties),*],)
    });
    let others = of.others.as_ref().map(|others| {
        let others = rules(plan, others, types);
        quote!(others: Some(&#others),)
    });
    let items = of.items.as_ref().map(|items| {
        let items = rules(plan, items, types);
        quote!(items: Some(&#items),)
    });
    let variants = of.variants.as_ref().map(|(union, variants)| {
        let union = ident(&plan.types[union.index()].name);
        let variants = variants.iter().map(|variant| rules(plan, variant, types));
        quote!(variants: Some((<#types #union as ::openapi_runtime::union::Variants>::union, &[#(#variants),*])),)
    });
    let named = of.of.map(|id| {
        let name = ident(&plan.types[id.index()].name);
        quote!(of: Some(|| &<#types #name as ::openapi_runtime::Validate>::RULES),)
    });
    quote! {
        ::openapi_runtime::Rules {
            #checks #properties #others #items #variants #named
            ..::openapi_runtime::Rules::NONE
        }
    }
}

fn check(check: &Check) -> TokenStream {
    let float = |value: &f64| Literal::f64_unsuffixed(*value);
    let count = |value: &u64| Literal::u64_unsuffixed(*value);
    let check = match check {
        Check::Minimum(bound) => {
            let bound = float(bound);
            quote!(Minimum(#bound))
        }
        Check::Above(bound) => {
            let bound = float(bound);
            quote!(Above(#bound))
        }
        Check::Maximum(bound) => {
            let bound = float(bound);
            quote!(Maximum(#bound))
        }
        Check::Below(bound) => {
            let bound = float(bound);
            quote!(Below(#bound))
        }
        Check::MultipleOf(factor) => {
            let factor = float(factor);
            quote!(MultipleOf(#factor))
        }
        Check::MinLength(least) => {
            let least = count(least);
            quote!(MinLength(#least))
        }
        Check::MaxLength(most) => {
            let most = count(most);
            quote!(MaxLength(#most))
        }
        Check::Pattern(pattern) => quote!(Pattern(#pattern)),
        Check::MinItems(least) => {
            let least = count(least);
            quote!(MinItems(#least))
        }
        Check::MaxItems(most) => {
            let most = count(most);
            quote!(MaxItems(#most))
        }
        Check::UniqueItems => quote!(UniqueItems),
        Check::MinProperties(least) => {
            let least = count(least);
            quote!(MinProperties(#least))
        }
        Check::MaxProperties(most) => {
            let most = count(most);
            quote!(MaxProperties(#most))
        }
    };
    quote!(::openapi_runtime::Check::#check)
}
