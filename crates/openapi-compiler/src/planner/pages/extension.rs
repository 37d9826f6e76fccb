//! Pagination by extensions.

use serde_json::Value;

use crate::description::Extension;
use crate::document::escape_token;
use crate::pages::{Next, Pages};

/// The pages that an extension describes.
///
/// # Errors
///
/// The reason why it is not valid.
pub(super) fn read(extension: &Extension) -> Result<Pages, String> {
    let value = &extension.value;
    match extension.name {
        "x-ms-pageable" => Ok(microsoft(value)),
        "x-dropshot-pagination" => Ok(Pages::cursor("page_token", "/next_page").items("/items")),
        "x-fern-pagination" => fern(value),
        _ => speakeasy(value),
    }
}

/// `x-ms-pageable` of AutoRest: the URL of the next page is at `nextLinkName`, and there is none if that is null.
fn microsoft(value: &Value) -> Pages {
    let items = value.get("itemName").and_then(Value::as_str).unwrap_or("value");
    match value.get("nextLinkName").and_then(Value::as_str) {
        Some(next) => Pages::url(member(next)).items(member(items)),
        None => Pages::none(),
    }
}

fn member(name: &str) -> String {
    format!("/{}", escape_token(name))
}

/// `x-fern-pagination`: `$request.` and `$response.` begin the paths of properties.
fn fern(value: &Value) -> Result<Pages, String> {
    let text = |field: &str| value.get(field).and_then(Value::as_str);
    let response = |field: &str| text(field).map(|path| path_of(path, "$response."));
    let pages = if let Some(at) = response("next_uri").or_else(|| response("next_path")) {
        Pages::url(at?)
    } else if let (Some(to), Some(at)) = (text("cursor"), response("next_cursor")) {
        Pages::cursor(fern_input(to)?, at?)
    } else if let Some(to) = text("offset") {
        // With a step, the offset counts items.
        match text("step") {
            Some(_) => Pages::offset(fern_input(to)?),
            None => Pages::page(fern_input(to)?),
        }
    } else {
        return Err("the extension has neither `cursor` with `next_cursor` nor `offset` nor `next_uri`".to_owned());
    };
    Ok(Pages {
        items: response("results").transpose()?,
        more: response("has-next-page").transpose()?,
        ..pages
    })
}

/// A parameter of the query, or a property in a property of the body.
fn fern_input(path: &str) -> Result<String, String> {
    let pointer = path_of(path, "$request.")?;
    let name = pointer
        .strip_prefix("/query")
        .filter(|rest| rest.starts_with('/'))
        .unwrap_or(&pointer);
    match (name.strip_prefix('/'), name.rfind('/')) {
        (Some(name), Some(0)) => Ok(name.to_owned()),
        _ => Ok(pointer),
    }
}

/// The JSON pointer of a path such as `$response.a.b`.
fn path_of(path: &str, head: &str) -> Result<String, String> {
    let names = path
        .strip_prefix(head)
        .ok_or_else(|| format!("`{path}` does not begin with `{head}`"))?;
    Ok(names.split('.').map(member).collect())
}

/// `x-speakeasy-pagination`.
fn speakeasy(value: &Value) -> Result<Pages, String> {
    let output = |field: &str| {
        let path = value.pointer(&format!("/outputs/{field}")).and_then(Value::as_str);
        path.map(json_path).transpose()
    };
    let next = match value.get("type").and_then(Value::as_str) {
        Some("url") => Next::Url(output("nextUrl")?.ok_or("`outputs` has no `nextUrl`")?),
        Some("cursor") => Next::Value {
            to: speakeasy_input(value, "cursor").ok_or("`inputs` has no `cursor`")?,
            at: output("nextCursor")?.ok_or("`outputs` has no `nextCursor`")?,
        },
        _ => match (speakeasy_input(value, "page"), speakeasy_input(value, "offset")) {
            (Some(to), _) => Next::Number {
                to,
                first: 1,
                counts_items: false,
            },
            (None, Some(to)) => Next::Number {
                to,
                first: 0,
                counts_items: true,
            },
            (None, None) => return Err("`inputs` has neither `page` nor `offset`".to_owned()),
        },
    };
    Ok(Pages {
        next: Some(next),
        items: output("results")?,
        more: None,
        count: output("numPages")?,
    })
}

fn speakeasy_input(value: &Value, kind: &str) -> Option<String> {
    let inputs = value.get("inputs")?.as_array()?;
    let input = inputs.iter().find(|input| input["type"] == kind)?;
    let name = input.get("name")?.as_str()?;
    match input["in"] == "requestBody" {
        true => Some(member(name)),
        false => Some(name.to_owned()),
    }
}

/// The JSON pointer of a JSON path of members and indexes, such as `$.data[-1].id`.
fn json_path(path: &str) -> Result<String, String> {
    let mut rest = path.strip_prefix('$').unwrap_or(path);
    let mut pointer = String::new();
    while !rest.is_empty() {
        let (segment, after) = match rest.strip_prefix('[') {
            Some(inner) => inner.split_once(']').unwrap_or((inner, "")),
            None => {
                let inner = rest.strip_prefix('.').unwrap_or(rest);
                inner.split_at(inner.find(['.', '[']).unwrap_or(inner.len()))
            }
        };
        let segment = segment.trim_matches(['\'', '"']);
        let is_special = segment.is_empty() || segment.contains(['*', '?', ',', '(']);
        match segment {
            "-1" | "-1:" => pointer += "/-",
            _ if is_special => return Err(format!("the JSON path `{path}` does not name one place")),
            name => pointer += &member(name),
        }
        rest = after;
    }
    Ok(pointer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_paths_are_pointers() {
        for (path, pointer) in [
            ("$", Some("")),
            ("$.a.b", Some("/a/b")),
            ("$.a[-1].b", Some("/a/-/b")),
            ("$.a[-1:].b", Some("/a/-/b")),
            ("$['a/b'][0]", Some("/a~1b/0")),
            ("a", Some("/a")),
            ("$.a[*].b", None),
            ("$..a", None),
            ("$.a[?(@.b)]", None),
        ] {
            assert_eq!(json_path(path).ok().as_deref(), pointer, "{path}");
        }
    }
}
