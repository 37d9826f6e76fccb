use wiremock_cloud::types::NewDatabaseConnection;

fn main() {
    let _ = NewDatabaseConnection::builder().database_type(5);
}
