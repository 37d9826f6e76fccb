//! What the macro is replaced by.

use std::env;
use std::path::{Path, PathBuf, absolute};

use openapi_compiler::config_file::{FileSettings, find, read};
use openapi_compiler::escape::printable;
use openapi_compiler::{Compilation, Settings, compile, lock_path};
use proc_macro2::TokenStream;
use quote::quote;

/// The client of the description at a path, or why there is none.
pub(crate) fn client(description: &Path) -> Result<TokenStream, String> {
    let description = &as_rustc_shows(description);
    let config = find(description).map_err(|error| error.to_string())?;
    let read = config.as_deref().map(read).transpose();
    let read = read.map_err(|error| error.to_string())?.unwrap_or_default();
    check(&read)?;
    let settings = Settings {
        self_contained: true,
        ..read.settings
    };
    let compilation = compile(description, &settings).map_err(|unusable| unusable.to_string())?;
    let code: TokenStream = compilation.code.parse().map_err(|error| format!("{error}"))?;
    let watched = watched(&compilation, description, &settings, config)?;
    Ok(quote!(#code #(const _: &[u8] = include_bytes!(#watched);)*))
}

/// The path as rustc shows paths: relative to the folder that it runs in, if it is below.
fn as_rustc_shows(path: &Path) -> PathBuf {
    let relative = env::current_dir().ok();
    let relative = relative.and_then(|folder| Some(path.strip_prefix(folder).ok()?.to_owned()));
    relative.unwrap_or_else(|| path.to_owned())
}

/// Refuses settings that the items of a macro cannot have.
fn check(read: &FileSettings) -> Result<(), String> {
    let settings = &read.settings;
    let of_files = [
        ("by-tag", settings.options.by_tag),
        ("mocks", settings.mock),
        ("out-dir", read.out_dir.is_some()),
        ("tests", settings.tests),
    ];
    if let Some((name, _)) = of_files.iter().find(|(_, is_set)| *is_set) {
        return Err(format!(
            "the setting `{name}` is about files, which a macro does not write: generate the client in a `build.rs`, or remove the setting"
        ));
    }
    match &settings.runtime_path {
        Some(path) if syn::parse_str::<syn::Path>(path).is_err() => Err(format!(
            "the `runtime-path` `{}` is not a path of Rust",
            printable(path)
        )),
        _ => Ok(()),
    }
}

/// The files that the client depends on. rustc compiles again if one changes that the code includes.
fn watched(
    compilation: &Compilation,
    description: &Path,
    settings: &Settings,
    config: Option<PathBuf>,
) -> Result<Vec<String>, String> {
    let files = compilation.document.files().iter().map(|file| file.path.clone());
    let all = files
        .chain(settings.limits.overlays.iter().cloned())
        .chain(lock_path(description, &settings.lock))
        .chain(config);
    let text = |path: PathBuf| {
        let path = absolute(path).map_err(|error| error.to_string())?;
        let unicode = path.into_os_string().into_string();
        unicode.map_err(|path| format!("the path {} is not Unicode", path.display()))
    };
    all.map(text).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use tempfile::TempDir;

    use super::client;

    const DESCRIPTION: &str = "
openapi: 3.1.0
info: {title: 'Shop \"#*/ }', version: 1.0.0}
paths:
  /price: {get: {operationId: price, responses: {'200': {description: '', content: {application/json: {schema: {$ref: 'parts.yaml#/price'}}}}}}}
";

    /// A folder with a description and these files.
    fn folder(files: &[(&str, &str)]) -> TempDir {
        let dir = TempDir::new().expect("a temporary folder");
        let own = [
            ("Cargo.toml", ""),
            ("openapi.yaml", DESCRIPTION),
            ("parts.yaml", "price: {type: integer}"),
        ];
        for (name, text) in own.iter().chain(files) {
            fs::write(dir.path().join(name), text).expect("a file");
        }
        dir
    }

    fn expand(dir: &Path) -> Result<String, String> {
        client(&dir.join("openapi.yaml")).map(|tokens| tokens.to_string())
    }

    #[test]
    fn the_code_includes_each_file_that_was_read_and_has_the_text_of_the_description() {
        let files = [
            ("openapi.lock", "openapi-lock 1\noperation GET /price cost price\n"),
            ("openapi-build.toml", "overlays = ['own.overlay.yaml']"),
            (
                "own.overlay.yaml",
                "{overlay: 1.0.0, info: {title: '', version: ''}, actions: [{target: $.info, update: {description: ours}}]}",
            ),
        ];
        let dir = folder(&files);
        let code = expand(dir.path()).expect("a client");
        for name in [
            "openapi.yaml",
            "parts.yaml",
            "openapi.lock",
            "openapi-build.toml",
            "own.overlay.yaml",
        ] {
            let path = dir.path().join(name);
            assert!(code.contains(&format!("include_bytes ! ({path:?})")), "{name}");
        }
        assert!(!code.contains("include_str"));
        assert!(code.contains("pub const DESCRIPTION : & str = \"") && code.contains("ours"));
        assert!(code.contains("cost -> Cost"), "{code}");
    }

    #[test]
    fn settings_of_files_and_settings_that_are_not_valid_are_errors() {
        let cases = [
            ("mocks = true", "`mocks` is about files"),
            ("by-tag = true", "`by-tag` is about files"),
            ("out-dir = 'src'", "`out-dir` is about files"),
            ("tests = true", "`tests` is about files"),
            ("runtime-path = 'a; b'", "`a; b` is not a path of Rust"),
            ("\nonli = ''", "openapi-build.toml:2:1: `onli` is not a setting"),
        ];
        for (settings, expected) in cases {
            let dir = folder(&[("openapi-build.toml", settings)]);
            let error = expand(dir.path()).expect_err(settings);
            assert!(error.contains(expected), "{error}");
        }
    }
}
