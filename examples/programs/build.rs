//! Generates a client for each description.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for api in [
        "anthropic",
        "box",
        "discord",
        "kubernetes",
        "mastodon",
        "openai",
        "prefect",
        "qdrant",
    ] {
        let mut config = openapi_build::Config::new();
        if api == "openai" {
            config.events(
                "/paths/~1chat~1completions/post",
                "/components/schemas/CreateChatCompletionStreamResponse",
            );
        }
        let dir = out.join(api);
        fs::create_dir_all(&dir)?;
        config
            .out_dir(dir)
            .compile(Path::new("descriptions").join(api).with_extension("yaml"))?;
    }
    Ok(())
}
