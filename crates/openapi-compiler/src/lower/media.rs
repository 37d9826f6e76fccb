//! Keys of `content`.

use super::Lowering;
use super::value::Node;

impl Lowering<'_, '_> {
    /// The media types of a key of `content`. The specification has one; a list of several is reported.
    pub(super) fn media_types<'k>(&mut self, key: &'k str, node: &Node<'_>) -> Vec<&'k str> {
        let listed = listed(key);
        if listed != [key] {
            let message = format!("`{key}` is a list of media types; each of them has what it has");
            let help = "write a key for each media type";
            self.diagnostics.warning("media-type-list", &node.at, message, help);
        }
        listed
    }
}

/// The media types of a list; a comma in quotation marks is part of a parameter (RFC 9110, section 5.6.6).
fn listed(key: &str) -> Vec<&str> {
    if !key.contains(',') {
        return vec![key];
    }
    let mut quoted = false;
    let is_comma = |c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    };
    let parts: Vec<&str> = key
        .split(is_comma)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    match parts.iter().all(|part| part.contains('/')) {
        true if !parts.is_empty() => parts,
        _ => vec![key],
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_list_is_split_and_nothing_else() {
        let rows: [(&str, &[&str]); 6] = [
            (
                "text/csv, text/comma-separated-values",
                &["text/csv", "text/comma-separated-values"],
            ),
            ("application/json,", &["application/json"]),
            ("text/plain; a=\"b,c/d\"", &["text/plain; a=\"b,c/d\""]),
            ("text/plain, anything", &["text/plain, anything"]),
            ("json", &["json"]),
            ("", &[""]),
        ];
        for (key, expected) in rows {
            assert_eq!(listed(key), expected, "{key}");
        }
    }
}
