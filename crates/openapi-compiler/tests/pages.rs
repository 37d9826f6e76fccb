//! Which operations answer page by page, and why; and which do not, since it would be a guess.

mod support;

use openapi_compiler::pages::Pages;
use openapi_compiler::plan::{NextPage, Operation, Options, PageInput};
use support::{plan, plan_with};

/// A document of one operation with these parameters, as `name: schema`, and this schema of a page.
fn document(method: &str, more: &str, parameters: &[&str], page: &str) -> String {
    let parameters = parameters.iter().map(|parameter| {
        let (name, schema) = parameter.split_once(": ").unwrap();
        format!("{{name: {name}, in: query, schema: {schema}}}")
    });
    let parameters = parameters.collect::<Vec<_>>().join(", ");
    let response = format!("{{description: '', content: {{application/json: {{schema: {page}}}}}}}");
    let operation = format!("{{{more} parameters: [{parameters}], responses: {{'200': {response}}}}}");
    format!("{{openapi: 3.1.0, paths: {{/a: {{{method}: {operation}}}}}}}")
}

/// What leads from page to page, and where the items are, as field names.
fn shown(operation: &Operation) -> String {
    let Some(pages) = &operation.pages else {
        return "none".to_owned();
    };
    let to = |to: &PageInput| match to {
        PageInput::Query(name) => name.clone(),
        PageInput::Body(pointer) => format!("body{pointer}"),
    };
    let next = match &pages.next {
        NextPage::Link => "link".to_owned(),
        NextPage::Url(at) => format!("url {at}"),
        NextPage::Value { at, to: input } => format!("cursor {at} {}", to(input)),
        NextPage::Number { to: input, first, .. } => format!("{} {} {first}", pages.next.kind(), to(input)),
    };
    let steps = pages.items.as_ref().map(|items| {
        let fields: Vec<&str> = items.steps.iter().map(|step| step.field.as_str()).collect();
        format!(" [{}]", fields.join("."))
    });
    let place = |name: &str, place: &Option<String>| place.as_ref().map(|at| format!(" {name} {at}"));
    let (more, count) = (place("more", &pages.more), place("count", &pages.count));
    [Some(next), steps, more, count].into_iter().flatten().collect()
}

#[test]
fn rules_are_sure_or_find_nothing() {
    const TEXTS: &str = "{type: array, items: {type: string}}";
    let object = |properties: &str| format!("{{type: object, properties: {{{properties}}}}}");
    let list = |more: &str| object(&format!("data: {TEXTS}, {more}"));
    let (text, number) = ("cursor: {type: string}", "{type: integer}");
    let rows: Vec<(Vec<&str>, String, &str)> = vec![
        (
            vec![text],
            list("next_cursor: {type: string}"),
            "cursor /next_cursor cursor [data]",
        ),
        (
            vec![text],
            object(&format!(
                "raw: {TEXTS}, history: {{properties: {{events: {TEXTS}}}}}, next_cursor: {{type: string}}"
            )),
            "none",
        ),
        (
            vec![text],
            object(&format!(
                "raw: {TEXTS}, meta: {{properties: {{tags: {TEXTS}}}}}, next_cursor: {{type: string}}"
            )),
            "cursor /next_cursor cursor [raw]",
        ),
        (
            vec![text],
            object(&format!(
                "raw: {TEXTS}, warning: {{properties: {{data: {TEXTS}}}}}, next_cursor: {{type: string}}"
            )),
            "cursor /next_cursor cursor [raw]",
        ),
        (
            vec![text],
            list(&format!(
                "history: {{properties: {{events: {TEXTS}}}}}, next_cursor: {{type: string}}"
            )),
            "cursor /next_cursor cursor [data]",
        ),
        (
            vec![text],
            list("meta: {properties: {nextCursor: {type: [string, 'null']}}}"),
            "cursor /meta/nextCursor cursor [data]",
        ),
        (
            vec![text],
            list("next_cursor: {type: string}, has_more: {type: boolean}"),
            "cursor /next_cursor cursor [data] more /has_more",
        ),
        (
            vec!["nextToken: {type: string}"],
            list("nextToken: {type: string}"),
            "cursor /nextToken nextToken [data]",
        ),
        (
            vec!["continue: {type: string}"],
            list("metadata: {properties: {continue: {type: string}}}"),
            "cursor /metadata/continue continue [data]",
        ),
        // A cursor of what is not known, or one that may be that of this page.
        (vec![text], list("cursor: {type: string}"), "none"),
        (vec![text], list("other: {type: string}"), "none"),
        (vec![text], list("next_cursor: {type: object}"), "none"),
        (vec![], list("next_cursor: {type: string}"), "none"),
        (vec![text], object("next_cursor: {type: string}"), "none"),
        // Two that may be it.
        (
            vec![text],
            list("next_cursor: {type: string}, meta: {properties: {next_cursor: {type: string}}}"),
            "none",
        ),
        (vec![], list("next: {type: string, format: uri}"), "url /next [data]"),
        (
            vec![],
            list("'@odata.nextLink': {type: string}"),
            "url /@odata.nextLink [data]",
        ),
        (
            vec![],
            list("links: {properties: {next_url: {anyOf: [{type: string}, {type: 'null'}]}}}"),
            "url /links/next_url [data]",
        ),
        (vec![], list("next: {type: string}"), "none"),
        (
            vec!["offset: {type: integer}", "limit: {type: integer}"],
            TEXTS.to_owned(),
            "offset offset 0 []",
        ),
        (
            vec!["$skip: {type: integer}", "$top: {type: integer}"],
            list("a: {}"),
            "offset $skip 0 [data]",
        ),
        (
            vec!["offset: {type: string}", "limit: {type: integer}"],
            TEXTS.to_owned(),
            "none",
        ),
        (vec!["offset: {type: integer}"], TEXTS.to_owned(), "none"),
        (
            vec!["page: {type: integer, default: 1}"],
            TEXTS.to_owned(),
            "page page 1 []",
        ),
        (
            vec!["page: {type: integer, minimum: 0}"],
            list("total_pages: {type: integer}"),
            "page page 0 [data] count /total_pages",
        ),
        (vec!["page: {type: integer}"], TEXTS.to_owned(), "none"),
        (vec!["page: {type: integer, default: 7}"], TEXTS.to_owned(), "none"),
        // Several ways, of which the server takes one.
        (
            vec![text, "offset: {type: integer}", "limit: {type: integer}"],
            list("next_cursor: {type: string}"),
            "none",
        ),
        (
            vec!["page: {type: integer, default: 1}", "offset: {type: integer}"],
            TEXTS.to_owned(),
            "none",
        ),
        // Several lists.
        (
            vec!["page: {type: integer, default: 1}"],
            object(&format!("a: {TEXTS}, b: {TEXTS}")),
            "none",
        ),
        (
            vec!["page: {type: integer, default: 1}"],
            object(&format!("a: {TEXTS}, items: {TEXTS}")),
            "page page 1 [items]",
        ),
        (
            vec!["page: {type: integer, default: 1}"],
            object(&format!("a: {TEXTS}, errors: {TEXTS}")),
            "page page 1 [a]",
        ),
        (vec!["page: {type: integer, default: 1}"], number.to_owned(), "none"),
    ];
    for (parameters, page, expected) in rows {
        let plan = plan(&document("get", "", &parameters, &page));
        assert_eq!(shown(&plan.operations[0]), expected, "{parameters:?} {page}");
        let plan = support::plan(&document("post", "", &parameters, &page));
        assert_eq!(shown(&plan.operations[0]), "none", "a POST may change something");
    }
}

#[test]
fn extensions_say_how_pages_follow_each_other() {
    let page = "{type: object, properties: {a: {type: array, items: {}}, b: {type: object, properties: {c: {type: array, items: {}}, n: {}}}}}";
    let rows = [
        ("x-ms-pageable: {nextLinkName: 'n/l', itemName: a}", "url /n~1l [a]"),
        ("x-ms-pageable: {nextLinkName: null}", "none"),
        (
            "x-ms-pageable: {nextLinkName: n}",
            "none: there is no list at `/value` of the response",
        ),
        (
            "x-fern-pagination: {cursor: $request.query.q, next_cursor: $response.b.n, results: $response.b.c}",
            "cursor /b/n q [b.c]",
        ),
        (
            "x-fern-pagination: {cursor: $request.page.q, next_cursor: $response.n, results: $response.a}",
            "cursor /n body/page/q [a]",
        ),
        (
            "x-fern-pagination: {offset: $request.q, results: $response.a, has-next-page: $response.b.n}",
            "page q 1 [a] more /b/n",
        ),
        (
            "x-fern-pagination: {offset: $request.q, results: $response.a, step: $request.limit}",
            "offset q 0 [a]",
        ),
        (
            "x-fern-pagination: {next_uri: $response.n, results: $response.a}",
            "url /n [a]",
        ),
        (
            "x-fern-pagination: {offset: $request.other, results: $response.a}",
            "none: it has no parameter `other` in the query",
        ),
        (
            "x-fern-pagination: {results: $response.a}",
            "none: the extension has neither `cursor` with `next_cursor` nor `offset` nor `next_uri`",
        ),
        (
            "x-speakeasy-pagination: {type: cursor, inputs: [{name: q, in: parameters, type: cursor}], outputs: {results: $.a, nextCursor: '$.a[-1].id'}}",
            "cursor /a/-/id q [a]",
        ),
        (
            "x-speakeasy-pagination: {type: url, outputs: {nextUrl: $.b.n, results: $.a}}",
            "url /b/n [a]",
        ),
        (
            "x-speakeasy-pagination: {type: offsetLimit, inputs: [{name: q, in: parameters, type: offset}], outputs: {results: $.a}}",
            "offset q 0 [a]",
        ),
        (
            "x-speakeasy-pagination: {type: offsetLimit, inputs: [{name: o, in: requestBody, type: page}], outputs: {results: $.a, numPages: $.b.n}}",
            "page body/o 1 [a] count /b/n",
        ),
        (
            "x-speakeasy-pagination: {type: cursor, outputs: {nextCursor: $.b.n}}",
            "none: `inputs` has no `cursor`",
        ),
    ];
    for (extension, expected) in rows {
        let body = "requestBody: {content: {application/json: {schema: {type: object}}}},";
        let text = document("post", &format!("{extension}, {body}"), &["q: {}"], page);
        let (plan, diagnostics) = plan_with(&text, &Options::default());
        let misfit = diagnostics.iter().find(|known| known.code == "pages");
        let misfit = misfit.map(|known| known.message.replace("the operation has no `pages`", ""));
        let found = shown(&plan.operations[0]) + &misfit.unwrap_or_default();
        assert_eq!(found, expected, "{extension}");
    }
}

#[test]
fn choices_of_users_have_precedence() {
    let text = document(
        "get",
        "",
        &["page: {type: integer, default: 1}", "q: {}"],
        "{type: array, items: {}}",
    );
    let with = |pointer: &str, pages: Pages| {
        let mut options = Options::default();
        options.pages.insert(pointer.to_owned(), pages);
        let (plan, diagnostics) = plan_with(&text, &options);
        let problems: Vec<_> = diagnostics.iter().filter(|known| known.code == "pages").collect();
        (shown(&plan.operations[0]), problems.len())
    };
    assert_eq!(with("/paths/~1a/get", Pages::none()), ("none".to_owned(), 0));
    assert_eq!(
        with("/paths/~1a/get", Pages::offset("q").first(1)),
        ("offset q 1 []".to_owned(), 0)
    );
    assert_eq!(with("/paths/~1a/get", Pages::offset("/q")), ("none".to_owned(), 1));
    assert_eq!(with("/paths/~1b/get", Pages::none()), ("page page 1 []".to_owned(), 1));
}
