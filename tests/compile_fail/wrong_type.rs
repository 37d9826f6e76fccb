use wiremock_cloud::types::NewDatabaseConnection;

fn main() {
    let _ = NewDatabaseConnection::builder().port("5432");
}
