//! Servers as they are planned, and what is reported about their URLs and variables.

mod support;

use openapi_compiler::plan::Options;
use support::plan_with;

/// The URLs of the servers, and what is reported, as `severity code pointer`.
fn planned(servers: &str) -> (Vec<String>, Vec<String>) {
    let text = format!("{{openapi: 3.1.0, servers: [{servers}]}}");
    let (plan, diagnostics) = plan_with(&text, &Options::default());
    let reported = diagnostics.iter().map(|diagnostic| {
        format!(
            "{:?} {} {}",
            diagnostic.severity, diagnostic.code, diagnostic.at.pointer
        )
    });
    (
        plan.servers.into_iter().map(|server| server.url).collect(),
        reported.collect(),
    )
}

#[test]
fn a_url_that_cannot_be_meant_as_it_is_written_is_reported() {
    let cases = [
        ("{url: 'https://a.example.com/x'}", "https://a.example.com/x", None),
        ("{url: /x}", "/x", None),
        ("{url: ./x.y}", "./x.y", None),
        ("{url: v1}", "v1", None),
        (
            "{url: api.example.com/x}",
            "https://api.example.com/x",
            Some("server-url-without-scheme"),
        ),
        (
            "{url: 'localhost:8080'}",
            "https://localhost:8080",
            Some("server-url-without-scheme"),
        ),
        (
            "{url: '//a.example.com'}",
            "https://a.example.com",
            Some("server-url-without-scheme"),
        ),
        (
            "{url: 'wss://a.example.com'}",
            "wss://a.example.com",
            Some("server-url-scheme"),
        ),
        (
            "{url: 'https://a.example.com?k=v'}",
            "https://a.example.com?k=v",
            Some("server-url-query"),
        ),
        (
            "{url: 'https://{a}.example.com'}",
            "https://{a}.example.com",
            Some("server-variable-undeclared"),
        ),
        (
            "{url: '{s}://a.b', variables: {s: {default: https, enum: [https, http]}}}",
            "{s}://a.b",
            None,
        ),
        (
            "{url: '{s}://a.b', variables: {s: {default: ftp, enum: [ftp]}}}",
            "{s}://a.b",
            Some("server-url-scheme"),
        ),
        (
            "{url: 'https://{a}.b', variables: {a: {default: x, enum: [y]}}}",
            "https://{a}.b",
            Some("server-variable-default"),
        ),
    ];
    for (server, url, code) in cases {
        let expected = code.map(|code| format!("Warning {code} /servers/0/url"));
        let (urls, reported) = planned(server);
        assert_eq!(urls, [url], "{server}");
        assert_eq!(reported, expected.into_iter().collect::<Vec<_>>(), "{server}");
    }
    let (_, reported) = planned("{url: 'https://a.b', variables: {a: {default: x}}}");
    assert_eq!(reported, ["Note server-variable-unused /servers/0/url"]);
}

#[test]
fn a_server_that_names_no_host_is_left_out() {
    for url in ["https://", "http:///x", "https://?a"] {
        let (urls, reported) = planned(&format!("{{url: '{url}'}}, {{url: 'https://a.b'}}"));
        assert_eq!(urls, ["https://a.b"]);
        assert_eq!(reported, ["Warning server-url-without-host /servers/0/url"]);
    }
    let text = "{openapi: 3.1.0, paths: {/a: {get: {servers: [{url: 'https://'}]}}}}";
    let (plan, diagnostics) = plan_with(text, &Options::default());
    assert_eq!(plan.operations[0].server, None);
    assert!(
        diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == "server-url-without-host")
    );
}

#[test]
fn a_server_is_listed_once() {
    let (urls, reported) =
        planned("{url: 'https://a.b'}, {url: 'https://c.d'}, {url: 'https://a.b', description: Again}");
    assert_eq!(urls, ["https://a.b", "https://c.d"]);
    assert_eq!(reported, ["Warning duplicate-server /servers/2"]);
}

#[test]
fn an_operation_with_a_choice_of_servers_says_so() {
    let cases = [
        ("{url: 'https://a.b'}", vec![], false),
        ("{url: 'https://a.b'}, {url: /c}", vec!["https://a.b", "/c"], true),
        (
            "{url: 'https://{r}.b', variables: {r: {default: eu}}}",
            vec!["https://{r}.b"],
            true,
        ),
    ];
    for (servers, choice, noted) in cases {
        let text = format!("{{openapi: 3.1.0, paths: {{/a: {{servers: [{servers}], get: {{}}}}}}}}");
        let (plan, diagnostics) = plan_with(&text, &Options::default());
        assert_eq!(plan.operations[0].servers, choice, "{servers}");
        assert_eq!(
            diagnostics
                .iter()
                .any(|diagnostic| diagnostic.code == "operation-servers"),
            noted,
            "{servers}"
        );
    }
}
