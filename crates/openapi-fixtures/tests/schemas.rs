//! What came in goes out, in the type that its schema became.

use openapi_fixtures::mistakes;
use openapi_fixtures::schemas::types;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn read<T: DeserializeOwned>(value: &Value) -> T {
    // From text, since what is read from a `Value` may differ from what is read from bytes.
    serde_json::from_str(&value.to_string()).unwrap_or_else(|error| panic!("{value}: {error}"))
}

#[track_caller]
fn round_trip<T: DeserializeOwned + Serialize>(values: impl IntoIterator<Item = Value>) {
    for value in values {
        let back = serde_json::to_value(read::<T>(&value)).expect("JSON");
        assert_eq!(back, value);
    }
}

#[track_caller]
fn refuses<T: DeserializeOwned>(values: impl IntoIterator<Item = Value>) {
    for value in values {
        assert!(serde_json::from_str::<T>(&value.to_string()).is_err(), "{value}");
    }
}

#[test]
fn enums_keep_unknown_values() {
    round_trip::<types::Color>(["red", "green", "", "<", "<=", "Red", "unknown", "blue"].map(Value::from));
    assert_eq!(read::<types::Color>(&json!("green")), types::Color::Green);
    assert_eq!(
        read::<types::Color>(&json!("blue")),
        types::Color::Unknown("blue".into())
    );
    assert_eq!(types::Color::Unknown("blue".into()).to_string(), "blue");
    refuses::<types::Color>([json!(1), Value::Null]);
    round_trip::<Option<types::MaybeColor>>([json!("red"), Value::Null, json!("new")]);
}

#[test]
fn enums_of_other_values() {
    round_trip::<types::Number>([json!(1), json!(7)]);
    round_trip::<types::Mixed>([json!(1), json!("one"), json!(true)]);
    round_trip::<types::Constant>([json!("fixed"), json!("changed")]);
}

#[test]
fn a_discriminator_decides() {
    let cat = json!({"kind": "tomcat", "lives": 9});
    let dog = json!({"kind": "Dog", "tricks": ["sit"]});
    // Fits both, and is neither.
    let other = json!({"kind": "fish"});
    assert!(matches!(read::<types::Pet>(&cat), types::Pet::Cat(cat) if cat.lives == Some(9)));
    assert!(matches!(read::<types::Pet>(&dog), types::Pet::Dog(_)));
    assert!(matches!(read::<types::Pet>(&other), types::Pet::Unknown(_)));
    round_trip::<types::Pet>([cat, dog, other]);
}

#[test]
fn without_a_discriminator_the_first_that_fits_is_taken() {
    assert!(matches!(
        read::<types::IdOrName>(&json!(1)),
        types::IdOrName::Integer(1)
    ));
    assert!(matches!(
        read::<types::IdOrName>(&json!("1")),
        types::IdOrName::String(_)
    ));
    round_trip::<types::IdOrName>([json!(1), json!("x"), json!({"new": []})]);
    round_trip::<types::CatOrText>([json!({"kind": "k"}), json!("text"), json!(5)]);
    round_trip::<types::Either>([json!(1), json!("x"), json!(true)]);
    round_trip::<Option<types::MaybeCat>>([Value::Null, json!({"kind": "k"})]);
}

#[test]
fn properties_beside_a_union_belong_to_each_variant() {
    round_trip::<types::Shared>([json!({"id": "1", "a": "x"}), json!({"id": "1", "b": "x"})]);
    let types::Shared::B(b) = read(&json!({"id": "1", "b": "x"})) else {
        panic!("not b")
    };
    assert_eq!((b.id.as_str(), b.b.as_str()), ("1", "x"));
}

#[test]
fn types_may_contain_themselves() {
    let leaf = json!({"value": "l"});
    round_trip::<types::Node>([json!({"value": "v", "next": leaf, "children": [leaf], "by_name": {"a": leaf}})]);
}

#[test]
fn null_and_absent_are_distinguished() {
    round_trip::<types::Nullable>([
        json!({"must": null}),
        json!({"must": "x", "may": null}),
        json!({"must": "x", "may": "y", "plain": "z"}),
        json!({"must": "x", "by_alias": null, "anything": null, "nothing": null}),
    ]);
    round_trip::<types::NullableByAlias>([json!({"must": null, "any": null}), json!({"must": "x", "any": 1})]);
    refuses::<types::NullableByAlias>([json!({"any": 1}), json!({"must": null})]);
    refuses::<types::Nullable>([json!({}), json!({"may": null})]);
}

#[test]
fn maps_and_other_properties() {
    round_trip::<types::Maps>([json!({"typed": {"a": 1}, "free": {"b": []}, "closed": {"a": "x"}})]);
    round_trip::<types::Open>([json!({"a": "x", "more": 1, "and more": 2})]);
    refuses::<types::Maps>([json!({"typed": {"a": "x"}}), json!({"free": []})]);
}

#[test]
fn properties_that_match_a_pattern_are_kept() {
    round_trip::<types::PatternsOnly>([json!({"x-a": "x"})]);
    refuses::<types::PatternsOnly>([json!({"x-a": 1})]);
    round_trip::<types::PatternsBesideMap>([json!({"x-a": "x", "more": 1})]);
    round_trip::<types::PatternsBesideProperties>([json!({"a": "x", "x-a": 1})]);
    refuses::<types::PatternsBesideProperties>([json!({"x-a": "x"})]);
    round_trip::<types::PatternsBesideBoth>([json!({"a": "x", "x-a": "x", "more": 1})]);
}

#[test]
fn the_object_of_a_union_is_no_list() {
    round_trip::<types::ObjectOrList>([json!({"a": "x"}), json!({}), json!(["x"]), json!([]), json!([1])]);
}

#[test]
fn unknown_properties_are_ignored() {
    let closed = json!({"closed": {"a": "x", "added later": true}});
    assert_eq!(
        read::<types::Maps>(&closed),
        read::<types::Maps>(&json!({"closed": {"a": "x"}}))
    );
}

#[test]
fn tuples_lists_and_anything() {
    round_trip::<types::Pair>([json!(["a", 1])]);
    refuses::<types::Pair>([json!(["a"]), json!([1, "a"])]);
    round_trip::<types::AnyList>([json!([1, "a", null])]);
    round_trip::<types::Anything>([json!(1), Value::Null, json!({"a": []})]);
}

#[test]
fn names_that_are_no_identifiers() {
    let names = ["type", "self", "@id", "foo-bar", "foo_bar", "", "1st", "名前"];
    let all: serde_json::Map<String, Value> = names.iter().map(|name| ((*name).into(), json!("x"))).collect();
    round_trip::<types::Names>([Value::Object(all)]);
}

#[test]
fn formats_keep_their_text_and_numbers_their_value() {
    round_trip::<types::Formats>([json!({
        "date": "2024-02-30",
        "date-time": "2024-01-01T10:00:00.123456789+05:30",
        "uuid": "NOT-A-UUID",
        "byte": "aGk=",
        "decimal": "0.10",
        "float": 0.1,
        "double": 1e300,
        "int32": -2_147_483_648,
        "int64": i64::MIN,
        "uint64": u64::MAX,
        "huge": u64::MAX,
        "rounded": 9_223_372_036_854_776_000_u64,
        "exemplified": 9_223_372_036_854_776_000_u64,
        "negative": -1,
        "number": 12.5,
    })]);
}

#[test]
fn a_composition_converts_into_its_members() {
    let whole: types::Whole = read(&json!({"id": "1", "color": "green", "extra": "x"}));
    let base = types::Base::from(whole);
    assert_eq!((base.id.as_str(), base.color), ("1", Some(types::Color::Green)));
}

#[test]
fn secrets_do_not_show() {
    let account: types::Account = read(&json!({"name": "alice", "password": "hunter2", "pin": "1234"}));
    let shown = format!("{account:?}");
    assert!(
        shown.contains("alice") && !shown.contains("hunter2") && !shown.contains("1234"),
        "{shown}"
    );
}

#[test]
fn read_only_and_write_only_properties_are_optional_in_the_other_direction() {
    let sent = types::Both::builder().name("n").code("c".to_owned()).build();
    assert_eq!(
        serde_json::to_value(sent).expect("JSON"),
        json!({"name": "n", "code": "c"})
    );
    let received: types::Both = read(&json!({"id": "1", "name": "n"}));
    assert_eq!(received.id.as_deref(), Some("1"));
}

#[test]
fn lists_and_maps_may_contain_themselves() {
    use openapi_fixtures::names::types;
    round_trip::<types::Recursive>([json!([[], [[]]])]);
    round_trip::<types::RecursiveMap>([json!({"a": {"b": {}}})]);
    round_trip::<types::Ping>([json!([{"a": [{}]}])]);
    round_trip::<types::RecursiveUnion>([json!(["a", ["b"], {"one": "x", "tuple": [{"one": []}, null]}])]);
    round_trip::<Option<types::MaybeRecursive>>([Value::Null, json!({"again": {"again": null}})]);
}

#[test]
fn a_base_is_a_union_of_its_subtypes() {
    let horse = json!({"kind": "Horse", "height": 170});
    let other = json!({"kind": "Donkey", "ears": "long"});
    round_trip::<types::Animal>([horse.clone(), other.clone()]);
    let animal = types::Animal::from(read::<types::Horse>(&horse));
    assert_eq!(animal, read::<types::Animal>(&horse));
    assert!(matches!(read(&other), types::Animal::Base(base) if base.kind == "Donkey"));
}

#[test]
fn undescribed_required_properties_can_be_given_and_may_be_missing() {
    use openapi_fixtures::schemas::types::Slip;
    for json in [json!({"named": [1]}), json!({"name": "a"})] {
        let slip: Slip = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&slip).unwrap(), json);
    }
}

#[test]
fn enums_tell_variants_apart_without_a_discriminator() {
    use openapi_fixtures::schemas::types::Shape;
    let shape = |json: Value| serde_json::from_value::<Shape>(json).unwrap();
    let circle = shape(json!({"kind": "circle", "radius": 1.0}));
    let square = shape(json!({"kind": "square", "radius": 1.0}));
    assert_ne!(std::mem::discriminant(&circle), std::mem::discriminant(&square));
}

/// Without that, reading any value would begin with an endless one.
#[test]
fn a_required_property_that_leads_back_without_end_is_optional() {
    let branch = r#"{"name":"a","tree":{"branch":{"name":"b"}}}"#;
    let read: mistakes::types::Branch = serde_json::from_str(branch).expect("a branch");
    let inside = read.tree.as_ref().and_then(|tree| tree.branch.as_ref());
    assert_eq!(inside.map(|inside| inside.name.as_str()), Some("b"));
    assert_eq!(serde_json::to_string(&read).expect("JSON"), branch);
    assert!(
        serde_json::from_str::<mistakes::types::Branch>("{}").is_err(),
        "`name` is required still"
    );
}
