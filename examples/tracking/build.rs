//! Generates a client for each version, both with the lock of version 1.

use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for version in ["v1", "v2"] {
        let dir = out.join(version);
        fs::create_dir_all(&dir)?;
        openapi_build::Config::new()
            .lock("openapi.lock")
            .out_dir(dir)
            .compile(format!("{version}.yaml"))?;
    }
    Ok(())
}
