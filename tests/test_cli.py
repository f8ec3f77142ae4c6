"""`copydesk serve` and `copydesk extract`; `copydesk gazetteer` is tested beside the gazetteer."""

from __future__ import annotations

import io
import json
import os
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from service import cli, server
from service.extraction import Extractor
from service.settings import Settings

TEXT = "The mayor, Anna Petit, said on Thursday that 40 people had left Paris."
PAGE = f"<html><body><article>{f'<p>{TEXT}</p>' * 4}</article></body></html>"


@pytest.fixture
def loaded(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own extractor instead of another."""
    monkeypatch.setattr(Extractor, "load", lambda _: extractor)


@pytest.mark.usefixtures("loaded")
def test_extract(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.html").write_text(PAGE)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    code = cli.main(
        [
            "extract",
            str(tmp_path / "a.txt"),
            str(tmp_path / "b.html"),
            "-",
            "--published",
            "2022-09-16",
            "--include",
            "dates",
        ]
    )
    text, page, standard_input = (json.loads(line) for line in capfd.readouterr().out.splitlines())
    assert code == 0
    assert text["dates"][0]["value"] == "2022-09-15"
    assert text["people"] == []
    assert text == standard_input
    assert TEXT in page["article"]["text"]


@pytest.mark.usefixtures("loaded")
def test_what_can_not_be_read_is_told_and_the_rest_goes_on(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(b"caf\xe9")
    (tmp_path / "b.html").write_text("")
    (tmp_path / "c.txt").write_text(" ")
    (tmp_path / "d.txt").write_text(TEXT)
    code = cli.main(["extract", str(tmp_path / "none.txt"), *(str(path) for path in sorted(tmp_path.iterdir()))])
    written = capfd.readouterr()
    assert code == 1
    assert len(written.out.splitlines()) == 1
    assert [line.partition(": ")[0].rpartition("/")[2] for line in written.err.splitlines()] == [
        "none.txt",
        "a.txt",
        "b.html",
        "c.txt",
    ]


def test_sections_that_there_are_not(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["extract", "a.txt", "--include", "weather"])
    assert "there are: events, quotes" in capfd.readouterr().err


def test_serve_takes_its_options_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Settings] = []
    monkeypatch.setattr(server, "serve", served.append)
    monkeypatch.setenv("COPYDESK_PORT", "1")
    monkeypatch.setenv("COPYDESK_HOST", "::")
    cli.main(["serve", "--port", "8010", "--workers", "3"])
    assert (served[0].port, served[0].host, served[0].workers) == (8010, "::", 3)


def test_a_wrong_setting_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COPYDESK_PROT", "1")
    assert cli.main(["serve"]) == 2
    assert capfd.readouterr().err.startswith("copydesk: COPYDESK_PROT is not a setting")


def test_serve_becomes_gunicorn(monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[Any] = []
    monkeypatch.setattr(os, "execve", lambda *given: became.append(given))
    server.serve(Settings(port=8010, api_keys="a"))
    program, command, environ = became[0]
    assert program == sys.executable
    assert command[-1] == "service.wsgi:app"
    assert Settings.from_environ(environ) == Settings(port=8010, api_keys="a")


def test_the_application_of_a_wsgi_server_tells_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COPYDESK_GAZETTEER", str(tmp_path / "none.sqlite"))
    with pytest.raises(SystemExit, match="copydesk: There is no gazetteer"):
        runpy.run_module("service.wsgi")


def test_gunicorns_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    monkeypatch.setenv("COPYDESK_PORT", "8010")
    monkeypatch.setenv("COPYDESK_DEADLINE_SECONDS", "7.5")
    set_up = runpy.run_path(str(server.CONFIG))
    assert set_up["bind"] == "127.0.0.1:8010"
    monkeypatch.setenv("COPYDESK_HOST", "::1")
    assert runpy.run_path(str(server.CONFIG))["bind"] == "[::1]:8010"
    assert set_up["threads"] > Settings().slots + Settings().queue
    assert set_up["graceful_timeout"] > 7.5
    assert set_up["preload_app"]
    assert set_up["control_socket_disable"]
