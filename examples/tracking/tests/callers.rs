//! The caller does the same with both versions, against a server of each.

use openapi_conformance::{Contract, Mock, Reply};
use serde_json::json;

macro_rules! does_the_same {
    ($version:ident, $read:literal, $state:literal, $words:literal) => {
        #[tokio::test]
        async fn $version() {
            let contract = Contract::parse(tracking::$version::api::DESCRIPTION).unwrap();
            let mock = Mock::start(contract).await.unwrap();
            mock.on($read).reply(Reply::json(200, &json!({"id": "1", "state": $state})));
            mock.on("listOrders")
                .reply(Reply::json(200, &json!([{"id": "1", "state": "open"}])));
            let url = mock.url();
            assert_eq!(tracking::$version::caller::state(&url, "1").await.unwrap(), $words);
            assert_eq!(tracking::$version::caller::open(&url).await.unwrap(), ["1"]);
            let requests = mock.requests();
            let sent = requests.iter().map(|request| (request.path.as_str(), request.query.as_deref()));
            assert!(sent.eq([("/orders/1", None), ("/orders", Some("state=open"))]), "{requests:?}");
        }
    };
}

does_the_same!(v1, "readOrder", "paid", "paid");
does_the_same!(v2, "getOrder", "cancelled", "in a state of a later version");
