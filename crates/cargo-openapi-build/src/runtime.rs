//! Where a generated crate gets `openapi-runtime` from.

use std::path::{Component, Path, PathBuf};

use clap::{Args, ValueEnum};
use openapi_compiler::package::RuntimeDependency;

/// Where a generated crate gets `openapi-runtime` (and with `--tests` `openapi-conformance`) from.
#[derive(Args)]
pub(crate) struct Runtime {
    /// By version from crates.io, or by path from the checkout that this command was built from. The default is the path
    /// if there is such a checkout.
    #[arg(long, value_name = "SOURCE")]
    runtime: Option<RuntimeSource>,
    /// By path: the folder of `openapi-runtime`. The path is written relative to the crate if they share a folder.
    #[arg(long, value_name = "DIR", conflicts_with = "runtime")]
    runtime_path: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum RuntimeSource {
    /// A path into a checkout.
    Path,
    /// A version on crates.io.
    Version,
}

impl Runtime {
    pub(crate) fn is_given(&self) -> bool {
        self.runtime.is_some() || self.runtime_path.is_some()
    }

    /// The dependency of a crate in `dir`.
    pub(crate) fn dependency(&self, dir: &Path) -> RuntimeDependency {
        let dependency = match (&self.runtime_path, self.runtime) {
            (Some(path), _) => RuntimeDependency::Path(path.clone()),
            (None, Some(RuntimeSource::Version)) => RuntimeDependency::version_of_this_build(),
            (None, Some(RuntimeSource::Path) | None) => RuntimeDependency::of_this_build(),
        };
        match dependency {
            RuntimeDependency::Path(path) => RuntimeDependency::Path(relative(&path, dir)),
            version => version,
        }
    }
}

/// `path` relative to the folder `dir` if both share a folder below the root of the file system, else absolute.
fn relative(path: &Path, dir: &Path) -> PathBuf {
    let absolute = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path));
    let (Ok(path), Ok(dir)) = (absolute(path), absolute(dir)) else {
        return path.to_owned();
    };
    let is_shared = |(a, b): (Component, Component)| a == b && matches!(a, Component::Normal(_));
    match path.components().zip(dir.components()).any(is_shared) {
        true => pathdiff::diff_paths(&path, dir).unwrap_or(path),
        false => path,
    }
}
