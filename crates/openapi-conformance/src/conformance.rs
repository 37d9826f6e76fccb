//! The checks that generated tests run.

use std::any::type_name;
use std::fmt::Debug;
use std::sync::OnceLock;

use openapi_runtime::object::{self, Object};

use crate::contract::{Content, Contract, Direction, Operation};
use crate::filter::Filter;
use crate::names::traded;
use crate::report::Tally;
use crate::run::{MakeCall, MakeClient, Run};
use crate::shown;
use crate::verify::client::Session;
use crate::xml;

/// The checks of a client against its description.
///
/// ```no_run
/// use openapi_conformance::{Conformance, Observed, DecodedResponse};
/// # #[derive(Clone)] struct Client;
/// # impl Client {
/// #     fn list(&self) -> Self { Client }
/// #     async fn send(self) -> Result<openapi_runtime::ResponseValue<()>, openapi_runtime::Error<String>> { todo!() }
/// # }
///
/// // `openapi-build` generates this for each operation.
/// let conformance = Conformance::new("{openapi: 3.1.0, paths: {/a: {get: {responses: {'204': {description: Done}}}}}}");
/// conformance.operation("GET", "/a", |setup| Ok(Client), |client, _arguments| Box::pin(async move {
///     let call = client.list();
///     Ok(Observed::of(call.send().await, async |()| DecodedResponse::nothing(None), |_| DecodedResponse::unknown()).await)
/// }));
/// ```
#[derive(Debug)]
pub struct Conformance {
    contract: Contract,
    operations: Vec<Operation>,
    tally: Tally,
    /// The verification of a real server, if the environment asks for one.
    session: OnceLock<Option<Session>>,
}

impl Conformance {
    /// Reads the description.
    ///
    /// # Panics
    /// When it is neither YAML nor JSON, or its schemas cannot be used.
    pub fn new(description: &str) -> Self {
        Self::of_files(&[("", description)])
    }

    /// Reads a description of several files: the path and the text of each, the root file first.
    ///
    /// # Panics
    /// When the root file is neither YAML nor JSON, or the schemas cannot be used.
    ///
    /// ```
    /// use openapi_conformance::Conformance;
    ///
    /// let conformance = Conformance::of_files(&[
    ///     ("openapi.yaml", "{openapi: 3.1.0, paths: {/a: {$ref: 'paths/a.yaml'}}}"),
    ///     ("paths/a.yaml", "{get: {responses: {'204': {description: Done}}}}"),
    /// ]);
    /// ```
    pub fn of_files(files: &[(&str, &str)]) -> Self {
        let contract = Contract::parse_files(files).unwrap_or_else(|problem| panic!("{problem}"));
        Self {
            operations: contract.operations(),
            contract,
            tally: Tally::default(),
            session: OnceLock::new(),
        }
    }

    /// Holds the client only to the operations that a pattern of `only` matches, or to all if there are none, and to none that a
    /// pattern of `except` matches. A pattern is of an `operationId`, of `METHOD /path` or of `tag:NAME`, with `*` for any characters
    /// and `?` for one.
    ///
    /// ```
    /// # use openapi_conformance::Conformance;
    /// # let conformance = Conformance::new("{openapi: 3.1.0, paths: {/a: {get: {operationId: listThings, responses: {'200': {description: ''}}}}}}");
    /// let conformance = conformance.select(&["tag:pets", "GET /owners/*"], &["delete*"]);
    /// conformance.table(&[]);
    /// ```
    #[must_use]
    pub fn select(mut self, only: &[&str], except: &[&str]) -> Self {
        let patterns = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let filter = Filter {
            include: patterns(only),
            exclude: patterns(except),
        };
        self.operations.retain(|operation| filter.reason(operation).is_none());
        self
    }

    /// Expects optional parameters that the caller does not set to have the defaults of the description.
    ///
    /// ```
    /// # use openapi_conformance::Conformance;
    /// # let conformance = Conformance::new("{openapi: 3.1.0, paths: {/a: {get: {operationId: listThings, responses: {'200': {description: ''}}}}}}");
    /// let conformance = conformance.defaults();
    /// ```
    #[must_use]
    pub fn defaults(mut self) -> Self {
        let contract = &self.contract;
        let parameters = self
            .operations
            .iter_mut()
            .flat_map(|operation| &mut operation.parameters);
        for parameter in parameters.filter(|parameter| !parameter.required) {
            parameter.default = contract.default_of(parameter);
        }
        self
    }

    /// Does not expect that values of other types than the description has are refused: the client reads what stands for a value.
    ///
    /// ```
    /// # use openapi_conformance::Conformance;
    /// # let conformance = Conformance::new("{openapi: 3.1.0, paths: {/a: {get: {operationId: listThings, responses: {'200': {description: ''}}}}}}");
    /// let conformance = conformance.lenient();
    /// ```
    #[must_use]
    pub fn lenient(mut self) -> Self {
        for operation in &mut self.operations {
            operation.is_lenient = true;
        }
        self
    }

    /// Expects values in bodies of XML, by the `xml` objects of the description, rather than texts.
    ///
    /// ```
    /// # use openapi_conformance::Conformance;
    /// # let conformance = Conformance::new("{openapi: 3.1.0, paths: {/a: {get: {operationId: listThings, responses: {'200': {description: ''}}}}}}");
    /// let conformance = conformance.xml();
    /// ```
    #[must_use]
    pub fn xml(mut self) -> Self {
        let contract = &self.contract;
        let of = |contents: &mut Vec<Content>, direction| {
            for content in contents {
                content.is_xml = xml::is_value(contract, content, direction);
            }
        };
        for operation in &mut self.operations {
            of(&mut operation.bodies, Direction::Request);
            for response in &mut operation.responses {
                of(&mut response.contents, Direction::Response);
            }
        }
        self
    }

    /// Holds the table of operations to the description.
    ///
    /// # Panics
    /// When they differ.
    ///
    /// ```
    /// use openapi_runtime::Operation;
    ///
    /// # use openapi_conformance::Conformance;
    /// # let conformance = Conformance::new("{openapi: 3.1.0, paths: {/a: {get: {operationId: listThings, responses: {'200': {description: ''}}}}}}");
    /// conformance.table(&[Operation::new("listThings", "GET", "/a").statuses(&["200"])]);
    /// ```
    pub fn table(&self, table: &[openapi_runtime::Operation]) {
        let described: Vec<_> = self
            .operations
            .iter()
            .map(|known| (known.method.as_str(), known.path.as_str()))
            .collect();
        let listed: Vec<_> = table.iter().map(|known| (known.method, known.path)).collect();
        assert_eq!(listed, described, "the operations of the client and of the description");
        for (listed, described) in table.iter().zip(&self.operations) {
            let statuses: Vec<&str> = described
                .responses
                .iter()
                .map(|response| response.status.as_str())
                .collect();
            assert_eq!(
                listed.statuses.len(),
                statuses.len(),
                "the statuses of {} {}",
                listed.method,
                listed.path
            );
        }
    }

    /// Holds the names of a struct's fields to those of its properties.
    ///
    /// # Panics
    /// When a field has the name that another property says.
    ///
    /// ```
    /// openapi_runtime::object!(pub struct Pet { name: required String = "name", });
    ///
    /// # use openapi_conformance::Conformance;
    /// # let conformance = Conformance::new("{openapi: 3.1.0, paths: {/a: {get: {operationId: listThings, responses: {'200': {description: ''}}}}}}");
    /// conformance.fields::<Pet>();
    /// ```
    pub fn fields<T: Object>(&self) {
        hold_names::<T>(object::fields::<T>().map(|(name, text)| (name.to_owned(), text)));
    }

    /// Holds the names of an enum's variants to its values.
    ///
    /// # Panics
    /// When a variant has the name that another value says.
    ///
    /// ```
    /// openapi_runtime::open_enum!(pub enum Color { Red = "red", Blue = "blue" });
    ///
    /// # use openapi_conformance::Conformance;
    /// # let conformance = Conformance::new("{openapi: 3.1.0, paths: {/a: {get: {operationId: listThings, responses: {'200': {description: ''}}}}}}");
    /// conformance.values::<Color>(&["red", "blue"]);
    /// ```
    pub fn values<T: From<&'static str> + Debug>(&self, values: &[&'static str]) {
        hold_names::<T>(values.iter().map(|text| (format!("{:?}", T::from(text)), *text)));
    }

    /// Runs every check of an operation: requests from the least to the most that can be asked, each example, each
    /// alternative of credentials, each documented response, and undocumented responses.
    ///
    /// # Panics
    /// If the client differs from the description. The message has the place in the description and in the value, and the
    /// expected and actual values. Also if no check of the operation could run.
    pub fn operation<C: Clone + 'static>(&self, method: &str, path: &str, client: MakeClient<C>, call: MakeCall<C>) {
        let Some(operation) = self
            .operations
            .iter()
            .find(|known| known.method == method && known.path == path)
        else {
            panic!("the description has no {method} {path}");
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.unwrap_or_else(|problem| panic!("{problem}"));
        if let Some(session) = self.session() {
            let _turn = session.turn();
            let verified = runtime.block_on(async {
                let run = Run::start(&self.contract, operation, client, call).await;
                session.verify(&run).await
            });
            return session.finish(verified, &self.operations);
        }
        let report = runtime.block_on(async {
            let run = Run::start(&self.contract, operation, client, call).await;
            run.all().await;
            run.report
        });
        report.finish(operation, &self.tally, self.operations.len());
    }

    fn session(&self) -> Option<&Session> {
        let session = self
            .session
            .get_or_init(|| Session::from_environment(&self.contract).unwrap_or_else(|problem| panic!("{problem}")));
        session.as_ref()
    }
}

fn hold_names<'n, T>(names: impl Iterator<Item = (String, &'n str)>) {
    let names: Vec<_> = names.collect();
    if let Some((name, text, other)) = traded(&names) {
        let ty = type_name::<T>();
        panic!(
            "`{name}` of `{ty}` is `{}`, though `{}` says that name",
            shown::text(text),
            shown::text(other)
        );
    }
}
