"""Which format is given: `?format=`, then `Accept`, then JSON."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from service.api.formats import FORMATS, LINE_FORMATS
from tests.api.stub import stub_app

TEXT = "Mayor Anne Petit said on Thursday that 14 people were hurt in Paris."


@pytest.fixture
def stub() -> FlaskClient:
    return stub_app().test_client()


@pytest.mark.parametrize("form", FORMATS)
def test_by_its_name_or_its_media_type(client: FlaskClient, form: str) -> None:
    known = FORMATS[form]
    named = client.post(f"/v1/extract?format={form}", json={"text": TEXT}, headers={"Accept": "image/png"})
    accepted = client.post("/v1/extract", json={"text": TEXT}, headers={"Accept": known.media_type})
    assert named.status_code == accepted.status_code == 200
    assert named.mimetype == accepted.mimetype == known.media_type
    assert named.data == accepted.data
    assert "Accept" in named.vary
    assert named.mimetype_params.get("charset") == ("utf-8" if known.media_type.startswith("text/") else None)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("text/*", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),  # a browser
        ("text/html;q=0.5, text/markdown", "text/markdown"),
        ("text/csv, application/json", "application/json"),  # equals: the first of ours
        ("application/json;q=0, */*;q=0.1", "application/geo+json"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "application/ld+json"),
    ],
)
def test_what_accept_likes_best(stub: FlaskClient, accept: str | None, media_type: str) -> None:
    headers = {} if accept is None else {"Accept": accept}
    assert stub.post("/v1/extract", json={"text": "a"}, headers=headers).mimetype == media_type


def test_406_lists_what_there_is(stub: FlaskClient) -> None:
    answer = stub.post("/v1/extract", json={"text": "a"}, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.json["available"] == [known.media_type for known in FORMATS.values()]
    assert all(known.media_type in answer.json["detail"] for known in FORMATS.values())


@pytest.mark.parametrize(
    ("query", "pointers"),
    [
        ("format=weather", ["/format"]),
        ("format=", ["/format"]),
        ("format=csv&section=weather", ["/section"]),
        ("format=csv&format=json", ["/format"]),
    ],
)
def test_a_format_that_there_is_not(stub: FlaskClient, query: str, pointers: list[str]) -> None:
    answer = stub.post(f"/v1/extract?{query}", json={"text": "a"})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == pointers


def test_fields_of_the_answer_are_no_fields_of_an_article(stub: FlaskClient) -> None:
    answer = stub.post("/v1/extract", json={"text": "a", "format": "json"})
    assert [error["pointer"] for error in answer.json["errors"]] == ["/format"]


def test_the_rest_of_the_query_is_the_articles(client: FlaskClient) -> None:
    answer = client.post("/v1/extract?format=ninjs&id=a-1&title=T", data=TEXT, content_type="text/plain")
    assert (answer.json["altIds"][0]["value"], answer.json["title"]) == ("a-1", "T")


@pytest.mark.parametrize("form", LINE_FORMATS)
def test_lines_of_a_batch(client: FlaskClient, form: str) -> None:
    lines = [json.dumps({"text": TEXT, "id": "a-1"}), "{}"]
    answer = client.post(f"/v1/extract/batch?format={form}", data="\n".join(lines), content_type="application/x-ndjson")
    document, problem = answer.data.splitlines()
    assert document == client.post(f"/v1/extract?format={form}", json=json.loads(lines[0])).data
    assert (json.loads(problem)["status"], json.loads(problem)["line"]) == (422, 2)


@pytest.mark.parametrize("form", [name for name in FORMATS if name not in LINE_FORMATS])
def test_what_is_no_line_is_no_line_of_a_batch(client: FlaskClient, form: str) -> None:
    answer = client.post(f"/v1/extract/batch?format={form}", data="", content_type="application/x-ndjson")
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/format")
