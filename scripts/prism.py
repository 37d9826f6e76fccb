#!/usr/bin/env python3
"""Call every operation of generated clients against Prism, an independent server that mocks an API from its description.

For the SDK, and for each description given: `prism mock --errors` is started with the description alone, then the client's
own conformance tests run against it (OPENAPI_CONFORMANCE_JUDGE). Prism validates every request; its log says what it saw.
Fails when Prism reports a violation, a test fails, or nothing was asked. Prism itself comes from npm, pinned below.

Usage: prism.py [--generator openapi-build] [DESCRIPTION ...]
"""
import argparse, os, pathlib, re, shutil, socket, subprocess, sys, tempfile, time

VERSION = "5.16.0"
# What Prism says when it cannot make a response from the description, for any request. A response without such a name is a fault
# of its own, on the way to a response.
RESPONSE = re.compile("#(NOT_ACCEPTABLE|NO_RESPONSE_DEFINED|NO_RESPONSE_RESPONSE_DEFINED|NO_COMPLEX_OBJECT_TEXT|NO_SUCCESS_RESPONSE_DEFINED|UNKNOWN|SCHEMA_TOO_COMPLEX|VIOLATIONS)")
ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


def install():
    prism = TARGET / "prism" / VERSION
    program = prism / "node_modules/.bin/prism"
    if not program.exists():
        prism.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(prism),
                        f"@stoplight/prism-cli@{VERSION}"], check=True)
    return program


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(server, log, seconds):
    deadline = time.time() + seconds
    while time.time() < deadline and server.poll() is None:
        if "Prism is listening" in log.read_text(errors="replace"):
            return True
        time.sleep(0.1)
    return False


def against_prism(program, description, command, cwd):
    """Runs the tests of a client, and gives what is wrong and how many requests Prism saw."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        log = pathlib.Path(folder) / "log"
        with log.open("w") as out:
            server = subprocess.Popen([str(program), "mock", "--errors", "--port", str(port), str(description)],
                                      stdout=out, stderr=out, env=dict(os.environ, NO_COLOR="1"))
        try:
            if not wait_for(server, log, 120):
                return ["Prism does not start: " + log.read_text(errors="replace")[-400:]], 0
            env = dict(os.environ, OPENAPI_CONFORMANCE_JUDGE=f"http://127.0.0.1:{port}", RUST_BACKTRACE="0", CARGO_TARGET_DIR=str(TARGET))
            test = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, errors="replace")
        finally:
            server.kill()
            server.wait()
        lines = re.sub(r"\x1b\[[0-9;]*m", "", log.read_text(errors="replace")).splitlines()
    problems, request = [], ""
    for line in lines:
        if "Request received" in line:
            request = line.split("] ", 2)[-1].split("  ")[0]
        elif "Violation: request" in line or ("prism/errors#" in line and not RESPONSE.search(line)):
            problems.append(f"{request}: {line.split('] ', 2)[-1].strip()}"[:300])
    if test.returncode != 0:
        problems += [line for line in (test.stdout + test.stderr).splitlines() if "failed" in line or "error" in line][:10]
    return problems, sum("Request received" in line for line in lines)


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--generator", type=lambda path: pathlib.Path(path).resolve())
    cli.add_argument("descriptions", nargs="*", type=lambda path: pathlib.Path(path).resolve())
    args = cli.parse_args()
    program = install()
    cargo_test = ["cargo", "test", "--quiet", "--test", "conformance", "operations::"]
    clients = [("wiremock-cloud", ROOT / "openapi.yaml", ROOT)]
    work = pathlib.Path(tempfile.mkdtemp(prefix="prism-"))
    generator = [str(args.generator)] if args.generator else ["cargo", "run", "--quiet", "-p", "cargo-openapi-build", "--"]
    bad = 0
    for index, description in enumerate(args.descriptions):
        crate = work / f"{index}-{description.stem}"
        made = subprocess.run([*generator, "generate", str(description), "--crate", str(crate), "--tests"],
                              cwd=ROOT, capture_output=True, text=True)
        if made.returncode == 0:
            clients.append((description.stem, description, crate))
        else:
            bad += 1
            print(f"{description.stem}: not generated: {made.stderr[:500]}")
    for name, description, folder in clients:
        problems, requests = against_prism(program, description, cargo_test, folder)
        good = requests > 0 and not problems
        bad += not good
        print(f"{name}: {requests} requests, {len(problems)} problems" + ("" if good else ": FAILED"), flush=True)
        for problem in problems[:10]:
            print("    " + problem)
    shutil.rmtree(work, ignore_errors=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
