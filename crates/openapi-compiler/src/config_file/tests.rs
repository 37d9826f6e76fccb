//! Files with settings.

use std::fs;

use super::{has_settings, read};
use crate::diff::Severities;
use crate::settings::LockFile;

fn error(text: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("openapi-build.toml");
    fs::write(&path, text).unwrap();
    let error = read(&path).unwrap_err().to_string();
    error.replace(&format!("{}/", dir.path().display()), "")
}

#[test]
fn every_word_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("openapi-build.toml");
    let text = r##"
        only = ["tag:pets", "GET /a"]
        except = "deletePet"
        secret = ["/components/schemas/A/properties/pin"]
        default-server = "https://a.example"
        lock = "api/openapi.lock"
        locked = true
        allow-outside = true
        max-file-size = 1_000
        out-dir = "src/api"
        overlays = ["fixes.yaml", "more.yaml"]
        also = "billing.yaml"
        runtime-path = "::sdk::runtime"
        crate-path = "sdk::api"
        tests = true
        mocks = true
        defaults = true
        lenient = ["Invoice"]
        validate = true
        webhooks = true
        xml = true
        [rename]
        "/components/schemas/pet" = "Pet"
        [replace]
        Money = "crate::Money"
        [format]
        date-time = "jiff"
        [derive]
        "*" = "Eq, Hash"
        struct = ["Default", "a::A"]
        [attribute]
        enum = "#[must_use]"
        [severity]
        response-optional-property-removed = "break"
        endpoint-added = "ignore"
        [events]
        "/paths/~1chat/post" = "/components/schemas/Chunk"
        [pages]
        "/paths/~1a/get" = "none"
        "/paths/~1b/get" = { by = "cursor", to = "after", at = "/next", items = "/b", more = "/more", count = "/count" }
        "/paths/~1c/get" = { by = "page", to = "page", first = 0 }
    "##;
    fs::write(&path, text).unwrap();
    let read = read(&path).unwrap();
    let options = &read.settings.options;
    assert_eq!(options.selection.only, ["tag:pets", "GET /a"]);
    assert_eq!(options.selection.except, ["deletePet"]);
    let mut severities = Severities::default();
    severities.set("response-optional-property-removed", "break").unwrap();
    severities.set("endpoint-added", "ignore").unwrap();
    assert_eq!(read.severities, severities);
    assert_eq!(options.secrets.len(), 1);
    let overlays = ["fixes.yaml", "more.yaml"].map(|name| dir.path().join(name));
    assert_eq!(read.settings.limits.overlays, overlays);
    assert_eq!(read.settings.limits.also, [dir.path().join("billing.yaml")]);
    assert_eq!(options.default_server.as_deref(), Some("https://a.example"));
    assert!(matches!(&read.settings.lock, LockFile::At(lock) if *lock == dir.path().join("api/openapi.lock")));
    assert!(options.locked && read.settings.limits.allow_outside && read.settings.tests && read.settings.mock);
    assert!(options.lenient.contains("Invoice"));
    assert!(options.defaults && options.validate && options.webhooks && options.xml);
    assert_eq!(read.settings.limits.bytes, 1000);
    assert_eq!(read.out_dir, Some(dir.path().join("src/api")));
    assert_eq!(read.settings.runtime_path.as_deref(), Some("::sdk::runtime"));
    assert_eq!(read.settings.crate_path.as_deref(), Some("sdk::api"));
    assert_eq!(options.renames["/components/schemas/pet"], "Pet");
    assert_eq!(options.replacements["Money"], "crate::Money");
    assert_eq!(options.formats["date-time"], "jiff");
    let derives: Vec<_> = options
        .additions
        .derives
        .iter()
        .map(|known| (known.types.as_str(), known.text.as_str()))
        .collect();
    assert_eq!(derives, [("*", "Eq, Hash"), ("struct", "Default"), ("struct", "a::A")]);
    assert_eq!(options.additions.attributes[0].text, "#[must_use]");
    assert_eq!(options.events["/paths/~1chat/post"], "/components/schemas/Chunk");
    let pages = &options.pages["/paths/~1b/get"];
    assert_eq!(
        *pages,
        crate::pages::Pages::cursor("after", "/next")
            .items("/b")
            .more("/more")
            .count("/count")
    );
    assert_eq!(
        options.pages["/paths/~1c/get"],
        crate::pages::Pages::page("page").first(0)
    );
    assert!(
        options.origins["Money"].ends_with("openapi-build.toml:25:9"),
        "{:?}",
        options.origins
    );
}

#[test]
fn a_problem_has_its_line_and_column() {
    let cases = [
        (
            "renam = {}",
            "openapi-build.toml:1:1: `renam` is not a setting (did you mean `rename`?)",
        ),
        (
            "\nlocked = 1",
            "openapi-build.toml:2:10: `locked` is an integer, and not true or false",
        ),
        (
            "rename = [\"a\"]",
            "openapi-build.toml:1:10: `rename` is a list, and not a table",
        ),
        (
            "[rename]\na = 1",
            "openapi-build.toml:2:5: `a` is an integer, and not a text",
        ),
        (
            "only = [1]",
            "openapi-build.toml:1:9: `only` is an integer, and not a text",
        ),
        (
            "max-file-size = -1",
            "openapi-build.toml:1:17: `max-file-size` is an integer, and not an integer from 0",
        ),
        ("tests = true\ntests = false", "openapi-build.toml:2:1: duplicate key"),
        (
            "[rename]\n\"/é\" = \"A\"\n\"/é\" = \"B\"",
            "openapi-build.toml:3:1: duplicate key",
        ),
        (
            "[pages]\na = \"curser\"",
            "openapi-build.toml:2:5: `curser` is not a kind of pages (write `none`, `link`, or a table with `by`)",
        ),
        (
            "[pages]\na = {by = \"cursor\", too = \"a\"}",
            "openapi-build.toml:2:21: `too` is not a setting (did you mean `to`?)",
        ),
        (
            "[pages]\na = {by = \"cursor\"}",
            "openapi-build.toml:2:5: the pages have no `to` (see `Pages` in the documentation of openapi-build)",
        ),
        (
            "[source]\nurl = \"https://example.com\"",
            "openapi-build.toml:1:1: the source has no `url` or no `sha256` (`openapi-build fetch` writes it)",
        ),
        (
            "source = {ur = \"a\"}",
            "openapi-build.toml:1:11: `ur` is not a setting (did you mean `url`?)",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(error(text), expected, "{text}");
    }
    assert!(error("zzz = 1").contains("the settings are allow, allow-outside, also, attribute"));
    assert!(error("only = ").starts_with("openapi-build.toml:1:8: "));
}

#[test]
fn a_manifest_may_have_the_settings() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("Cargo.toml");
    let manifest = |own: &str| fs::write(&path, format!("[package]\nname = \"a\"\n{own}")).unwrap();
    let message = || read(&path).unwrap_err().to_string();
    manifest("");
    assert!(!has_settings(&path).unwrap());
    assert!(message().ends_with("Cargo.toml: there is no table `[package.metadata.openapi-build]`"));
    manifest("[package.metadata.openapi-build]\nlocked = true");
    assert!(has_settings(&path).unwrap());
    assert!(read(&path).unwrap().settings.options.locked);
    manifest("[package.metadata.openapi-build]\nlock = 1");
    assert!(message().ends_with("Cargo.toml:4:8: `lock` is an integer, and not a text"));
    // What a generated crate records is not a setting.
    manifest("[package.metadata.openapi-build]\nfiles = ['src/lib.rs']");
    assert!(!has_settings(&path).unwrap());
    assert!(read(&path).is_ok());
}

#[test]
fn a_verdict_needs_a_kind_of_change_and_a_word() {
    assert_eq!(
        error("[severity]\nendpoint-aded = \"break\"\n"),
        "openapi-build.toml:2:1: `endpoint-aded` is not a kind of change (did you mean `endpoint-added`?)"
    );
    assert_eq!(
        error("[severity]\n\n'weather' = \"break\"\n"),
        "openapi-build.toml:3:1: `weather` is not a kind of change (see docs/diff.md for all)"
    );
    assert_eq!(
        error("[severity]\nendpoint-added = \"error\"\n"),
        "openapi-build.toml:2:18: `error` is not a verdict (write ignore, none, additive, loosened, break)"
    );
    assert_eq!(
        error("severity = [\"endpoint-added\"]\n"),
        "openapi-build.toml:1:12: `severity` is a list, and not a table"
    );
}
