//! When a client is generated again.

use std::cell::{Cell, RefCell};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use tempfile::TempDir;

use crate::{Config, Extra, Severity};

const DESCRIPTION: &str = "{openapi: 3.1.0, info: {title: Pets, version: '1'}, components: {schemas: {Kind: {type: objekt}}}, paths: {/pets: {get: {
    operationId: listPets, responses: {'200': {description: pets, content: {application/json: {schema: {$ref: pet.yaml}}}}}}}}}\n";

const PET: &str = "{type: object, properties: {name: {type: string}}}";

thread_local! {
    /// How many generations have begun.
    static GENERATIONS: Cell<usize> = const { Cell::new(0) };
    /// A file that changes during the next generation.
    static CHANGE: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

fn stage(name: &'static str) {
    match name {
        "read" => GENERATIONS.set(GENERATIONS.get() + 1),
        "plan" => CHANGE.take().into_iter().for_each(append_comment),
        _ => {}
    }
}

fn append_comment(path: impl AsRef<Path>) {
    let text = fs::read_to_string(&path).expect("a file");
    fs::write(path, text + "# a comment\n").expect("a file");
}

/// A folder with descriptions, and with an `OUT_DIR`.
struct Package {
    folder: TempDir,
    out_dir: TempDir,
    config: Config,
}

impl Package {
    fn new() -> Self {
        let [folder, out_dir] = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        let mut config = Config::new();
        config.settings.progress = Some(stage);
        let package = Self {
            folder,
            out_dir,
            config,
        };
        package.write("openapi.yaml", DESCRIPTION);
        package.write("pet.yaml", PET);
        package
    }

    /// A package whose client is generated.
    fn generated() -> Self {
        let package = Self::new();
        assert!(package.generates());
        package
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("a file");
    }

    fn record(&self) -> PathBuf {
        let entries = fs::read_dir(self.out_dir.path()).expect("a folder");
        let mut paths = entries.map(|entry| entry.expect("an entry").path());
        let record = paths.find(|path| path.extension().is_some_and(|name| name == "record"));
        record.expect("a record")
    }

    /// Runs the build script: whether it generates, and what it prints.
    fn run(&self) -> (bool, String) {
        let (before, mut printed) = (GENERATIONS.get(), String::new());
        self.config
            .compile_with(&self.path("openapi.yaml"), Some(self.out_dir.path()), |text| {
                printed += text
            })
            .expect("a client");
        (GENERATIONS.get() > before, printed)
    }

    fn generates(&self) -> bool {
        self.run().0
    }

    /// It generates once more, and then no more.
    #[track_caller]
    fn generates_once(&self) {
        assert!(self.generates(), "something has changed");
        assert!(!self.generates(), "nothing has changed");
    }
}

#[test]
fn a_client_is_generated_once_and_its_warnings_are_printed_each_time() {
    let package = Package::new();
    let (generates, printed) = package.run();
    assert!(generates);
    assert!(printed.contains("cargo:rerun-if-changed="), "{printed}");
    assert!(
        printed.contains("cargo:warning=") && printed.contains("objekt"),
        "{printed}"
    );
    for _ in 0..2 {
        assert_eq!(package.run(), (false, printed.clone()));
    }
}

#[test]
fn a_changed_file_of_the_description_is_generated_from() {
    let package = Package::generated();
    for name in ["openapi.yaml", "pet.yaml"] {
        append_comment(package.path(name));
        package.generates_once();
    }
    package.write("pet.yaml", "[");
    package.generates_once();
    fs::remove_file(package.path("pet.yaml")).expect("a file");
    package.generates_once();
    package.write("pet.yaml", PET);
    package.generates_once();
}

#[test]
fn a_changed_overlay_or_other_description_is_generated_from() {
    let mut package = Package::new();
    package.write(
        "fixes.yaml",
        "{overlay: 1.0.0, info: {title: a, version: '1'}, actions: [{target: $.info, update: {title: Dogs}}]}",
    );
    package.write(
        "other.yaml",
        "{openapi: 3.1.0, info: {title: a, version: '1'}, paths: {}}",
    );
    let (fixes, other) = (package.path("fixes.yaml"), package.path("other.yaml"));
    package.config.overlay(&fixes).also(&other);
    package.generates_once();
    for path in [fixes, other] {
        append_comment(path);
        package.generates_once();
    }
}

#[test]
fn a_lock_that_appears_changes_or_is_gone_is_noticed() {
    let package = Package::generated();
    package.write("openapi.lock", "openapi-lock 1\n");
    package.generates_once();
    package.write(
        "openapi.lock",
        "openapi-lock 1\noperation GET /pets list_pets listPets\n",
    );
    package.generates_once();
    fs::remove_file(package.path("openapi.lock")).expect("a lock");
    package.generates_once();
}

#[test]
fn a_lock_elsewhere_is_noticed() {
    let mut package = Package::new();
    package.write("names.lock", "openapi-lock 1\n");
    package.config.lock(package.path("names.lock"));
    package.generates_once();
    append_comment(package.path("names.lock"));
    package.generates_once();
}

#[test]
fn changed_settings_are_noticed() {
    let mut package = Package::generated();
    let settings: [fn(&mut Config); 9] = [
        |config| _ = config.rename("/paths/~1pets/get", "pets"),
        |config| _ = config.only("listPets"),
        |config| _ = config.format("date", "jiff"),
        |config| _ = config.derive("*", "Eq"),
        |config| _ = config.with(Extra::Mocks),
        |config| _ = config.level("unknown-type", Severity::Note),
        |config| _ = config.max_file_size(1 << 20),
        |config| _ = config.runtime_path("::a::b"),
        |config| _ = config.ignore_lock(),
    ];
    for set in settings {
        set(&mut package.config);
        package.generates_once();
    }
}

#[test]
fn changed_settings_in_a_file_are_noticed() {
    let mut package = Package::new();
    for text in ["", "only = 'listPets'"] {
        package.write("openapi-build.toml", text);
        package.config = Config::from_file(package.path("openapi-build.toml")).expect("settings");
        package.config.settings.progress = Some(stage);
        package.generates_once();
    }
}

#[test]
fn an_output_that_is_changed_or_gone_is_written_again() {
    let mut package = Package::new();
    package.config.with(Extra::Tests).crate_path("pets");
    assert!(package.generates());
    for name in ["openapi.rs", "openapi.description", "conformance.rs"] {
        let path = package.out_dir.path().join(name);
        let content = fs::read(&path).expect("an output");
        fs::write(&path, "").expect("an output");
        package.generates_once();
        assert_eq!(fs::read(&path).expect("an output"), content, "{name}");
        fs::remove_file(&path).expect("an output");
        package.generates_once();
    }
}

#[test]
fn a_damaged_record_is_not_used() {
    let package = Package::generated();
    let path = package.record();
    let record = fs::read(&path).expect("a record");
    for length in (0..record.len()).step_by(5) {
        fs::write(&path, &record[..length]).expect("a record");
        assert!(package.generates(), "the first {length} bytes");
    }
    let mut other = record.clone();
    *other.last_mut().expect("a byte") ^= 1;
    fs::write(&path, other).expect("a record");
    package.generates_once();
}

#[test]
fn a_record_of_another_generation_is_not_used() {
    let [mut package, other] = [(); 2].map(|()| Package::generated());
    fs::copy(other.record(), package.record()).expect("a record");
    package.generates_once();
    // Two clients in one folder.
    package.write("other.yaml", DESCRIPTION);
    let record = fs::read(package.record()).expect("a record");
    let mut renamed = package.config.clone();
    renamed.rename("/paths/~1pets/get", "pets");
    std::mem::swap(&mut package.config, &mut renamed);
    assert!(package.generates());
    std::mem::swap(&mut package.config, &mut renamed);
    assert!(package.generates());
    assert_eq!(fs::read(package.record()).expect("a record"), record);
}

#[test]
fn a_generation_that_fails_is_tried_again() {
    let package = Package::generated();
    package.write("openapi.yaml", "{}");
    let compile = || {
        package
            .config
            .compile_with(&package.path("openapi.yaml"), Some(package.out_dir.path()), |_| {})
    };
    for _ in 0..2 {
        let before = GENERATIONS.get();
        compile().expect_err("not a description");
        assert_eq!(GENERATIONS.get(), before + 1);
    }
    package.write("openapi.yaml", DESCRIPTION);
    assert!(!package.generates(), "its client is still there");
}

#[test]
fn a_file_that_changes_during_a_generation_is_generated_from_by_the_next() {
    for name in ["openapi.yaml", "pet.yaml"] {
        let package = Package::new();
        CHANGE.set(Some(package.path(name)));
        assert!(package.generates());
        package.generates_once();
    }
}

#[test]
fn a_byte_order_mark_is_no_change() {
    let package = Package::new();
    package.write("openapi.yaml", &format!("\u{feff}{DESCRIPTION}"));
    package.generates_once();
}

#[test]
fn of_three_only_the_changed_one_is_generated() {
    let mut package = Package::new();
    let clients = ["cats", "dogs", "fish"];
    for name in clients {
        package.write(&format!("{name}.yaml"), &DESCRIPTION.replace("pets", name));
    }
    let out_dir = package.out_dir.path().to_owned();
    let mut generated = || {
        let is_generated = |name: &&str| {
            let before = GENERATIONS.get();
            let path = package.folder.path().join(name).with_extension("yaml");
            package
                .config
                .out_dir(out_dir.join(name))
                .compile_with(&path, Some(&out_dir), |_| {})
                .expect("a client");
            GENERATIONS.get() > before
        };
        clients.into_iter().filter(is_generated).collect::<Vec<_>>()
    };
    assert_eq!(generated(), clients);
    append_comment(package.folder.path().join("dogs.yaml"));
    assert_eq!(generated(), ["dogs"]);
    assert_eq!(generated(), [""; 0]);
}

#[test]
fn the_record_is_in_out_dir_and_nowhere_else() {
    let mut package = Package::new();
    package.config.out_dir(package.path("src"));
    package.generates_once();
    let written = fs::read_dir(package.path("src")).expect("a folder").count();
    assert_eq!(written, 2, "the code and the description");
    assert!(package.record().is_file());
    for _ in 0..2 {
        let before = GENERATIONS.get();
        package
            .config
            .compile_with(&package.path("openapi.yaml"), None, |_| {})
            .expect("a client");
        assert_eq!(GENERATIONS.get(), before + 1, "without OUT_DIR there is no record");
    }
}

/// What the next test runs as a process of its own.
#[test]
#[ignore = "run by `another_build_script_generates_again`"]
fn build_script() {
    let mut config = Config::new();
    config.settings.progress = Some(stage);
    let path = env::var_os("DESCRIPTION").expect("a description");
    config.compile(path).expect("a client");
    println!("generations: {}", GENERATIONS.get());
}

#[test]
fn another_build_script_generates_again() {
    let package = Package::new();
    let script = package.path(if cfg!(windows) { "script.exe" } else { "script" });
    fs::copy(env::current_exe().expect("this test"), &script).expect("a copy");
    let generates = || {
        let output = Command::new(&script)
            .args(["--exact", "record::tests::build_script", "--ignored", "--nocapture"])
            .env("DESCRIPTION", package.path("openapi.yaml"))
            .env("OUT_DIR", package.out_dir.path())
            .output()
            .expect("a process");
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(printed.contains("cargo:warning="), "{printed}");
        printed.contains("generations: 1")
    };
    assert!(generates());
    assert!(!generates());
    let file = fs::File::options().write(true).open(&script).expect("the copy");
    file.set_modified(SystemTime::UNIX_EPOCH).expect("a time");
    drop(file);
    assert!(generates());
}
