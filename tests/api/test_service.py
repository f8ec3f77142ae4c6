"""What is running here: /v1/info, /v1/event-types, /health, /openapi, /docs, the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient

from service import create_app
from service.extraction import SECTIONS, Article, Extraction, Extractor
from service.extraction.event_types import event_types
from service.settings import Settings

from .stub import StubExtractor, nothing, stub_app

ROOT = Path(__file__).parents[2]
WEB = ROOT / "service" / "web"


def test_the_extractor_is_loaded_and_warm_unless_one_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Article] = []

    def does(article: Article) -> Extraction:
        read.append(article)
        return nothing(article)

    monkeypatch.setattr(Extractor, "load", lambda settings: StubExtractor(does))
    assert create_app(Settings()).test_client().get("/v1/info").json["model"]["name"] == "none"
    assert len(read) == 1


def test_info(client: FlaskClient) -> None:
    info = client.get("/v1/info").json
    assert info["contract"] == "1"
    assert info["model"] == {"name": "en_core_web_md", "version": "3.7.1"}
    assert info["gazetteer"]["places"] > 200_000
    assert info["limits"] == {
        "max_characters": 200_000,
        "max_bytes": 4_000_000,
        "deadline_seconds": 60,
        "slots": 2,
        "queue": 16,
        "jobs_max_bytes": 500_000_000,
        "jobs_max_articles": 100_000,
        "jobs_keep_hours": 72,
    }
    assert info["languages"] == ["en"]
    assert info["sections"] == list(SECTIONS)
    assert info["offsets"] == ["codepoint", "utf16", "utf8"]


def test_event_types(client: FlaskClient) -> None:
    found = client.get("/v1/event-types").json["event_types"]
    assert [kind["code"] for kind in found] == list(event_types())
    assert list(found[0]) == ["code", "label", "definition", "plover", "cameo", "medtop", "medtop_name"]


def test_alive(client: FlaskClient) -> None:
    assert client.get("/health/live").json == {"status": "live"}


def test_ready_with_model_and_gazetteer(client: FlaskClient) -> None:
    assert client.get("/health/ready").json == {"status": "ready"}


def test_not_ready_until_it_reads() -> None:
    broken = [OSError("gone"), None]
    proofs = []

    def does(article: Article) -> Extraction:
        proofs.append(article)
        if error := broken.pop(0):
            raise error
        return nothing(article)

    client = stub_app(does).test_client()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["type"]) == (503, "urn:copydesk:problem:not-ready")
    assert answer.headers["Retry-After"]
    assert client.get("/health/ready").status_code == 200
    assert client.get("/health/ready").status_code == 200
    assert len(proofs) == 2  # once it has read, it is not asked again


def test_the_contract_is_served_as_it_is(client: FlaskClient) -> None:
    answer = client.get("/openapi.yaml")
    assert answer.content_type == "application/yaml"
    assert answer.data == (ROOT / "openapi.yaml").read_bytes()
    assert client.get("/openapi.json").json == yaml.safe_load(answer.data)


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_load_only_files_of_ours_that_are_there(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        page = answer.get_data(as_text=True)
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    linked = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(linked) >= 3
    for address in linked:
        assert address.startswith("/")
        with client.get(address) as answer:
            assert answer.status_code == 200
            assert answer.data
    assert not re.findall(r"<script(?![^>]*\bsrc=)|<style|\bon\w+=|\bstyle=", page)


def test_the_scripts_insert_text_never_markup() -> None:
    for script in WEB.glob("*.js"):
        assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script.read_text())


def test_only_two_files_of_swagger_ui_are_served(client: FlaskClient) -> None:
    assert client.get("/docs/oauth2-redirect.html").status_code == 404
    assert client.get("/docs/../settings.py").status_code == 404
    assert client.get("/web/../settings.py").status_code == 404
