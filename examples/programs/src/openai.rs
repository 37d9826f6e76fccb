//! A chat whose answer arrives in parts.

#[allow(missing_docs)]
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/openai/openapi.rs"));
}
use api::Client;
use api::types::{ChatCompletionRequestUserMessage, CreateChatCompletionRequest};

/// The answer to a question.
pub async fn ask(server: &str, key: &str, question: &str) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().api_key_auth(key).base_url(server).build()?;
    let message = ChatCompletionRequestUserMessage::builder().content(question).build();
    let request = CreateChatCompletionRequest::builder()
        .model("gpt-5")
        .messages([message.into()])
        .build();
    let mut chunks = client.create_chat_completion(request).stream().await?.into_inner();
    let mut answer = String::new();
    while let Some(chunk) = chunks.next().await {
        let part = chunk?.choices.remove(0).delta.content.flatten();
        answer.push_str(&part.unwrap_or_default());
    }
    Ok(answer)
}
