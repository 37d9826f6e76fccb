//! A caller of the client of an earlier description, which `documents/locks/promised.lock` is of.
#![allow(deprecated, reason = "what has moved is called by its earlier name")]

use openapi_fixtures::promised::{Client, operations, types};
use serde_json::json;
use wiremock::ResponseTemplate;

mod support;
use support::Server;

fn pet() -> serde_json::Value {
    json!({"id": 1, "state": "sold", "owner": {"name": "Anna"}, "parent": {}, "shape": {"radius": 1.5}})
}

#[tokio::test]
async fn arguments_and_earlier_names_stay() {
    let server = Server::answering(ResponseTemplate::new(200).set_body_json([pet()])).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let call: operations::GetPets<'_> = client.get_pets("to", "from");
    let pets: Vec<types::Pet> = call.sort(types::GetPetsSort::Age).send().await.unwrap().into_inner();
    assert_eq!(server.sent().await.target(), "/pets?to=to&from=from&sort=age");
    let types::Pet {
        id,
        state,
        owner,
        parent,
        shape,
        ..
    } = &pets[0];
    let owner: &types::PetOwner = owner;
    let parent: &types::Parent = parent;
    let (id, width): (i64, _) = (*id, parent.name.as_deref());
    assert_eq!((id, width, owner.name.as_str()), (1, None, "Anna"));
    assert!(matches!(state, types::PetState::Sold));
    assert!(matches!(shape, Some(types::PetShape::Radius(circle)) if circle.radius == 1.5));
}

#[tokio::test]
async fn a_method_still_sends_the_same_media_type() {
    let trouble = ResponseTemplate::new(409).set_body_json(json!({"text": "known"}));
    let server = Server::answering(trouble).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let new = types::NewPet::builder().name("Rex").build();
    let error = client.add_pet(new).send().await.unwrap_err();
    assert_eq!(
        server.sent().await.header("content-type"),
        "application/x-www-form-urlencoded"
    );
    let openapi_runtime::Error::ErrorResponse(error) = error else {
        panic!("{error}")
    };
    let operations::AddPetError::Conflict(trouble) = error.into_inner() else {
        panic!("another error")
    };
    let trouble: types::Trouble = trouble;
    assert_eq!(trouble.text, "known");
}

#[tokio::test]
async fn a_success_of_another_type_is_returned_by_send_any() {
    let new = || types::NewPet::builder().name("Rex").build();
    let later = || ResponseTemplate::new(202).set_body_string("later");
    let responses = [
        ResponseTemplate::new(201).set_body_json(pet()),
        later(),
        ResponseTemplate::new(204),
    ];
    let mut given = Vec::new();
    for response in responses {
        let server = Server::answering(response).await;
        let client = Client::builder().base_url(server.url()).build().unwrap();
        given.push(match client.add_pet(new()).send_any().await.unwrap().into_inner() {
            operations::AddPetResponse::Created(pet) => format!("pet {}", pet.id),
            operations::AddPetResponse::Accepted(text) => text,
            operations::AddPetResponse::NoContent => "nothing".to_owned(),
            other => panic!("{other:?}"),
        });
        assert_eq!(server.sent().await.header("accept"), "application/json, text/plain");
    }
    assert_eq!(given, ["pet 1", "later", "nothing"]);

    let server = Server::answering(later()).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let error = client.add_pet(new()).send().await.unwrap_err();
    assert_eq!(server.sent().await.header("accept"), "application/json");
    assert!(matches!(error, openapi_runtime::Error::UnexpectedStatus(_)), "{error}");
}
