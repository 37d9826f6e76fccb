//! How values are put into requests: rows of the runtime's macros for setters and methods.

use super::table::{compact, literal};
use super::{body_type, converts, rust_type, validate, xml};
use crate::description::{ParameterIn, Style};
use crate::document::escape_token;
use crate::plan::{
    BodyContent, BodyType, FormEncoding, Parameter, ParameterContent, ParameterEncoding, Plan, Rules, RustType,
};
use quote::quote;

/// The row of a parameter.
pub(super) fn parameter(plan: &Plan, parameter: &Parameter) -> String {
    let value = value(plan, value_type(parameter));
    let place = format!(
        "/{}/{}",
        parameter.location.keyword(),
        escape_token(&parameter.wire_name)
    );
    let check = check(plan, &place, parameter.rules.as_ref());
    format!("{}: {value} => {}{check},", parameter.name, put(parameter))
}

/// The check of a value at a place of the request, as a JSON pointer.
fn check(plan: &Plan, place: &str, rules: Option<&Rules>) -> String {
    let Some(rules) = rules else { return String::new() };
    let rules = compact(&validate::rules(plan, rules, &quote!(types::)));
    format!(" check({}, {rules})", literal(place))
}

/// The row of the default of a parameter that is not an argument.
pub(super) fn default(parameter: &Parameter) -> Option<String> {
    let json = parameter.default.as_ref().filter(|_| !parameter.required)?;
    Some(format!("{} = {},", put(parameter), literal(&json.to_string())))
}

/// The method of a request that takes a parameter, with its first arguments.
fn put(parameter: &Parameter) -> String {
    let wire = literal(&parameter.wire_name);
    match &parameter.encoding {
        ParameterEncoding::Content(content) => {
            let method = match parameter.location {
                ParameterIn::Path => "path_content",
                ParameterIn::Query => "query_content",
                ParameterIn::Header => "header_content",
                ParameterIn::Cookie => "cookie_content",
                ParameterIn::QueryString => "query_string",
            };
            format!("{method}({wire}, {})", parameter_content(content))
        }
        ParameterEncoding::Style {
            style,
            explode,
            allow_reserved,
        } => {
            let style = self::style(*style);
            match parameter.location {
                ParameterIn::Path => format!("path_parameter({wire}, {style}, {explode})"),
                ParameterIn::Query | ParameterIn::QueryString => {
                    format!("query({wire}, {style}, {explode}, {allow_reserved})")
                }
                ParameterIn::Header => format!("header({wire}, {explode})"),
                ParameterIn::Cookie => format!("cookie({wire}, {style}, {explode})"),
            }
        }
    }
}

/// The type of the values that the setter of a parameter takes: null is not sent, as if nothing was set.
pub(super) fn value_type(parameter: &Parameter) -> &RustType {
    match (&parameter.ty, parameter.required) {
        (RustType::Nullable(inner), false) => inner,
        (ty, _) => ty,
    }
}

/// The type of an argument, after whether it takes what converts into it.
fn value(plan: &Plan, ty: &RustType) -> String {
    let word = if converts(plan, ty) { "into" } else { "as" };
    format!("{word} {}", compact(&rust_type(plan, ty, &quote!(types::))))
}

/// The row of a body.
pub(super) fn body(plan: &Plan, content: &BodyContent) -> String {
    let value = match &content.body {
        BodyType::Json(ty) | BodyType::Form(ty, _) | BodyType::Text(ty) | BodyType::Any(ty) => value(plan, ty),
        BodyType::Multipart(_) | BodyType::Bytes => format!("into {}", compact(&body_type(plan, &content.body))),
    };
    let media_type = literal(&content.media_type);
    let put = match &content.body {
        BodyType::Json(_) => match &content.xml {
            Some(root) => format!("body_xml({media_type}, {})", xml::root(plan, root)),
            None => format!("body_json({media_type})"),
        },
        BodyType::Form(_, encodings) => format!("body_form({media_type}, {})", form_encodings(encodings)),
        BodyType::Multipart(_) => format!("body_multipart({media_type})"),
        BodyType::Text(RustType::String) => format!("body_text({media_type})"),
        BodyType::Text(_) => format!("body_text_value({media_type})"),
        BodyType::Any(_) => format!("body_any({media_type})"),
        BodyType::Bytes => format!("body_bytes({media_type})"),
    };
    let check = check(plan, "/body", content.rules.as_ref());
    format!("{}: {value} => {put}{check},", content.name)
}

fn parameter_content(content: &ParameterContent) -> String {
    let content = match content {
        ParameterContent::Json => "Json".to_owned(),
        ParameterContent::Text => "Text".to_owned(),
        ParameterContent::Form(encodings) => format!("Form({})", form_encodings(encodings)),
    };
    format!("::openapi_runtime::ParameterContent::{content}")
}

fn style(style: Style) -> String {
    let name = match style {
        Style::Matrix => "Matrix",
        Style::Label => "Label",
        Style::Simple => "Simple",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::Cookie => "Cookie",
    };
    format!("::openapi_runtime::Style::{name}")
}

fn form_encodings(encodings: &[FormEncoding]) -> String {
    let encodings = encodings.iter().map(|encoding| {
        let FormEncoding {
            property,
            style,
            explode,
            allow_reserved,
        } = encoding;
        let reserved = if *allow_reserved { ".allow_reserved()" } else { "" };
        let (property, style) = (literal(property), self::style(*style));
        format!("::openapi_runtime::FormEncoding::new({property}, {style}, {explode}){reserved}")
    });
    format!("&[{}]", encodings.collect::<Vec<_>>().join(", "))
}
