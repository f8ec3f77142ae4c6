"""kill -9 and SIGTERM under load: every request ends in an answer, or in a connection that broke with its worker.

LOAD_FULL=1, or `make faults`, does it fifty times; else a few.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.jobs.processes import kill, until

from .service import JSON, NDJSON, Service, full, running

CLIENTS = 6
WORKERS = 2


class Load:
    """Clients that send one article after the other, and count how each ended."""

    def __init__(self, service: Service, text: str = "sleep 0.02") -> None:
        self.service = service
        self.sent = 0
        self.ended: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.over = threading.Event()
        self.text = text
        self._lock = threading.Lock()
        self._clients = [threading.Thread(target=self._go, args=(n,)) for n in range(CLIENTS)]

    def __enter__(self) -> Load:
        for client in self._clients:
            client.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for client in self._clients:
            client.join()

    def _go(self, client: int) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            name = f"{client}-{number}"
            with self._lock:
                self.sent += 1
            how = self._one(name)
            with self._lock:
                self.ended[how] += 1
            if how == "refused":
                time.sleep(0.02)

    def _one(self, name: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=30)
        try:
            try:
                connection.connect()
            except OSError:
                return "refused"
            connection.request(
                "POST", "/v1/extract", json.dumps({"id": name, "text": self.text}), {"Content-Type": JSON}
            )
            answer = connection.getresponse()
            content = json.loads(answer.read())
        except (OSError, http.client.HTTPException):
            return "broken"
        finally:
            connection.close()
        if answer.status == 200 and content["article"]["id"] != name:
            self.wrong.append(f"{name} was answered {content['article']['id']}")
        return str(answer.status)


@pytest.fixture
def service() -> Iterator[Service]:
    with running(
        COPYDESK_WORKERS=str(WORKERS), COPYDESK_SLOTS="2", COPYDESK_QUEUE="16", COPYDESK_DEADLINE_SECONDS="10"
    ) as service:
        yield service


def test_kill_of_a_worker_loses_its_own_requests_alone(service: Service) -> None:
    rounds = full(3, 50)
    dice = random.Random(1)
    with Load(service) as load:
        for _ in range(rounds):
            time.sleep(dice.uniform(0.1, 0.4))
            kill(dice.choice(service.children()))
            until(lambda: len(service.children()) == WORKERS, 10)
        time.sleep(0.3)
    assert not load.wrong
    assert sum(load.ended.values()) == load.sent
    assert set(load.ended) <= {"200", "broken", "503"}
    assert load.ended["200"] > rounds
    # In hand at a kill are at most the clients' requests, one each.
    assert load.ended["broken"] <= rounds * CLIENTS
    print(f"kill -9, {rounds} times: {dict(load.ended)}")


def test_sigterm_answers_what_is_under_way(service: Service) -> None:
    """Again and again: told to stop under load, it answers all it took, ends in time, and is started again."""
    rounds = full(2, 50)
    ended: Counter[str] = Counter()
    sent = 0
    for _ in range(rounds):
        service.revive()
        service.wait()
        with Load(service) as load:
            time.sleep(0.4)
            assert service.running
            began = time.monotonic()
            service.running.send_signal(signal.SIGTERM)
            service.running.wait(20)
            assert time.monotonic() - began < 15
            load.over.set()
        ended += load.ended
        sent += load.sent
        assert not load.wrong
    assert sum(ended.values()) == sent
    assert ended["200"] > rounds
    # A connection that the system had taken, and no worker yet, is closed with the listener: at most one a client.
    assert set(ended) <= {"200", "refused", "broken"}
    assert ended["broken"] <= rounds * CLIENTS
    print(f"SIGTERM, {rounds} times: {dict(ended)}")


def test_an_article_in_hand_at_sigterm_is_answered(service: Service) -> None:
    found: list[int] = []
    client = threading.Thread(target=lambda: found.append(service.read("sleep 2")[0]))
    client.start()
    time.sleep(0.5)
    assert service.running
    service.running.send_signal(signal.SIGTERM)
    service.running.wait(20)
    client.join()
    assert found == [200]


def test_a_batch_without_end_ends_with_the_service() -> None:
    """Each line that was sent is answered, and the last one says that no more is read."""
    with running(COPYDESK_DEADLINE_SECONDS="2") as service:
        answers: list[dict[str, object]] = []
        over = threading.Event()

        def lines() -> Iterator[bytes]:
            for n in range(10_000):
                yield json.dumps({"id": str(n), "text": "sleep 0.02"}).encode() + b"\n"
                while len(answers) < n - 3 and not over.is_set():
                    time.sleep(0.001)
                if over.is_set():
                    return

        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)

        def send() -> None:
            with suppress(OSError):
                for line in lines():
                    connection.send(b"%x\r\n%s\r\n" % (len(line), line))

        connection.putrequest("POST", "/v1/extract/batch")
        connection.putheader("Content-Type", NDJSON)
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        sender = threading.Thread(target=send)
        sender.start()
        answer = connection.getresponse()
        answers.append(json.loads(answer.readline()))
        assert service.running
        service.running.send_signal(signal.SIGTERM)
        while line := answer.readline():
            answers.append(json.loads(line))
        over.set()
        service.running.wait(20)
        connection.close()
        sender.join()
        *read, last = answers
        assert [line["article"]["id"] for line in read] == [str(n) for n in range(len(read))]  # type: ignore[index]
        assert (last["type"], last["line"]) == ("urn:copydesk:problem:busy", len(read) + 1)


def test_a_worker_that_grew_is_replaced_and_loses_nothing() -> None:
    with running(COPYDESK_WORKER_MEGABYTES="400", COPYDESK_SLOTS="2", COPYDESK_QUEUE="16") as service:
        (before,) = service.children()
        with Load(service, "sleep 0.01") as load:
            time.sleep(0.2)
            assert service.read("grow 500")[0] == 200
            until(lambda: service.children() not in ([before], []), 20)
            time.sleep(0.5)
        assert set(load.ended) == {"200"}, load.ended


def test_sighup_reads_the_keys_again_and_loses_nothing(tmp_path: object) -> None:
    from hashlib import sha256  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    keys = Path(str(tmp_path)) / "keys"
    keys.write_text(f"{sha256(b'first').hexdigest()}  desk\n")
    with running(COPYDESK_API_KEYS_FILE=str(keys)) as service:
        assert service.read("a", Authorization="Bearer first")[0] == 200
        assert service.read("a", Authorization="Bearer second")[0] == 401
        assert service.read("a")[0] == 401
        before = service.children()
        keys.write_text(f"# changed\n{sha256(b'second').hexdigest()}\n")
        os.kill(service.pid, signal.SIGHUP)
        until(lambda: service.children() and not set(service.children()) & set(before), 20)
        assert service.read("a", Authorization="Bearer second")[0] == 200
        assert service.read("a", Authorization="Bearer first")[0] == 401
        before = service.children()
        keys.write_text("what is no hash\n")
        os.kill(service.pid, signal.SIGHUP)
        until(lambda: service.children() and not set(service.children()) & set(before), 20)
        assert service.read("a", Authorization="Bearer second")[0] == 200
