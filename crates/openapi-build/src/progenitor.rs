//! progenitor as the generator.

use std::path::Path;

use openapi_compiler::progenitor::generate;
use openapi_compiler::write::{Output, write};
use progenitor::GenerationSettings;

use crate::compile::{out_dir, warnings, watch};
use crate::config::Config;
use crate::error::{Error, Kind};
use crate::generated::diagnostics;

impl Config {
    /// Generates `OUT_DIR/openapi.rs` from the description at `path` with progenitor, for a `build.rs`, and prints for cargo what
    /// [`Config::compile`] prints. It needs the feature `progenitor`.
    ///
    /// progenitor reads OpenAPI 3.0 in one file. It gets the description as such: converted, with references and compositions
    /// resolved, and the names of methods as here. A warning tells each thing that it does not generate, such as parameters in
    /// cookies. The crate needs the dependencies of progenitor's clients rather than `openapi-runtime`.
    ///
    /// It generates whenever the build script runs: `GenerationSettings` cannot be compared with those of an earlier run.
    ///
    /// # Errors
    /// Returns an error, and writes nothing, if the description cannot be used, progenitor cannot generate its client, there is no
    /// folder to write to ([`Config::out_dir`]), or the file cannot be written.
    ///
    /// ```no_run
    /// let mut settings = openapi_build::GenerationSettings::new();
    /// settings.with_derive("PartialEq");
    /// openapi_build::Config::new().compile_with_progenitor("openapi.yaml", &settings)?;
    /// # Ok::<(), openapi_build::Error>(())
    /// ```
    pub fn compile_with_progenitor(&self, path: impl AsRef<Path>, settings: &GenerationSettings) -> Result<(), Error> {
        let path = path.as_ref();
        let out_dir = out_dir();
        let folder = self.output_folder(out_dir.as_deref())?;
        print!("{}", self.watch_inputs(path));
        let client = generate(path, &self.settings, settings).map_err(Kind::Unusable)?;
        let document = &client.converted.document;
        document.files().iter().for_each(|file| print!("{}", watch(&file.path)));
        print!("{}", warnings(diagnostics(&client.converted.diagnostics, document)));
        let files = vec![(folder.join("openapi.rs"), client.code.into_bytes())];
        Ok(write(&Output { files }).map_err(Kind::Write)?)
    }
}
