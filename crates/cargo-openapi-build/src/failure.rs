//! Why the command fails.

use std::io::IsTerminal;

use openapi_compiler::Unusable;
use openapi_compiler::escape::printable;
use openapi_compiler::render::render;
use openapi_compiler::write::WriteError;

/// An error of the command.
pub(crate) enum Failure {
    /// The description cannot be used.
    Unusable(Box<Unusable>),
    /// A file cannot be written.
    Write(WriteError),
    /// Another reason, in a line.
    Other(String),
    /// Another reason, as it is shown.
    Shown(String),
}

impl From<Box<Unusable>> for Failure {
    fn from(error: Box<Unusable>) -> Self {
        Self::Unusable(error)
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

impl Failure {
    /// Prints the error to stderr.
    pub(crate) fn show(&self) {
        match self {
            Self::Unusable(error) => {
                let color = std::io::stderr().is_terminal();
                eprint!("{}", render(&error.diagnostics, &error.document, color));
            }
            Self::Write(error) => eprintln!("error: {}", printable(error)),
            Self::Shown(message) => eprint!("{message}"),
            Self::Other(message) => eprintln!("error: {}", printable(message)),
        }
    }
}
