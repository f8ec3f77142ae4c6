"""What every response has, and what is counted and logged of it."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask.testing import FlaskClient

from service.api import logs
from service.extraction import Article, Extraction
from service.settings import Settings

from .stub import stub_app

SECRET = "Xanthippe Quillfeather"


@pytest.mark.parametrize("given", ["a", "7f3c9a-1:2/3+4=5@6._", "x" * 128])
def test_a_sane_id_is_given_back(client: FlaskClient, given: str) -> None:
    for path in ("/health/live", "/nothing"):
        assert client.get(path, headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", [None, "", "x" * 129, "two words", "ü", "<script>"])
def test_any_other_is_replaced(client: FlaskClient, given: str | None) -> None:
    headers = {} if given is None else {"X-Request-ID": given}
    first, second = (client.get("/health/live", headers=headers).headers["X-Request-ID"] for _ in range(2))
    assert first != second
    assert len(first) == 32


def test_headers_that_keep_browsers_from_guessing(client: FlaskClient) -> None:
    for path in ("/health/live", "/nothing"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert "Strict-Transport-Security" not in headers
    assert client.get("/health/live", base_url="https://localhost").headers["Strict-Transport-Security"]
    assert client.post("/v1/extract/batch").headers["Cache-Control"] == "no-store"


# ---------------------------------------------------------------- metrics


def counts(client: FlaskClient) -> dict[str, float]:
    lines = client.get("/metrics").get_data(as_text=True).splitlines()
    return {
        name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if not line.startswith("#"))
    }


def test_metrics() -> None:
    client = stub_app().test_client()
    client.post("/v1/extract", json={"text": "two words"})
    client.post("/v1/extract", json={"text": ""})
    client.post("/v1/extract/batch", data='{"text": "and three more"}', content_type="application/x-ndjson").close()
    client.get("/" + SECRET)
    client.open("/v1/info", method="BREW")
    found = counts(client)
    assert found['copydesk_requests_total{method="POST",route="/v1/extract",status="200"}'] == 1
    assert found['copydesk_requests_total{method="POST",route="/v1/extract",status="422"}'] == 1
    assert found['copydesk_requests_total{method="GET",route="unmatched",status="404"}'] == 1
    assert found['copydesk_requests_total{method="other",route="unmatched",status="405"}'] == 1
    assert found['copydesk_articles_total{outcome="read"}'] == 2
    assert found["copydesk_words_total"] == 5
    assert found["copydesk_articles_reading"] == 0
    assert found['copydesk_request_seconds_count{route="/v1/extract/batch"}'] == 1
    assert SECRET not in str(found)


def test_articles_that_failed_are_counted_by_what_failed() -> None:
    def fail(article: Article) -> Extraction:
        raise ValueError

    client = stub_app(fail).test_client()
    client.post("/v1/extract", json={"text": "a"})
    assert counts(client)['copydesk_articles_total{outcome="internal-error"}'] == 1


def test_workers_are_added_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What each has left in the directory; tests/contract has several that run."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    assert stub_app(jobs_store="").test_client().get("/metrics").data == b""


# ---------------------------------------------------------------- logs


def logged(**settings: Any) -> io.StringIO:
    """What is logged from here on."""
    logs.configure(Settings(**settings))
    stream = io.StringIO()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(stream))
    return stream


def test_a_request_is_a_line() -> None:
    client = stub_app().test_client()
    lines = logged(log_format="json")
    client.post("/v1/extract", json={"text": ""}, headers={"X-Request-ID": "mine"})
    (line,) = map(json.loads, lines.getvalue().splitlines())
    assert line.pop("seconds") >= 0
    assert line.pop("timestamp")
    assert line == {
        "event": "request",
        "level": "info",
        "method": "POST",
        "route": "/v1/extract",
        "status": 422,
        "problem": "invalid-request",
        "request_id": "mine",
    }


def test_nothing_of_an_article_is_logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    def fail(article: Article) -> Extraction:
        try:
            raise ValueError(article.text)
        except ValueError as error:
            raise RuntimeError(article) from error

    client = stub_app(fail).test_client()
    lines = logged(log_format="console", log_level="debug")
    with caplog.at_level(logging.DEBUG):
        client.post("/v1/extract", json={"text": SECRET, "title": SECRET})
        client.post(f"/v1/extract?title={SECRET}", data=SECRET, content_type="text/plain")
        client.post("/v1/extract", data=f"<p>{SECRET}</p>", content_type="text/html")
        client.post("/v1/extract", json={"text": SECRET, SECRET: SECRET, "published": SECRET})
        client.post("/v1/extract", data=f'{{"text": "{SECRET}', content_type="application/json")
        client.post("/v1/extract/batch", data=json.dumps({"text": SECRET}), content_type="application/x-ndjson").close()
        client.get(f"/{SECRET}")
    written = lines.getvalue() + caplog.text + "".join(capfd.readouterr())
    assert "RuntimeError" in written
    assert "tests.api.test_envelope" in written  # where it came from
    assert "Xanthippe" not in written
    assert "Quillfeather" not in written


def test_libraries_that_read_pages_are_silent(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    stub_app()
    for name in ("trafilatura.core", "htmldate.core"):
        logging.getLogger(name).error("discarding %s", SECRET)
    assert SECRET not in caplog.text + "".join(capfd.readouterr())


def test_the_level_is_a_setting() -> None:
    client = stub_app().test_client()
    lines = logged(log_level="warning")
    client.get("/health/live")
    assert lines.getvalue() == ""
