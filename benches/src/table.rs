//! The result, as a table in Markdown.

use crate::cost::{Cost, median};

/// A table of documents and ratios: each row has the cost of the client of the first generator, and those of the others, if they
/// compile.
pub fn table(names: &[String], rows: &[(String, Vec<Option<Cost>>)]) -> String {
    let peers = &names[1..];
    let heads: Vec<String> = peers
        .iter()
        .map(|peer| format!(" of {peer}'s: CPU, memory |"))
        .collect();
    let mut text = format!(
        "| description | CPU | memory |{}\n|---|---|---|{}\n",
        heads.concat(),
        "---|".repeat(peers.len())
    );
    for (document, costs) in rows {
        let Some(own) = costs[0] else {
            text += &format!("| {document} | does not compile | |{}\n", " |".repeat(peers.len()));
            continue;
        };
        let ratios = costs[1..].iter().map(|peer| match peer {
            Some(peer) => format!(" {:.2}, {:.2} |", own.cpu / peer.cpu, own.memory / peer.memory),
            None => " does not compile |".to_owned(),
        });
        let ratios: String = ratios.collect();
        text += &format!(
            "| {document} | {:.1} s | {:.2} GB |{ratios}\n",
            own.cpu,
            own.memory / 1e9
        );
    }
    let summaries = (1..names.len()).map(|index| format!(" {} |", summary(rows, index)));
    text += &format!("| median (least to most) | | |{}\n", summaries.collect::<String>());
    text
}

/// The median of the ratios to a peer, and their spread.
fn summary(rows: &[(String, Vec<Option<Cost>>)], peer: usize) -> String {
    let both = rows.iter().filter_map(|(_, costs)| Some((costs[0]?, costs[peer]?)));
    let ratios: Vec<(f64, f64)> = both
        .map(|(own, peer)| (own.cpu / peer.cpu, own.memory / peer.memory))
        .collect();
    if ratios.is_empty() {
        return "none compile".to_owned();
    }
    let spread = |values: Vec<f64>| {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(0.0, f64::max);
        format!("{:.2} ({least:.2} to {most:.2})", median(values))
    };
    let (cpu, memory) = ratios.iter().copied().unzip();
    format!("{}, {} of {}", spread(cpu), spread(memory), ratios.len())
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::Cost;

    #[test]
    fn what_a_peer_cannot_do_is_not_in_its_ratio() {
        let cost = |cpu, memory| Some(Cost { cpu, memory });
        let rows = [
            ("a.yaml".to_owned(), vec![cost(1.0, 1e9), cost(2.0, 1e9), None]),
            ("b.yaml".to_owned(), vec![cost(1.0, 1e9), cost(4.0, 2e9), None]),
        ];
        let names = ["own", "one", "two"].map(str::to_owned);
        let text = table(&names, &rows);
        assert!(
            text.contains("| a.yaml | 1.0 s | 1.00 GB | 0.50, 1.00 | does not compile |"),
            "{text}"
        );
        assert!(
            text.contains("0.38 (0.25 to 0.50), 0.75 (0.50 to 1.00) of 2 | none compile |"),
            "{text}"
        );
    }
}
