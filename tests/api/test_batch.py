"""POST /v1/extract/batch."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.api.batch import CHUNK, lines, lines_together
from service.api.problems import Problem
from service.extraction import Article, Extraction, Extractor

from .stub import nothing, stub_app

TEXTS = ["On Thursday 40 people left Paris.", "“Nobody was hurt,” Anne Petit, the mayor of Lyon, said."]


def post(client: FlaskClient, body: bytes | str) -> list[dict[str, Any]]:
    answer = client.post("/v1/extract/batch", data=body, content_type="application/x-ndjson")
    assert answer.status_code == 200
    assert answer.content_type == "application/x-ndjson"
    assert answer.data.endswith(b"\n") or not answer.data
    return [json.loads(line) for line in answer.data.splitlines()]


def test_each_line_is_what_extract_gives_for_it(client: FlaskClient) -> None:
    requests = [{"text": text, "published": "2022-09-16"} for text in TEXTS]
    body = "\n".join(map(json.dumps, requests))
    answer = client.post("/v1/extract/batch", data=body, content_type="application/x-ndjson")
    singles = [client.post("/v1/extract", json=request).data for request in requests]
    assert answer.data.split(b"\n") == [*singles, b""]


def test_a_bad_line_gives_a_problem_and_the_rest_go_on() -> None:
    found = post(
        stub_app().test_client(), '{"text": "a"}\n{"text": ""}\n\n  \r\nnot json\n{"text": "b", "id": "last"}\r\n'
    )
    assert [(line.get("type"), line.get("line")) for line in found] == [
        (None, None),
        ("urn:copydesk:problem:invalid-request", 2),
        ("urn:copydesk:problem:not-json", 5),
        (None, None),
    ]
    assert found[-1]["article"]["id"] == "last"


def test_a_line_that_is_not_utf8() -> None:
    found = post(stub_app().test_client(), b'{"text": "caf\xe9"}\n{"text": "b"}')
    assert (found[0]["type"], found[1]["article"]["words"]) == ("urn:copydesk:problem:not-utf8", 1)


def test_a_line_that_is_too_large_is_not_kept() -> None:
    client = stub_app(max_characters=10, max_bytes=200).test_client()
    found = post(client, b'{"text": "a"}\n' + b"x" * 500 + b'\n{"text": "b"}\n' + b"y" * 500)
    assert [line.get("line") for line in found] == [None, 2, None, 4]
    assert found[1]["limit"] == 200


def test_one_article_that_fails_fails_alone() -> None:
    def does(article: Article) -> Extraction:
        if article.id == "bad":
            raise ValueError(article.text)
        return nothing(article)

    found = post(stub_app(does).test_client(), '{"text": "a"}\n{"text": "secret", "id": "bad"}\n{"text": "c"}')
    assert [line.get("type") for line in found] == [None, "urn:copydesk:problem:internal-error", None]
    assert "secret" not in json.dumps(found)


def test_nothing_in_nothing_out() -> None:
    assert post(stub_app().test_client(), b"") == []
    assert post(stub_app().test_client(), b"\n\n \n") == []


def test_the_answer_is_streamed() -> None:
    read = []

    def does(article: Article) -> Extraction:
        read.append(article.id)
        return nothing(article)

    body = "".join(f'{{"text": "a", "id": "{n}"}}\n' for n in range(3))
    answer = (
        stub_app(does)
        .test_client()
        .post("/v1/extract/batch", data=body, content_type="application/x-ndjson", buffered=False)
    )
    stream = iter(answer.response)
    next(stream)
    assert read == ["0"]
    next(stream)
    assert read == ["0", "1"]
    answer.close()


def test_lines_that_came_together_are_parsed_together_and_each_is_answered_as_alone(
    client: FlaskClient, extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Good lines, bad ones, blank ones, another language, a long one: whatever stands beside them."""
    groups: list[int] = []
    real = extractor.parse_ahead
    monkeypatch.setattr(extractor, "parse_ahead", lambda some: [groups.append(len(some)), real(some)][1])
    german = "Die Bundesregierung hat am Donnerstag beschlossen, die Steuern zu senken und neue Stellen zu schaffen."
    texts = [*TEXTS, german, *TEXTS[::-1], "", "A bridge fell in Leeds.\n\n“It was loud,” she said. " * 20, *TEXTS * 3]
    lines_ = [json.dumps({"text": text}).encode() for text in texts]
    lines_[4:4] = [b"not json", b"", b" "]
    alone = [client.post("/v1/extract/batch", data=line, content_type="application/x-ndjson").data for line in lines_]
    together = post(client, b"".join(line + b"\n" for line in lines_))
    assert groups == [5, 7]  # of eight lines each
    for found, one in zip(together, filter(None, alone), strict=True):
        found.pop("line", None)
        first = json.loads(one)
        first.pop("line", None)
        assert found == first


def test_what_fails_while_it_is_parsed_with_others_is_read_alone() -> None:
    app = stub_app()
    app.extensions["copydesk"].extractor.parse_ahead = lambda some: some[99]
    assert [line["article"]["words"] for line in post(app.test_client(), '{"text": "a"}\n{"text": "b c"}')] == [1, 2]


def test_lines_are_together_that_came_together() -> None:
    body = [b"a\nb\nc", b"d", b"e\n", b"f\n\ng\n", b"h"]
    assert list(lines_together(body, CHUNK)) == [[b"a\n", b"b\n"], [b"cde\n"], [b"f\n", b"\n", b"g\n"], [b"h"]]


def test_no_line_is_waited_for_while_one_is_complete() -> None:
    came: list[bytes] = []

    def body() -> Iterator[bytes]:
        for piece in (b"a\nb\n", b"c\n"):
            came.append(piece)
            yield piece

    found = lines(body(), CHUNK)
    assert (next(found), next(found), len(came)) == (b"a\n", b"b\n", 1)


def test_a_batch_has_no_limit_as_a_whole() -> None:
    client = stub_app(max_characters=10, max_bytes=200).test_client()
    assert len(post(client, b'{"text": "a"}\n' * 100)) == 100


def test_only_ndjson(client: FlaskClient) -> None:
    answer = client.post("/v1/extract/batch", json={"text": "a"})
    assert (answer.status_code, answer.headers["Accept"]) == (415, "application/x-ndjson")
    answer = client.post(
        "/v1/extract/batch", data="", content_type="application/x-ndjson", headers={"Accept": "application/json"}
    )
    assert answer.status_code == 406


def test_a_place_is_given_back_when_the_answer_is_over() -> None:
    app = stub_app(slots=1, queue=0)
    for _ in range(3):
        assert len(post(app.test_client(), '{"text": "a"}')) == 1


def test_lines_across_chunks() -> None:
    long = b"x" * (2 * CHUNK + 5)
    assert list(lines(io.BytesIO(long + b"\n\nab\ncd"), 3 * CHUNK)) == [long + b"\n", b"\n", b"ab\n", b"cd"]
    assert list(lines(io.BytesIO(long), 3 * CHUNK)) == [long]
    assert list(lines(io.BytesIO(b""), CHUNK)) == []


def test_the_limit_of_a_line_leaves_out_its_end() -> None:
    assert list(lines(io.BytesIO(b"abc\nabc"), 3)) == [b"abc\n", b"abc"]
    assert all(isinstance(line, Problem) for line in lines(io.BytesIO(b"abcd\nabcd"), 3))


def test_a_body_that_breaks_off() -> None:
    def broken() -> Iterator[bytes]:
        yield from (b"ab\n", b"cd\n")
        raise ValueError("chunk")

    found = list(lines(broken(), CHUNK))
    assert found[:2] == [b"ab\n", b"cd\n"]
    assert isinstance(found[2], Problem)
    assert found[2].type.name == "bad-request"
