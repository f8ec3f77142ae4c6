"""Too many at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from service.api.admission import Admission
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
