//! A description that is wrong in its structure: the whole pipeline gives a client that parses, or errors.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_build::package::RuntimeDependency;
use openapi_build::{Config, Error, Generated, render};
use wiremock_cloud_fuzz::Description;

fuzz_target!(|description: Description| {
    let mut file = tempfile::NamedTempFile::with_suffix(".json").expect("a temporary file");
    std::io::Write::write_all(&mut file, description.0.to_string().as_bytes()).expect("written");
    match Config::new().package().generate(file.path()) {
        Ok(generated) => check(&generated),
        Err(Error::Unusable { document, diagnostics }) => {
            assert!(diagnostics.has_errors(), "refused without a reason");
            for diagnostic in diagnostics.iter() {
                // What the pipeline says where a stage panicked or wrote something else than Rust.
                assert!(
                    !["internal", "invalid-code"].contains(&diagnostic.code),
                    "{}",
                    diagnostic.message
                );
            }
            render::render(&diagnostics, &document, false);
        }
        Err(other) => panic!("{other}"),
    }
});

/// Everything that would be written parses.
fn check(generated: &Generated) {
    render::render(&generated.diagnostics, &generated.document, false);
    for (path, content) in generated
        .package("".as_ref(), &RuntimeDependency::Version("1".to_owned()))
        .files
    {
        let text = String::from_utf8(content).expect("text");
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("rs") => drop(syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))),
            Some("toml") => drop(text.parse::<toml::Table>().unwrap_or_else(|error| panic!("{error}"))),
            _ => {}
        }
    }
}
