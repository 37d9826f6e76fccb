//! The mock that is generated with a client: a method for each operation, parameter, body and response.

use super::Mock;
use crate::contract::Contract;

impl Mock {
    /// Starts the mock of a generated client: the path and the text of each file of the description, the root file first.
    ///
    /// # Panics
    /// If the description cannot be read, or there is no free port.
    #[doc(hidden)]
    pub async fn of_files(files: &[(&str, &str)]) -> Self {
        let contract = Contract::parse_files(files).unwrap_or_else(|problem| panic!("{problem}"));
        let started = Self::start(contract).await;
        started.unwrap_or_else(|problem| panic!("the mock does not start: {problem}"))
    }

    /// Compares the requests with the expectations, unless the test has failed already.
    #[doc(hidden)]
    pub fn verify_at_end(&self) {
        if !std::thread::panicking() {
            self.verify();
        }
    }
}

/// Defines the mock of a generated client: a type `Mock` with a method for each operation, and for each operation a type
/// with a method for each parameter, body and response.
///
/// ```
/// use openapi_runtime::Method;
///
/// openapi_conformance::mock! {
///     of [("", "
///         openapi: 3.1.0
///         paths:
///           /pets/{id}:
///             get:
///               parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
///               responses: {'200': {description: Its name, content: {application/json: {schema: {type: string}}}}}
///     ")];
///     get_pet GetPet "GET /pets/{id}" {
///         parameter expect_id[into i64]["path" "id"];
///         response respond_ok[into String][200 "application/json"];
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mock = Mock::start().await;
/// mock.get_pet().expect_id(7).busy(1).respond_ok("Rex");
///
/// let client = openapi_runtime::Client::builder("", "test").base_url(mock.url()).build()?;
/// let busy = client.request(Method::GET, "/pets/7").no_retry().send_raw().await?;
/// assert_eq!(busy.status, 429);
/// let pet = client.request(Method::GET, "/pets/7").send_raw().await?;
/// assert_eq!(pet.body, "\"Rex\"");
/// assert_eq!(mock.get_pet().requests().len(), 2);
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! mock {
    (
        of [$($file:expr),* $(,)?];
        $(
            $(#[$documentation:meta])*
            $method:ident $stub:ident $operation:literal {
                $($part:ident $name:ident[$($how:tt)*][$($at:tt)*];)*
            }
        )*
    ) => {
        /// A server for tests. It responds with the examples of the description, unless a test sets a response. A request that
        /// the description does not allow, or that no expectation of its operation fits, is refused with the reason, and the
        /// test fails when the mock is dropped.
        #[derive(Debug)]
        pub struct Mock($crate::Mock);

        impl Mock {
            /// Starts it on a free loopback port.
            ///
            /// # Panics
            /// If there is no free port.
            pub async fn start() -> Self {
                Self($crate::Mock::of_files(&[$($file),*]).await)
            }

            /// The base URL, for the client.
            pub fn url(&self) -> ::std::string::String {
                self.0.url()
            }

            /// The requests that arrived, in order.
            pub fn requests(&self) -> ::std::vec::Vec<$crate::Request> {
                self.0.requests()
            }

            /// Compares the requests with the expectations. The same happens when it is dropped.
            ///
            /// # Panics
            /// If a request was refused, or an expected request arrived too rarely.
            #[track_caller]
            pub fn verify(&self) {
                self.0.verify();
            }

            /// The mock without types, for what the description does not have.
            pub fn untyped(&self) -> &$crate::Mock {
                &self.0
            }

            $(
                $(#[$documentation])*
                pub fn $method(&self) -> $stub<'_> {
                    $stub(self.0.on($operation))
                }
            )*
        }

        impl ::std::ops::Drop for Mock {
            fn drop(&mut self) {
                self.0.verify_at_end();
            }
        }

        $(
            #[doc = concat!("The expected requests of `", $operation, "`, and the response to them.")]
            #[must_use = "it holds once it has a response"]
            #[derive(Debug)]
            pub struct $stub<'m>($crate::Stub<'m>);

            impl<'m> $stub<'m> {
                $($crate::mock!(@$part $name[$($how)*] $($at)*);)*
                $crate::mock!(@common);
            }
        )*
    };
    (@parameter $name:ident[into $ty:ty] $location:literal $parameter:literal) => {
        #[doc = concat!("With this value of the parameter `", $parameter, "`.")]
        #[inline]
        #[track_caller]
        pub fn $name(self, value: impl ::std::convert::Into<$ty>) -> Self {
            let value: $ty = value.into();
            Self(self.0.expect_at($location, $parameter, value))
        }
    };
    (@parameter $name:ident[as $ty:ty] $location:literal $parameter:literal) => {
        #[doc = concat!("With this value of the parameter `", $parameter, "`.")]
        #[inline]
        #[track_caller]
        pub fn $name(self, value: $ty) -> Self {
            Self(self.0.expect_at($location, $parameter, value))
        }
    };
    (@body $name:ident[as $ty:ty] $media_type:literal) => {
        #[doc = concat!("With this body of `", $media_type, "`.")]
        #[inline]
        #[track_caller]
        pub fn $name(self, body: $ty) -> Self {
            Self(self.0.expect_body_of($media_type, body))
        }
    };
    (@body $name:ident[into $ty:ty] $media_type:literal) => {
        #[doc = concat!("With this body of `", $media_type, "`.")]
        #[inline]
        #[track_caller]
        pub fn $name(self, body: impl ::std::convert::Into<$ty>) -> Self {
            let body: $ty = body.into();
            Self(self.0.expect_body_of($media_type, body))
        }
    };
    (@body $name:ident[value] $media_type:literal) => {
        #[doc = concat!("With this body of `", $media_type, "`: an object with its parts, or a text.")]
        #[track_caller]
        pub fn $name(self, body: impl $crate::__private::Serialize) -> Self {
            Self(self.0.expect_body_of($media_type, body))
        }
    };
    (@response $name:ident[$($how:tt)*] any $($media_type:literal)?) => {
        $crate::mock!(@respond $name[$($how)*] (status: u16,) status $($media_type)?);
    };
    (@response $name:ident[$($how:tt)*] $status:literal $($media_type:literal)?) => {
        $crate::mock!(@respond $name[$($how)*] () $status $($media_type)?);
    };
    (@respond $name:ident[into $ty:ty] ($($status_argument:tt)*) $status:tt $media_type:literal) => {
        #[doc = concat!("Responds with `", stringify!($status), "` and this body of `", $media_type, "`.")]
        #[inline]
        #[track_caller]
        pub fn $name(self, $($status_argument)* body: impl ::std::convert::Into<$ty>) {
            let body: $ty = body.into();
            self.0.respond_of($status, $media_type, body);
        }
    };
    (@respond $name:ident[as $ty:ty] ($($status_argument:tt)*) $status:tt $media_type:literal) => {
        #[doc = concat!("Responds with `", stringify!($status), "` and this body of `", $media_type, "`.")]
        #[inline]
        #[track_caller]
        pub fn $name(self, $($status_argument)* body: $ty) {
            self.0.respond_of($status, $media_type, body);
        }
    };
    (@respond $name:ident[each $ty:ty] ($($status_argument:tt)*) $status:tt $media_type:literal) => {
        #[doc = concat!("Responds with `", stringify!($status), "` and these values, as `", $media_type, "`.")]
        #[track_caller]
        pub fn $name(self, $($status_argument)* values: impl ::std::iter::IntoIterator<Item = $ty>) {
            self.0.respond_stream($status, $media_type, values);
        }
    };
    (@respond $name:ident[bytes] ($($status_argument:tt)*) $status:tt $media_type:literal) => {
        #[doc = concat!("Responds with `", stringify!($status), "` and these bytes, as `", $media_type, "`.")]
        #[track_caller]
        pub fn $name(self, $($status_argument)* body: impl ::std::convert::Into<::std::vec::Vec<u8>>) {
            self.0.respond_bytes($status, $media_type, body);
        }
    };
    (@respond $name:ident[] ($($status_argument:tt)*) $status:tt) => {
        #[doc = concat!("Responds with `", stringify!($status), "` and no body.")]
        #[inline]
        #[track_caller]
        pub fn $name(self, $($status_argument)*) {
            self.0.respond_empty($status);
        }
    };
    (@common) => {
        /// So many times, after which the next one has its turn. The test fails when it has been fewer.
        #[inline]
        pub fn times(self, times: usize) -> Self {
            Self(self.0.times(times))
        }

        /// After so many requests that are answered 429 Too Many Requests, with `Retry-After: 0`.
        #[inline]
        pub fn busy(self, times: usize) -> Self {
            Self(self.0.busy(times))
        }

        /// After this time.
        #[inline]
        pub fn delay(self, delay: ::std::time::Duration) -> Self {
            Self(self.0.delay(delay))
        }

        /// Responds with the first example of a documented response.
        #[inline]
        #[track_caller]
        pub fn respond_example(self, status: u16) {
            self.0.respond_example(status);
        }

        /// Responds with anything.
        #[inline]
        pub fn reply(self, reply: $crate::Reply) {
            self.0.reply(reply);
        }

        /// Does not respond: the connection ends after the request.
        #[inline]
        pub fn reset(self) {
            self.0.reset();
        }

        /// The requests that arrived, in order.
        #[inline]
        #[must_use]
        pub fn requests(&self) -> ::std::vec::Vec<$crate::Request> {
            self.0.requests()
        }
    };
}
