//! The mock of an API.

use super::{DocumentedResponse, TypeId};

/// A mock of the API.
#[derive(Clone, Debug, Default)]
pub struct Mock {
    /// In the order of the operations.
    pub operations: Vec<MockOperation>,
    /// The structs that only responses have, and that can be built in tests.
    pub built: Vec<TypeId>,
}

/// An operation of a mock.
#[derive(Clone, Debug)]
pub struct MockOperation {
    /// The method that begins an expectation.
    pub method: String,
    /// The type of the expectation.
    pub type_name: String,
    /// The method for each parameter, in order.
    pub parameters: Vec<String>,
    /// The method for each content of the body, in order.
    pub bodies: Vec<String>,
    /// The methods for responses.
    pub responses: Vec<MockResponse>,
}

/// A response of a mock.
#[derive(Clone, Debug)]
pub struct MockResponse {
    /// Its method.
    pub name: String,
    /// The response.
    pub response: DocumentedResponse,
}
