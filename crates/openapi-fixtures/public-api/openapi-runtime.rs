pub trait Fields<'v> {
    fn required<T: Typed>(&mut self, value: &'v T);
    fn optional<T: Typed>(&mut self, value: &'v Option<T>);
    fn nullable<T: Typed>(&mut self, value: &'v Option<T>) {}
    fn rest<T: Typed>(&mut self, field: &'static str, values: &'v BTreeMap<String, T>);
}
pub trait Object: Typed {
    /// The names of the fields, in order, with commas between them.
    const FIELDS: &'static str;
    /// The property of each field, in order.
    const PROPERTIES: &'static [&'static str];
    /// Whether it keeps other properties.
    const KEEPS: bool = false;
    /// Whether the description allows no other properties.
    const CLOSED: bool = false;
    /// The properties that `Debug` hides.
    const SECRETS: &'static [&'static str] = &[];
    fn read<'de, A: MapAccess<'de>>(&mut self, from: &mut Reader<'_, 'de, A>);
    fn write<'v, F: Fields<'v>>(&'v self, to: &mut F);
}
pub struct Reader<'r, 'de, A: MapAccess<'de>> {}
impl<'r, 'de, A: MapAccess<'de>> Reader<'r, 'de, A> {
    pub fn required<T: Typed>(&mut self, field: &mut T) {}
    pub fn optional<T: Typed>(&mut self, field: &mut Option<T>) {}
    pub fn nullable<T: Typed>(&mut self, field: &mut Option<T>) {}
    pub fn rest<T: Typed>(&mut self, field: &mut BTreeMap<String, T>) {}
}
pub fn debug<T: Object>(
    value: &T,
    name: &'static str,
    f: &mut Formatter<'_>,
) -> fmt::Result {}
pub fn deserialize<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {}
pub fn equal<T: Object>(one: &T, other: &T) -> bool {}
pub fn fields<T: Object>() -> impl Iterator<Item = (&'static str, &'static str)> {}
pub fn others<T: Serialize>(value: &T, known: &[&str]) -> BTreeMap<String, Value> {}
pub fn serialize<T: Object, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {}
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub required: bool,
    pub shape: Shape,
}
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Any,
    Null,
    Bool,
    I32,
    I64,
    U64,
    F64,
    String,
    Enum(&'static [&'static str]),
    IntegerEnum(&'static [i64]),
    Object,
    Nullable(&'static Shape),
    List(&'static Shape),
    Tuple(&'static [Shape]),
    Map(&'static Shape),
    Struct(fn() -> &'static Struct),
    Union(fn() -> &'static Union),
    Named(fn() -> &'static Shape),
}
#[derive(Clone, Copy, Debug)]
pub struct Struct {
    pub fields: &'static [Field],
    pub rest: UndeclaredProperties,
}
#[derive(Clone, Copy, Debug)]
pub enum UndeclaredProperties {
    Ignored,
    Forbidden,
    Kept(Shape),
}
#[derive(Clone, Copy, Debug)]
pub struct Union {
    pub variants: &'static [Variant],
    pub tag: Option<&'static str>,
    pub default: Option<usize>,
}
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    pub shape: Shape,
    pub tags: &'static [&'static str],
}
pub trait IsSet {}
pub type State<S> = PhantomData<fn() -> S>;
#[derive(Debug)]
pub struct Unset;
pub trait Variants: Typed {
    fn union() -> &'static Union;
    fn read<'de, A: VariantAccess<'de>>(
        index: usize,
        access: A,
    ) -> Result<Self, A::Error>;
    fn unknown(value: Value) -> Self;
}
pub fn deserialize<'de, U: Variants, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<U, D::Error> {}
pub fn serialize_tagged<T: Serialize, S: Serializer>(
    value: &T,
    serializer: S,
    name: &'static str,
    tag: &'static str,
) -> Result<S::Ok, S::Error> {}
pub use bytes::Bytes;
pub use http;
pub use reqwest;
pub use reqwest::Method;
pub use reqwest::StatusCode;
pub use secrecy::ExposeSecret;
pub use secrecy::SecretString;
pub use serde_json;
pub struct AnyError();
impl<E: StdError + Send + Sync + 'static> From<Error<E>> for AnyError {}
impl AnyError {
    pub fn operation(&self) -> Option<&'static Operation> {}
    pub fn raw(&self) -> Option<&RawResponse> {}
    pub fn status(&self) -> Option<StatusCode> {}
    pub fn headers(&self) -> Option<&HeaderMap> {}
    pub fn body(&self) -> Option<&Bytes> {}
    pub fn is_timeout(&self) -> bool {}
    pub fn is_retryable(&self) -> bool {}
    pub fn downcast_ref<E: StdError + Send + Sync + 'static>(
        &self,
    ) -> Option<&Error<E>> {}
}
impl fmt::Display for AnyError {}
impl fmt::Debug for AnyError {}
impl StdError for AnyError {}
pub trait Blocking: Future + Sized {
    fn wait(self) -> Self::Output {}
}
#[derive(Default)]
pub struct Body();
impl Body {
    pub fn empty() -> Self {}
    pub fn wrap_stream<S>(stream: S) -> Self
    where
        S: TryStream + Send + 'static,
        S::Error: Into<Box<dyn Error + Send + Sync>>,
        Bytes: From<S::Ok>,
    {}
    pub fn wrap<B>(body: B) -> Self
    where
        B: HttpBody + Send + Sync + 'static,
        B::Data: Into<Bytes>,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {}
    pub fn as_bytes(&self) -> Option<&Bytes> {}
    pub fn try_clone(&self) -> Option<Self> {}
}
impl HttpBody for Body {}
impl From<Bytes> for Body {}
impl From<Vec<u8>> for Body {}
impl From<&'static [u8]> for Body {}
impl From<String> for Body {}
impl From<&'static str> for Body {}
impl fmt::Debug for Body {}
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    BaseUrl { reason: String },
    UserAgent,
    Credential { scheme: &'static str },
    NoDigest { scheme: &'static str },
    Tokens { scheme: &'static str, reason: String },
    Header { reason: String },
    Http(reqwest::Error),
}
#[must_use]
pub struct ClientBuilder {}
impl ClientBuilder {
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {}
    pub fn server(mut self, url: String) -> Self {}
    pub fn http_client(mut self, http: reqwest::Client) -> Self {}
    pub fn layer(mut self, layer: impl HttpLayer) -> Self {}
    pub fn timeout(mut self, timeout: Duration) -> Self {}
    pub fn retry(mut self, retry: Retry) -> Self {}
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {}
    #[cfg(all(feature = "cookies", not(target_family = "wasm")))]
    pub fn cookies(mut self) -> Self {}
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {}
    pub fn max_response_bytes(mut self, limit: usize) -> Self {}
    pub fn max_redirects(mut self, limit: usize) -> Self {}
    pub fn strict_statuses(mut self, strict: bool) -> Self {}
    pub fn header(self, name: &str, value: &str) -> Self {}
    pub fn secret_header(self, name: &str, value: impl Into<SecretString>) -> Self {}
    pub fn api_key_header(
        self,
        scheme: &'static str,
        name: &'static str,
        credential: Credential,
    ) -> Self {}
    pub fn api_key_query(
        self,
        scheme: &'static str,
        name: &'static str,
        credential: Credential,
    ) -> Self {}
    pub fn api_key_cookie(
        self,
        scheme: &'static str,
        name: &'static str,
        credential: Credential,
    ) -> Self {}
    pub fn basic(
        self,
        scheme: &'static str,
        username: String,
        password: SecretString,
    ) -> Self {}
    pub fn digest(
        self,
        scheme: &'static str,
        username: String,
        password: SecretString,
    ) -> Self {}
    pub fn bearer(self, scheme: &'static str, credential: Credential) -> Self {}
    pub fn oauth2(
        self,
        scheme: &'static str,
        credential: Credential,
        flows: &'static [OAuthFlow],
    ) -> Self {}
    pub fn build(self) -> Result<Client, BuildError> {}
}
impl fmt::Debug for ClientBuilder {}
#[derive(Debug)]
#[must_use = "the request is not sent until `send_raw` or `send_stream` is called"]
pub struct Call<'a> {}
impl Call<'_> {
    pub fn body_json(mut self, value: &impl Serialize) -> Self {}
}
#[derive(Clone)]
pub struct Client {}
impl Client {
    pub fn builder(default_base_url: &str, user_agent: &str) -> ClientBuilder {}
    pub fn base_url(&self) -> &str {}
    pub fn request(&self, method: Method, path: &str) -> Call<'_> {}
    pub async fn send<T, E>(
        &self,
        mut request: Request,
        decode: Decode<T, E>,
    ) -> Result<ResponseValue<T>, Error<E>> {}
    pub async fn send_raw(
        &self,
        mut request: Request,
    ) -> Result<RawResponse, Error<Infallible>> {}
    pub async fn send_stream(
        &self,
        mut request: Request,
    ) -> Result<ResponseValue<ByteStream>, Error<Infallible>> {}
}
impl fmt::Debug for Client {}
#[derive(Clone)]
#[must_use]
pub struct OAuth2 {}
impl OAuth2 {
    pub fn client_credentials(
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
    ) -> Self {}
    pub fn password(
        client_id: impl Into<String>,
        username: impl Into<String>,
        password: impl Into<SecretString>,
    ) -> Self {}
    pub fn refresh_token(
        client_id: impl Into<String>,
        refresh_token: impl Into<SecretString>,
    ) -> Self {}
    pub fn client_secret(mut self, secret: impl Into<SecretString>) -> Self {}
    pub fn secret_in_body(mut self) -> Self {}
    pub fn scope(mut self, scope: impl Into<String>) -> Self {}
    pub fn parameter(
        mut self,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {}
    pub fn token_url(mut self, url: impl Into<String>) -> Self {}
}
impl fmt::Debug for OAuth2 {}
pub struct Credential();
impl Credential {
    pub fn provider<T, E, F>(provider: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        T: Into<Token>,
        E: Into<BoxError>,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {}
}
impl From<SecretString> for Credential {}
impl From<String> for Credential {}
impl From<&str> for Credential {}
#[cfg(feature = "oauth2")]
impl From<OAuth2> for Credential {}
impl fmt::Debug for Credential {}
#[derive(Clone)]
pub struct CredentialError {}
impl CredentialError {
    pub fn scheme(&self) -> &'static str {}
}
impl fmt::Debug for CredentialError {}
impl fmt::Display for CredentialError {}
impl Error for CredentialError {}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OAuthFlow {
    pub kind: &'static str,
    pub token_url: &'static str,
    pub refresh_url: &'static str,
}
#[derive(Debug, Clone)]
#[must_use]
pub struct Token {}
impl Token {
    pub fn new(secret: impl Into<SecretString>) -> Self {}
    pub fn expires_in(mut self, lifetime: Duration) -> Self {}
}
impl<T: Into<SecretString>> From<T> for Token {}
#[non_exhaustive]
pub enum Error<E> {
    InvalidRequest(InvalidRequest),
    Credential(CredentialError),
    Connection(TransportError),
    Timeout(TransportError),
    ErrorResponse(ResponseValue<E>),
    UnexpectedStatus(RawResponse),
    UnexpectedContentType {
        expected: Cow<'static, [&'static str]>,
        response: RawResponse,
    },
    InvalidBody { reason: String, response: RawResponse },
    Interrupted { response: RawResponse, source: TransportError },
    TooLarge { limit: usize, response: RawResponse },
    NextPage { reason: &'static str, response: RawResponse },
}
impl<E> Error<E> {
    pub fn operation(&self) -> Option<&'static Operation> {}
    pub fn raw(&self) -> Option<&RawResponse> {}
    pub fn status(&self) -> Option<StatusCode> {}
    pub fn headers(&self) -> Option<&HeaderMap> {}
    pub fn body(&self) -> Option<&Bytes> {}
    pub fn is_timeout(&self) -> bool {}
    pub fn is_retryable(&self) -> bool {}
}
impl<E: fmt::Display> fmt::Display for Error<E> {}
impl<E: fmt::Debug> fmt::Debug for Error<E> {}
impl<E: fmt::Debug + fmt::Display> std::error::Error for Error<E> {}
#[derive(Debug, Clone)]
pub struct InvalidRequest {}
impl From<String> for InvalidRequest {}
impl fmt::Display for InvalidRequest {}
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    pub event: Option<String>,
    pub data: String,
    pub id: Option<String>,
    pub retry: Option<u64>,
}
impl Event {
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, StreamError> {}
}
pub struct EventStream {}
impl EventStream {
    pub async fn next(&mut self) -> Option<Result<Event, StreamError>> {}
}
impl Stream for EventStream {}
impl<T> From<Events<T>> for EventStream {}
impl From<ByteStream> for EventStream {}
impl fmt::Debug for EventStream {}
pub struct Events<T> {}
impl<T: DeserializeOwned> Events<T> {
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {}
}
impl<T: DeserializeOwned> Stream for Events<T> {}
impl<T> From<ByteStream> for Events<T> {}
impl<T> fmt::Debug for Events<T> {}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormEncoding {
    pub property: &'static str,
    pub style: Style,
    pub explode: bool,
    pub allow_reserved: bool,
}
impl FormEncoding {
    pub const fn new(property: &'static str, style: Style, explode: bool) -> Self {}
    #[must_use]
    pub const fn allow_reserved(self) -> Self {}
}
pub struct Header<T> {}
impl<T> Header<T> {
    pub const fn new(name: &'static str) -> Self {}
    pub fn name(self) -> &'static str {}
}
impl<T> Clone for Header<T> {}
impl<T> Copy for Header<T> {}
impl<T> fmt::Debug for Header<T> {}
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub struct InvalidHeader {
    pub name: &'static str,
    pub reason: String,
}
pub type BoxError = Box<dyn Error + Send + Sync>;
pub trait HttpLayer: Send + 'static {
    fn around(self, inner: HttpService) -> HttpService;
}
pub trait HttpResponse: Send {
    fn into_http(self) -> Response<Body>;
}
#[derive(Clone)]
pub struct HttpService();
impl Service<Request<Body>> for HttpService {}
impl fmt::Debug for HttpService {}
pub struct File {}
impl File {
    pub fn new(contents: impl Into<Body>) -> Self {}
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {}
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {}
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {}
}
impl From<Vec<u8>> for File {}
impl From<bytes::Bytes> for File {}
impl From<&'static str> for File {}
impl fmt::Debug for File {}
#[derive(Debug, Default)]
pub struct Multipart {}
impl Multipart {
    pub fn new() -> Self {}
    #[must_use]
    pub fn field(self, name: &str, value: &impl Serialize) -> Self {}
    #[must_use]
    pub fn field_as(self, name: &str, media_type: &str, value: &impl Serialize) -> Self {}
    #[must_use]
    pub fn file(self, name: &str, file: File) -> Self {}
    #[must_use]
    pub fn file_as(self, name: &str, media_type: &str, file: File) -> Self {}
}
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Operation {
    pub id: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    pub tags: &'static [&'static str],
    pub security: &'static [&'static [&'static str]],
    pub statuses: &'static [&'static str],
    pub deprecated: bool,
}
impl Operation {
    pub const fn new(
        id: &'static str,
        method: &'static str,
        path: &'static str,
    ) -> Self {}
    #[must_use]
    pub const fn method(self, method: &'static str) -> Self {}
    #[must_use]
    pub const fn tags(self, tags: &'static [&'static str]) -> Self {}
    #[must_use]
    pub const fn security(self, security: &'static [&'static [&'static str]]) -> Self {}
    #[must_use]
    pub const fn statuses(self, statuses: &'static [&'static str]) -> Self {}
    #[must_use]
    pub const fn deprecated(self) -> Self {}
    #[must_use]
    pub const fn accept(self, accept: &'static [&'static str]) -> Self {}
    #[must_use]
    pub const fn server(self, base_url: &'static str) -> Self {}
    #[must_use]
    pub const fn idempotency_header(self, name: &'static str) -> Self {}
    #[must_use]
    pub const fn streams(self) -> Self {}
}
#[must_use = "the request is not sent until `next` is called"]
pub struct Items<'a, T, E, I> {}
impl<'a, T: Send + 'a, E: Send + 'a, I> Items<'a, T, E, I> {
    pub async fn next(&mut self) -> Option<Result<I, Error<E>>> {}
}
impl<'a, T: Send + 'a, E: Send + 'a, I> Stream for Items<'a, T, E, I> {}
impl<T, E, I> Unpin for Items<'_, T, E, I> {}
impl<T, E, I> fmt::Debug for Items<'_, T, E, I> {}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextPage {
    Link,
    Url(&'static str),
    Value { at: &'static str, to: PageInput },
    Number { to: PageInput, first: i64, items: &'static str, counts_items: bool },
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageInput {
    Query(&'static str),
    Body(&'static str),
}
#[must_use = "the request is not sent until `next` is called"]
pub struct Pages<'a, T, E>();
impl<'a, T: Send + 'a, E: Send + 'a> Pages<'a, T, E> {
    pub async fn next(&mut self) -> Option<Result<ResponseValue<T>, Error<E>>> {}
    pub fn items<I>(
        self,
        list: fn(&mut T) -> Option<&mut Vec<I>>,
    ) -> Items<'a, T, E, I> {}
}
impl<'a, T: Send + 'a, E: Send + 'a> Stream for Pages<'a, T, E> {}
impl<T, E> fmt::Debug for Pages<'_, T, E> {}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    pub next: NextPage,
    pub more: Option<&'static str>,
    pub count: Option<&'static str>,
}
impl Paging {
    pub const fn new(next: NextPage) -> Self {}
    #[must_use]
    pub const fn more(self, at: &'static str) -> Self {}
    #[must_use]
    pub const fn count(self, at: &'static str) -> Self {}
}
#[must_use = "the request is not sent until `next` is called"]
pub struct Reconnecting<'a, S, E>();
impl<'a, S: Into<EventStream> + Send + 'a, E: Send + 'a> Reconnecting<'a, S, E> {
    pub async fn next(&mut self) -> Option<Result<Event, Error<E>>> {}
}
impl<'a, S: Into<EventStream> + Send + 'a, E: Send + 'a> Stream
for Reconnecting<'a, S, E> {}
impl<S, E> fmt::Debug for Reconnecting<'_, S, E> {}
pub struct Redacted;
impl fmt::Debug for Redacted {}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterContent {
    Json,
    Text,
    Form(&'static [FormEncoding]),
}
pub struct Request {}
impl Request {
    pub fn new(operation: &'static Operation) -> Self {}
    pub fn path_parameter(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        value: impl Serialize,
    ) {}
    pub fn path_content(
        &mut self,
        name: &'static str,
        content: ParameterContent,
        value: impl Serialize,
    ) {}
    pub fn query(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        allow_reserved: bool,
        value: impl Serialize,
    ) {}
    pub fn query_content(
        &mut self,
        name: &'static str,
        content: ParameterContent,
        value: impl Serialize,
    ) {}
    pub fn query_string(
        &mut self,
        name: &'static str,
        content: ParameterContent,
        value: impl Serialize,
    ) {}
    pub fn header(&mut self, name: &'static str, explode: bool, value: impl Serialize) {}
    pub fn header_content(
        &mut self,
        name: &'static str,
        content: ParameterContent,
        value: impl Serialize,
    ) {}
    pub fn cookie(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        value: impl Serialize,
    ) {}
    pub fn cookie_content(
        &mut self,
        name: &'static str,
        content: ParameterContent,
        value: impl Serialize,
    ) {}
    pub fn body_json(&mut self, media_type: &'static str, value: impl Serialize) {}
    pub fn body_text(&mut self, media_type: &'static str, text: String) {}
    pub fn body_text_value(&mut self, media_type: &'static str, value: impl Serialize) {}
    pub fn body_any(&mut self, media_type: &'static str, value: impl Serialize) {}
    pub fn body_bytes(&mut self, media_type: &'static str, bytes: Body) {}
    pub fn content_type(&mut self, media_type: String) {}
    pub fn body_form(
        &mut self,
        media_type: &'static str,
        encodings: &[FormEncoding],
        value: impl Serialize,
    ) {}
    pub fn body_multipart(
        &mut self,
        media_type: &'static str,
        parts: impl Into<Multipart>,
    ) {}
    pub fn ask_for_stream(
        &mut self,
        accept: &'static [&'static str],
        flag: Option<PageInput>,
    ) {}
    pub fn base_url(&mut self, base_url: String) {}
    pub fn timeout(&mut self, timeout: Duration) {}
    pub fn no_retry(&mut self) {}
    pub fn idempotency_key(&mut self, key: &str) {}
    pub fn extension<T: Clone + Send + Sync + 'static>(&mut self, value: T) {}
    pub fn allow_empty_path_parameters(&mut self) {}
}
impl fmt::Debug for Request {}
#[derive(Debug)]
pub enum Decoded<T, E> {
    Success(T),
    Error(E),
    UndescribedError(E),
    Stream(fn(ByteStream) -> T),
}
#[derive(Clone)]
#[non_exhaustive]
pub struct RawResponse {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}
impl RawResponse {
    pub fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {}
    pub fn content_type(&self) -> Option<&str> {}
    pub fn content_length(&self) -> Option<u64> {}
    pub fn is(&self, media_type: &str) -> bool {}
    pub fn select(&self, media_types: &[&str]) -> Option<usize> {}
    pub fn json<T: DeserializeOwned>(
        &self,
        media_type: &'static str,
    ) -> Result<T, Undecodable> {}
    pub fn text(&self, media_type: &'static str) -> Result<String, Undecodable> {}
    pub fn text_value<T: DeserializeOwned>(
        &self,
        media_type: &'static str,
    ) -> Result<T, Undecodable> {}
    pub fn any<T: DeserializeOwned>(
        &self,
        media_type: &'static str,
    ) -> Result<T, Undecodable> {}
    pub fn bytes(&self, media_type: &'static str) -> Result<Bytes, Undecodable> {}
    pub fn stream<T, E>(
        &self,
        media_type: &'static str,
        make: fn(ByteStream) -> T,
    ) -> Result<Decoded<T, E>, Undecodable> {}
    pub fn empty(&self) -> Result<(), Undecodable> {}
    pub fn unexpected_content_type(
        &self,
        expected: &'static [&'static str],
    ) -> Undecodable {}
    pub fn unexpected_status(&self) -> Undecodable {}
}
impl fmt::Debug for RawResponse {}
impl fmt::Display for RawResponse {}
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Undecodable {
    Status,
    ContentType(Cow<'static, [&'static str]>),
    Body(String),
}
#[derive(Clone)]
pub struct ResponseValue<T> {}
impl<T> ResponseValue<T> {
    pub fn new(value: T, raw: RawResponse) -> Self {}
    pub fn status(&self) -> StatusCode {}
    pub fn headers(&self) -> &HeaderMap {}
    pub fn body(&self) -> &Bytes {}
    pub fn content_length(&self) -> Option<u64> {}
    pub fn raw(&self) -> &RawResponse {}
    pub fn into_inner(self) -> T {}
    pub fn into_parts(self) -> (T, RawResponse) {}
}
impl<T> ops::Deref for ResponseValue<T> {}
impl<T> ops::DerefMut for ResponseValue<T> {}
impl<T> AsRef<T> for ResponseValue<T> {}
impl<T: fmt::Debug> fmt::Debug for ResponseValue<T> {}
#[derive(Clone, Debug)]
#[must_use]
pub struct Retry {}
impl Default for Retry {}
impl Retry {
    pub fn new() -> Self {}
    pub fn never() -> Self {}
    pub fn tries(mut self, tries: u32) -> Self {}
    pub fn waits(mut self, first: Duration, longest: Duration) -> Self {}
    pub fn budget(mut self, further_tries: u32) -> Self {}
    pub fn try_timeout(mut self, timeout: Duration) -> Self {}
}
pub struct ByteStream {}
impl ByteStream {
    pub async fn next(&mut self) -> Option<Result<Bytes, StreamError>> {}
    pub async fn bytes(mut self, limit: usize) -> Result<Bytes, StreamError> {}
}
impl Stream for ByteStream {}
impl fmt::Debug for ByteStream {}
pub struct JsonLines<T> {}
impl<T: DeserializeOwned> JsonLines<T> {
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {}
}
impl<T: DeserializeOwned> Stream for JsonLines<T> {}
impl<T: DeserializeOwned> From<ByteStream> for JsonLines<T> {}
impl<T> fmt::Debug for JsonLines<T> {}
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    Interrupted(TransportError),
    Event(sse_stream::Error),
    Value(String),
    UnexpectedEvent { reason: String, event: Box<Event> },
    TooLarge(usize),
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    Cookie,
}
pub fn size(f: &mut fmt::Formatter<'_>, body: &Bytes) -> fmt::Result {}
pub fn summary(f: &mut fmt::Formatter<'_>, body: &impl Serialize) -> fmt::Result {}
pub struct TransportError {}
impl TransportError {
    pub fn is_connect(&self) -> bool {}
    pub fn is_timeout(&self) -> bool {}
    pub fn is_layer(&self) -> bool {}
}
impl From<reqwest::Error> for TransportError {}
impl fmt::Debug for TransportError {}
impl fmt::Display for TransportError {}
impl Error for TransportError {}
pub trait Typed: Sized + Debug + PartialEq + Serialize + DeserializeOwned + Any {
    /// The shape of its values.
    const SHAPE: Shape;
    fn blank() -> Self;
}
pub fn has_unknown<T: Serialize + ?Sized>(value: &T) -> bool {}
