"""ETag and 304, answers that are kept, gzip, and articles that nobody waits for."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest

from service.api.admission import Admission
from service.api.answers import Answers
from service.api.problems import Problem
from service.extraction import Article, Cancelled, Extraction, Extractor
from service.extraction.integrity import fingerprint
from service.settings import Settings

from .stub import META, nothing, stub_app

URL = "/v1/extract"


def test_the_same_request_has_the_same_tag_and_is_not_read_again() -> None:
    read: list[str] = []

    def does(article: Article) -> Extraction:
        read.append(article.text)
        return nothing(article)

    client = stub_app(does).test_client()
    first = client.post(URL, json={"text": "a"})
    tag = first.headers["ETag"]
    again = client.post(URL, json={"text": "a"}, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"], read) == (304, b"", tag, ["a"])
    assert client.post(URL, json={"text": "a"}, headers={"If-None-Match": '"other", *'}).status_code == 200
    assert client.post(URL, json={"text": "b"}, headers={"If-None-Match": tag}).status_code == 200
    others = [
        client.post(f"{URL}?format=markdown", json={"text": "a"}),
        client.post(URL, json={"text": "a", "offsets": "utf8"}),
        client.post(URL, data="a", content_type="text/plain"),
        client.post(URL, json={"text": "a"}, headers={"Accept-Encoding": "gzip"}),
    ]
    assert len({answer.headers["ETag"] for answer in [first, *others]}) == 5


def test_a_problem_has_no_tag() -> None:
    assert "ETag" not in stub_app().test_client().post(URL, json={"text": ""}).headers


def test_another_service_gives_other_tags() -> None:
    settings = [Settings(), Settings(names="spacy"), Settings(max_characters=10)]
    assert len({Answers(each, META).tag("a") for each in settings}) == 3
    assert Answers(Settings(), META).tag("ab", "c") != Answers(Settings(), META).tag("a", "bc")


def test_answers_are_kept_where_that_is_wanted() -> None:
    read: list[str] = []

    def does(article: Article) -> Extraction:
        read.append(article.text)
        return nothing(article)

    client = stub_app(does, cache_megabytes=1).test_client()
    assert client.post(URL, json={"text": "a"}).data == client.post(URL, json={"text": "a"}).data
    assert read == ["a"]


def test_those_that_were_not_asked_for_the_longest_go() -> None:
    answers = Answers(Settings(cache_megabytes=1), META)
    for name in "abc":
        answers.keep(name, name.encode() * 400_000)
        answers.kept("a")
    assert [bool(answers.kept(name)) for name in "abc"] == [True, False, True]
    answers.keep("d", b"d" * 2_000_000)
    assert answers.kept("d") is None


def test_gzip_both_ways() -> None:
    client = stub_app().test_client()
    text = "word " * 400
    plain = client.post(URL, json={"text": text, "id": "x" * 2000})
    packed = client.post(
        URL,
        data=gzip.compress(json.dumps({"text": text, "id": "x" * 2000}).encode()),
        content_type="application/json",
        headers={"Content-Encoding": "gzip", "Accept-Encoding": "gzip, br"},
    )
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in plain.headers["Vary"]
    refused = client.post(URL, json={"text": text}, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_a_small_body_that_unpacks_to_a_large_one() -> None:
    client = stub_app(max_characters=10, max_bytes=1000).test_client()
    answer = client.post(
        URL, data=gzip.compress(b"a" * 100_000), content_type="text/plain", headers={"Content-Encoding": "gzip"}
    )
    assert (answer.status_code, answer.json["limit"]) == (413, 1000)


def test_an_article_that_nobody_wants_is_not_read_on(extractor: Extractor) -> None:
    with pytest.raises(Cancelled):
        extractor.extract(Article(text="Anne left.", cancelled=lambda: True))


def test_who_waits_for_a_slot_and_leaves() -> None:
    admission = Admission(slots=1, queue=1)
    with admission.slot(time.monotonic() + 1):
        began = time.monotonic()
        with pytest.raises(Cancelled), admission.slot(began + 60, gone=lambda: True):
            raise AssertionError("there was no slot")
        assert time.monotonic() - began < 5
    with admission.slot(time.monotonic()):  # it is free again
        pass


def test_half_of_the_places_are_for_what_is_on_its_way() -> None:
    admission = Admission(slots=1, queue=3)
    with admission.stream(), admission.stream():
        with pytest.raises(Problem, match="busy"), admission.stream():
            pass
        with admission.request():
            pass


def test_a_file_that_changed_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"1")
    (tmp_path / "x.pyc").write_bytes(b"1")
    before = fingerprint(tmp_path)
    (tmp_path / "x.pyc").write_bytes(b"2")
    assert fingerprint(tmp_path) == before
    (tmp_path / "weights").write_bytes(b"2")
    assert fingerprint(tmp_path) != before
