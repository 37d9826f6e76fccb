//! An upload.

#[allow(missing_docs)]
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/box/openapi.rs"));
}
use api::types::{
    PostFilesContentRequestBodyMultipart, PostFilesContentRequestBodyMultipartAttributes,
    PostFilesContentRequestBodyMultipartAttributesParent,
};
use api::{Client, File};

/// Uploads a file to the folder of the user. The result is its id.
pub async fn upload(
    server: &str,
    token: &str,
    name: &str,
    content: Vec<u8>,
) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().oauth2_security(token).base_url(server).build()?;
    let parent = PostFilesContentRequestBodyMultipartAttributesParent::builder()
        .id("0")
        .build();
    let attributes = PostFilesContentRequestBodyMultipartAttributes::builder()
        .name(name)
        .parent(parent)
        .build();
    let body = PostFilesContentRequestBodyMultipart::builder()
        .attributes(attributes)
        .file(File::new(content).name(name))
        .build();
    let uploaded = client.post_files_content().body(body).send().await?;
    Ok(uploaded.entries.as_ref().unwrap()[0].id.clone())
}
