//! Properties that hold a secret though the description does not mark them.

use crate::name::snake;
use crate::plan::RustType;

const WORDS: [&str; 7] = [
    "password",
    "passphrase",
    "secret",
    "api_key",
    "access_token",
    "refresh_token",
    "private_key",
];

/// Whether a property of text has a name that says it holds a secret.
pub(super) fn sounds_secret(property: &str, ty: &RustType) -> bool {
    let name = snake(property);
    let ends_with = |word: &&str| {
        name.strip_suffix(*word)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
    };
    is_text(ty) && WORDS.iter().any(ends_with)
}

fn is_text(ty: &RustType) -> bool {
    match ty {
        RustType::String | RustType::Formatted(_) => true,
        RustType::Nullable(inner) => is_text(inner),
        _ => false,
    }
}
