//! Credentials that are asked for: one at a time, before they end, once more after 401; and tokens of OAuth 2.0 from an
//! authorization server in process.

mod common;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use common::{GET, OPERATION, decode};
use openapi_runtime::{Body, Client, ClientBuilder, Credential, Error, Request, Retry, Token};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

/// A server that takes some tokens only, and answers `[1]`.
struct Guarded {
    server: MockServer,
    valid: Arc<Mutex<Vec<String>>>,
}

impl Guarded {
    async fn start(valid: &[&str]) -> Self {
        let server = MockServer::start().await;
        let valid = Arc::new(Mutex::new(
            valid.iter().map(|token| format!("Bearer {token}")).collect::<Vec<_>>(),
        ));
        let accepted = valid.clone();
        let respond = move |request: &wiremock::Request| {
            let sent = request
                .headers
                .get("authorization")
                .map_or("", |value| value.to_str().unwrap());
            match accepted.lock().unwrap().iter().any(|valid| valid == sent) {
                true => ResponseTemplate::new(200).set_body_raw("[1]", "application/json"),
                false => ResponseTemplate::new(401).set_body_raw("{}", "application/json"),
            }
        };
        Mock::given(any()).respond_with(respond).mount(&server).await;
        Self { server, valid }
    }

    fn accept(&self, token: &str) {
        *self.valid.lock().unwrap() = vec![format!("Bearer {token}")];
    }

    async fn requests(&self) -> usize {
        self.server.received_requests().await.unwrap().len()
    }

    fn client(&self, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        set(Client::builder(&self.server.uri(), "test/1").retry(Retry::never()))
            .build()
            .unwrap()
    }
}

/// A credential that counts how often it is asked for, and is `t1`, `t2`, ..
fn counting(wait: Duration) -> (Credential, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let asked = count.clone();
    let credential = Credential::provider(move || {
        let number = asked.fetch_add(1, SeqCst) + 1;
        async move {
            tokio::time::sleep(wait).await;
            Ok::<_, std::io::Error>(format!("t{number}"))
        }
    });
    (credential, count)
}

fn get() -> Request {
    Request::new(&GET)
}

#[tokio::test]
async fn one_is_asked_for_at_a_time_and_kept() {
    let guarded = Guarded::start(&["t1"]).await;
    let (credential, count) = counting(Duration::from_millis(50));
    let client = guarded.client(|builder| builder.bearer("key", credential));
    let calls = (0..50).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.send(get(), decode).await.unwrap() })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap();
    }
    assert_eq!((count.load(SeqCst), guarded.requests().await), (1, 50));
}

#[tokio::test]
async fn those_who_wait_for_one_fetch_fail_with_it_and_later_ones_try_again() {
    let guarded = Guarded::start(&["t"]).await;
    let count = Arc::new(AtomicUsize::new(0));
    let asked = count.clone();
    let failing = Credential::provider(move || {
        let first = asked.fetch_add(1, SeqCst) == 0;
        async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            match first {
                true => Err(std::io::Error::other("the vault is sealed")),
                false => Ok("t"),
            }
        }
    });
    let client = guarded.client(|builder| builder.bearer("key", failing));
    let calls = (0..20).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { client.send(get(), decode).await.unwrap_err() })
    });
    for call in calls.collect::<Vec<_>>() {
        let error = call.await.unwrap();
        assert!(
            matches!(&error, Error::Credential(error) if error.scheme() == "key"),
            "{error:?}"
        );
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains("the vault is sealed"), "{source}");
    }
    assert_eq!((count.load(SeqCst), guarded.requests().await), (1, 0));
    client.send(get(), decode).await.unwrap();
    assert_eq!(count.load(SeqCst), 2);
}

#[tokio::test]
async fn a_fetch_that_is_dropped_is_done_by_the_next() {
    let guarded = Guarded::start(&["t2"]).await;
    let (credential, count) = counting(Duration::from_millis(100));
    let client = guarded.client(|builder| builder.bearer("key", credential));
    let dropped = tokio::time::timeout(Duration::from_millis(20), client.send(get(), decode)).await;
    assert!(dropped.is_err());
    client.send(get(), decode).await.unwrap();
    assert_eq!(count.load(SeqCst), 2);
}

#[tokio::test]
async fn a_refused_one_is_replaced_and_the_request_sent_once_more() {
    let guarded = Guarded::start(&["t1"]).await;
    let (credential, count) = counting(Duration::ZERO);
    let client = guarded.client(|builder| builder.bearer("key", credential));
    client.send(get(), decode).await.unwrap();
    guarded.accept("t2");
    let mut post = Request::new(Box::leak(Box::new(OPERATION.method("POST"))));
    post.body_text("text/plain", "body".to_owned());
    client.send(post, decode).await.unwrap();
    assert_eq!((count.load(SeqCst), guarded.requests().await), (2, 3));

    guarded.accept("none");
    let error = client.send(get(), decode).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!((count.load(SeqCst), guarded.requests().await), (3, 5));

    let mut once = get();
    once.no_retry();
    assert_eq!(client.send(once, decode).await.unwrap_err().status().unwrap(), 401);
    let mut streamed = get();
    streamed.body_bytes(
        "text/plain",
        Body::wrap_stream(futures_util::stream::iter([Ok::<_, std::io::Error>("a")])),
    );
    assert_eq!(client.send(streamed, decode).await.unwrap_err().status().unwrap(), 401);
    assert_eq!(guarded.requests().await, 7);

    let value = guarded.client(|builder| builder.bearer("key", "wrong".into()));
    value.send(get(), decode).await.unwrap_err();
    assert_eq!(guarded.requests().await, 8);
}

#[tokio::test]
async fn provided_credentials_go_to_the_location_of_the_scheme() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_raw("[1]", "application/json");
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let provided = || Credential::provider(async || Ok::<_, std::io::Error>("s3cret"));
    let places: [fn(ClientBuilder, Credential) -> ClientBuilder; 3] = [
        |builder, credential| builder.api_key_header("key", "x-key", credential),
        |builder, credential| builder.api_key_query("key", "k", credential),
        |builder, credential| builder.api_key_cookie("key", "c", credential),
    ];
    for place in places {
        let client = place(Client::builder(&server.uri(), "t"), provided()).build().unwrap();
        client.send(get(), decode).await.unwrap();
    }
    let arrived = server.received_requests().await.unwrap();
    assert_eq!(arrived[0].headers["x-key"], "s3cret");
    assert_eq!(arrived[1].url.query(), Some("k=s3cret"));
    assert_eq!(arrived[2].headers["cookie"], "c=s3cret");

    let broken = Credential::provider(async || Ok::<_, std::io::Error>("s3cret\n"));
    let client = Client::builder(&server.uri(), "t")
        .bearer("key", broken)
        .build()
        .unwrap();
    let error = client.send(get(), decode).await.unwrap_err();
    assert!(
        matches!(&error, Error::Credential(_)) && !format!("{error:?} {error}").contains("s3cret"),
        "{error:?}"
    );
}

#[test]
fn no_credential_is_shown() {
    let shown = [
        format!("{:?}", Credential::from("s3cret")),
        format!("{:?}", Token::new("s3cret").expires_in(Duration::from_secs(1))),
    ];
    assert!(shown.iter().all(|text| !text.contains("s3cret")), "{shown:?}");
}

mod oauth2 {
    use super::*;
    use openapi_runtime::{BuildError, OAuth2, OAuthFlow};
    use wiremock::Respond;

    static FLOWS: [OAuthFlow; 3] = [
        OAuthFlow {
            kind: "clientCredentials",
            token_url: "/token",
            refresh_url: "",
        },
        OAuthFlow {
            kind: "password",
            token_url: "/token",
            refresh_url: "/refresh",
        },
        OAuthFlow {
            kind: "implicit",
            token_url: "",
            refresh_url: "",
        },
    ];

    /// An authorization server, and an API that takes its newest token only.
    struct Issuer {
        /// How many tokens there have been.
        count: AtomicUsize,
        lifetime: Option<u64>,
        refresh: bool,
        newest: Mutex<String>,
    }

    struct Shared(Arc<Issuer>);

    impl Respond for Shared {
        fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
            let issuer = &self.0;
            let json = |status: u16, body: String| ResponseTemplate::new(status).set_body_raw(body, "application/json");
            if request.url.path() == "/x" {
                let sent = request
                    .headers
                    .get("authorization")
                    .map_or("", |value| value.to_str().unwrap());
                return match sent == *issuer.newest.lock().unwrap() {
                    true => json(200, "[1]".into()),
                    false => json(401, "{}".into()),
                };
            }
            let form = String::from_utf8_lossy(&request.body).into_owned();
            let stale = form.contains("refresh_token=")
                && !form.contains(&format!("refresh_token=r{}", issuer.count.load(SeqCst)));
            if form.contains("wrong") || stale {
                return json(
                    400,
                    r#"{"error":"invalid_grant","error_description":"no such grant"}"#.into(),
                );
            }
            let number = issuer.count.fetch_add(1, SeqCst) + 1;
            *issuer.newest.lock().unwrap() = format!("Bearer a{number}");
            let lifetime = issuer
                .lifetime
                .map_or(String::new(), |seconds| format!(r#","expires_in":{seconds}"#));
            let refresh = match issuer.refresh {
                true => format!(r#","refresh_token":"r{number}""#),
                false => String::new(),
            };
            json(
                200,
                format!(r#"{{"access_token":"a{number}","token_type":"bearer"{lifetime}{refresh}}}"#),
            )
        }
    }

    async fn issuer(lifetime: Option<u64>, refresh: bool) -> (MockServer, Arc<Issuer>) {
        let server = MockServer::start().await;
        let issuer = Arc::new(Issuer {
            count: AtomicUsize::new(0),
            lifetime,
            refresh,
            newest: Mutex::default(),
        });
        Mock::given(any())
            .respond_with(Shared(issuer.clone()))
            .mount(&server)
            .await;
        (server, issuer)
    }

    fn client(server: &MockServer, tokens: OAuth2) -> Client {
        let builder = Client::builder(&server.uri(), "t").oauth2("key", tokens.into(), &FLOWS);
        builder.build().unwrap()
    }

    /// The requests for tokens: path, authorization and form.
    async fn asked(server: &MockServer) -> Vec<String> {
        let requests = server.received_requests().await.unwrap();
        let tokens = requests.iter().filter(|request| request.url.path() != "/x");
        let show = |request: &wiremock::Request| {
            let authorization = request
                .headers
                .get("authorization")
                .map_or("-", |value| value.to_str().unwrap());
            format!(
                "{} {authorization} {}",
                request.url.path(),
                String::from_utf8_lossy(&request.body)
            )
        };
        tokens.map(show).collect()
    }

    #[tokio::test]
    async fn each_grant_is_asked_for_as_rfc_6749_says() {
        let client_credentials = || OAuth2::client_credentials("me", "s3cret").scope("a").scope("b");
        let password = OAuth2::password("me", "ann", "s3cret").parameter("audience", "x");
        let cases = [
            (
                client_credentials(),
                "/token Basic bWU6czNjcmV0 grant_type=client_credentials&scope=a+b",
            ),
            (
                client_credentials().secret_in_body(),
                "/token - grant_type=client_credentials&scope=a+b&client_id=me&client_secret=s3cret",
            ),
            (
                password,
                "/token - grant_type=password&username=ann&password=s3cret&audience=x&client_id=me",
            ),
            (
                OAuth2::refresh_token("me", "r0"),
                "/token - grant_type=refresh_token&refresh_token=r0&client_id=me",
            ),
        ];
        for (tokens, expected) in cases {
            assert!(!format!("{tokens:?}").contains("s3cret"));
            let (server, _) = issuer(None, false).await;
            let client = client(&server, tokens);
            for _ in 0..2 {
                client.send(get(), decode).await.unwrap();
            }
            let asked = asked(&server).await;
            let parts = |text: &str| {
                let mut parts: Vec<String> = text.split(['&', ' ']).map(str::to_owned).collect();
                parts.sort();
                parts
            };
            assert_eq!(asked.len(), 1, "{asked:?}");
            assert_eq!(parts(&asked[0]), parts(expected));
        }
    }

    #[tokio::test]
    async fn a_refresh_token_renews_and_the_grant_does_where_it_no_longer_holds() {
        let (server, issuer) = issuer(Some(0), true).await;
        let client = client(&server, OAuth2::password("me", "ann", "pw"));
        client.send(get(), decode).await.unwrap();
        client.send(get(), decode).await.unwrap();
        issuer.count.fetch_add(10, SeqCst);
        client.send(get(), decode).await.unwrap();
        let asked: Vec<String> = asked(&server).await;
        let grants = asked
            .iter()
            .map(|text| text.split(' ').next().unwrap())
            .collect::<Vec<_>>();
        assert_eq!(grants, ["/token", "/refresh", "/refresh", "/token"], "{asked:?}");
    }

    #[tokio::test]
    async fn a_token_that_the_api_refuses_is_replaced() {
        let (server, issuer) = issuer(None, false).await;
        let client = client(&server, OAuth2::client_credentials("me", "s3cret"));
        client.send(get(), decode).await.unwrap();
        *issuer.newest.lock().unwrap() = "another".into();
        client.send(get(), decode).await.unwrap();
        assert_eq!(asked(&server).await.len(), 2);
    }

    #[tokio::test]
    async fn a_refusal_says_why_and_shows_no_secret() {
        let (server, _) = issuer(None, false).await;
        let client = client(&server, OAuth2::password("wrong", "ann", "s3cret"));
        let error = client.send(get(), decode).await.unwrap_err();
        let shown = format!("{error:?} {error} {}", std::error::Error::source(&error).unwrap());
        assert!(shown.contains("invalid_grant (no such grant)"), "{shown}");
        assert!(!shown.contains("s3cret") && !error.is_retryable());
    }

    #[tokio::test]
    async fn a_response_that_is_none_is_not_shown() {
        let server = MockServer::start().await;
        let answer = ResponseTemplate::new(200).set_body_raw(r#"{"accessToken":"s3cret"}"#, "application/json");
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let error = client(&server, OAuth2::client_credentials("me", "x"))
            .send(get(), decode)
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Credential(_)) && !format!("{error:?}").contains("s3cret"),
            "{error:?}"
        );
    }

    #[test]
    fn a_flow_that_is_not_described_needs_a_url() {
        let build = |tokens: OAuth2, flows: &'static [OAuthFlow]| {
            Client::builder("http://x", "t")
                .oauth2("key", tokens.into(), flows)
                .build()
        };
        let error = build(OAuth2::client_credentials("a", "b"), &FLOWS[1..]).unwrap_err();
        assert!(matches!(&error, BuildError::Tokens { scheme: "key", .. }), "{error:?}");
        build(
            OAuth2::client_credentials("a", "b").token_url("https://id.example/t"),
            &[],
        )
        .unwrap();
        build(OAuth2::refresh_token("a", "r"), &FLOWS[2..]).unwrap_err();
        build(OAuth2::client_credentials("a", "b").token_url("https://["), &[]).unwrap_err();
    }
}
