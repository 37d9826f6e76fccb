//! The subcommand `verify`: how a server differs from its description.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::document::SourceFile;
use openapi_compiler::read::{Limits as ReadLimits, read};
use openapi_compiler::render::render;
use openapi_conformance::Contract;
use openapi_conformance::verify::{Entry, Known, Limits, Options, Secrets, Values, Verification, verify};

/// Which operations to verify, and limits.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The description, YAML or JSON.
    spec: PathBuf,
    /// Also read files outside of the description's folder, where it refers to them.
    #[arg(long)]
    allow_outside: bool,
    /// Apply this overlay (OpenAPI Overlay 1.0 or 1.1) to the description first. Can be given several times; they apply in this order.
    #[arg(long = "overlay", value_name = "FILE")]
    overlays: Vec<PathBuf>,
    /// Merge this description too. Can be given several times.
    #[arg(long, value_name = "FILE")]
    also: Vec<PathBuf>,
    /// The base URL of the server.
    #[arg(long, value_name = "URL")]
    server: String,
    /// Also call methods other than GET, HEAD and OPTIONS: they may change or delete data of the server.
    #[arg(long = "unsafe")]
    unsafe_methods: bool,
    /// Call only operations whose id or `METHOD /path` matches; `*` stands for any characters.
    #[arg(long, value_name = "PATTERN")]
    include: Vec<String>,
    /// Do not call operations whose id or `METHOD /path` matches.
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
    /// Values of parameters and bodies, by their names or by operation (YAML or JSON).
    #[arg(long, value_name = "FILE")]
    values: Option<PathBuf>,
    /// Differences that are known: a list of `operation`, `kind` and `pointer` (YAML or JSON).
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
    /// Write every difference of this run to a file for `--known`.
    #[arg(long, value_name = "FILE")]
    write_known: Option<PathBuf>,
    /// Write the result as JSON to a file, or with `-` to the standard output in place of the text.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Send a header whose value is in an environment variable.
    #[arg(long, value_name = "NAME=VARIABLE", value_parser = pair)]
    header: Vec<(String, String)>,
    /// Call operations without credentials if there are none for them.
    #[arg(long)]
    anonymous: bool,
    #[command(flatten)]
    limits: LimitArguments,
}

#[derive(Args)]
struct LimitArguments {
    /// Requests at the same time.
    #[arg(long, value_name = "COUNT", default_value_t = 1, value_parser = positive)]
    concurrency: usize,
    /// Requests in all.
    #[arg(long, value_name = "COUNT", default_value_t = 1000)]
    max_requests: usize,
    /// Time of one request.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// Time of everything.
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..))]
    max_time: u64,
    /// Size of one response.
    #[arg(long, value_name = "BYTES", default_value_t = 16 << 20)]
    max_size: usize,
}

fn positive(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| "a number above 0 is expected".to_owned())
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, variable) = text.split_once('=').ok_or("`NAME=VARIABLE` is expected")?;
    Ok((name.to_owned(), variable.to_owned()))
}

/// Why nothing was verified.
enum Failure {
    /// The description cannot be read; the diagnostics were shown.
    Description,
    Usage(String),
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Usage(error.to_string())
    }
}

/// Exit status: 0 no difference but known ones, 1 other differences, or the description cannot be used, 2 wrong usage.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match try_run(arguments) {
        Ok(verification) if verification.is_as_known() => ExitCode::SUCCESS,
        Ok(_) | Err(Failure::Description) => ExitCode::from(1),
        Err(Failure::Usage(problem)) => {
            eprintln!("error: {problem}");
            ExitCode::from(2)
        }
    }
}

fn try_run(arguments: &Arguments) -> Result<Verification, Failure> {
    let contract = contract(arguments)?;
    let options = options(arguments, &contract)?;
    let verification = verify(&contract, &options)?;
    match arguments.json.as_deref() {
        Some(path) if path == Path::new("-") => print!("{}", verification.json()),
        path => {
            print!("{}", verification.text());
            path.map(|path| write(path, &verification.json())).transpose()?;
        }
    }
    if let Some(path) = &arguments.write_known {
        write(path, &known_file(&verification.entries()))?;
    }
    Ok(verification)
}

fn contract(arguments: &Arguments) -> Result<Contract, Failure> {
    let limits = ReadLimits {
        allow_outside: arguments.allow_outside,
        overlays: arguments.overlays.clone(),
        also: arguments.also.clone(),
        ..ReadLimits::default()
    };
    let mut diagnostics = Diagnostics::default();
    let document = read(&arguments.spec, &limits, &mut diagnostics);
    if diagnostics.has_errors() {
        let colour = std::io::IsTerminal::is_terminal(&std::io::stderr());
        eprint!("{}", render(&diagnostics, &document, colour));
        return Err(Failure::Description);
    }
    let paths = document.relative_paths();
    let texts: Vec<_> = document.files().iter().map(SourceFile::effective_text).collect();
    let texts = texts.iter().map(AsRef::as_ref);
    let files: Vec<(&str, &str)> = paths.iter().map(String::as_str).zip(texts).collect();
    Contract::parse_files(&files).map_err(|problem| {
        eprintln!("error: {problem}");
        Failure::Description
    })
}

fn options(arguments: &Arguments, contract: &Contract) -> Result<Options, Failure> {
    let mut options = Options::new(&arguments.server)?;
    options.unsafe_methods = arguments.unsafe_methods;
    options.anonymous = arguments.anonymous;
    options.include(&arguments.include);
    options.exclude(&arguments.exclude);
    options.secrets = Secrets::read(contract, |name| std::env::var(name).ok());
    if let Some(path) = &arguments.values {
        options.values = Values::parse(&read_file(path)?)?;
    }
    if let Some(path) = &arguments.known {
        options.known = Known::parse(&read_file(path)?)?;
    }
    for (name, variable) in &arguments.header {
        let value = std::env::var(variable).map_err(|problem| Failure::Usage(format!("{variable}: {problem}")))?;
        options.header(name, &value)?;
    }
    let limits = &arguments.limits;
    options.limits = Limits {
        concurrency: limits.concurrency,
        requests: limits.max_requests,
        timeout: Duration::from_secs(limits.timeout),
        total: Duration::from_secs(limits.max_time),
        body: limits.max_size,
    };
    Ok(options)
}

/// YAML with an entry on each line, so that a change is one line.
fn known_file(entries: &[Entry]) -> String {
    let lines = entries.iter().filter_map(|entry| serde_json::to_string(entry).ok());
    let lines: String = lines.map(|line| format!("- {line}\n")).collect();
    format!(
        "# Differences that are known: openapi-build verify --known\n{}",
        if lines.is_empty() { "[]\n" } else { &lines }
    )
}

fn read_file(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|problem| Failure::Usage(format!("{}: {problem}", path.display())))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|problem| Failure::Usage(format!("{}: {problem}", path.display())))
}
