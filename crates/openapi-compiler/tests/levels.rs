//! Diagnostics that are allowed or denied.

use openapi_compiler::diagnostic::{CODES, Levels, REPAIRS, Severity};
use openapi_compiler::{Settings, compile};

/// An undeclared path parameter (a repair), a server without a host (another), an unsupported security scheme, and a note.
const DESCRIPTION: &str = "
openapi: 3.1.0
info: {title: t, version: '1'}
servers: [{url: 'https://'}]
paths:
  /a/{id}:
    get: {operationId: a, security: [{s: []}], parameters: [{name: Accept, in: header, schema: {type: string}}], responses: {}}
components: {securitySchemes: {s: {type: mutualTLS}}}
";

/// What is reported, as its code and the first letter of its severity.
fn reported(allow: &[&str], deny: &[&str]) -> String {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join("openapi.yaml");
    std::fs::write(&path, DESCRIPTION).expect("a file");
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let levels = Levels {
        allow: words(allow),
        deny: words(deny),
    };
    let settings = Settings {
        levels,
        ..Settings::default()
    };
    let diagnostics = match compile(&path, &settings) {
        Ok(compilation) => compilation.diagnostics,
        Err(unusable) => unusable.diagnostics,
    };
    let rows = diagnostics.iter().map(|known| {
        let severity = match known.severity {
            Severity::Error => "E",
            Severity::Warning => "W",
            Severity::Note => "N",
        };
        assert_eq!(
            known.message.ends_with(" (denied)"),
            severity == "E" && known.code != "unknown-code"
        );
        format!("{severity} {}", known.code)
    });
    let mut rows: Vec<String> = rows.collect();
    rows.sort();
    rows.join(", ")
}

#[test]
fn a_code_or_a_word_for_several_is_allowed_or_denied() {
    let rows: [(&[&str], &[&str], &str); 8] = [
        (
            &[],
            &[],
            "N reserved-header, W path-parameter-undeclared, W server-url-without-host, W unsupported-security-scheme",
        ),
        (
            &[],
            &["server-url-without-host"],
            "E server-url-without-host, N reserved-header, W path-parameter-undeclared, W unsupported-security-scheme",
        ),
        (
            &["server-url-without-host"],
            &[],
            "N reserved-header, N server-url-without-host, W path-parameter-undeclared, W unsupported-security-scheme",
        ),
        (
            &[],
            &["repairs"],
            "E path-parameter-undeclared, E server-url-without-host, N reserved-header, W unsupported-security-scheme",
        ),
        (
            &["repairs"],
            &[],
            "N path-parameter-undeclared, N reserved-header, N server-url-without-host, W unsupported-security-scheme",
        ),
        (
            &["repairs"],
            &["warnings"],
            "E path-parameter-undeclared, E server-url-without-host, E unsupported-security-scheme, N reserved-header",
        ),
        (
            &["path-parameter-undeclared"],
            &["notes"],
            "E reserved-header, E server-url-without-host, E unsupported-security-scheme, N path-parameter-undeclared",
        ),
        (
            &["reserved-header"],
            &[],
            "N reserved-header, W path-parameter-undeclared, W server-url-without-host, W unsupported-security-scheme",
        ),
    ];
    for (allow, deny, expected) in rows {
        assert_eq!(reported(allow, deny), expected, "{allow:?} {deny:?}");
    }
}

#[test]
fn what_is_not_a_code_is_an_error() {
    for (allow, deny) in [
        (&["reparis"][..], &[][..]),
        (&[], &["zzz"]),
        (&["link"], &["link"]),
        (&["warnings"], &[]),
    ] {
        assert!(
            reported(allow, deny).starts_with("E unknown-code"),
            "{allow:?} {deny:?}"
        );
    }
}

#[test]
fn repairs_are_codes_of_warnings_and_notes() {
    assert!(REPAIRS.is_sorted());
    for repair in REPAIRS {
        let code = CODES.iter().find(|code| code.code == repair).expect(repair);
        // A reference that the client does not need is a warning.
        assert!(
            code.severity < Severity::Error || repair == "dangling-reference",
            "{repair}"
        );
    }
}
