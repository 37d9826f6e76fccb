//! The page of what a description became, as a browser reads it.
#![allow(missing_docs)]

#[path = "support/html.rs"]
mod html;

use html::{elements, named};
use openapi_compiler::report_page;
use openapi_compiler::{Settings, compile};

const DESCRIPTION: &str = "openapi: 3.1.0
info: {title: TITLE, version: '1'}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, description: TITLE}
        odd: {not: {type: string}, minLength: 2, type: nonsense}
        TITLE: {type: nonsense}
";

/// The page of the description, with this text in its places.
fn page(text: &str) -> String {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join("openapi.yaml");
    let quoted = serde_json::Value::from(text).to_string();
    std::fs::write(&path, DESCRIPTION.replace("TITLE", &quoted)).expect("a file");
    let compiled = compile(&path, &Settings::default()).unwrap_or_else(|unusable| panic!("{unusable}"));
    report_page::html(&compiled)
}

#[test]
fn the_page_has_diagnostics_in_the_text_operations_and_types() {
    let elements = elements(&page("Pets"));
    assert_eq!(named(&elements, "h1").next().expect("a title").text, "Pets 1");
    let sections: Vec<&str> = named(&elements, "h2").map(|heading| heading.text.as_str()).collect();
    assert_eq!(sections, ["Diagnostics", "Operations", "Types"]);
    let undeclared = named(&elements, "article").find(|article| article.text.contains("path-parameter-undeclared"));
    let undeclared = &undeclared.expect("the diagnostic").text;
    assert!(
        undeclared.contains("warning") && undeclared.contains("openapi.yaml:5:5"),
        "{undeclared}"
    );
    let marked: Vec<&str> = named(&elements, "mark").map(|line| line.text.as_str()).collect();
    assert!(marked.contains(&"5    get:"), "{marked:?}");
    let cells: Vec<&str> = named(&elements, "td").map(|cell| cell.text.as_str()).collect();
    assert_eq!(cells[..2], ["GET /pets/{id}", "get_pet"]);
    assert!(cells.contains(&"/components/schemas/Pet"), "{cells:?}");
}

#[test]
fn what_is_untyped_says_why() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join("openapi.yaml");
    let untyped = "openapi: 3.1.0
components:
  schemas:
    Odd:
      oneOf: [{type: string}, {type: integer}]
      anyOf: [{type: object}, {type: boolean}]
";
    std::fs::write(&path, untyped).expect("a file");
    let compiled = compile(&path, &Settings::default()).unwrap_or_else(|unusable| panic!("{unusable}"));
    let reasons: Vec<&String> = compiled
        .plan
        .schemas
        .iter()
        .filter_map(|schema| schema.untyped.as_ref())
        .collect();
    assert!(!reasons.is_empty(), "the example is typed");
    let elements = elements(&report_page::html(&compiled));
    let section = named(&elements, "section").find(|section| section.get("aria-labelledby") == "untyped");
    let section = &section.expect("the section").text;
    for reason in reasons {
        assert!(section.contains(&reason.replace('`', "")), "{reason}: {section}");
    }
}

#[test]
fn what_a_description_says_is_escaped_and_nothing_runs_or_is_fetched() {
    let hostile = "</pre></style><script>alert(1)</script><img src=x onerror=alert(1)>'\"`&lt;\u{202e}<b>";
    let page = page(hostile);
    let elements = elements(&page);
    let allowed = [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "header",
        "h1",
        "h2",
        "h3",
        "p",
        "main",
        "section",
        "article",
        "span",
        "code",
        "figure",
        "figcaption",
        "pre",
        "mark",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    for element in &elements {
        assert!(allowed.contains(&element.name.as_str()), "{element:?}");
        assert!(
            element.get("src").is_empty() && element.attributes.iter().all(|(name, _)| !name.starts_with("on")),
            "{element:?}"
        );
        assert!(
            element.get("href").is_empty() || element.get("href").starts_with('#'),
            "{element:?}"
        );
    }
    let policy = named(&elements, "meta").find(|meta| meta.get("http-equiv") == "Content-Security-Policy");
    assert_eq!(
        policy.expect("a policy").get("content"),
        "default-src 'none'; style-src 'unsafe-inline'"
    );
    assert!(!page.contains('\u{202e}') && !page.contains("url("));
}
