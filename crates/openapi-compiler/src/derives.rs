//! Derives and attributes that users choose for types.

use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Path, Token};

/// Derives and attributes, each by which types have it, in order.
#[derive(Clone, Debug, Default)]
pub struct Additions {
    /// Lists of derives.
    pub derives: Vec<Addition>,
    /// Attributes.
    pub attributes: Vec<Addition>,
}

/// An addition of a user to types.
#[derive(Clone, Debug)]
pub struct Addition {
    /// Which types: `struct`, `enum` or `union`, a pattern of names, or the JSON pointer of a schema.
    pub types: String,
    /// What is added.
    pub text: String,
}

/// The traits of std that rustc derives, besides those that every type has.
pub(crate) const STD: [&str; 6] = ["Copy", "Default", "Eq", "Hash", "Ord", "PartialOrd"];

/// The traits that generated types have anyway.
const ALWAYS: [&str; 5] = ["Clone", "Debug", "PartialEq", "Serialize", "Deserialize"];

/// Reads a list of derives. An error is a message.
pub(crate) fn derives(text: &str) -> Result<Vec<String>, String> {
    let list = Punctuated::<Path, Token![,]>::parse_terminated.parse_str(text);
    let list = list.map_err(|_| format!("`{text}` is not a list of derives"))?;
    let derive = |path: &Path| {
        let is_plain = path.segments.iter().all(|segment| segment.arguments.is_none());
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let colons = if path.leading_colon.is_some() { "::" } else { "" };
        let name = colons.to_owned() + &names.join("::");
        match names.as_slice() {
            _ if !is_plain => Err(format!("`{name}` has arguments, which a derive does not take")),
            [only] if ALWAYS.contains(&only.as_str()) => Err(format!("every type is `{only}`")),
            [only] if colons.is_empty() && !STD.contains(&only.as_str()) => Err(format!(
                "`{only}` is not a derive of std; give its path, such as `my_crate::{only}`"
            )),
            [first, ..] if ["self", "super", "Self"].contains(&first.as_str()) => {
                Err(format!("`{name}` does not begin with `crate` or the name of a crate"))
            }
            _ => Ok(name),
        }
    };
    list.iter().map(derive).collect()
}

/// Reads an attribute. An error is a message.
pub(crate) fn attribute(text: &str) -> Result<String, String> {
    let text = text.trim();
    match Attribute::parse_outer.parse_str(text).as_deref() {
        Ok([_]) if !text.starts_with("//") && !text.starts_with("/*") => Ok(text.to_owned()),
        _ => Err(format!("`{text}` is not an attribute, such as `#[must_use]`")),
    }
}

#[cfg(test)]
mod tests {
    use super::{attribute, derives};

    #[test]
    fn derives_are_paths() {
        let list = derives("Eq, Hash,schemars :: JsonSchema, ::a::B,").unwrap();
        assert_eq!(list, ["Eq", "Hash", "schemars::JsonSchema", "::a::B"]);
        for text in [
            "Eq Hash",
            "Clone",
            "JsonSchema",
            "a::B<C>",
            "Eq)] struct X; #[derive(",
            "super::A",
            "\"Eq\"",
        ] {
            assert!(derives(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_attribute_is_one() {
        for text in [
            "#[must_use]",
            " #[cfg_attr(feature = \"schema\", derive(schemars::JsonSchema))] ",
        ] {
            assert_eq!(attribute(text).as_deref(), Ok(text.trim()));
        }
        for text in [
            "must_use",
            "#[a] #[b]",
            "#![a]",
            "#[a] struct X;",
            "/// docs",
            "/** docs */",
            "",
        ] {
            assert!(attribute(text).is_err(), "{text}");
        }
    }
}
