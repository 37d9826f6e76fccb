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

/// The names of types of a description of several files.
fn names_in_files(files: &[(&str, &str)]) -> Vec<String> {
    let mut diagnostics = Diagnostics::new();
    let load = |path: &Path| {
        let file = files.iter().find(|(name, _)| Path::new(name) == path);
        file.map(|(_, text)| text.as_bytes().to_vec())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    };
    let document = read_with(Path::new(files[0].0), &Limits::default(), &mut diagnostics, load);
    let description = lower(&document, &mut diagnostics).expect("a description");
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
fn what_another_file_holds_is_named_after_its_place_there_and_a_whole_file_after_the_file() {
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
