//! A server that records what it is sent, and clients of it.
#![allow(dead_code, reason = "each test uses a part")]

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

pub struct Server(MockServer);

/// A request that arrived.
pub struct Recorded(pub Request);

impl Recorded {
    pub fn header(&self, name: &str) -> &str {
        self.0
            .headers
            .get(name)
            .map_or("", |value| value.to_str().expect("text"))
    }

    pub fn content_type(&self) -> &str {
        self.header("content-type")
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.0.body).expect("text")
    }

    /// The path and query as they were sent.
    pub fn target(&self) -> String {
        let url = &self.0.url;
        let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
        format!("{}{query}", url.path())
    }
}

impl Server {
    pub async fn answering(template: ResponseTemplate) -> Self {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(template).mount(&server).await;
        Self(server)
    }

    pub fn url(&self) -> String {
        self.0.uri()
    }

    /// The only request that arrived.
    pub async fn sent(&self) -> Recorded {
        let mut requests = self.0.received_requests().await.expect("recording");
        assert_eq!(requests.len(), 1);
        Recorded(requests.remove(0))
    }

    pub async fn is_untouched(&self) -> bool {
        self.0.received_requests().await.expect("recording").is_empty()
    }
}

pub async fn bodies() -> (openapi_fixtures::bodies::Client, Server) {
    let server = Server::answering(ResponseTemplate::new(204)).await;
    let client = openapi_fixtures::bodies::Client::builder()
        .base_url(server.url())
        .build()
        .expect("a client");
    (client, server)
}

pub async fn parameters() -> (openapi_fixtures::parameters::Client, Server) {
    let server = Server::answering(ResponseTemplate::new(204)).await;
    let client = openapi_fixtures::parameters::Client::builder()
        .base_url(server.url())
        .build()
        .expect("a client");
    (client, server)
}

/// A client of a server that answers with this status, media type and body.
pub async fn responses(status: u16, media_type: &str, body: &str) -> (openapi_fixtures::responses::Client, Server) {
    let template = ResponseTemplate::new(status);
    let template = if media_type.is_empty() {
        template
    } else {
        template.set_body_raw(body.as_bytes().to_vec(), media_type)
    };
    let server = Server::answering(template).await;
    let client = openapi_fixtures::responses::Client::builder()
        .base_url(server.url())
        .build()
        .expect("a client");
    (client, server)
}
