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

        impl $name<'_> {
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
            /// When the response is a documented error, and for anything else that can go wrong.
            pub async fn send(
                self,
            ) -> ::std::result::Result<$crate::ResponseValue<$success>, $crate::Error<$error>> {
                self.client.send(self.request, Self::decode).await
            }
        }

        $crate::decode! { $name decode -> $success, $error { $($decode)* } }

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

            /// Sends the request and returns the response undecoded, with any status.
            ///
            /// # Errors
            ///
            /// When the request cannot be sent, or no complete response arrives.
            pub async fn send_raw(
                self,
            ) -> ::std::result::Result<$crate::RawResponse, $crate::Error<::std::convert::Infallible>> {
                self.client.send_raw(self.request).await
            }

            /// Sends the request and returns the response, with any status, with its body as a stream.
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
    /// Sends the request to this URL, such as that of a header `Location`. It is resolved against the base URL, and has to be of the
    /// same server; if not, `send_raw` returns an error.
    pub fn at(mut self, url: &str) -> Self {
        self.request.at_url(url.to_owned());
        self
    }

    /// Sends this value as JSON.
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
