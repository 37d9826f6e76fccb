//! HTTP digest authentication: a challenge is answered once, and later requests are signed at once.

mod common;

use std::sync::{Arc, Mutex};

use common::{GET, OPERATION, decode};
use digest_auth::{AuthContext, AuthorizationHeader};
use openapi_runtime::{Client, Error, Request, Style};
use wiremock::{Mock, MockServer, Respond, ResponseTemplate, matchers::any};

/// A server that knows one user, and one nonce at a time.
#[derive(Clone, Default)]
struct Server {
    nonce: Arc<Mutex<u32>>,
    /// The counters of the requests that were signed rightly.
    counts: Arc<Mutex<Vec<u32>>>,
}

impl Respond for Server {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        let nonce = format!("nonce{}", self.nonce.lock().unwrap());
        let sent = request
            .headers
            .get("authorization")
            .and_then(|value| value.to_str().ok());
        let parsed = sent.and_then(|sent| AuthorizationHeader::parse(sent).ok());
        let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let uri = format!("{}{query}", request.url.path());
        let valid = parsed.filter(|given| {
            let context = AuthContext::new_with_method(
                "me",
                "s3cret",
                uri.clone(),
                None::<&[u8]>,
                request.method.as_str().into(),
            );
            let mut expected = given.clone();
            expected.digest(&context);
            given.response == expected.response && given.nonce == nonce && given.uri == uri
        });
        match valid {
            Some(given) => {
                self.counts.lock().unwrap().push(given.nc);
                ResponseTemplate::new(200).set_body_json([1])
            }
            None => {
                let challenge = format!("Digest realm=\"r\", qop=\"auth\", algorithm=SHA-256, nonce=\"{nonce}\"");
                let basic = ResponseTemplate::new(401).insert_header("www-authenticate", "Basic realm=\"r\"");
                basic.append_header("www-authenticate", challenge)
            }
        }
    }
}

fn request(method: &'static str) -> Request {
    let mut request = Request::new(if method == "GET" {
        &GET
    } else {
        Box::leak(Box::new(OPERATION.method(method)))
    });
    request.query("q", Style::Form, true, false, "a b");
    request
}

#[tokio::test]
async fn a_challenge_is_answered_and_remembered() {
    let (mock, server) = (MockServer::start().await, Server::default());
    Mock::given(any()).respond_with(server.clone()).mount(&mock).await;
    let client = |password: &str| {
        let builder = Client::builder(&mock.uri(), "t").digest("key", "me".to_owned(), password.to_owned().into());
        builder.build().unwrap()
    };
    let right = client("s3cret");
    for method in ["GET", "POST", "DELETE"] {
        right.send(request(method), decode).await.unwrap();
    }
    assert_eq!(mock.received_requests().await.unwrap().len(), 4, "one challenge");
    assert_eq!(*server.counts.lock().unwrap(), [1, 2, 3]);
    *server.nonce.lock().unwrap() += 1;
    right.send(request("GET"), decode).await.unwrap();
    assert_eq!(mock.received_requests().await.unwrap().len(), 6, "another challenge");

    let error = client("wrong").send(request("GET"), decode).await.unwrap_err();
    assert!(matches!(&error, Error::ErrorResponse(_) | Error::InvalidBody { .. }) && error.status().unwrap() == 401);
    assert_eq!(
        mock.received_requests().await.unwrap().len(),
        8,
        "once more, and not again"
    );
    assert!(!format!("{:?} {error:?}", client("wrong")).contains("wrong"));
}
