openapi_build::generate!("no-such-file.yaml");

fn main() {}
