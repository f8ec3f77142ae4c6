"""openapi.yaml is valid, says what the code says, and its examples are real."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from service.api.formats import FORMATS, LINE_FORMATS
from service.api.problems import PROBLEM_TYPES
from service.extraction import SECTIONS

from .examples import made

SEED = next((Path(__file__).parents[2] / "seeds").glob("000_*.txt"))

# What the formats of others are made of: the code has no schemas of them, and tests/api/formats holds them to these.
DIALECTS = frozenset({"PlaceCollection", "ArticleName", "PlaceFeature", "GeoPoint", "PlaceProperties", "EventAtPlace"})
DIALECTS |= {"NewsArticle", "NinjsItem", "NinjsValue", "NinjsBody", "NinjsSource"}
DIALECTS |= {"NinjsName", "NinjsPlace", "NinjsEvent", "NinjsSubject"}

# What the document says beside the schemas that the code has: it is for people.
FOR_PEOPLE = frozenset({"description", "summary", "title", "example", "examples", "default"})


@pytest.fixture(scope="module")
def generated(app: Flask) -> dict[str, Any]:
    """What flask-smorest makes of the marshmallow schemas and the routes."""
    made: dict[str, Any] = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    return made


def bare(schema: Any) -> Any:
    """A schema without what is for people, its `required` sorted, and without saying that fields may be added."""
    if isinstance(schema, list):
        return [bare(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: bare(value) for key, value in schema.items() if key not in FOR_PEOPLE and key != "properties"}
    if "properties" in schema:
        kept["properties"] = {name: bare(part) for name, part in schema["properties"].items()}
    if "required" in kept:
        kept["required"] = sorted(kept["required"])
    if kept.get("additionalProperties") is True:
        del kept["additionalProperties"]
    return kept


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in ("get", "post", "put", "patch", "delete"):
            if method in item:
                yield path, method, item[method]


def resolve(contract: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        *_, kind, name = part["$ref"].split("/")
        part = contract["components"][kind][name]
    return part


def validator(contract: dict[str, Any], name: str, *, strict: bool = False) -> Draft202012Validator:
    """Of one component; `strict` takes no field that the document does not have."""
    components = copy.deepcopy(contract["components"])
    if strict:
        for schema in components["schemas"].values():
            schema["additionalProperties"] = False
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})


def test_it_is_openapi(contract: dict[str, Any]) -> None:
    validate(contract)


def test_its_schemas_are_those_of_the_code(contract: dict[str, Any], generated: dict[str, Any]) -> None:
    """Names, types, required, enums, ranges, nullability, order of the fields: all that is not for people."""
    written, coded = contract["components"]["schemas"], generated["components"]["schemas"]
    coded = {name: schema for name, schema in coded.items() if name != "PaginationMetadata"}  # flask-smorest's own
    assert set(written) == set(coded) | DIALECTS
    for name, schema in written.items():
        if name in DIALECTS:
            continue
        assert bare(schema) == bare(coded[name]), name
        if name != "ExtractRequest":  # a request's fields may come in any order
            assert list(schema["properties"]) == list(coded[name]["properties"]), name


def test_bare_keeps_what_counts() -> None:
    schema = {
        "type": "object",
        "required": ["b", "a"],
        "description": "x",
        "properties": {"description": {"type": "string", "title": "y"}},
    }
    assert bare(schema) == {"type": "object", "required": ["a", "b"], "properties": {"description": {"type": "string"}}}


def test_its_paths_are_those_of_the_code(contract: dict[str, Any], generated: dict[str, Any]) -> None:
    coded = {(path, method): operation for path, method, operation in operations(generated)}
    del coded["/docs/{name}", "get"]  # the files of the page at /docs
    written = {(path, method): operation for path, method, operation in operations(contract)}
    assert set(written) == set(coded)
    for key, operation in written.items():
        media_types = [list(one.get("requestBody", {}).get("content", {})) for one in (operation, coded[key])]
        assert media_types[0] == media_types[1], key
        for status, response in coded[key]["responses"].items():
            if status.isdigit() and "content" in response:
                assert list(resolve(contract, operation["responses"][status])["content"]) == list(
                    response["content"]
                ), key


def test_each_field_but_the_text_is_a_query_parameter(contract: dict[str, Any]) -> None:
    fields = contract["components"]["schemas"]["ExtractRequest"]["properties"]
    parameters = {
        parameter["name"]: parameter
        for parameter in (resolve(contract, p) for p in contract["paths"]["/v1/extract"]["post"]["parameters"])
        if parameter["in"] == "query"
    }
    of_the_answer = {name: parameters.pop(name) for name in ("format", "section")}  # in the query alone
    assert of_the_answer["format"]["schema"]["enum"] == list(FORMATS)
    assert set(parameters) == set(fields) - {"text"}
    for name, parameter in parameters.items():
        assert not_null(bare(inline(contract, fields[name]))) == bare(parameter["schema"]), name


def test_a_batch_has_the_formats_that_are_lines(contract: dict[str, Any]) -> None:
    assert contract["components"]["parameters"]["lineFormat"]["schema"]["enum"] == list(LINE_FORMATS)
    assert contract["components"]["parameters"]["section"]["schema"]["enum"] == list(SECTIONS)


def test_no_default_is_named(contract: dict[str, Any]) -> None:
    """Generators of clients take a field with a default for one that is always sent: the descriptions tell."""

    def defaults(thing: Any) -> Iterator[Any]:
        if isinstance(thing, dict):
            yield from (thing["default"],) if isinstance(thing.get("default"), str | int | float) else ()
        for part in thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ():
            yield from defaults(part)

    assert not list(defaults({"paths": contract["paths"], "components": {**contract["components"], "examples": {}}}))


def inline(contract: dict[str, Any], schema: Any) -> Any:
    """The schema with what it refers to in it."""
    if isinstance(schema, list):
        return [inline(contract, part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: inline(contract, value) for key, value in resolve(contract, schema).items()}


def not_null(schema: Any) -> Any:
    """The schema where there is no null, as in a query."""
    if isinstance(schema, list):
        return [not_null(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if {"type": "null"} in schema.get("anyOf", []):
        return not_null(schema["anyOf"][0])
    kept = {key: not_null(value) for key, value in schema.items()}
    if isinstance(kept.get("type"), list):
        (kept["type"],) = (kind for kind in kept["type"] if kind != "null")
    return kept


def test_each_problem_stands_at_a_response_of_its_status(contract: dict[str, Any]) -> None:
    told = {
        status: {
            response["$ref"].rpartition("/")[2]
            for _, _, o in operations(contract)
            for s, response in o["responses"].items()
            if s == status
        }
        for status in ("400", "401", "406", "408", "413", "415", "416", "422", "429", "500", "503", "504")
    }
    for problem in PROBLEM_TYPES.values():
        if problem.status in (404, 405, 409):  # of paths and methods that the document does not have; in results only
            continue
        descriptions = [contract["components"]["responses"][name]["description"] for name in told[str(problem.status)]]
        assert any(f"`{problem.name}`" in description for description in descriptions), problem.name


# ---------------------------------------------------------------- examples


def test_each_operation_has_examples_that_keep_to_the_schema(contract: dict[str, Any]) -> None:
    for path, method, operation in operations(contract):
        media = dict(operation.get("requestBody", {}).get("content", {}))
        media |= {
            f"{status} {kind}": content
            for status, response in operation["responses"].items()
            for kind, content in resolve(contract, response).get("content", {}).items()  # a 304 has none
        }
        for kind, content in media.items():
            if kind.startswith(("4", "5")):
                continue
            assert content.get("examples"), (path, method, kind)
            for example in content["examples"].values():
                schema = {**content["schema"], "components": contract["components"]}
                Draft202012Validator(schema).validate(resolve(contract, example)["value"])


def test_the_examples_are_what_the_service_answers(contract: dict[str, Any], client: FlaskClient) -> None:
    """Where this fails, look at what has changed, and run `python -m tests.contract.examples`."""
    assert without_versions(contract["components"]["examples"]) == without_versions(made(client))


def without_versions(thing: Any) -> Any:
    """Without what changes with each release and each gazetteer."""
    if isinstance(thing, dict):
        return {
            key: without_versions(value)
            for key, value in thing.items()
            if key not in ("meta", "service", "model", "gazetteer")
        }
    if isinstance(thing, list):
        return [without_versions(part) for part in thing]
    if isinstance(thing, str) and thing.startswith("{"):
        return [without_versions(json.loads(line)) for line in thing.splitlines() if line]
    return thing


# ---------------------------------------------------------------- what comes back


@pytest.mark.parametrize("unit", ["codepoint", "utf16", "utf8"])
def test_the_seed_comes_back_as_the_contract_has_it(contract: dict[str, Any], client: FlaskClient, unit: str) -> None:
    answer = client.post(f"/v1/extract?offsets={unit}", data=SEED.read_bytes(), content_type="text/plain").json
    validator(contract, "Extraction", strict=True).validate(answer)
    assert all(
        answer[section] for section in ("quotes", "figures", "places", "people", "organizations", "dates", "events")
    )


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/info", "Info"),
        ("/v1/event-types", "EventTypes"),
        ("/health/live", "Live"),
        ("/health/ready", "Ready"),
        ("/nothing", "Problem"),
    ],
)
def test_the_others_come_back_as_the_contract_has_them(
    contract: dict[str, Any], client: FlaskClient, path: str, name: str
) -> None:
    validator(contract, name, strict=True).validate(client.get(path).json)


def test_lines_of_a_batch_come_back_as_the_contract_has_them(contract: dict[str, Any], client: FlaskClient) -> None:
    answer = client.post(
        "/v1/extract/batch", data='{"text": "Anne left."}\n{}\n[]', content_type="application/x-ndjson"
    )
    lines = [json.loads(line) for line in answer.data.splitlines()]
    for line, name in zip(lines, ("Extraction", "Problem", "Problem"), strict=True):
        validator(contract, name, strict=True).validate(line)
