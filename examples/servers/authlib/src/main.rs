//! Tokens of OAuth 2.0 from an authorization server by Authlib: by client credentials, password and refresh token. The server counts
//! the tokens that it gives and the requests that it refuses.
//!
//! Usage: `authlib-example URL`

#[allow(dead_code)] // a program does not call everything
mod api {
    include!(concat!(env!("OUT_DIR"), "/openapi.rs"));
}

use std::{collections::BTreeMap, error::Error as _, time::Duration};

use futures_util::future::try_join_all;
use openapi_runtime::{AnyError, OAuth2};

use api::Client;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const SECRET: &str = "secret:of/the-client";

#[tokio::main]
async fn main() -> Result {
    let Some(url) = std::env::args().nth(1) else {
        return Err("usage: authlib-example URL".into());
    };
    client_credentials(&url).await?;
    renewal(&url).await?;
    password(&url).await?;
    refresh_token(&url).await?;
    refused(&url).await
}

fn client(url: &str, tokens: OAuth2) -> Result<Client> {
    Ok(Client::builder().base_url(url).oauth(tokens.scope("read")).build()?)
}

/// Sends several requests at the same time, and checks whose token they had.
async fn ask(client: &Client, who: (&str, Option<&str>)) -> Result {
    for response in try_join_all((0..20).map(|_| client.whoami().send())).await? {
        let user = response.user.as_ref().and_then(|user| user.as_deref());
        assert_eq!((response.client.as_str(), user), who);
    }
    Ok(())
}

/// What the server counted since the call before.
struct Counter {
    client: Client,
    before: BTreeMap<String, i64>,
}

impl Counter {
    async fn new(client: &Client) -> Result<Self> {
        let before = client.seen().send().await?.into_inner();
        Ok(Self {
            client: client.clone(),
            before,
        })
    }

    async fn since(&mut self, name: &str) -> std::result::Result<i64, AnyError> {
        let now = self.client.seen().send().await?.into_inner();
        let since = now[name] - self.before[name];
        self.before.insert(name.to_owned(), now[name]);
        Ok(since)
    }
}

async fn client_credentials(url: &str) -> Result {
    let client = client(url, OAuth2::client_credentials("shop", SECRET))?;
    let mut counter = Counter::new(&client).await?;
    ask(&client, ("shop", None)).await?;
    let tokens = counter.since("client_credentials").await?;
    assert_eq!(tokens, 1, "20 requests need one token");

    client.revoke().send().await?;
    ask(&client, ("shop", None)).await?;
    let tokens = counter.since("client_credentials").await?;
    assert_eq!(tokens, 1, "20 requests that are refused need one more token");
    let refused = counter.since("unauthorized").await?;
    assert!((1..=20).contains(&refused), "{refused} requests were refused");
    println!(
        "client credentials: 1 token for 20 requests; after its revocation 1 more, for {refused} that were refused"
    );

    let in_body = self::client(url, OAuth2::client_credentials("shop", SECRET).secret_in_body())?;
    in_body.whoami().send().await?;
    assert_eq!(counter.since("client_credentials").await?, 1);
    Ok(())
}

/// The tokens of the client `short` hold for three seconds.
async fn renewal(url: &str) -> Result {
    let client = client(url, OAuth2::client_credentials("short", SECRET))?;
    let mut counter = Counter::new(&client).await?;
    for _ in 0..8 {
        client.whoami().send().await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let tokens = counter.since("client_credentials").await?;
    let refused = counter.since("unauthorized").await?;
    assert!((3..=4).contains(&tokens), "{tokens} tokens");
    assert_eq!(refused, 0, "a token is renewed before it expires");
    println!("renewal: {tokens} tokens in 8 s, no request refused");
    Ok(())
}

async fn password(url: &str) -> Result {
    let tokens = OAuth2::password("shop", "anna", "a password").client_secret(SECRET);
    let client = client(url, tokens)?;
    let mut counter = Counter::new(&client).await?;
    ask(&client, ("shop", Some("anna"))).await?;
    assert_eq!(counter.since("password").await?, 1);

    for _ in 0..2 {
        client.revoke().send().await?;
        ask(&client, ("shop", Some("anna"))).await?;
        assert_eq!(counter.since("refresh_token").await?, 1, "by the newest refresh token");
    }
    assert_eq!(counter.since("password").await?, 0, "the password is sent once");
    println!("password: sent once, then two tokens by refresh tokens");
    Ok(())
}

async fn refresh_token(url: &str) -> Result {
    let tokens = OAuth2::refresh_token("shop", "from an earlier session").client_secret(SECRET);
    let client = client(url, tokens)?;
    let mut counter = Counter::new(&client).await?;
    ask(&client, ("shop", Some("anna"))).await?;
    client.revoke().send().await?;
    ask(&client, ("shop", Some("anna"))).await?;
    let tokens = counter.since("refresh_token").await?;
    assert_eq!(tokens, 2, "the second is by the refresh token that came with the first");
    println!("refresh token: 2 tokens, each by another refresh token");
    Ok(())
}

async fn refused(url: &str) -> Result {
    for tokens in [
        OAuth2::client_credentials("shop", "a wrong secret"),
        OAuth2::password("shop", "anna", "a wrong password").client_secret(SECRET),
    ] {
        let client = client(url, tokens)?;
        let error = client.whoami().send().await.expect_err("no token");
        let texts = format!("{error} {error:?} {client:?}");
        assert!(texts.contains("invalid_"), "{texts}");
        assert!(!texts.contains("a wrong") && !texts.contains(SECRET), "{texts}");
        println!("refused: {}", error.source().expect("what the server sent"));
    }
    Ok(())
}
