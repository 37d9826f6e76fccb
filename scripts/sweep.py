#!/usr/bin/env python3
"""Generate clients of many descriptions, run the conformance tests made with them, and say what fails.

For each of N descriptions (a seeded sample of DIR): GENERATOR generate DOC --crate OUT --tests, then `cargo test` there.
A description passes when every test does and at least one check ran. Prints what failed and how many checks ran; with
--json, every failure of each.

Usage: sweep.py --generator target/release/openapi-build --corpus DIR [--test N] [--seed S] [--only TEXT] [--json OUT]
"""
import argparse, collections, json, os, pathlib, random, re, shutil, subprocess, tempfile, time

LINE = re.compile(r"conformance: .*: (\d+) checks, (\d+) failures, (\d+) skipped, (\d+) of (\d+) examples unchanged")
COUNTS = ("checks", "failures", "skipped", "unchanged", "examples")


def run(command, cwd, target, timeout):
    env = dict(os.environ, CARGO_TARGET_DIR=str(target), RUST_BACKTRACE="0", CARGO_PROFILE_DEV_DEBUG="0", CARGO_INCREMENTAL="0")
    try:
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=timeout, errors="replace")
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, -1, "", f"error: no answer in {timeout} s")


def operations(doc):
    methods = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
    paths = json.loads(doc.read_text()).get("paths") or {}
    return [(path, method) for path, item in paths.items() for method in item if method in methods]


def one(args, doc, work):
    out = work / re.sub(r"\W", "_", str(doc.relative_to(args.corpus)))
    made = run([args.generator, "generate", str(doc), "--crate", str(out), "--tests"], work, args.target, 120)
    if made.returncode != 0:
        return {"state": "not generated", "why": made.stderr[:500]}
    started = time.time()
    test = run(["cargo", "test", "-q", "--test", "conformance", "--", "--nocapture"], out, args.target, args.timeout)
    text = test.stdout + test.stderr
    counts = collections.Counter()
    for line in LINE.findall(text):
        counts.update(dict(zip(COUNTS, map(int, line))))
    failures = re.findall(r"^([A-Z]+ \S+ \(.*\): \d+ of \d+ checks failed(?:\n  .*)+|nothing of .*)", text, re.M)
    if test.returncode == 0 and not operations(doc):
        return {"state": "no operations", "why": []}
    state = "passes" if test.returncode == 0 and counts["checks"] else "fails" if counts["checks"] else "does not run"
    why = failures or [line for line in text.splitlines() if line.startswith("error")][:5]
    if not args.keep:
        shutil.rmtree(out, ignore_errors=True)
    return {"state": state, "seconds": round(time.time() - started, 1), "counts": counts, "why": why}


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--generator", required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    cli.add_argument("--corpus", required=True, type=lambda path: pathlib.Path(path).expanduser())
    cli.add_argument("--test", type=int, default=100)
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--only", default="")
    cli.add_argument("--timeout", type=int, default=900)
    cli.add_argument("--target", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "openapi-sweep-target")
    cli.add_argument("--keep", action="store_true")
    cli.add_argument("--json", type=pathlib.Path)
    args = cli.parse_args()
    docs = sorted(doc for doc in args.corpus.rglob("*.json") if args.only in str(doc))
    sample = random.Random(args.seed).sample(docs, min(args.test, len(docs)))
    work = pathlib.Path(tempfile.mkdtemp(prefix="sweep-"))
    rows, total = {}, collections.Counter()
    for doc in sample:
        name = str(doc.relative_to(args.corpus))
        rows[name] = row = one(args, doc, work)
        total.update(row.get("counts", {}))
        print(f"{row['state']:14} {row.get('seconds', 0):6} s  {name}  {dict(row.get('counts', {}))}", flush=True)
        for why in row["why"][:5] if isinstance(row["why"], list) else [row["why"]]:
            print("    " + why[:600].replace("\n", "\n    "), flush=True)
        if args.json:
            args.json.write_text(json.dumps(rows, indent=1))
    if not args.keep:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{len(rows)} descriptions: {dict(collections.Counter(row['state'] for row in rows.values()))}; {dict(total)}")


if __name__ == "__main__":
    main()
