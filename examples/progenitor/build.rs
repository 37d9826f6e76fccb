use openapi_build::{Config, GenerationSettings};

fn main() -> Result<(), openapi_build::Error> {
    Config::new().compile_with_progenitor("../../openapi.yaml", &GenerationSettings::new())
}
