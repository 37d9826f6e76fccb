//! The command `cargo openapi-build`.

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_openapi_build::main()
}
