"""Dramatiq's tasks, with Dramatiq's own worker in this process; test_faults.py has those that run."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator

import dramatiq
import pytest

from service.jobs import StoreUnavailable
from service.jobs.model import MAX_ATTEMPTS
from service.jobs.redis import RedisStore
from service.jobs.tasks import declare

from .test_redis import waiting
from .test_runner import NO_WEBHOOKS, UpperCase, until
from .test_store import accepted, lines


@pytest.fixture
def told() -> list[tuple[str, object]]:
    return []


@pytest.fixture
def work(redis_store: RedisStore, told: list[tuple[str, object]]) -> Iterator[Callable[[UpperCase], dramatiq.Worker]]:
    """`work(reader)` starts a worker, which is stopped after the test."""
    started: list[dramatiq.Worker] = []

    def start(reader: UpperCase) -> dramatiq.Worker:
        broker = declare(
            redis_store, reader, NO_WEBHOOKS, lambda event, **known: told.append((event, known.get("error"))), 60
        )
        worker = dramatiq.Worker(broker, worker_timeout=50, worker_threads=1)
        worker.start()
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.stop()


def ended(store: RedisStore, job: str) -> bool:
    found = store.job(job)
    return bool(found and found.ended)


def test_each_article_is_read(redis_store: RedisStore, work: Callable[[UpperCase], dramatiq.Worker]) -> None:
    job = accepted(redis_store)
    work(UpperCase())
    until(lambda: ended(redis_store, job))
    assert lines(redis_store, job) == [b"1:ARTICLE 1", b"2:ARTICLE 2", b"3:ARTICLE 3"]


def test_a_task_that_comes_twice_changes_nothing(
    redis_store: RedisStore, work: Callable[[UpperCase], dramatiq.Worker]
) -> None:
    read: list[bytes] = []
    job = accepted(redis_store)
    redis_store._enqueue(job)
    work(UpperCase(read.append))
    until(lambda: ended(redis_store, job) and not waiting(redis_store))
    assert read == [b"article 1", b"article 2", b"article 3"]


def test_an_article_over_which_workers_died_is_a_dead_letter(
    redis_store: RedisStore, work: Callable[[UpperCase], dramatiq.Worker]
) -> None:
    job = accepted(redis_store)
    for _ in range(MAX_ATTEMPTS):
        assert redis_store.claim(job, 2)
    read: list[bytes] = []
    work(UpperCase(read.append))
    until(lambda: ended(redis_store, job) and redis_store.backlog().dead == 1)
    assert lines(redis_store, job) == [b"1:ARTICLE 1", b"2:abandoned", b"3:ARTICLE 3"]
    assert read == [b"article 1", b"article 3"]
    assert redis_store._redis.hkeys(f"copydesk:bodies:{job}") == [b"2"]  # kept, to be looked into


def test_a_store_in_trouble_is_asked_again(
    redis_store: RedisStore,
    work: Callable[[UpperCase], dramatiq.Worker],
    told: list[tuple[str, object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[bytes] = []
    finish, troubles = RedisStore.finish, 2

    def finish_later(self: RedisStore, *given: object, **options: object) -> None:
        nonlocal troubles
        if troubles:
            troubles -= 1
            raise StoreUnavailable
        finish(self, *given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(RedisStore, "finish", finish_later)
    job = accepted(redis_store)
    work(UpperCase(read.append))
    until(lambda: ended(redis_store, job))
    assert read == [b"article 1", b"article 2", b"article 3"]
    assert told == [("jobs-store", "StoreUnavailable")] * 2


def test_a_cancelled_job_is_read_no_further(
    redis_store: RedisStore, work: Callable[[UpperCase], dramatiq.Worker]
) -> None:
    job = accepted(redis_store)
    read: list[bytes] = []

    def cancel(body: bytes) -> None:
        read.append(body)
        redis_store.cancel(job)

    work(UpperCase(cancel))
    until(lambda: not redis_store.broker.do_qsize("articles"))
    assert read == [b"article 1"]
    assert lines(redis_store, job) == [None, None, None]


def test_a_worker_that_is_told_to_stop_hands_on_what_it_has_not_begun(
    redis_store: RedisStore, work: Callable[[UpperCase], dramatiq.Worker]
) -> None:
    job = accepted(redis_store)
    begun, go_on = threading.Event(), threading.Event()

    def slowly(body: bytes) -> None:
        begun.set()
        assert go_on.wait(10)

    worker = work(UpperCase(slowly))
    assert begun.wait(10)
    stopping = threading.Thread(target=worker.stop)
    stopping.start()
    until(lambda: not worker.workers[0].running)
    go_on.set()
    stopping.join(10)
    assert lines(redis_store, job) == [b"1:ARTICLE 1"]
    (message,) = redis_store.broker.do_fetch("articles", 9)
    assert json.loads(message)["args"] == [job, 2, 3]
