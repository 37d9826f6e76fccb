//! The pages of the guide, so that their code is compiled and run.

#[doc = include_str!("../../../docs/guide/src/authentication.md")]
pub mod authentication {}
#[doc = include_str!("../../../docs/guide/src/build-or-check-in.md")]
pub mod build_or_check_in {}
#[doc = include_str!("../../../docs/guide/src/changed-descriptions.md")]
pub mod changed_descriptions {}
#[doc = include_str!("../../../docs/guide/src/configuration.md")]
pub mod configuration {}
#[doc = include_str!("../../../docs/guide/src/cookbook.md")]
pub mod cookbook {}
#[doc = include_str!("../../../docs/guide/src/errors.md")]
pub mod errors {}
#[doc = include_str!("../../../docs/guide/src/files-and-streams.md")]
pub mod files_and_streams {}
#[doc = include_str!("../../../docs/guide/src/first-client.md")]
pub mod first_client {}
#[doc = include_str!("../../../docs/guide/src/from-openapi-generator.md")]
pub mod from_openapi_generator {}
#[doc = include_str!("../../../docs/guide/src/from-progenitor.md")]
pub mod from_progenitor {}
#[doc = include_str!("../../../docs/guide/src/from-yaml-to-rust.md")]
pub mod from_yaml_to_rust {}
#[doc = include_str!("../../../docs/guide/src/generated-code.md")]
pub mod generated_code {}
#[doc = include_str!("../../../docs/guide/src/introduction.md")]
pub mod introduction {}
#[doc = include_str!("../../../docs/guide/src/left-out.md")]
pub mod left_out {}
#[doc = include_str!("../../../docs/guide/src/links.md")]
pub mod links {}
#[doc = include_str!("../../../docs/guide/src/long-operations.md")]
pub mod long_operations {}
#[doc = include_str!("../../../docs/guide/src/middleware.md")]
pub mod middleware {}
#[doc = include_str!("../../../docs/guide/src/monorepo.md")]
pub mod monorepo {}
#[doc = include_str!("../../../docs/guide/src/naming.md")]
pub mod naming {}
#[doc = include_str!("../../../docs/guide/src/network.md")]
pub mod network {}
#[doc = include_str!("../../../docs/guide/src/null-and-absent.md")]
pub mod null_and_absent {}
#[doc = include_str!("../../../docs/guide/src/overlays.md")]
pub mod overlays {}
#[doc = include_str!("../../../docs/guide/src/several-files.md")]
pub mod several_files {}
#[doc = include_str!("../../../docs/guide/src/own-types.md")]
pub mod own_types {}
#[doc = include_str!("../../../docs/guide/src/pages.md")]
pub mod pages {}
#[doc = include_str!("../../../docs/guide/src/retries.md")]
pub mod retries {}
#[doc = include_str!("../../../docs/guide/src/tags.md")]
pub mod tags {}
#[doc = include_str!("../../../docs/guide/src/testing.md")]
pub mod testing {}
#[doc = include_str!("../../../docs/guide/src/tracing-and-blocking.md")]
pub mod tracing_and_blocking {}
#[doc = include_str!("../../../docs/guide/src/unions-and-enums.md")]
pub mod unions_and_enums {}
#[doc = include_str!("../../../docs/guide/src/webassembly.md")]
pub mod webassembly {}
#[doc = include_str!("../../../docs/guide/src/webhooks.md")]
pub mod webhooks {}

#[doc = include_str!("../../../docs/guide/src/xml.md")]
pub mod xml {}
