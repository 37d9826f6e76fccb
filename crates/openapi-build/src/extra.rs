/// What a client has, or leaves out, by choice; see [`Config::with`](crate::Config::with).
///
/// ```
/// use openapi_build::{Config, Extra};
///
/// Config::new().with(Extra::Mocks).with(Extra::Tests).crate_path("my_crate");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Extra {
    /// The defaults of the description in requests: an optional parameter, or a property that the caller of a builder did not set, is
    /// sent with its `default`. `maybe_..(None)` leaves a property out. Not sent are defaults of null, of what is deprecated or
    /// `readOnly`, and those that are not valid by their schema (a warning). Structs that are written without a builder and responses
    /// stay as they are.
    Defaults,
    /// Sections by the tags of operations. `client.pets()` returns a struct with the operations of the tag `pets`. Each tag is a cargo feature of the crate that contains the client, and a file. An operation is
    /// compiled with any feature of its tags, a type with any feature whose operations reach it; an operation without tags
    /// needs the feature `untagged`. Types that no operation reaches need the feature `other-types`, and the module `webhooks` the feature `webhooks`. A crate declares
    /// these features itself; `generate --crate` of the command writes a `Cargo.toml` with them, where all are on by default.
    ByTag,
    /// A mock of the API for tests: a server in the test process, with a method for each operation, parameter and response.
    /// [`Config::compile`](crate::Config::compile) writes it to `OUT_DIR/mock.rs`. Include it as a module in that of the client, and
    /// where you want it: for a feature, or for `cfg(test)`. It needs the crate `openapi-conformance`.
    ///
    /// ```ignore
    /// mod pets {
    ///     include!(concat!(env!("OUT_DIR"), "/openapi.rs"));
    ///     #[cfg(feature = "mock")]
    ///     pub mod mock {
    ///         include!(concat!(env!("OUT_DIR"), "/mock.rs"));
    ///     }
    /// }
    /// ```
    Mocks,
    /// The types only, without a client: what is generated is the module `types` and the text of the description. A lock keeps the names of operations for a client
    /// that comes later. Tests, mocks and [`Extra::ByTag`] are of a client, so that they are an error with this.
    OnlyTypes,
    /// Only the types that an operation reaches, or a webhook with [`Extra::Webhooks`]; by default every schema of
    /// `components` has its type. With [`Config::only`](crate::Config::only) or [`Config::except`](crate::Config::except) it is always so.
    OnlyUsed,
    /// Conformance tests: they call every operation against a server in the test process, with arguments and responses made from
    /// the description. [`Config::compile`](crate::Config::compile) writes them to `OUT_DIR/conformance.rs`, to be included by a file in
    /// `tests/`. They need the crate `openapi-conformance`, and [`Config::crate_path`](crate::Config::crate_path).
    Tests,
    /// `validate` for the structs and unions that requests hold: it checks the constraints of the description (`minimum`,
    /// `maxLength`, `pattern`, `uniqueItems` and the like), and returns every violation with its JSON pointer. Nothing is checked
    /// unless it is called, or `validate(true)` of the client's builder asks for it before each request is sent. Needs the feature `validate` of `openapi-runtime`.
    Validate,
    /// The module `webhooks`: a function per webhook and callback of the description, which reads the JSON of a request that the
    /// server sends, and the enum `Event` of all webhooks. Needs the feature `webhooks` of `openapi-runtime`, which verifies signatures too.
    Webhooks,
    /// Bodies of XML as values, by the `xml` objects of their schemas. Without it they are text. A response that the server has as JSON too is
    /// asked for as JSON. The mock knows XML as text only. Needs the feature `xml` of `openapi-runtime`.
    Xml,
}
