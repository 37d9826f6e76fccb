#!/usr/bin/env python3
"""Run the programs of examples/servers against real servers, and compare each server with its description.

For each server: it is installed from its registry (pinned below), started on a free loopback port with an empty data folder,
and its own description becomes a client that the program is built with. The program does the server's main job and writes
the ids of what it leaves to a file, with which `openapi-build verify` then calls every operation that only reads; differences between
server and description that examples/servers/NAME/known.yaml does not list are failures. The server is stopped at the end,
whatever happens. Exit status: 0 if everything is as expected; the logs are kept otherwise.

Usage: servers.py [--dir DIR] [--json DIR] [wiremock|prefect|chroma|authlib ...]    (all of them, unless some are named)
"""
import argparse, contextlib, os, pathlib, shutil, signal, socket, subprocess, sys, tempfile, time, urllib.error, urllib.request, zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples/servers"
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


class Failure(Exception):
    pass


class Server:
    """One server: how it is installed, started and asked for its description."""

    api = ""  # the path of the API's base URL
    environment = {}
    reading = ()  # POST operations that change nothing
    anonymous = False  # whether the server needs no credentials where its description has some
    compared = True  # whether its description is its own, and so compared with it
    restarted = False  # whether the program, run with `--restart`, calls the server while that is restarted
    stops_itself = False  # whether the program, run with `--shutdown`, ends the server

    def __init__(self, cache, work):
        self.home, self.work = cache / f"{self.name}-{self.version}", work

    def install(self):
        done = self.home / "installed"
        if not done.exists():
            shutil.rmtree(self.home, ignore_errors=True)
            self.home.mkdir(parents=True)
            self.fetch()
            done.touch()

    def fetch(self):
        run([sys.executable, "-m", "venv", self.home], self.work / "install.log")
        run([self.home / "bin/pip", "install", "--quiet", self.package + "==" + self.version], self.work / "install.log")

    def description(self, url):
        """Writes the description and returns its path: that of the running server, unless another is known."""
        path = self.work / "openapi.json"
        path.write_bytes(urllib.request.urlopen(url + "/openapi.json", timeout=60).read())
        return path


class WireMock(Server):
    name, version, ready, stops_itself = "wiremock", "3.13.2", "/__admin/health", True
    reading = ("POST */find", "POST */find-by-metadata", "POST */count", "POST */near-misses/*")

    def fetch(self):
        run(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", self.home, f"wiremock@{self.version}"], self.work / "install.log")

    @property
    def jar(self):
        return self.home / f"node_modules/wiremock/build/wiremock-standalone-{self.version}.jar"

    def command(self, port):
        return ["java", "-jar", self.jar, "--bind-address", "127.0.0.1", "--port", port, "--root-dir", self.work / "data", "--disable-banner"]

    def description(self, _url):
        with zipfile.ZipFile(self.jar) as jar:
            jar.extractall(self.work, [name for name in jar.namelist() if name.startswith("swagger/")])
        return self.work / "swagger/wiremock-admin-api.yaml"


class Prefect(Server):
    name, package, version, ready, api = "prefect", "prefect", "3.9.1", "/api/health", "/api"
    reading = ("POST */filter", "POST */count", "POST */paginate", "POST */count-*", "POST */concurrency_status")

    @property
    def environment(self):
        return {"PREFECT_HOME": str(self.work / "data"), "PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1",
                "PREFECT_SERVER_UI_ENABLED": "false"}

    def command(self, port):
        return [self.home / "bin/prefect", "server", "start", "--host", "127.0.0.1", "--port", port, "--no-services"]

    def description(self, _url):
        # The server's own page describes the paths of another base URL than the API's.
        path = self.work / "openapi.json"
        code = "import json, sys; from prefect.server.api.server import create_app; json.dump(create_app().openapi(), open(sys.argv[1], 'w'))"
        run([self.home / "bin/python", "-c", code, path], self.work / "description.log", env=self.environment)
        return path


class Chroma(Server):
    name, package, version, ready = "chroma", "chromadb", "1.5.9", "/api/v2/heartbeat"
    reading, anonymous, restarted = ("POST */get", "POST */query", "POST */search"), True, True
    environment = {"ANONYMIZED_TELEMETRY": "False"}

    def command(self, port):
        config = self.work / "config.yaml"
        config.write_text(f"port: {port}\nlisten_address: 127.0.0.1\npersist_path: {self.work / 'data'}\nallow_reset: true\n")
        return [self.home / "bin/chroma", "run", config]


class Authlib(Server):
    """An authorization server of OAuth 2.0: a library, with an API of ours behind it."""

    name, package, version, ready, compared = "authlib", "Authlib", "1.9.10", "/seen", False
    folder = EXAMPLES / "authlib"

    def fetch(self):
        super().fetch()
        run([self.home / "bin/pip", "install", "--quiet", "Flask==3.1.3"], self.work / "install.log")

    def command(self, port):
        return [self.home / "bin/python", self.folder / "server.py", port]

    def description(self, _url):
        return self.folder / "openapi.yaml"


SERVERS = {server.name: server for server in (WireMock, Prefect, Chroma, Authlib)}


def run(command, log, cwd=None, env={}, timeout=1800):
    """Runs a command to its end, with its output in a log."""
    command = [str(part) for part in command]
    with log.open("a") as out, process(command, out, cwd, env) as running:
        try:
            status = running.wait(timeout)
        except subprocess.TimeoutExpired:
            status = f"no end in {timeout} s"
    if status != 0:
        raise Failure(f"{' '.join(command[:4])} ...: {status}\n" + tail(log))


@contextlib.contextmanager
def process(command, out, cwd=None, env={}):
    """A process that is ended with all of its children, however the block is left."""
    child = subprocess.Popen([str(part) for part in command], cwd=cwd, env={**os.environ, **env}, stdin=subprocess.DEVNULL, stdout=out,
                             stderr=subprocess.STDOUT, start_new_session=True)
    try:
        yield child
    finally:
        for end, seconds in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, end)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(seconds)


def tail(log, lines=100):
    return "\n".join("    " + line for line in log.read_text(errors="replace").splitlines()[-lines:])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, server, log, seconds=180):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            return urllib.request.urlopen(url, timeout=5).read()
        except OSError:
            time.sleep(0.2)
    raise Failure("the server does not start\n" + tail(log))


def verify(server, url, description, values, json):
    command = [TARGET / "debug/openapi-build", "verify", description, "--server", url, "--values", values]
    for pattern in ("GET *", *server.reading):
        command += ["--include", pattern]
    command += ["--unsafe"] if server.reading else []
    command += ["--anonymous"] if server.anonymous else []
    known = EXAMPLES / server.name / "known.yaml"
    command += ["--known", known] if known.exists() else []
    command += ["--json", json / f"{server.name}.json"] if json else []
    log = server.work / "verify.log"
    run(command, log)
    print(tail(log, 1), flush=True)


@contextlib.contextmanager
def serving(server, port, ready):
    """The server, from when it is ready."""
    log = server.work / "server.log"
    with log.open("a") as out, process(server.command(port), out, server.work, server.environment) as running:
        wait_for(ready, running, log)
        yield running


def restart(server, port, ready, program, url):
    """Ends the server in the middle of calls, and starts it again."""
    log = server.work / "restart.log"
    with contextlib.ExitStack() as stack:
        with serving(server, port, ready):
            calls = stack.enter_context(process([program, url, "--restart"], stack.enter_context(log.open("w"))))
            time.sleep(3)
        time.sleep(2)
        with serving(server, port, ready):
            if calls.wait(60) != 0:
                raise Failure("calls do not survive a restart\n" + tail(log))
    print(tail(log), flush=True)


def one(server, json):
    def step(text):
        print(f"{server.name}: {text}", flush=True)

    (server.work / "data").mkdir(parents=True)
    step(f"installing {server.version}")
    server.install()
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    url = origin + server.api
    ready, values = origin + server.ready, server.work / "values.json"
    with serving(server, port, ready) as running:
        description = server.description(origin)
        step("building the program with the client of its description")
        cargo = {"CARGO_TARGET_DIR": str(TARGET), "CARGO_PROFILE_DEV_DEBUG": "0", f"{server.name.upper()}_OPENAPI": str(description)}
        run(["cargo", "build", "--quiet", "-p", "cargo-openapi-build"], server.work / "build.log", ROOT, cargo)
        run(["cargo", "build", "--quiet", "-p", f"{server.name}-example"], server.work / "build.log", EXAMPLES, cargo)
        program = TARGET / f"debug/{server.name}-example"
        step(f"running it on {url}")
        run([program, url, values], server.work / "program.log", timeout=300)
        print(tail(server.work / "program.log"), flush=True)
        if server.compared:
            step("comparing the server with its description")
            verify(server, url, description, values, json)
        if server.stops_itself:
            run([program, url, "--shutdown"], server.work / "program.log", timeout=60)
            running.wait(60)
    if server.restarted:
        step("restarting it in the middle of calls")
        restart(server, port, ready, program, url)


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--dir", type=pathlib.Path, default=pathlib.Path.home() / ".cache/openapi-servers", help="where servers are installed")
    cli.add_argument("--json", type=lambda path: pathlib.Path(path).resolve(), help="a folder for the results of `verify` as JSON")
    cli.add_argument("servers", nargs="*", choices=[[], *SERVERS], metavar="|".join(SERVERS))
    args = cli.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if args.json:
        args.json.mkdir(parents=True, exist_ok=True)
    results = {}
    for name in args.servers or SERVERS:
        work, start = pathlib.Path(tempfile.mkdtemp(prefix=f"{name}-")), time.monotonic()
        try:
            one(SERVERS[name](args.dir.resolve(), work), args.json)
            shutil.rmtree(work, ignore_errors=True)
            results[name] = f"ok, {time.monotonic() - start:.0f} s"
        except (Failure, subprocess.TimeoutExpired, OSError) as problem:
            results[name] = f"FAILED, logs in {work}"
            print(f"{name}: {problem}", flush=True)
        except (KeyboardInterrupt, SystemExit) as end:
            print(f"{name}: interrupted, logs in {work}", flush=True)
            sys.exit(130 if isinstance(end, KeyboardInterrupt) else end.code)
    print("\n".join(f"{name}: {result}" for name, result in results.items()))
    sys.exit(any("FAILED" in result for result in results.values()))


if __name__ == "__main__":
    main()
