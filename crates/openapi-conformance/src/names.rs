//! The names of fields and values: an independent implementation of the naming rules of generated clients.
//!
//! How a name is made is the generator's affair. But nothing has the name that only the text of another says: code that means
//! one would mean the other.

/// An entry of a list of names and texts whose name is the text of another entry.
pub(crate) fn traded<'n>(names: &'n [(String, &'n str)]) -> Option<(&'n str, &'n str, &'n str)> {
    names.iter().find_map(|(name, text)| {
        let name_letters = letters(name);
        let says_it = |text: &str| is_plain(text) && letters(text) == name_letters;
        let other = names.iter().find(|(_, other)| says_it(other) && !says_it(text));
        other.map(|(_, other)| (name.as_str(), *text, *other))
    })
}

/// Whether a text has no symbols in front or behind, which say something that a name has words for.
fn is_plain(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric) && text.ends_with(char::is_alphanumeric)
}

fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::traded;

    #[track_caller]
    fn check(names: &[(&str, &str)], is_traded: bool) {
        let names: Vec<_> = names.iter().map(|(name, text)| ((*name).to_owned(), *text)).collect();
        assert_eq!(traded(&names).is_some(), is_traded, "{names:?}");
    }

    #[test]
    fn nothing_has_the_name_of_another() {
        check(&[("Created", "created"), ("MinusCreated", "-created")], false);
        check(&[("Created2", "created"), ("Created", "-created")], true);
        check(&[("type_", "type"), ("at_type", "@type")], false);
        check(&[("type_2", "type"), ("type_", "@type")], true);
        check(&[("AscLower", "asc"), ("AscUpper", "ASC")], false);
        // A promised name stays.
        check(&[("asc", "asc"), ("AscUpper", "ASC")], false);
        check(&[("a_b_snake", "a_b"), ("a_b_kebab", "a-b")], false);
        check(&[("b", "a"), ("a", "b")], true);
        check(&[("Plus1", "+1"), ("Minus1", "-1"), ("N1", "1")], false);
    }
}
