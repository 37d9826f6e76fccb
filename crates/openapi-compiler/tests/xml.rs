//! Which bodies of XML are values, and how they are represented.

mod support;

use openapi_compiler::plan::{BodyType, Options, Plan, ResponseType, XmlNode, XmlValue};
use support::plan_with;

const SCHEMAS: &str = "Pet: {type: object, properties: {id: {type: integer}, next: {type: string, format: uri}, all: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}, \
    Named: {type: object, xml: {name: other}}";

/// The plan of an operation with a body and a response of XML.
fn planned(schema: &str, xml: bool) -> Plan {
    let content = format!("content: {{application/xml: {{schema: {schema}}}}}");
    let links = "links: {l: {operationId: b, parameters: {id: $response.body#/id}}}";
    let text = format!(
        "{{openapi: 3.1.0, paths: {{/a: {{post: {{requestBody: {{required: true, {content}}}, responses: {{'200': {{{content}, {links}}}}}}}, \
         get: {{responses: {{'200': {{{content}}}}}}}}}, \
         /b: {{get: {{operationId: b, parameters: [{{name: id, in: query, schema: {{type: integer}}}}], responses: {{}}}}}}}}, \
         components: {{schemas: {{{SCHEMAS}}}}}}}"
    );
    let options = Options {
        xml,
        ..Options::default()
    };
    plan_with(&text, &options).0
}

fn root(plan: &Plan) -> Option<&XmlNode> {
    plan.operations[1].body.as_ref()?.contents[0].xml.as_ref()
}

#[test]
fn a_value_has_the_name_of_its_schema() {
    let rows = [
        ("{$ref: '#/components/schemas/Pet'}", Some("Pet")),
        ("{$ref: '#/components/schemas/Named'}", Some("other")),
        ("{$ref: '#/components/schemas/Pet', xml: {name: pet}}", Some("pet")),
        ("{type: object, xml: {name: pet}}", Some("pet")),
        ("{type: array, items: {type: string}, xml: {name: pets}}", Some("pets")),
        ("{type: object}", None),
        ("{type: string, xml: {name: pet}}", None),
        ("{xml: {name: pet}}", None),
    ];
    for (schema, expected) in rows {
        let plan = planned(schema, true);
        assert_eq!(root(&plan).map(|root| root.name.as_str()), expected, "{schema}");
        assert_eq!(root(&planned(schema, false)), None, "it is not asked for");
        let body = &plan.operations[1].body.as_ref().expect("a body").contents[0].body;
        assert_eq!(
            matches!(body, BodyType::Json(_)),
            expected.is_some(),
            "{schema}: {body:?}"
        );
    }
}

#[test]
fn a_response_needs_no_name() {
    let plan = planned("{type: object, properties: {a: {type: integer}}}", true);
    let response = &plan.operations[1].successes[0];
    assert!(matches!(response.body, ResponseType::Json(_)) && response.xml.is_some());
}

#[test]
fn a_type_that_contains_itself_is_shared() {
    let plan = planned("{$ref: '#/components/schemas/Pet'}", true);
    let pet = plan.types.iter().find(|ty| ty.name == "Pet").expect("a type");
    let Some(XmlValue::Object(properties, None)) = &pet.xml else {
        panic!("{:?}", pet.xml);
    };
    let XmlValue::List(item) = &properties[2].1.value else {
        panic!("{properties:?}");
    };
    assert!(matches!(item.value, XmlValue::Of(_)) && item.name == "all", "{item:?}");
}

#[test]
fn what_reads_json_does_not_read_xml() {
    let plan = planned("{$ref: '#/components/schemas/Pet'}", true);
    assert!(plan.operations[0].pages.is_none() && plan.operations[1].links.is_empty());
    let json = plan_with(
        &format!(
            "{{openapi: 3.1.0, paths: {{/a: {{get: {{responses: {{'200': {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}}}}}}}}}, \
             components: {{schemas: {{{SCHEMAS}}}}}}}"
        ),
        &Options::default(),
    );
    assert!(json.0.operations[0].pages.is_some(), "as JSON, it has pages");
}
