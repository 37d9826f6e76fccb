//! Which schemas are reported since most types of a selection are reached through them.

use openapi_compiler::plan::Options;
use openapi_compiler::{Settings, compile};

/// The document of components, each `NAME: WORD ..`: the schemas it refers to, and how many it has of its own. The operation `get` returns `Pet`.
fn document(components: &[&str]) -> String {
    let mut schemas = String::new();
    for component in components {
        let (name, words) = component.split_once(": ").expect("a name");
        let held = words.split(' ').flat_map(|word| match word.parse::<usize>() {
            Ok(own) => (0..own).map(|nth| format!("{name}{nth}")).collect(),
            Err(_) => vec![word.to_owned()],
        });
        let mut properties = Vec::new();
        for (nth, held) in held.enumerate() {
            properties.push(format!("p{nth}: {{$ref: '#/components/schemas/{held}'}}"));
            if held.starts_with(name) {
                schemas += &format!("    {held}: {{type: object, properties: {{n: {{type: string}}}}}}\n");
            }
        }
        schemas += &format!(
            "    {name}: {{type: object, properties: {{{}}}}}\n",
            properties.join(", ")
        );
    }
    let content = "{description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}";
    format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths:\n  /pets:\n    get: {{operationId: get, responses: {{'200': {content}}}}}\ncomponents:\n  schemas:\n    Unused: {{type: object, properties: {{n: {{type: string}}}}}}\n{schemas}"
    )
}

/// What is reported of a document: the message, and the names of schemas in the help.
fn reported(components: &[&str], choose: impl FnOnce(&mut Options)) -> Vec<String> {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("openapi.yaml");
    std::fs::write(&path, document(components)).expect("a file");
    let mut settings = Settings::default();
    choose(&mut settings.options);
    let client = compile(&path, &settings).expect("a client");
    let reported = client.diagnostics.iter().filter(|found| found.code == "wide-schema");
    let shown = reported.map(|found| {
        let name = found.at.pointer.rsplit('/').next().expect("a name");
        let help = found.help.as_deref().unwrap_or_default();
        assert!(
            help.contains(&format!("`--replace '{name}=openapi_runtime::serde_json::Value'`")),
            "{help}"
        );
        let numbers = found
            .message
            .split(|c: char| !c.is_ascii_digit())
            .filter(|number| !number.is_empty());
        format!("{name}: {}", numbers.collect::<Vec<_>>().join(", "))
    });
    shown.collect()
}

fn select(options: &mut Options) {
    options.selection.only.push("get".to_owned());
}

#[test]
fn the_schema_that_most_types_are_reached_through_is_reported() {
    let cases: [(&str, &[&str], &[&str]); 11] = [
        ("one schema", &["Pet: User 5", "User: 150"], &["User: 157, 150"]),
        ("exactly 100", &["Pet: User", "User: 100"], &["User: 102, 100"]),
        (
            "one that only leads to it",
            &["Pet: Owner", "Owner: User 3", "User: 150"],
            &["User: 156, 150"],
        ),
        (
            "one with many others",
            &["Pet: Owner", "Owner: User 50", "User: 150"],
            &["Owner: 203, 201", "User: 203, 150"],
        ),
        (
            "four within each other",
            &["Pet: A", "A: B 50", "B: C 50", "C: D 50", "D: 200"],
            &["A: 355, 353", "B: 355, 302", "C: 355, 251"],
        ),
        (
            "one that another reaches too",
            &["Pet: User Owner", "User: Big", "Owner: Big", "Big: 150"],
            &["Big: 154, 150"],
        ),
        (
            "a cycle",
            &["Pet: User", "User: Group 150", "Group: User 160"],
            &["User: 313, 311", "Group: 313, 160"],
        ),
        ("the result", &["Pet: 150"], &[]),
        ("three schemas", &["Pet: A B C", "A: 150", "B: 150", "C: 150"], &[]),
        ("less than half", &["Pet: User 153", "User: 150"], &[]),
        ("fewer than 100", &["Pet: User", "User: 99"], &[]),
    ];
    for (case, components, expected) in cases {
        assert_eq!(reported(components, select), expected, "{case}");
    }
}

#[test]
fn nothing_is_reported_without_a_selection_or_with_another_type() {
    let components = ["Pet: User 5", "User: 150"];
    assert!(reported(&components, |_| ()).is_empty());
    assert!(reported(&components, |options| options.only_used = true).is_empty());
    let replaced = reported(&components, |options| {
        select(options);
        let own = "openapi_runtime::serde_json::Value".to_owned();
        options.replacements.insert("User".to_owned(), own);
    });
    assert!(replaced.is_empty(), "{replaced:?}");
}

#[test]
fn what_only_types_have_is_reported_too() {
    let reported = reported(&["Pet: User", "User: 150"], |options| {
        select(options);
        options.only_types = true;
    });
    assert_eq!(reported, ["User: 152, 150"]);
}
