"""What the file of jobs does beyond what both stores do: leases, turns, forks, a disk that is full."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.jobs import Claim, StoreFull, StoreUnavailable
from service.jobs.model import ABANDONED_AFTER
from service.jobs.sqlite import SQLiteStore
from service.jobs.store import new_id

from .test_store import accepted, lines


class Clock:
    def __init__(self) -> None:
        self.now = time.time()

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("service.jobs.sqlite.time", clock)
    return clock


def claim(store: SQLiteStore, owner: str = "a") -> Claim:
    found = store.claim(owner)
    assert found
    return found


def test_nothing_is_made_before_the_first_job(sqlite_store: SQLiteStore) -> None:
    sqlite_store.tidy()
    assert sqlite_store.claim("a") is None
    assert sqlite_store.due_webhook() is None
    assert sqlite_store.job("0" * 32) is None
    assert sqlite_store.backlog().jobs == 0
    with pytest.raises(StoreUnavailable):
        sqlite_store.append("0" * 32, 1, [b"a"])
    assert not sqlite_store.path.parent.exists()


def test_the_file_is_nobody_elses(sqlite_store: SQLiteStore) -> None:
    accepted(sqlite_store)
    files = list(sqlite_store.path.parent.iterdir())
    assert len(files) == 3  # the file, its log, and the log's index
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_article_is_claimed_by_one(sqlite_store: SQLiteStore) -> None:
    job = accepted(sqlite_store, articles=2)
    assert [(claim(sqlite_store, owner).n, owner) for owner in "ab"] == [(1, "a"), (2, "b")]
    assert sqlite_store.claim("c") is None
    sqlite_store.finish(job, 1, b"x", False)
    assert sqlite_store.claim("c") is None


def test_a_lease_runs_out(sqlite_store: SQLiteStore, clock: Clock) -> None:
    accepted(sqlite_store, articles=1)
    assert claim(sqlite_store).attempt == 1
    clock.now += 9
    assert sqlite_store.claim("b") is None
    clock.now += 1
    again = claim(sqlite_store, "b")
    assert (again.n, again.attempt, again.body) == (1, 2, b"article 1")


def test_a_lease_is_renewed_by_its_holder(sqlite_store: SQLiteStore, clock: Clock) -> None:
    accepted(sqlite_store, articles=1)
    held = claim(sqlite_store, "a")
    clock.now += 9
    sqlite_store.renew(held, "b")
    clock.now += 2
    other = claim(sqlite_store, "b")
    sqlite_store.renew(held, "a")  # too late: it is another's
    clock.now += 9
    sqlite_store.renew(other, "b")
    clock.now += 9
    assert sqlite_store.claim("c") is None


def test_jobs_take_turns(sqlite_store: SQLiteStore, clock: Clock) -> None:
    large = accepted(sqlite_store, articles=50)
    for _ in range(3):
        assert claim(sqlite_store).job == large
        clock.now += 0.001
    small = accepted(sqlite_store, articles=3)
    turns = []
    for _ in range(6):
        clock.now += 0.001
        turns.append(claim(sqlite_store).job)
    assert turns == [small, large] * 3


def test_a_job_is_kept_for_its_time(sqlite_store: SQLiteStore, clock: Clock) -> None:
    ended, open_still = accepted(sqlite_store, articles=500, key="k"), accepted(sqlite_store)
    sqlite_store.cancel(ended)
    clock.now += 3599
    sqlite_store.tidy()
    assert sqlite_store.job(ended)
    clock.now += 1
    assert sqlite_store.job(ended) is None  # though nobody has tidied
    assert sqlite_store.keyed("k") is None
    sqlite_store.tidy()
    with sqlite_store._look() as db:
        assert db
        assert [row[0] for row in db.execute("SELECT DISTINCT job FROM articles")] == [open_still]
        assert [row[0] for row in db.execute("SELECT id FROM jobs")] == [open_still]
    assert accepted(sqlite_store, key="k") != ended


def test_a_key_of_a_job_that_is_gone_is_free_before_anybody_has_tidied(sqlite_store: SQLiteStore, clock: Clock) -> None:
    first = accepted(sqlite_store, key="k")
    sqlite_store.cancel(first)
    clock.now += 3600
    assert accepted(sqlite_store, key="k") != first


def test_an_upload_that_broke_off_is_removed(sqlite_store: SQLiteStore, clock: Clock) -> None:
    job = new_id()
    sqlite_store.create(job, None)
    sqlite_store.append(job, 1, [b"a"])
    clock.now += ABANDONED_AFTER - 1
    sqlite_store.tidy()
    sqlite_store.append(job, 2, [b"b"])
    clock.now += ABANDONED_AFTER
    sqlite_store.tidy()
    with pytest.raises(StoreUnavailable):
        sqlite_store.append(job, 3, [b"c"])


def test_dead_letters_keep_their_article(sqlite_store: SQLiteStore) -> None:
    job = accepted(sqlite_store, articles=2)
    sqlite_store.finish(job, 1, b"abandoned", True, dead=True)
    sqlite_store.finish(job, 2, b"fine", False)
    assert sqlite_store.backlog().dead == 1
    with sqlite_store._look() as db:
        assert db
        assert [row[0] is None for row in db.execute("SELECT body FROM articles ORDER BY n")] == [False, True]


def test_a_connection_does_not_live_through_a_fork(sqlite_store: SQLiteStore) -> None:
    job = accepted(sqlite_store, articles=1)
    child = os.fork()
    if not child:
        code = 1
        try:
            sqlite_store.finish(job, 1, b"from the child", False)
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    assert lines(sqlite_store, job) == [b"from the child"]


def test_other_files_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "jobs.sqlite"
    path.write_bytes(b"this is no database, though it is long enough to be looked at" * 100)
    with pytest.raises(StoreUnavailable):
        SQLiteStore(path, limit=10**7, keep=1, lease=1).create(new_id(), None)
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 9")
    db.close()
    with pytest.raises(StoreUnavailable, match="version 9"):
        SQLiteStore(path, limit=10**7, keep=1, lease=1).create(new_id(), None)
    with pytest.raises(StoreUnavailable):
        SQLiteStore("/proc/nowhere/jobs.sqlite", limit=10**7, keep=1, lease=1).create(new_id(), None)


# ---------------------------------------------------------------- a full disk


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SQLiteStore]:
    """A store that is full soon. SQLite says the same of its own limit as of a disk without room."""
    store = SQLiteStore(tmp_path / "jobs.sqlite", limit=1_000_000, keep=3600, lease=10)
    yield store
    store.close()


def noise(size: int) -> bytes:
    return os.urandom(size)  # does not pack


def test_a_job_for_which_there_is_no_room(small: SQLiteStore) -> None:
    job = new_id()
    small.create(job, None)
    bodies = [noise(50_000)] * 10
    small.append(job, 1, bodies)
    with pytest.raises(StoreFull):
        small.append(job, 11, bodies)
    small.discard(job)
    assert len(lines(small, small_job := accepted(small))) == 0
    assert small.job(small_job)


def test_half_of_the_room_is_for_results(small: SQLiteStore) -> None:
    job = new_id()
    small.create(job, None)
    small.append(job, 1, [noise(550_000)])
    small.accept(job, None, b"")
    with pytest.raises(StoreFull):
        small.create(new_id(), None)
    small.finish(job, 1, noise(300_000), False)
    assert small.job(job)
    small.create(new_id(), None)  # the article has made room


def test_a_result_for_which_there_is_no_room_yet(small: SQLiteStore) -> None:
    """Nothing is half done: the article is finished once there is room."""
    full, later = accepted(small, articles=1), accepted(small, articles=1)
    result = noise(800_000)
    small.finish(full, 1, result, False)
    with pytest.raises(StoreFull):
        small.finish(later, 1, result, False)
    found = small.job(later)
    assert found
    assert (found.done, found.ready, found.state) == (0, 0, "queued")
    roomy = SQLiteStore(small.path, limit=10_000_000, keep=3600, lease=10)
    roomy.finish(later, 1, result, False)
    assert lines(roomy, later) == [result]
    roomy.close()
