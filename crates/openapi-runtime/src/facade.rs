//! The methods of every generated client and its builder.

/// Gives a generated client and its builder, each a struct of `inner`, the methods that do not depend on the description.
#[doc(hidden)]
#[macro_export]
macro_rules! client {
    ($client:ident, $builder:ident) => {
        impl $client {
            /// The base URL that requests go to.
            pub fn base_url(&self) -> &str {
                self.inner.base_url()
            }

            /// Begins a request that the description does not have, to a path below the base URL, such as `/things?a=1`. It gets
            /// all credentials of the client, and its layers, limits and further tries.
            pub fn request(&self, method: $crate::Method, path: &str) -> $crate::Call<'_> {
                self.inner.request(method, path)
            }
        }

        impl $builder {
            /// The base URL to talk to, where it is not one of the description's servers.
            #[must_use]
            pub fn base_url(self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self {
                    inner: self.inner.base_url(url),
                }
            }

            /// The HTTP client to use. Its own timeouts, user agent and redirect policy apply; with
            /// `reqwest::redirect::Policy::none()`, redirects are handled as without it.
            #[must_use]
            pub fn http_client(self, client: $crate::reqwest::Client) -> Self {
                Self {
                    inner: self.inner.http_client(client),
                }
            }

            /// A `tower` layer around the HTTP client, which sees each HTTP request as it is sent. Of several, the first is
            /// outermost.
            #[must_use]
            pub fn layer(self, layer: impl $crate::HttpLayer) -> Self {
                Self {
                    inner: self.inner.layer(layer),
                }
            }

            /// How long a call may take, with all its tries; 60 s unless set, and no limit with an HTTP client of your own. Where
            /// the response is a stream, it is how long each wait for more of it may take.
            #[must_use]
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self {
                    inner: self.inner.timeout(timeout),
                }
            }

            /// When and how often a request is sent again; up to twice where it does no harm, unless set.
            #[must_use]
            pub fn retry(self, retry: $crate::Retry) -> Self {
                Self {
                    inner: self.inner.retry(retry),
                }
            }

            /// How long connecting may take; 10 s unless set.
            #[must_use]
            pub fn connect_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self {
                    inner: self.inner.connect_timeout(timeout),
                }
            }

            /// The user agent; this crate's name and version unless set.
            #[must_use]
            pub fn user_agent(self, agent: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self {
                    inner: self.inner.user_agent(agent),
                }
            }

            /// How large a response may be, in bytes; 64 MiB unless set.
            #[must_use]
            pub fn max_response_bytes(self, limit: usize) -> Self {
                Self {
                    inner: self.inner.max_response_bytes(limit),
                }
            }

            /// How many redirects are followed, within the origin; 10 unless set. A documented one is a response of its
            /// operation and is not followed.
            #[must_use]
            pub fn max_redirects(self, limit: usize) -> Self {
                Self {
                    inner: self.inner.max_redirects(limit),
                }
            }

            /// Whether a success whose status is not documented is an error, instead of being read as the only documented
            /// success.
            #[must_use]
            pub fn strict_statuses(self, strict: bool) -> Self {
                Self {
                    inner: self.inner.strict_statuses(strict),
                }
            }

            /// A header of all requests that do not have one of this name already.
            #[must_use]
            pub fn header(self, name: &str, value: &str) -> Self {
                Self {
                    inner: self.inner.header(name, value),
                }
            }

            /// A header of all requests, whose value is secret.
            #[must_use]
            pub fn secret_header(self, name: &str, value: impl ::std::convert::Into<$crate::SecretString>) -> Self {
                Self {
                    inner: self.inner.secret_header(name, value),
                }
            }

            $crate::__cookies!();

            /// The client.
            ///
            /// # Errors
            ///
            /// `BuildError`, when the base URL is not valid, or the user agent, a header or a credential cannot be sent.
            pub fn build(self) -> ::std::result::Result<$client, $crate::BuildError> {
                Ok($client {
                    inner: self.inner.build()?,
                })
            }
        }
    };
}

/// The method of a builder that needs the feature `cookies`.
#[cfg(all(feature = "cookies", not(target_family = "wasm")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __cookies {
    () => {
        /// Keeps the cookies that servers set, and sends them back.
        #[must_use]
        pub fn cookies(self) -> Self {
            Self {
                inner: self.inner.cookies(),
            }
        }
    };
}

#[cfg(not(all(feature = "cookies", not(target_family = "wasm"))))]
#[doc(hidden)]
#[macro_export]
macro_rules! __cookies {
    () => {};
}
