//! The components that most types of a selection are reached through: a program that does not read them can do without these types.

use std::collections::BTreeSet;

use petgraph::algo::dominators::simple_fast;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::Bfs;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::{FileId, Location, unescape_token};
use crate::plan::{Plan, TypeKind};

/// The fewest types that a schema is reported for. rustc needs some 7 ms for each: what fewer cost is not felt.
const FEWEST: usize = 100;
/// The most schemas that are reported.
const MOST_SCHEMAS: usize = 3;

/// A component that at least half of all types are reached through.
struct Wide<'p> {
    name: String,
    at: &'p Location,
    /// The types that are reached only through it.
    types: usize,
}

/// Reports such components, if only some operations are selected.
pub(super) fn report(plan: &Plan, diagnostics: &mut Diagnostics) {
    if plan.selection.is_all() {
        return;
    }
    let (components, all) = wide(plan);
    // Where the next one has nearly the same types, less is lost without that.
    let inner = components.iter().skip(1).map(|inner| inner.types).chain([0]);
    let found = components
        .iter()
        .zip(inner)
        .filter(|(outer, inner)| inner * 10 < outer.types * 9);
    for (Wide { name, at, types }, _) in found.take(MOST_SCHEMAS) {
        let message = format!(
            "of the {all} types that the selected operations need, {types} are reached only through this schema"
        );
        let help = format!(
            "if the program does not read its values, give it another type with `Config::replace`, or \
             `--replace '{name}=openapi_runtime::serde_json::Value'`"
        );
        let note = Diagnostic::new(Severity::Note, "wide-schema", (*at).clone(), message);
        diagnostics.report(note.help(help));
    }
}

/// The components that at least half of all types are reached through, each within the one before, and the number of all types.
/// Those that operations send and return are left out: without them there is nothing to send or read.
fn wide(plan: &Plan) -> (Vec<Wide<'_>>, usize) {
    let direct = direct(plan);
    let mut graph = DiGraph::<(), ()>::new();
    let nodes: Vec<NodeIndex> = plan.types.iter().map(|_| graph.add_node(())).collect();
    let operations = graph.add_node(());
    graph.extend_with_edges(direct.iter().map(|index| (operations, nodes[*index])));
    for (node, ty) in nodes.iter().zip(&plan.types) {
        graph.extend_with_edges(ty.named_types().iter().map(|held| (*node, nodes[*held])));
    }
    let dominators = simple_fast(&graph, operations);
    // A dominator comes before what it dominates.
    let mut search = Bfs::new(&graph, operations);
    let order: Vec<NodeIndex> = std::iter::from_fn(|| search.next(&graph)).collect();
    let mut dominated = vec![0; graph.node_count()];
    for node in order.iter().rev() {
        if let Some(dominator) = dominators.immediate_dominator(*node) {
            dominated[dominator.index()] += 1 + dominated[node.index()];
        }
    }
    let all = dominated[operations.index()];
    let is_wide = |types: usize| types >= FEWEST && types * 2 >= all;
    let inner = order.iter().skip(1).map(|node| node.index());
    let inner = inner.filter(|index| is_wide(dominated[*index]) && !direct.contains(index));
    let components = inner.filter_map(|index| {
        let at = &plan.types[index].at;
        Some(Wide {
            name: component(at)?,
            at,
            types: dominated[index],
        })
    });
    (components.collect(), all)
}

/// The types that operations and webhooks send and return, also by another name or in a list.
fn direct(plan: &Plan) -> BTreeSet<usize> {
    let operations = plan.operations.iter().flat_map(|operation| operation.named_types());
    let mut pending: Vec<usize> = operations.collect();
    for webhook in &plan.webhooks {
        webhook.payload.add_named(&mut pending);
    }
    let mut found = BTreeSet::new();
    while let Some(index) = pending.pop() {
        if let (true, TypeKind::Alias(target)) = (found.insert(index), &plan.types[index].kind) {
            target.add_named(&mut pending);
        }
    }
    found
}

/// The name of the component at a place.
fn component(at: &Location) -> Option<String> {
    let name = at.pointer.strip_prefix("/components/schemas/")?;
    (at.file == FileId::ROOT && !name.contains('/')).then(|| unescape_token(name))
}
