//! Clients that are split by tags: the names of tags and of their operations, and the features of operations and types.

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::lock::Lock;
use openapi_compiler::lower::lower;
use openapi_compiler::plan::{Options, Plan};
use openapi_compiler::planner::plan;
use openapi_compiler::read::{Limits, read_str};
use openapi_compiler::resolve::resolve;

/// The plan of operations, each `ID TAG..`, and of a lock.
fn planned(operations: &[&str], lock: Option<Lock>) -> Plan {
    let paths = operations.iter().enumerate().map(|(index, operation)| {
        let mut words = operation.split(' ');
        let id = words.next().expect("an id");
        let tags: Vec<&str> = words.collect();
        format!(
            "/{index}{id}: {{get: {{operationId: {id}, tags: [{}], responses: {{}}}}}}",
            tags.join(", ")
        )
    });
    let paths: Vec<String> = paths.collect();
    planned_of(&format!("{{openapi: 3.1.0, paths: {{{}}}}}", paths.join(", ")), lock)
}

fn planned_of(text: &str, lock: Option<Lock>) -> Plan {
    let mut diagnostics = Diagnostics::new();
    let document = read_str("openapi.yaml", text, &Limits::default(), &mut diagnostics);
    let description = lower(&document, &mut diagnostics).expect("an OpenAPI document");
    let resolved = resolve(description, &mut diagnostics);
    let options = Options {
        by_tag: true,
        lock,
        ..Options::default()
    };
    plan(&resolved, &options, &mut diagnostics)
}

/// Each tag's method with the methods of its operations.
fn names(plan: &Plan) -> Vec<String> {
    let tags = plan.tags.iter().map(|tag| {
        let members: Vec<&str> = tag.members.iter().map(|member| member.methods[0].as_str()).collect();
        format!("{}: {}", tag.name, members.join(" "))
    });
    tags.collect()
}

#[test]
fn operations_of_a_tag_are_named_without_it() {
    let plan = planned(
        &["pets/list pets", "addPet pets", "list_owners owners", "typePets pets"],
        None,
    );
    assert_eq!(names(&plan), ["owners: list", "pets: list add_pet type_pets"]);
}

#[test]
fn two_operations_that_are_alike_without_the_tag_have_their_whole_names() {
    let plan = planned(&["pets_list pets", "list_pets pets"], None);
    assert_eq!(names(&plan), ["pets: pets_list list_pets"]);
    let plan = planned(&["pets_list pets", "list pets"], None);
    assert_eq!(
        names(&plan),
        ["pets: pets_list list_pets"],
        "the short name never means another operation"
    );
}

#[test]
fn the_method_of_a_tag_yields_to_an_operation() {
    let plan = planned(&["pets store", "list pets", "request.x builder"], None);
    assert_eq!(plan.operations[0].name, "pets");
    assert_eq!(
        names(&plan),
        ["builder_operations: request_x", "pets_operations: list", "store: pets"]
    );
}

#[test]
fn what_is_promised_stays_when_operations_are_added() {
    let before = planned(&["pets_list pets"], None);
    assert_eq!(names(&before), ["pets: list"]);
    let after = planned(&["pets_list pets", "list_pets pets", "pets other"], Some(before.lock));
    assert_eq!(names(&after), ["other: pets_get", "pets: list list_pets"]);
}

#[test]
fn tags_that_are_spelled_alike_are_one_feature() {
    let plan = planned(&["a PetStore", "b pet-store"], None);
    let sections = plan.sections.expect("sections");
    assert_eq!(sections.features, ["pet-store"]);
    assert_eq!(plan.tags[0].tags, ["PetStore", "pet-store"]);
}

#[test]
fn a_type_has_the_features_of_all_operations_that_reach_it() {
    let get = |id: &str, tag: &str, schema: &str| {
        format!(
            "/{id}: {{get: {{operationId: {id}, tags: [{tag}], responses: {{'200': {{description: '', content: {{application/json: \
             {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}}}}}}}}}"
        )
    };
    let paths = [get("a", "one", "A"), get("b", "two", "B"), get("c", "", "C")].join(", ");
    let object = |property: &str| format!("{{type: object, properties: {{p: {property}}}}}");
    let link = |name: &str| object(&format!("{{$ref: '#/components/schemas/{name}'}}"));
    let text = format!(
        "{{openapi: 3.1.0, paths: {{{paths}}}, components: {{schemas: {{A: {}, B: {}, C: {}, D: {}, E: {}, Shared: {}}}}}}}",
        link("Shared"),
        link("Shared"),
        object("{type: string}"),
        link("E"),
        object("{type: string}"),
        object("{type: string}"),
    );
    let plan = planned_of(&text, None);
    let sections = plan.sections.as_ref().expect("sections");
    let types = plan.types.iter().zip(&sections.types);
    let features =
        types.map(|(ty, section)| format!("{}: {}", ty.name, sections.sections[*section].features.join(" ")));
    let features: Vec<String> = features.collect();
    assert_eq!(
        features,
        [
            "A: one",
            "Shared: one two",
            "B: two",
            "C: untagged",
            "D: other-types",
            "E: other-types",
        ]
    );
    assert_eq!(sections.features, ["one", "other-types", "two", "untagged"]);
}

/// What a name is of has to be there wherever the name is.
#[test]
fn equal_types_have_the_features_of_all_their_names() {
    let get = |tag: &str| {
        let inline = "{type: object, properties: {p: {type: object, properties: {q: {enum: [x]}}}}}";
        format!(
            "/{tag}: {{get: {{operationId: {tag}, tags: [{tag}], responses: {{'200': {{description: '', content: \
             {{application/json: {{schema: {inline}}}}}}}}}}}}}"
        )
    };
    let plan = planned_of(
        &format!("{{openapi: 3.1.0, paths: {{{}, {}}}}}", get("one"), get("two")),
        None,
    );
    let sections = plan.sections.as_ref().expect("sections");
    let found = plan.types.iter().zip(&sections.types).map(|(ty, section)| {
        let of = ty.same_as.map_or("itself", |of| &plan.types[of.index()].name);
        format!("{} {of}: {}", ty.name, sections.sections[*section].features.join(" "))
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            "OneResponse200 itself: one two",
            "OneResponse200P itself: one two",
            "OneResponse200PQ itself: one two",
            "TwoResponse200 OneResponse200: two",
            "TwoResponse200P OneResponse200P: one two",
            "TwoResponse200PQ OneResponse200PQ: one two",
        ]
    );
}
