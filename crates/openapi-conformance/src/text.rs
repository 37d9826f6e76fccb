//! Texts: by format, and edge cases.

use crate::restrictions::Restrictions;

/// How many characters a text may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lengths {
    pub min: usize,
    pub max: usize,
}

impl Default for Lengths {
    fn default() -> Self {
        Self {
            min: 0,
            max: usize::MAX,
        }
    }
}

impl Lengths {
    pub(crate) fn admit(self, text: &str) -> bool {
        (self.min..=self.max).contains(&text.chars().count())
    }

    /// The text, cut or filled to a length that is allowed.
    fn fit(self, text: &str) -> String {
        let mut fitted: String = text.chars().take(self.max).collect();
        let missing = self.min.saturating_sub(fitted.chars().count());
        fitted.extend(std::iter::repeat_n('x', missing));
        fitted
    }
}

/// Texts that clients get wrong: empty, long, not ASCII, of characters that mean something in URLs, headers or JSON.
const EDGES: [&str; 9] = [
    "text",
    "a/b?c=d&e=f#g%20h+i j",
    "Grüße, 世界 🦀",
    "",
    "0",
    "quote\" back\\slash 'single' <tag> {brace} [x];:@!$*()^`|~ &=#%25+?/",
    "LONG",
    "two\nlines\tand a tab",
    "null",
];

/// A text without a format or pattern.
pub(crate) fn edge(turn: usize, lengths: Lengths, place: Restrictions) -> Option<String> {
    let texts = EDGES.iter().cycle().skip(turn % EDGES.len()).take(EDGES.len());
    let fitted = texts.map(|text| match *text {
        "LONG" => lengths.fit(&"long ".repeat(60)).trim_end().to_owned(),
        text => lengths.fit(text),
    });
    fitted
        .into_iter()
        .find(|text| lengths.admit(text) && place.admits_text(text))
}

/// A text of a format (JSON Schema 2020-12 Validation section 7, and OpenAPI's registry of formats).
pub(crate) fn of_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => "2024-02-29T23:59:59.123456+05:30",
        "date" => "2024-02-29",
        "time" => "23:59:59Z",
        "duration" => "P3DT12H30M",
        "email" | "idn-email" => "someone@example.com",
        "hostname" | "idn-hostname" => "host.example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" | "url" | "iri" => "https://example.com/a?b=c&d=%20#e",
        "uri-reference" | "iri-reference" => "/a?b=c",
        "uuid" => "123e4567-e89b-12d3-a456-426614174000",
        "byte" | "base64" => "aGVsbG8gd29ybGQ/Pg==",
        "json-pointer" => "/a/b~1c",
        "regex" => "^a+$",
        _ => return None,
    })
}
