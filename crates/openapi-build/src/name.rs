//! Identifiers: what a thing of the description is called in Rust.
//!
//! A name follows from the thing's own place, never from what else there is. Where two places claim one name, the one
//! that spells it exactly keeps it, and the others get a suffix made from their own place.

use heck::{ToPascalCase, ToSnakeCase};

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "Self",
];

/// A type or variant: `foo-bar` is `FooBar`, `<=` is `LessEqual`, `400` is `N400`.
pub fn pascal(text: &str) -> String {
    let name = words(text).to_pascal_case();
    finish(name, "N", "Empty")
}

/// A field, parameter or method: `fooBar` is `foo_bar`, `type` is `type_`, `2fa` is `n2fa`.
pub fn snake(text: &str) -> String {
    let name = words(text).to_snake_case();
    finish(name, "n", "empty")
}

/// What generated code calls by its bare name, and would find a type of the description instead.
const STD: &[&str] = &[
    "Box",
    "Clone",
    "Debug",
    "Default",
    "Err",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Some",
    "String",
    "Vec",
];

/// A field: `fooBar` is `foo_bar`.
pub fn field(text: &str) -> String {
    field_name(&snake(text))
}

/// The name of a field. Builders have a method `build`, and `maybe_x` beside each optional `x`.
pub fn field_name(name: &str) -> String {
    if name == "build" || name.starts_with("maybe_") {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

/// Whether this can name a thing in Rust: no word of the language, no other signs.
pub fn is_identifier(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok()
}

/// Whether generated code means something of std by this name.
pub fn is_std(name: &str) -> bool {
    STD.contains(&name)
}

/// The name of a type, which must not hide one of std.
pub fn type_name(name: &str) -> String {
    if is_std(name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

/// A suffix of four letters or digits that depends on a place alone.
pub fn suffix(place: &str) -> String {
    // FNV-1a: fixed for ever, unlike the hasher of std.
    let hash = place.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{:04x}", (hash ^ (hash >> 32)) & 0xffff)
}

fn finish(name: String, digit: &str, empty: &str) -> String {
    let name: String = name.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
    let name = if name.is_empty() { empty.to_owned() } else { name };
    if KEYWORDS.contains(&name.as_str()) || name == "_" {
        format!("{name}_")
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{digit}{name}")
    } else if is_identifier(&name) {
        name
    } else {
        format!("{digit}{}", suffix(&name))
    }
}

/// The text with symbols that mean something spelled out where nothing else would be left of it.
fn words(text: &str) -> String {
    for (sign, word) in [('-', "minus"), ('+', "plus")] {
        if let Some(number) = text.strip_prefix(sign)
            && number.starts_with(|c: char| c.is_ascii_digit())
        {
            return format!("{word} {number}");
        }
    }
    if text.chars().any(char::is_alphanumeric) {
        return text.to_owned();
    }
    let word = |symbol: char| match symbol {
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '~' => "tilde",
        '^' => "caret",
        '$' => "dollar",
        '#' => "hash",
        '@' => "at",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '_' => "underscore",
        ' ' => "space",
        _ => "symbol",
    };
    text.chars().map(word).collect::<Vec<_>>().join(" ")
}

/// Settles who gets which identifier among things that share a scope: `claims` are (what each is called in the
/// description, what it would be in Rust). The first that spells the identifier exactly keeps it, or else the first in
/// alphabetical order of the description's names; the others get a suffix.
pub fn settle(claims: &[(String, String)]) -> Vec<String> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|index| (claims[*index].0 != claims[*index].1, &claims[*index].0));
    let mut taken = std::collections::HashSet::new();
    let mut names = vec![String::new(); claims.len()];
    for index in order {
        let (said, wanted) = &claims[index];
        let mut name = wanted.clone();
        let mut salt = said.clone();
        while !taken.insert(name.clone()) {
            let snake = wanted.starts_with(|c: char| c.is_lowercase());
            let stem = wanted.trim_end_matches('_');
            name = format!("{stem}{}{}", if snake { "_x" } else { "X" }, suffix(&salt));
            salt.push('\'');
        }
        names[index] = name;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_in_pascal_case() {
        let cases = [
            ("foo-bar", "FooBar"),
            ("FooBar", "FooBar"),
            ("POSTGRESQL", "Postgresql"),
            ("400", "N400"),
            ("<=", "LessEqual"),
            ("", "Empty"),
            ("Self", "Self_"),
            ("-1", "Minus1"),
            ("naïve", "Naïve"),
            ("a\0b\"", "AB"),
            ("€", "Symbol"),
            ("é1", "É1"),
        ];
        for (text, expected) in cases {
            assert_eq!(pascal(text), expected, "{text}");
        }
    }

    #[test]
    fn fields_are_in_snake_case() {
        let cases = [
            ("fooBar", "foo_bar"),
            ("type", "type_"),
            ("self", "self_"),
            ("2fa", "n2fa"),
            ("$ref", "ref_"),
            ("_", "underscore"),
        ];
        for (text, expected) in cases {
            assert_eq!(snake(text), expected, "{text}");
        }
    }

    #[test]
    fn the_exact_spelling_keeps_the_name_whatever_the_order() {
        let claims = |names: [&str; 3]| names.map(|name| (name.to_owned(), pascal(name))).to_vec();
        let [user, upper, exact] = settle(&claims(["user", "USER", "User"])).try_into().expect("three");
        assert_eq!(exact, "User");
        assert_ne!(user, upper);
        let reordered = settle(&claims(["User", "user", "USER"]));
        assert_eq!(reordered, [exact, user, upper]);
    }
}
