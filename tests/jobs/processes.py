"""Processes of the service that tests start, kill and start again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from .conftest import free_port

ROOT = Path(__file__).parents[2]


class Process:
    """One command, in a session of its own; whatever it started ends with it."""

    def __init__(self, command: list[str], **environ: str) -> None:
        self.command = [sys.executable, "-m", *command]
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("COPYDESK_", "PROMETHEUS"))
        }
        self.environ = {**inherited, "PYTHONPATH": str(ROOT), "COPYDESK_LOG_LEVEL": "error", **environ}
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.running = subprocess.Popen(
            self.command, env=self.environ, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
        )

    def revive(self) -> None:
        """What `restart: unless-stopped` does."""
        if self.running is None or self.running.poll() is not None:
            self.start()

    @property
    def pid(self) -> int:
        assert self.running
        return self.running.pid

    def children(self) -> list[int]:
        try:
            return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]
        except FileNotFoundError:
            return []

    def kill(self) -> None:
        """`kill -9` of the process alone: its children have to see for themselves."""
        assert self.running
        self.running.kill()
        self.running.wait()

    def end(self) -> None:
        if self.running:
            for pid in [self.pid, *self.children()]:
                kill(pid)
            with suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()


class Api(Process):
    """The stub service under gunicorn, and a client that does not give up."""

    def __init__(self, **environ: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__(
            ["gunicorn", "--config", "service/gunicorn.conf.py", "tests.jobs.stub:app"],
            **{"COPYDESK_PORT": str(self.port), "COPYDESK_WORKERS": "1", **environ},
        )

    def readers(self) -> list[int]:
        """The workers that read jobs: they have a low priority."""
        own = os.getpriority(os.PRIO_PROCESS, self.pid)
        return [pid for pid in self.children() if priority(pid) > own]

    def answerers(self) -> list[int]:
        return [pid for pid in self.children() if pid not in self.readers()]

    def once(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Any, bytes]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, body, named, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[Any, bytes]:
        """As a client does that wants an answer: again, where the connection broke, or the service is in trouble."""
        end = time.monotonic() + 60
        while True:
            try:
                status, found, content = self.once(method, path, body, **headers)
                if status < 500:
                    assert status < 300, content
                    return found, content
            except OSError:
                pass
            assert time.monotonic() < end, "no answer in time"
            self.revive()
            time.sleep(0.1)

    def job(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask("GET", path)[1])
        return found

    def results(self, path: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.ask("GET", f"{path}/results")[1].splitlines()]


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def priority(pid: int) -> int:
    try:
        return os.getpriority(os.PRIO_PROCESS, pid)
    except ProcessLookupError:
        return 0


def until(condition: Callable[[], object], seconds: float, meanwhile: Callable[[], None] = lambda: None) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        meanwhile()
        time.sleep(0.1)
