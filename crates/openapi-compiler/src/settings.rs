//! The settings of a compilation.

use std::path::PathBuf;

use crate::diagnostic::Levels;
use crate::lock::Lock;
use crate::plan::Options;
use crate::read::Limits;

/// The options of a compilation. The default is a client in one file, without tests.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Decisions about the plan.
    pub options: Options,
    /// Limits for reading.
    pub limits: Limits,
    /// Which diagnostics are errors, and which are notes.
    pub levels: Levels,
    /// The lock to read.
    pub lock: LockFile,
    /// The path of the generated module for examples and tests, such as `my_crate::api`.
    pub crate_path: Option<String>,
    /// The path of `openapi-runtime` in the generated code; the default is `::openapi_runtime`.
    pub runtime_path: Option<String>,
    /// Whether the client is a crate of its own, by whose name examples and tests reach it.
    pub package: bool,
    /// Whether the code has the text of the description in itself, rather than in a file beside it.
    pub self_contained: bool,
    /// Whether conformance tests are generated. They need `crate_path` or `package`.
    pub tests: bool,
    /// Whether a mock of the API is generated.
    pub mock: bool,
    /// Called with the name of each stage when it starts.
    pub progress: Option<fn(&'static str)>,
}

/// The lock that a compilation reads.
#[derive(Clone, Debug, Default)]
pub enum LockFile {
    /// `openapi.lock` beside the description, if it exists.
    #[default]
    Beside,
    /// The file at this path.
    At(PathBuf),
    /// This one, which is not in a file.
    Given(Lock),
    /// None: every name is as it is without a lock.
    Ignored,
}
