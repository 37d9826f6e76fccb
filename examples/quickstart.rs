//! Creates a database connection, then meets each documented error.
//!
//! With `WIREMOCK_CLOUD_TOKEN` set it talks to WireMock Cloud (or to `WIREMOCK_CLOUD_URL`); without it, to a mock in this
//! process that answers from the description's own examples and checks each request against the description.

use openapi_conformance::{Contract, Mock};
use wiremock_cloud::operations::CreateDatabaseConnectionError;
use wiremock_cloud::types::{DatabaseType, NewDatabaseConnection};
use wiremock_cloud::{Client, DESCRIPTION, Error};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    if std::env::var_os("WIREMOCK_CLOUD_TOKEN").is_some() {
        return create(&Client::from_env()?).await;
    }
    let contract = Contract::parse(DESCRIPTION)?;
    let mock = Mock::start(contract.clone()).await?;
    println!(
        "WIREMOCK_CLOUD_TOKEN is not set: using a mock of the API at {}\n",
        mock.url()
    );
    let client = Client::builder().token("an-api-key").base_url(mock.url()).build()?;
    create(&client).await?;

    println!("\nWhat can go wrong:");
    for operation in contract.operations() {
        for response in operation
            .responses
            .iter()
            .filter(|response| !response.status.starts_with('2'))
        {
            let (Ok(status), Some(content)) = (response.status.parse(), response.contents.first()) else {
                continue;
            };
            mock.answer_example(status, content);
            show_error(&client).await;
        }
    }
    Ok(())
}

fn connection() -> NewDatabaseConnection {
    NewDatabaseConnection::builder()
        .connection_name("My database connection")
        .database_type(DatabaseType::Postgresql)
        .host("my-db.example.com")
        .port(5432)
        .database_name("my-test-data")
        .username("alice")
        .password("mysecretpassword")
        .build()
}

async fn create(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
    let connection = connection();
    println!("Sending {connection:#?}\n");
    let created = client.create_database_connection("me", connection).send().await?;
    println!("{}: {:#?}", created.status(), created.database_connection);
    println!(
        "\nCreated {} at {}",
        created.database_connection.id, created.database_connection.links.self_
    );
    Ok(())
}

async fn show_error(client: &Client) {
    let Err(error) = client.create_database_connection("me", connection()).send().await else {
        return;
    };
    println!("- {error}");
    if let Error::ErrorResponse(response) = error {
        match response.into_inner() {
            CreateDatabaseConnectionError::Unauthorized(text) => println!("    unauthorized, as text: {text}"),
            CreateDatabaseConnectionError::BadRequest(body)
            | CreateDatabaseConnectionError::Forbidden(body)
            | CreateDatabaseConnectionError::UnprocessableEntity(body) => println!("    as JSON: {body:?}"),
            other => println!("    {other}"),
        }
    }
}
