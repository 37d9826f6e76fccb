//! The calls that run a generation.

use std::env;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::diagnostic::Severity;
use crate::error::Error;
use crate::generated::Generated;
use crate::pipeline;
use crate::write::{cargo_directives, directive, write};

impl Config {
    /// Runs the whole pipeline on the description at `path` and gives what it made, writing nothing.
    ///
    /// # Errors
    /// When the description cannot be used; the error shows every problem with its place.
    ///
    /// ```
    /// let error = openapi_build::Config::new().generate("no-such-file.yaml".as_ref()).unwrap_err();
    /// assert!(error.to_string().contains("no-such-file.yaml"));
    /// ```
    pub fn generate(&self, path: &Path) -> Result<Generated, Error> {
        if self.tests && self.crate_path.is_none() && !self.package {
            return Err(Error::NoCratePath);
        }
        pipeline::run(path, self)
    }

    /// For a `build.rs`: generates `OUT_DIR/openapi.rs` from the description at `path`, tells cargo which files to watch,
    /// and shows warnings.
    ///
    /// # Errors
    /// When the description cannot be used, `OUT_DIR` is not set, or writing fails. Nothing is written then.
    ///
    /// ```no_run
    /// openapi_build::Config::new().compile("openapi.yaml")?;
    /// # Ok::<(), openapi_build::Error>(())
    /// ```
    pub fn compile(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let out_dir = env::var_os("OUT_DIR").ok_or(Error::NoOutDir)?;
        // Before anything can fail, so that mending the description runs the build again.
        print!("{}", directive("rerun-if-changed", path.as_ref().display()));
        let generated = self.generate(path.as_ref())?;
        print!("{}", cargo_directives(&generated.document));
        for diagnostic in generated
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Warning)
        {
            let path = path.as_ref().display();
            let warning = format_args!("{path}: {} ({})", diagnostic.message, diagnostic.at.pointer);
            print!("{}", directive("warning", warning));
        }
        write(&generated.rust_file(&PathBuf::from(out_dir).join("openapi.rs")))?;
        Ok(())
    }
}
