//! The description that Chroma serves becomes `OUT_DIR/openapi.rs`.

/// Where the description is; `scripts/servers.py` takes it from the server.
const DESCRIPTION: &str = "CHROMA_OPENAPI";

fn main() -> Result<(), openapi_build::Error> {
    println!("cargo:rerun-if-env-changed={DESCRIPTION}");
    let description = std::env::var(DESCRIPTION).expect("CHROMA_OPENAPI is the path of the description");
    openapi_build::Config::new().compile(description)
}
