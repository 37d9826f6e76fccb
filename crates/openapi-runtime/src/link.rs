//! The header `Link` (RFC 8288).

use http::{HeaderMap, header::LINK};

/// The target of the first link with the relation `next`.
pub(crate) fn next(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(LINK).into_iter();
    let mut links = values.filter_map(|value| value.to_str().ok()).flat_map(links);
    let is_next = |parameters: &str| {
        let mut relations = parameters_of(parameters).filter(|(name, _)| name.eq_ignore_ascii_case("rel"));
        relations.next().is_some_and(|(_, relation)| {
            let mut relations = relation.split_ascii_whitespace();
            relations.any(|relation| relation.eq_ignore_ascii_case("next"))
        })
    };
    let (target, _) = links.find(|(_, parameters)| is_next(parameters))?;
    Some(target.trim().to_owned())
}

/// The target and the parameters of each link.
fn links(value: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = value;
    std::iter::from_fn(move || {
        let (target, after) = rest.split_once('<')?.1.split_once('>')?;
        let end = outside_quotes(after, ',');
        let parameters = &after[..end];
        rest = &after[end..];
        Some((target, parameters))
    })
}

/// The names and values of `; a=b; c="d"`.
fn parameters_of(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.split_once(';')?.1;
        let (parameter, after) = rest.split_at(outside_quotes(rest, ';'));
        rest = after;
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        Some((name.trim(), value.trim().trim_matches('"')))
    })
}

/// Where a character is that is not within quotes, or the end.
fn outside_quotes(text: &str, wanted: char) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    let found = text.char_indices().find(|(_, character)| {
        let is_it = !quoted && *character == wanted;
        quoted ^= *character == '"' && !escaped;
        escaped = quoted && *character == '\\' && !escaped;
        is_it
    });
    found.map_or(text.len(), |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_link_is_found() {
        let first = r#"<https://a/?b=1,2;c>; title="<x>; rel=\"next\", y"; rel="prev", </d?page=2>; rel="last next""#;
        for (values, expected) in [
            (vec![first], Some("/d?page=2")),
            (vec!["<a>; rel=first", "< b >;REL=NEXT"], Some("b")),
            (vec!["<a>; rel=nextone, <b>; rev=next"], None),
            (vec!["<a>; rel=last; rel=next"], None),
            (vec!["a; rel=next", "<b; rel=next"], None),
            (vec![], None),
        ] {
            let headers = values.iter().map(|value| (LINK, value.parse().unwrap()));
            assert_eq!(next(&headers.collect()).as_deref(), expected, "{values:?}");
        }
    }
}
