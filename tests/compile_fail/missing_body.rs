fn main() {
    let client = wiremock_cloud::Client::builder().token("key").build().unwrap();
    let _ = client.create_database_connection("me");
}
