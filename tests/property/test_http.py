"""Whatever is sent, there is an answer or a problem: never a fault, never silence."""

from __future__ import annotations

import json
from typing import Any

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MEDIA_TYPES = [
    "application/json",
    "text/plain",
    "text/html",
    "application/json; charset=utf-8",
    "text/plain; charset=nonsense",
    "",
]
NEWS = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        "said",
        "He",
        "she",
        "on Thursday",
        "3,5",
        "-",
        "$",
        "1/2",
        "km",
        "Paris",
        "New York",
        "(AFP) —",
        "Mr.",
        "…",
        ".",
        "\n\n",
        "\t",
        "according to",
        "\u200b",
        "🇫🇷",
        "0:42",
        "&amp;",
        "U.S.",
    ]
)
TAGS = st.sampled_from(
    """
<p>|</p>|<div>|</div>|<article>|<table>|<td>|<ul>|<li>|<title>|</title>|<svg>|<math>|<script>|</script>|<!--|--><h1>|<br>
|&#0;|&#xD800;|<?xml|<time|<iframe>|<select>|<template>|<a href='|'>|<base href='http://['>|<time datetime='0000-00-00'>
|<meta property='article:published_time' content='9999-99-99'>
|A fire broke out on Thursday at a hospital in Lyon, and about forty people had to leave.
""".replace("\n", "").split("|")
)
TEXTS = st.one_of(st.text(), st.lists(NEWS, max_size=60).map(" ".join), st.lists(NEWS, max_size=60).map("".join))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    [
        "text",
        "id",
        "title",
        "url",
        "source",
        "published",
        "language",
        "home",
        "include",
        "min_confidence",
        "min_salience",
        "offsets",
        "other",
    ]
)
relaxed = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def check(answer: Any) -> None:
    assert answer.status_code < 500
    assert answer.headers["X-Request-ID"]
    if answer.status_code == 200:
        assert answer.content_type == "application/json"
        assert answer.json["article"]["sha256"]
    else:
        assert answer.content_type == "application/problem+json"
        assert answer.json["type"].startswith("urn:copydesk:problem:")


def spans(thing: Any) -> list[dict[str, Any]]:
    if isinstance(thing, list):
        return [span for part in thing for span in spans(part)]
    if not isinstance(thing, dict):
        return []
    own = [thing] if isinstance(thing.get("start"), int) else []
    return own + spans(list(thing.values()))


@relaxed
@given(text=TEXTS)
def test_any_text(client: FlaskClient, text: str) -> None:
    answer = client.post("/v1/extract", json={"text": text, "published": "2022-09-16"})
    check(answer)
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        assert all(text[span["start"] : span["end"]] == span["text"] for span in spans(answer.json))


@relaxed
@given(body=st.binary(), media_type=st.sampled_from(MEDIA_TYPES))
def test_any_bytes(client: FlaskClient, body: bytes, media_type: str) -> None:
    check(client.post("/v1/extract", data=body, content_type=media_type))


@relaxed
@given(tags=st.lists(TAGS, max_size=30))
def test_any_page(client: FlaskClient, tags: list[str]) -> None:
    check(client.post("/v1/extract", data="".join(tags).encode(), content_type="text/html"))


@relaxed
@given(fields=st.dictionaries(FIELDS, VALUES), text=st.none() | st.just("Anne left."))
def test_any_fields(client: FlaskClient, fields: dict[str, Any], text: str | None) -> None:
    body = fields if text is None else {**fields, "text": text}
    check(client.post("/v1/extract", data=json.dumps(body), content_type="application/json"))


@relaxed
@given(query=st.dictionaries(FIELDS | st.text(max_size=5), st.text(max_size=10)))
def test_any_query(client: FlaskClient, query: dict[str, str]) -> None:
    encodable = {name.encode("utf-8", "ignore"): value.encode("utf-8", "ignore") for name, value in query.items()}
    check(client.post("/v1/extract", query_string=encodable, data="Anne left.", content_type="text/plain"))


@relaxed
@given(
    headers=st.dictionaries(
        st.sampled_from(["Accept", "X-Request-ID", "Content-Encoding", "Authorization", "X-API-Key"]),
        st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=20),
    )
)
def test_any_headers(client: FlaskClient, headers: dict[str, str]) -> None:
    check(client.post("/v1/extract", json={"text": "Anne left."}, headers=headers))


@relaxed
@given(lines=st.lists(st.binary(max_size=20) | TEXTS.map(lambda text: json.dumps({"text": text}).encode()), max_size=5))
def test_any_batch(client: FlaskClient, lines: list[bytes]) -> None:
    body = b"\n".join(lines)
    # buffered: read and closed at once, as a server does; a batch keeps its place until it is closed
    answer = client.post("/v1/extract/batch", data=body, content_type="application/x-ndjson", buffered=True)
    assert answer.status_code == 200
    found = [json.loads(line) for line in answer.data.splitlines()]
    assert len(found) == sum(bool(line.strip()) for line in body.split(b"\n"))
    assert all("article" in line or line["status"] < 500 for line in found)
