//! Running a generation.

use std::env;
use std::path::{Path, PathBuf};

use openapi_compiler::write::{directive, write};
use openapi_compiler::{compile, lock_path};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, Kind};
use crate::generated::Generated;
use crate::record::Record;

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
    /// A build script with several descriptions runs again when one of them changes. What would be generated from the others is there
    /// already: `OUT_DIR` has a record of each generation, and nothing is generated while the files that were read and written, the
    /// settings and the build script are as recorded. The warnings are printed again.
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
        self.compile_with(path.as_ref(), out_dir().as_deref(), |text| print!("{text}"))
    }

    /// Like [`Config::compile`], with this `OUT_DIR`, and `print` in place of the standard output.
    pub(crate) fn compile_with(
        &self,
        path: &Path,
        out_dir: Option<&Path>,
        mut print: impl FnMut(&str),
    ) -> Result<(), Error> {
        let folder = self.output_folder(out_dir)?;
        let record = out_dir.and_then(|out_dir| Record::new(self, path, folder, out_dir));
        if let Some(printed) = record.as_ref().and_then(Record::printed) {
            print(&printed);
            return Ok(());
        }
        // Printed first, so that fixing the description triggers a rebuild.
        let mut printed = self.watch_inputs(path);
        print(&printed);
        let generated = self.generate(path)?;
        let found = generated.sources().map(watch).collect::<String>() + &warnings(generated.diagnostics());
        print(&found);
        printed += &found;
        let output = generated.output(folder);
        write(&output).map_err(Kind::Write)?;
        if let Some(record) = record {
            record.write(&generated.compilation.document, &output, &printed);
        }
        Ok(())
    }

    /// Directives for cargo to watch the description, and what it is generated with.
    pub(crate) fn watch_inputs(&self, path: &Path) -> String {
        let limits = &self.settings.limits;
        let lock = lock_path(path, &self.settings.lock);
        let paths = [path].into_iter().chain(self.file.as_deref());
        #[cfg(feature = "overlay")]
        let paths = paths.chain(limits.overlays.iter().map(PathBuf::as_path));
        let paths = paths.chain(limits.also.iter().map(PathBuf::as_path));
        paths.chain(lock.as_deref()).map(watch).collect()
    }

    /// The folder that a `build.rs` writes to.
    pub(crate) fn output_folder<'a>(&'a self, out_dir: Option<&'a Path>) -> Result<&'a Path, Error> {
        Ok(self.out_dir.as_deref().or(out_dir).ok_or(Kind::NoOutDir)?)
    }
}

/// `OUT_DIR`, which cargo sets.
pub(crate) fn out_dir() -> Option<PathBuf> {
    env::var_os("OUT_DIR").map(PathBuf::from)
}

/// The directive to watch a file.
pub(crate) fn watch(path: &Path) -> String {
    directive("rerun-if-changed", path.display())
}

/// Directives to show the warnings.
pub(crate) fn warnings(diagnostics: impl Iterator<Item = Diagnostic>) -> String {
    let warnings: Vec<_> = diagnostics
        .filter(|diagnostic| diagnostic.severity() == Severity::Warning)
        .collect();
    let shown = warnings.iter().take(MAX_WARNINGS);
    let mut text: String = shown.map(|warning| directive("warning", warning)).collect();
    if let more @ 1.. = warnings.len().saturating_sub(MAX_WARNINGS) {
        let message = format_args!("and {more} more; `openapi-build check` shows all");
        text += &directive("warning", message);
    }
    text
}
