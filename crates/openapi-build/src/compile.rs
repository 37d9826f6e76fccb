//! Running a generation.

use std::env;
use std::path::{Path, PathBuf};

use openapi_compiler::write::directive;
use openapi_compiler::{compile, lock_path};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Kind};
use crate::generated::Generated;

/// Maximum number of warnings that cargo shows; more are counted.
const MAX_WARNINGS: usize = 100;

impl Config {
    /// Generates a client from the description at `path`. Writes nothing.
    ///
    /// # Errors
    /// Returns an error if the description cannot be used, or a setting is not valid. It shows every problem with its place.
    ///
    /// ```
    /// let error = openapi_build::Config::new().generate("no-such-file.yaml").unwrap_err();
    /// assert!(error.to_string().contains("no-such-file.yaml"));
    /// ```
    pub fn generate(&self, path: impl AsRef<Path>) -> Result<Generated, Error> {
        if self.settings.tests && self.settings.crate_path.is_none() {
            return Err(Kind::NoCratePath.into());
        }
        if let Some(path) = &self.settings.runtime_path
            && syn::parse_str::<syn::Path>(path).is_err()
        {
            return Err(Kind::RuntimePath(path.clone()).into());
        }
        let compilation = compile(path.as_ref(), &self.settings).map_err(Kind::Unusable)?;
        Ok(Generated { compilation })
    }

    /// Generates `OUT_DIR/openapi.rs` from the description at `path`, for a `build.rs`. Prints the files to watch and the warnings
    /// for cargo; the first 100 warnings are shown, and the others are counted.
    ///
    /// # Errors
    /// Returns an error, and writes nothing, if the description cannot be used, a setting is not valid, there is no folder to
    /// write to ([`Config::out_dir`]), or a file cannot be written.
    ///
    /// ```no_run
    /// openapi_build::Config::new().compile("openapi.yaml")?;
    /// # Ok::<(), openapi_build::Error>(())
    /// ```
    pub fn compile(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        let out_dir = self.output_folder()?;
        // Printed first, so that fixing the description triggers a rebuild.
        self.watch_inputs(path);
        let generated = self.generate(path)?;
        generated.sources().for_each(watch);
        show_warnings(generated.diagnostics());
        generated.write_to(out_dir)
    }

    /// Has cargo watch the description, and what it is generated with.
    pub(crate) fn watch_inputs(&self, path: &Path) {
        watch(path);
        self.file.as_deref().map(watch);
        #[cfg(feature = "overlay")]
        self.settings.limits.overlays.iter().for_each(|path| watch(path));
        self.settings.limits.also.iter().for_each(|path| watch(path));
        lock_path(path, &self.settings.lock).as_deref().map(watch);
    }

    /// The folder that a `build.rs` writes to.
    pub(crate) fn output_folder(&self) -> Result<PathBuf, Error> {
        let out_dir = self.out_dir.clone();
        let out_dir = out_dir.or_else(|| env::var_os("OUT_DIR").map(PathBuf::from));
        Ok(out_dir.ok_or(Kind::NoOutDir)?)
    }
}

pub(crate) fn watch(path: &Path) {
    print!("{}", directive("rerun-if-changed", path.display()));
}

pub(crate) fn show_warnings(diagnostics: impl Iterator<Item = Diagnostic>) {
    let warnings: Vec<_> = diagnostics
        .filter(|diagnostic| diagnostic.severity() == Severity::Warning)
        .collect();
    for warning in warnings.iter().take(MAX_WARNINGS) {
        print!("{}", directive("warning", warning));
    }
    if let more @ 1.. = warnings.len().saturating_sub(MAX_WARNINGS) {
        print!(
            "{}",
            directive(
                "warning",
                format_args!("and {more} more; `openapi-build check` shows all")
            )
        );
    }
}
