mod pets {
    openapi_build::generate!("broken.yaml");
}

fn main() {}
