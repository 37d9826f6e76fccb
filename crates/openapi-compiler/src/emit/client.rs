//! The client, its builder, and a method for each operation.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::operations::{write_body, write_parameter};
use super::{EmitOptions, argument, body_type, deprecated, docs, ident, rust_type};
use crate::description::{OAuthFlow, ParameterIn, SecurityKind};
use crate::docs::code;
use crate::plan::{BodyContent, BodyType, Credential, Operation, PathPiece, Plan};

pub(super) fn client(plan: &Plan, options: &EmitOptions) -> TokenStream {
    let about = docs(&format!("{}.\n\n{}", crate::docs::markdown(&plan.about()), plan.docs));
    let methods = plan.operations.iter().map(|operation| method(plan, operation, options));
    let builder = builder(plan);
    let aliases = super::aliases::methods(plan);
    quote! {
        #about
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: ::openapi_runtime::Client,
        }

        #[allow(deprecated, clippy::all, clippy::pedantic, rustdoc::all)]
        impl Client {
            /// Returns a builder for a client.
            pub fn builder() -> ClientBuilder {
                ClientBuilder::default()
            }

            #(#methods)*
            #aliases
        }

        #builder
    }
}

fn builder(plan: &Plan) -> TokenStream {
    let url = match plan.default_server {
        Some(_) => quote!(&Server::default().url()),
        None => quote!(""),
    };
    let server = (!plan.servers.is_empty()).then(|| {
        quote! {
            /// Sets the server, one of the description. Operations with servers of their own still use those. A relative URL
            /// is resolved against the base URL that was set before.
            #[must_use]
            pub fn server(self, server: Server) -> Self {
                Self { inner: self.inner.server(server.url()) }
            }
        }
    });
    let credentials = plan.credentials.iter().map(credential);
    quote! {
        /// Builder for [`Client`]. Its `Debug` output does not show credentials.
        #[derive(Debug)]
        pub struct ClientBuilder {
            inner: ::openapi_runtime::ClientBuilder,
        }

        impl ::std::default::Default for ClientBuilder {
            fn default() -> Self {
                let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
                Self { inner: ::openapi_runtime::Client::builder(#url, agent) }
            }
        }

        impl ClientBuilder {
            #server
            #(#credentials)*
        }

        ::openapi_runtime::client!(Client, ClientBuilder);
    }
}

fn credential(credential: &Credential) -> TokenStream {
    let (name, scheme) = (ident(&credential.name), &credential.scheme);
    let about = |what: &str| {
        let prose = if credential.docs.is_empty() {
            String::new()
        } else {
            format!("\n\n{}", credential.docs)
        };
        docs(&format!("{what}{prose}"))
    };
    let call = match &credential.kind {
        SecurityKind::Basic => {
            let about = about("Sets a user name and password, sent as HTTP basic authentication.");
            return of_user(&about, &name, &quote!(basic), scheme);
        }
        SecurityKind::Digest => {
            let about = about(
                "Sets a user name and password for HTTP digest authentication. Needs the feature `digest` of `openapi-runtime`.",
            );
            return of_user(&about, &name, &quote!(digest), scheme);
        }
        SecurityKind::Bearer => quote!(bearer(#scheme, credential.into())),
        SecurityKind::OAuth2(flows) => {
            let flows = flows.iter().map(oauth_flow);
            quote!(oauth2(#scheme, credential.into(), &[#(#flows),*]))
        }
        SecurityKind::ApiKey {
            location: ParameterIn::Query,
            name,
        } => quote!(api_key_query(#scheme, #name, credential.into())),
        SecurityKind::ApiKey {
            location: ParameterIn::Cookie,
            name,
        } => {
            quote!(api_key_cookie(#scheme, #name, credential.into()))
        }
        SecurityKind::ApiKey { name, .. } => quote!(api_key_header(#scheme, #name, credential.into())),
        SecurityKind::Other(_) => return TokenStream::new(),
    };
    let about = about(match &credential.kind {
        SecurityKind::Bearer => "Sets a token, sent as `Authorization: Bearer`.",
        SecurityKind::OAuth2(_) => {
            "Sets a token, sent as `Authorization: Bearer`, or an `OAuth2`, which gets tokens from the authorization server."
        }
        SecurityKind::ApiKey {
            location: ParameterIn::Query,
            ..
        } => "Sets an API key, sent in the query.",
        SecurityKind::ApiKey {
            location: ParameterIn::Cookie,
            ..
        } => "Sets an API key, sent in a cookie.",
        _ => "Sets an API key, sent in a header.",
    });
    quote! {
        #about
        #[must_use]
        pub fn #name(self, credential: impl Into<::openapi_runtime::Credential>) -> Self {
            Self { inner: self.inner.#call }
        }
    }
}

/// The setter of a user name and a password.
fn of_user(about: &TokenStream, name: &Ident, setter: &TokenStream, scheme: &str) -> TokenStream {
    quote! {
        #about
        #[must_use]
        pub fn #name(
            self,
            username: impl Into<String>,
            password: impl Into<::openapi_runtime::SecretString>,
        ) -> Self {
            Self { inner: self.inner.#setter(#scheme, username.into(), password.into()) }
        }
    }
}

fn oauth_flow(flow: &OAuthFlow) -> TokenStream {
    let OAuthFlow {
        kind,
        token_url,
        refresh_url,
    } = flow;
    let (token_url, refresh_url) = (token_url.as_deref(), refresh_url.as_deref());
    let (token_url, refresh_url) = (token_url.unwrap_or_default(), refresh_url.unwrap_or_default());
    quote! {
        ::openapi_runtime::OAuthFlow { kind: #kind, token_url: #token_url, refresh_url: #refresh_url }
    }
}

/// The method of an operation: one for each media type of a required body.
fn method(plan: &Plan, operation: &Operation, options: &EmitOptions) -> TokenStream {
    let required = operation.body.as_ref().filter(|body| body.required);
    let contents: Vec<Option<&BodyContent>> = match required {
        Some(body) => body.contents.iter().map(Some).collect(),
        None => vec![None],
    };
    let methods = contents.into_iter().enumerate().map(|(nth, body)| {
        let name = match body {
            Some(content) if nth > 0 => format_ident!("{}_with_{}", operation.name, content.name),
            _ => ident(&operation.name),
        };
        let example = options
            .crate_path
            .as_ref()
            .map(|path| example(plan, operation, body, &name.to_string(), path));
        let about = about(operation, example);
        let deprecated = deprecated(operation.deprecated);
        let arguments = arguments(plan, operation, body);
        let request = request(plan, operation, body);
        let builder = ident(&operation.type_name);
        quote! {
            #about
            #deprecated
            pub fn #name(&self, #(#arguments),*) -> operations::#builder<'_> {
                #request
                operations::#builder { client: &self.inner, request }
            }
        }
    });
    quote!(#(#methods)*)
}

fn about(operation: &Operation, example: Option<String>) -> TokenStream {
    let call = code(&format!("{} {}", operation.method, operation.path));
    let parameters = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required && !parameter.docs.is_empty());
    let parameters: Vec<String> = parameters
        .map(|parameter| format!("- `{}`: {}", parameter.name, parameter.docs.replace('\n', "\n  ")))
        .collect();
    let parts = [
        operation.docs.clone(),
        call,
        parameters.join("\n"),
        example.unwrap_or_default(),
    ];
    docs(
        &parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n"),
    )
}

pub(super) fn arguments(plan: &Plan, operation: &Operation, body: Option<&BodyContent>) -> Vec<TokenStream> {
    let parameters = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
        .map(|parameter| {
            let (name, ty) = (ident(&parameter.name), argument(plan, &parameter.ty, &quote!(types::)));
            quote!(#name: #ty)
        });
    let body = body.map(|content| {
        let (name, ty) = (ident(&content.name), body_argument(plan, &content.body));
        quote!(#name: #ty)
    });
    parameters.chain(body).collect()
}

/// The type of the argument or setter of a body.
pub(super) fn body_argument(plan: &Plan, body: &BodyType) -> TokenStream {
    match body {
        BodyType::Json(ty) | BodyType::Form(ty, _) | BodyType::Text(ty) | BodyType::Any(ty) => {
            argument(plan, ty, &quote!(types::))
        }
        BodyType::Multipart(_) | BodyType::Bytes => {
            let ty = body_type(plan, body);
            quote!(impl Into<#ty>)
        }
    }
}

/// Writes the arguments of the method to the request.
fn request(plan: &Plan, operation: &Operation, body: Option<&BodyContent>) -> TokenStream {
    let name = ident(&operation.type_name);
    let pieces = operation.segments.iter().map(|piece| match piece {
        PathPiece::Literal(text) => quote!(request.path_literal(#text);),
        PathPiece::Parameter(index) => write_parameter(plan, &operation.parameters[*index]),
    });
    let others = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required && parameter.location != ParameterIn::Path)
        .map(|parameter| write_parameter(plan, parameter));
    let body = body.map(|content| write_body(plan, content));
    let server = operation.server.as_ref().map(|url| quote!(request.server(#url);));
    let streams = operation.successes.iter().any(|response| response.body.is_stream());
    let streams = streams.then(|| quote!(request.streams();));
    let idempotency = operation.idempotency_header.as_ref();
    let idempotency = idempotency.map(|name| quote!(request.idempotency_header(#name);));
    let accept = &operation.accept;
    let accept = (!accept.is_empty()).then(|| quote!(request.accept(&[#(#accept),*]);));
    quote! {
        let mut request = ::openapi_runtime::Request::new(&operations::#name::OPERATION);
        #server
        #streams
        #idempotency
        #accept
        #(#pieces)*
        #(#others)*
        #body
    }
}

/// A doc test that compiles for any types: its arguments are parameters of the function that contains it.
fn example(plan: &Plan, operation: &Operation, body: Option<&BodyContent>, method: &str, path: &str) -> String {
    let prefix = quote!(types::);
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    let mut arguments: Vec<(String, String)> = required
        .map(|p| (p.name.clone(), rust_type(plan, &p.ty, &prefix).to_string()))
        .collect();
    arguments.extend(body.map(|content| (content.name.clone(), body_type(plan, &content.body).to_string())));
    let declared: Vec<String> = arguments
        .iter()
        .map(|(name, ty)| format!("{name}: {}", ty.replace(" :: ", "::").replace(":: ", "::")))
        .collect();
    let names: Vec<&str> = arguments.iter().map(|(name, _)| name.as_str()).collect();
    let comma = if declared.is_empty() { "" } else { ", " };
    format!(
        "```no_run\n# use {path}::types;\n# async fn example(client: {path}::Client{comma}{}) -> Result<(), Box<dyn std::error::Error>> {{\n\
         let response = client.{method}({}).send().await?;\nprintln!(\"{{}}\", response.status());\n# Ok(())\n# }}\n```",
        declared.join(", "),
        names.join(", ")
    )
}
