//! How long each stage takes, how the whole grows with the size of a document, and progenitor beside it.
//!
//! `cargo bench -p openapi-build`. The documents are synthetic: the ratio is compared, which does not depend on the machine.

mod documents;

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::emit::{EmitOptions, Piece, emit};
use openapi_compiler::lower::lower;
use openapi_compiler::plan::Options;
use openapi_compiler::planner::plan;
use openapi_compiler::read::{Limits, read_str};
use openapi_compiler::resolve::resolve;
use openapi_compiler::write::format;

/// From text to code, as `build.rs` has it.
fn generate(text: &str) -> String {
    let mut diagnostics = Diagnostics::new();
    let document = read_str("openapi.json", text, &Limits::default(), &mut diagnostics);
    let description = lower(&document, &mut diagnostics).expect("a description");
    let resolved = resolve(description, &mut diagnostics);
    let plan = plan(&resolved, &Options::default(), &mut diagnostics);
    format(emit(&plan, &EmitOptions::default())).expect("Rust")
}

/// The same with progenitor.
fn progenitor(text: &str) -> String {
    let document: openapiv3::OpenAPI = serde_json::from_str(text).expect("OpenAPI 3.0");
    let mut settings = progenitor::GenerationSettings::new();
    settings.with_interface(progenitor::InterfaceStyle::Builder);
    let tokens = progenitor::Generator::new(&settings)
        .generate_tokens(&document)
        .expect("code");
    format([Piece::Items(tokens)]).expect("Rust")
}

fn beside_progenitor(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("100 operations");
    let text = documents::operations(100).to_string();
    group.bench_function("openapi-build", |bencher| bencher.iter(|| generate(black_box(&text))));
    group.bench_function("progenitor", |bencher| bencher.iter(|| progenitor(black_box(&text))));
    group.finish();
}

fn stages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stages of 100 operations");
    let text = documents::operations(100).to_string();
    let mut diagnostics = Diagnostics::new();
    let limits = Limits::default();
    let document = read_str("openapi.json", &text, &limits, &mut diagnostics);
    let description = lower(&document, &mut diagnostics).expect("a description");
    let resolved = resolve(description.clone(), &mut diagnostics);
    let planned = plan(&resolved, &Options::default(), &mut diagnostics);
    let options = EmitOptions::default();
    let pieces: Vec<Piece> = emit(&planned, &options).collect();
    group.bench_function("read", |b| {
        b.iter(|| read_str("openapi.json", &text, &limits, &mut Diagnostics::new()))
    });
    group.bench_function("lower", |b| b.iter(|| lower(&document, &mut Diagnostics::new())));
    group.bench_function("resolve", |b| {
        b.iter(|| resolve(description.clone(), &mut Diagnostics::new()))
    });
    group.bench_function("plan", |b| {
        b.iter(|| plan(&resolved, &Options::default(), &mut Diagnostics::new()))
    });
    group.bench_function("emit", |b| b.iter(|| emit(&planned, &options).count()));
    group.bench_function("format", |b| b.iter(|| format(pieces.iter().cloned())));
    group.finish();
}

fn growth(criterion: &mut Criterion) {
    type Document = fn(usize) -> serde_json::Value;
    let shapes: [(&str, Document, &[usize]); 4] = [
        ("operations", documents::operations, &[10, 100, 1_000, 10_000]),
        ("allOf chain", documents::chain, &[10, 100, 1_000]),
        ("allOf diamonds", documents::diamonds, &[10, 100, 1_000]),
        ("oneOf of", documents::union, &[10, 100, 1_000]),
    ];
    for (name, document, sizes) in shapes {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        for size in sizes {
            let text = document(*size).to_string();
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::from_parameter(size), &text, |b, text| {
                b.iter(|| generate(text))
            });
        }
        group.finish();
    }
}

fn vendored(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.yaml");
    criterion.bench_function("the description of wiremock-cloud", |bencher| {
        bencher.iter(|| openapi_compiler::compile(black_box(&path), &Default::default()).expect("code"));
    });
}

criterion_group!(benches, beside_progenitor, stages, growth, vendored);
criterion_main!(benches);
