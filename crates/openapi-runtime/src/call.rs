//! The methods of every request builder.

use serde::Serialize;

use crate::{Client, Request};

/// Defines the request of an operation, with the methods that every request has.
///
/// Each row is a setter: its name, the type of its argument (after `into`, it takes what converts into that), and the method of
/// [`Request`] that takes the value after the arguments that are given, then its constraints. After `->` are the types of a success and an error,
/// and how a response is read; see [`decode!`](crate::decode!).
#[doc(hidden)]
#[macro_export]
macro_rules! call {
    (
        $(#[$attribute:meta])*
        $name:ident: $operation:expr;
        $(
            $(#[$documentation:meta])*
            $field:ident: $(into $into:ty)? $(as $ty:ty)? => $method:ident($($argument:expr),*) $(check($place:literal, $rules:expr))?,
        )*
        -> $success:ty, $error:ty { $($decode:tt)* }
    ) => {
        $(#[$attribute])*
        #[derive(Debug)]
        #[must_use = "the request is not sent until `send` is called"]
        pub struct $name<'a> {
            pub(super) client: &'a $crate::Client,
            pub(super) request: $crate::Request,
        }

        impl<'a> $name<'a> {
            /// Returns the record of the operation.
            pub const OPERATION: $crate::Operation = $operation;

            $(
                $(#[$documentation])*
                pub fn $field(mut self, $field: $(impl ::std::convert::Into<$into>)? $($ty)?) -> Self {
                    $(let $field = ::std::convert::Into::<$into>::into($field);)?
                    $({
                        const RULES: $crate::Rules = $rules;
                        self.request.check($place, &RULES, &$field);
                    })?
                    self.request.$method($($argument,)* $field);
                    self
                }
            )*

            /// Sends the request.
            ///
            /// # Errors
            ///
            /// `ErrorResponse` if the response is a documented error; the other variants of `Error` for all else.
            pub fn send(
                self,
            ) -> impl ::std::future::Future<
                Output = ::std::result::Result<$crate::ResponseValue<$success>, $crate::Error<$error>>,
            > + use<'a> {
                self.client.send(self.request, Self::decode)
            }
        }

        $crate::decode! { $name decode -> $success, $error { $($decode)* } }

        $crate::call!($name);
    };
    ($name:ident) => {
        impl<'a> $name<'a> {
            /// Sets a header of this request. It replaces what the client would send under this name; given several
            /// times, each value is sent.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.request.extra_header(name, value);
                self
            }

            /// Adds a pair to the query of this request. Both are percent-encoded.
            pub fn query_pair(mut self, name: &str, value: &str) -> Self {
                self.request.extra_query(name, value);
                self
            }

            /// Sends this body in place of any other, as this media type.
            pub fn body_bytes(mut self, media_type: &str, bytes: impl ::std::convert::Into<$crate::Body>) -> Self {
                self.request.extra_body(media_type, bytes.into());
                self
            }

            /// Sets how long this call may take, with all its tries, in place of what is set for the client. Where the
            /// response is a stream, it is how long each wait for more of it may take.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.request.timeout(timeout);
                self
            }

            /// Sends this request at most once: it is never retried.
            pub fn no_retry(mut self) -> Self {
                self.request.no_retry();
                self
            }

            /// Sets the key by which the server knows that further tries are this request: with it, it is sent again where it
            /// would not be for its method. It is sent in the header that the description has for it, or `Idempotency-Key`.
            pub fn idempotency_key(mut self, key: &str) -> Self {
                self.request.idempotency_key(key);
                self
            }

            /// Gives the layers of the client a value, among the extensions of the HTTP request.
            pub fn extension<T: ::std::clone::Clone + ::std::marker::Send + ::std::marker::Sync + 'static>(
                mut self,
                value: T,
            ) -> Self {
                self.request.extension(value);
                self
            }

            /// Sends path parameters that are empty, which is an error otherwise: `/things/{id}` becomes `/things/`,
            /// which many servers take for another resource.
            pub fn allow_empty_path_parameters(mut self) -> Self {
                self.request.allow_empty_path_parameters();
                self
            }

            /// Sends the request and returns the response undecoded, with any status: an error status is not an error.
            ///
            /// # Errors
            ///
            /// `InvalidRequest` and `Credential` if nothing was sent; `Connection` and `Timeout` if there was no response; `Interrupted`
            /// and `TooLarge` if its body did not arrive whole.
            pub fn send_raw(
                self,
            ) -> impl ::std::future::Future<
                Output = ::std::result::Result<$crate::RawResponse, $crate::Error<::std::convert::Infallible>>,
            > + use<'a> {
                self.client.send_raw(self.request)
            }

            /// Sends the request and returns the response with its body as a stream, with any status: an error status is not an
            /// error.
            ///
            /// # Errors
            ///
            /// `InvalidRequest` and `Credential` if nothing was sent; `Connection` and `Timeout` if there was no response. What goes wrong
            /// with the body is an error of the stream.
            pub fn send_stream(
                self,
            ) -> impl ::std::future::Future<
                Output = ::std::result::Result<
                    $crate::ResponseValue<$crate::ByteStream>,
                    $crate::Error<::std::convert::Infallible>,
                >,
            > + use<'a> {
                self.client.send_stream(self.request)
            }
        }
    };
}

/// A request that the description does not have; [`Client::request`] begins it.
///
/// ```
/// use openapi_runtime::{Client, Method};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # use wiremock::{Mock, ResponseTemplate, matchers::any};
/// # Mock::given(any()).respond_with(ResponseTemplate::new(201)).mount(&server).await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// let response = client
///     .request(Method::POST, "/pets")
///     .query_pair("notify", "yes")
///     .header("X-Tenant", "acme")
///     .idempotency_key("order 7")
///     .body_bytes("text/csv", "rex,3")
///     .timeout(std::time::Duration::from_secs(5))
///     .no_retry()
///     .send_raw()
///     .await?;
/// assert_eq!(response.status, 201);
/// # let requests = server.received_requests().await.unwrap();
/// # assert_eq!(requests[0].url.query(), Some("notify=yes"));
/// # assert_eq!(requests[0].body, b"rex,3");
/// # for (name, value) in [("x-tenant", "acme"), ("idempotency-key", "order 7"), ("content-type", "text/csv")] {
/// #     assert_eq!(requests[0].headers[name], value);
/// # }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "the request is not sent until `send_raw` or `send_stream` is called"]
pub struct Call<'a> {
    pub(crate) client: &'a Client,
    pub(crate) request: Request,
}

impl Call<'_> {
    /// Sends the request to this URL in place of its path, such as the URL of a header `Location`. It is resolved against the URL of
    /// the request, and has to be of the same server; if not, `send_raw` returns [`Error::InvalidRequest`](crate::Error::InvalidRequest).
    ///
    /// ```
    /// use openapi_runtime::{Client, Error, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(202).insert_header("location", "/jobs/7")).mount(&server).await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let created = client.request(Method::POST, "/jobs").send_raw().await?;
    /// let location = created.headers["location"].to_str()?;
    /// let job = client.request(Method::GET, "/").at(location).send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[1].url.path(), "/jobs/7");
    ///
    /// let elsewhere = client.request(Method::GET, "/").at("https://other.example.com/jobs/7").send_raw().await;
    /// assert!(matches!(elsewhere, Err(Error::InvalidRequest(_))));
    /// # Ok(())
    /// # }
    /// ```
    pub fn at(mut self, url: &str) -> Self {
        self.request.at_url(url.to_owned());
        self
    }

    /// Sends this value as JSON, as `application/json`. A value that JSON does not have, such as a number that is not finite, is
    /// [`Error::InvalidRequest`](crate::Error::InvalidRequest) when the request is sent.
    ///
    /// ```
    /// use openapi_runtime::serde_json::json;
    /// # use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// client.request(Method::POST, "/pets").body_json(&json!({"name": "Rex"})).send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].body, br#"{"name":"Rex"}"#);
    /// # assert_eq!(requests[0].headers["content-type"], "application/json");
    /// # Ok(())
    /// # }
    /// ```
    pub fn body_json(mut self, value: &impl Serialize) -> Self {
        self.request.body_json("application/json", value);
        self
    }
}

call!(Call);

/// Defines the method of a client that begins a request of an operation: its name, the type of the request, and a row for each
/// argument, as the rows of [`call!`](crate::call!) are. After `default` are the values of parameters that are not arguments, as JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! method {
    (
        $(#[$attribute:meta])*
        $name:ident -> $call:ident
        $({
            $(
                $field:ident: $(into $into:ty)? $(as $ty:ty)? => $method:ident($($argument:expr),*) $(check($place:literal, $rules:expr))?,
            )*
        })?
        $(default {
            $($put:ident($($first:expr),*) = $default:literal,)*
        })?
    ) => {
        $(#[$attribute])*
        pub fn $name(&self $($(, $field: $(impl ::std::convert::Into<$into>)? $($ty)?)*)?) -> operations::$call<'_> {
            #[allow(unused_mut)]
            let mut request = self.inner.begin(&operations::$call::OPERATION);
            $($(request.$put($($first,)* $crate::default_value::<$crate::serde_json::Value>($default));)*)?
            $($(
                $(let $field = ::std::convert::Into::<$into>::into($field);)?
                $({
                    const RULES: $crate::Rules = $rules;
                    request.check($place, &RULES, &$field);
                })?
                request.$method($($argument,)* $field);
            )*)?
            operations::$call { client: &self.inner, request }
        }
    };
}

/// Defines the function that decides by status, then by media type, what a response is.
///
/// Each row has the statuses, what it is (`Success`, `Error`, or `UndescribedError` of which nothing but the status is known),
/// the method of the response that reads it, its media type, and `as` what becomes of the value. `Stream` has what becomes of
/// the stream. `Select` has one such row for each media type.
#[doc(hidden)]
#[macro_export]
macro_rules! decode {
    (@read $response:ident Select($($index:literal $media_type:literal => $kind:ident $read:tt),*)) => {
        match $response.select(&[$($media_type),*]) {
            $(::std::option::Option::Some($index) => $crate::decode!(@read $response $kind $read),)*
            _ => ::std::result::Result::Err($response.unexpected_content_type(&[$($media_type),*])),
        }
    };
    (@read $response:ident Stream($media_type:literal as $made:expr)) => {
        $response.stream($media_type, $made)
    };
    (@read $response:ident $kind:ident($method:ident $([$root:expr])? $($media_type:literal)? $(as $variant:expr)?)) => {
        $response.$method($($root,)? $($media_type)?)$(.map($variant))?.map($crate::Decoded::$kind)
    };
    ($name:ident $function:ident -> $success:ty, $error:ty { $($status:pat => $kind:ident $read:tt,)* }) => {
        impl $name<'_> {
            fn $function(
                response: &$crate::RawResponse,
            ) -> ::std::result::Result<$crate::Decoded<$success, $error>, $crate::Undecodable> {
                match response.status.as_u16() {
                    $($status => $crate::decode!(@read response $kind $read),)*
                    _ => ::std::result::Result::Err(response.unexpected_status()),
                }
            }
        }
    };
}

/// Defines the documented errors of an operation. A variant with a body has a name for it, its type, and the function of this
/// crate that shows it; one without has a text.
#[doc(hidden)]
#[macro_export]
macro_rules! errors {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {$(
            $(#[$documentation:meta])*
            $variant:ident $(($body:ident: $ty:ty => $show:ident))? $(= $text:literal)?,
        )*}
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {$(
            $(#[$documentation])*
            $variant $(($ty))?,
        )*}

        impl ::std::fmt::Display for $name {
            fn fmt(&self, #[allow(unused_variables)] f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match *self {
                    $(Self::$variant $((ref $body))? => $($crate::$show(f, $body))? $(f.write_str($text))?,)*
                }
            }
        }

        impl ::std::error::Error for $name {}
    };
}
