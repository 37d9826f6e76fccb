//! How the time to read nested unions grows with their depth: it doubles as the depth does.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use openapi_fixtures::unions::types;
use serde_json::{Value, json};

fn nested(depth: usize, innermost: Value, wrap: fn(Value) -> Value) -> String {
    (0..depth).fold(innermost, |child, _| wrap(child)).to_string()
}

fn unions(c: &mut Criterion) {
    let mut group = c.benchmark_group("unions");
    for depth in [5, 10, 20, 40] {
        group.throughput(Throughput::Elements(depth as u64));
        let unknown = nested(depth, json!({"new": true}), |child| json!({ "child": child }));
        group.bench_with_input(BenchmarkId::new("unknown property", depth), &unknown, |b, text| {
            b.iter(|| serde_json::from_str::<types::Node>(text));
        });
        let late = nested(
            depth,
            json!({"text": "x"}),
            |child| json!({"children": [child], "width": 1}),
        );
        group.bench_with_input(BenchmarkId::new("distinguished late", depth), &late, |b, text| {
            b.iter(|| serde_json::from_str::<types::Block>(text));
        });
    }
    group.finish();
}

criterion_group!(benches, unions);
criterion_main!(benches);
