"""Everything that can be wrong with a request."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.api.problems import PROBLEM_TYPES
from service.extraction import Article, DeadlineExceeded, Extraction, InvalidText

from .stub import stub_app

README = Path(__file__).parents[2] / "README.md"
TEXT = "The mayor, Anna Petit, said on Thursday that 40 people had left Paris."
GERMAN = "Die Bürgermeisterin sagte am Donnerstag, dass vierzig Menschen die Stadt verlassen hätten und niemand verletzt sei."


@pytest.fixture
def stub() -> FlaskClient:
    return stub_app().test_client()


def check(answer: Any, name: str) -> dict[str, Any]:
    """It is this problem, in every respect; its body."""
    known = PROBLEM_TYPES[name]
    body: dict[str, Any] = answer.json
    assert answer.status_code == known.status, body
    assert answer.content_type == "application/problem+json"
    assert list(body)[:6] == ["type", "title", "status", "detail", "instance", "errors"]
    assert (body["type"], body["title"], body["status"]) == (f"urn:copydesk:problem:{name}", known.title, known.status)
    assert answer.headers["X-Request-ID"]
    return body


def pointers(body: dict[str, Any]) -> list[str]:
    return [error["pointer"] for error in body["errors"]]


def post(client: FlaskClient, body: bytes | str, content_type: str = "application/json", **options: Any) -> Any:
    return client.post("/v1/extract", data=body, content_type=content_type, **options)


def test_the_readme_has_each_problem() -> None:
    rows = re.findall(r"^\| (\d{3}) \| `(urn:\S+)` \| (.*?) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(str(known.status), known.uri, known.meaning) for known in PROBLEM_TYPES.values()]


# ---------------------------------------------------------------- 400


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        '{"text": "a",}',
        "{'text': 'a'}",
        "[" * 100_000,
        '{"text": "a", "min_confidence": ' + "1" * 5000 + "}",
        "\x00",
    ],
)
def test_not_json(stub: FlaskClient, body: str) -> None:
    check(post(stub, body), "not-json")


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_not_utf8(stub: FlaskClient, content_type: str) -> None:
    body = check(post(stub, b'{"text": "Caf\xe9"}', content_type), "not-utf8")
    assert "13" in body["detail"]


@pytest.mark.parametrize("after", [None, OSError(), RuntimeError()])
def test_a_body_that_breaks_off(stub: FlaskClient, after: Exception | None) -> None:
    """gunicorn marks the end of a body itself, so that werkzeug does not see that it is too short; it raises what it likes."""

    class Stream:
        pieces = iter([b"abc", b""])

        def read(self, _: int) -> bytes:
            piece = next(self.pieces)
            if not piece and after:
                raise after
            return piece

    environ = {"wsgi.input": Stream(), "wsgi.input_terminated": True, "CONTENT_LENGTH": "100"}
    check(stub.post("/v1/extract", content_type="text/plain", environ_overrides=environ), "bad-request")


def test_a_member_given_twice_counts_the_last_time(stub: FlaskClient) -> None:
    assert post(stub, '{"text": "a", "text": "two words"}').json["article"]["words"] == 2


# ---------------------------------------------------------------- 401


@pytest.mark.parametrize(
    "headers",
    [{}, {"X-API-Key": "wrong"}, {"Authorization": "Bearer"}, {"Authorization": "Basic c2VjcmV0"}, {"X-API-Key": ""}],
)
def test_no_key_that_fits(headers: dict[str, str]) -> None:
    answer = stub_app(api_keys="secret, other").test_client().get("/v1/info", headers=headers)
    check(answer, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="copydesk"'


@pytest.mark.parametrize(
    "headers", [{"X-API-Key": "other"}, {"Authorization": "Bearer secret"}, {"Authorization": "bearer  other"}]
)
def test_a_key_that_fits(headers: dict[str, str]) -> None:
    assert stub_app(api_keys="secret, other").test_client().get("/v1/info", headers=headers).status_code == 200


def test_only_v1_wants_a_key() -> None:
    client = stub_app(api_keys="secret").test_client()
    for path in ("/health/live", "/health/ready", "/metrics", "/openapi.yaml", "/docs", "/"):
        with client.get(path) as answer:
            assert answer.status_code == 200
    check(client.get("/v1/nothing"), "unauthorized")


# ---------------------------------------------------------------- 404, 405, 406


def test_not_found(stub: FlaskClient) -> None:
    assert check(stub.get("/v1/nothing"), "not-found")["instance"] == "/v1/nothing"
    check(stub.post("/v1/extract/"), "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allow"), [("GET", "/v1/extract", "OPTIONS, POST"), ("DELETE", "/v1/info", "GET, HEAD, OPTIONS")]
)
def test_method_not_allowed(stub: FlaskClient, method: str, path: str, allow: str) -> None:
    answer = stub.open(path, method=method)
    check(answer, "method-not-allowed")
    assert answer.headers["Allow"] == allow


@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "application/problem+json"])
def test_not_acceptable(stub: FlaskClient, accept: str) -> None:
    check(stub.post("/v1/extract", json={"text": TEXT}, headers={"Accept": accept}), "not-acceptable")
    check(stub.get("/v1/info", headers={"Accept": accept}), "not-acceptable")


@pytest.mark.parametrize(
    "accept", ["*/*", "application/*", "text/html,*/*;q=0.1", "application/json; charset=utf-8", ""]
)
def test_acceptable(stub: FlaskClient, accept: str) -> None:
    assert stub.get("/v1/info", headers={"Accept": accept}).status_code == 200


# ---------------------------------------------------------------- 413, 415


def test_the_body_is_too_large() -> None:
    client = stub_app(max_characters=10, max_bytes=200).test_client()
    assert check(post(client, b"x" * 201, "text/plain"), "body-too-large")["limit"] == 200


def test_the_text_is_too_long() -> None:
    client = stub_app(max_characters=10, max_bytes=200).test_client()
    body = check(post(client, "ünï " * 3, "text/plain"), "text-too-long")
    assert (body["limit"], pointers(body)) == (10, ["/text"])
    assert post(client, "ünï ünï ün", "text/plain").status_code == 200


@pytest.mark.parametrize(
    "content_type", [None, "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "nonsense"]
)
def test_unsupported_media_type(stub: FlaskClient, content_type: str | None) -> None:
    answer = stub.post("/v1/extract", data=b"{}", content_type=content_type)
    check(answer, "unsupported-media-type")
    assert answer.headers["Accept"] == "application/json, text/plain, text/html"


def test_unsupported_charset_or_encoding(stub: FlaskClient) -> None:
    check(post(stub, b"{}", "application/json; charset=latin-1"), "unsupported-media-type")
    answer = post(stub, b"{}", headers={"Content-Encoding": "br"})
    check(answer, "unsupported-media-type")
    assert answer.headers["Accept-Encoding"] == "identity, gzip"


# ---------------------------------------------------------------- 422


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, ["/text"]),
        ([], [""]),
        ("text", [""]),
        (None, [""]),
        ({"text": None}, ["/text"]),
        ({"text": 1}, ["/text"]),
        ({"text": ["a"]}, ["/text"]),
        ({"text": "  \n\t "}, ["/text"]),
        ({"text": "a", "colour": 1}, ["/colour"]),
        ({"text": "a", "a/b~c": 1}, ["/a~1b~0c"]),
        ({"text": "a", "id": 7}, ["/id"]),
        ({"text": "a", "title": {}}, ["/title"]),
        ({"text": "a", "published": "yesterday"}, ["/published"]),
        ({"text": "a", "published": "2022-02-30"}, ["/published"]),
        ({"text": "a", "published": "2022-09-16T10:00:00"}, ["/published"]),
        ({"text": "a", "published": "٢٠٢٢-٠٩-١٦"}, ["/published"]),
        ({"text": "a", "published": 20220916}, ["/published"]),
        ({"text": "a", "include": "quotes"}, ["/include"]),
        ({"text": "a", "include": ["quotes", "weather"]}, ["/include/1"]),
        ({"text": "a", "include": [None]}, ["/include/0"]),
        ({"text": "a", "min_confidence": "0.5"}, ["/min_confidence"]),
        ({"text": "a", "min_confidence": True}, ["/min_confidence"]),
        ({"text": "a", "min_confidence": 1.1}, ["/min_confidence"]),
        ({"text": "a", "min_confidence": float("nan")}, ["/min_confidence"]),
        ({"text": "a", "min_salience": float("-inf")}, ["/min_salience"]),
        ({"text": "a", "min_salience": 10**400}, ["/min_salience"]),
        ({"text": "a", "offsets": "bytes"}, ["/offsets"]),
        ({"text": "a", "home": "Paris"}, ["/home"]),
        ({"text": "a", "home": {"country": "France"}}, ["/home/country"]),
        ({"text": "a", "home": {"country": "FR\n"}}, ["/home/country"]),
        ({"text": "a", "home": {"lat": 91, "lon": "x", "zip": 1}}, ["/home/lat", "/home/lon", "/home/zip"]),
        ({"text": "a", "id": 7, "offsets": 8}, ["/id", "/offsets"]),
    ],
)
def test_each_wrong_field_has_its_pointer(stub: FlaskClient, body: Any, wrong: list[str]) -> None:
    found = check(post(stub, json.dumps(body)), "invalid-request")
    assert sorted(set(pointers(found))) == wrong


@pytest.mark.parametrize("field", ["text", "id", "title", "url", "source"])
def test_lone_surrogates(stub: FlaskClient, field: str) -> None:
    body = check(post(stub, json.dumps({"text": "a", field: "half of a pair: \ud83d"})), "invalid-request")
    assert pointers(body) == [f"/{field}"]


def test_names_of_unknown_fields_come_back_safely(stub: FlaskClient) -> None:
    body = check(post(stub, json.dumps({"text": "a", "\ud83d" + "x" * 1000: 1})), "invalid-request")
    assert pointers(body) == ["/?" + "x" * 99]


def test_of_many_errors_the_first_are_told(stub: FlaskClient) -> None:
    assert (
        len(check(stub.post("/v1/extract", json={str(n): 1 for n in range(1000)}), "invalid-request")["errors"]) == 50
    )


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("min_confidence=nan", "/min_confidence"),
        ("min_confidence=many", "/min_confidence"),
        ("min_salience=2", "/min_salience"),
        ("published=soon", "/published"),
        ("include=quotes,weather", "/include/1"),
        ("text=a", "/text"),
        ("colour=red", "/colour"),
        ("id=a&id=b", "/id"),
        ("home=FR", "/home"),
        ("home[lat]=north", "/home/lat"),
    ],
)
@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_wrong_query_parameters(stub: FlaskClient, query: str, wrong: str, content_type: str) -> None:
    answer = stub.post(f"/v1/extract?{query}", data='{"text": "a"}', content_type=content_type)
    assert pointers(check(answer, "invalid-request")) == [wrong]


def test_text_that_is_not_english(client: FlaskClient) -> None:
    body = check(post(client, GERMAN, "text/plain"), "unsupported-language")
    assert body["detected"] == "de"


def test_a_language_that_is_not_read(client: FlaskClient) -> None:
    body = check(client.post("/v1/extract", json={"text": TEXT, "language": "fr"}), "unsupported-language")
    assert body["detected"] == "fr"
    check(client.post("/v1/extract?language=fr", json={"text": TEXT, "language": "en"}), "unsupported-language")


@pytest.mark.parametrize(
    "page", ["", "not a page", "<html><body></body></html>", "<nav><a href='/'>Home</a></nav>", "\x00", "<" * 10_000]
)
def test_a_page_without_an_article(stub: FlaskClient, page: str) -> None:
    check(post(stub, page, "text/html"), "no-article")


# ---------------------------------------------------------------- 500, 504, and what HTTP alone knows


def test_a_fault_of_ours_tells_nothing_of_itself() -> None:
    def fail(article: Article) -> Extraction:
        raise KeyError(article.text)

    answer = stub_app(fail).test_client().post("/v1/extract", json={"text": TEXT})
    check(answer, "internal-error")
    assert TEXT.encode() not in answer.data


def test_a_text_that_the_extractor_refuses() -> None:
    def fail(article: Article) -> Extraction:
        raise InvalidText("no text at all")

    body = check(stub_app(fail).test_client().post("/v1/extract", json={"text": TEXT}), "invalid-request")
    assert body["errors"] == [{"pointer": "/text", "detail": "no text at all"}]


def test_the_deadline_passed() -> None:
    def fail(article: Article) -> Extraction:
        raise DeadlineExceeded("too late")

    check(stub_app(fail).test_client().post("/v1/extract", json={"text": TEXT}), "deadline-exceeded")


def test_what_the_table_does_not_list_is_about_blank(stub: FlaskClient) -> None:
    answer = stub.get("/web/base.css", headers={"Range": "bytes=999999-"})
    assert answer.status_code == 416
    assert (answer.json["type"], answer.json["title"]) == ("about:blank", "Requested Range Not Satisfiable")


def test_a_path_with_too_many_slashes_is_led_on(stub: FlaskClient) -> None:
    answer = stub.get("/v1//info")
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith("/v1/info")
