//! The page of a comparison, as a browser reads it.
#![allow(missing_docs)]

mod support;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use openapi_compiler::diff::{diff, html};
use serde_json::json;
use sha2::{Digest, Sha256};
use support::html::{Element, elements, named};
use support::versions::{Changes, version};

fn page(what: &str) -> String {
    let Changes { base, changes } = Changes::read();
    let change = changes.iter().find(|change| change.what == what).expect("a change");
    let (found, old, new) = change.compare(&base);
    html(&found, &old, &new)
}

#[test]
fn every_page_is_well_formed_and_has_every_change() {
    let Changes { base, changes } = Changes::read();
    for change in &changes {
        let (found, old, new) = change.compare(&base);
        let elements = elements(&html(&found, &old, &new));
        assert_eq!(named(&elements, "article").count(), found.len(), "{}", change.what);
        let ids: Vec<&str> = elements
            .iter()
            .map(|element| element.get("id"))
            .filter(|id| !id.is_empty())
            .collect();
        for article in named(&elements, "article") {
            assert!(ids.contains(&article.get("aria-labelledby")), "{}", change.what);
        }
        let known: std::collections::BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(known.len(), ids.len(), "an id is there twice: {}", change.what);
    }
}

#[test]
fn a_change_has_both_descriptions_with_their_lines() {
    let elements = elements(&page("a property of a response becomes optional"));
    let article = named(&elements, "article").next().expect("a change");
    assert_eq!(
        (article.get("data-wire"), article.get("data-rust")),
        ("break", "read-only-break")
    );
    assert_eq!(article.get("data-operations").split(' ').count(), 2);
    let heading = named(&elements, "h2").next().expect("a heading");
    assert_eq!(heading.text, "the property title may be absent");
    let sides: Vec<&Element> = named(&elements, "figure")
        .filter(|side| side.text.contains("openapi.yaml:"))
        .collect();
    assert!(sides[0].text.starts_with("Old: openapi.yaml:") && sides[1].text.starts_with("New: openapi.yaml:"));
    assert!(sides[0].text.contains("required:") && !sides[1].text.contains("required:\n      - title"));
    let number = named(&elements, "span")
        .find(|span| span.get("class") == "number")
        .expect("a line");
    assert!(
        number.text.parse::<usize>().is_ok_and(|line| line > 1),
        "{}",
        number.text
    );
    let gone = named(&elements, "del").any(|line| line.text.contains("Book.title: String"));
    let is = named(&elements, "ins").any(|line| line.text.contains("Book.title: Option<String>"));
    assert!(gone && is);
}

#[test]
fn the_filters_have_names_and_what_there_is() {
    let elements = elements(&page("a property of a response becomes optional"));
    let boxes: Vec<&Element> = named(&elements, "input").collect();
    let values: Vec<(&str, &str)> = boxes
        .iter()
        .map(|known| (known.get("name"), known.get("value")))
        .collect();
    assert_eq!(
        values,
        [
            ("wire", "break"),
            ("wire", "none"),
            ("rust", "read-only-break"),
            ("rust", "additive")
        ]
    );
    let options: Vec<&str> = named(&elements, "option").map(|option| option.text.as_str()).collect();
    assert_eq!(options, ["all", "GET /books", "POST /books"]);
    assert_eq!(named(&elements, "legend").count(), named(&elements, "fieldset").count());
    assert_eq!(named(&elements, "html").next().expect("the page").get("lang"), "en");
}

#[test]
fn only_the_script_of_the_page_runs_and_nothing_is_fetched() {
    let page = page("a value is new");
    let elements = elements(&page);
    let script = named(&elements, "script").next().expect("a script");
    let hash = BASE64_STANDARD.encode(Sha256::digest(&script.text));
    let policy = named(&elements, "meta").find(|meta| meta.get("http-equiv") == "Content-Security-Policy");
    assert_eq!(
        policy.expect("a policy").get("content"),
        format!("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'"),
    );
    for element in &elements {
        assert!(element.get("src").is_empty(), "{element:?}");
        assert!(
            element.get("href").is_empty() || element.get("href").starts_with('#'),
            "{element:?}"
        );
    }
    assert!(!page.contains("url("), "a style is fetched");
}

/// Whatever a description says is text.
#[test]
fn what_a_description_says_is_escaped() {
    let hostile = "</script></pre><img src=x onerror=alert(1)>'\"`&lt;\u{202e}<b>";
    let document = |values: &[&str]| {
        json!({
            "openapi": "3.1.0",
            "info": {"title": hostile, "version": hostile},
            "paths": {format!("/{hostile}"): {"get": {
                "operationId": "a",
                "responses": {"200": {"description": hostile, "content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/A"},
                }}}},
            }}},
            "components": {"schemas": {"A": {
                "type": "object",
                "title": hostile,
                "properties": {hostile: {"type": "string", "enum": values, "default": values[0]}},
            }}},
        })
    };
    let (old, new) = (
        version(&document(&["a", hostile]), None),
        version(&document(&["b"]), None),
    );
    let page = html(&diff(&old, &new), &old, &new);
    let elements = elements(&page);
    assert_eq!(named(&elements, "script").count(), 1);
    assert_eq!(named(&elements, "img").count() + named(&elements, "b").count(), 0);
    assert!(
        elements
            .iter()
            .all(|element| element.attributes.iter().all(|(name, _)| !name.starts_with("on")))
    );
    let shown = hostile.replace('\u{202e}', r"\u{202e}");
    let operation = named(&elements, "option").nth(1).expect("an operation");
    assert_eq!(operation.text, format!("GET /{shown}"));
    assert!(!page.contains('\u{202e}'));
}

#[test]
fn a_description_of_one_line_is_cut() {
    let document = |maximum: u32| {
        let padding = "x".repeat(5000);
        json!({
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1", "description": padding},
            "paths": {"/a": {"post": {"operationId": "a", "responses": {}, "requestBody": {"content": {"application/json": {
                "schema": {"type": "integer", "maximum": maximum},
            }}}}}},
        })
    };
    let of = |maximum| support::versions::of_text(&document(maximum).to_string());
    let (old, new) = (of(5), of(4));
    let page = html(&diff(&old, &new), &old, &new);
    assert!(
        page.contains("maximum&quot;:5") && page.contains("maximum&quot;:4"),
        "{page}"
    );
    assert!(page.len() < 16_000, "{}", page.len());
}
