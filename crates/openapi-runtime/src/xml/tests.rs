use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const fn node(name: &'static str, value: XmlValue) -> XmlNode {
    XmlNode {
        name,
        namespace: ("", ""),
        kind: XmlKind::Element,
        required: false,
        value,
    }
}

const fn of(kind: XmlKind, name: &'static str, value: XmlValue) -> XmlNode {
    XmlNode {
        kind,
        ..node(name, value)
    }
}

/// What is written for a value, without the declaration; it is the same value when it is read again.
#[track_caller]
fn written(value: &Value, root: &XmlNode) -> String {
    let text = document(value, root).expect("XML");
    roxmltree::Document::parse(&text).expect("well-formed");
    assert_eq!(super::value(&text, root).expect("XML"), *value, "{text}");
    text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .expect("a declaration")
        .to_owned()
}

/// The examples of the XML Object of OpenAPI 3.0.4 and 3.1.1 ("XML Object Examples") and 3.2.0.
#[test]
fn the_examples_of_the_specification() {
    const ID: XmlNode = node("id", XmlValue::Number);
    const ATTRIBUTE: XmlNode = of(XmlKind::Attribute, "id", XmlValue::Number);
    const NAMESPACED: XmlNode = XmlNode {
        namespace: ("https://example.com/schema/sample", "sample"),
        ..node("name", XmlValue::Text)
    };
    const PERSON: XmlNode = node(
        "Person",
        XmlValue::Object(&[("id", ATTRIBUTE), ("name", NAMESPACED)], None),
    );
    assert_eq!(
        written(&json!({"id": 123, "name": "example"}), &PERSON),
        "<Person id=\"123\"><sample:name xmlns:sample=\"https://example.com/schema/sample\">example</sample:name></Person>"
    );
    const PLAIN: XmlNode = node("Pet", XmlValue::Object(&[("id", ID)], None));
    assert_eq!(written(&json!({"id": 1}), &PLAIN), "<Pet><id>1</id></Pet>");

    let animals = json!({"animals": ["one", "two"]});
    // `items` has the name `animal`, and the name of the list has no effect.
    const ANIMAL: XmlNode = node("animal", XmlValue::Text);
    const BARE: XmlNode = node(
        "Zoo",
        XmlValue::Object(
            &[("animals", of(XmlKind::None, "animals", XmlValue::List(&ANIMAL)))],
            None,
        ),
    );
    assert_eq!(
        written(&animals, &BARE),
        "<Zoo><animal>one</animal><animal>two</animal></Zoo>"
    );
    // `wrapped`, with names for both.
    const ALIENS: XmlNode = node(
        "Zoo",
        XmlValue::Object(&[("animals", node("aliens", XmlValue::List(&ANIMAL)))], None),
    );
    assert_eq!(
        written(&animals, &ALIENS),
        "<Zoo><aliens><animal>one</animal><animal>two</animal></aliens></Zoo>"
    );
    assert_eq!(written(&json!({"animals": []}), &ALIENS), "<Zoo><aliens/></Zoo>");

    // 3.2: an element with an attribute and text, also as CDATA.
    for (kind, expected) in [
        (XmlKind::Text, "<Report lang=\"en\">a &lt; b ]]&gt;</Report>"),
        (
            XmlKind::Cdata,
            "<Report lang=\"en\"><![CDATA[a < b ]]]]><![CDATA[>]]></Report>",
        ),
    ] {
        let text: &'static [(&str, XmlNode)] = Box::leak(Box::new([
            ("lang", of(XmlKind::Attribute, "lang", XmlValue::Text)),
            ("body", of(kind, "body", XmlValue::Text)),
        ]));
        let root = node("Report", XmlValue::Object(text, None));
        assert_eq!(written(&json!({"lang": "en", "body": "a < b ]]>"}), &root), expected);
    }
}

#[test]
fn what_servers_write_otherwise_is_read() {
    const ITEM: XmlNode = node("i", XmlValue::Number);
    const NS: XmlNode = XmlNode {
        namespace: ("urn:a", "a"),
        ..node("n", XmlValue::Text)
    };
    const ROOT: XmlNode = node(
        "r",
        XmlValue::Object(
            &[
                (
                    "list",
                    XmlNode {
                        required: true,
                        ..of(XmlKind::None, "list", XmlValue::List(&ITEM))
                    },
                ),
                ("n", NS),
                ("ok", node("ok", XmlValue::Bool)),
            ],
            None,
        ),
    );
    let rows = [
        ("<r/>", json!({"list": []})),
        (
            "<other><i> 1 </i><ok>1</ok><i>2</i></other>",
            json!({"list": [1, 2], "ok": true}),
        ),
        (
            "<!DOCTYPE r><r><!-- c --><b:n xmlns:b='urn:a'>x</b:n></r>",
            json!({"list": [], "n": "x"}),
        ),
        (
            "<r xmlns='urn:a'><n>x &amp;&#x20;<![CDATA[<y>]]></n></r>",
            json!({"list": [], "n": "x & <y>"}),
        ),
        ("<r xmlns:b='urn:b'><b:n>x</b:n></r>", json!({"list": []})),
        (
            "<r><n xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'/></r>",
            json!({"list": [], "n": null}),
        ),
        ("<r><i>one</i></r>", json!({"list": ["one"]})),
    ];
    for (text, expected) in rows {
        assert_eq!(value(text, &ROOT).expect("XML"), expected, "{text}");
    }
}

#[test]
fn what_is_not_described_is_kept_where_it_may_be() {
    const REST: XmlNode = node("", XmlValue::Any);
    const ROOT: XmlNode = node("r", XmlValue::Object(&[("a", node("a", XmlValue::Text))], Some(&REST)));
    let value = json!({"a": "1", "b": "2", "c": ["3", "4"], "d": {"e": "5"}});
    assert_eq!(
        written(&value, &ROOT),
        "<r><a>1</a><b>2</b><c>3</c><c>4</c><d><e>5</e></d></r>"
    );
    const EITHER: XmlNode = node(
        "r",
        XmlValue::OneOf(&[
            XmlValue::Object(&[("a", node("a", XmlValue::Text))], None),
            XmlValue::Object(
                &[("a", node("a", XmlValue::Text)), ("b", node("b", XmlValue::Number))],
                None,
            ),
            XmlValue::Text,
        ]),
    );
    assert_eq!(written(&json!({"a": "1", "b": 2}), &EITHER), "<r><a>1</a><b>2</b></r>");
    assert_eq!(written(&json!("text"), &EITHER), "<r>text</r>");
    const WORDS: XmlNode = node(
        "r",
        XmlValue::Object(&[("a", of(XmlKind::Attribute, "a", XmlValue::List(&REST)))], None),
    );
    assert_eq!(written(&json!({"a": ["x", "y"]}), &WORDS), "<r a=\"x y\"/>");
}

/// An element without a text has none, unless there must be one.
#[test]
fn an_empty_text_is_absent_unless_it_is_required() {
    const COUNT: XmlNode = of(XmlKind::Text, "count", XmlValue::Number);
    const TEXT: XmlNode = XmlNode {
        required: true,
        ..of(XmlKind::Text, "text", XmlValue::Text)
    };
    const OPTIONAL: XmlNode = node("r", XmlValue::Object(&[("count", COUNT)], None));
    const REQUIRED: XmlNode = node("r", XmlValue::Object(&[("text", TEXT)], None));
    assert_eq!(value("<r/>", &OPTIONAL), Ok(json!({})));
    assert_eq!(value("<r>7</r>", &OPTIONAL), Ok(json!({"count": 7})));
    assert_eq!(value("<r/>", &REQUIRED), Ok(json!({"text": ""})));
}

#[test]
fn what_is_not_xml_is_an_error_without_its_content() {
    const ROOT: XmlNode = node("r", XmlValue::Text);
    let deep = "<a>".repeat(129) + &"</a>".repeat(129);
    let rows = [
        ("", "there is no element"),
        ("s3cret", "text outside"),
        ("<r>", "ends within"),
        ("<r></s3cret>", "not well-formed"),
        ("<r/><r/>", "several root"),
        ("<r a='s3cret' a='s3cret'/>", "not well-formed"),
        ("<!DOCTYPE r [<!ENTITY e 's3cret'>]><r>&e;</r>", "an entity of its own"),
        ("<!DOCTYPE r [<!ENTITY e 's3cret'>]><r a='&e;'/>", "not well-formed"),
        (deep.as_str(), "128 levels"),
    ];
    for (text, expected) in rows {
        let error = value(text, &ROOT).expect_err(text);
        assert!(error.contains(expected) && !error.contains("s3cret"), "{text}: {error}");
    }
    for unwritable in [json!("\u{0}"), json!({"not a name": 1}), json!([1])] {
        let error = document(&unwritable, &ROOT).expect_err("it has no XML");
        assert!(!error.contains("not a name"), "{error}");
    }
}

/// What a schema is, and a value of it.
fn schema_and_value() -> impl Strategy<Value = (XmlNode, Value)> {
    let text = "[ -~\u{e9}\u{4e16}\u{1f980}\t\n\r]{0,12}".prop_map(Value::from);
    let leaf = prop_oneof![
        text.clone().prop_map(|value| (XmlValue::Text, value)),
        any::<i64>().prop_map(|value| (XmlValue::Number, json!(value))),
        any::<bool>().prop_map(|value| (XmlValue::Bool, json!(value))),
    ];
    let kinds = prop_oneof![Just(XmlKind::Element), Just(XmlKind::Attribute)];
    let values = leaf.prop_recursive(4, 24, 4, move |inner| {
        let list = (inner.clone(), 1..4_usize).prop_map(|((of, value), count)| {
            let item: &'static XmlNode = Box::leak(Box::new(node("item", of)));
            (XmlValue::List(item), Value::Array(vec![value; count]))
        });
        let members = prop::collection::vec((inner.clone(), kinds.clone(), any::<bool>()), 0..4);
        let object = members.prop_map(|members| {
            let mut values = serde_json::Map::new();
            let nodes = members
                .into_iter()
                .enumerate()
                .map(|(nth, ((of, value), kind, prefixed))| {
                    let name: &'static str = Box::leak(format!("p{nth}").into_boxed_str());
                    values.insert(name.to_owned(), value);
                    let kind = match of {
                        XmlValue::List(_) | XmlValue::Object(..) => XmlKind::Element,
                        _ => kind,
                    };
                    let namespace = if prefixed { ("urn:n", "n") } else { ("", "") };
                    (
                        name,
                        XmlNode {
                            namespace,
                            ..self::of(kind, name, of)
                        },
                    )
                });
            let nodes: Vec<(&'static str, XmlNode)> = nodes.collect();
            (XmlValue::Object(nodes.leak(), None), Value::Object(values))
        });
        prop_oneof![list, object]
    });
    values.prop_map(|(of, value)| (node("root", of), value))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]
    #[test]
    fn a_value_is_the_same_when_it_is_read_again((root, value) in schema_and_value()) {
        written(&value, &root);
    }
}
