//! What the lock decides, and the diagnostics where it does not fit.
#![allow(missing_docs)]

mod support;

use std::collections::HashMap;
use std::fs;

use openapi_compiler::lock::Lock;
use openapi_compiler::plan::{Options, Plan};
use openapi_compiler::settings::LockFile;
use openapi_compiler::{Settings, compile};
use support::plan_with;
use tempfile::TempDir;

/// A description of a few values, and more.
fn description(values: &str, rest: &str) -> String {
    format!(
        "{{openapi: 3.1.0, paths: {{/pets: {{get: {{operationId: listPets}}}}}}, components: {{schemas: {{Sort: {{enum: [{values}]}}{rest}}}}}}}"
    )
}

fn lock_of(text: &str) -> Lock {
    plan_with(text, &Options::default()).0.lock
}

/// The plan of a description with the lock of another, and the diagnostics.
fn locked(text: &str, lock: Lock, renames: &[(&str, &str)]) -> (Plan, Vec<String>) {
    let renames = renames
        .iter()
        .map(|(pointer, name)| ((*pointer).to_owned(), (*name).to_owned()));
    let options = Options {
        lock: Some(lock),
        renames: renames.collect(),
        ..Options::default()
    };
    let (plan, diagnostics) = plan_with(text, &options);
    let reported = diagnostics
        .iter()
        .map(|diagnostic| format!("{:?} {}: {}", diagnostic.severity, diagnostic.code, diagnostic.message));
    (plan, reported.collect())
}

fn lines(plan: &Plan, kind: &str) -> Vec<String> {
    let lock = plan.lock.to_string();
    lock.lines()
        .filter(|line| line.starts_with(kind))
        .map(str::to_owned)
        .collect()
}

/// Two components may be parameters of one name in one place, each for another operation.
#[test]
fn parameters_of_one_name_keep_their_promises_apart() {
    let text = "{openapi: 3.1.0, paths: {
        /a: {get: {operationId: a, parameters: [{$ref: '#/components/parameters/Kind'}]}},
        /b: {get: {operationId: b, parameters: [{$ref: '#/components/parameters/Other'}]}}},
        components: {parameters: {
            Kind: {name: type, in: query, schema: {enum: [x]}}, Other: {name: type, in: query, schema: {enum: [y]}}}}}";
    let lock = lock_of(text);
    let (plan, reported) = locked(text, lock, &[]);
    assert_eq!(
        lines(&plan, "value"),
        [
            "value /components/parameters/Kind/schema x X",
            "value /components/parameters/Other/schema y Y"
        ]
    );
    assert_eq!(reported, [""; 0]);
}

#[test]
fn promised_names_stay_and_new_items_yield() {
    let (plan, reported) = locked(&description("ASC, asc", ""), lock_of(&description("asc", "")), &[]);
    let sort = "/components/schemas/Sort";
    assert_eq!(
        lines(&plan, "value"),
        [format!("value {sort} ASC AscUpper"), format!("value {sort} asc Asc")]
    );
    assert_eq!(
        reported,
        ["Warning name-collision: `ASC` and `asc` would both be called `Asc`; they are `AscUpper` and `Asc`"]
    );
    let (_, reported) = locked(&description("ASC, asc", ""), plan.lock, &[]);
    assert_eq!(reported, [""; 0], "both names are promised now");
}

#[test]
fn the_name_of_a_removed_item_is_blocked_until_the_lock_is_written_again() {
    let text = description("ASC", "");
    let old = Lock::parse(&lock_of(&description("asc", "")).to_string()).expect("a lock");
    let (plan, reported) = locked(&text, old.clone(), &[]);
    assert_eq!(lines(&plan, "value"), ["value /components/schemas/Sort ASC AscUpper"]);
    let line = old
        .to_string()
        .lines()
        .position(|line| line.starts_with("value"))
        .expect("a value")
        + 1;
    assert_eq!(
        reported,
        [
            format!(
                "Warning unkept-promise: line {line} of the lock promises what is gone: value /components/schemas/Sort asc Asc"
            ),
            "Warning name-collision: `ASC` and a removed item would both be called `Asc`; it is `AscUpper`".to_owned(),
        ]
    );
    assert_eq!(
        lock_of(&text).to_string().lines().last(),
        Some("value /components/schemas/Sort ASC Asc")
    );
}

#[test]
fn the_name_of_a_variant_that_is_gone_is_not_that_of_another_that_looks_like_it() {
    let text = |variants: &str| {
        let variants = variants
            .split(' ')
            .map(|name| format!("{{$ref: '#/components/schemas/{name}'}}"));
        let variants: Vec<String> = variants.collect();
        let schemas = format!(
            ", Pet: {{oneOf: [{}]}}, Cat: {{properties: {{a: {{}}}}}}, Dog: {{properties: {{a: {{}}}}}}, Bird: {{properties: {{a: {{}}}}}}",
            variants.join(", ")
        );
        description("a", &schemas)
    };
    let (plan, _) = locked(&text("Bird Dog"), lock_of(&text("Cat Dog")), &[]);
    let variants: Vec<String> = lines(&plan, "variant")
        .iter()
        .map(|line| line.split(' ').nth(3).unwrap_or_default().to_owned())
        .collect();
    assert_eq!(variants, ["Bird", "Dog"]);
}

#[test]
fn a_user_decides_before_the_lock_and_the_lock_before_the_place() {
    let text = description("a", ", Pet: {properties: {owner: {properties: {x: {}}}}}");
    let more = description(
        "a",
        ", Pet: {properties: {owner: {properties: {x: {}}}}}, PetOwner: {properties: {y: {}}}",
    );
    let named = |plan: &Plan, at: &str| -> String {
        plan.types
            .iter()
            .find(|ty| ty.at.pointer == at)
            .map(|ty| ty.name.clone())
            .expect("a type")
    };
    let (inline, component) = (
        "/components/schemas/Pet/properties/owner",
        "/components/schemas/PetOwner",
    );
    let (plan, _) = locked(&more, lock_of(&text), &[]);
    assert_eq!(
        (named(&plan, inline).as_str(), named(&plan, component).as_str()),
        ("PetOwner", "PetOwnerComponent")
    );
    let (plan, _) = locked(&more, lock_of(&text), &[(component, "PetOwner")]);
    assert_eq!(
        (named(&plan, inline).as_str(), named(&plan, component).as_str()),
        ("PetPropertyOwner", "PetOwner")
    );
    let (plan, _) = locked(&more, lock_of(&text), &[(inline, "Owner")]);
    assert_eq!(named(&plan, inline), "Owner");
}

#[test]
fn members_of_removed_items_are_not_reported() {
    let old = lock_of(&description("a", ", Pet: {properties: {x: {}, y: {enum: [b]}}}"));
    let (_, reported) = locked(&description("a", ""), old, &[]);
    let reported: Vec<_> = reported
        .iter()
        .map(|line| line.rsplit(": ").next().unwrap_or_default())
        .collect();
    assert_eq!(
        reported,
        [
            "type /components/schemas/Pet Pet",
            "type /components/schemas/Pet/properties/y PetY"
        ]
    );
}

#[test]
fn the_lock_of_another_description_is_an_error() {
    let other = "{openapi: 3.1.0, paths: {/users: {get: {operationId: listUsers}}}, components: {schemas: {User: {properties: {a: {}}}}}}";
    let (_, reported) = locked(&description("a", ""), lock_of(other), &[]);
    assert_eq!(
        reported,
        ["Error lock-mismatch: the lock is of another description: nothing that it promises is here"]
    );
}

/// The diagnostics of a description beside a lock of this text.
fn beside(lock: Option<&str>, set: impl Fn(&mut Settings)) -> Result<Vec<String>, String> {
    let dir = TempDir::new().expect("a temporary folder");
    let path = dir.path().join("openapi.yaml");
    fs::write(&path, description("asc, ASC", "")).expect("a file");
    if let Some(lock) = lock {
        fs::write(dir.path().join("openapi.lock"), lock).expect("a file");
    }
    let mut settings = Settings::default();
    set(&mut settings);
    match compile(&path, &settings) {
        Ok(generated) => Ok(generated.plan.lock.to_string().lines().map(str::to_owned).collect()),
        Err(unusable) => {
            let reported: Vec<String> = unusable
                .diagnostics
                .iter()
                .map(|diagnostic| diagnostic.message.clone())
                .collect();
            Err(reported.join("\n").replace(&dir.path().display().to_string(), ""))
        }
    }
}

#[test]
fn the_lock_beside_the_description_is_read() {
    let lock = "openapi-lock 1\ntype /components/schemas/Sort Sort\nvalue /components/schemas/Sort asc Asc\n";
    let upper = |name: &str| format!("value /components/schemas/Sort ASC {name}");
    let names = |result: Result<Vec<String>, String>| result.expect("a client");
    assert!(names(beside(None, |_| {})).contains(&upper("AscUpper")));
    assert!(names(beside(None, |_| {})).contains(&"value /components/schemas/Sort asc AscLower".to_owned()));
    assert!(names(beside(Some(lock), |_| {})).contains(&"value /components/schemas/Sort asc Asc".to_owned()));
    let ignored = beside(Some(lock), |settings| settings.lock = LockFile::Ignored);
    assert!(names(ignored).contains(&"value /components/schemas/Sort asc AscLower".to_owned()));
}

#[test]
fn a_lock_that_cannot_be_read_is_an_error_with_its_lines() {
    let merged = "openapi-lock 1\n<<<<<<< ours\ntype /a A\n=======\ntype /b A\n>>>>>>> theirs\n";
    assert_eq!(
        beside(Some(merged), |_| {}),
        Err(
            "/openapi.lock: line 2: a merge conflict is not resolved\nline 4: a merge conflict is not resolved\n\
             line 6: a merge conflict is not resolved\nline 5: the name `A` is promised on line 3 too"
                .to_owned()
        )
    );
    let gone = beside(None, |settings| {
        settings.lock = LockFile::At("/no/such/openapi.lock".into())
    })
    .expect_err("no lock");
    assert!(gone.starts_with("/no/such/openapi.lock: "), "{gone}");
}

#[test]
fn locked_asks_for_a_lock_that_fits() {
    let locked = |settings: &mut Settings| settings.options.locked = true;
    assert_eq!(
        beside(None, locked),
        Err("there is no lock beside the description, and `locked` asks for one".to_owned())
    );
    let gone = "openapi-lock 1\ntype /components/schemas/Sort Sort\nvalue /components/schemas/Sort old Old\n";
    assert!(beside(Some(gone), |_| {}).is_ok());
    assert_eq!(
        beside(Some(gone), locked),
        Err(
            "line 3 of the lock promises what is gone: value /components/schemas/Sort old Old\n\
             `asc` and `ASC` would both be called `Asc`; they are `AscLower` and `AscUpper`\n\
             the description departs from the lock: gone: 1 `value`; new: 1 `arguments`, 1 `operation`, 1 `server`, 2 `value`"
                .to_owned()
        )
    );
}

#[test]
fn an_alternative_that_refers_to_a_component_is_known_by_it_however_many_alternatives_that_has() {
    let text = |pet: &str, animal: &str| {
        let schemas = format!(
            ", Cat: {{properties: {{a: {{}}}}}}, Animal: {{title: An animal, type: object, anyOf: [{animal}]}}, Pet: {{oneOf: [{pet}, {{type: boolean}}]}}"
        );
        description("a", &schemas)
    };
    let cat = "{$ref: '#/components/schemas/Cat'}";
    let animal = "{$ref: '#/components/schemas/Animal'}";
    let before = lock_of(&text(animal, cat));
    let (plan, _) = locked(&text(cat, &format!("{cat}, {{properties: {{b: {{}}}}}}")), before, &[]);
    let variants = lines(&plan, "variant /components/schemas/Pet ");
    let names: Vec<_> = variants.iter().map(|line| line.split(' ').nth(3)).collect();
    assert_eq!(names, [Some("Boolean"), Some("Cat")], "{variants:?}");
}

/// Descriptions before and after something was added, where several types share a place. A fuzzer found them.
const SHARED_PLACES: [(&str, &str); 2] = [
    (
        "Pet: {anyOf: [{$ref: '#/components/schemas/Error'}]},
        Owner: {allOf: [{anyOf: [{properties: {type: {}}}]}]},
        Kind: {patternProperties: {a: {$ref: '#/components/schemas/Owner'}}},
        Error: {allOf: [{allOf: [{$ref: '#/components/schemas/Owner'}]}, {anyOf: [{}]}]}",
        "Pet: {anyOf: [{$ref: '#/components/schemas/Error'}]},
        Owner: {properties: {Name: {items: {allOf: [{$ref: '#/components/schemas/Kind'}]}}},
            allOf: [{anyOf: [{properties: {type: {}}}]}]},
        Kind: {patternProperties: {a: {$ref: '#/components/schemas/Owner'}}},
        Error: {allOf: [{allOf: [{$ref: '#/components/schemas/Owner'}]}, {anyOf: [{}]}]}",
    ),
    (
        "Pet: {properties: {name: {$ref: '#/components/schemas/pet'}}},
        Owner: {anyOf: [{type: string}, {additionalProperties: {allOf: [{type: string}, {$ref: '#/components/schemas/pet'}]}}]},
        pet: {allOf: [{type: string}, {allOf: [{$ref: '#/components/schemas/Error'},
            {oneOf: [{$ref: '#/components/schemas/Pet', readOnly: true}, {$ref: '#/components/schemas/Pet'}]},
            {type: object, additionalProperties: {$ref: '#/components/schemas/Owner'}, discriminator: {propertyName: type}}]}]},
        Error: {allOf: [{properties: {password: {type: string}}}]}",
        "Pet: {properties: {name: {$ref: '#/components/schemas/pet'}}},
        Owner: {anyOf: [{type: string}, {additionalProperties: {allOf: [{type: string}, {$ref: '#/components/schemas/pet'}]}}]},
        pet: {allOf: [{type: string}, {allOf: [{$ref: '#/components/schemas/Error'}, {oneOf: [{$ref: '#/components/schemas/pet'}, {}]},
            {type: object, additionalProperties: {$ref: '#/components/schemas/Owner'}, discriminator: {propertyName: type}}]}]},
        Error: {allOf: [{properties: {password: {type: string}}}]}",
    ),
];

#[test]
fn additions_do_not_swap_types_that_share_a_place() {
    for (before, after) in SHARED_PLACES {
        let text = |schemas: &str| format!("{{openapi: 3.1.0, paths: {{}}, components: {{schemas: {{{schemas}}}}}}}");
        let (before, _) = plan_with(&text(before), &Options::default());
        let (free, _) = plan_with(&text(after), &Options::default());
        let (locked, _) = locked(&text(after), before.lock.clone(), &[]);
        let promised = |plan: &Plan| -> HashMap<String, String> {
            let lines = lines(plan, "type");
            let words = lines
                .iter()
                .map(|line| line.rsplit_once(' ').expect("a place and a name"));
            words.map(|(place, name)| (name.to_owned(), place.to_owned())).collect()
        };
        let stands = |plan: &Plan| -> HashMap<String, String> {
            let types = plan.types.iter();
            types.map(|ty| (ty.name.clone(), ty.at.pointer.clone())).collect()
        };
        for (name, place) in promised(&before) {
            let now = promised(&free).remove(&name);
            assert!(now.is_none_or(|now| now == place), "{name}");
        }
        for (name, place) in stands(&locked) {
            let alone = stands(&free).remove(&name);
            assert!(alone.is_none_or(|alone| alone == place), "with a lock, {name}");
        }
    }
}
