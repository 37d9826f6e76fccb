//! Clients of some of the operations of a description.

use std::collections::BTreeSet;

use openapi_compiler::plan::Options;
use openapi_compiler::{Compilation, Settings, compile};

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /pets:
    get: {operationId: listPets, tags: [pets], responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Pets'}}}}}}
    post: {operationId: addPet, tags: [pets, admin], requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}, responses: {'204': {description: d}}}
  /owners/{id}:
    get: {operationId: getOwner, tags: [owners], parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Owner'}}}}}}
components:
  schemas:
    Pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
    Pet: {type: object, properties: {name: {type: string}}}
    Owner: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}}}
    Unused: {type: object, properties: {name: {type: string}}}
";

fn client(only: &[&str], except: &[&str]) -> Compilation {
    client_with(|options| {
        let selection = &mut options.selection;
        selection.only = only.iter().map(|pattern| (*pattern).to_owned()).collect();
        selection.except = except.iter().map(|pattern| (*pattern).to_owned()).collect();
    })
}

fn client_with(choose: impl FnOnce(&mut Options)) -> Compilation {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("openapi.yaml");
    std::fs::write(&path, DOCUMENT).expect("a file");
    let mut settings = Settings::default();
    choose(&mut settings.options);
    compile(&path, &settings).expect("a client")
}

fn names(client: &Compilation) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let operations = client.plan.operations.iter().map(|operation| operation.name.as_str());
    let types = client.plan.types.iter().map(|found| found.name.as_str());
    (operations.collect(), types.collect())
}

#[test]
fn a_client_has_what_is_selected_and_the_types_that_it_uses() {
    let all = (
        vec!["add_pet", "get_owner", "list_pets"],
        vec!["Owner", "Pet", "Pets", "Unused"],
    );
    let cases: [(&[&str], &[&str], _); 8] = [
        (&[], &[], all),
        (&["listPets"], &[], (vec!["list_pets"], vec!["Pet", "Pets"])),
        (&["*Pet"], &[], (vec!["add_pet"], vec!["Pet"])),
        (&["GET /owners/*"], &[], (vec!["get_owner"], vec!["Owner", "Pet"])),
        (&["tag:pets"], &[], (vec!["add_pet", "list_pets"], vec!["Pet", "Pets"])),
        (&["tag:pets"], &["tag:admin"], (vec!["list_pets"], vec!["Pet", "Pets"])),
        (
            &["addPet", "listPets"],
            &[],
            (vec!["add_pet", "list_pets"], vec!["Pet", "Pets"]),
        ),
        (&[], &["* /pets"], (vec!["get_owner"], vec!["Owner", "Pet"])),
    ];
    for (only, except, (operations, types)) in cases {
        let client = client(only, except);
        let expected = (operations.into_iter().collect(), types.into_iter().collect());
        assert_eq!(names(&client), expected, "{only:?} {except:?}");
        assert_eq!(client.diagnostics.iter().count(), 0, "{only:?} {except:?}");
    }
}

#[test]
fn a_schema_that_no_operation_uses_has_no_type_by_choice() {
    let client = client_with(|options| options.only_used = true);
    let operations = ["add_pet", "get_owner", "list_pets"].into();
    assert_eq!(names(&client), (operations, ["Owner", "Pet", "Pets"].into()));
}

#[test]
fn types_alone_are_those_of_the_client_and_the_lock_keeps_the_names_of_both() {
    let (all, types) = (client(&[], &[]), client_with(|options| options.only_types = true));
    assert_eq!(names(&types), ([].into(), names(&all).1));
    assert_eq!(types.plan.lock.to_string(), all.plan.lock.to_string());
}

#[test]
fn types_alone_are_those_of_the_selected_operations() {
    let client = client_with(|options| {
        options.only_types = true;
        options.selection.only.push("listPets".to_owned());
    });
    assert_eq!(names(&client), ([].into(), ["Pet", "Pets"].into()));
}

#[test]
fn a_pattern_that_matches_nothing_is_reported() {
    let client = client(&["listPets", "GET /pets/{id}"], &["tag:gone"]);
    let messages: Vec<&str> = client.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "no operation matches `GET /pets/{id}`",
            "no operation matches `tag:gone`"
        ]
    );
}
