//! A message with a file.

#[allow(missing_docs)]
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/discord/openapi.rs"));
}
use api::types::CreateMessageRequestBodyMultipart;
use api::{Client, File};

/// Sends a picture to a channel. The result is the id of the message.
pub async fn send(
    server: &str,
    token: &str,
    channel: &str,
    picture: Vec<u8>,
) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder()
        .bot_token(format!("Bot {token}"))
        .base_url(server)
        .build()?;
    let cat = File::new(picture).name("cat.png").content_type("image/png");
    let message = CreateMessageRequestBodyMultipart::builder()
        .content("A cat")
        .files_0(cat)
        .build();
    let sent = client
        .create_message_with_body_multipart(channel, message)
        .send()
        .await?;
    Ok(sent.id.to_string())
}
