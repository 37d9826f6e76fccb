#!/usr/bin/env python3
"""Runs a generated client in WebAssembly: examples/wasm, by Node.js, against a server in this process.

Needs the target wasm32-unknown-unknown (`rustup target add`), `wasm-bindgen` of the version that examples/wasm/Cargo.toml
pins (`cargo install wasm-bindgen-cli --version ..`), and Node.js.
"""

import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PET = {"id": 7, "name": "Rex", "kind": {"type": "dog"}}


class Pets(http.server.BaseHTTPRequestHandler):
    """Answers the second time only, if at all."""

    seen = []

    def do_GET(self):
        self.seen.append((self.path, self.headers["authorization"]))
        if self.path == "/pets/404":
            self.answer(404, {"message": "There is none."})
        elif self.path == "/pets/408":
            time.sleep(2)
        elif self.path == "/pets/7/photo":
            self.answer(200, bytes(100_000), "image/jpeg")
        elif len([path for path, _ in self.seen if path == self.path]) < 2:
            self.answer(503, b"", "text/plain")
        else:
            self.answer(200, PET)

    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.answer(201, PET | sent)

    def answer(self, status, body, media_type="application/json"):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


PROGRAM = """
const client = require("./wasm_client.js"), url = process.argv[2];
(async () => console.log(JSON.stringify([
    await client.pet(url, 7), await client.pet(url, 404), await client.pet(url, 408), await client.photo(url),
    await client.create(url, "Tom"), await client.pet("http://127.0.0.1:1", 7),
])))();
"""

EXPECTED = [
    "Rex",
    "error: get_pet: 404 Not Found: There is none.",
    "error: get_pet: the request timed out",
    "100000",
    "Tom",
    "error: get_pet: no response from the server",
]


def build(to):
    example = ROOT / "examples/wasm"
    cargo = ["cargo", "build", "--quiet", "--release", "--target", "wasm32-unknown-unknown", "--target-dir", TARGET / "wasm"]
    subprocess.run(cargo, cwd=example, check=True)
    built = TARGET / "wasm/wasm32-unknown-unknown/release/wasm_client.wasm"
    subprocess.run(["wasm-bindgen", "--target", "nodejs", "--out-dir", to, built], check=True)
    (to / "program.js").write_text(PROGRAM)


def main():
    with tempfile.TemporaryDirectory() as directory:
        directory = pathlib.Path(directory)
        build(directory)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pets)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        ran = subprocess.run(["node", directory / "program.js", url], check=True, capture_output=True, text=True, timeout=60)
    given = json.loads(ran.stdout)
    wrong = [(want, got) for want, got in zip(EXPECTED, given, strict=True) if want != got]
    if any(token != "Bearer t0ken" for _, token in Pets.seen):
        wrong.append(("Bearer t0ken", Pets.seen))
    for want, got in wrong:
        print(f"expected {want!r}, got {got!r}")
    print(f"{len(EXPECTED) - len(wrong)} of {len(EXPECTED)} calls as expected")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
