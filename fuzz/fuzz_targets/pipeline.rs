//! A description that is wrong in its structure: the whole pipeline gives a client that parses, or errors.
#![no_main]

use libfuzzer_sys::fuzz_target;
use openapi_compiler::package::RuntimeDependency;
use openapi_compiler::{Compilation, Settings, compile, render};
use wiremock_cloud_fuzz::Description;

fuzz_target!(|description: Description| {
    let mut file = tempfile::NamedTempFile::with_suffix(".json").expect("a temporary file");
    std::io::Write::write_all(&mut file, description.0.to_string().as_bytes()).expect("written");
    let settings = Settings {
        package: true,
        ..Settings::default()
    };
    match compile(file.path(), &settings) {
        Ok(generated) => check(&generated),
        Err(unusable) => {
            let (document, diagnostics) = (&unusable.document, &unusable.diagnostics);
            assert!(diagnostics.has_errors(), "refused without a reason");
            for diagnostic in diagnostics.iter() {
                // What the pipeline says where a stage panicked or wrote something else than Rust.
                assert!(
                    !["internal", "invalid-code"].contains(&diagnostic.code),
                    "{}",
                    diagnostic.message
                );
            }
            render::render(diagnostics, document, false);
        }
    }
});

/// Everything that would be written parses.
fn check(generated: &Compilation) {
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
