//! Compares what generators of Rust clients cost their users: the CPU time and the memory of rustc for a client, side by side.
//!
//! ```sh
//! cargo bench -p openapi-bench -- [--runs N] [DOCUMENT ...]
//! ```
//!
//! It installs the other generators from crates.io, in the versions that [`generators`] lists, below `target/bench`.

mod cost;
mod generator;
mod table;

pub use cost::{Cost, check, generate};
pub use generator::{Generator, generators};
pub use table::table;
