//! `openapi.yaml` becomes `OUT_DIR/openapi.rs`: parse, resolve the compositions, generate, write.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Another version of the description to generate from, for crates that track its changes.
const DESCRIPTION: &str = "WIREMOCK_CLOUD_OPENAPI";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-env-changed={DESCRIPTION}");
    println!("cargo:rerun-if-changed=build.rs");
    let description = env::var_os(DESCRIPTION).filter(|path| !path.is_empty());
    let description = description.map_or_else(|| PathBuf::from("openapi.yaml"), PathBuf::from);

    let mut config = openapi_build::Config::new();
    config
        .crate_path("wiremock_cloud")
        .with(openapi_build::Extra::Tests)
        .with(openapi_build::Extra::Mocks)
        .lock("openapi.lock")
        .default_server("https://api.wiremock.cloud")
        .rename("/servers/0", "Mock")
        .rename("/servers/1", "Production")
        // What people write often deserves a short name; everything else is named after its place.
        .rename("/components/schemas/DatabaseConnectionCoordsBase/properties/databaseType", "DatabaseType")
        .rename("/components/schemas/DatabaseConnectionResponse", "DatabaseConnection")
        .rename(
            "/components/requestBodies/CreateDatabaseConnectionRequestBody/content/application~1json/schema/properties/databaseConnection",
            "NewDatabaseConnection",
        )
        .compile(&description)?;
    // What `openapi-build lock` writes; a test compares it with the lock that is committed.
    let lock = Path::new(&env::var("OUT_DIR")?).join("openapi.lock");
    Ok(fs::write(lock, config.generate(description)?.lock())?)
}
