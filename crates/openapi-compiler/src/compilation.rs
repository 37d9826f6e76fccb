//! The result of a compilation, and the files that it consists of.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::diagnostic::Diagnostics;
use crate::docs::markdown;
use crate::document::Document;
use crate::emit::{described_file, referenced_file};
use crate::escape::printable;
use crate::package::{RuntimeDependency, manifest};
use crate::plan::Plan;
use crate::write::Output;

/// The result of a compilation.
#[derive(Clone, Debug)]
pub struct Compilation {
    /// The description as it was read.
    pub document: Document,
    /// The plan.
    pub plan: Plan,
    /// The code, formatted.
    pub code: String,
    /// The code of the sections of a client that is split by tags, formatted, each with its path relative to that of the code.
    pub sections: Vec<(String, String)>,
    /// The tests, formatted, where [`Settings::tests`](crate::Settings::tests) asks for them.
    pub tests: Option<String>,
    /// The mock of the API, formatted, where [`Settings::mock`](crate::Settings::mock) asks for it.
    pub mock: Option<String>,
    /// Notes and warnings; no errors.
    pub diagnostics: Diagnostics,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// The name of the copy of the description that stands beside the generated code.
pub(crate) const DESCRIPTION_FILE: &str = "openapi.description";

impl Compilation {
    /// The files of a client that is one Rust file at `path`: the code, and beside it a copy of the description, which
    /// the code includes; and the tests and the mock, if there are any, as `conformance.rs` and `mock.rs`.
    pub fn rust_file(&self, path: &Path) -> Output {
        let mut output = self.client(path);
        output
            .files
            .extend(self.test_files(&path.with_file_name("conformance.rs"), ""));
        output
            .files
            .extend(self.mock_files(&path.with_file_name("mock.rs"), ""));
        output
    }

    fn test_files(&self, path: &Path, head: &str) -> Vec<(PathBuf, Vec<u8>)> {
        self.with_described(self.tests.as_ref(), path, head, referenced_file)
    }

    fn mock_files(&self, path: &Path, head: &str) -> Vec<(PathBuf, Vec<u8>)> {
        self.with_described(self.mock.as_ref(), path, head, described_file)
    }

    /// The code at `path`, and beside it the files that the description refers to, which it includes.
    fn with_described(
        &self,
        code: Option<&String>,
        path: &Path,
        head: &str,
        name: fn(usize) -> String,
    ) -> Vec<(PathBuf, Vec<u8>)> {
        let Some(code) = code else { return Vec::new() };
        let others = self.document.files().iter().enumerate().skip(1);
        let others = others.map(|(nth, file)| {
            let path = path.with_file_name(name(nth));
            (path, file.effective_text().into_owned().into_bytes())
        });
        others
            .chain([(path.to_owned(), format!("{head}{code}").into_bytes())])
            .collect()
    }

    fn client(&self, path: &Path) -> Output {
        let description = self.document.root().effective_text().into_owned().into_bytes();
        let code = self.code.clone().into_bytes();
        let sections = self.sections.iter().map(|(file, code)| {
            let path = path.parent().unwrap_or(Path::new("")).join(file);
            (path, code.clone().into_bytes())
        });
        let client = [
            (path.with_file_name(DESCRIPTION_FILE), description),
            (path.to_owned(), code),
        ];
        Output {
            files: client.into_iter().chain(sections).collect(),
        }
    }

    /// The files of a client that is a crate of its own in the folder `dir`.
    pub fn package(&self, dir: &Path, runtime: &RuntimeDependency) -> Output {
        let mut output = self.client(&dir.join("src/lib.rs"));
        if let Some((_, code)) = output.files.get_mut(1) {
            let head = format!(
                "//! A client of {}.\n#![forbid(unsafe_code)]\n\n",
                printable(markdown(&self.plan.title).replace('\n', " "))
            );
            code.splice(0..0, head.bytes());
            if self.mock.is_some() {
                code.extend(b"\n#[cfg(feature = \"mock\")]\npub mod mock;\n");
            }
        }
        output.files.push((
            dir.join("Cargo.toml"),
            manifest(&self.plan, runtime, self.tests.is_some(), self.mock.is_some()).into_bytes(),
        ));
        let head = "//! Holds the client to its description.\n\n";
        output
            .files
            .extend(self.test_files(&dir.join("tests/conformance.rs"), head));
        let head = "//! A mock of the API, for tests.\n\n";
        output.files.extend(self.mock_files(&dir.join("src/mock.rs"), head));
        output
    }
}
