//! The description beside this file becomes `OUT_DIR/openapi.rs`.

fn main() -> Result<(), openapi_build::Error> {
    openapi_build::Config::new().compile("openapi.yaml")
}
