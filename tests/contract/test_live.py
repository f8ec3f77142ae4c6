"""The service as it runs: several workers, over HTTP."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TEXT = "The mayor, Anna Petit, said on Thursday that 40 people had left Paris."


def post(address: str, path: str, body: Any) -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    media_type = "application/x-ndjson" if path.endswith("batch") else "application/json"
    request = urllib.request.Request(address + path, data, {"Content-Type": media_type})
    with urllib.request.urlopen(request, timeout=60) as answer:
        read: bytes = answer.read()
        return read


def test_schemathesis_finds_nothing(live: str) -> None:
    """All checks of schemathesis, on what openapi.yaml allows and on what it does not; see schemathesis.toml."""
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", "tests/contract/schemathesis.toml"]
    ran = subprocess.run(
        [*command, "run", f"{live}/openapi.yaml", "--no-color"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_all_workers_are_counted_together(live: str) -> None:
    def count() -> float:
        with urllib.request.urlopen(live + "/metrics") as answer:
            found = re.search(r'^copydesk_articles_total\{outcome="read"\} (.+)$', answer.read().decode(), re.MULTILINE)
        return float(found[1]) if found else 0

    before = count()
    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(lambda _: post(live, "/v1/extract", {"text": TEXT}), range(12)))
    assert len(answers) == 1  # the same request, the same bytes, whichever worker
    assert count() == before + 12


def test_a_batch_in_pieces(live: str) -> None:
    """Chunked, as a client sends that does not know how much is to come."""
    lines = b"".join(json.dumps({"text": TEXT, "id": str(n)}).encode() + b"\n" for n in range(5))
    host, _, port = live.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(
            b"POST /v1/extract/batch HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            b"Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        for at in range(0, len(lines), 37):
            piece = lines[at : at + 37]
            connection.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))
        connection.sendall(b"0\r\n\r\n")
        answer = b""
        while received := connection.recv(65536):
            answer += received
    assert re.findall(rb'"id":"(\d)"', answer) == [b"0", b"1", b"2", b"3", b"4"]


def test_a_body_that_is_no_body(live: str) -> None:
    host, _, port = live.removeprefix("http://").partition(":")
    head = b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
    for rest in (b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n", b"Content-Length: 100\r\n\r\nabc"):
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(head + rest)
            connection.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))  # until the server closes
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert b"urn:copydesk:problem:bad-request" in answer
