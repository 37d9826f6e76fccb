#!/usr/bin/env python3
"""Generate clients of many descriptions, run the conformance tests made with them, and say what fails.

For each of N descriptions (a seeded sample of DIR): GENERATOR generate DOC --crate OUT --tests, then `cargo test` there.
A description passes when every test does, at least one check ran, and no operation is missing from the client. Prints what
failed and how many checks ran; with --json, every failure of each.

The descriptions of DIR are its `.json`, `.yaml` and `.yml` files. Where descriptions have several files, a LIST.tsv in DIR
names the root files: its columns are `file` (relative to DIR), and optionally `name`, `openapi` (the version; Swagger 2.0 is
passed over) and `operations` (how many there are).

Usage: sweep.py --generator target/release/openapi-build --corpus DIR [--test N] [--seed S] [--only TEXT] [--json OUT]
       (all descriptions of a LIST.tsv, unless --test says otherwise)
"""
import argparse, collections, csv, json, os, pathlib, random, re, shutil, subprocess, tempfile, time

LINE = re.compile(r"conformance: .*: (\d+) checks, (\d+) failures, (\d+) skipped, (\d+) of (\d+) examples unchanged")
COUNTS = ("checks", "failures", "skipped", "unchanged", "examples")


def run(command, cwd, target, timeout):
    env = dict(os.environ, CARGO_TARGET_DIR=str(target), RUST_BACKTRACE="0", CARGO_PROFILE_DEV_DEBUG="0", CARGO_INCREMENTAL="0")
    try:
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=timeout, errors="replace")
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, -1, "", f"error: no answer in {timeout} s")


class Description:
    def __init__(self, name, path, version="", operations=None):
        self.name, self.path, self.version, self.listed = name, path, version, operations

    def operations(self):
        """How many operations it has, counted without the generator."""
        if self.listed is not None:
            return self.listed
        methods = {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
        text = self.path.read_text()
        if self.path.suffix == ".json":
            paths = json.loads(text).get("paths") or {}
        else:
            import yaml  # PyYAML, for descriptions in YAML that no list counts
            paths = yaml.safe_load(text).get("paths") or {}
        # A path item in another file has at least one.
        return sum(method in methods or method == "$ref" for item in paths.values() for method in item)


def descriptions(corpus):
    table = corpus if corpus.suffix == ".tsv" else corpus / "LIST.tsv"
    if not table.is_file():
        files = sorted(path for path in corpus.rglob("*") if path.suffix in (".json", ".yaml", ".yml") and path.is_file())
        return [Description(str(path.relative_to(corpus)), path) for path in files]
    with table.open(newline="") as rows:
        return [Description(row.get("name") or row["file"], table.parent / row["file"], row.get("openapi") or "",
                            int(row["operations"]) if row.get("operations") else None)
                for row in csv.DictReader(rows, delimiter="\t")]


def one(args, doc, work):
    if doc.version.startswith("swagger"):
        return {"state": "swagger 2.0", "why": []}
    out = work / re.sub(r"\W", "_", doc.name)
    report = work / "report.json"
    made = run([args.generator, "generate", str(doc.path), "--crate", str(out), "--tests", "--report", str(report)],
               work, args.target, 120)
    if made.returncode != 0:
        return {"state": "not generated", "why": made.stderr[:500]}
    expected = doc.operations()
    generated = len(json.loads(report.read_text())["operations"])
    row = {"operations": f"{generated} of {expected}"}
    started = time.time()
    test = run(["cargo", "test", "-q", "--test", "conformance", "--", "--nocapture"], out, args.target, args.timeout)
    text = test.stdout + test.stderr
    counts = collections.Counter()
    for line in LINE.findall(text):
        counts.update(dict(zip(COUNTS, map(int, line))))
    failures = re.findall(r"^([A-Z]+ \S+ \(.*\): \d+ of \d+ checks failed(?:\n  .*)+|nothing of .*(?:\n  .*)*)", text, re.M)
    if not args.keep:
        shutil.rmtree(out, ignore_errors=True)
    if test.returncode == 0 and not expected and not generated:
        return {**row, "state": "no operations", "why": []}
    if test.returncode == 0 and generated < expected:
        state = "loses operations"
    else:
        state = "passes" if test.returncode == 0 and counts["checks"] else "fails" if counts["checks"] else "does not run"
    why = failures or [line for line in text.splitlines() if line.startswith("error")][:5]
    return {**row, "state": state, "seconds": round(time.time() - started, 1), "counts": counts, "why": why}


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--generator", required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    cli.add_argument("--corpus", required=True, type=lambda path: pathlib.Path(path).expanduser())
    cli.add_argument("--test", type=int)
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--only", default="")
    cli.add_argument("--timeout", type=int, default=900)
    cli.add_argument("--target", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "openapi-sweep-target")
    cli.add_argument("--keep", action="store_true")
    cli.add_argument("--json", type=pathlib.Path)
    args = cli.parse_args()
    docs = [doc for doc in descriptions(args.corpus) if args.only in doc.name]
    listed = any(doc.listed is not None for doc in docs)
    test = args.test or (len(docs) if listed else 100)
    sample = random.Random(args.seed).sample(docs, min(test, len(docs)))
    work = pathlib.Path(tempfile.mkdtemp(prefix="sweep-"))
    rows, total = {}, collections.Counter()
    for doc in sample:
        rows[doc.name] = row = one(args, doc, work)
        total.update(row.get("counts", {}))
        print(f"{row['state']:16} {row.get('seconds', 0):6} s  {doc.name}  {row.get('operations', '')}  {dict(row.get('counts', {}))}", flush=True)
        for why in row["why"][:5] if isinstance(row["why"], list) else [row["why"]]:
            print("    " + why[:600].replace("\n", "\n    "), flush=True)
        if args.json:
            args.json.write_text(json.dumps(rows, indent=1))
    if not args.keep:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{len(rows)} descriptions: {dict(collections.Counter(row['state'] for row in rows.values()))}; {dict(total)}")


if __name__ == "__main__":
    main()
