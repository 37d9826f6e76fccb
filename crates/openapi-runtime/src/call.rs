//! The methods that every operation's request has, whatever its description says.

use serde::Serialize;

use crate::{Client, Request};

/// Defines the request of an operation, with the methods that every request has.
#[doc(hidden)]
#[macro_export]
macro_rules! call {
    ($(#[$attribute:meta])* $name:ident: $operation:expr) => {
        $(#[$attribute])*
        #[derive(Debug)]
        #[must_use = "the request is not sent until `send` is called"]
        pub struct $name<'a> {
            pub(super) client: &'a $crate::Client,
            pub(super) request: $crate::Request,
        }

        impl $name<'_> {
            /// What the description says about the operation.
            pub const OPERATION: $crate::Operation = $operation;
        }

        $crate::call!($name);
    };
    ($name:ident) => {
        impl $name<'_> {
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

            /// Sends this request once at most, whatever happens.
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

            /// Sends the request and returns the response undecoded, whatever its status.
            ///
            /// # Errors
            ///
            /// When the request cannot be sent, or no complete response arrives.
            pub async fn send_raw(
                self,
            ) -> ::std::result::Result<$crate::RawResponse, $crate::Error<::std::convert::Infallible>> {
                self.client.send_raw(self.request).await
            }

            /// Sends the request and returns the response, whatever its status, with its body as a stream.
            ///
            /// # Errors
            ///
            /// When the request cannot be sent, or no response arrives.
            pub async fn send_stream(
                self,
            ) -> ::std::result::Result<
                $crate::ResponseValue<$crate::ByteStream>,
                $crate::Error<::std::convert::Infallible>,
            > {
                self.client.send_stream(self.request).await
            }
        }
    };
}

/// A request that the description does not have; [`Client::request`] begins it.
#[derive(Debug)]
#[must_use = "the request is not sent until `send_raw` or `send_stream` is called"]
pub struct Call<'a> {
    pub(crate) client: &'a Client,
    pub(crate) request: Request,
}

impl Call<'_> {
    /// Sends this value as JSON.
    pub fn body_json(mut self, value: &impl Serialize) -> Self {
        self.request.body_json("application/json", value);
        self
    }
}

call!(Call);
