//! Every code of a diagnostic, with what it means, what to do, and a document that causes it.

use super::Severity;

/// A code of a diagnostic.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Code {
    /// The code, such as `dangling-reference`.
    pub code: &'static str,
    /// The severity that it usually has.
    pub severity: Severity,
    /// The meaning.
    pub summary: &'static str,
    /// The fix.
    pub help: &'static str,
    /// A description that causes it, as YAML; none if no small one does.
    pub example: Option<&'static str>,
    /// The setting that causes it with the description, if it is about a setting.
    pub setting: Option<Setting>,
}

/// A setting of a generation that causes a diagnostic.
#[derive(Clone, Copy, Debug)]
pub enum Setting {
    /// `Config::rename`.
    Rename {
        /// The JSON pointer.
        pointer: &'static str,
        /// The name.
        name: &'static str,
    },
    /// `Config::secret`.
    Secret(&'static str),
    /// `Config::events`.
    Events {
        /// The JSON pointer of the operation.
        operation: &'static str,
        /// The JSON pointer of the schema.
        schema: &'static str,
    },
    /// `Config::default_server`.
    DefaultServer(&'static str),
    /// `Config::overlay`: the text of the overlay.
    Overlay(&'static str),
    /// `Config::only`.
    Only(&'static str),
    /// `Config::derive`.
    Derive {
        /// The types.
        types: &'static str,
        /// The derives.
        derives: &'static str,
    },
    /// `Config::format`.
    Format {
        /// The format.
        format: &'static str,
        /// The preset, or the path of the type.
        ty: &'static str,
    },
    /// `Config::replace`.
    Replace {
        /// The schema.
        schema: &'static str,
        /// The path of the type.
        path: &'static str,
    },
    /// `openapi-build convert`, to OpenAPI 3.0.
    Convert,
    /// `Config::progenitor`.
    Progenitor,
}

/// The code with this name.
///
/// ```
/// use openapi_compiler::diagnostic::explain;
///
/// assert!(explain("webhook").unwrap().summary.starts_with("Webhooks"));
/// assert!(explain("no-such-code").is_none());
/// ```
pub fn explain(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|known| known.code == code)
}

/// Every code, in alphabetical order.
pub static CODES: &[Code] = &[
    Code {
        code: "body-and-form",
        severity: Severity::Warning,
        summary: "An operation of a Swagger 2.0 description has a body and fields of a form. The body is used.",
        help: "Remove the parameter that is in `body`, or those that are in `formData`.",
        example: Some(
            r"
swagger: '2.0'
paths:
  /pets:
    post:
      parameters:
        - {name: pet, in: body, schema: {type: object}}
        - {name: name, in: formData, type: string}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "callback",
        severity: Severity::Note,
        summary: "A callback describes requests that the server sends. It is not generated for clients.",
        help: "Nothing has to be done. Write the receiving end by hand.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      callbacks:
        created: {}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "closed-part",
        severity: Severity::Warning,
        summary: "A part of an `allOf` has `additionalProperties: false`, which forbids the properties of the other parts. The client has them.",
        help: "Remove it from the part. `unevaluatedProperties: false` beside `allOf` closes the whole.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Pet:
      allOf:
        - $ref: '#/components/schemas/Named'
        - properties: {age: {type: integer}}
    Named:
      type: object
      additionalProperties: false
      properties: {name: {type: string}}
",
        ),
        setting: None,
    },
    Code {
        code: "collection-format",
        severity: Severity::Warning,
        summary: "A `collectionFormat` of a Swagger 2.0 description is not supported where it is.",
        help: "Use `csv`, or in a query or form `multi`, `ssv` or `pipes`.",
        example: Some(
            r"
swagger: '2.0'
paths:
  /pets:
    get:
      parameters:
        - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: tsv}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "composition-cycle",
        severity: Severity::Note,
        summary: "An `allOf` contains itself, which adds nothing to it.",
        help: "Remove the reference that leads back.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Pet:
      allOf:
        - $ref: '#/components/schemas/Pet'
        - properties: {name: {type: string}}
",
        ),
        setting: None,
    },
    Code {
        code: "composition-size",
        severity: Severity::Warning,
        summary: "Compositions or unions combine to so many schemas that generation stops expanding them. Only adversarial descriptions do so.",
        help: "Simplify the compositions that meet at this place.",
        example: None,
        setting: None,
    },
    Code {
        code: "conflicting-replacements",
        severity: Severity::Error,
        summary: "A schema has two types of the caller's own, one by its name and one by its pointer.",
        help: "Give `Config::replace` the type once.",
        example: None,
        setting: None,
    },
    Code {
        code: "contradiction",
        severity: Severity::Warning,
        summary: "The members of a composition allow no common value.",
        help: "Let the members agree on a type, a value of the `enum`s or a range.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Pet:
      allOf:
        - type: string
        - type: integer
",
        ),
        setting: None,
    },
    Code {
        code: "dangling-reference",
        severity: Severity::Error,
        summary: "A reference points to nothing, or to a file that cannot be read. It is a warning if the client does not need it.",
        help: "Correct the part after `#`, a JSON pointer such as `/components/schemas/Pet`, or the path, which is relative to the file with the reference.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      responses:
        '200': {$ref: '#/components/responses/Pets'}
",
        ),
        setting: None,
    },
    Code {
        code: "departs-from-lock",
        severity: Severity::Warning,
        summary: "The description has changed since the lock was written: something that the lock promises is gone or changed, or something is new. With `Config::locked` it is an error.",
        help: "See what the changes mean with `openapi-build diff OLD NEW`, then write the lock with `openapi-build lock`.",
        example: None,
        setting: None,
    },
    Code {
        code: "duplicate-key",
        severity: Severity::Warning,
        summary: "An object has the same key twice. The last one is used.",
        help: "Remove one of them.",
        example: Some(
            r"
openapi: 3.1.0
info: {title: one, title: two}
",
        ),
        setting: None,
    },
    Code {
        code: "duplicate-parameter",
        severity: Severity::Warning,
        summary: "An operation has two parameters with the same name and location. The first one is used.",
        help: "Remove one of them.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      parameters:
        - {name: a, in: query, schema: {type: string}}
        - {name: a, in: query, schema: {type: integer}}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "duplicate-server",
        severity: Severity::Warning,
        summary: "A server is listed twice.",
        help: "Remove one of them.",
        example: Some(
            r"
openapi: 3.1.0
servers:
  - {url: https://example.com}
  - {url: https://example.com}
",
        ),
        setting: None,
    },
    Code {
        code: "empty-document",
        severity: Severity::Error,
        summary: "The document is empty.",
        help: "Start with `openapi: 3.1.0`.",
        example: Some(
            r"
 
",
        ),
        setting: None,
    },
    Code {
        code: "enclosing-reference",
        severity: Severity::Note,
        summary: "A reference such as `#/$defs/Name` does not exist in the file. It was found in a schema that encloses the reference.",
        help: "Write the whole pointer from the root of the file.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Pet:
      $defs: {Name: {type: string}}
      properties:
        name: {$ref: '#/$defs/Name'}
",
        ),
        setting: None,
    },
    Code {
        code: "endless-property",
        severity: Severity::Warning,
        summary: "A required property leads back to its own schema, so that no finite value is valid. It is read as optional.",
        help: "Make the property optional or nullable.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /trees:
    get:
      responses: {'200': {description: A tree, content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}}}
components:
  schemas:
    Tree: {type: object, required: [parent], properties: {parent: {$ref: '#/components/schemas/Tree'}}}
",
        ),
        setting: None,
    },
    Code {
        code: "enum-type",
        severity: Severity::Warning,
        summary: "`enum` lists a value that `type` does not allow.",
        help: "Put the value in quotes if it is meant to be a string; remove it, or extend `type`.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Size: {type: string, enum: [small, 2]}
",
        ),
        setting: None,
    },
    Code {
        code: "internal",
        severity: Severity::Error,
        summary: "A stage of the generator panicked. This is a defect of openapi-build.",
        help: "Report it with the description.",
        example: None,
        setting: None,
    },
    Code {
        code: "invalid-addition",
        severity: Severity::Error,
        summary: "A derive or attribute that is added to types is not one.",
        help: "Give `Config::derive` the paths of derives with commas between them, and `Config::attribute` an attribute such as `#[must_use]`. Every type is `Clone`, `Debug`, `PartialEq`, `Serialize` and `Deserialize` already.",
        example: Some(
            r"
openapi: 3.1.0
",
        ),
        setting: Some(Setting::Derive {
            types: "*",
            derives: "JsonSchema",
        }),
    },
    Code {
        code: "invalid-code",
        severity: Severity::Error,
        summary: "The generated code could not be parsed. This is a defect of openapi-build.",
        help: "Report it with the description.",
        example: None,
        setting: None,
    },
    Code {
        code: "invalid-format",
        severity: Severity::Error,
        summary: "What is given as the type of a format is neither the path of a type nor a crate with a type for the format.",
        help: "Give `Config::format` the name of a crate with a preset, such as `jiff`, or the path of a type, such as `crate::Isbn`.",
        example: Some(
            r"
openapi: 3.1.0
",
        ),
        setting: Some(Setting::Format {
            format: "date-time",
            ty: "uuid",
        }),
    },
    Code {
        code: "invalid-json",
        severity: Severity::Error,
        summary: "The document is not valid JSON.",
        help: "Correct the syntax at the place shown.",
        example: None,
        setting: None,
    },
    Code {
        code: "invalid-lock",
        severity: Severity::Error,
        summary: "The lock cannot be read: it is broken, half merged, or promises one thing twice. The message has the lines.",
        help: "Correct these lines. A lock has one promise a line, in any order.",
        example: None,
        setting: None,
    },
    Code {
        code: "invalid-overlay",
        severity: Severity::Error,
        summary: "An overlay is not valid, or a value in it cannot be merged into what the target selects.",
        help: "Correct it at this place; see the Overlay Specification, 1.0 or 1.1. An object is merged into an object, an array appended to an array, and another value replaces one that is neither; to replace a value by one of another kind, remove it first.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Pet: {type: object}
",
        ),
        setting: Some(Setting::Overlay(
            r"
overlay: 1.1.0
actions:
  - target: $.components.schemas.Pet
    update: [a, list]
",
        )),
    },
    Code {
        code: "invalid-rename",
        severity: Severity::Error,
        summary: "The name of a rename is not a Rust identifier.",
        help: "Give an identifier that is not a keyword.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Pet: {properties: {name: {type: string}}}
",
        ),
        setting: Some(Setting::Rename {
            pointer: "/components/schemas/Pet",
            name: "my pet",
        }),
    },
    Code {
        code: "invalid-rust-path",
        severity: Severity::Error,
        summary: "What is given as the type of a schema is not the path of a type.",
        help: "Give a path that begins with `crate` or the name of a crate, such as `crate::Money`. It has names, `::`, and arguments that \
               are such paths, and nothing else: a description cannot contain code.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Money:
      type: string
      x-rust-type: Money { amount }
",
        ),
        setting: None,
    },
    Code {
        code: "invalid-yaml",
        severity: Severity::Error,
        summary: "The document is not valid YAML.",
        help: "Correct the syntax at the place shown.",
        example: Some(
            r"
openapi: [3.1.0
",
        ),
        setting: None,
    },
    Code {
        code: "link",
        severity: Severity::Note,
        summary: "A link is ignored: its operation or its parameters cannot be known from the response.",
        help: "Name an operation of the description by `operationId` or a local `operationRef`, and use constants, `$response.body#/..`, `$response.header.` and `$statusCode`. Or call the operation by its method.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      responses:
        '200':
          description: A pet.
          links: {owner: {operationId: getOwner, parameters: {from: $url}}}
",
        ),
        setting: None,
    },
    Code {
        code: "lock-mismatch",
        severity: Severity::Error,
        summary: "Nothing that the lock promises is in the description: it belongs to another one.",
        help: "Write a lock for this description with `openapi-build lock`, or name the right file with `Config::lock` or `--lock`.",
        example: None,
        setting: None,
    },
    Code {
        code: "merge-key",
        severity: Severity::Note,
        summary: "The YAML merge key `<<` is not part of YAML 1.2. The members of its value are merged in.",
        help: "Write the members out, or use `allOf`.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Base: &base {type: object}
    Pet:
      <<: *base
      properties: {name: {type: string}}
",
        ),
        setting: None,
    },
    Code {
        code: "name-collision",
        severity: Severity::Warning,
        summary: "Several things would have the same Rust name.",
        help: "Choose a name with `Config::rename` or `--rename`.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Pet: {properties: {a: {type: string}}}
    pet: {properties: {b: {type: string}}}
",
        ),
        setting: None,
    },
    Code {
        code: "narrowing-keyword",
        severity: Severity::Note,
        summary: "A keyword narrows which values are valid. It is not reflected in the generated types.",
        help: "Nothing has to be done. The server validates it.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Pet:
      properties: {name: {type: string}}
      not: {required: [name]}
",
        ),
        setting: None,
    },
    Code {
        code: "not-an-object",
        severity: Severity::Error,
        summary: "The document is not an object.",
        help: "Start with `openapi: 3.1.0`, `info` and `paths`.",
        example: Some(
            r"
[1, 2]
",
        ),
        setting: None,
    },
    Code {
        code: "not-convertible",
        severity: Severity::Note,
        summary: "The version of OpenAPI that a description is converted to cannot express something. It is left out, and schemas accept more.",
        help: "Nothing has to be done. Convert to OpenAPI 3.1 if the tool reads it.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      responses:
        '200':
          description: Coordinates
          content:
            application/json:
              schema: {type: array, prefixItems: [{type: number}, {type: string}]}
",
        ),
        setting: Some(Setting::Convert),
    },
    Code {
        code: "not-in-progenitor",
        severity: Severity::Warning,
        summary: "progenitor does not generate something. It is left out of the client.",
        help: "Call the operation with a client that `openapi-build` generates itself, or by hand.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      parameters: [{name: session, in: cookie, schema: {type: string}}]
      responses: {'200': {description: Pets}}
",
        ),
        setting: Some(Setting::Progenitor),
    },
    Code {
        code: "not-openapi",
        severity: Severity::Error,
        summary: "The document has no `openapi` field.",
        help: "Start with `openapi: 3.1.0`.",
        example: Some(
            r"
info: {title: Pets}
",
        ),
        setting: None,
    },
    Code {
        code: "not-utf8",
        severity: Severity::Error,
        summary: "The file is not UTF-8.",
        help: "Save the file as UTF-8.",
        example: None,
        setting: None,
    },
    Code {
        code: "null-in-enum",
        severity: Severity::Note,
        summary: "`enum` lists null without `nullable: true` (OpenAPI 3.0). Null is allowed.",
        help: "Add `nullable: true`.",
        example: Some(
            r"
openapi: 3.0.3
components:
  schemas:
    Size: {type: string, enum: [small, null]}
",
        ),
        setting: None,
    },
    Code {
        code: "nullable-in-3.1",
        severity: Severity::Note,
        summary: "`nullable` is a keyword of OpenAPI 3.0. It is applied nevertheless.",
        help: "Write `type: [string, 'null']`.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Size: {type: string, nullable: true}
",
        ),
        setting: None,
    },
    Code {
        code: "operation-servers",
        severity: Severity::Note,
        summary: "An operation has a choice of servers of its own. The first one is used by default.",
        help: "Choose another one with `base_url` of the request.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      servers:
        - {url: https://a.example.com}
        - {url: https://b.example.com}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "other-representation",
        severity: Severity::Note,
        summary: "A response has the same schema as JSON and in another format that the client does not read. The client asks for JSON.",
        help: "To get the other format, send the header `Accept` and use `send_raw`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      responses:
        '200':
          description: A pet.
          content:
            application/json: {schema: {type: object}}
            application/yaml: {schema: {$ref: '#/paths/~1pets/get/responses/200/content/application~1json/schema'}}
",
        ),
        setting: None,
    },
    Code {
        code: "overlay-without-effect",
        severity: Severity::Warning,
        summary: "The target of an action of an overlay selects nothing, or a part of an action has no effect.",
        help: "Correct the JSONPath, or remove the action if the description no longer needs it.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Pet: {type: object}
",
        ),
        setting: Some(Setting::Overlay(
            r"
overlay: 1.1.0
actions:
  - target: $.components.schemas.Pets
    remove: true
",
        )),
    },
    Code {
        code: "pages",
        severity: Severity::Warning,
        summary: "The described pagination does not fit the operation. The client has no `pages` method for it.",
        help: "Correct the extension, or use `Config::pages`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      x-fern-pagination: {cursor: $request.cursor, next_cursor: $response.next, results: $response.data}
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {type: object}}}
",
        ),
        setting: None,
    },
    Code {
        code: "parameter-location",
        severity: Severity::Warning,
        summary: "The `in` of a parameter is missing or not valid. The parameter is skipped.",
        help: "`in` is path, query, querystring, header or cookie. A body is described by `requestBody`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      parameters:
        - {name: a, in: body, schema: {type: string}}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "parameter-name",
        severity: Severity::Warning,
        summary: "A parameter has no `name` and is skipped.",
        help: "Give the parameter a `name`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      parameters:
        - {in: query, schema: {type: string}}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "parameter-without-schema",
        severity: Severity::Warning,
        summary: "A parameter has neither `schema` nor `content`. A string is assumed.",
        help: "Add a `schema`, for example `{type: string}`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      parameters:
        - {name: a, in: query}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "path-parameter-not-required",
        severity: Severity::Warning,
        summary: "A path parameter is not marked `required`. It is required nevertheless.",
        help: "Add `required: true`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets/{id}:
    get:
      parameters:
        - {name: id, in: path, schema: {type: string}}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "path-parameter-undeclared",
        severity: Severity::Warning,
        summary: "The path has a variable that no parameter describes. A string is assumed.",
        help: "Add a parameter with `in: path`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets/{id}:
    get: {responses: {}}
",
        ),
        setting: None,
    },
    Code {
        code: "path-parameter-unused",
        severity: Severity::Warning,
        summary: "A path parameter does not occur in the path. It is skipped.",
        help: "Add it to the path, or remove it.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "positional-parts",
        severity: Severity::Note,
        summary: "`prefixEncoding` and `itemEncoding` are not supported. The parts of a body are distinguished by name.",
        help: "Describe the parts as properties.",
        example: Some(
            r"
openapi: 3.2.0
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/mixed: {itemEncoding: {contentType: image/png}}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "progenitor",
        severity: Severity::Error,
        summary: "progenitor cannot generate the client of a description.",
        help: "Leave out the operation that it does not support, by `Config::except`.",
        example: None,
        setting: None,
    },
    Code {
        code: "promised-object",
        severity: Severity::Note,
        summary: "An object has described properties now, and the lock promises a map of all its properties.",
        help: "Read the properties from the map. To get a struct, delete the `free` line of the object from the lock.",
        example: None,
        setting: None,
    },
    Code {
        code: "promised-response",
        severity: Severity::Note,
        summary: "A response has content now, and the lock promises that it has none.",
        help: "Read the body from `raw`. To get its type, delete the `response` line of the response from the lock, and its `result` line if it is a success.",
        example: None,
        setting: None,
    },
    Code {
        code: "promised-result",
        severity: Severity::Note,
        summary: "An operation documents another success than the type that the lock promises as its result.",
        help: "Read that response with `send_any`. To get an enum of all successes from `send`, delete the `result` line of the operation from the lock.",
        example: None,
        setting: None,
    },
    Code {
        code: "querystring-without-content",
        severity: Severity::Warning,
        summary: "A parameter in `querystring` has no `content`. It is sent as a form.",
        help: "Describe it by `content`, for example of `application/x-www-form-urlencoded`.",
        example: Some(
            r"
openapi: 3.2.0
paths:
  /pets:
    get:
      parameters:
        - {name: q, in: querystring, schema: {type: object}}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "ref-siblings",
        severity: Severity::Note,
        summary: "Keywords beside `$ref` are ignored in OpenAPI 3.0.",
        help: "Use `allOf` with the reference and the keywords.",
        example: Some(
            r"
openapi: 3.0.3
components:
  schemas:
    Name: {type: string}
    Pet:
      properties:
        name: {$ref: '#/components/schemas/Name', maxLength: 5}
",
        ),
        setting: None,
    },
    Code {
        code: "reference-cycle",
        severity: Severity::Error,
        summary: "References lead back to themselves without a schema between.",
        help: "Let one of the references point to a schema that is not a reference.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
",
        ),
        setting: None,
    },
    Code {
        code: "reference-outside",
        severity: Severity::Error,
        summary: "A reference points to a file outside of the folder of the description.",
        help: "Move the file into the folder, or allow files outside of it (`--allow-outside`).",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      responses:
        '200': {$ref: '../pets.yaml#/Pets'}
",
        ),
        setting: None,
    },
    Code {
        code: "remote-reference",
        severity: Severity::Error,
        summary: "A reference points to another host. Nothing is downloaded. It is a warning if the client does not need it.",
        help: "Download the file, put it beside the description, and refer to it by its relative path.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      responses:
        '200': {$ref: 'https://example.com/pets.yaml#/Pets'}
",
        ),
        setting: None,
    },
    Code {
        code: "reserved-header",
        severity: Severity::Note,
        summary: "A parameter for `Accept`, `Content-Type` or `Authorization` is ignored, as the specification requires.",
        help: "Describe media types by `content` and credentials by `security`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      parameters:
        - {name: Accept, in: header, schema: {type: string}}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "server-url-query",
        severity: Severity::Warning,
        summary: "The URL of a server has a query or a fragment, which a base URL cannot have.",
        help: "Describe the query as parameters or as a security scheme.",
        example: Some(
            r"
openapi: 3.1.0
servers: [{url: 'https://example.com/v1?key=1'}]
",
        ),
        setting: None,
    },
    Code {
        code: "server-url-scheme",
        severity: Severity::Warning,
        summary: "The client does not support the scheme of a server's URL.",
        help: "Describe an `http` or `https` server, or call `base_url` of the client's builder.",
        example: Some(
            r"
openapi: 3.1.0
servers: [{url: 'wss://example.com'}]
",
        ),
        setting: None,
    },
    Code {
        code: "server-url-without-host",
        severity: Severity::Warning,
        summary: "The URL of a server names no host. The server is left out; requests go to the client's base URL.",
        help: "Name the host, or remove the server.",
        example: Some(
            r"
openapi: 3.1.0
servers: [{url: 'https://'}]
",
        ),
        setting: None,
    },
    Code {
        code: "server-url-without-scheme",
        severity: Severity::Warning,
        summary: "The URL of a server looks like a host without a scheme. `https` is assumed.",
        help: "Start the URL with `https://`, or with `/` if it is relative.",
        example: Some(
            r"
openapi: 3.1.0
servers: [{url: example.com/v1}]
",
        ),
        setting: None,
    },
    Code {
        code: "server-variable",
        severity: Severity::Warning,
        summary: "A variable of a server has no `default`.",
        help: "Add a `default`.",
        example: Some(
            r"
openapi: 3.1.0
servers: [{url: 'https://{region}.example.com', variables: {region: {enum: [eu]}}}]
",
        ),
        setting: None,
    },
    Code {
        code: "server-variable-default",
        severity: Severity::Warning,
        summary: "The default of a server variable is not in its `enum`.",
        help: "Add it to `enum`, or change `default`.",
        example: Some(
            r"
openapi: 3.1.0
servers: [{url: 'https://{region}.example.com', variables: {region: {default: us, enum: [eu]}}}]
",
        ),
        setting: None,
    },
    Code {
        code: "server-variable-undeclared",
        severity: Severity::Warning,
        summary: "The URL of a server has a variable that is not declared. The caller has to give a value.",
        help: "Declare it under `variables` with a `default`.",
        example: Some(
            r"
openapi: 3.1.0
servers: [{url: 'https://{region}.example.com'}]
",
        ),
        setting: None,
    },
    Code {
        code: "server-variable-unused",
        severity: Severity::Note,
        summary: "A variable of a server does not occur in its URL.",
        help: "Remove the variable.",
        example: Some(
            r"
openapi: 3.1.0
servers: [{url: 'https://example.com', variables: {region: {default: eu}}}]
",
        ),
        setting: None,
    },
    Code {
        code: "several-documents",
        severity: Severity::Error,
        summary: "The file has several YAML documents.",
        help: "Keep one of them.",
        example: Some(
            r"
openapi: 3.1.0
---
openapi: 3.1.0
",
        ),
        setting: None,
    },
    Code {
        code: "stray-reference",
        severity: Severity::Note,
        summary: "There is a `$ref` where the specification has none. It is followed, as bundlers do.",
        help: "Bundle the description first if other tools have to read it.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get: {$ref: '#/x-operations/list'}
x-operations:
  list: {responses: {}}
",
        ),
        setting: None,
    },
    Code {
        code: "swagger-2-parameter",
        severity: Severity::Warning,
        summary: "A parameter has its `type` beside `in`, as in Swagger 2.0. It is read so.",
        help: "Move `type` and what belongs to it under `schema`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      parameters:
        - {name: a, in: query, type: string}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "too-deep",
        severity: Severity::Error,
        summary: "The document is nested more deeply than the limit allows.",
        help: "Raise the limit with `Config::max_file_size` or `Config::max_depth` if the description is to be trusted.",
        example: None,
        setting: None,
    },
    Code {
        code: "too-large",
        severity: Severity::Error,
        summary: "The document is larger than the limit allows.",
        help: "Split the file, or raise it with `Config::max_file_size`.",
        example: None,
        setting: None,
    },
    Code {
        code: "too-many-aliases",
        severity: Severity::Error,
        summary: "The YAML aliases of the document expand to more values than the limit allows.",
        help: "Raise the limit with `Config::max_file_size` or `Config::max_depth` if the description is to be trusted.",
        example: None,
        setting: None,
    },
    Code {
        code: "undescribed-parts",
        severity: Severity::Note,
        summary: "The parts of a multipart body are not described. The body is a free `Multipart`.",
        help: "Describe the parts as properties of an object.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    post:
      requestBody: {content: {multipart/form-data: {}}}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "union-cycle",
        severity: Severity::Warning,
        summary: "A variant of a union leads back to the union and is skipped.",
        help: "Remove the variant.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Pet:
      oneOf:
        - $ref: '#/components/schemas/Pet'
        - type: string
",
        ),
        setting: None,
    },
    Code {
        code: "unkept-promise",
        severity: Severity::Warning,
        summary: "The lock promises a name for something that the description no longer has.",
        help: "Write the lock anew with `openapi-build lock`, or restore what is gone.",
        example: None,
        setting: None,
    },
    Code {
        code: "unknown-addition",
        severity: Severity::Error,
        summary: "There is no type that a derive or attribute could be added to. Aliases and multipart bodies have none.",
        help: "Name types by `struct`, `enum` or `union`, by a pattern of their names, or by the JSON pointer of the schema that defines one.",
        example: Some(
            r"
openapi: 3.1.0
",
        ),
        setting: Some(Setting::Derive {
            types: "Pet",
            derives: "Eq",
        }),
    },
    Code {
        code: "unknown-events",
        severity: Severity::Warning,
        summary: "`Config::events` names an operation that does not stream events, or a schema that is not there.",
        help: "Check the JSON pointers.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get: {responses: {}}
",
        ),
        setting: Some(Setting::Events {
            operation: "/paths/~1pets/get",
            schema: "/components/schemas/Pet",
        }),
    },
    Code {
        code: "unknown-field",
        severity: Severity::Warning,
        summary: "An object has a field that the specification does not define. It is ignored. A field with an unlikely spelling error is a note.",
        help: "Correct the spelling, or start the name with `x-`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      operationID: list
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "unknown-rename",
        severity: Severity::Warning,
        summary: "There is nothing at the pointer of a rename. The description has usually changed.",
        help: "Correct the JSON pointer, or remove the rename.",
        example: Some(
            r"
openapi: 3.1.0
",
        ),
        setting: Some(Setting::Rename {
            pointer: "/components/schemas/Pet",
            name: "Animal",
        }),
    },
    Code {
        code: "unknown-replacement",
        severity: Severity::Error,
        summary: "There is no schema that could have the type of the caller's own.",
        help: "Correct the name of the schema or the JSON pointer given to `Config::replace`.",
        example: Some(
            r"
openapi: 3.1.0
",
        ),
        setting: Some(Setting::Replace {
            schema: "Money",
            path: "crate::Money",
        }),
    },
    Code {
        code: "unknown-secret",
        severity: Severity::Error,
        summary: "There is no schema at the pointer of a secret.",
        help: "Correct the JSON pointer given to `Config::secret`.",
        example: Some(
            r"
openapi: 3.1.0
",
        ),
        setting: Some(Setting::Secret("/components/schemas/Pet")),
    },
    Code {
        code: "unknown-security-scheme",
        severity: Severity::Warning,
        summary: "`security` names a scheme that is not declared.",
        help: "Declare it under `components/securitySchemes`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      security: [{token: []}]
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "unknown-server",
        severity: Severity::Error,
        summary: "The URL of the default server is not in the description.",
        help: "Correct the URL given to `Config::default_server`.",
        example: Some(
            r"
openapi: 3.1.0
",
        ),
        setting: Some(Setting::DefaultServer("https://example.com")),
    },
    Code {
        code: "unknown-status",
        severity: Severity::Warning,
        summary: "A key of `responses` is not a status. The response is skipped.",
        help: "Use a status code, a class such as `4XX`, or `default`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      responses:
        ok: {description: Done.}
",
        ),
        setting: None,
    },
    Code {
        code: "unknown-style",
        severity: Severity::Warning,
        summary: "The `style` of a parameter is not valid. The default is used.",
        help: "See the style values of OpenAPI 3.1, section 4.8.12.3.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      parameters:
        - {name: a, in: query, style: csv, schema: {type: string}}
      responses: {}
",
        ),
        setting: None,
    },
    Code {
        code: "unknown-type",
        severity: Severity::Warning,
        summary: "A `type` is not a JSON Schema type and is ignored.",
        help: "Use null, boolean, integer, number, string, array or object.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Size: {type: float}
",
        ),
        setting: None,
    },
    Code {
        code: "unmatched-pattern",
        severity: Severity::Warning,
        summary: "`Config::only` or `Config::except` has a pattern that no operation matches. The description has usually changed.",
        help: "A pattern is of an `operationId`, of `METHOD /path` or of `tag:NAME`. `*` stands for any characters.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get: {operationId: listPets, responses: {}}
",
        ),
        setting: Some(Setting::Only("listToys")),
    },
    Code {
        code: "unreadable-document",
        severity: Severity::Error,
        summary: "A file cannot be read.",
        help: "Check the path and the permissions.",
        example: None,
        setting: None,
    },
    Code {
        code: "unsound-derive",
        severity: Severity::Warning,
        summary: "A type cannot have a trait of std that it should derive, since what it holds does not have the trait. It is generated without. For several types at once this is a note.",
        help: "Derive the trait for what the type holds too, or for other types only.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Price: {type: object, properties: {amount: {type: number}}}
",
        ),
        setting: Some(Setting::Derive {
            types: "Price",
            derives: "Eq",
        }),
    },
    Code {
        code: "unsupported-security-scheme",
        severity: Severity::Warning,
        summary: "The client has no setter for a security scheme.",
        help: "Send the credential with `header` or `secret_header` of the client's builder.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get: {security: [{hoba: []}], responses: {}}
components:
  securitySchemes:
    hoba: {type: http, scheme: hoba}
",
        ),
        setting: None,
    },
    Code {
        code: "unsupported-version",
        severity: Severity::Error,
        summary: "The version of the description is not supported.",
        help: "Use OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0.",
        example: Some(
            r"
swagger: '1.2'
",
        ),
        setting: None,
    },
    Code {
        code: "untyped-events",
        severity: Severity::Note,
        summary: "The events of a stream are not typed.",
        help: "Read the data of an event with `Event::json`.",
        example: Some(
            r"
openapi: 3.2.0
paths:
  /pets:
    get:
      responses:
        '200':
          description: Events.
          content:
            text/event-stream: {itemSchema: {type: object}}
",
        ),
        setting: None,
    },
    Code {
        code: "untyped-schema",
        severity: Severity::Note,
        summary: "A schema describes something that no Rust type expresses. The type holds any JSON value.",
        help: "Describe values of one shape, or a `oneOf` of several shapes.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Pet:
      oneOf: [{type: string}, {type: integer}]
      anyOf: [{type: object}, {type: boolean}]
",
        ),
        setting: None,
    },
    Code {
        code: "untyped-text",
        severity: Severity::Note,
        summary: "The schema of a text body is not one that text can stand for. The body is a `String`.",
        help: "Describe it as `type: string`.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get:
      responses:
        '200':
          description: A list.
          content:
            text/plain: {schema: {type: array, items: {type: string}}}
",
        ),
        setting: None,
    },
    Code {
        code: "unused-format",
        severity: Severity::Warning,
        summary: "No text of the description has the format that `Config::format` gives a type.",
        help: "Correct the format, or remove it.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    At: {type: string, format: date-time}
",
        ),
        setting: Some(Setting::Format {
            format: "datetime",
            ty: "crate::At",
        }),
    },
    Code {
        code: "unused-rename",
        severity: Severity::Warning,
        summary: "A rename points to something that has no Rust name.",
        help: "Rename the schema, property, variant, parameter or operation itself.",
        example: Some(
            r"
openapi: 3.1.0
paths:
  /pets:
    get: {responses: {'200': {description: Pets., content: {application/json: {schema: {type: string}}}}}}
",
        ),
        setting: Some(Setting::Rename {
            pointer: "/paths/~1pets/get/responses/200/content/application~1json/schema",
            name: "Pets",
        }),
    },
    Code {
        code: "unused-rust-type",
        severity: Severity::Note,
        summary: "`x-rust-type` is not the path of a type. Its object form, which typify reads, names a crate that the client may not \
                  depend on; the schema has a generated type.",
        help: "To use the type, give its path to `Config::replace`.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Net:
      type: string
      x-rust-type: {crate: oxnet, path: 'oxnet::IpNet', version: '*'}
",
        ),
        setting: None,
    },
    Code {
        code: "webhook",
        severity: Severity::Note,
        summary: "Webhooks are not generated for clients.",
        help: "Nothing has to be done. Write the receiving end by hand.",
        example: Some(
            r"
openapi: 3.1.0
webhooks:
  created:
    post: {responses: {}}
",
        ),
        setting: None,
    },
    Code {
        code: "wrong-type",
        severity: Severity::Warning,
        summary: "A field has a value of the wrong type. It is ignored, or read as what it is meant to be. In `paths` and the document itself it is an error.",
        help: "Give the value the type that the specification requires.",
        example: Some(
            r"
openapi: 3.1.0
components:
  schemas:
    Size: {type: string, maxLength: many}
",
        ),
        setting: None,
    },
];
