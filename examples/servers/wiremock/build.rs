//! The description of WireMock's admin API becomes `OUT_DIR/openapi.rs`.

/// Where the description is: it comes with the server, and `scripts/servers.py` takes it from there.
const DESCRIPTION: &str = "WIREMOCK_OPENAPI";

fn main() -> Result<(), openapi_build::Error> {
    println!("cargo:rerun-if-env-changed={DESCRIPTION}");
    let description = std::env::var(DESCRIPTION).expect("WIREMOCK_OPENAPI is the path of the description");
    openapi_build::Config::new().compile(description)
}
