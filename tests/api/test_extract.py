"""POST /v1/extract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.extraction import SECTIONS, Article, Extraction

from .stub import nothing, stub_app

TEXT = "The mayor, Anna Petit, said on Thursday that 40 people had left Paris."
SEED = next((Path(__file__).parents[2] / "seeds").glob("000_*.txt"))
PAGE = """<html><head><title>Fire in Lyon</title><meta property="article:published_time" content="2022-09-16"></head>
<body><nav>Home News</nav><article><h1>Fire in Lyon</h1>
<p>A fire broke out on Thursday at a hospital in Lyon, and about forty people had to leave the building in a hurry.</p>
<p>Nobody was hurt, the mayor, Anne Petit, told reporters in front of the hospital on Thursday evening at eight.</p>
</article><footer>Contact</footer></body></html>"""


def spans(thing: Any) -> Iterator[dict[str, Any]]:
    """Everything with offsets in an answer."""
    if isinstance(thing, dict):
        if isinstance(thing.get("start"), int):
            yield thing
        thing = list(thing.values())
    if isinstance(thing, list):
        for part in thing:
            yield from spans(part)


def test_json(client: FlaskClient) -> None:
    answer = client.post("/v1/extract", json={"text": TEXT, "id": "a-1", "published": "2022-09-16"})
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    assert answer.json["article"]["id"] == "a-1"
    assert answer.json["article"]["published"] == "2022-09-16"
    assert list(answer.json) == ["article", *SECTIONS, "meta"]


def test_text_with_the_other_fields_in_the_query(client: FlaskClient) -> None:
    answer = client.post(
        "/v1/extract?published=2022-09-16&title=A&include=dates,people&offsets=utf8&home[country]=FR&home[lat]=48.9",
        data=TEXT.encode(),
        content_type="text/plain; charset=utf-8",
    )
    body = {"text": TEXT, "published": "2022-09-16", "title": "A", "include": ["dates", "people"], "offsets": "utf8"}
    same = client.post("/v1/extract", json={**body, "home": {"country": "FR", "lat": 48.9}})
    assert answer.status_code == 200
    assert answer.data == same.data


def test_of_body_and_query_the_body_counts() -> None:
    client = stub_app().test_client()
    answer = client.post("/v1/extract?id=query&title=query", json={"text": TEXT, "id": "body"})
    assert (answer.json["article"]["id"], answer.json["article"]["title"]) == ("body", "query")


def test_a_page_gives_its_main_text(client: FlaskClient) -> None:
    article = client.post("/v1/extract", data=PAGE, content_type="text/html").json["article"]
    assert "A fire broke out on Thursday" in article["text"]
    assert "Contact" not in article["text"]
    assert article["title"] == "Fire in Lyon"
    assert (article["published"], article["published_from"]) == ("2022-09-16", "request")


def test_the_request_knows_better_than_the_page(client: FlaskClient) -> None:
    answer = client.post("/v1/extract?title=Mine&published=2022-09-17", data=PAGE, content_type="text/html")
    assert (answer.json["article"]["title"], answer.json["article"]["published"]) == ("Mine", "2022-09-17")


def test_only_a_page_gives_its_text(client: FlaskClient) -> None:
    assert "text" not in client.post("/v1/extract", json={"text": TEXT}).json["article"]


def test_include_leaves_the_others_empty(client: FlaskClient) -> None:
    answer = client.post("/v1/extract", json={"text": SEED.read_text(), "include": ["dates"]}).json
    assert answer["dates"]
    assert not any(answer[section] for section in SECTIONS if section != "dates")


@pytest.mark.parametrize("text", [SEED.read_text(), "In Paris 🇫🇷 40 people left on Thursday, 𝒞ℴ𝓁𝒾𝓃 Müller said."])
def test_offsets_in_the_units_that_were_asked_for(client: FlaskClient, text: str) -> None:
    by_unit = {
        unit: client.post("/v1/extract", json={"text": text, "offsets": unit}).json
        for unit in ("codepoint", "utf16", "utf8")
    }
    for unit, encoding, width in (("codepoint", "utf-32-le", 4), ("utf16", "utf-16-le", 2), ("utf8", "utf-8", 1)):
        units = text.encode(encoding)
        assert by_unit[unit]["meta"]["offsets"] == unit
        found = list(spans(by_unit[unit]))
        assert found
        for span in found:
            assert units[span["start"] * width : span["end"] * width].decode(encoding) == span["text"]
    assert by_unit["utf16"]["article"]["characters"] == len(text)


def test_the_same_request_gives_the_same_bytes(client: FlaskClient) -> None:
    first, second = (client.post("/v1/extract", data=SEED.read_bytes(), content_type="text/plain") for _ in range(2))
    assert first.data == second.data


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "\ufeffA byte order mark stays.",
        "Null \x00 and bell \x07 and escape \x1b[31m.",
        "שלום and مرحبا in one line",
        "e\u0301\u0302\u0303 combining, family 👨‍👩‍👧‍👦, \U0001f600",
        "line\u2028separator\u0085next\r\nlast\r",
        "\u202eright to left override",
        "(" * 5000,
        "word" * 5000,
    ],
)
def test_any_text_is_read_and_given_back_untouched(client: FlaskClient, text: str) -> None:
    answer = client.post("/v1/extract", json={"text": text})
    assert answer.status_code == 200
    assert answer.json["article"]["characters"] == len(text)
    for span in spans(answer.json):
        assert text[span["start"] : span["end"]] == span["text"]
    assert client.post("/v1/extract", data=text.encode(), content_type="text/plain").data == answer.data


def test_the_deadline_is_handed_on() -> None:
    deadlines = []

    def does(article: Article) -> Extraction:
        deadlines.append(article.deadline)
        return nothing(article)

    stub_app(does).test_client().post("/v1/extract", json={"text": TEXT})
    assert deadlines[0] is not None


def test_null_is_as_good_as_nothing() -> None:
    client = stub_app().test_client()
    nulls = dict.fromkeys(("id", "title", "url", "source", "published", "home"))
    assert (
        client.post("/v1/extract", json={"text": TEXT, **nulls}).data
        == client.post("/v1/extract", json={"text": TEXT}).data
    )


@pytest.mark.parametrize(
    ("published", "given_back"),
    [
        ("2022-09-16", "2022-09-16"),
        ("2022-09-16T10:00:00Z", "2022-09-16T10:00:00+00:00"),
        ("2022-09-16t10:00:00.5+02:00", "2022-09-16T10:00:00.500000+02:00"),
    ],
)
def test_published(published: str, given_back: str) -> None:
    answer = stub_app().test_client().post("/v1/extract", json={"text": TEXT, "published": published})
    assert answer.json["article"]["published"] == given_back


def test_head_and_options() -> None:
    client = stub_app().test_client()
    options = client.options("/v1/extract")
    assert (options.status_code, options.allow.as_set()) == (200, {"options", "post"})
    assert client.head("/v1/extract").status_code == 405
    head = client.head("/v1/info")
    assert (head.status_code, head.data) == (200, b"")


def test_a_client_that_says_its_json_has_a_mark_in_front(client: FlaskClient) -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"text": TEXT}).encode()
    assert client.post("/v1/extract", data=body, content_type="application/json; charset=UTF-8").status_code == 200
