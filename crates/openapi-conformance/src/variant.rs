//! The names of response variants: an independent implementation of the naming rules of generated clients.

use http::StatusCode;

use crate::contract::{Operation, Response};

/// The names that the variant of a documented status may have: its reason phrase, or its number where it has none.
pub(crate) fn names(status: &str) -> Vec<String> {
    let class = match status.to_ascii_uppercase().as_str() {
        "1XX" => Some("Informational"),
        "2XX" => Some("Success"),
        "3XX" => Some("Redirection"),
        "4XX" => Some("ClientError"),
        "5XX" => Some("ServerError"),
        "DEFAULT" => Some("Default"),
        _ => None,
    };
    let phrase = status
        .parse()
        .ok()
        .and_then(|code| StatusCode::from_u16(code).ok())
        .and_then(|code| code.canonical_reason())
        .map(pascal);
    class
        .map(str::to_owned)
        .into_iter()
        .chain(phrase)
        .chain([format!("Status{status}")])
        .collect()
}

fn pascal(phrase: &str) -> String {
    phrase
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
        })
        .collect()
}

impl Operation {
    /// The documented successes (2xx).
    pub(crate) fn successes(&self) -> impl Iterator<Item = &Response> {
        self.responses
            .iter()
            .filter(|response| response.status.starts_with('2'))
    }

    /// Whether `default` is for successes too: where no status below 400 is documented.
    pub(crate) fn default_is_success(&self) -> bool {
        let below_400 = |response: &Response| response.status.starts_with(['1', '2', '3']);
        !self.responses.iter().any(below_400)
    }

    /// The documented response for a status: `default` is for errors, and for successes where no
    /// other is documented.
    fn outcome(&self, status: u16) -> Option<&Response> {
        let found = self.response(status)?;
        let by_default = found.status.eq_ignore_ascii_case("default");
        (!by_default || status >= 400 || self.default_is_success()).then_some(found)
    }

    /// Status codes that this documented status, and no more exact one, is for: one of each kind that it has.
    pub(crate) fn codes(&self, status: &str) -> Vec<u16> {
        let by_default = status.eq_ignore_ascii_case("default");
        let candidates: Vec<Vec<u16>> = match status.as_bytes() {
            [class, b'X' | b'x', ..] => vec![(0..99).map(|nth| u16::from(class - b'0') * 100 + nth).collect()],
            _ if !by_default => vec![status.parse().into_iter().collect()],
            _ => vec![
                (200..300).collect(),
                [404, 400, 418].into_iter().chain(401..500).collect(),
                (500..600).collect(),
            ],
        };
        let is_for = |code: &u16| self.outcome(*code).is_some_and(|response| response.status == status);
        let found = candidates
            .into_iter()
            .filter_map(|codes| codes.into_iter().find(|code| *code >= 200 && is_for(code)));
        found.collect()
    }

    /// The status code of an error that is not documented.
    pub(crate) fn undocumented(&self) -> Option<u16> {
        [418, 599, 451].into_iter().find(|code| self.outcome(*code).is_none())
    }

    /// The status code of a success that is not documented, where another response than it is documented for success.
    pub(crate) fn undocumented_success(&self) -> Option<u16> {
        let documented = !self.default_is_success();
        [201, 200, 299]
            .into_iter()
            .find(|code| documented && self.outcome(*code).is_none())
    }

    /// The status code of a redirect that is not documented. `default` documents none.
    pub(crate) fn undocumented_redirect(&self) -> Option<u16> {
        let documented = |code: u16| {
            let names = [code.to_string(), "3XX".to_owned()];
            let is_one = |response: &Response| names.iter().any(|name| response.status.eq_ignore_ascii_case(name));
            self.responses.iter().any(is_one)
        };
        [303, 302].into_iter().find(|code| !documented(*code))
    }
}
