"""A job's body, taken apart as it comes in."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import hypothesis.strategies as st
import pytest

from service.api.intake import CHUNK, TOO_LARGE, elements, lines, pieces
from service.api.problems import Problem

LIMIT = 10_000_000


def cut(body: bytes, size: int) -> Iterator[bytes]:
    return (body[at : at + size] for at in range(0, len(body), size))


def refused(name: str, do: Callable[[], Any]) -> Problem:
    with pytest.raises(Problem) as raised:
        do()
    assert raised.value.type.name == name
    return raised.value


# ---------------------------------------------------------------- lines


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_lines(size: int) -> None:
    body = b'{"a": 1}\n\n  \r\n{"b": 2}\r\nnot json\n{"c": 3}'
    assert list(lines(cut(body, size), 100)) == [b'{"a": 1}', b'{"b": 2}', b"not json", b'{"c": 3}']


@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_line_that_is_too_large_is_not_kept(size: int) -> None:
    assert list(lines(cut(b"short\n" + b"x" * 50 + b"\nlast", size), 10)) == [b"short", TOO_LARGE, b"last"]
    assert list(lines(cut(b"x" * 50, size), 10)) == [TOO_LARGE]


# ---------------------------------------------------------------- elements


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_elements(size: int) -> None:
    found = [{"text": 'a, "b" [c] {d} \\ '}, [1, [2, {}]], "x,]", 5, None, {"a": {"b": ["}"]}}]
    for body in (json.dumps(found), json.dumps(found, indent=2), "\ufeff " + json.dumps(found) + " \n"):
        assert [json.loads(one) for one in elements(cut(body.encode(), size), 1000)] == found


def test_no_elements() -> None:
    assert list(elements(cut(b" [ \n] ", 2), 100)) == []


@pytest.mark.parametrize("size", [1, 9, 1000])
def test_an_element_that_is_too_large_is_not_kept(size: int) -> None:
    body = json.dumps(["a", "x" * 200_000, "b"] * 2).encode()
    assert list(elements(cut(body, size * 100), 100)) == [b'"a"', TOO_LARGE, b'"b"'] * 2


def test_white_space_does_not_make_an_element_large() -> None:
    assert list(elements(cut(b"[" + b" " * 300_000 + b'"a"' + b" " * 300_000 + b"]", CHUNK), 100)) == [b'"a"']


@pytest.mark.parametrize("body", [b"{}", b'{"text": "a"}', b'"text"', b"1", b"null", b"x[1]"])
def test_not_an_array(body: bytes) -> None:
    assert refused("invalid-request", lambda: list(elements(cut(body, 3), 100))).errors[0].pointer == ""


@pytest.mark.parametrize(
    "body", [b"", b"  ", b"[", b"[1", b"[1,", b"[1,]", b"[,1]", b"[1,,2]", b"[1] 2", b"[1]]", b"[1}", b'["a]']
)
def test_an_array_that_is_none(body: bytes) -> None:
    refused("not-json", lambda: list(elements(cut(body, 2), 100)))


def test_what_is_wrong_within_an_element_is_for_its_reader() -> None:
    assert list(elements(cut(b"[tru, {1:2}, [1 2} , ok]", 4), 100)) == [b"tru", b"{1:2}", b"[1 2}", b"ok"]


TEXTS = st.text(alphabet='a"\\[]{}, é', max_size=8)
JSON = st.none() | st.integers() | TEXTS | st.lists(TEXTS, max_size=3) | st.dictionaries(TEXTS, TEXTS, max_size=3)


@hypothesis.settings(deadline=None)
@hypothesis.given(st.lists(JSON, max_size=4), st.integers(1, 40), st.sampled_from([None, 1]))
def test_any_array_comes_apart(found: list[Any], size: int, indent: int | None) -> None:
    body = json.dumps(found, indent=indent).encode()
    assert [json.loads(one) for one in elements(cut(body, size), 10_000)] == found


# ---------------------------------------------------------------- pieces


def read(body: bytes, *, length: int | None = None, packed: bool = False, limit: int = LIMIT) -> bytes:
    return b"".join(pieces(io.BytesIO(body), length=length, gzip=packed, limit=limit))


def test_a_plain_body() -> None:
    body = b"x" * (3 * CHUNK + 1)
    assert read(body) == body
    assert read(body, length=len(body)) == body
    assert read(body, limit=len(body)) == body


def test_a_packed_body() -> None:
    body = bytes(range(256)) * 1000
    assert read(gzip.compress(body), packed=True) == body
    assert read(gzip.compress(body[:1000]) + gzip.compress(body[1000:]), packed=True) == body
    assert read(gzip.compress(b""), packed=True) == b""
    assert read(b"", packed=True) == b""


def test_a_body_that_is_too_large() -> None:
    unread = io.BytesIO(b"x" * 100)
    problem = refused("body-too-large", lambda: list(pieces(unread, length=101, gzip=False, limit=100)))
    assert problem.extensions == {"limit": 100}
    assert unread.tell() == 0
    refused("body-too-large", lambda: read(b"x" * 101, limit=100))


def test_a_bomb_is_small_here() -> None:
    """A hundred megabytes out of a hundred kilobytes: a bit at a time, and only up to the limit."""
    bomb = gzip.compress(bytes(100_000_000))
    unpacked = pieces(io.BytesIO(bomb), length=None, gzip=True, limit=1_000_000)
    sizes = [len(next(unpacked)) for _ in range(1_000_000 // CHUNK)]
    assert max(sizes) <= CHUNK
    refused("body-too-large", lambda: list(unpacked))


@pytest.mark.parametrize(
    "body", [b"not gzip", gzip.compress(b"abc" * 100)[:-9], gzip.compress(b"abc") + b"more", b"\x1f\x8b"]
)
def test_a_packed_body_that_is_none(body: bytes) -> None:
    refused("bad-request", lambda: read(body, packed=True))


def test_a_body_that_breaks_off() -> None:
    refused("bad-request", lambda: read(b"abc", length=4))

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError

    refused("bad-request", lambda: list(pieces(Broken(), length=None, gzip=False, limit=10)))
