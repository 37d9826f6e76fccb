//! What a command costs, as the operating system counts it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};
use wait4::Wait4;

use crate::Generator;

/// What a command costs.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// CPU time of all its processes, in seconds.
    pub cpu: f64,
    /// The most memory that one of its processes has, in bytes.
    pub memory: f64,
}

/// Generates a client of a document as a crate in a folder.
///
/// # Errors
/// If the generator fails.
pub fn generate(generator: &Generator, document: &Path, dir: &Path) -> Result<Cost> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    fs::create_dir_all(dir)?;
    let cost = run(&mut generator.command(document, dir))?;
    generator.finish(dir)?;
    Ok(cost)
}

/// Checks the crate in a folder `runs` times with its dependencies already compiled, and returns the median.
///
/// # Errors
/// If the crate does not compile.
pub fn check(dir: &Path, target: &Path, runs: usize) -> Result<Cost> {
    let root = dir.join("src/lib.rs");
    let code = fs::read_to_string(&root)?;
    fs::write(&root, "")?;
    let dependencies = run(&mut cargo_check(dir, target));
    fs::write(&root, code)?;
    dependencies?;
    let costs = (0..runs).map(|_| {
        fs::File::options()
            .append(true)
            .open(&root)?
            .set_modified(std::time::SystemTime::now())?;
        run(&mut cargo_check(dir, target))
    });
    let costs = costs.collect::<Result<Vec<_>>>()?;
    Ok(Cost {
        cpu: median(costs.iter().map(|cost| cost.cpu)),
        memory: median(costs.iter().map(|cost| cost.memory)),
    })
}

fn cargo_check(dir: &Path, target: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.args(["check", "--quiet"]).current_dir(dir);
    command
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-Awarnings");
    command
}

fn run(command: &mut Command) -> Result<Cost> {
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let result = child.wait4()?;
    ensure!(result.status.success(), "{command:?} failed");
    Ok(Cost {
        cpu: (result.rusage.utime + result.rusage.stime).as_secs_f64(),
        memory: result.rusage.maxrss as f64,
    })
}

pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() % 2 {
        0 => (values[middle - 1] + values[middle]) / 2.0,
        _ => values[middle],
    }
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median([3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median([4.0, 1.0, 2.0, 3.0]), 2.5);
    }
}
