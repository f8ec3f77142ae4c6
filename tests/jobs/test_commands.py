"""How workers come to be: `copydesk worker`, and those among gunicorn's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from service.cli import main
from service.jobs import open_store
from service.jobs.gunicorn import assign
from service.server import work
from service.settings import SettingError, Settings
from tests.test_architecture import HTTP, LINGUISTICS, SERVICE, knows, modules


def test_a_worker_needs_redis(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("COPYDESK_JOBS_REDIS", raising=False)
    assert main(["worker"]) == 2
    assert "COPYDESK_JOBS_REDIS is not set" in capsys.readouterr().err


def test_a_worker_is_dramatiqs(monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(os, "execve", lambda program, command, environ: became.append((command, environ)))
    work(Settings(jobs_redis="redis://:pw@127.0.0.1:1/0"))
    ((command, environ),) = became
    assert command[:4] == [sys.executable, "-m", "dramatiq", "service.jobs.worker:broker"]
    assert environ["dramatiq_queue_prefetch"] == "1"
    assert "pw" not in " ".join(command)


def test_redis_without_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dramatiq", None)
    monkeypatch.delitem(sys.modules, "service.jobs.redis", raising=False)
    with pytest.raises(SettingError, match="copydesk\\[scale\\]"):
        open_store(Settings(jobs_redis="redis://:pw@127.0.0.1:1/0"))


def test_no_store() -> None:
    assert open_store(Settings(jobs_store="")) is None


def test_secrets_are_not_shown() -> None:
    shown = repr(Settings(jobs_redis="redis://:geheim@r/0", jobs_webhook_secret="geheim", jobs_webhooks="a.example"))
    assert "geheim" not in shown
    with pytest.raises(SettingError, match="jobs_webhook_secret"):
        Settings(jobs_webhooks="a.example")


class Arbiter:
    """gunicorn's master, as far as `assign` looks at it."""

    def __init__(self) -> None:
        self.cfg = object()
        self.WORKERS: dict[int, SimpleNamespace] = {}

    def fork(self, pid: int) -> bool:
        worker = SimpleNamespace(cfg=self.cfg, reads_jobs=False)
        assign(self, worker, answering=2, reading=1)  # type: ignore[arg-type]
        self.WORKERS[pid] = worker
        return worker.reads_jobs


def test_who_answers_and_who_reads() -> None:
    arbiter = Arbiter()
    assert [arbiter.fork(pid) for pid in (1, 2, 3)] == [False, False, True]
    del arbiter.WORKERS[3]
    assert arbiter.fork(4)  # one who reads has died: another one
    del arbiter.WORKERS[1]
    assert not arbiter.fork(5)
    arbiter.cfg = object()  # a reload: these are on their way out
    assert [arbiter.fork(pid) for pid in (6, 7, 8)] == [False, False, True]
    assert not arbiter.fork(9)


@pytest.mark.parametrize("module", [m for m in modules("jobs") if m.stem not in ("gunicorn", "worker")], ids=str)
def test_jobs_know_neither_http_nor_linguistics(module: Path) -> None:
    assert not knows(module, HTTP)
    assert not knows(module, (*LINGUISTICS, "service.extraction"))


def test_the_default_loads_nothing_of_the_extra() -> None:
    script = "import sys, service.api; sys.exit(any(name in sys.modules for name in ('redis', 'dramatiq')))"
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", script], check=False, cwd=SERVICE.parent)
    assert ran.returncode == 0
