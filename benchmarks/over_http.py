"""The service over HTTP: the processor time and the memory of its processes, not of who asks. Linux only."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
JSON = {"Content-Type": "application/json"}
NDJSON = {"Content-Type": "application/x-ndjson"}


class Service:
    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process, self._port = process, port

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=600)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            read = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path}: {answer.status} {read[:200]!r}")
            return read
        finally:
            connection.close()

    def single(self, texts: list[str], at_once: int = 1) -> list[float]:
        """One request an article; seconds that each took, on the clock."""

        def one(text: str) -> float:
            began = time.perf_counter()
            self.post("/v1/extract", json.dumps({"text": text}).encode(), JSON)
            return time.perf_counter() - began

        with ThreadPoolExecutor(at_once) as clients:
            return list(clients.map(one, texts))

    def batch(self, texts: list[str]) -> None:
        lines = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)
        answers = self.post("/v1/extract/batch", lines, NDJSON).splitlines()
        if len(answers) != len(texts) or any("status" in json.loads(answer) for answer in answers):
            raise RuntimeError("The batch was not answered in full")

    def cpu(self) -> float:
        """Seconds that its processes have had, user and system."""
        return sum(sum(map(int, _stat(pid)[11:13])) for pid in self._pids()) / TICK

    def memory(self) -> tuple[float, float]:
        """RSS and PSS of all processes, in MB: PSS shares what they share."""
        totals = {"Rss:": 0, "Pss:": 0}
        for pid in self._pids():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
                name, size, _ = line.split()
                if name in totals:
                    totals[name] += int(size)
        return totals["Rss:"] / 1024, totals["Pss:"] / 1024

    def _pids(self) -> list[int]:
        parents = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parents[int(folder.name)] = int(_stat(int(folder.name))[1])
            except OSError:  # ended in between
                continue
        pids = [self._process.pid]
        for pid in pids:
            pids += [child for child, parent in parents.items() if parent == pid]
        return pids


def _stat(pid: int) -> list[str]:
    """The fields behind the name: state, parent, …, user and system ticks at 11 and 12."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


@contextmanager
def service(workers: int) -> Iterator[Service]:
    """`copydesk serve` with so many workers and none for jobs, ready to answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {
        **os.environ,
        "COPYDESK_PORT": str(port),
        "COPYDESK_WORKERS": str(workers),
        "COPYDESK_JOBS_STORE": "",
        "COPYDESK_LOG_LEVEL": "error",
    }
    process = subprocess.Popen([sys.executable, "-m", "service", "serve"], env=environ)
    try:
        _wait(process, port)
        yield Service(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("The service did not start")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError("The service is not ready")
