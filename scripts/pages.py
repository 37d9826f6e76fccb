#!/usr/bin/env python3
"""Count the operations that list, and those of them that get `.pages()`; print random ones to read.

    scripts/pages.py GENERATOR [--sample 100] [--seed 1] DESCRIPTION-OR-FOLDER ...

An operation lists if it is a GET whose first success is JSON with a list: a list itself, or an object with a property that is one. It
lists in pages if a parameter of the query also has a name of pages, such as `page`, `limit`, `offset` or `cursor`. Both are read from the
description here, by other code than that of the generator. `--sample` prints operations that were found with their parameters and
responses in short. For YAML it needs PyYAML.
"""
import argparse, collections, json, pathlib, random, re, subprocess, sys, tempfile

NAMES = re.compile(
    r"^(\$?(top|skip|skiptoken)|.*(page|cursor|offset|limit|per_?page|next_?token|page_?token|page_?size|start_?index|max_?results|"
    r"starting_?(after|position)|continuation|marker|after|before|since|count|size|rows|skip|take|from|start|index))$", re.I)


def read(path):
    text = path.read_text()
    if path.suffix == ".json":
        return json.loads(text)
    import yaml
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


class Description:
    def __init__(self, document):
        self.document = document

    def follow(self, node, depth=0):
        while isinstance(node, dict) and isinstance(node.get("$ref"), str) and depth < 30:
            target, depth = self.document, depth + 1
            if not node["$ref"].startswith("#/"):
                return {}
            for token in node["$ref"][2:].split("/"):
                token = re.sub("%([0-9A-Fa-f]{2})", lambda hit: chr(int(hit[1], 16)), token).replace("~1", "/").replace("~0", "~")
                if isinstance(target, list):
                    target = target[int(token)] if token.isdigit() and int(token) < len(target) else {}
                else:
                    target = target.get(token, {}) if isinstance(target, dict) else {}
            node = target
        return node if isinstance(node, dict) else {}

    def properties(self, schema, depth=0):
        """The properties of an object, with those of what it is composed of."""
        schema = self.follow(schema)
        found = dict(schema.get("properties") or {}) if isinstance(schema.get("properties"), dict) else {}
        for member in (schema.get("allOf") or []) if depth < 8 else []:
            found.update(self.properties(member, depth + 1))
        return found

    def is_list(self, schema):
        schema = self.follow(schema)
        return schema.get("type") == "array" or (isinstance(schema.get("type"), list) and "array" in schema["type"]) or "items" in schema

    def page(self, operation):
        """The schema of the first success that is JSON, and the headers of that response."""
        responses = operation.get("responses") or {}
        for status in sorted(map(str, responses)):
            if status.startswith("2"):
                response = self.follow(responses.get(status, responses.get(int(status) if status.isdigit() else status)))
                contents = (response.get("content") or {}).items()
                for media_type, content in contents:
                    if "json" in media_type or media_type == "*/*":
                        return (content or {}).get("schema") or {}, response.get("headers") or {}
                if "schema" in response:
                    return response["schema"], response.get("headers") or {}
        return {}, {}

    def query(self, item, operation):
        parameters = (item.get("parameters") or []) + (operation.get("parameters") or [])
        parameters = [self.follow(parameter) for parameter in parameters]
        return [parameter for parameter in parameters if parameter.get("in") == "query"]

    def operations(self):
        for path, item in (self.document.get("paths") or {}).items():
            item = self.follow(item)
            for method in ("get", "post", "put", "patch", "delete"):
                if isinstance(item.get(method), dict):
                    yield method.upper(), path, item, self.follow(item[method])

    def lists(self, operation):
        schema, _ = self.page(operation)
        return self.is_list(schema) or any(self.is_list(value) for value in self.properties(schema).values())

    def shown(self, schema, depth=0):
        """A schema in short."""
        schema = self.follow(schema)
        if self.is_list(schema):
            return "[..]"
        properties = self.properties(schema)
        if not properties or depth == 2:
            return str(schema.get("type", "any")) + (" null" if schema.get("nullable") else "")
        return "{" + ", ".join(f"{name}: {self.shown(value, depth + 1)}" for name, value in list(properties.items())[:14]) + "}"


def reported(generator, path):
    """The pages of each operation, as the generator reports them."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        command = [generator, "generate", str(path), "--out", f"{folder}/client.rs", "--report", str(report)]
        try:
            subprocess.run(command, capture_output=True, timeout=300)
            rows = json.loads(report.read_text())["operations"]
        except (subprocess.TimeoutExpired, OSError, ValueError):
            return None
    return {(row["method"], row["path"]): row["pages"] for row in rows}


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("generator")
    cli.add_argument("descriptions", nargs="+", type=pathlib.Path)
    cli.add_argument("--sample", type=int, default=0)
    cli.add_argument("--seed", type=int, default=1)
    args = cli.parse_args()
    paths = []
    for path in args.descriptions:
        paths += sorted(path.rglob("*.json")) if path.is_dir() else [path]
    counts, kinds, found = collections.Counter(), collections.Counter(), []
    for path in paths:
        pages = reported(args.generator, path)
        if pages is None:
            counts["descriptions without a client"] += 1
            continue
        description = Description(read(path))
        for method, template, item, operation in description.operations():
            of_operation = pages.get((method, template))
            counts["operations"] += 1
            is_list = method == "GET" and description.lists(operation)
            in_pages = is_list and any(NAMES.match(parameter.get("name", "")) for parameter in description.query(item, operation))
            counts["that list"] += is_list
            counts["that list in pages"] += in_pages
            counts["that list in pages, found"] += in_pages and of_operation is not None
            if of_operation:
                counts["found"] += 1
                kinds[f"{of_operation['by']} by {of_operation['why']}"] += 1
                found.append((path, method, template, item, operation, of_operation, description))
    for name, count in counts.items():
        print(f"{count:8} {name}")
    for name, count in kinds.most_common():
        print(f"{count:8} {name}")
    for path, method, template, item, operation, pages, description in random.Random(args.seed).sample(found, min(args.sample, len(found))):
        schema, headers = description.page(operation)
        query = ", ".join(parameter.get("name", "?") for parameter in description.query(item, operation))
        print(f"\n{path.parent.name}/{path.name} {method} {template}: {pages['by']} by {pages['why']}, items {pages['items']}")
        print(f"  query: {query}\n  page: {description.shown(schema)[:700]}\n  headers: {', '.join(headers)}")


if __name__ == "__main__":
    sys.exit(main())
