//! The timeline, page by page.

#[allow(missing_docs)]
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/mastodon/openapi.rs"));
}
use api::Client;

/// The newest statuses, until one was read already.
pub async fn unread(server: &str, token: &str, last_read: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let client = Client::builder().oauth2(token).base_url(server).build()?;
    let mut timeline = client.get_timeline_home().limit(40).items();
    let mut unread = Vec::new();
    while let Some(status) = timeline.next().await {
        let status = status?;
        if status.id == last_read {
            break;
        }
        unread.push(format!("{}: {}", status.account.acct, status.content));
    }
    Ok(unread)
}
