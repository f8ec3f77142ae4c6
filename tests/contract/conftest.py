from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from .examples import CONTRACT


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    """openapi.yaml."""
    read: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running service, as `copydesk serve` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-c",
        f"from service.cli import main; main(['serve', '--port', '{port}', '--workers', '2'])",
    ]
    environ = {**os.environ, "COPYDESK_LOG_FORMAT": "json", "COPYDESK_LOG_LEVEL": "warning"}
    environ["COPYDESK_JOBS_STORE"] = str(tmp_path_factory.mktemp("jobs") / "jobs.sqlite")
    environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    with subprocess.Popen(command, env=environ) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until_ready(address, server)
            yield address
        finally:
            server.terminate()
            assert server.wait(30) == 0


def wait_until_ready(address: str, server: subprocess.Popen[bytes], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, "the service ended before it was ready"
        try:
            with urllib.request.urlopen(address + "/health/ready", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError("the service was not ready in time")
