//! The methods that every operation's request has, whatever its description says.

/// Gives a generated request, a struct of `client` and `request`, the methods that do not depend on its operation.
#[doc(hidden)]
#[macro_export]
macro_rules! call {
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
            pub fn body_bytes(mut self, media_type: &str, bytes: impl Into<$crate::Body>) -> Self {
                self.request.extra_body(media_type, bytes.into());
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
