//! The client, its builder, and a method for each operation.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;

use super::sections::Extent;
use super::table::{Table, compact, literal};
use super::{EmitOptions, Piece, argument, body_type, docs, ident, rows, rust_type};
use crate::description::{OAuthFlow, ParameterIn, SecurityKind};
use crate::docs::code;
use crate::plan::{BodyContent, BodyType, Credential, Operation, Plan};

pub(super) fn client(plan: &Plan) -> TokenStream {
    let about = docs(&format!("{}.\n\n{}", crate::docs::markdown(&plan.about()), plan.docs));
    let builder = builder(plan);
    quote! {
        #about
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: ::openapi_runtime::Client,
        }

        impl Client {
            /// Starts a client.
            pub fn builder() -> ClientBuilder {
                ClientBuilder::default()
            }
        }

        #builder
    }
}

/// The methods of operations.
pub(super) fn methods<'p>(extent: Extent<'p>, options: &'p EmitOptions) -> impl Iterator<Item = Piece> + 'p {
    let methods = extent
        .operations()
        .flat_map(move |operation| self::of_operation(extent.plan, operation, options));
    let head = quote! {
        #[allow(deprecated, clippy::all, clippy::pedantic, rustdoc::all)]
        impl Client
    };
    let aliases = super::aliases::methods(extent).map(Piece::Items);
    let is_empty = !extent.has_operations();
    let methods = [Piece::Module(head)]
        .into_iter()
        .chain(methods)
        .chain([Piece::End])
        .chain(aliases);
    methods.filter(move |_| !is_empty)
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
    let validate = plan.features.contains(&"validate").then(|| {
        quote! {
            /// Checks that each request meets the constraints of the description before it is sent; not, unless set. One that does not
            /// is an `InvalidRequest` with all violations.
            #[must_use]
            pub fn validate(self, validate: bool) -> Self {
                Self { inner: self.inner.validate(validate) }
            }
        }
    });
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
            #validate
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

/// The methods of an operation.
fn of_operation(plan: &Plan, operation: &Operation, options: &EmitOptions) -> Vec<Piece> {
    let methods = operation.methods.iter().map(|planned| {
        let body = operation.content(planned);
        Piece::Table(method(plan, operation, &planned.name, body, options))
    });
    methods.collect()
}

fn method(plan: &Plan, operation: &Operation, name: &str, body: Option<&BodyContent>, options: &EmitOptions) -> Table {
    let path = options.crate_path.as_ref();
    let example = path.map(|path| example(plan, operation, body, name, path));
    let parameters = operation.parameters.iter().filter(|parameter| parameter.required);
    let rows = parameters.map(|parameter| rows::parameter(plan, parameter));
    let rows: Vec<String> = rows.chain(body.map(|content| rows::body(plan, content))).collect();
    let mut table = Table::new("method");
    table.docs(0, &about(operation, example));
    if operation.deprecated {
        table.line(0, "#[deprecated]");
    }
    let defaults: Vec<String> = operation.parameters.iter().filter_map(rows::default).collect();
    let head = format!("{name} -> {}", operation.type_name);
    if rows.is_empty() && defaults.is_empty() {
        table.line(0, head);
    } else {
        table.line(0, head + " {");
        rows.into_iter().for_each(|row| table.line(1, row));
        table.line(0, "}");
        if !defaults.is_empty() {
            table.line(0, "default {");
            defaults.into_iter().for_each(|row| table.line(1, row));
            table.line(0, "}");
        }
    }
    table
}

/// The documentation of a method of an operation, with a last paragraph.
pub(super) fn about(operation: &Operation, last: Option<String>) -> String {
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
        last.unwrap_or_default(),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

/// What a method has that calls another method of the same operation: its parameters, and what it gives to the other one.
pub(super) fn forwarded(
    plan: &Plan,
    operation: &Operation,
    body: Option<&BodyContent>,
) -> (Vec<TokenStream>, Vec<Ident>) {
    let parameters = operation.parameters.iter().filter(|parameter| parameter.required);
    let given = parameters.map(|parameter| ident(&parameter.name));
    let given = given.chain(body.map(|content| ident(&content.name)));
    (arguments(plan, operation, body), given.collect())
}

fn arguments(plan: &Plan, operation: &Operation, body: Option<&BodyContent>) -> Vec<TokenStream> {
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

/// A doc test that compiles for any types: an argument without an example value is a parameter of the function that contains it.
fn example(plan: &Plan, operation: &Operation, body: Option<&BodyContent>, method: &str, path: &str) -> String {
    let prefix = quote!(types::);
    let declared = |name: &str, ty: &TokenStream| format!("{name}: {}", compact(ty));
    let (mut given, mut arguments) = (Vec::new(), Vec::new());
    for parameter in operation.parameters.iter().filter(|parameter| parameter.required) {
        match &parameter.example {
            Some(Value::String(text)) => given.push(literal(text)),
            Some(value) => given.push(value.to_string()),
            None => {
                given.push(parameter.name.clone());
                arguments.push(declared(&parameter.name, &rust_type(plan, &parameter.ty, &prefix)));
            }
        }
    }
    if let Some(content) = body {
        given.push(content.name.clone());
        arguments.push(declared(&content.name, &body_type(plan, &content.body)));
    }
    let comma = if arguments.is_empty() { "" } else { ", " };
    format!(
        "```no_run\n# use {path}::types;\n# async fn example(client: {path}::Client{comma}{}) -> Result<(), Box<dyn std::error::Error>> {{\n\
         let response = client.{method}({}).send().await?;\nprintln!(\"{{}}\", response.status());\n# Ok(())\n# }}\n```",
        arguments.join(", "),
        given.join(", ")
    )
}
