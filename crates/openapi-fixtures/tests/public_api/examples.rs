//! Which public items have no example.

use syn::{Attribute, Expr, ImplItem, Item, Lit, Meta};

use super::{attributes, is_hidden, is_public, name_of, type_name};

/// Only macros call their methods.
const OF_MACROS: [&str; 1] = ["Property"];

/// The items without an example of their own. An example of its type may show a method instead.
pub fn missing(items: &[Item]) -> Vec<String> {
    let types = items.iter().filter_map(|item| Some((name_of(item)?, item)));
    let mut missing = Vec::new();
    for (name, item) in types {
        let methods = methods(items, &name);
        let of_methods: String = methods.iter().map(|(_, text)| text.as_str()).collect();
        let own = examples(attributes(item));
        if own.is_empty() {
            missing.push(name.clone());
        }
        let shown = own + &of_methods;
        let shown: Vec<&str> = shown.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        for (method, text) in &methods {
            if text.is_empty() && !shown.contains(&method.as_str()) && !OF_MACROS.contains(&name.as_str()) {
                missing.push(format!("{name}::{method}"));
            }
        }
    }
    missing
}

/// The public methods of a type, with their examples.
fn methods(items: &[Item], name: &str) -> Vec<(String, String)> {
    let of_type = items.iter().filter_map(|item| match item {
        Item::Impl(block) if type_name(&block.self_ty).as_deref() == Some(name) => Some(&block.items),
        _ => None,
    });
    let functions = of_type.flatten().filter_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    });
    functions
        .filter(|function| is_public(&function.vis) && !function.attrs.iter().any(is_hidden))
        .map(|function| (function.sig.ident.to_string(), examples(&function.attrs)))
        .collect()
}

/// The examples in the documentation of an item, without the lines that are not shown.
fn examples(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(documentation);
    let mut is_example = false;
    let mut text = String::new();
    for line in lines {
        if line.trim_start().starts_with("```") {
            is_example = !is_example;
        } else if is_example && !line.trim_start().starts_with("# ") {
            text += &line;
            text.push('\n');
        }
    }
    text
}

fn documentation(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}
