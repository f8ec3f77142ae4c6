"""Batches: both ways at once, with no more in memory than a line, and nothing read that nobody takes."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPResponse
from typing import Any

import pytest

from .service import NDJSON, Service, chunk, full, head, running

BATCH = "/v1/extract/batch"
MOST = 100_000_000  # bytes above idle, whatever is sent


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(COPYDESK_SLOTS="1", COPYDESK_QUEUE="4", COPYDESK_CLIENT_SECONDS="5") as service:
        yield service


class Batch:
    """A batch that is sent and read at once, as one likes."""

    def __init__(self, service: Service, **headers: str) -> None:
        self.client = service.connect(60)
        self.client.sendall(head(BATCH, NDJSON, Transfer_Encoding="chunked", **headers))
        self.answer: HTTPResponse | None = None

    def send(self, data: bytes) -> None:
        self.client.sendall(chunk(data))

    def end(self) -> None:
        self.client.sendall(b"0\r\n\r\n")

    def line(self) -> dict[str, Any]:
        if self.answer is None:
            self.answer = HTTPResponse(self.client)
            self.answer.begin()
            assert self.answer.status == 200
        found: dict[str, Any] = json.loads(self.answer.readline())
        return found

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()


def request(n: int, text: str = "Anne left.") -> bytes:
    return json.dumps({"id": str(n), "text": text}).encode() + b"\n"


def test_each_line_is_answered_before_the_next_is_sent(service: Service) -> None:
    with Batch(service) as batch:
        for n in range(20):
            batch.send(request(n))
            assert batch.line()["article"]["id"] == str(n)
        batch.send(b"{\n")
        assert batch.line()["line"] == 21
        batch.end()


def test_half_a_line_and_the_rest_later(service: Service) -> None:
    with Batch(service) as batch:
        whole = request(1)
        batch.send(whole[:10])
        time.sleep(0.2)
        batch.send(whole[10:] + request(2))
        assert [batch.line()["article"]["id"] for _ in range(2)] == ["1", "2"]


def test_a_chunk_whose_size_comes_alone(service: Service) -> None:
    """What has come in ends behind the size: the body does not."""
    with Batch(service) as batch:
        for n in range(3):
            size, line = chunk(request(n)).split(b"\r\n", 1)
            batch.client.sendall(size + b"\r\n")
            time.sleep(0.2)
            batch.client.sendall(line)
            assert batch.line()["article"]["id"] == str(n)


def test_packed_both_ways_and_still_line_by_line(service: Service) -> None:
    pack, unpack = zlib.compressobj(wbits=31), zlib.decompressobj(wbits=31)
    with Batch(service, Content_Encoding="gzip", Accept_Encoding="gzip") as batch:
        batch.send(pack.compress(b"".join(map(request, range(50)))) + pack.flush())
        batch.end()
        answer = HTTPResponse(batch.client)
        answer.begin()
        assert answer.getheader("Content-Encoding") == "gzip"
        first = unpack.decompress(answer.read1())
        assert json.loads(first.splitlines()[0])["article"]["id"] == "0"
        rest = (first + unpack.decompress(answer.read()) + unpack.flush()).splitlines()
        assert [json.loads(line)["article"]["id"] for line in rest] == [str(n) for n in range(50)]


@pytest.mark.parametrize("packed", [gzip.compress(request(1))[:-9], b"not gzip\n", gzip.compress(request(1)) + b"x"])
def test_what_is_not_gzip_or_breaks_off(service: Service, packed: bytes) -> None:
    status, _, content = service.once("POST", BATCH, packed, Content_Type=NDJSON, Content_Encoding="gzip")
    assert status == 200
    assert json.loads(content.splitlines()[-1])["type"] == "urn:copydesk:problem:bad-request"


def test_who_does_not_read_is_not_read_from(service: Service) -> None:
    """Back-pressure: sending comes to a halt, nothing is kept, and after `client_seconds` the client is left."""
    idle = service.memory()
    with Batch(service) as batch:
        batch.client.settimeout(1.0)
        sent = until_it_halts(batch)
        assert 0 < sent < 20_000  # what the buffers of two sockets hold, of 2 kB each
        assert service.memory() < idle + MOST
        end = time.monotonic() + 15
        while reading(service):
            assert time.monotonic() < end
            time.sleep(0.2)


def until_it_halts(batch: Batch) -> int:
    for n in range(100_000):
        try:
            batch.send(request(n, "Anne left. " * 180))
        except (TimeoutError, ConnectionError):  # or it was left before, on a busy machine
            return n
    raise AssertionError("it took all of two hundred megabytes")


def reading(service: Service) -> bool:
    """Whether all places for batches are free again."""
    batches = [Batch(service) for _ in range(2)]  # as many as may be on their way at once
    try:
        for batch in batches:
            batch.send(request(1))
        return not all(b"200 OK" in batch.client.recv(100) for batch in batches)
    finally:
        for batch in batches:
            batch.end()
            batch.client.close()
        time.sleep(0.3)


def test_a_large_batch_and_one_without_end(service: Service) -> None:
    """20 MB, and as much as goes in some seconds; memory is looked at all the while."""
    time.sleep(1)  # the test before has given its places back
    idle, highest = service.memory(), 0
    over = threading.Event()

    def look() -> None:
        nonlocal highest
        while not over.wait(0.1):
            highest = max(highest, service.memory())

    with Batch(service) as batch:
        watch = threading.Thread(target=look, daemon=True)
        watch.start()
        reader = threading.Thread(target=read_all, args=(batch,), daemon=True)
        reader.start()
        article = request(1, "Anne left. " * 180)  # 2 kB
        began = time.monotonic()
        sent = 0
        while sent < full(5_000_000, 20_000_000) or time.monotonic() - began < full(3, 60):
            batch.send(article)
            sent += len(article)
        batch.client.shutdown(socket.SHUT_RDWR)
        reader.join()
        over.set()
        watch.join()
    assert highest < idle + MOST, f"{(highest - idle) / 1e6:.0f} MB above idle after {sent / 1e6:.0f} MB"


def read_all(batch: Batch) -> None:
    """Take whatever is answered, until the connection is closed from either side."""
    with suppress(OSError):
        while batch.client.recv(1_000_000):
            pass


def test_a_line_of_a_hundred_megabytes(service: Service) -> None:
    idle = service.memory()
    with Batch(service) as batch:
        batch.send(request(1))
        batch.send(b'{"text": "')
        for _ in range(full(20, 100)):
            batch.send(b"a" * 1_000_000)
        assert service.memory() < idle + MOST
        batch.send(b'"}\n' + request(3))
        assert batch.line()["article"]["id"] == "1"
        assert (batch.line()["type"], batch.line()["article"]["id"]) == ("urn:copydesk:problem:body-too-large", "3")


def test_a_bomb(service: Service) -> None:
    """300 kB that unpack to 300 MB: refused as one line, not kept."""
    idle = service.memory()
    bomb = gzip.compress(b"a" * 300_000_000, 9)
    assert len(bomb) < 400_000
    status, _, content = service.once("POST", BATCH, bomb, Content_Type=NDJSON, Content_Encoding="gzip")
    assert (status, json.loads(content)["type"]) == (200, "urn:copydesk:problem:body-too-large")
    status, _, content = service.once("POST", "/v1/extract", bomb, Content_Type="text/plain", Content_Encoding="gzip")
    assert (status, json.loads(content)["type"]) == (413, "urn:copydesk:problem:body-too-large")
    assert service.memory() < idle + MOST


def test_half_of_the_places_stay_for_single_articles(service: Service) -> None:
    batches = [Batch(service) for _ in range(6)]
    try:
        for batch in batches:
            batch.send(request(1))
        heads = [batch.client.recv(12) for batch in batches]
        assert sorted(heads) == [b"HTTP/1.1 200"] * 2 + [b"HTTP/1.1 503"] * 4
        with closing(service.connect()):
            assert service.read("Anne left.")[0] == 200
    finally:
        for batch in batches:
            batch.client.close()
