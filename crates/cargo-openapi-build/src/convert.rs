//! The subcommand `convert`: a description in another version of OpenAPI.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use openapi_compiler::convert::Version;
use openapi_compiler::escape::json_text;
use openapi_compiler::write::{Output, write};
use serde_json::Value;

use crate::failure::Failure;
use crate::source::Source;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// The version of OpenAPI.
    #[arg(long, value_name = "VERSION")]
    to: To,
    /// The file to write: YAML if its name ends in `.yaml` or `.yml`, else JSON. The default is the standard output.
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum To {
    /// OpenAPI 3.0.
    #[value(name = "3.0")]
    V3_0,
    /// OpenAPI 3.1.
    #[value(name = "3.1")]
    V3_1,
}

/// Converts the description, and shows its diagnostics.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let version = match arguments.to {
        To::V3_0 => Version::V3_0,
        To::V3_1 => Version::V3_1,
    };
    let description = arguments.source.convert(version)?;
    write_description(arguments.out.as_deref(), &description)
}

/// Writes a description: in the format of the name of the file, or as JSON on the standard output.
pub(crate) fn write_description(path: Option<&Path>, description: &Value) -> Result<(), Failure> {
    match path {
        Some(path) => {
            let files = vec![(path.to_owned(), text(path, description).into_bytes())];
            write(&Output { files })?;
        }
        None => println!("{}", json_text(description)),
    }
    Ok(())
}

fn text(path: &Path, description: &Value) -> String {
    let is_yaml = path
        .extension()
        .is_some_and(|extension| extension == "yaml" || extension == "yml");
    let yaml = is_yaml.then(|| serde_yaml::to_string(description).ok()).flatten();
    yaml.unwrap_or_else(|| format!("{description:#}\n"))
}
