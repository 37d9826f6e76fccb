//! A message and its answer.

#[allow(missing_docs)]
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/anthropic/openapi.rs"));
}
use api::Client;
use api::types::{ContentBlock, CreateMessageParams, InputMessage, InputMessageRole};

/// The answer to a question.
pub async fn ask(server: &str, key: &str, question: &str) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder()
        .secret_header("x-api-key", key)
        .base_url(server)
        .build()?;
    let message = InputMessage::builder()
        .role(InputMessageRole::User)
        .content(question)
        .build();
    let request = CreateMessageParams::builder()
        .model("claude-opus-4-6")
        .max_tokens(1024)
        .messages([message])
        .build();
    let answer = client
        .messages_post(request)
        .anthropic_version("2023-06-01")
        .send()
        .await?;
    let texts = answer.content.iter().filter_map(|block| match block {
        ContentBlock::ResponseTextBlock(block) => Some(block.text.as_str()),
        _ => None,
    });
    Ok(texts.collect())
}
