//! What types without a name of their own are called: after the place where they stand.

mod support;

use std::io;
use std::path::Path;

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::lower::lower;
use openapi_compiler::plan::{Options, Plan};
use openapi_compiler::planner;
use openapi_compiler::read::{Limits, read_with};
use openapi_compiler::resolve::resolve;
use support::plan;

/// The names of types, by the pointers to their schemas.
fn names(plan: &Plan) -> Vec<(String, String)> {
    let types = plan.types.iter();
    types.map(|ty| (ty.at.pointer.clone(), ty.name.clone())).collect()
}

#[test]
fn a_schema_is_named_after_the_component_or_operation_that_it_stands_in() {
    let object = "{type: object, properties: {a: {type: string}}}";
    let content = format!("content: {{application/json: {{schema: {object}}}}}");
    let respond = |response: &str| {
        format!("paths: {{/a: {{get: {{responses: {{'200': {{$ref: '#/components/responses/{response}'}}}}}}}}}}")
    };
    let cases = [
        (
            format!(
                "{}, components: {{responses: {{thing: {{description: '', {content}}}}}}}",
                respond("thing")
            ),
            "ThingResponse",
        ),
        (
            format!(
                "{}, components: {{responses: {{ThingResponse: {{description: '', {content}}}}}}}",
                respond("ThingResponse")
            ),
            "ThingResponse",
        ),
        (
            format!(
                "{}, components: {{responses: {{'404': {{description: '', {content}}}}}}}",
                respond("404")
            ),
            "Response404",
        ),
        (
            format!(
                "paths: {{/a: {{post: {{requestBody: {{$ref: '#/components/requestBodies/new'}}}}}}}},
                 components: {{requestBodies: {{new: {{{content}}}}}}}"
            ),
            "NewRequestBody",
        ),
        (
            format!(
                "paths: {{/a: {{get: {{parameters: [{{$ref: '#/components/parameters/filter'}}]}}}}}},
                 components: {{parameters: {{filter: {{name: f, in: query, schema: {object}}}}}}}"
            ),
            "FilterParameter",
        ),
        (
            format!("paths: {{/a: {{parameters: [{{name: filter, in: query, schema: {object}}}], get: {{}}}}}}"),
            "AFilter",
        ),
        (
            format!(
                "paths: {{/a: {{get: {{operationId: find, parameters: [{{name: by, in: query, schema: {object}}}]}}}}}}"
            ),
            "FindBy",
        ),
        (
            format!("paths: {{/a: {{post: {{operationId: add, requestBody: {{{content}}}}}}}}}"),
            "AddRequestBody",
        ),
        (
            format!(
                "paths: {{/a: {{get: {{operationId: get, responses: {{'200': {{description: '', {content}}}}}}}}}}}"
            ),
            "GetResponse200",
        ),
        (
            format!("paths: {{/a: {{get: {{operationId: get, responses: {{4xx: {{description: '', {content}}}}}}}}}}}"),
            "GetResponse4XX",
        ),
        (
            format!(
                "paths: {{/a: {{get: {{operationId: get, responses: {{default: {{description: '', {content}}}}}}}}}}}"
            ),
            "GetResponseDefault",
        ),
        (
            format!(
                "components: {{schemas: {{A: {{properties: {{b: {{$ref: '#/components/headers/limit/schema'}}}}}}}},
                 headers: {{limit: {{schema: {object}}}}}}}"
            ),
            "LimitHeader",
        ),
        (
            format!("components: {{schemas: {{A: {{$ref: '#/x-shared/b'}}}}}}, x-shared: {{b: {object}}}"),
            "A",
        ),
    ];
    for (rest, expected) in cases {
        let found = names(&plan(&format!("{{openapi: 3.1.0, {rest}}}")));
        assert!(found.iter().any(|(_, name)| name == expected), "{rest}: {found:?}");
    }
}

/// The names of the types of these components.
fn names_of(components: &str) -> Vec<String> {
    let plan = plan(&format!(
        "{{openapi: 3.1.0, components: {{schemas: {{{components}}}}}}}"
    ));
    let mut names: Vec<String> = names(&plan).into_iter().map(|(_, name)| name).collect();
    names.sort();
    names
}

#[test]
fn what_alternatives_of_one_title_hold_is_named_by_what_tells_them_apart() {
    let issue = |line: u8| {
        format!(
            "{{title: TOO_LONG, properties: {{issue: {{enum: [TOO_LONG]}}, why: {{enum: [Line {line} is too long.]}},
              at: {{type: object, properties: {{x: {{}}}}}}}}}}"
        )
    };
    let found = names_of(&format!(
        "Error: {{anyOf: [{}, {}, {{title: EMPTY, properties: {{at: {{properties: {{x: {{}}}}}}}}}}]}}",
        issue(1),
        issue(2)
    ));
    let one = |name: &str| ["", "At", "Issue", "Why"].map(|of| format!("Error{name}{of}"));
    let mut expected = vec!["Error".to_owned(), "ErrorEmpty".to_owned(), "ErrorEmptyAt".to_owned()];
    expected.extend(one("Line1IsTooLong").into_iter().chain(one("Line2IsTooLong")));
    assert_eq!(found, expected);
}

#[test]
fn of_a_long_value_the_beginning_is_a_name() {
    let long = "word ".repeat(40);
    let found = names_of(&format!(
        "A: {{oneOf: [{{properties: {{b: {{enum: [{long}x]}}}}}}, {{properties: {{b: {{enum: [short]}}}}}}]}}"
    ));
    assert_eq!(found.len(), 5, "{found:?}");
    assert!(found.iter().all(|name| name.len() <= 80), "{found:?}");
}

#[test]
fn an_only_alternative_beside_other_keywords_has_the_name_of_the_whole() {
    let found = names_of(
        "A: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {c: {items: {anyOf: [{title: D, properties: {d: {}}}]}}}}]},
         B: {properties: {c: {type: array, items: {properties: {e: {}}}}}}",
    );
    assert_eq!(found, ["A", "ACItem", "B", "BCItem"]);
}

#[test]
fn an_alternative_that_is_written_twice_is_one() {
    let twice = names_of(
        "A: {anyOf: [{title: B, properties: {c: {type: string}}}, {title: D, properties: {c: {type: string}}},
        {title: B, description: Again., properties: {c: {type: string}}}]}",
    );
    assert_eq!(twice, ["A", "AB", "AD"]);
}

/// The names of types of a description of several files.
fn names_in_files(files: &[(&str, &str)]) -> Vec<String> {
    let mut diagnostics = Diagnostics::new();
    let load = |path: &Path| {
        let file = files.iter().find(|(name, _)| Path::new(name) == path);
        file.map(|(_, text)| text.as_bytes().to_vec())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    };
    let document = read_with(Path::new(files[0].0), &Limits::default(), &mut diagnostics, load);
    let description = lower(&document, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics:?}"));
    let resolved = resolve(description, &mut diagnostics);
    let plan = planner::plan(&resolved, &Options::default(), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    let mut names: Vec<String> = plan.types.into_iter().map(|ty| ty.name).collect();
    names.sort();
    names
}

const ROOT: &str = "{openapi: 3.1.0, paths: {/things: {$ref: paths.yaml#/things}}}";
const PATHS: &str = "things:
  get:
    operationId: listThings
    parameters: [{name: filter, in: query, content: {application/json: {schema: {$ref: 'schemas/filter.yaml'}}}}]
    responses:
      '200': {description: '', content: {application/json: {schema: {type: object, properties: {first: {$ref: 'schemas/all.yaml#/Thing'}}}}}}
";
const FILTER: &str = "{type: object, properties: {range: {type: object, properties: {from: {type: string}}}}}";
const ALL: &str = "Thing: {type: object, properties: {id: {type: string}}}";

#[test]
fn schemas_of_other_files_are_named_after_their_place_or_their_file() {
    let names = names_in_files(&[
        ("api/root.yaml", ROOT),
        ("api/paths.yaml", PATHS),
        ("api/schemas/filter.yaml", FILTER),
        ("api/schemas/all.yaml", ALL),
    ]);
    assert_eq!(names, ["Filter", "FilterRange", "ListThingsResponse200", "Thing"]);
}

#[test]
fn another_file_before_it_renames_nothing() {
    let before = ROOT.replace("{/things:", "{/a: {$ref: a.yaml}, /things:");
    let names = names_in_files(&[
        ("api/root.yaml", &before),
        (
            "api/a.yaml",
            "{get: {operationId: getA, requestBody: {content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}}}",
        ),
        ("api/paths.yaml", PATHS),
        ("api/schemas/filter.yaml", FILTER),
        ("api/schemas/all.yaml", ALL),
    ]);
    assert_eq!(
        names,
        [
            "Filter",
            "FilterRange",
            "GetARequestBody",
            "ListThingsResponse200",
            "Thing"
        ]
    );
}

#[test]
fn what_a_file_is_as_a_whole_names_what_is_in_it() {
    let root =
        "{openapi: 3.1.0, paths: {'/a/{id}': {$ref: a/item.yaml}, /b: {$ref: b.yaml}, '/c/{id}': {$ref: a/item.yaml}}}";
    let item = "{parameters: [{name: id, in: path, required: true, schema: {enum: [x, y]}}], get: {$ref: get.yaml}}";
    let get = "{operationId: getA, parameters: [{$ref: ../limit.yaml}, {name: sort, in: query, schema: {enum: [up, down]}}],
        responses: {'200': {description: '', content: {application/json: {schema: {properties: {b: {type: object, properties: {c: {}}}}}}}},
          '404': {$ref: ../missing.yaml}}}";
    let names = names_in_files(&[
        ("api/root.yaml", root),
        ("api/a/item.yaml", item),
        ("api/a/get.yaml", get),
        (
            "api/limit.yaml",
            "{name: limit, in: query, schema: {enum: [few, many]}}",
        ),
        (
            "api/missing.yaml",
            "{description: '', content: {application/json: {schema: {properties: {what: {type: string}}}}}}",
        ),
        ("api/b.yaml", "{post: {$ref: 'post.yaml'}}"),
        (
            "api/post.yaml",
            "{operationId: postB, responses: {}, requestBody: {content: {application/json: {schema: {properties: {b: {}}}}}}}",
        ),
    ]);
    assert_eq!(
        names,
        [
            "AIdId",
            "GetAResponse200",
            "GetAResponse200B",
            "GetASort",
            "Limit",
            "Missing",
            "PostBRequestBody"
        ]
    );
}
