//! Paths of types of the caller's own.

use std::fmt;

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

use crate::name::is_std;

/// The path of a type of the caller's own, such as `crate::Money` or `my_crate::Page<my_crate::Item>`: names, `::`, and arguments that
/// are such paths. It is data that a description may hold, so nothing else is allowed in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RustPath(String);

impl RustPath {
    /// Reads a path.
    ///
    /// # Errors
    /// Returns the reason why the text is not one.
    ///
    /// ```
    /// use openapi_compiler::rust_path::RustPath;
    ///
    /// assert_eq!(RustPath::parse("crate::Money").unwrap().to_string(), "crate::Money");
    /// assert!(RustPath::parse("crate::Money; fn main() {}").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let ty: Type = syn::parse_str(text).map_err(|_| "it is not a path of Rust")?;
        check(&ty)?;
        let text = ty.to_token_stream().to_string();
        Ok(Self(text.split_whitespace().collect()))
    }

    /// The path without its arguments: the last name.
    pub(crate) fn last(&self) -> &str {
        let path = self.0.split('<').next().unwrap_or_default();
        path.rsplit("::").next().unwrap_or_default()
    }
}

impl fmt::Display for RustPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Types that have names of one word everywhere.
const PRIMITIVES: [&str; 17] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32", "u64", "u128",
    "usize",
];

fn check(ty: &Type) -> Result<(), &'static str> {
    let Type::Path(path) = ty else {
        return Err("it is not a path of Rust");
    };
    if path.qself.is_some() {
        return Err("a path with `<.. as ..>` is not allowed here");
    }
    let path = &path.path;
    let first = path.segments.first().map(|segment| segment.ident.to_string());
    let first = first.unwrap_or_default();
    if ["self", "super", "Self"].contains(&first.as_str()) {
        return Err("generated types are in a module of their own; begin with `crate` or the name of a crate");
    }
    let is_known = is_std(&first) || PRIMITIVES.contains(&first.as_str());
    if path.segments.len() == 1 && path.leading_colon.is_none() && !is_known {
        return Err("begin with `crate` or the name of a crate");
    }
    for segment in &path.segments {
        match &segment.arguments {
            PathArguments::None => {}
            PathArguments::Parenthesized(_) => return Err("the arguments of a path are in `<` and `>`"),
            PathArguments::AngleBracketed(arguments) => {
                for argument in &arguments.args {
                    match argument {
                        GenericArgument::Type(ty) => check(ty)?,
                        _ => return Err("an argument of a path is a path"),
                    }
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::RustPath;

    #[test]
    fn a_path_is_data() {
        let valid = [
            ("crate::Money", "crate::Money", "Money"),
            (" :: jiff :: Timestamp ", "::jiff::Timestamp", "Timestamp"),
            ("a::b::C", "a::b::C", "C"),
            (
                "crate::Page<crate::Item, Vec<u8>>",
                "crate::Page<crate::Item,Vec<u8>>",
                "Page",
            ),
            ("String", "String", "String"),
        ];
        for (text, printed, last) in valid {
            let path = RustPath::parse(text).unwrap();
            assert_eq!((path.to_string().as_str(), path.last()), (printed, last));
        }
        let invalid = [
            "",
            "Money",
            "crate::",
            "crate::Money;",
            "crate::Money, u8",
            "crate::Money { x }",
            "self::Money",
            "super::super::Money",
            "crate::A<{ std::process::exit(1) }>",
            "crate::A<[u8; { loop {} }]>",
            "crate::A<3>",
            "crate::A<Item>",
            "crate::A<'static>",
            "crate::A<T = crate::B>",
            "<crate::A as crate::B>::C",
            "fn() -> crate::A",
            "crate::A(crate::B)",
            "dyn crate::A",
            "&crate::A",
            "macro!()",
            "crate::mac!()",
            "crate::Money /* */ */",
            "crate::Money\n#[x]",
        ];
        for text in invalid {
            assert!(RustPath::parse(text).is_err(), "{text}");
        }
    }
}
