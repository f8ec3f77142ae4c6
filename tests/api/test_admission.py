"""Too many at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.admission import BURST, CALM, Admission
from service.api.problems import Problem
from service.extraction import Article, Extraction

from .stub import nothing, stub_app


@contextmanager
def busy(**settings: object) -> Iterator[tuple[Flask, list[int]]]:
    """An application whose only slot is taken; the second value counts how many are read at once, at most."""
    inside, free = threading.Event(), threading.Event()
    at_once = [0, 0]
    lock = threading.Lock()

    def does(article: Article) -> Extraction:
        with lock:
            at_once[0] += 1
            at_once[1] = max(at_once)
        inside.set()
        free.wait(10)
        with lock:
            at_once[0] -= 1
        return nothing(article)

    app = stub_app(does, slots=1, **settings)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(post, app.test_client())
        inside.wait(10)
        try:
            yield app, at_once
        finally:
            free.set()
        assert first.result().status_code == 200


def post(client: FlaskClient) -> Any:
    return client.post("/v1/extract", json={"text": "a"})


def test_no_place_in_the_queue() -> None:
    with busy(queue=0) as (app, _):
        answer = post(app.test_client())
        assert (answer.status_code, answer.json["type"]) == (503, "urn:copydesk:problem:busy")
        assert int(answer.headers["Retry-After"]) >= 1
        batch = app.test_client().post("/v1/extract/batch", data="{}", content_type="application/x-ndjson")
        assert batch.status_code == 503
        assert app.test_client().get("/health/live").status_code == 200
    assert post(app.test_client()).status_code == 200


def test_no_slot_falls_free_in_time() -> None:
    with busy(queue=1, deadline_seconds=0.05) as (app, _):
        began = time.monotonic()
        assert post(app.test_client()).status_code == 503
        assert time.monotonic() - began < 5


def test_who_waits_is_read_next_one_at_a_time() -> None:
    with ThreadPoolExecutor() as pool, busy(queue=3) as (app, at_once):
        waiting = [pool.submit(post, app.test_client()) for _ in range(3)]
    assert [answer.result().status_code for answer in waiting] == [200, 200, 200]
    assert at_once[1] == 1


def test_what_no_slot_is_needed_for() -> None:
    with busy(queue=0) as (app, _):
        assert app.test_client().post("/v1/extract", data="a").status_code == 415
        assert app.test_client().get("/v1/info").status_code == 200


def test_an_answer_that_the_collector_ends_gives_its_place_back() -> None:
    """The collector may run while the lock is held, in the same thread: an answer that nobody closed ends there."""
    admission = Admission(slots=1, queue=1)
    place = admission.stream()
    place.__enter__()

    def collected() -> None:
        with admission._lock:
            place.__exit__(None, None, None)

    thread = threading.Thread(target=collected, daemon=True)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    with admission.stream():
        pass


class Desk:
    """An admission with one slot and a long queue, on a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.admission = Admission(slots=1, queue=8, clock=lambda: self.now)

    @contextmanager
    def one_reads(self) -> Iterator[None]:
        with self.admission.slot(time.monotonic() + 10):
            yield

    @contextmanager
    def one_waits(self) -> Iterator[None]:
        """Beside one who reads; at the end the slot is free, and who waited has had its turn."""
        with ThreadPoolExecutor() as pool:
            with self.one_reads():
                turn = pool.submit(self._read)
                while not self.admission._waiting:
                    time.sleep(0.001)
                yield
            turn.result(10)

    def _read(self) -> None:
        with self.one_reads():
            pass

    def takes_one_more(self) -> bool:
        try:
            with self.admission.request():
                return True
        except Problem:
            return False


def test_a_burst_may_queue_but_what_does_not_end_is_no_burst() -> None:
    desk = Desk()
    with desk.one_waits():
        desk.now = BURST
        assert desk.takes_one_more()
        desk.now = BURST + 0.1
        assert not desk.takes_one_more()
    assert desk.takes_one_more()  # nobody waits


@pytest.mark.parametrize(("pause", "taken"), [(CALM - 0.1, False), (CALM + 0.1, True)])
def test_only_a_pause_ends_a_rush(pause: float, taken: bool) -> None:
    """A short one comes of the short queue itself."""
    desk = Desk()
    with desk.one_waits():
        desk.now = BURST
    desk.now += pause
    with desk.one_waits():
        desk.now += 0.2
        assert desk.takes_one_more() is taken
