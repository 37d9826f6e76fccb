#!/usr/bin/env python3
"""Break the generator and its runtime in one place at a time, and see that the generated conformance tests notice.

Each row of MUTATIONS is one defect that a generator can have: a file, a text in it, and what is written in its place. For
each, a copy of the sources is changed and the conformance tests of the fixtures, then of the SDK, run. A mutation must
compile and make a test fail; one that survives, or whose text is no longer there, fails this script.

Usage: mutations.py [--only REGEX] [--quick] [--check]. --quick takes ten rows, one per area; --check only looks for the texts.
"""
import argparse, os, pathlib, re, shutil, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TIMEOUT = 600  # seconds, for compiling and running the tests of one mutation
RUNTIME, BUILD = "crates/openapi-runtime/src/", "crates/openapi-compiler/src/"

# What serde's derived code would do.
NULL_IF_MISSING = """Some(missing) => {
                let index = self.0.known().names.iter().position(|name| *name == missing).unwrap_or_default();
                let mut null = Format::new(serde::de::value::UnitDeserializer::<A::Error>::new());
                self.0.member(index, &mut name, &mut null).map_err(|_| A::Error::missing_field(missing))
            }"""
ARRAY_AS_OBJECT = """{
        use serde::Deserialize;
        let names = self.0.known().names.iter().map(|name| (*name).to_owned());
        let value = match Value::deserialize(value)? {
            Value::Array(items) => Value::Object(names.zip(items).collect()),
            other => other,
        };
        value.deserialize_map(self).map_err(D::Error::custom)
    }"""

MUTATIONS = [
    # What is wrong, where, the text, what it becomes.
    ("nothing is percent-encoded", RUNTIME + "url.rs", "with(text, RESERVED)", "text.to_owned()"),
    ("literals of the path are encoded twice", RUNTIME + "request/prepare.rs", "path += &url::encode_literal(before);", "path += &url::encode_literal(&url::encode(before));"),
    ("lists are exploded the wrong way round", RUNTIME + "style.rs", "Value::Array(items) if explode", "Value::Array(items) if !explode"),
    ("objects are exploded the wrong way round", RUNTIME + "style.rs", "Value::Object(fields) if explode", "Value::Object(fields) if !explode"),
    ("labels are separated by commas", RUNTIME + "style.rs", 'if explode { "." } else { "," }', 'if explode { "," } else { "." }'),
    ("a matrix parameter has no name", RUNTIME + "style.rs", 'false => format!(";{name}={value}")', 'false => format!(";{value}")'),
    ("spaceDelimited is separated by commas", RUNTIME + "style.rs", 'pairs(name, explode, value, encode, "%20")', 'pairs(name, explode, value, encode, ",")'),
    ("pipeDelimited is separated by commas", RUNTIME + "style.rs", 'pairs(name, explode, value, encode, "%7C")', 'pairs(name, explode, value, encode, ",")'),
    ("deepObject is written with dots", RUNTIME + "style.rs", 'format!("{name}[{field}]")', 'format!("{name}.{field}")'),
    ("exploded objects in headers and paths have no equals sign", RUNTIME + "style.rs", 'if explode { "=" } else { separator }', "separator"),
    ("header parameters are left out", RUNTIME + "request/parameters.rs", "set(&mut self.headers, name, text);\n    }\n\n    /// Sets a header parameter with", "let _ = text;\n    }\n\n    /// Sets a header parameter with"),
    ("JSON in the query is not encoded", RUNTIME + "request/parameters.rs", 'text.map(|text| vec![format!("{}={}", url::encode(name), url::encode(&text))]);\n        set(&mut self.query', 'text.map(|text| vec![format!("{}={text}", url::encode(name))]);\n        set(&mut self.query'),
    ("no media type is asked for", RUNTIME + "request.rs", "accept: operation.accept,", "accept: &operation.accept[..0],"),
    ("cookies are separated by commas", RUNTIME + "request/prepare.rs", 'cookies.join("; ")', 'cookies.join(", ")'),
    ("JSON is sent as text/plain", RUNTIME + "request/body.rs", 'Ok(json) => self.body(media_type, "application/json", Content', 'Ok(json) => self.body("text/plain", "application/json", Content'),
    ("forms are sent as text/plain", RUNTIME + "request/body.rs", "Ok(form) => self.body(\n                media_type,", 'Ok(form) => self.body(\n                "text/plain",'),
    ("the path of the base URL is lost", RUNTIME + "request/prepare.rs", 'base.path().trim_end_matches(\'/\')', '""'),
    ("a query in the template is lost", RUNTIME + "request/prepare.rs", ".filter(|pair| !pair.is_empty())", ".filter(|pair| !pair.is_empty() && !resource.contains(\"fixed\"))"),
    ("lists in forms are not repeated", RUNTIME + "form.rs", "(Style::Form, value.is_array(), false)", "(Style::Form, false, false)"),
    ("objects in forms are not JSON", RUNTIME + "form.rs", "url::encode(&value.to_string())", '"object"'),
    ("the media type of a part is lost", RUNTIME + "multipart.rs", "self.value(name, Some(media_type), value)", "self.value(name, None, value)"),
    ("a bearer token has another scheme", RUNTIME + "credential/location.rs", 'format!("Bearer {text}")', 'format!("Token {text}")'),
    ("a key in the query is not encoded", RUNTIME + "credential/location.rs", "url::encode(secret.expose_secret())", "secret.expose_secret()"),
    ("only credentials in headers are sent", RUNTIME + "credential/location.rs", 'Self::Cookie(name, secret) => attached.cookies.push(format!("{name}={}", secret.expose_secret())),', "Self::Cookie(..) => {}"),
    ("null becomes absent", BUILD + "emit/types.rs", '(false, true) => "nullable"', '(false, true) => "optional"'),
    ("what must be there may be left out if it may be null", RUNTIME + "source/deserializer.rs", "Some(missing) => Err(A::Error::missing_field(missing)),", NULL_IF_MISSING),
    ("absent becomes null", RUNTIME + "object/write.rs", "if let Some(value) = value {\n            self.members.member(name, value);\n        }", "match value {\n Some(value) => self.members.member(name, value),\n None => self.members.member(name, &Borrowed(&serde_json::Value::Null)),\n}"),
    ("fields have other names", BUILD + "emit/types.rs", "literal(&field.property));\n        let value", 'literal(&format!("{}_", field.property)));\n        let value'),
    ("two values of an enum trade names", BUILD + "emit/types.rs", "for StringVariant { name, value, docs, .. } in variants {", "for (StringVariant { name, docs, .. }, StringVariant { value, .. }) in variants.iter().zip(variants.iter().rev()) {"),
    ("other properties are dropped", RUNTIME + "object/read.rs", "let value = read(from)?;\n    field.insert(std::mem::take(name), value);", "read(from)?;\n    let _ = (field, name);"),
    ("enums are closed", RUNTIME + "open_enum.rs", "::std::result::Result::Ok(Self::from(&*text))\n            }\n        }\n    };", "match Self::from(&*text) {\n Self::Unknown(text) => Err(<D::Error as $crate::__private::serde::de::Error>::custom(text)),\n known => Ok(known),\n}\n            }\n        }\n    };"),
    ("a union takes the first that can be read", RUNTIME + "choice.rs", "score < lowest", "false"),
    ("each level of a union is compared again", RUNTIME + "choice.rs", "return *known;", "let _ = known;"),
    ("an array is read as an object", RUNTIME + "source/deserializer.rs", "value.deserialize_map(self)", ARRAY_AS_OBJECT),
    ("a union loses what it does not know", RUNTIME + "union.rs", "_ => Self::Unknown(from.value()?),", "_ => {\n from.value()?;\n Self::Unknown(::std::default::Default::default())\n}"),
    ("a tag names no variant", RUNTIME + "choice.rs", "union.tagged(&tag).or(union.default)", "union.default"),
    ("a base drops what its subtypes add", BUILD + "planner/types/objects.rs", "resolved.schema.discriminator.is_some() => Some(RustType::Value)", "resolved.schema.discriminator.is_some() && false => Some(RustType::Value)"),
    ("a tag that no variant declares is dropped", BUILD + "planner/types/mod.rs", "self.declare_tags(id);\n", "\n"),
    ("an absent tag fits nothing", RUNTIME + "choice.rs", "default.or_else(|| self.best(union, value))", "default"),
    ("200 and 201 are swapped", BUILD + "emit/decode.rs", "&code.to_string()", "&match code { 200 => 201, 201 => 200, other => *other }.to_string()"),
    ("404 and 409 are swapped", BUILD + "planner/status.rs", "StatusCode::from_u16(code)", "StatusCode::from_u16(match code { 404 => 409, 409 => 404, other => other })"),
    ("a class of statuses is its first", BUILD + "emit/decode.rs", "{class}00..={class}99", "{class}00..={class}00"),
    ("redirections are errors", BUILD + "planner/responses.rs", "Status::Code(code) => code < 400", "Status::Code(code) => code < 300"),
    ("default is always an error", BUILD + "planner/responses.rs", "(no_success && response.status == Status::Default)", "(no_success && false)"),
    ("documented redirects are followed", RUNTIME + "redirect.rs", "|| operation.documents(status)", ""),
    ("redirects are not followed", RUNTIME + "redirect.rs", "301 | 302 | 303 | 307 | 308", "307 | 308"),
    ("a default alone is never an error", BUILD + "emit/decode.rs", '"200..=399"', '"200.."'),
    ("an undocumented success is an error", RUNTIME + "client.rs", "!self.shared.strict_statuses =>", "self.shared.strict_statuses =>"),
    ("a strict client is not strict", RUNTIME + "client.rs", "&& !self.shared.strict_statuses =>", "=>"),
    ("the raw body of a success is lost", RUNTIME + "response_value.rs", "(self.value, self.raw)", "(self.value, RawResponse { body: Bytes::new(), ..self.raw })"),
    ("the body of a documented error is lost", RUNTIME + "client.rs", "ResponseValue::undescribed(value, response)", "ResponseValue::undescribed(value, RawResponse { body: Bytes::new(), ..response })"),
    ("an error without documented content does not show the body", RUNTIME + "error.rs", "text.is_empty() || response.undescribed", "text.is_empty()"),
    ("additions to the query are lost", RUNTIME + "extras.rs", "self.query.push(", "drop("),
    ("additions to the headers are lost", RUNTIME + "request/prepare.rs", "headers.extend(extras.headers.clone());", ""),
    ("NaN is sent as nothing", RUNTIME + "finite.rs", "match value.is_finite() {", "match value.is_finite() || value.is_nan() {"),
    ("only errors are asked for", BUILD + "planner/responses.rs", "(all.is_empty() && !errors.is_empty())", "(all.is_empty() && errors.len() > 99)"),
    ("any media type will do", RUNTIME + "response.rs", "media_type::in_range(actual, media_type) || alike_json(actual, media_type)", "!actual.is_empty() || media_type.is_empty()"),
    ("the first documented media type is taken", RUNTIME + "response.rs", "same.map(|(index, _)| index)\n", "position(&any)\n"),
    ("merge keys are members like others", BUILD + "read/parse.rs", "merge_keys: true,", "merge_keys: false,"),
    ("what stands beside a reference is dropped", BUILD + "lower/value.rs", 'Self::All => name != "$ref",', "Self::All => false,"),
    ("parameters have their Rust names on the wire", BUILD + "emit/rows.rs", "let wire = literal(&parameter.wire_name);", "let wire = literal(&parameter.name);"),
    ("query parameters explode only if the description says so", BUILD + "lower/operation.rs", "explode: explode.unwrap_or(matches!(", "explode: explode.unwrap_or(false && matches!("),
    ("integers are of 32 bits", BUILD + "planner/types/mod.rs", "_ => RustType::I64,", "_ => RustType::I32,"),
    ("nothing is required", BUILD + "resolve/intersect.rs", "required: schemas().flat_map(|schema| schema.required.iter().cloned()).collect()", "required: Default::default()"),
    ("nullable means nothing", BUILD + "lower/schema.rs", "if !is_nullable(node) {\n            return;", "if is_nullable(node) || !is_nullable(node) {\n            return;"),
    ("null around a reference is not allowed", BUILD + "resolve/mod.rs", "Some(target) if nullable => self.or_null(id, target)", "Some(target) if nullable && target != target => self.or_null(id, target)"),
    ("null is no alternative of a union", BUILD + "planner/alternatives.rs", "union.null = null;", "union.null = null && false;"),
    ("several types are any value", BUILD + "planner/alternatives.rs", "if types.is_empty() {\n        return;", "if !types.is_empty() || types.is_empty() {\n        return;"),
    ("typed unevaluated properties are dropped", BUILD + "resolve/intersect.rs", '(true, false) => Some(resolver.part(&unevaluated, composition, &["unevaluatedProperties"])),', "(true, false) => None,"),
    ("lines of JSON are read whole", RUNTIME + "stream.rs", "*byte == b'\\n'", "*byte == b'\\r'"),
    ("text is sent as UTF-8 in spite of its charset", RUNTIME + "charset.rs", "let Some(label) = media_type::charset(media_type) else", "let Some(label) = None::<String> else"),
    ("text is read as UTF-8 in spite of its charset", RUNTIME + "charset.rs", "media_type::charset(media_type).map_or(Ok(Charset::Utf8), |label| charset(&label))?", "Charset::Utf8"),
    ("a number in a text is a string of JSON", RUNTIME + "request/body.rs", "Ok(value) => self.body_text(media_type, style::text(&value)", "Ok(value) => self.body_text(media_type, Some(format!(\"\\\"{value}\\\"\"))"),
    ("parameters with content are JSON", BUILD + "emit/rows.rs", 'ParameterContent::Text => "Text"', 'ParameterContent::Text => "Json"'),
    ("a parameter with content is no form", BUILD + "emit/rows.rs", 'format!("Form({})", form_encodings(encodings))', '{ let _ = form_encodings(encodings); "Json".to_owned() }'),
    ("the whole query is encoded as one value", RUNTIME + "request/parameters.rs", "ParameterContent::Form(_) => vec![text],", "ParameterContent::Form(_) => vec![url::encode(&text)],"),
    ("cookies of style cookie are encoded", RUNTIME + "request/parameters.rs", "if style == Style::Cookie {", "if false {"),
    ("a text of any media type is JSON", RUNTIME + "request/body.rs", "Ok(Value::String(text)) => self.body_text(media_type, text)", "Ok(Value::String(text)) => self.body_json(media_type, &text)"),
    ("a text of any media type is read as JSON", RUNTIME + "response.rs", "if self.content_type().is_some_and(media_type::is_text) {", "if false {"),
    ("media types that differ in parameters are confused", RUNTIME + "response.rs", "max_by_key(|(_, documented)| media_type::fit(actual, documented))", "last()"),
    ("a record of JSON ends with its line", RUNTIME + "stream.rs", "Some(0) => self.record_end(),", "Some(0) => self.buffer.iter().position(|byte| *byte == b'\\n').map(|end| end + 1),"),
    ("the smallest alternative of credentials is sent", RUNTIME + "credential/attach.rs", "max_by_key(|schemes| schemes.len())", "min_by_key(|schemes| schemes.len())"),
    ("files that may be null are text", BUILD + "planner/types/multipart.rs", "                field.ty = ty;\n", "                field.ty = if self.is_nullable(*schema) { RustType::String } else { ty };\n"),
    ("parts that are not listed are lost", BUILD + "emit/types.rs", "let rest_added = rest.as_ref().map(", "let rest_added = rest.as_ref().filter(|_| false).map("),
    ("an attribute of XML is an element", BUILD + "emit/xml.rs", "NodeType::Attribute => quote!(Attribute)", "NodeType::Attribute => quote!(Element)"),
    ("namespaces of XML are lost", BUILD + "emit/xml.rs", "namespace: (#namespace, #prefix),", 'namespace: ("", #prefix),'),
    ("the data of events is lost", RUNTIME + "events.rs", "data: event.data.unwrap_or_default()", "data: event.id.clone().unwrap_or_default()"),
]


# One per area: the path, the query, headers, bodies, credentials, objects, enums, unions, statuses, streams.
QUICK = {
    "nothing is percent-encoded", "deepObject is written with dots", "header parameters are left out", "objects in forms are not JSON",
    "a bearer token has another scheme", "absent becomes null", "enums are closed", "a union takes the first that can be read",
    "404 and 409 are swapped", "the data of events is lost",
}


def run(tree, target, package):
    env = dict(os.environ, CARGO_TARGET_DIR=str(target), RUST_BACKTRACE="0", CARGO_INCREMENTAL="1")
    command = ["cargo", "test", "-q", "-p", package, "--test", "conformance"]
    try:
        done = subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True, errors="replace", timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        return "does not end", f"no result in {TIMEOUT} s"
    text = done.stdout + done.stderr
    failed = re.findall(r"^    (\S+::\S+)$", text, re.M)
    if done.returncode == 0:
        return "survives", ""
    return ("killed", failed[0]) if failed else ("does not compile", text[-400:])


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--only", default="")
    cli.add_argument("--quick", action="store_true")
    cli.add_argument("--check", action="store_true")
    cli.add_argument("--target", type=pathlib.Path, default=ROOT / "target" / "mutations")
    args = cli.parse_args()
    rows = [row for row in MUTATIONS if re.search(args.only, row[0]) and (row[0] in QUICK or not args.quick)]
    if args.check:
        missing = [what for what, name, text, _ in rows if text not in (ROOT / name).read_text()]
        sys.exit("\n".join(f"the text is not there: {what}" for what in missing) or 0)
    tree = pathlib.Path(tempfile.mkdtemp(prefix="mutations-")) / "tree"
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    for name in files:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tree / name)
    bad = 0
    for what, name, text, instead in rows:
        original = (tree / name).read_text()
        if text not in original:
            state, why = "is not there", text
        else:
            (tree / name).write_text(original.replace(text, instead, 1))
            state, why = run(tree, args.target, "openapi-fixtures")
            if state == "survives":
                state, why = run(tree, args.target, "wiremock-cloud")
            (tree / name).write_text(original)
        bad += state != "killed"
        print(f"{state:17} {what}: {why}", flush=True)
    shutil.rmtree(tree.parent, ignore_errors=True)
    print(f"{len(rows) - bad} of {len(rows)} mutations are noticed")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
