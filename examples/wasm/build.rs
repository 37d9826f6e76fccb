//! Generates the client of the guide's description.

fn main() -> Result<(), openapi_build::Error> {
    openapi_build::Config::new().compile("../../crates/openapi-fixtures/documents/pets.yaml")
}
