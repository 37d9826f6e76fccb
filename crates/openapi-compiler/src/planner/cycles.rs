//! Strongly connected components.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// The strongly connected component of each node; a node that is in no cycle has one that no edge of its own leads to.
pub(super) fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut graph = DiGraph::<(), ()>::new();
    let nodes: Vec<NodeIndex> = edges.iter().map(|_| graph.add_node(())).collect();
    for (from, targets) in nodes.iter().zip(edges) {
        graph.extend_with_edges(targets.iter().map(|target| (*from, nodes[*target])));
    }
    let mut component = vec![0; nodes.len()];
    // Of petgraph's two algorithms the one that does not recurse: documents can be deep.
    for (index, members) in kosaraju_scc(&graph).iter().enumerate() {
        for member in members {
            component[member.index()] = index;
        }
    }
    component
}
