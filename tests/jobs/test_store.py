"""What both stores do alike."""

from __future__ import annotations

import time
from typing import Any

import pytest

from service.jobs import KeyReused, Store
from service.jobs.model import RECENT
from service.jobs.redis import RedisStore
from service.jobs.sqlite import SQLiteStore
from service.jobs.store import WEBHOOK_TRIES, new_id

DIGEST = b"\x00digest\xff"


def accepted(store: Store, articles: int = 3, *, webhook: str | None = None, key: str | None = None) -> str:
    job = new_id()
    store.create(job, webhook)
    store.append(job, 1, [b"article %d" % n for n in range(1, articles + 1)])
    return store.accept(job, key, DIGEST)


def lines(store: Store, job: str, after: int = 0) -> list[bytes | None]:
    found = store.job(job)
    assert found
    return list(store.results(job, after, found.ready))


def claimed(store: Any, job: str, n: int) -> bytes | None:
    """The article that a worker is given, whichever way the store has."""
    claim = store.claim(job, n) if isinstance(store, RedisStore) else store.claim("worker")
    return claim and claim.body


def test_a_job_is_there_once_it_is_accepted(store: Store) -> None:
    job = new_id()
    store.create(job, None)
    store.append(job, 1, [b"a", b"b"])
    assert store.job(job) is None
    store.append(job, 3, [b"c"])
    assert store.accept(job, None, DIGEST) == job
    found = store.job(job)
    assert found
    assert (found.state, found.articles, found.done, found.ready) == ("queued", 3, 0, 0)
    assert found.created == pytest.approx(time.time(), abs=5)
    assert (found.started, found.ended, found.webhook, found.recent) == (None, None, None, None)


def test_what_came_in_is_what_is_read(store: Store) -> None:
    job = accepted(store)
    bodies = []
    for n in (1, 2, 3):
        bodies.append(claimed(store, job, n))
        store.finish(job, n, b"result %d" % n, False)
    assert bodies == [b"article 1", b"article 2", b"article 3"]
    assert claimed(store, job, 1) is None


def test_articles_that_are_sent_again_to_the_store_are_there_once(
    sqlite_store: SQLiteStore, redis_store: RedisStore
) -> None:
    """A client of Redis repeats what it does not know to have been done; a transaction of SQLite is done or not."""
    job = new_id()
    redis_store.create(job, None)
    for _ in range(2):
        redis_store.append(job, 1, [b"a", b"b"])
    redis_store.accept(job, None, DIGEST)
    found = redis_store.job(job)
    assert found
    assert found.articles == 2


def test_results_are_in_order_and_without_a_gap(store: Store) -> None:
    job = accepted(store)
    store.finish(job, 3, b"three", False)
    assert lines(store, job) == []
    store.finish(job, 1, b"one", False)
    assert lines(store, job) == [b"one"]
    store.finish(job, 2, b"two", True)
    assert lines(store, job) == [b"one", b"two", b"three"]
    assert lines(store, job, after=2) == [b"three"]
    assert list(store.sizes(job, 3)) == [3, 3, 5]


def test_many_results_come_in_pieces(store: Store) -> None:
    job = accepted(store, articles=95)
    for n in range(95, 0, -1):
        store.finish(job, n, b"%d" % n, False)
    assert lines(store, job) == [b"%d" % n for n in range(1, 96)]
    assert lines(store, job, after=50) == [b"%d" % n for n in range(51, 96)]


def test_an_article_is_finished_once(store: Store) -> None:
    job = accepted(store, articles=2)
    store.finish(job, 1, b"first", False)
    store.finish(job, 1, b"second", True)
    found = store.job(job)
    assert found
    assert (found.done, found.failed) == (1, 0)
    assert lines(store, job) == [b"first"]


@pytest.mark.parametrize(("failed", "state"), [((False, True), "done"), ((True, True), "failed")])
def test_how_a_job_ends(store: Store, failed: tuple[bool, bool], state: str) -> None:
    job = accepted(store, articles=2)
    claimed(store, job, 1)
    running = store.job(job)
    assert running
    assert (running.state, running.ended) == ("running", None)
    assert running.started == pytest.approx(time.time(), abs=5)
    for n, bad in enumerate(failed, 1):
        store.finish(job, n, b"x", bad)
    found = store.job(job)
    assert found
    assert (found.state, found.done, found.failed, found.ready) == (state, 2, sum(failed), 2)
    assert found.ended == pytest.approx(time.time(), abs=5)
    store.finish(job, 2, b"late", False)
    assert lines(store, job) == [b"x", b"x"]


def test_a_job_is_cancelled(store: Store) -> None:
    job = accepted(store)
    store.finish(job, 2, b"two", False)
    assert claimed(store, job, 1)
    found = store.cancel(job)
    assert found
    assert (found.state, found.done, found.ready) == ("cancelled", 1, 3)
    store.finish(job, 1, b"late", False)
    assert claimed(store, job, 3) is None
    assert lines(store, job) == [None, b"two", None]
    assert list(store.sizes(job, 3)) == [None, 3, None]
    assert store.cancel(job) == found


def test_what_has_ended_is_not_cancelled(store: Store) -> None:
    job = accepted(store, articles=1)
    store.finish(job, 1, b"x", False)
    found = store.cancel(job)
    assert found
    assert found.state == "done"
    assert lines(store, job) == [b"x"]


def test_nobody_knows_an_unknown_job(store: Store) -> None:
    assert store.job("0" * 32) is None
    assert store.keyed("key") is None
    if isinstance(store, RedisStore):
        assert store.cancel("0" * 32) is None
        assert store.claim("0" * 32, 1) is None
    store.finish(accepted(store), 1, b"x", False)
    store.finish("0" * 32, 1, b"x", False)
    assert store.job("0" * 32) is None


def test_a_key_is_of_one_job(store: Store) -> None:
    first = accepted(store, key="k")
    assert store.keyed("k") == (first, DIGEST)
    second = new_id()
    store.create(second, None)
    store.append(second, 1, [b"a"])
    assert store.accept(second, "k", DIGEST) == first
    with pytest.raises(KeyReused):
        store.accept(second, "k", b"other")
    store.discard(second)
    assert store.job(second) is None
    assert accepted(store, key="other") != first


def test_what_is_discarded_leaves_nothing(store: Store) -> None:
    job = new_id()
    store.create(job, None)
    store.append(job, 1, [b"a" * 10_000])
    store.discard(job)
    if isinstance(store, RedisStore):
        assert store._redis.keys("copydesk:*") == []
    else:
        assert isinstance(store, SQLiteStore)
        with store._look() as db:
            assert db
            assert db.execute("SELECT (SELECT count(*) FROM jobs) + (SELECT count(*) FROM articles)").fetchone()[0] == 0


def test_what_waits(store: Store) -> None:
    assert (store.backlog().jobs, store.backlog().articles, store.backlog().oldest) == (0, 0, 0)
    first = accepted(store)
    accepted(store, articles=2)
    store.finish(first, 1, b"x", False)
    backlog = store.backlog()
    assert (backlog.jobs, backlog.articles, backlog.dead) == (2, 4, 0)
    assert 0 <= backlog.oldest < 5
    store.cancel(first)
    assert (store.backlog().jobs, store.backlog().articles) == (1, 2)


def test_the_rate_is_that_of_the_last_articles(store: Store) -> None:
    job = accepted(store, articles=RECENT + 5)
    claimed(store, job, 1)
    for n in range(1, 4):
        store.finish(job, n, b"x", False)
    few = store.job(job)
    assert few
    assert few.recent == (3, few.started)
    assert few.rate(few.recent[1] + 2) == 1.5
    for n in range(4, RECENT + 3):
        store.finish(job, n, b"x", False)
    many = store.job(job)
    assert many
    assert many.started
    assert many.recent
    assert many.recent[0] == RECENT
    assert many.recent[1] > many.started
    for n in range(RECENT + 3, RECENT + 6):
        store.finish(job, n, b"x", False)
    ended = store.job(job)
    assert ended
    assert ended.started
    assert ended.ended
    assert ended.rate(ended.ended + 1000) == (RECENT + 5) / (ended.ended - ended.started)


def test_a_webhook_is_due_once_the_job_has_ended(store: Store) -> None:
    job = accepted(store, articles=1, webhook="https://hooks.example.com/a")
    assert store.due_webhook() is None
    store.finish(job, 1, b"x", False)
    due = store.due_webhook()
    assert due
    assert (due.id, due.webhook, due.webhook_state) == (job, "https://hooks.example.com/a", "pending")
    assert store.due_webhook() is None  # it is somebody's now
    store.webhook_sent(job, ok=True)
    sent = store.job(job)
    assert sent
    assert sent.webhook_state == "sent"


def test_a_webhook_that_fails_is_sent_again_and_given_up_in_the_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(f"{type(store).__module__}.time.time", lambda: now)
    job = accepted(store, articles=1, webhook="https://hooks.example.com/a")
    store.cancel(job)
    for pause in WEBHOOK_TRIES:
        assert store.due_webhook()
        store.webhook_sent(job, ok=False)
        assert store.due_webhook() is None
        pending = store.job(job)
        assert pending
        assert pending.webhook_state == "pending"
        now += min(pause, 1000)  # within the hour that jobs are kept here
        if pause > 1000:
            break
    else:
        assert store.due_webhook()


def test_a_webhook_is_given_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{type(store).__module__}.WEBHOOK_TRIES", (0.0, 0.0))
    job = accepted(store, articles=1, webhook="https://hooks.example.com/a")
    store.cancel(job)
    for _ in range(3):
        assert store.due_webhook()
        store.webhook_sent(job, ok=False)
    assert store.due_webhook() is None
    found = store.job(job)
    assert found
    assert found.webhook_state == "failed"


def test_jobs_without_a_webhook_have_none_due(store: Store) -> None:
    store.cancel(accepted(store))
    assert store.due_webhook() is None
