"""The commands; `copydesk gazetteer` is tested beside the gazetteer."""

from __future__ import annotations

import io
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service import cli, server
from service.api.formats import FORMATS
from service.cli import completion, extract
from service.cli.inputs import count
from service.extraction import SECTIONS, Extractor
from service.settings import Settings
from service.version import __version__

from . import completions

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


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Three requests, the second of them bad, and a blank line."""
    path = tmp_path / "articles.jsonl"
    lines = [
        json.dumps({"text": TEXT, "id": "a-1", "published": "2021-01-01"}),
        '{"text": ""}',
        "",
        json.dumps({"text": TEXT}),
    ]
    path.write_text("\n".join(lines))
    return path


@pytest.mark.usefixtures("loaded")
def test_articles_a_line(articles: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What a line says of its article counts before the options."""
    code = cli.main(["extract", str(articles), "--published", "2022-09-16"])
    written = capfd.readouterr()
    first, last = (json.loads(line) for line in written.out.splitlines())
    assert code == 1
    assert (first["article"]["id"], first["article"]["published"]) == ("a-1", "2021-01-01")
    assert last["article"]["published"] == "2022-09-16"
    assert written.err.startswith(f"{articles}:2: text: ")
    assert TEXT not in written.err


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("form", FORMATS)
def test_each_format_is_what_the_service_gives(
    form: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], client: FlaskClient
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    code = cli.main(["extract", str(tmp_path / "a.txt"), "--format", form, "--section", "people", "--source", "CNN"])
    answer = client.post(f"/v1/extract?format={form}&section=people&source=CNN", json={"text": TEXT})
    assert code == 0
    assert capfdbinary.readouterr().out == answer.data + b"\n" * FORMATS[form].line


@pytest.mark.usefixtures("loaded")
def test_a_file_an_article(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "b.txt").write_text(TEXT)
    files = [str(articles), str(tmp_path / "b.txt"), str(tmp_path / "c" / "b.txt")]
    folder = tmp_path / "out" / "sheets"
    assert cli.main(["extract", *files, "--format", "markdown", "--output", str(folder)]) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["articles-1.md", "articles-4.md", "b-2.md", "b.md"]
    assert (folder / "b.md").read_text().startswith("# ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["a.txt", "b.txt", "--format", "html"], "--output FOLDER"),
        (["a.jsonl", "--format", "csv"], "--output FOLDER"),
        (["a.txt", "--include", "weather"], "there are: events, quotes"),
        (["a.txt", "--published", "soon"], "published: Not an RFC 3339 date"),
        (["a.txt", "--min-confidence", "2"], "min_confidence: "),
        (["a.txt", "--country", "France"], "home/country: "),
    ],
)
def test_what_is_refused(arguments: list[str], told: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["extract", *arguments]) == 2
    written = capfd.readouterr()
    assert written.err.startswith("copydesk: ")
    assert told in written.err
    assert written.out == ""


def test_a_model_that_is_missing(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COPYDESK_GAZETTEER", "/nowhere.sqlite")
    assert cli.main(["extract", "a.txt"]) == 2
    assert "copydesk: There is no gazetteer at /nowhere.sqlite" in capfd.readouterr().err


@pytest.mark.usefixtures("loaded")
def test_a_fault_is_told_without_the_article(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Extractor, article: Any) -> None:
        raise ValueError(article.text)

    monkeypatch.setattr(Extractor, "extract", fail)
    (tmp_path / "a.txt").write_text(TEXT)
    assert cli.main(["extract", str(tmp_path / "a.txt")]) == 1
    assert capfd.readouterr().err == f"{tmp_path / 'a.txt'}: a fault of Copydesk (ValueError)\n"


@pytest.mark.usefixtures("loaded")
def test_progress_on_a_terminal(
    articles: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.cli.progress.SECONDS", 0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    cli.main(["extract", str(articles)])
    shown = capfd.readouterr().err
    assert "loading the model" in shown
    assert "3 of 3 articles" in shown
    assert "1 of them failed" in shown
    cli.main(["extract", str(articles), "--quiet"])
    assert capfd.readouterr().err.startswith(f"{articles}:2: ")


def test_articles_that_can_not_be_counted(articles: Path) -> None:
    assert count([str(articles), "a.txt"], None) == 4
    assert count(["-"], None) == 1
    assert count(["-"], "jsonl") is None
    assert count(["missing.jsonl"], None) is None


def test_whoever_reads_may_stop(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT, "include": ["dates"]}) + "\n" * 1)
    script = f"{sys.executable} -W ignore -m service extract {tmp_path / 'a.jsonl'} {tmp_path / 'a.jsonl'} | true"
    ran = subprocess.run(["bash", "-c", f"set -o pipefail; {script}"], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr


def test_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: Settings) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Extractor, "load", interrupt)
    assert cli.main(["extract", "a.txt"]) == 130


def test_the_options_are_what_there_is() -> None:
    """They are named in the command's module, so that `--help` loads nothing."""
    assert tuple(FORMATS) == extract.FORMATS
    assert extract.SECTIONS == SECTIONS


def test_help_teaches(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["extract", "--help"])
    told = capfd.readouterr().out
    assert "exit codes:" in told
    examples = re.findall(r"^  (?:.*\| )?copydesk (extract .+?)(?: [>|] .*)?$", told, re.MULTILINE)
    assert len(examples) > 5
    for example in examples:
        cli.parser().parse_args(example.split())


def test_the_version(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capfd.readouterr().out == f"{__version__}\n"


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_the_completion_of_a_shell(shell: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Where this fails, the commands have changed: run `python -m tests.completions`."""
    assert cli.main(["completion", shell]) == 0
    assert capfd.readouterr().out == completions.made(shell)


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_completes(tmp_path: Path) -> None:
    script = tmp_path / "copydesk"
    script.write_text(completion.script("bash"))
    ask = (
        f"source {script}; COMP_WORDS=(copydesk extract --fo); COMP_CWORD=2; "
        "$(complete -p copydesk | sed 's/.*-F \\([^ ]*\\).*/\\1/') copydesk --fo extract; echo ${COMPREPLY[@]}"
    )
    ran = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "--format"


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
    assert set_up["bind"] == ["127.0.0.1:8010"]
    monkeypatch.setenv("COPYDESK_HOST", "::1")
    assert runpy.run_path(str(server.CONFIG))["bind"] == ["[::1]:8010"]
    monkeypatch.setenv("COPYDESK_OPS_PORT", "8011")
    assert runpy.run_path(str(server.CONFIG))["bind"] == ["[::1]:8010", "[::1]:8011"]
    assert set_up["threads"] > Settings().slots + Settings().queue
    assert set_up["graceful_timeout"] > 7.5
    assert set_up["preload_app"]
    assert set_up["control_socket_disable"]
