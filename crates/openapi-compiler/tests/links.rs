//! Links of responses: which are functions, and why others are not.

mod support;

use openapi_compiler::lock::Lock;
use openapi_compiler::plan::{LinkValue, Options};
use support::{plan, plan_with};

/// `GET /a` with a response of this status that has these links.
fn document(status: &str, content: &str, links: &str) -> String {
    format!(
        "openapi: 3.1.0
paths:
  /a:
    get:
      parameters: [{{name: follow_c, in: query}}]
      responses:
        '201': {{description: other, content: {{{content}: {{}}}}, links: {{}}}}
        '{status}': {{description: ok, content: {{{content}: {{}}}}, links: {links}}}
  /b/{{id}}:
    get:
      operationId: b
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      responses: {{}}
"
    )
}

/// What the links fill `id` with, and the notes about others.
fn found(status: &str, content: &str, link: &str) -> String {
    let text = document(status, content, &format!("{{l: {link}}}"));
    let (plan, diagnostics) = plan_with(&text, &Options::default());
    let links = plan.operations[0].links.iter();
    let links = links.map(|link| format!("{} {:?}", link.name, link.values));
    let notes = diagnostics.iter().filter(|diagnostic| diagnostic.code == "link");
    let notes = notes.map(|note| {
        let place = note.at.pointer.rsplit('/').next().unwrap_or_default();
        format!("{place}: {}", note.message.replace("the link `l` is ignored: ", ""))
    });
    links.chain(notes).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_link_is_a_function_or_a_note() {
    let json = "application/json";
    let to_b = |value: &str| format!("{{operationId: b, parameters: {{id: {value}}}}}");
    let rows = [
        (
            "200",
            json,
            to_b("$response.body#/id"),
            r#"follow_l [(0, Body("/id"))]"#,
        ),
        ("200", json, to_b("$response.body"), r#"follow_l [(0, Body(""))]"#),
        (
            "200",
            json,
            to_b("$response.header.X-Id"),
            r#"follow_l [(0, Header("X-Id"))]"#,
        ),
        ("200", json, to_b("$statusCode"), "follow_l [(0, Status)]"),
        (
            "200",
            json,
            "{operationRef: '#/paths/~1b~1{id}/get', parameters: {path.id: $response.body#/id}}".to_owned(),
            r#"follow_l [(0, Body("/id"))]"#,
        ),
        (
            "200",
            json,
            "{operationRef: '#/paths/~1b~1%7Bid%7D/get', parameters: {path.id: $response.body#/id}}".to_owned(),
            r#"follow_l [(0, Body("/id"))]"#,
        ),
        (
            "200",
            "text/event-stream",
            to_b("$response.header.X-Id"),
            r#"follow_l [(0, Header("X-Id"))]"#,
        ),
        (
            "200",
            "text/event-stream",
            to_b("$response.body#/id"),
            "l: the body is a stream",
        ),
        (
            "200",
            json,
            to_b("$request.path.id"),
            "l: it takes nothing from the response",
        ),
        ("200", json, to_b("seven"), "l: it takes nothing from the response"),
        (
            "200",
            json,
            to_b("$url"),
            "l: the runtime expression `$url` is not supported",
        ),
        (
            "200",
            json,
            to_b("'x-{$response.body#/id}'"),
            "l: the runtime expression `x-{$response.body#/id}` is not supported",
        ),
        (
            "200",
            json,
            to_b("$response.body.id"),
            "l: `$response.body.id` is not a valid runtime expression",
        ),
        (
            "200",
            json,
            "{operationId: b, parameters: {query.id: $statusCode}}".to_owned(),
            "l: `b` has no parameter `query.id`",
        ),
        (
            "200",
            json,
            "{operationId: c}".to_owned(),
            "l: there is no such operation",
        ),
        (
            "200",
            json,
            "{operationRef: 'https://example.com/#/paths/~1b/get'}".to_owned(),
            "l: there is no such operation",
        ),
        (
            "200",
            json,
            "{parameters: {id: 1}}".to_owned(),
            "l: it names no operation",
        ),
        (
            "404",
            json,
            to_b("$response.body#/id"),
            "l: `send` does not return this response",
        ),
        (
            "200",
            json,
            "{operationId: b, server: {url: /x}}".to_owned(),
            "server: it has a `server`",
        ),
        (
            "200",
            json,
            "{operationId: b, requestBody: 1}".to_owned(),
            "requestBody: it has a `requestBody`",
        ),
    ];
    for (status, content, link, expected) in rows {
        assert_eq!(found(status, content, &link), expected, "{status} {content} {link}");
    }
}

#[test]
fn names_of_links_yield_to_parameters_and_to_each_other() {
    let link = "{operationId: b, parameters: {id: $response.body#/id}}";
    let links = format!("{{c: {link}, 'd e': {link}, d_e: {{operationId: b, parameters: {{id: $statusCode}}}}}}");
    let plan = plan(&document("200", "application/json", &links));
    let links = &plan.operations[0].links;
    let names: Vec<&str> = links.iter().map(|link| link.name.as_str()).collect();
    assert!(
        !names.contains(&"follow_c") && !names.contains(&"follow_d_e"),
        "{names:?}"
    );
    assert_eq!(names.len(), 3, "{names:?}");
    assert_eq!(links[2].values, [(0, LinkValue::Status)]);

    let twice = document("200", "application/json", &format!("{{l: {link}}}"));
    let twice = twice.replace("links: {}", &format!("links: {{l: {link}}}"));
    let plan = support::plan(&twice);
    let names: Vec<&str> = plan.operations[0].links.iter().map(|link| link.name.as_str()).collect();
    assert_eq!(names, ["follow_l"], "one link of two responses");
}

#[test]
fn promised_names_of_links_stay() {
    let link = |name: &str| format!("{name}: {{operationId: b, parameters: {{id: $response.body#/{name}}}}}");
    let text = |parameter: &str, links: &[&str]| {
        let links: Vec<String> = links.iter().map(|name| link(name)).collect();
        document("200", "application/json", &format!("{{{}}}", links.join(", "))).replace("follow_c", parameter)
    };
    let names = |text: &str, lock: Option<&Lock>| {
        let options = Options {
            lock: lock.cloned(),
            ..Options::default()
        };
        let (plan, diagnostics) = plan_with(text, &options);
        let operation = &plan.operations[0];
        let names: Vec<String> = operation.links.iter().map(|link| link.name.clone()).collect();
        let reported: Vec<String> = diagnostics.iter().map(|known| known.code.to_owned()).collect();
        (
            names.join(" "),
            operation.parameters[operation.parameters.len() - 1].name.clone(),
            plan.lock,
            reported,
        )
    };
    let (before, _, lock, _) = names(&text("x", &["petOwner"]), None);
    assert_eq!(before, "follow_pet_owner");
    let more = text("x, in: query}, {name: follow_pet_owner", &["pet_owner", "petOwner"]);
    let (after, parameter, now, reported) = names(&more, Some(&lock));
    assert_eq!(after, "follow_pet_owner_snake follow_pet_owner");
    assert_ne!(parameter, "follow_pet_owner");
    assert!(!reported.contains(&"unkept-promise".to_owned()), "{reported:?}");
    assert_eq!(names(&more, Some(&now)).0, after);
    let (_, _, _, reported) = names(&text("x", &[]), Some(&lock));
    assert!(reported.contains(&"unkept-promise".to_owned()), "{reported:?}");
}

#[test]
fn a_link_that_another_response_gets_too_keeps_its_promise() {
    let link = "{l: {operationId: b, parameters: {id: $statusCode}}}";
    let text = document("200", "application/json", link);
    let lock = plan(&text).lock;
    let options = Options {
        lock: Some(lock.clone()),
        ..Options::default()
    };
    let (both, diagnostics) = plan_with(&text.replace("links: {}}", &format!("links: {link}}}")), &options);
    assert_eq!(both.operations[0].links.len(), 1);
    let of_links = |lock: &Lock| {
        lock.to_string()
            .lines()
            .filter(|line| line.starts_with("link "))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(of_links(&both.lock), of_links(&lock));
    assert!(diagnostics.iter().all(|known| known.code != "unkept-promise"));
}
