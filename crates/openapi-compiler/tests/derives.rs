//! Derives and attributes that users choose.

mod support;

use openapi_compiler::derives::Addition;
use openapi_compiler::plan::{Options, Plan};
use support::plan_with;
use support::planned::components;

fn additions(additions: &[(&str, &str)]) -> Vec<Addition> {
    let addition = |(types, text): &(&str, &str)| Addition {
        types: (*types).to_owned(),
        text: (*text).to_owned(),
    };
    additions.iter().map(addition).collect()
}

/// A plan, and its problems.
fn planned(text: &str, derives: &[(&str, &str)], attributes: &[(&str, &str)]) -> (Plan, Vec<String>) {
    let mut options = Options::default();
    options.additions.derives = additions(derives);
    options.additions.attributes = additions(attributes);
    let (plan, diagnostics) = plan_with(text, &options);
    let problems = diagnostics
        .iter()
        .map(|known| format!("{} {}: {}", known.code, known.at.pointer, known.message));
    (plan, problems.collect())
}

const TYPES: &str = "
    Id: {type: object, required: [id], properties: {id: {type: integer}}},
    Pet: {type: object, properties: {id: {$ref: '#/components/schemas/Id'}, name: {type: string}, any: {}}},
    Price: {type: object, required: [amount, kind], properties: {amount: {type: number}, kind: {$ref: '#/components/schemas/Kind'}}},
    Order: {type: object, required: [price], properties: {price: {$ref: '#/components/schemas/Price'}}},
    Tree: {type: object, properties: {children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}},
    Kind: {type: string, enum: [a, b]},
    Level: {type: integer, enum: [1, 2], x-enum-varnames: [Low, High]},
    Any: {oneOf: [{$ref: '#/components/schemas/Id'}, {type: string}]},
    Names: {type: array, items: {type: string}}";

fn derived(plan: &Plan, name: &str) -> String {
    let ty = plan.types.iter().find(|ty| ty.name == name).expect("a type");
    ty.derives.join(" ")
}

#[test]
fn traits_of_std_are_derived_where_they_are_sound() {
    let (plan, problems) = planned(
        &components(TYPES),
        &[("*", "Eq, Hash, Copy, Default, Ord, PartialOrd")],
        &[],
    );
    let expected = [
        ("Id", "Copy Default Eq Hash Ord PartialOrd"),
        // It has `Default` anyway.
        ("Pet", "Eq Hash"),
        ("Price", "PartialOrd"),
        ("Order", "PartialOrd"),
        ("Tree", "Eq Hash Ord PartialOrd"),
        ("Kind", ""),
        ("Level", ""),
        ("Any", "Eq Hash"),
        ("Names", ""),
    ];
    for (name, expected) in expected {
        assert_eq!(derived(&plan, name), expected, "{name}");
    }
    let ordered = plan.types.iter().filter(|ty| ty.ordered).map(|ty| ty.name.as_str());
    assert_eq!(ordered.collect::<Vec<_>>(), ["Kind", "Level"]);
    let of_eq: Vec<&String> = problems.iter().filter(|problem| problem.contains("`Eq`")).collect();
    let expected = "unsound-derive /components/schemas/Price: `Price` is not `Eq`: the field `amount` is not, nor are 1 others of `*`";
    assert_eq!(of_eq, [expected]);
}

#[test]
fn a_type_that_is_chosen_alone_needs_what_it_holds() {
    let of = |derives| planned(&components(TYPES), derives, &[]);
    let (plan, problems) = of(&[("/components/schemas/Pet", "Hash")]);
    assert_eq!(derived(&plan, "Pet"), "");
    let expected = "unsound-derive /components/schemas/Pet: `Pet` is not `Hash`: the field `id` is not";
    assert_eq!(problems, [expected]);
    let (plan, problems) = of(&[("Pet", "Hash"), ("I?", "Hash")]);
    assert_eq!(
        (derived(&plan, "Pet").as_str(), derived(&plan, "Id").as_str()),
        ("Hash", "Hash")
    );
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn kinds_and_names_get_other_derives_and_attributes() {
    let derives = [
        ("struct", "a::A"),
        ("enum", "a::B"),
        ("union", "::a::C"),
        ("P*", "a::D, a::A"),
    ];
    let (plan, problems) = planned(
        &components(TYPES),
        &derives,
        &[("Kind", "#[must_use]"), ("enum", "#[b(c = \"d\")]")],
    );
    assert_eq!(problems, Vec::<String>::new());
    let expected = [
        ("Id", "a::A"),
        ("Pet", "a::A a::D"),
        ("Kind", "a::B"),
        ("Level", "a::B"),
        ("Any", "::a::C"),
    ];
    for (name, expected) in expected {
        assert_eq!(derived(&plan, name), expected, "{name}");
    }
    let attributes = |name: &str| &plan.types.iter().find(|ty| ty.name == name).expect("a type").attributes;
    assert_eq!(attributes("Kind"), &["#[must_use]", "#[b(c = \"d\")]"]);
    assert_eq!(attributes("Level"), &["#[b(c = \"d\")]"]);
}

#[test]
fn what_cannot_be_added_is_an_error() {
    let (_, problems) = planned(
        &components(TYPES),
        &[("Id", "JsonSchema"), ("Names", "Eq"), ("*", "Eq; x")],
        &[("*", "x")],
    );
    let expected = [
        "invalid-addition *: `x` is not an attribute, such as `#[must_use]`",
        "invalid-addition Id: `JsonSchema` is not a derive of std; give its path, such as `my_crate::JsonSchema`",
        "unknown-addition Names: there is no struct, enum or union `Names` to add `Eq` to",
        "invalid-addition *: `Eq; x` is not a list of derives",
    ];
    assert_eq!(problems, expected);
}
