#![doc = include_str!("../README.md")]

mod expand;

use std::env;
use std::path::Path;

use proc_macro::TokenStream;
use syn::{LitStr, parse_macro_input};

/// Generates a client from the description at a path, and puts its items where the macro is called. The path is relative to the folder
/// of the crate's `Cargo.toml`. Needs the feature `macros` of `openapi-build`.
///
/// It is for a first try: one dependency, and no `build.rs`. The code is that of [`Config::compile`], with an `openapi.lock` beside the description. The
/// settings are in `openapi-build.toml` beside the description, or in `[package.metadata.openapi-build]` of the nearest `Cargo.toml`,
/// as for the command.
///
/// ```
/// mod pets {
///     openapi_build::generate!("tests/pets.yaml");
/// }
///
/// let client = pets::Client::builder().build()?;
/// let request = client.get_pet(7);
/// # _ = request;
/// # Ok::<(), pets::BuildError>(())
/// ```
///
/// with
///
/// ```toml
/// [dependencies]
/// openapi-build = { version = "0.1", features = ["macros"] }
/// openapi-runtime = "0.1"
/// ```
///
/// # When not to use it
///
/// Use a `build.rs` with [`Config::compile`] for what you keep:
///
/// - It shows warnings. A macro on stable Rust cannot, so that a description with a likely mistake compiles in silence: `openapi-build check`
///   shows what it has to say.
/// - It has the settings that are code, several clients of one description, and the mock, the conformance tests and the sections by tags, which
///   are files of their own.
/// - It generates when the description changes. The macro generates whenever the crate is compiled, and an editor expands it again
///   and again. "Go to definition" leads to the call of the macro rather than to code.
/// - It sees an `openapi.lock` or an `openapi-build.toml` that is new. The macro sees it with the next change of a file that it read: the description,
///   the files that this refers to, the lock, the settings and the overlays.
/// - The generator is a dependency of the build alone.
///
/// # Errors
/// It is a compile error at the path if the description cannot be used, the lock or the settings are not valid, or a setting asks for a file:
/// `by-tag`, `mocks`, `out-dir`, `tests`. The error shows each problem with its file, line, column and help.
///
/// [`Config::compile`]: https://docs.rs/openapi-build/latest/openapi_build/struct.Config.html#method.compile
#[proc_macro]
pub fn generate(input: TokenStream) -> TokenStream {
    let path = parse_macro_input!(input as LitStr);
    let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let expanded = expand::client(&Path::new(&folder).join(path.value()));
    expanded
        .unwrap_or_else(|message| syn::Error::new(path.span(), message).to_compile_error())
        .into()
}
