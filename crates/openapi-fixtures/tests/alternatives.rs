//! Null, enums and several types in unions: what comes in is what the description lists, and goes out as it came.

use openapi_fixtures::{alternatives, nullable};
use serde_json::{Value, json};

fn all(members: Value) -> alternatives::types::All {
    let mut value = json!({"either": null});
    let whole = value.as_object_mut().expect("an object");
    whole.extend(members.as_object().expect("an object").clone());
    let read: alternatives::types::All = serde_json::from_str(&value.to_string()).expect("a value");
    assert_eq!(serde_json::to_value(&read).expect("JSON"), value);
    read
}

#[test]
fn null_is_none_wherever_a_union_stands() {
    use alternatives::types::MaybeUnion;
    assert_eq!(all(json!({})).either, None);
    assert_eq!(all(json!({"either": 1})).either, Some(MaybeUnion::Integer(1)));
    assert_eq!(all(json!({"inline": null})).inline, Some(None));
    assert_eq!(all(json!({"nested": null})).nested, Some(None));
    assert_eq!(all(json!({"switch": null})).switch, Some(None));
    let items = all(json!({"items": [null, 1, {"a": "x"}]})).items.expect("items");
    assert_eq!(items.iter().filter(|item| item.is_none()).count(), 1);
    let values = all(json!({"values": {"a": null, "b": true}})).values.expect("values");
    assert_eq!(values["a"], None);
}

#[test]
fn null_is_kept_where_an_alternative_takes_anything() {
    use alternatives::types::AllAnything;
    assert_eq!(
        all(json!({"anything": null})).anything,
        Some(AllAnything::Any(Value::Null))
    );
    assert_eq!(all(json!({})).anything, None);
}

#[test]
fn required_null_is_written_as_null() {
    use alternatives::types::All;
    let without: All = All::builder().maybe_either(None::<String>).build();
    assert_eq!(serde_json::to_value(without).expect("JSON"), json!({"either": null}));
    assert!(serde_json::from_value::<All>(json!({})).is_err());
}

#[test]
fn listed_values_are_known() {
    use alternatives::types::{AllSwitch, AllSwitchEnum, Model, State};
    for (text, state) in [
        ("shut", State::Shut),
        ("open", State::Open),
        ("locked", State::Locked),
        ("lost", State::Unknown("lost".to_owned())),
    ] {
        assert_eq!(all(json!({"state": text})).state, Some(state));
    }
    assert_eq!(all(json!({"model": "pine"})).model, Some(Model::Pine));
    let manual = AllSwitch::Enum(AllSwitchEnum::Manual);
    assert_eq!(all(json!({"switch": "manual"})).switch, Some(Some(manual)));
    assert_eq!(
        all(json!({"switch": true})).switch,
        Some(Some(AllSwitch::Boolean(true)))
    );
}

#[test]
fn integers_with_names_are_an_open_enum() {
    use alternatives::types::{AllNumber, Level, Size};
    assert_eq!(all(json!({"size": 2})).size, Some(Some(Size::Large)));
    assert_eq!(all(json!({"size": 3})).size, Some(Some(Size::Unknown(3))));
    assert_eq!(all(json!({"size": null})).size, Some(None));
    assert_eq!(all(json!({"level": 1})).level, Some(Level::On));
    assert_eq!(all(json!({"number": 7})).number, Some(AllNumber::Lucky));
    assert_eq!(all(json!({"number": 8})).number, Some(AllNumber::from(8)));
    assert_eq!((i64::from(Size::Small), Level::Off.to_string().as_str()), (1, "0"));
}

#[test]
fn objects_and_lists_among_several_types_have_their_shape() {
    use alternatives::types::{AllMany, AllOwner};
    let owner = |value: Value| all(json!({"owner": value})).owner.expect("an owner");
    assert!(matches!(owner(json!({"z": "a"})), AllOwner::Object(object) if object.z == "a"));
    assert_eq!(owner(json!("a")), AllOwner::String("a".to_owned()));
    assert!(matches!(owner(json!({"z": 1})), AllOwner::Unknown(_)));
    let many = |value: Value| all(json!({"many": value})).many.expect("several");
    assert_eq!(many(json!([1])), AllMany::IntegerList(vec![1]));
    assert!(matches!(many(json!({"a": 1})), AllMany::IntegerMap(_)));
}

#[test]
fn unevaluated_properties_are_kept() {
    let open = all(json!({"open": {"a": "x", "b": "y", "more": 5}})).open.expect("it");
    assert_eq!(open.additional_properties["more"], 5);
}

#[test]
fn nullable_around_a_reference_is_that_type_or_null() {
    use nullable::types::{Colour, Row, Thing, Union};
    let row = |members: Value| -> Row {
        let mut value = json!({"enums": null, "listed": null, "by_enum": null});
        let whole = value.as_object_mut().expect("an object");
        whole.extend(members.as_object().expect("an object").clone());
        let read: Row = serde_json::from_str(&value.to_string()).expect("a row");
        assert_eq!(serde_json::to_value(&read).expect("JSON"), value);
        read
    };
    let thing = || {
        Some(Some(
            serde_json::from_value::<Thing>(json!({"x": "a"})).expect("a thing"),
        ))
    };
    let it = json!({"x": "a"});
    assert_eq!(row(json!({"typed": it})).typed, thing());
    assert_eq!(row(json!({"inside": it})).inside, thing());
    assert_eq!(row(json!({"one": it})).one, thing());
    assert_eq!(row(json!({"schemars": it})).schemars, thing());
    assert_eq!(row(json!({"enumerated": it})).enumerated, thing());
    assert_eq!(row(json!({"schemars": null})).schemars, Some(None));
    assert_eq!(row(json!({"described": "red"})).described, Some(Colour::Red));
    assert_eq!(
        row(json!({"colour": "red", "sibling": null})).colour,
        Some(Some(Colour::Red))
    );
    assert_eq!(
        row(json!({"either": "a"})).either,
        Some(Some(Union::String("a".to_owned())))
    );
    assert_eq!(row(json!({"maybe": null})).maybe, Some(None));
    assert_eq!(row(json!({"beside": null})).beside, Some(None));
    assert!(
        row(json!({"enums": ""}))
            .enums
            .is_some_and(|text| text.as_str().is_empty())
    );
}
