//! Generated types in the formats of serde: JSON as text and as a value, and CBOR, which is binary.

#![allow(missing_docs, reason = "the types are those of the tests")]

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

openapi_runtime::open_enum!(
    pub enum Color {
        Red = "red",
        Blue = "blue",
    }
);
openapi_runtime::open_integer_enum!(
    pub enum Size {
        Small = 1,
        Large = 2,
    }
);
openapi_runtime::wrapper!(
    pub struct Tree(pub Vec<Tree>);
);
openapi_runtime::wrapper!(pub struct Named [own] (pub Keys););

openapi_runtime::object! {
    pub struct Dog {
        name: required String = "name",
        legs: optional Option<i64> = "legs",
    }
    default true
}

openapi_runtime::object! {
    pub struct Cat {
        name: required String = "name",
        kind: required String = "kind",
    }
}

openapi_runtime::union! {
    pub enum Pet by "kind" {
        0 Dog(Box<Dog>) "dog" as "kind" = "dog",
        1 Cat(Cat) "cat" as "kind" = "cat",
        2 Keys[own](Keys) "keys" as "kind" = "keys",
        3 Names(Vec<String>),
    }
}

openapi_runtime::object! {
    /// A value of each kind.
    pub struct All {
        text: required String = "text",
        number: required f64 = "number",
        small: required i32 = "small",
        large: optional Option<u64> = "large",
        yes: optional Option<bool> = "yes",
        nothing: required () = "nothing",
        null: nullable Option<Option<i64>> = "null",
        none: required Option<Dog> = "none",
        color: optional Option<Color> = "color",
        size: required Size = "size",
        tree: required Tree = "tree",
        pair: required (i64, String) = "pair",
        list: required Vec<Option<Dog>> = "list",
        map: required BTreeMap<String, Dog> = "map",
        any: required Value = "any",
        object: required serde_json::Map<String, Value> = "object",
        pets: required Vec<Pet> = "pets",
        keys: own_required Keys = "keys",
        more_keys: own_optional Option<Keys> = "moreKeys",
        no_keys: own_nullable Option<Option<Keys>> = "noKeys",
        ..others: Dog
    }
}

/// A type of the caller's own: the names of an object, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;

        impl<'de> Visitor<'de> for Names {
            type Value = Keys;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of numbers")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, _)) = members.next_entry::<String, i64>()? {
                    keys.push(key);
                }
                keys.retain(|key| key != "kind");
                Ok(Keys(keys))
            }
        }

        deserializer.deserialize_map(Names)
    }
}

impl Serialize for Keys {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|key| (key, 0)))
    }
}

fn all() -> Value {
    json!({
        "text": "t", "number": 1.5, "small": -1, "large": u64::MAX, "yes": true, "nothing": null, "null": null, "none": null,
        "color": "green", "size": 2, "tree": [[], [[]]], "pair": [1, "one"], "list": [null, {"name": "a"}],
        "map": {"a": {"name": "a", "legs": 4}}, "any": {"a": [1, null]}, "object": {"a": {}},
        "pets": [{"name": "Rex", "kind": "dog"}, {"name": "Tom", "kind": "cat"}, ["a"], {"kind": "fish", "fins": 7}],
        "keys": {"b": 0, "a": 0}, "moreKeys": {"c": 0}, "noKeys": null,
        "Rex": {"name": "Rex"}, "Tim": {"name": "Tim", "legs": 3},
    })
}

fn to_cbor(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    bytes
}

#[test]
fn a_value_of_each_kind_is_the_same_from_each_format() {
    let from_value: All = serde_json::from_value(all()).unwrap();
    assert_eq!(serde_json::from_str::<All>(&all().to_string()).unwrap(), from_value);
    assert_eq!(
        ciborium::from_reader::<All, _>(&to_cbor(&all())[..]).unwrap(),
        from_value
    );
    assert_eq!(from_value.null, Some(None));
    assert_eq!(from_value.no_keys, Some(None));
    assert_eq!(from_value.color, Some(Color::Unknown("green".into())));
    assert_eq!(from_value.pets[3], Pet::Unknown(json!({"kind": "fish", "fins": 7})));
}

#[test]
fn a_value_of_each_kind_is_the_same_in_each_format() {
    let value: All = serde_json::from_value(all()).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), all());
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), all());
    assert_eq!(ciborium::from_reader::<Value, _>(&to_cbor(&value)[..]).unwrap(), all());
}

#[test]
fn the_number_of_properties_is_written_before_them() {
    let dog = |legs| Dog {
        name: "Rex".into(),
        legs,
    };
    // CBOR: a map of a known length, RFC 8949, section 3.1.
    for (value, length) in [
        (Pet::Dog(Box::new(dog(None))), 2),
        (Pet::Dog(Box::new(dog(Some(4)))), 3),
    ] {
        assert_eq!(to_cbor(&value)[0], 0b1010_0000 + length, "with the tag");
    }
    assert_eq!(to_cbor(&dog(None))[0], 0b1010_0001);
    assert_eq!(to_cbor(&vec![dog(None)])[0], 0b1000_0001);
}

#[test]
fn a_tag_is_written_unless_the_value_has_it() {
    let cat = |kind: &str| {
        Pet::Cat(Cat {
            name: "Tom".into(),
            kind: kind.into(),
        })
    };
    let keys = Pet::Keys(Keys(vec!["a".into()]));
    for (pet, expected) in [
        (Pet::Dog(Box::default()), r#"{"name":"","kind":"dog"}"#),
        (cat("cat"), r#"{"name":"Tom","kind":"cat"}"#),
        (cat("lion"), r#"{"name":"Tom","kind":"lion"}"#),
        (keys, r#"{"a":0,"kind":"keys"}"#),
        (Pet::Names(vec!["a".into()]), r#"["a"]"#),
        (Pet::Unknown(json!({"a": 1})), r#"{"a":1}"#),
    ] {
        assert_eq!(serde_json::to_string(&pet).unwrap(), expected);
    }
}

#[test]
fn an_error_has_the_place_where_it_is() {
    let place = |text: &str| {
        let error = serde_json::from_str::<Vec<All>>(text).unwrap_err();
        (error.to_string(), error.classify())
    };
    use serde_json::error::Category::{Data, Eof, Syntax};
    for (text, expected, category) in [
        (
            "[{\n\"text\": 1}]",
            "invalid type: integer `1`, expected a string at line 2 column 9",
            Data,
        ),
        (
            "[{\n\"yes\": 1}]",
            "invalid type: integer `1`, expected a boolean at line 2 column 8",
            Data,
        ),
        (
            "[{\n\"map\": {\"a\": {\"name\": []}}}]",
            "invalid type: sequence, expected a string at line 2 column 22",
            Data,
        ),
        (
            "[{\n\"map\": {\"a\": {}}}]",
            "missing field `name` at line 2 column 15",
            Data,
        ),
        (
            "[{\n\"small\": 1, \"small\": 1}]",
            "duplicate field `small` at line 2 column 19",
            Data,
        ),
        (
            "[{\n\"pair\": [1]}]",
            "invalid length 1, expected a tuple of size 2 at line 2 column 11",
            Data,
        ),
        (
            "[{\n\"pair\": [1, \"\", 2]}]",
            "trailing characters at line 2 column 17",
            Syntax,
        ),
        (
            "[{\n\"keys\": {\"a\": \"b\"}}]",
            "invalid type: string \"b\", expected i64 at line 2 column 19",
            Data,
        ),
        (
            "[{\n\"list\": 1}]",
            "invalid type: integer `1`, expected a sequence at line 2 column 9",
            Data,
        ),
        ("[{\n\"tree\": [[}", "expected value at line 2 column 11", Syntax),
        (
            "[{\n\"pets\": [{\"a\":",
            "EOF while parsing a value at line 2 column 14",
            Eof,
        ),
        (
            "[[]]",
            "invalid type: sequence, expected an object at line 1 column 1",
            Data,
        ),
    ] {
        assert_eq!(place(text), (expected.to_owned(), category), "{text}");
    }
}

#[test]
fn a_generated_type_is_a_part_of_a_type_of_the_callers_own() {
    #[derive(Debug, PartialEq)]
    struct Kept(Dog);

    impl<'de> Deserialize<'de> for Kept {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Inside;

            impl<'de> Visitor<'de> for Inside {
                type Value = Kept;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("a dog")
                }

                fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Kept, A::Error> {
                    Dog::deserialize(MapAccessDeserializer::new(members)).map(Kept)
                }
            }

            deserializer.deserialize_any(Inside)
        }
    }

    let kept: Kept = serde_json::from_str(r#"{"name": "Rex", "legs": 4}"#).unwrap();
    assert_eq!(
        kept,
        Kept(Dog {
            name: "Rex".into(),
            legs: Some(4)
        })
    );
}

openapi_runtime::object! {
    /// More properties than a word has bits.
    pub struct Wide { p0: required i64 = "p0", p1: required i64 = "p1", p2: required i64 = "p2", p3: required i64 = "p3", p4: required i64 = "p4", p5: required i64 = "p5", p6: required i64 = "p6", p7: required i64 = "p7", p8: required i64 = "p8", p9: required i64 = "p9", p10: required i64 = "p10", p11: required i64 = "p11", p12: required i64 = "p12", p13: required i64 = "p13", p14: required i64 = "p14", p15: required i64 = "p15", p16: required i64 = "p16", p17: required i64 = "p17", p18: required i64 = "p18", p19: required i64 = "p19", p20: required i64 = "p20", p21: required i64 = "p21", p22: required i64 = "p22", p23: required i64 = "p23", p24: required i64 = "p24", p25: required i64 = "p25", p26: required i64 = "p26", p27: required i64 = "p27", p28: required i64 = "p28", p29: required i64 = "p29", p30: required i64 = "p30", p31: required i64 = "p31", p32: required i64 = "p32", p33: required i64 = "p33", p34: required i64 = "p34", p35: required i64 = "p35", p36: required i64 = "p36", p37: required i64 = "p37", p38: required i64 = "p38", p39: required i64 = "p39", p40: required i64 = "p40", p41: required i64 = "p41", p42: required i64 = "p42", p43: required i64 = "p43", p44: required i64 = "p44", p45: required i64 = "p45", p46: required i64 = "p46", p47: required i64 = "p47", p48: required i64 = "p48", p49: required i64 = "p49", p50: required i64 = "p50", p51: required i64 = "p51", p52: required i64 = "p52", p53: required i64 = "p53", p54: required i64 = "p54", p55: required i64 = "p55", p56: required i64 = "p56", p57: required i64 = "p57", p58: required i64 = "p58", p59: required i64 = "p59", p60: required i64 = "p60", p61: required i64 = "p61", p62: required i64 = "p62", p63: required i64 = "p63", p64: required i64 = "p64", p65: required i64 = "p65", }
}

#[test]
fn each_of_many_properties_has_to_be_there_once() {
    let all: Vec<_> = (0..66).map(|number| format!("\"p{number}\":{number}")).collect();
    let read = |properties: &[String]| {
        let read = serde_json::from_str::<Wide>(&format!("{{{}}}", properties.join(",")));
        read.map_err(|error| error.to_string())
    };
    let value = read(&all).unwrap();
    assert_eq!((value.p0, value.p63, value.p64, value.p65), (0, 63, 64, 65));
    for number in [0, 63, 64, 65] {
        let mut others = all.clone();
        others.remove(number);
        let error = read(&others).unwrap_err();
        assert!(error.starts_with(&format!("missing field `p{number}`")), "{error}");
        let twice: Vec<_> = all.iter().chain([&all[number]]).cloned().collect();
        let error = read(&twice).unwrap_err();
        assert!(error.starts_with(&format!("duplicate field `p{number}`")), "{error}");
    }
}

#[test]
fn a_type_of_the_callers_own_says_why_it_cannot_be_written() {
    openapi_runtime::object! {
        pub struct Grid {
            cells: own_required BTreeMap<(i8, i8), i8> = "cells",
        }
    }
    let cells = BTreeMap::from([((0, 0), 1)]);
    let error = serde_json::to_string(&Grid { cells }).unwrap_err();
    assert_eq!(error.to_string(), "key must be a string");
}
