//! Identifiers: what a text of the description is in Rust.
//!
//! A name follows from the text alone. Symbols in front of it, and operators behind it, are words, since they tell
//! `-created` from `created`. A leading underscore is not: it marks what belongs to the server, and hardly ever tells two
//! things apart. Who gets a name that several want is decided elsewhere, among [`spellings`].

use heck::ToSnakeCase;

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "Self",
];

/// A type or variant: `foo-bar` is `FooBar`, `<=` is `LessEqual`, `-created` is `MinusCreated`, `1.0` is `N1_0`.
pub fn pascal(text: &str) -> String {
    finish(join_pascal(&words(text)), "N", "Empty")
}

/// A field, parameter or method: `fooBar` is `foo_bar`, `type` is `type_`, `@type` is `at_type`, `2fa` is `n2fa`. OAuth is one
/// word: `OAuth2Token` is `oauth2_token`.
pub fn snake(text: &str) -> String {
    finish(words(text).replace("OAuth", "Oauth").to_snake_case(), "n", "empty")
}

/// The candidate names for a text, by the function that makes a name of a text: as it is, and then with the words that distinguish it
/// from what is spelled otherwise (`AscLower`, `AscUpper`).
pub fn spellings(text: &str, name: impl Fn(&str) -> String) -> Vec<String> {
    let case = case_of(text);
    let told_apart = match style_of(text) {
        Some(style) => vec![format!("{text} {style}"), spelled(text)],
        None => vec![spelled(text), format!("{} {case}", spelled(text))],
    };
    let mut names = vec![name(text)];
    for told_apart in told_apart {
        let name = name(&told_apart);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The word for the letters of a text.
fn case_of(text: &str) -> &'static str {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    match () {
        () if letters().next().is_none() => "symbol",
        () if letters().all(|c| !c.is_uppercase()) => "lower",
        () if letters().all(|c| !c.is_lowercase()) => "upper",
        () if text.starts_with(char::is_uppercase) => "pascal",
        () => "camel",
    }
}

/// The words for how a text is spelled, where its separators are all of one kind.
fn style_of(text: &str) -> Option<String> {
    let mut separators: Vec<char> = text.chars().filter(|c| !c.is_alphanumeric()).collect();
    separators.dedup();
    let style = match separators.as_slice() {
        [] if text.is_empty() => return Some("empty text".to_owned()),
        [] if !text.chars().any(char::is_alphabetic) => return Some("plain".to_owned()),
        [] => return Some(case_of(text).to_owned()),
        ['_'] => "snake",
        ['-'] => "kebab",
        ['.'] => "dotted",
        [' '] => "spaced",
        _ => return None,
    };
    if text.split(separators[0]).any(str::is_empty) {
        return None;
    }
    Some(match case_of(text) {
        "lower" | "symbol" => style.to_owned(),
        case => format!("{case} {style}"),
    })
}

/// Names that generated code uses without a path; a type of the description would shadow them.
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
pub fn field(text: &str, built: bool) -> String {
    field_name(&snake(text), built)
}

/// The name of a field. Structs may have others that hold all that is not listed. A builder, if the struct is `built`, has a
/// method `build`, and `maybe_x` beside each optional `x`.
pub fn field_name(name: &str, built: bool) -> String {
    match name {
        "additional_parts" | "additional_properties" => format!("{name}_property"),
        "build" if built => format!("{name}_"),
        name if built && name.starts_with("maybe_") => format!("{name}_"),
        name => name.to_owned(),
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
    let hash = hash(place);
    format!("{:04x}", (hash ^ (hash >> 32)) & 0xffff)
}

/// A number that depends on a text alone: FNV-1a is fixed for ever, unlike the hasher of std.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
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

/// Words in `PascalCase`, with an underscore between digits of several words: `1.0` is not `10`.
fn join_pascal(text: &str) -> String {
    let mut joined = String::new();
    for word in text.to_snake_case().split('_') {
        let is_digit = |c: char| c.is_ascii_digit();
        if joined.ends_with(is_digit) && word.starts_with(is_digit) {
            joined.push('_');
        }
        let mut letters = word.chars();
        joined.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        joined.push_str(letters.as_str());
    }
    joined
}

/// The text with the symbols that say something as words: all of them where there is nothing else, or else those in front
/// and the operators behind.
fn words(text: &str) -> String {
    let Some(start) = text.find(char::is_alphanumeric) else {
        return spelled(text);
    };
    let end = text.rfind(char::is_alphanumeric).unwrap_or(start);
    let end = end + text[end..].chars().next().map_or(0, char::len_utf8);
    let in_front = text[..start].chars().filter(|c| !is_quiet(*c));
    let behind = text[end..].chars().filter(|c| "+-*#!<>=%?&|~^@$".contains(*c));
    let (in_front, behind): (String, String) = (in_front.collect(), behind.collect());
    format!("{}{}{}", spelled(&in_front), &text[start..end], spelled(&behind))
}

/// Whether a symbol in front of a name only sets it apart.
fn is_quiet(symbol: char) -> bool {
    symbol.is_whitespace() || "_()[]{}'\"`,;".contains(symbol) || !symbol.is_ascii() || symbol.is_control()
}

/// The text with every symbol as a word.
fn spelled(text: &str) -> String {
    let mut spelled = String::new();
    for c in text.chars() {
        match c.is_alphanumeric() {
            true => spelled.push(c),
            false => spelled.push_str(&format!(" {} ", symbol(c))),
        }
    }
    spelled
}

fn symbol(c: char) -> &'static str {
    match c {
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
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
        '(' | ')' => "parenthesis",
        '[' | ']' => "bracket",
        '{' | '}' => "brace",
        '\'' | '"' | '`' => "quote",
        _ => "symbol",
    }
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
            ("1.0", "N1_0"),
            ("10", "N10"),
            ("2020-08-27.a", "N2020_08_27A"),
            ("<=", "LessEqual"),
            ("", "Empty"),
            ("Self", "Self_"),
            ("-1", "Minus1"),
            ("+1", "Plus1"),
            ("-created", "MinusCreated"),
            ("@type", "AtType"),
            ("C++", "CPlusPlus"),
            ("C#", "CHash"),
            ("_id", "Id"),
            (" a (b) ", "AB"),
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
            ("@type", "at_type"),
            ("self", "self_"),
            ("2fa", "n2fa"),
            ("$ref", "dollar_ref"),
            ("__v", "v"),
            ("ids[]", "ids"),
            ("_", "underscore"),
            ("OAuth2Security", "oauth2_security"),
            ("createOAuthClient", "create_oauth_client"),
        ];
        for (text, expected) in cases {
            assert_eq!(snake(text), expected, "{text}");
        }
    }

    #[test]
    fn spellings_of_one_name_are_distinguished_by_words() {
        let cases = [
            ("foo_bar", "FooBarSnake"),
            ("foo-bar", "FooBarKebab"),
            ("foo.bar", "FooBarDotted"),
            ("foo bar", "FooBarSpaced"),
            ("fooBar", "FooBarCamel"),
            ("FooBar", "FooBarPascal"),
            ("FOO_BAR", "FooBarUpperSnake"),
            ("foo/bar", "FooSlashBar"),
            ("_foo_bar", "UnderscoreFooUnderscoreBar"),
            ("foo__bar", "FooUnderscoreUnderscoreBar"),
            ("asc", "AscLower"),
            ("ASC", "AscUpper"),
            ("Asc", "AscPascal"),
            ("10", "N10Plain"),
        ];
        for (text, expected) in cases {
            assert_eq!(spellings(text, pascal)[1], expected, "{text}");
        }
        assert_eq!(
            spellings("fooBar", |text| field(text, true)),
            ["foo_bar", "foo_bar_camel"]
        );
        assert_eq!(
            spellings("_ID", |text| field(text, true)),
            ["id", "underscore_id", "underscore_id_upper"]
        );
        assert_eq!(spellings("<", pascal), ["Less", "LessSymbol"]);
        assert_eq!(spellings("", pascal), ["Empty", "EmptyText"]);
        assert_ne!(spellings("A_21", pascal).last(), spellings("A21", pascal).last());
        assert_ne!(spellings("A_B_21", pascal).last(), spellings("A_B21", pascal).last());
    }
}
