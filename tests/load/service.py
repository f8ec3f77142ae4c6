"""The service as processes, and clients that behave badly: what the tests of this folder share."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.jobs.processes import Api

STUB = "tests.jobs.stub:app"  # an article "sleep 0.1" takes so long
REAL = "service.wsgi:app"
JSON = "application/json"
NDJSON = "application/x-ndjson"


class Service(Api):
    """gunicorn with the stub or the real thing; jobs are off, unless `environ` has them."""

    def __init__(self, app: str = STUB, **environ: str) -> None:
        super().__init__(**{"COPYDESK_JOBS_STORE": "", **environ})
        self.command[-1] = app

    def wait(self, seconds: float = 120) -> None:
        """Until it is ready."""
        end = time.monotonic() + seconds
        while True:
            try:
                if self.once("GET", "/health/ready")[0] == 200:
                    return
            except OSError:
                pass
            assert time.monotonic() < end, "it was not ready in time"
            time.sleep(0.05)

    def connect(self, timeout: float = 20) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def send(self, raw: bytes, timeout: float = 20) -> bytes:
        """What is answered to raw bytes, to the end of the connection."""
        with closing(self.connect(timeout)) as client:
            with suppress(BrokenPipeError, ConnectionResetError):  # it has heard enough
                client.sendall(raw)
            return everything(client)

    def read(self, text: str, **headers: str) -> tuple[int, Any, bytes]:
        return self.once("POST", "/v1/extract", json.dumps({"text": text}).encode(), Content_Type=JSON, **headers)

    def send_article(self, text: str, patience: float, kind: str = JSON) -> tuple[int, bytes]:
        """As `read`, for an article that takes its time."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=patience)
        with closing(connection):
            body = json.dumps({"text": text}) if kind == JSON else text
            connection.request("POST", "/v1/extract", body.encode(), {"Content-Type": kind})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def memory(self) -> int:
        """Bytes that all its processes hold together, what they share counted once (PSS)."""
        return sum(pss(pid) for pid in [self.pid, *self.children()])


@contextmanager
def running(app: str = STUB, **environ: str) -> Iterator[Service]:
    service = Service(app, **environ)
    service.start()
    try:
        service.wait()
        yield service
    finally:
        service.end()


def everything(client: socket.socket) -> bytes:
    found = bytearray()
    try:
        while piece := client.recv(65_536):
            found += piece
    except ConnectionResetError:
        pass
    return bytes(found)


def head(path: str = "/v1/extract", kind: str = JSON, **headers: str) -> bytes:
    """The head of a POST."""
    named = {"Host": "localhost", "Content-Type": kind, **{n.replace("_", "-"): value for n, value in headers.items()}}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode()


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def pss(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:  # it has ended
        return 0
    return next(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))


def full(short: int, long: int) -> int:
    """How much of a thing a test does: a little in CI, all of it with `make faults`."""
    return long if os.environ.get("LOAD_FULL") else short
