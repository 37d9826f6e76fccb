//! Pages in HTML that need no network: what all of them have.
//!
//! All that comes from a description is escaped, and the policy of a page runs no script but its own.

mod excerpt;

use crate::escape::printable;

pub(crate) use excerpt::{Excerpts, Line};

const STYLE: &str = include_str!("page.css");

/// The beginning of a page.
pub(crate) struct Head<'h> {
    /// Its title, as text.
    pub title: &'h str,
    /// What it shows, as HTML.
    pub lead: &'h str,
    /// What its main part is called, in a word that is the id of it.
    pub main: &'h str,
    /// The SHA-256 of its script, if it has one.
    pub script: Option<&'h str>,
}

impl Head<'_> {
    pub fn html(&self) -> String {
        let script = self.script.map(|hash| format!("; script-src &#39;sha256-{hash}&#39;"));
        let policy = format!(
            "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;{}",
            script.unwrap_or_default()
        );
        let (title, lead, main) = (escaped(self.title), self.lead, self.main);
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#{main}\">Skip to the {main}</a>\n<header>\n<h1>{title}</h1>\n<p>{lead}</p>\n</header>\n"
        )
    }
}

/// Text, where HTML has text or the value of an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Text with code in backticks.
pub(crate) fn with_code(text: &str) -> String {
    let mut parts = text.split('`');
    let mut html = escaped(parts.next().unwrap_or_default());
    let rest: Vec<&str> = parts.collect();
    for pair in rest.chunks(2) {
        match pair {
            [code, text] => html += &format!("<code>{}</code>{}", escaped(code), escaped(text)),
            // A backtick that nothing closes.
            [text] => html += &format!("`{}", escaped(text)),
            _ => {}
        }
    }
    html
}
