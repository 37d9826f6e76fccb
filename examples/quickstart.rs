//! Creates a database connection. A busy server is asked again, and errors have types.
//!
//! With `WIREMOCK_CLOUD_TOKEN` set it talks to WireMock Cloud (or to `WIREMOCK_CLOUD_URL`); without it, to a mock in this
//! process that responds with the examples of the description and checks each request against it.

use wiremock_cloud::mock::Mock;
use wiremock_cloud::operations::CreateDatabaseConnectionError;
use wiremock_cloud::types::{DatabaseType, Errors, NewDatabaseConnection, SingleError};
use wiremock_cloud::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    if std::env::var_os("WIREMOCK_CLOUD_TOKEN").is_some() {
        return create(&Client::from_env()?).await;
    }
    let mock = Mock::start().await;
    println!(
        "WIREMOCK_CLOUD_TOKEN is not set: this uses a mock of the API at {}.\n",
        mock.url()
    );
    let client = Client::builder().token("an-api-key").base_url(mock.url()).build()?;

    println!("The server is busy at first:");
    mock.create_database_connection()
        .expect_user_id("me")
        .busy(1)
        .times(1)
        .respond_example(201);
    create(&client).await?;
    println!(
        "  It took {} requests.",
        mock.create_database_connection().requests().len()
    );

    println!("\nWhat can go wrong:");
    mock.create_database_connection()
        .times(1)
        .respond_unauthorized("The API key is not valid.");
    show_error(&client).await;
    let problem = SingleError::builder().title("The host is not reachable.").build();
    let problems = Errors::builder().errors([problem]).build();
    mock.create_database_connection()
        .times(1)
        .respond_unprocessable_entity(problems);
    show_error(&client).await;
    mock.create_database_connection().times(1).reset();
    show_error(&client).await;
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
    let created = client.create_database_connection("me", connection()).send().await?;
    let connection = &created.database_connection;
    println!(
        "  {}: {} has the id {}.",
        created.status(),
        connection.connection_name,
        connection.id
    );
    println!("  It is at {}.", connection.links.self_);
    Ok(())
}

async fn show_error(client: &Client) {
    match client.create_database_connection("me", connection()).send().await {
        Ok(_) => println!("  Nothing."),
        Err(Error::ErrorResponse(response)) => match response.into_inner() {
            CreateDatabaseConnectionError::Unauthorized(text) => println!("  The API key: {text}"),
            CreateDatabaseConnectionError::UnprocessableEntity(body) => {
                println!("  The connection: {}", body.errors[0].title)
            }
            other => println!("  {other}"),
        },
        Err(other) => println!("  {other}"),
    }
}
