//! The bodies of webhooks and callbacks are read as the types of the description.

use openapi_fixtures::webhooks::{types, webhooks};

#[test]
fn a_webhook_and_a_callback_have_the_type_of_their_schema() {
    let body = br#"{"name": "Tom", "kind": "cat", "age": 3}"#;
    let pet = webhooks::pet_created_post(body).unwrap();
    assert_eq!((pet.name.as_str(), pet.kind), ("Tom", types::PetKind::Cat));
    let pet: types::Pet = webhooks::subscribe_pet_created_post(body).unwrap();
    assert_eq!(pet.name, "Tom");
    assert_eq!(webhooks::reminder(br#"{"text": "now"}"#).unwrap().text, "now");
}

#[test]
#[expect(deprecated, reason = "the description says that it is")]
fn a_schema_in_place_has_a_type_that_is_called_as_the_webhook() {
    let body = br#"{"id": 1, "change": {"name": "Tom", "kind": "fox"}}"#;
    let changed: types::PetChangedRequestBody = webhooks::pet_changed(body).unwrap();
    let types::PetChangedRequestBodyChange::Pet(pet) = changed.change else {
        panic!("{changed:?}");
    };
    assert_eq!(pet.kind.as_str(), "fox", "a kind that is not listed is kept");
}

#[test]
fn a_body_without_a_schema_is_any_json() {
    assert_eq!(webhooks::anything(b"[1]").unwrap(), serde_json::json!([1]));
}

#[test]
fn an_error_keeps_the_body_and_shows_none_of_its_texts() {
    for (body, reason) in [
        (r#"{"name": "s3cret"}"#, "missing field `kind`"),
        ("s3cret", "no valid JSON"),
        ("", "no valid JSON"),
    ] {
        let error = webhooks::pet_created_post(body.as_bytes()).unwrap_err();
        assert_eq!(error.body(), body.as_bytes());
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(reason) && !shown.contains("s3cret"), "{shown}");
    }
}

#[test]
fn an_event_is_known_by_its_name() {
    use webhooks::Event;
    let body = br#"{"name": "Tom", "kind": "cat"}"#;
    let Event::PetCreatedPost(pet) = Event::parse_named("pet.created", body).unwrap() else {
        panic!("another event");
    };
    assert_eq!(pet.name, "Tom");
    assert!(
        Event::parse_named("pet.created", b"{}").is_err(),
        "a known event that is not valid"
    );
    let Event::PetSold(types::PetSoldRequestBody::Rented(rented)) =
        Event::parse_named("petSold", br#"{"how": "Rented", "days": 3}"#).unwrap()
    else {
        panic!("another event");
    };
    assert_eq!(rented.days, Some(3));
    for name in ["reminder", "page", "pet.lost"] {
        let Event::Unknown(unknown) = Event::parse_named(name, br#"{"lost": [1]}"#).unwrap() else {
            panic!("it is not an event of the description that has JSON");
        };
        assert_eq!(
            (unknown.event(), unknown.json()),
            (Some(name), &serde_json::json!({"lost": [1]}))
        );
    }
    assert!(Event::parse_named("pet.lost", b"s3cret").is_err());
}

#[test]
fn an_event_is_known_by_a_header_and_a_property_together() {
    use openapi_fixtures::events::webhooks::Event;
    use openapi_runtime::http::HeaderMap;
    let read = |event: Option<&str>, body: &str| {
        let values = event.map(|event| ("x-event".parse().unwrap(), event.parse().unwrap()));
        let headers: HeaderMap = values.into_iter().collect();
        Event::parse_with_headers(&headers, body.as_bytes())
    };
    let opened = r#"{"action": "opened", "issue": {"id": 7}}"#;
    let Event::IssueOpened(event) = read(Some("issues"), opened).unwrap() else {
        panic!("another event");
    };
    assert_eq!(event.issue.id, 7);
    assert!(matches!(
        read(Some("release"), opened).unwrap(),
        Event::ReleaseOpened(_)
    ));
    let deleted = r#"{"action": "deleted", "reason": "spam"}"#;
    assert!(matches!(read(Some("issues"), deleted).unwrap(), Event::IssueClosed(_)));
    for body in ["{}", opened] {
        assert!(matches!(read(Some("ping"), body).unwrap(), Event::Ping(_)), "{body}");
    }
    for (event, body) in [
        (None, opened),
        (Some("stars"), opened),
        (Some("issues"), r#"{"action": "moved"}"#),
        (Some("issues"), "{}"),
    ] {
        let Event::Unknown(unknown) = read(event, body).unwrap() else {
            panic!("{event:?} {body}");
        };
        assert_eq!(unknown.event(), event);
    }
    read(Some("issues"), r#"{"action": "opened"}"#).unwrap_err();
    read(Some("ping"), "not JSON").unwrap_err();
}
