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
    /// Generates a client from the description at `path`. Writes nothing.
    ///
    /// # Errors
    /// Returns an error if the description cannot be used. It shows every problem with its location.
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

    /// Generates `OUT_DIR/openapi.rs` from the description at `path`, for a `build.rs`. Prints the files to watch and the warnings
    /// for cargo. `OUT_DIR/openapi.lock` is the lock as it would be written anew, to compare the one that is there with.
    ///
    /// # Errors
    /// Returns an error, and writes nothing, if the description cannot be used, `OUT_DIR` is not set, or a file cannot be written.
    ///
    /// ```no_run
    /// openapi_build::Config::new().compile("openapi.yaml")?;
    /// # Ok::<(), openapi_build::Error>(())
    /// ```
    pub fn compile(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let out_dir = env::var_os("OUT_DIR").ok_or(Error::NoOutDir)?;
        // Printed first, so that fixing the description triggers a rebuild.
        print!("{}", directive("rerun-if-changed", path.as_ref().display()));
        if let Some(lock) = self.lock_path(path.as_ref()) {
            print!("{}", directive("rerun-if-changed", lock.display()));
        }
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
        let out_dir = PathBuf::from(out_dir);
        let mut output = generated.rust_file(&out_dir.join("openapi.rs"));
        let lock = generated.plan.lock.to_string().into_bytes();
        output.files.push((out_dir.join("openapi.lock"), lock));
        write(&output)?;
        Ok(())
    }
}
