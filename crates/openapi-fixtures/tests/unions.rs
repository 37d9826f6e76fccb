//! Unions: which variant a value becomes, and that reading it takes no longer than its size.

mod support;

use openapi_fixtures::unions::types;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

#[track_caller]
fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_str(&value.to_string()).unwrap_or_else(|error| panic!("{value}: {error}"))
}

#[track_caller]
fn round_trip<T: DeserializeOwned + Serialize>(value: &Value) -> T {
    let read = read::<T>(value);
    assert_eq!(serde_json::to_value(&read).expect("JSON"), *value);
    read
}

fn nested(depth: usize, innermost: Value, wrap: fn(Value) -> Value) -> Value {
    (0..depth).fold(innermost, |child, _| wrap(child))
}

/// Trying each variant at each level would not end before the tests are given up.
#[test]
fn deep_values_are_read_in_a_moment() {
    let tree = nested(
        120,
        json!({"target": "x", "new": true}),
        |child| json!({ "child": child }),
    );
    let mut node = Some(read::<types::Node>(&tree));
    let mut depth = 0;
    while let Some(types::Node::Folder(folder)) = node {
        depth += 1;
        node = folder.child.map(|child| *child);
    }
    assert_eq!(depth, 120);
    assert!(matches!(node, Some(types::Node::Link(link)) if link.target.as_deref() == Some("x")));

    let page = nested(
        60,
        json!({"text": "x"}),
        |child| json!({"children": [child], "width": 1}),
    );
    assert!(matches!(round_trip(&page), types::Block::Column(column) if column.children.len() == 1));

    let rules: [fn(Value) -> Value; 3] = [
        |rule| json!({ "not": rule }),
        |rule| json!({ "a": rule }),
        |rule| json!({"title": "t", "b": {"not": rule}}),
    ];
    for wrap in rules {
        round_trip::<types::Rule>(&nested(60, json!({"text": "x"}), wrap));
    }
}

#[test]
fn other_properties_are_read_where_they_stand() {
    let named = json!({"title": "t", "a": 1, "b": {"text": "x"}, "c": {"not": {"text": "y"}}});
    let types::Rule::Named(rule) = round_trip(&named) else {
        panic!("another variant")
    };
    assert!(matches!(rule.additional_properties["a"], types::Test::Integer(1)));
    assert!(matches!(&rule.additional_properties["c"], types::Test::Not(_)));
    // The same outside of a union, from text and from a value.
    let again: types::Named = round_trip(&named);
    assert_eq!(again, rule);
    assert_eq!(serde_json::from_value::<types::Named>(named).expect("valid"), rule);
}

#[test]
fn an_array_is_not_an_object() {
    for text in [r#"["1.0","EUR"]"#, "[]", r#"["1.0"]"#] {
        let error = serde_json::from_str::<types::Money>(text).expect_err(text).to_string();
        assert!(
            error.starts_with("invalid type: sequence, expected an object"),
            "{error}"
        );
        let value: Value = serde_json::from_str(text).expect("JSON");
        assert!(serde_json::from_value::<types::Money>(value.clone()).is_err());
        assert!(serde_json::from_value::<types::Folder>(value.clone()).is_err());
        assert!(serde_json::from_value::<types::Named>(value.clone()).is_err());
        assert!(matches!(round_trip(&value), types::Node::Unknown(_)));
    }
}

#[test]
fn boxes_are_not_visible_to_callers() {
    let link: types::Link = read(&json!({"target": "x"}));
    let node = types::Node::from(link.clone());
    assert_eq!(node, types::Node::from(Box::new(link)));

    let cottage = types::Cottage::builder().rooms(3).build();
    let tower = types::Tower::builder().next(cottage.clone()).build();
    assert_eq!(tower.next.as_deref(), Some(&types::Building::from(cottage)));
}

#[test]
fn a_base_is_a_union_of_its_subtypes() {
    let cottage = json!({"kind": "home", "subKind": "cottage", "rooms": 2, "garden": true});
    let tower = json!({"kind": "tower", "floors": 40, "next": cottage});
    let home = json!({"kind": "home", "subKind": "villa", "rooms": 9, "pool": true});
    let other = json!({"kind": "bridge", "address": "here", "length": 100});
    let site = json!({"main": tower, "all": [cottage, home, other]});
    let read: types::Site = round_trip(&site);
    let types::Building::Tower(tower) = read.main else {
        panic!("another variant")
    };
    let home = |building: &types::Building| match building {
        types::Building::Home(home) => (**home).clone(),
        other => panic!("{other:?}"),
    };
    let next = tower.next.as_deref().expect("a building");
    assert!(matches!(home(next), types::Home::Cottage(cottage) if cottage.garden == Some(true)));
    let all = read.all.expect("a list");
    assert!(matches!(home(&all[0]), types::Home::Cottage(_)));
    assert!(matches!(home(&all[1]), types::Home::Base(home) if home.rooms == 9));
    assert!(matches!(&all[2], types::Building::Base(base) if base.additional_properties["length"] == 100));
}

#[test]
fn a_subtype_becomes_its_base_whole() {
    let cottage = types::Cottage::builder().rooms(3).garden(true).build();
    let expected = json!({"kind": "home", "subKind": "cottage", "rooms": 3, "garden": true});
    let written = |building: &types::Building| serde_json::to_value(building).expect("JSON");
    assert_eq!(written(&cottage.clone().into()), expected);
    assert_eq!(written(&types::Home::from(cottage.clone()).into()), expected);
    assert_eq!(written(&types::BuildingBase::from(cottage).into()), expected);
}

#[test]
fn the_tag_of_a_value_is_kept_and_the_first_is_written_for_a_new_one() {
    for tag in ["cat", "tiger", "x-lynx"] {
        let read: types::Animal = round_trip(&json!({"species": tag, "name": "n"}));
        assert!(matches!(read, types::Animal::Cat(_)), "{tag}");
    }
    let cat = types::Animal::from(types::Cat::builder().name("n").build());
    assert_eq!(
        serde_json::to_value(cat).expect("JSON"),
        json!({"species": "cat", "name": "n"})
    );
    let lion: types::Animal = round_trip(&json!({"species": "lion", "name": "n"}));
    assert!(matches!(lion, types::Animal::Unknown(_)));

    let square: types::Shape = round_trip(&json!({"kind": "Square", "size": 1.0}));
    assert!(matches!(square, types::Shape::Square(_)));
    let circle = types::Shape::from(types::Circle::builder().size(2.0).build());
    assert_eq!(
        serde_json::to_value(circle).expect("JSON"),
        json!({"kind": "Circle", "size": 2.0})
    );
    let plain = types::Shape::from(read::<types::Circle>(&json!({"size": 2.0})));
    assert_eq!(
        serde_json::to_value(plain).expect("JSON"),
        json!({"kind": "Circle", "size": 2.0})
    );
}

#[test]
fn a_value_without_a_discriminator_is_the_best_match_or_the_default() {
    assert!(matches!(round_trip(&json!({"name": "Earth"})), types::Body::Planet(_)));
    assert!(matches!(round_trip(&json!({"orbits": "Earth"})), types::Body::Moon(_)));
    assert!(matches!(
        round_trip(&json!({"type": "moon", "orbits": "Earth"})),
        types::Body::Moon(_)
    ));
    assert!(matches!(
        round_trip(&json!({"type": "sun", "name": "Sol"})),
        types::Body::Unknown(_)
    ));
    assert!(matches!(
        round_trip(&json!({"name": "Earth"})),
        types::WithDefault::Planet(_)
    ));
    assert!(matches!(
        round_trip(&json!({"type": "sun", "name": "Sol"})),
        types::WithDefault::Planet(_)
    ));
    assert!(matches!(
        round_trip(&json!({"type": "moon", "orbits": "Earth"})),
        types::WithDefault::Moon(_)
    ));
    assert!(matches!(
        round_trip(&json!({"orbits": "Earth"})),
        types::WithDefault::Moon(_)
    ));
}

#[test]
fn an_unlisted_tag_is_not_taken_for_a_listed_one() {
    assert!(matches!(
        round_trip(&json!({"state": "detached"})),
        types::Disk::Detached(_)
    ));
    let attached = json!({"state": "attached", "instance": "i"});
    assert!(matches!(round_trip(&attached), types::Disk::Attached(_)));
    assert!(matches!(
        round_trip(&json!({"state": "faulted"})),
        types::Disk::Unknown(_)
    ));
}

#[test]
fn properties_with_one_value_are_filled_in() {
    let message = types::Message::builder().content("hello").build();
    let written = serde_json::to_value(message).expect("JSON");
    assert_eq!(written, json!({"role": "user", "version": 2, "content": "hello"}));
    round_trip::<types::Message>(&json!({"role": "system", "version": 3, "content": "hello"}));
    let absent = serde_json::from_value::<types::Message>(json!({"version": 2, "content": ""}));
    assert!(absent.is_err(), "what the server must send is missed");
}

#[test]
fn a_tag_alone_chooses_between_variants_that_are_alike() {
    let craft = |kind: &str| round_trip::<types::Craft>(&json!({ "kind": kind, "label": "l" }));
    assert!(matches!(craft("car"), types::Craft::Car(_)));
    assert!(matches!(craft("auto"), types::Craft::Car(_)));
    assert!(matches!(craft("ship"), types::Craft::Boat(_)));
    assert!(matches!(craft("plane"), types::Craft::Unknown(_)));
}

#[tokio::test]
async fn a_text_converts_into_the_variant_of_texts_without_a_format() {
    use openapi_fixtures::unions::types::NameOrId;
    assert_eq!(NameOrId::from("web"), NameOrId::Name("web".to_owned()));
    let server = support::Server::answering(wiremock::ResponseTemplate::new(204)).await;
    let client = openapi_fixtures::unions::Client::builder()
        .base_url(server.url())
        .build()
        .unwrap();
    client.get_named("web").send().await.unwrap();
    assert_eq!(server.sent().await.target(), "/named/web");
}
