//! Any bytes as a description: read and lowered, or refused with reasons that can be shown. Never a panic.
#![no_main]

use std::io;
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::lower::lower;
use openapi_compiler::read::{Limits, read_with};
use openapi_compiler::render;

/// The name decides whether the text is YAML, JSON or either.
const NAMES: [&str; 3] = ["openapi.yaml", "openapi.json", "openapi"];

/// A file that is the same under every name could refer to further ones without end.
const FILES: usize = 4;

fuzz_target!(|bytes: &[u8]| {
    for name in NAMES {
        let mut diagnostics = Diagnostics::new();
        let mut files = 0;
        let document = read_with(Path::new(name), &Limits::default(), &mut diagnostics, |_| {
            files += 1;
            (files <= FILES)
                .then(|| bytes.to_vec())
                .ok_or_else(|| io::ErrorKind::NotFound.into())
        });
        let readable = !diagnostics.has_errors();
        if readable && lower(&document, &mut diagnostics).is_none() {
            assert!(diagnostics.has_errors(), "refused without a reason");
        }
        render::render(&diagnostics, &document, false);
        render::json(&diagnostics, &document);
    }
});
