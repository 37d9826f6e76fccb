//! What the variant of a documented response is called: the promise of generated clients, written a second time.

use http::StatusCode;

use crate::contract::Operation;

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
    /// Whether a documented status is a success: below 400, or `default` where no other is.
    pub(crate) fn is_success(&self, status: &str) -> bool {
        let below_400 = |status: &str| status.starts_with(['1', '2', '3']);
        match status.eq_ignore_ascii_case("default") {
            true => !self.responses.iter().any(|response| below_400(&response.status)),
            false => below_400(status),
        }
    }

    /// A status code that this documented status, and no more exact one, is for.
    pub(crate) fn code(&self, status: &str) -> Option<u16> {
        let candidates: Vec<u16> = match status.as_bytes() {
            [class, b'X' | b'x', ..] => (0..99).map(|nth| u16::from(class - b'0') * 100 + nth).collect(),
            _ if !status.eq_ignore_ascii_case("default") => status.parse().into_iter().collect(),
            _ if self.is_success("default") => (200..300).collect(),
            _ => [500, 503, 400, 418].into_iter().chain(401..600).collect(),
        };
        let is_for = |code: &u16| self.response(*code).is_some_and(|response| response.status == status);
        candidates.into_iter().find(|code| *code >= 200 && is_for(code))
    }

    /// A status code that is not documented.
    pub(crate) fn undocumented(&self) -> Option<u16> {
        [418, 599, 451, 299]
            .into_iter()
            .find(|code| self.response(*code).is_none())
    }
}
