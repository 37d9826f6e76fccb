//! Documented headers of responses.

use openapi_fixtures::headers::Client;
use openapi_fixtures::headers::operations::GetLimited;
use openapi_fixtures::headers::types::GetLimitedResponse200HeadersXLevelsItem as Level;

#[tokio::test]
async fn documented_headers_have_their_types_on_success_and_error() {
    for status in [200, 429] {
        let server = wiremock::MockServer::start().await;
        let answer = wiremock::ResponseTemplate::new(status)
            .insert_header("x-remaining", "7")
            .insert_header("x-levels", "low, other")
            .insert_header("x-state", "12")
            .set_body_json(serde_json::json!([]));
        let any = wiremock::Mock::given(wiremock::matchers::any());
        any.respond_with(answer).mount(&server).await;
        let client = Client::builder()
            .base_url(server.uri())
            .retry(openapi_runtime::Retry::never());
        let sent = client.build().unwrap().get_limited().send().await;
        match sent {
            Ok(response) => {
                assert_eq!(response.header(GetLimited::X_REMAINING).unwrap(), Some(7_i64));
                let levels = vec![Level::Low, Level::Unknown("other".to_owned())];
                assert_eq!(response.header(GetLimited::X_LEVELS).unwrap(), Some(levels));
                assert_eq!(
                    response.header(GetLimited::X_STATE_OF_OK).unwrap().as_deref(),
                    Some("12")
                );
            }
            Err(error) => {
                assert_eq!(error.header(GetLimited::X_REMAINING).unwrap(), Some(7));
                let error = openapi_runtime::AnyError::from(error);
                assert_eq!(
                    error.header(GetLimited::X_STATE_OF_TOO_MANY_REQUESTS).unwrap(),
                    Some(12_i64)
                );
            }
        }
    }
}
