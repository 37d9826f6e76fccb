#!/usr/bin/env python3
"""Hold the pages of `openapi-build diff --html` and `check --html` to what people do with them, in headless Chromium.

The pages are made of the two versions in examples/tracking, or of OLD and NEW; that of `check` of a fixture with mistakes. Chromium is driven by chromedriver (WebDriver, W3C):
filters by verdict and by operation, keys, names and roles for screen readers, contrast in light and dark, and no requests.
Needs Debian's packages chromium and chromium-driver. With --shots DIR, a picture of each scheme is written there.

Usage: page.py [--generator openapi-build] [--shots DIR] [OLD NEW]
"""
import argparse, base64, json, os, pathlib, shutil, socket, subprocess, sys, tempfile, time, urllib.error, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
MISTAKES = ROOT / "crates/openapi-fixtures/documents/mistakes.yaml"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# The ratio of each text to its background (WCAG 2.2, 1.4.3 and 1.4.6), and the text with the lowest one.
CONTRAST = """
const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
const light = ([r, g, b]) => {
  const part = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const paper = element => {
  for (let at = element; at; at = at.parentElement) {
    const color = rgb(getComputedStyle(at).backgroundColor);
    if (color.length === 3 || color[3] > 0) return color;
  }
  return [255, 255, 255];
};
let worst = [Infinity, ''];
for (const element of document.querySelectorAll('body *')) {
  const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  if (!own || !element.checkVisibility() || element.matches('script, option')) continue;
  const [one, other] = [light(rgb(getComputedStyle(element).color)), light(paper(element))];
  const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  if (ratio < worst[0]) worst = [ratio, element.tagName + ' ' + element.textContent.slice(0, 40)];
}
return worst;
"""


class Browser:
    """A session of WebDriver."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                     "--disable-background-networking", "--disable-component-update", "--window-size=1300,900", f"--user-data-dir={folder}"]
        options = {"args": arguments, "binary": shutil.which("chromium")}
        wanted = {"alwaysMatch": {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}
        for _ in range(100):
            try:
                session = self.call("POST", "/session", {"capabilities": wanted})
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        self.url += "/session/" + session["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.loads(response.read())["value"]

    def run(self, script):
        return self.call("POST", "/execute/sync", {"script": script, "args": []})

    def find(self, css):
        return [found[ELEMENT] for found in self.call("POST", "/elements", {"using": "css selector", "value": css})]

    def click(self, element):
        self.call("POST", f"/element/{element}/click", {})

    def press(self, keys):
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def name(self, element):
        return self.call("GET", f"/element/{element}/computedrole"), self.call("GET", f"/element/{element}/computedlabel")

    def scheme(self, name):
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.call("POST", "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": {"features": features}})

    def picture(self):
        return base64.b64decode(self.call("GET", "/screenshot"))

    def stop(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.kill()
            self.driver.wait()


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found!r}, not {wanted!r}")
    print(f"ok: {what}")


def shown(browser):
    return browser.run("return [...document.querySelectorAll('article')].filter(known => known.checkVisibility()).length")


def filters(browser, total):
    """Each verdict and each operation shows its changes, and the number of these is said."""
    expect("all changes are shown at first", shown(browser), total)
    for box in browser.find("input[type=checkbox]"):
        facet = browser.run("return [...document.querySelectorAll('input')].map(box => [box.name, box.value])")[browser.find("input[type=checkbox]").index(box)]
        with_it = len(browser.find(f"article[data-{facet[0]}={facet[1]}]"))
        browser.click(box)
        expect(f"without {' '.join(facet)}", shown(browser), total - with_it)
        said = browser.run("return document.querySelector('[role=status]').textContent")
        expect("the number is said", said, f"{total - with_it} of {total} changes are shown")
        browser.click(box)
    options = browser.run("return [...document.querySelectorAll('#operation option')].map(option => option.value)")
    for value in options[1:6]:
        wanted = browser.run(f"return [...document.querySelectorAll('article')].filter(known => known.dataset.operations.split(' ').includes('{value}')).length")
        browser.click(browser.find(f"#operation option[value='{value}']")[0])
        expect(f"operation {value}", shown(browser), wanted)
    browser.click(browser.find("#operation option")[0])
    expect("all operations", shown(browser), total)


def keys(browser, total):
    """The page is used without a mouse."""
    active = "return document.activeElement.{}"
    browser.call("POST", "/refresh", {})
    browser.press(["\ue004"])
    expect("the first key leads to the changes", browser.run(active.format("textContent")), "Skip to the changes")
    browser.press(["\ue007"])
    expect("it goes there", browser.run(active.format("id")), "changes")
    browser.press(["j"])
    first = browser.run(active.format("getAttribute('aria-labelledby')"))
    expect("j goes to the first change", first, "change-0")
    if total > 1:
        browser.press(["j"])
        expect("j goes on", browser.run(active.format("getAttribute('aria-labelledby')")), "change-1")
        browser.press(["k"])
    expect("k goes back", browser.run(active.format("getAttribute('aria-labelledby')")), first)
    box = browser.find("input[type=checkbox]")[0]
    browser.run("document.querySelector('input').focus()")
    browser.press([" "])
    expect("a filter is set by a key", browser.call("GET", f"/element/{box}/property/checked"), False)
    browser.press([" "])


def names(browser):
    """What a screen reader says of each control and each change."""
    for css, role in [("input[type=checkbox]", "checkbox"), ("#operation", "combobox"), ("article", "article"), ("fieldset", "group"),
                      ("form", "form"), ("main", "main"), ("[role=status]", "status")]:
        for element in browser.find(css)[:20]:
            found, label = browser.name(element)
            if found != role or not (label or role in ("main", "status")):
                sys.exit(f"{css} is a {found} with the name {label!r}")
    print("ok: controls and changes have roles and names")


def report(browser):
    """What a screen reader says of the parts of the page of `check`."""
    for css, role in [("article", "article"), ("section", "region"), ("main", "main"), ("table", "table"), ("th", "columnheader")]:
        elements = browser.find(css)
        expect(f"there is a {role}", bool(elements), True)
        for element in elements[:20]:
            found, label = browser.name(element)
            if found != role or not (label or role in ("main", "table")):
                sys.exit(f"{css} is a {found} with the name {label!r}")
    print("ok: parts of the report have roles and names")


def looks(browser, shots, name):
    """Contrast, no requests, and a narrow window."""
    for scheme in ("light", "dark"):
        browser.scheme(scheme)
        ratio, where = browser.run(CONTRAST)
        expect(f"contrast of at least 4.5 in {scheme} (the lowest is {ratio:.1f}: {where!r})", ratio >= 4.5, True)
        paper = browser.run("return getComputedStyle(document.body).backgroundColor")
        expect(f"the page is {scheme}", sum(map(int, paper.strip("rgb()").split(","))) > 380, scheme == "light")
        if shots:
            (shots / f"{name}-{scheme}.png").write_bytes(browser.picture())
    expect("nothing is fetched", browser.run("return performance.getEntriesByType('resource').map(known => known.name)"), [])
    expect("nothing is refused or fails", [entry["message"] for entry in browser.call("POST", "/se/log", {"type": "browser"})], [])
    browser.call("POST", "/window/rect", {"width": 400, "height": 900})
    expect("it fits a narrow window", browser.run("return document.documentElement.scrollWidth <= innerWidth"), True)


def main():
    cli = argparse.ArgumentParser()
    cli.add_argument("--generator")
    cli.add_argument("--shots", type=pathlib.Path)
    cli.add_argument("versions", nargs="*", metavar="OLD NEW", default=[ROOT / "examples/tracking/v1.yaml", ROOT / "examples/tracking/v2.yaml"])
    args = cli.parse_args()
    generator = [args.generator] if args.generator else ["cargo", "run", "-q", "-p", "cargo-openapi-build", "--"]
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "page.html"
        subprocess.run([*generator, "diff", *map(str, args.versions), "--html", str(page)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        browser = Browser(folder + "/profile")
        try:
            browser.call("POST", "/url", {"url": page.as_uri()})
            total = len(browser.find("article"))
            if not total:
                sys.exit("the page has no changes")
            filters(browser, total)
            keys(browser, total)
            names(browser)
            looks(browser, args.shots, "changes")
            subprocess.run([*generator, "check", str(MISTAKES), "--html", str(page)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            browser.call("POST", "/url", {"url": page.as_uri()})
            report(browser)
            browser.call("POST", "/window/rect", {"width": 1300, "height": 900})
            looks(browser, args.shots, "report")
        finally:
            browser.stop()


if __name__ == "__main__":
    main()
