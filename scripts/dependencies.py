#!/usr/bin/env python3
"""Check the dependencies of the workspace: licences, duplicates, and dependencies that no source mentions.

Reads `cargo metadata`; needs only cargo. Exit status: 0 if all is well.
"""
import json, pathlib, re, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LICENCES = {
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CDLA-Permissive-2.0", "ISC",
    "MIT", "MIT-0", "Unicode-3.0", "Unlicense", "Zlib",
}
# Published crates: their users compile all dependencies of these.
PUBLISHED = ["openapi-build", "openapi-build-macros", "cargo-openapi-build", "openapi-runtime", "openapi-conformance", "wiremock-cloud"]
# Packages of which dependencies of ours need several versions.
DUPLICATES = {"foldhash", "getrandom", "hashbrown", "syn"}
# Dependencies that only generated code mentions.
GENERATED = {("json-schema-suite", "openapi-runtime"), ("openapi-build-macros", "openapi-runtime"), ("openapi-fixtures", "openapi-conformance")}
# Dependencies that only the pages of the guide mention, which are compiled as documentation.
GUIDE = {("openapi-fixtures", "tracing-subscriber")}


def is_allowed(expression):
    """Whether some alternative of a licence expression consists of allowed licences."""
    plain = (expression or "none").replace("(", " ").replace(")", " ").replace("/", " OR ")
    return any(
        all(part.strip() in LICENCES for part in alternative.split(" AND ")) for alternative in plain.split(" OR ")
    ) or all(any(part.strip() in LICENCES for part in group.split(" OR ")) for group in plain.split(" AND "))


def licences(packages):
    compiled = {name for published in PUBLISHED for name, _ in tree(published)}
    packages = [p for p in packages if p["source"] and p["name"] in compiled]
    return [f"licence: {p['name']} {p['version']}: {p['license']}" for p in packages if not is_allowed(p["license"])]


def tree(name):
    command = ["cargo", "tree", "-p", name, "-e", "normal,build", "--prefix", "none", "--format", "{p}"]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return {tuple(line.split()[:2]) for line in lines if line.strip()}


def duplicates(name):
    versions = {}
    for package, version in tree(name):
        versions.setdefault(package, set()).add(version)
    found = {package: sorted(all) for package, all in versions.items() if len(all) > 1 and package not in DUPLICATES}
    return [f"duplicate below {name}: {package} {', '.join(all)}" for package, all in sorted(found.items())]


def unused(package):
    folder = pathlib.Path(package["manifest_path"]).parent
    own = [file for file in folder.rglob("*") if file.suffix in (".rs", ".md") and "crates" not in file.relative_to(folder).parts]
    text = "\n".join(file.read_text(errors="replace") for file in own if "target" not in file.parts)
    # Modules of other folders.
    for file in re.findall(r'#\[path = "([^"]+)"\]', text):
        text += (folder / "tests" / file).read_text() if (folder / "tests" / file).exists() else ""
    problems = []
    for dependency in package["dependencies"]:
        name = (dependency["rename"] or dependency["name"]).replace("-", "_")
        is_known = (package["name"], dependency["name"]) in GENERATED | GUIDE
        if not is_known and not re.search(rf"\b{name}\b", text):
            problems.append(f"unused: {dependency['name']} of {package['name']}")
    return problems


def main():
    command = ["cargo", "metadata", "--format-version", "1", "--all-features", "--locked"]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    problems = licences(metadata["packages"])
    for name in PUBLISHED:
        problems += duplicates(name)
    for package in metadata["packages"]:
        if package["id"] in metadata["workspace_members"]:
            problems += unused(package)
    print("\n".join(problems) or f"{len(metadata['packages'])} packages: licences, duplicates and use are as they should be")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
