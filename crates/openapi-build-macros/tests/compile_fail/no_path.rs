openapi_build::generate!(7);

fn main() {}
