"""The process that reads jobs: what it does with each article, with a store in trouble, and when it is told to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from service.jobs import StoreFull, StoreUnavailable
from service.jobs.model import MAX_ATTEMPTS, Job
from service.jobs.runner import HUNG, Runner, Watch, errands
from service.jobs.sqlite import SQLiteStore
from service.jobs.store import patiently
from service.jobs.webhooks import Webhooks

from .test_store import accepted, lines

NO_WEBHOOKS = Webhooks((), "", lambda job: b"")


class UpperCase:
    """Reads by writing in capitals; a body with "bad" in it is a problem."""

    def __init__(self, during: Callable[[bytes], None] = lambda body: None) -> None:
        self._during = during

    def read(self, body: bytes, n: int) -> tuple[bytes, bool]:
        self._during(body)
        return b"%d:%s" % (n, body.upper()), b"bad" in body

    def abandoned(self, n: int) -> bytes:
        return b"%d:abandoned" % n


def until(condition: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.01)


def ended(store: SQLiteStore, job: str) -> bool:
    found = store.job(job)
    return bool(found and found.ended)


@pytest.fixture
def told() -> list[tuple[str, object]]:
    return []


@pytest.fixture
def run(sqlite_store: SQLiteStore, told: list[tuple[str, object]]) -> Iterator[Callable[..., Runner]]:
    """`run(reader)` starts a runner, which is stopped after the test."""
    started: list[Runner] = []

    def start(reader: UpperCase, webhooks: Webhooks = NO_WEBHOOKS) -> Runner:
        runner = Runner(
            sqlite_store, reader, webhooks, lambda event, **known: told.append((event, known.get("error"))), 60
        )
        runner.start()
        started.append(runner)
        return runner

    yield start
    for runner in started:
        runner.stop()
        until(lambda runner=runner: not runner.beat())


def test_each_article_is_read(sqlite_store: SQLiteStore, run: Callable[..., Runner]) -> None:
    run(UpperCase())
    job = accepted(sqlite_store)  # the store is made while the runner waits for it
    until(lambda: ended(sqlite_store, job))
    assert lines(sqlite_store, job) == [b"1:ARTICLE 1", b"2:ARTICLE 2", b"3:ARTICLE 3"]


def test_two_runners_share_a_job(sqlite_store: SQLiteStore, run: Callable[..., Runner]) -> None:
    read: list[bytes] = []
    run(UpperCase(read.append))
    run(UpperCase(read.append))
    job = accepted(sqlite_store, articles=40)
    until(lambda: ended(sqlite_store, job))
    assert sorted(read) == sorted(b"article %d" % n for n in range(1, 41))
    assert lines(sqlite_store, job) == [b"%d:ARTICLE %d" % (n, n) for n in range(1, 41)]


def test_an_article_over_which_workers_died_is_given_up(sqlite_store: SQLiteStore, run: Callable[..., Runner]) -> None:
    sqlite_store.lease = 0
    job = accepted(sqlite_store, articles=1)
    for attempt in range(1, MAX_ATTEMPTS + 1):  # each claims it, and is not heard of again
        claim = sqlite_store.claim(f"dead-{attempt}")
        assert claim
        assert claim.attempt == attempt
    read: list[bytes] = []
    run(UpperCase(read.append))
    until(lambda: ended(sqlite_store, job))
    assert lines(sqlite_store, job) == [b"1:abandoned"]
    assert read == []
    assert sqlite_store.backlog().dead == 1


def test_what_is_in_hand_is_read_to_its_end(sqlite_store: SQLiteStore, run: Callable[..., Runner]) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly(body: bytes) -> None:
        begun.set()
        assert go_on.wait(10)

    runner = run(UpperCase(slowly))
    job = accepted(sqlite_store)
    assert begun.wait(10)
    runner.stop()
    assert runner.beat()  # it is at it still
    go_on.set()
    until(lambda: not runner.beat())
    assert lines(sqlite_store, job) == [b"1:ARTICLE 1"]
    found = sqlite_store.job(job)
    assert found
    assert (found.state, found.done) == ("running", 1)


def test_a_lease_is_renewed_while_the_article_is_read(sqlite_store: SQLiteStore, run: Callable[..., Runner]) -> None:
    sqlite_store.lease = 0.3
    begun, go_on = threading.Event(), threading.Event()

    def slowly(body: bytes) -> None:
        begun.set()
        assert go_on.wait(10)

    runner = run(UpperCase(slowly))
    job = accepted(sqlite_store, articles=1)
    assert begun.wait(10)
    end = time.monotonic() + 1
    while time.monotonic() < end:
        assert runner.beat()
        assert sqlite_store.claim("another") is None
        time.sleep(0.05)
    go_on.set()
    until(lambda: ended(sqlite_store, job))


def test_a_result_waits_for_room(
    sqlite_store: SQLiteStore,
    run: Callable[..., Runner],
    told: list[tuple[str, object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The disk is full for a while: nothing is read twice, and nothing is lost."""
    read: list[bytes] = []
    finish, full = SQLiteStore.finish, 3

    def finish_later(self: SQLiteStore, *given: object, **options: object) -> None:
        nonlocal full
        if full:
            full -= 1
            raise StoreFull
        finish(self, *given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(SQLiteStore, "finish", finish_later)
    run(UpperCase(read.append))
    job = accepted(sqlite_store, articles=2)
    until(lambda: ended(sqlite_store, job))
    assert read == [b"article 1", b"article 2"]
    assert told == [("jobs-store", "StoreFull")] * 3


def test_a_store_in_trouble_is_asked_again(
    sqlite_store: SQLiteStore,
    run: Callable[..., Runner],
    told: list[tuple[str, object]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    claim, troubles = SQLiteStore.claim, 1

    def claim_later(self: SQLiteStore, owner: str) -> object:
        nonlocal troubles
        if troubles:
            troubles -= 1
            raise StoreUnavailable
        return claim(self, owner)

    monkeypatch.setattr(SQLiteStore, "claim", claim_later)
    run(UpperCase())
    job = accepted(sqlite_store, articles=1)
    until(lambda: ended(sqlite_store, job))
    assert told == [("jobs-store", "StoreUnavailable")]


def test_a_fault_of_ours_ends_the_runner_and_tells_nothing_of_the_article(
    sqlite_store: SQLiteStore, run: Callable[..., Runner], told: list[tuple[str, object]]
) -> None:
    def fault(body: bytes) -> None:
        raise RuntimeError(body.decode())

    runner = run(UpperCase(fault))
    accepted(sqlite_store)
    until(lambda: not runner.beat())
    assert told == [("jobs-fault", "RuntimeError")]


def test_patience_ends_with_the_worker() -> None:
    tries = []

    def do() -> None:
        tries.append(1)
        raise StoreFull

    with pytest.raises(StoreFull):
        patiently(do, lambda: len(tries) < 3, lambda error: None)
    assert len(tries) == 3


# ---------------------------------------------------------------- errands


def test_webhooks_are_sent_and_the_store_is_tidied(sqlite_store: SQLiteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    tidied = threading.Event()

    class Recorded(Webhooks):
        def send(self, job: Job) -> bool:
            sent.append(job.id)
            return True

    monkeypatch.setattr(SQLiteStore, "tidy", lambda self: tidied.set())
    job = accepted(sqlite_store, articles=1, webhook="https://hooks.example.com")
    sqlite_store.cancel(job)
    stopping = threading.Event()
    webhooks = Recorded((), "", lambda job: b"")
    thread = threading.Thread(target=errands, args=(sqlite_store, webhooks, Watch(60), stopping, lambda *_, **__: None))
    thread.start()
    assert tidied.wait(10)
    stopping.set()
    thread.join(10)
    assert sent == [job]
    found = sqlite_store.job(job)
    assert found
    assert found.webhook_state == "sent"


def test_what_hangs_is_ended_with_its_process(sqlite_store: SQLiteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended(Exception):
        pass

    codes: list[int] = []

    def end(code: int) -> None:
        codes.append(code)
        raise Ended

    monkeypatch.setattr("service.jobs.runner.os._exit", end)
    watch, told = Watch(0.0), []
    assert not watch.overdue
    with watch.reading(), pytest.raises(Ended):
        errands(sqlite_store, NO_WEBHOOKS, watch, threading.Event(), lambda event, **_: told.append(event))
    assert (codes, told) == ([HUNG], ["jobs-hung"])
    assert not watch.overdue
