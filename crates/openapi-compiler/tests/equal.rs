//! Which types of inline schemas are names of an equal one.
#![allow(missing_docs)]

mod support;

use openapi_compiler::derives::Addition;
use openapi_compiler::lock::Lock;
use openapi_compiler::plan::{Options, Plan, TypeKind};
use support::plan_with;

/// A description with these components, and an operation that sends and answers these schemas.
fn description(components: &str, sent: &str, answered: &str) -> String {
    format!(
        "{{openapi: 3.1.0, components: {{schemas: {{{components}}}}}, paths: {{/pets: {{post: {{operationId: pet, \
         requestBody: {{required: true, content: {{application/json: {{schema: {sent}}}}}}}, \
         responses: {{'200': {{description: '', content: {{application/json: {{schema: {answered}}}}}}}}}}}}}}}}}"
    )
}

/// The schema of an object with these properties.
fn object(properties: &str) -> String {
    format!("{{type: object, properties: {{{properties}}}}}")
}

/// Each type that is a name of an equal one, with that.
fn names(plan: &Plan) -> Vec<String> {
    let types = plan.types.iter();
    let names = types.filter_map(|ty| Some(format!("{} = {}", ty.name, plan.types[ty.same_as?.index()].name)));
    names.collect()
}

fn names_in(components: &str) -> Vec<String> {
    names(&plan_with(&description(components, "{}", "{}"), &Options::default()).0)
}

#[test]
fn equal_inline_schemas_have_one_type() {
    let of = |inline: &str| {
        names_in(&format!(
            "A: {}, B: {}",
            object(&format!("x: {inline}")),
            object(&format!("y: {inline}"))
        ))
    };
    for inline in [
        "{enum: [a, b]}",
        "{type: integer, enum: [1, 2], x-enum-varnames: [One, Two]}",
        "{type: object, required: [a], properties: {a: {type: string}}}",
        "{oneOf: [{type: string}, {type: integer}]}",
        // The documentation of the type itself stays with each name.
        "{enum: [a, b], description: The same}",
    ] {
        assert_eq!(of(inline), ["BY = AX"], "{inline}");
    }
    let nested =
        "{type: object, properties: {a: {enum: [a]}, b: {type: array, items: {properties: {c: {type: string}}}}}}";
    assert_eq!(of(nested), ["BY = AX", "BYA = AXA", "BYBItem = AXBItem"]);
}

#[test]
fn the_order_of_properties_and_values_does_not_count() {
    for (one, other) in [
        ("{enum: [a, b]}", "{enum: [b, a]}"),
        (
            "{properties: {a: {enum: [a]}, b: {enum: [b]}}}",
            "{properties: {b: {enum: [b]}, a: {enum: [a]}}}",
        ),
    ] {
        let text = format!(
            "A: {}, B: {}",
            object(&format!("x: {one}")),
            object(&format!("x: {other}"))
        );
        assert_eq!(names_in(&text)[0], "BX = AX", "{one} {other}");
    }
}

#[test]
fn an_inline_schema_that_is_equal_to_a_component_has_its_type() {
    assert_eq!(
        names_in("A: {properties: {x: {enum: [a]}}}, Letter: {enum: [a]}"),
        ["AX = Letter"]
    );
}

#[test]
fn what_differs_has_types_of_its_own() {
    for (one, other) in [
        ("{enum: [a, b]}", "{enum: [a, B]}"),
        (
            "{properties: {a: {type: string}}}",
            "{properties: {a: {type: integer}}}",
        ),
        (
            "{properties: {a: {type: string}}}",
            "{required: [a], properties: {a: {type: string}}}",
        ),
        (
            "{properties: {a: {type: string}}}",
            "{properties: {a: {type: [string, 'null']}}}",
        ),
        (
            "{properties: {a: {type: string}}}",
            "{additionalProperties: false, properties: {a: {type: string}}}",
        ),
        (
            "{properties: {a: {type: string}}}",
            "{properties: {a: {type: string, format: password}}}",
        ),
        // The documentation of members would be lost.
        (
            "{properties: {a: {description: One, type: string}}}",
            "{properties: {a: {description: Other, type: string}}}",
        ),
        ("{enum: [a]}", "{deprecated: true, enum: [a]}"),
        (
            "{oneOf: [{type: string}, {type: integer}]}",
            "{oneOf: [{type: integer}, {type: string}]}",
        ),
        // What they hold is not equal.
        ("{properties: {a: {enum: [a]}}}", "{properties: {a: {enum: [b]}}}"),
        (
            "{properties: {a: {$ref: '#/components/schemas/C'}}}",
            "{properties: {a: {$ref: '#/components/schemas/D'}}}",
        ),
    ] {
        let text = format!(
            "A: {}, B: {}, C: {{enum: [c]}}, D: {{enum: [c]}}",
            object(&format!("x: {one}")),
            object(&format!("x: {other}"))
        );
        assert_eq!(names_in(&text), <[String; 0]>::default(), "{one} {other}");
    }
}

#[test]
fn components_and_chosen_names_stay_types_of_their_own() {
    let text = description(
        "A: {properties: {x: {enum: [a]}}}, B: {enum: [a]}, C: {enum: [a]}",
        "{}",
        "{}",
    );
    let options = Options {
        renames: [("#/components/schemas/A/properties/x".to_owned(), "Chosen".to_owned())].into(),
        ..Options::default()
    };
    assert_eq!(names(&plan_with(&text, &options).0), <[String; 0]>::default());
}

#[test]
fn a_type_with_a_derive_of_its_own_is_not_equal() {
    let text = description(
        "A: {properties: {x: {properties: {a: {type: string}}}}}, B: {properties: {x: {properties: {a: {type: string}}}}}",
        "{}",
        "{}",
    );
    let derived = |types: &str| {
        let mut options = Options::default();
        options.additions.derives.push(Addition {
            types: types.to_owned(),
            text: "Hash".to_owned(),
        });
        names(&plan_with(&text, &options).0)
    };
    assert_eq!(derived("BX"), <[String; 0]>::default());
    assert_eq!(derived("?X"), ["BX = AX"]);
}

#[test]
fn equal_types_may_contain_themselves() {
    let list = |name: &str| {
        format!(
            "{name}: {{properties: {{x: {{properties: {{next: {{$ref: '#/components/schemas/{name}/properties/x'}}}}}}}}}}"
        )
    };
    assert_eq!(names_in(&format!("{}, {}", list("A"), list("B"))), ["BX = AX"]);
}

/// A value that is sent has a builder, whichever of its names is the one of the request.
#[test]
fn what_one_name_sends_is_sent_and_so_is_what_it_holds() {
    let inline = "{properties: {a: {properties: {b: {type: string}}}}}";
    let answered = object(&format!("y: {inline}"));
    let text = description(
        &format!("A: {}", object(&format!("x: {inline}"))),
        &answered,
        "{$ref: '#/components/schemas/A'}",
    );
    let (plan, _) = plan_with(&text, &Options::default());
    assert_eq!(names(&plan), ["PetRequestBodyY = AX", "PetRequestBodyYA = AXA"]);
    let sent: Vec<&str> = plan
        .types
        .iter()
        .filter(|ty| ty.in_request)
        .map(|ty| ty.name.as_str())
        .collect();
    assert_eq!(
        sent,
        ["AX", "AXA", "PetRequestBody", "PetRequestBodyY", "PetRequestBodyYA"]
    );
}

/// `From` would be ambiguous.
#[test]
fn what_a_union_holds_stays_apart() {
    let inner = |tag: &str| {
        format!(
            "{{title: {tag}, oneOf: [{{title: {tag}S, type: object, required: [a], properties: {{a: {{type: string}}}}}}, {{type: integer}}]}}"
        )
    };
    let outer = format!(
        "Outer: {{oneOf: [{{$ref: '#/components/schemas/One'}}, {{$ref: '#/components/schemas/Two'}}]}}, One: {}, Two: {}",
        inner("One"),
        inner("Two")
    );
    let (plan, _) = plan_with(&description(&outer, "{}", "{}"), &Options::default());
    assert_eq!(names(&plan), <[String; 0]>::default());
    let unions = plan.types.iter().filter(|ty| matches!(ty.kind, TypeKind::Union(_)));
    assert_eq!(unions.count(), 3);
    // Without the union of both, there is one type.
    let alone = format!("One: {}, Two: {}", inner("One"), inner("Two"));
    assert_eq!(names_in(&alone).len(), 1);
}

const EQUAL: &str = "A: {properties: {x: {enum: [a]}}}, B: {properties: {x: {enum: [a]}}}";

fn locked(components: &str, lock: &str) -> (Vec<String>, Vec<String>, String) {
    let options = Options {
        lock: Some(Lock::parse(lock).expect("a lock")),
        ..Options::default()
    };
    let (plan, diagnostics) = plan_with(&description(components, "{}", "{}"), &options);
    let reported = diagnostics.iter().map(|diagnostic| diagnostic.message.clone());
    let reported = reported.map(|message| message.split(": ").last().unwrap_or_default().to_owned());
    (names(&plan), reported.collect(), plan.lock.to_string())
}

fn lock_of(components: &str) -> String {
    plan_with(&description(components, "{}", "{}"), &Options::default())
        .0
        .lock
        .to_string()
}

#[test]
fn a_type_that_the_lock_has_alone_stays_alone() {
    let before = lock_of("A: {properties: {x: {enum: [a]}}}, B: {properties: {x: {enum: [a, b]}}}");
    let (now, reported, lock) = locked(EQUAL, &before);
    assert_eq!(now, <[String; 0]>::default());
    assert_eq!(reported, ["value /components/schemas/B/properties/x b B"]);
    // And stays so.
    assert_eq!(locked(EQUAL, &lock).0, <[String; 0]>::default());
    // A new one is equal to it.
    let more = format!("{EQUAL}, C: {{properties: {{x: {{enum: [a]}}}}}}");
    assert_eq!(locked(&more, &lock).0, ["CX = AX"]);
}

#[test]
fn the_lock_says_which_types_are_names_of_another() {
    let lock = lock_of(EQUAL);
    let promise = "same /components/schemas/B/properties/x /components/schemas/A/properties/x";
    assert!(lock.lines().any(|line| line == promise), "{lock}");
    let (now, reported, again) = locked(EQUAL, &lock);
    assert_eq!(
        (now, reported, again),
        (vec!["BX = AX".to_owned()], vec![], lock.clone())
    );
    // An equal type that comes before both changes nothing.
    let more = format!("A0: {{properties: {{x: {{enum: [a]}}}}}}, {EQUAL}, Letter: {{enum: [a]}}");
    assert_eq!(locked(&more, &lock).0, ["A0X = AX", "BX = AX"]);
}

#[test]
fn equal_types_that_become_different_are_reported() {
    let text = |of_b: &str| {
        format!(
            "A: {{properties: {{x: {{properties: {{a: {{type: string}}}}}}}}}}, B: {{properties: {{x: {{properties: {{{of_b}}}}}}}}}"
        )
    };
    let lock = lock_of(&text("a: {type: string}"));
    let (now, reported, _) = locked(&text("a: {type: string}, b: {type: string}"), &lock);
    assert_eq!(now, <[String; 0]>::default());
    assert_eq!(
        reported,
        ["same /components/schemas/B/properties/x /components/schemas/A/properties/x"]
    );
}

#[test]
fn equal_enums_stay_one_where_one_gets_a_value() {
    let text = |of_a: &str, of_b: &str, of_c: &str| {
        let of = |values: &str| format!("{{properties: {{x: {{enum: [{values}]}}}}}}");
        format!("A: {}, B: {}, C: {}", of(of_a), of(of_b), of(of_c))
    };
    let lock = lock_of(&text("a", "a", "a"));
    for (of_a, of_b, of_c) in [("a", "a, b", "a"), ("a, b", "a", "a"), ("a", "b, a", "c, a")] {
        let (now, reported, _) = locked(&text(of_a, of_b, of_c), &lock);
        assert_eq!(now, ["BX = AX", "CX = AX"], "{of_a} {of_b} {of_c}");
        assert_eq!(reported, ["it has the values of all"]);
    }
    let numbers = |of: &str| {
        format!(
            "A: {{properties: {{x: {{type: integer, enum: [1], x-enum-varnames: [One]}}}}}}, B: {{properties: {{x: {{type: integer, {of}}}}}}}"
        )
    };
    let lock = lock_of(&numbers("enum: [1], x-enum-varnames: [One]"));
    let (now, _, lock) = locked(&numbers("enum: [1, 2], x-enum-varnames: [One, Two]"), &lock);
    assert_eq!(now, ["BX = AX"]);
    assert!(
        lock.contains("value /components/schemas/A/properties/x 2 Two"),
        "{lock}"
    );
}

#[test]
fn a_name_stays_if_the_type_that_was_written_is_gone() {
    let equal = format!("{EQUAL}, C: {{properties: {{x: {{enum: [a]}}}}}}");
    let lock = lock_of(&equal);
    let (now, reported, _) = locked(
        "A: {}, B: {properties: {x: {enum: [a]}}}, C: {properties: {x: {enum: [a]}}}",
        &lock,
    );
    assert_eq!(now, ["CX = BX"]);
    let same: Vec<&String> = reported.iter().filter(|line| line.starts_with("same")).collect();
    assert_eq!(same, <[&String; 0]>::default());
}

/// Code that takes one for the other keeps compiling.
#[test]
fn equal_types_stay_one_where_the_description_says_the_same_in_another_way() {
    let inline = "{properties: {a: {type: string, description: One}, b: {type: string}}}";
    let text = |inline: &str, more: &str| {
        format!(
            "A: {{properties: {{x: {{properties: {{a: {{type: string, description: One}}, b: {{type: string}}}}}}}}}}, B: {{properties: {{x: {inline}}}}}{more}"
        )
    };
    let lock = lock_of(&text(inline, ""));
    let documented = text(&inline.replace("One", "Other"), "");
    assert_eq!(locked(&documented, &lock).0, ["BX = AX"]);
    let reordered = text(
        "{properties: {b: {type: string}, a: {type: string, description: One}}}",
        "",
    );
    assert_eq!(locked(&reordered, &lock).0, ["BX = AX"]);
    let component = text("{$ref: '#/components/schemas/X'}", &format!(", X: {inline}"));
    let (now, reported, again) = locked(&component, &lock);
    assert_eq!((now, reported), (vec!["X = AX".to_owned()], vec![]));
    assert_eq!(locked(&component, &again).0, ["X = AX"]);
}

/// The values that two bodies are made from stay equal if the bodies are.
#[test]
fn bodies_of_one_value_are_equal() {
    let body = "requestBody: {required: true, content: {application/json: {schema: {type: object, required: [a], properties: {a: {enum: [x]}}}}}}";
    let operation = |id: &str| format!("/{id}: {{post: {{operationId: {id}, {body}, responses: {{}}}}}}");
    let text = format!(
        "{{openapi: 3.1.0, paths: {{{}, {}}}}}",
        operation("one"),
        operation("two")
    );
    let (plan, _) = plan_with(&text, &Options::default());
    assert_eq!(
        names(&plan),
        ["TwoRequestBody = OneRequestBody", "TwoRequestBodyA = OneRequestBodyA"]
    );
    let wraps = plan.types.iter().filter_map(|ty| match &ty.kind {
        TypeKind::Struct(object) => object.wraps.as_deref(),
        _ => None,
    });
    assert_eq!(wraps.collect::<Vec<_>>(), ["a"]);
}
