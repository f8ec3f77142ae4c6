"""Jobs in a file of SQLite: the default, for one machine.

Processes of the service share the file. Every change is one short transaction that takes the writer's lock at its start
(BEGIN IMMEDIATE), so that writers queue and never deadlock; readers are not held up (WAL). No commit is lost where a
process dies. Those that somebody was told of, that a job is accepted or cancelled, wait for the disk (synchronous=FULL)
and survive a power cut, too; an article that was finished just before one is read again, to the same result.

An article is claimed under a lease. A worker renews the leases it holds; where it has died they run out, and another
takes the article up.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .model import ABANDONED_AFTER, RECENT, Backlog, Claim, Job, end_state
from .store import WEBHOOK_TRIES, KeyReused, StoreFull, StoreUnavailable

if TYPE_CHECKING:
    from service.settings import Settings

VERSION: Final = 1
PAGE: Final = 4096  # bytes; SQLite's own
LOG_PAGES: Final = (
    256  # after which the log is written into the file and begun anew: it takes little of a disk that is full
)
AT_ONCE: Final = 200  # rows that one statement reads or removes
WEBHOOK_LEASE: Final = 60.0  # seconds in which who sends a webhook has to be done

# `touched`: when more of a job came in; once it is accepted, when an article of it was last claimed.
# The small columns of an article stand before the large ones: to read them, SQLite need not walk through these.
SCHEMA: Final = """
CREATE TABLE jobs (
    id TEXT PRIMARY KEY, state TEXT NOT NULL, key TEXT UNIQUE, digest BLOB,
    created REAL NOT NULL, touched REAL NOT NULL, started REAL, ended REAL,
    articles INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
    webhook TEXT, webhook_state TEXT, webhook_tries INTEGER NOT NULL DEFAULT 0, webhook_due REAL
) WITHOUT ROWID;
CREATE TABLE articles (
    job TEXT NOT NULL, n INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, lease REAL, owner TEXT, ended REAL,
    size INTEGER, dead INTEGER, body BLOB, result BLOB,
    PRIMARY KEY (job, n)
);
CREATE INDEX unread ON articles (job, n) WHERE ended IS NULL;
CREATE INDEX finished ON articles (job, ended) WHERE ended IS NOT NULL;
CREATE INDEX dead ON articles (dead) WHERE dead IS NOT NULL;
"""

SELECT_JOB: Final = (
    "SELECT id, state, created, started, ended, articles, done, failed, webhook, webhook_state "
    "FROM jobs WHERE id = ? AND state != 'receiving'"
)
SELECT_RESULTS: Final = "SELECT n, result FROM articles WHERE job = ? AND n > ? AND n <= ? ORDER BY n LIMIT 20"
SELECT_SIZES: Final = "SELECT n, size FROM articles WHERE job = ? AND n > ? AND n <= ? ORDER BY n LIMIT 2000"


class Connection(sqlite3.Connection):
    """Closes with the thread whose it is."""

    def __del__(self) -> None:
        self.close()


class SQLiteStore:
    """`limit`: bytes that the file may have. `keep`: seconds that a job is kept after its end. `lease`: seconds."""

    def __init__(self, path: str | Path, *, limit: int, keep: float, lease: float) -> None:
        self.path = Path(path).expanduser()
        self.limit = limit
        self.keep = keep
        self.lease = lease
        self._mine = threading.local()

    @classmethod
    def from_settings(cls, settings: Settings) -> SQLiteStore:
        return cls(
            settings.jobs_store,
            limit=settings.jobs_store_bytes,
            keep=settings.jobs_keep_hours * 3600,
            lease=settings.jobs_lease_seconds,
        )

    # ------------------------------------------------------------ coming in

    def create(self, job: str, webhook: str | None) -> None:
        with self._change(make=True) as db:
            now = time.time()
            (used,) = db.execute(
                "SELECT page_count - freelist_count FROM pragma_page_count, pragma_freelist_count"
            ).fetchone()
            if used * PAGE > self.limit / 2:  # the other half is for the results
                raise StoreFull
            db.execute(
                "INSERT INTO jobs (id, state, created, touched, webhook) VALUES (?, 'receiving', ?, ?, ?)",
                (job, now, now, webhook),
            )

    def append(self, job: str, first: int, bodies: Sequence[bytes]) -> None:
        with self._change() as db:
            found = db.execute(
                "UPDATE jobs SET articles = ?, touched = ? WHERE id = ? AND state = 'receiving'",
                (first + len(bodies) - 1, time.time(), job),
            ).rowcount
            if not found:
                raise StoreUnavailable("the job that is being received is gone")
            db.executemany(
                "INSERT INTO articles (job, n, body) VALUES (?, ?, ?)",
                ((job, n, zlib.compress(body)) for n, body in enumerate(bodies, first)),
            )

    def accept(self, job: str, key: str | None, digest: bytes) -> str:
        with self._change(on_disk=True) as db:
            if key is not None and (other := self._keyed(db, key)):
                if other[1] != digest:
                    raise KeyReused
                return other[0]
            db.execute("UPDATE jobs SET key = NULL WHERE key = ?", (key,))  # of a job past its time
            db.execute(
                "UPDATE jobs SET state = 'queued', key = ?, digest = ?, created = ?, touched = 0 WHERE id = ?",
                (key, digest, time.time(), job),
            )
            return job

    def discard(self, job: str) -> None:
        with self._change() as db:
            db.execute("UPDATE jobs SET touched = 0 WHERE id = ? AND state = 'receiving'", (job,))
        self.tidy()

    def keyed(self, key: str) -> tuple[str, bytes] | None:
        with self._look() as db:
            return self._keyed(db, key) if db else None

    def _keyed(self, db: sqlite3.Connection, key: str) -> tuple[str, bytes] | None:
        found = db.execute(
            "SELECT id, digest FROM jobs WHERE key = ? AND (ended IS NULL OR ended > ?)",
            (key, time.time() - self.keep),
        ).fetchone()
        return (found[0], found[1]) if found else None

    # ------------------------------------------------------------ looking

    def job(self, job: str) -> Job | None:
        with self._look() as db:
            return self._job(db, job) if db else None

    def _job(self, db: sqlite3.Connection, job: str) -> Job | None:
        row = db.execute(SELECT_JOB, (job,)).fetchone()
        if not row or (row["ended"] is not None and row["ended"] <= time.time() - self.keep):
            return None
        (unread,) = db.execute("SELECT min(n) FROM articles WHERE job = ? AND ended IS NULL", (job,)).fetchone()
        count, since = db.execute(
            "SELECT count(*), min(ended) FROM (SELECT ended FROM articles WHERE job = ? AND ended IS NOT NULL "
            "ORDER BY ended DESC LIMIT ?)",
            (job, RECENT),
        ).fetchone()
        ready = row["articles"] if unread is None or row["ended"] is not None else unread - 1
        recent = (count, since if count == RECENT else row["started"]) if count else None
        return Job(**dict(row), ready=ready, recent=recent)

    def results(self, job: str, after: int, upto: int) -> Iterator[bytes | None]:
        for result in self._column(SELECT_RESULTS, job, after, upto):
            yield None if result is None else zlib.decompress(result)

    def sizes(self, job: str, upto: int) -> Iterator[int | None]:
        yield from self._column(SELECT_SIZES, job, 0, upto)

    def _column(self, select: str, job: str, after: int, upto: int) -> Iterator[Any]:
        """Some rows at a time: a slow client holds no snapshot, which would keep the log from being trimmed."""
        while after < upto:
            with self._look() as db:
                rows = db.execute(select, (job, after, upto)).fetchall() if db else []
            if not rows:
                raise StoreUnavailable("the results were removed")
            yield from (value for _, value in rows)
            after = rows[-1]["n"]

    def backlog(self) -> Backlog:
        with self._look() as db:
            if not db:
                return Backlog(jobs=0, articles=0, oldest=0.0, dead=0)
            jobs, articles, oldest = db.execute(
                "SELECT count(*), coalesce(sum(articles - done), 0), min(created) FROM jobs "
                "WHERE state IN ('queued', 'running')"
            ).fetchone()
            (dead,) = db.execute("SELECT count(*) FROM articles WHERE dead IS NOT NULL").fetchone()
        age = 0.0 if oldest is None else max(0.0, time.time() - oldest)
        return Backlog(jobs=jobs, articles=articles, oldest=age, dead=dead)

    # ------------------------------------------------------------ being read

    def claim(self, owner: str) -> Claim | None:
        """An article that nobody reads, now `owner`'s. Jobs take turns: a small one need not wait for a large one."""
        with self._look() as db:
            if not db or not db.execute("SELECT 1 FROM jobs WHERE state IN ('queued', 'running') LIMIT 1").fetchone():
                return None
        with self._change() as db:
            now = time.time()
            for (job,) in db.execute(
                "SELECT id FROM jobs WHERE state IN ('queued', 'running') ORDER BY touched, created, id"
            ).fetchall():
                row = db.execute(
                    "SELECT n, attempts, body FROM articles "
                    "WHERE job = ? AND ended IS NULL AND (lease IS NULL OR lease <= ?) ORDER BY n LIMIT 1",
                    (job, now),
                ).fetchone()
                if not row:
                    continue
                db.execute(
                    "UPDATE articles SET attempts = attempts + 1, lease = ?, owner = ? WHERE job = ? AND n = ?",
                    (now + self.lease, owner, job, row["n"]),
                )
                db.execute(
                    "UPDATE jobs SET state = 'running', started = coalesce(started, ?), touched = ? WHERE id = ?",
                    (now, now, job),
                )
                return Claim(job=job, n=row["n"], body=zlib.decompress(row["body"]), attempt=row["attempts"] + 1)
        return None

    def renew(self, claim: Claim, owner: str) -> None:
        """The article is in good hands still."""
        with self._change() as db:
            db.execute(
                "UPDATE articles SET lease = ? WHERE job = ? AND n = ? AND owner = ? AND ended IS NULL",
                (time.time() + self.lease, claim.job, claim.n, owner),
            )

    def finish(self, job: str, n: int, result: bytes, failed: bool, *, dead: bool = False) -> None:
        packed = zlib.compress(result)
        with self._change() as db:
            state = db.execute("SELECT state FROM jobs WHERE id = ?", (job,)).fetchone()
            if not state or state[0] not in ("queued", "running"):
                return
            now = time.time()
            changed = db.execute(
                "UPDATE articles SET result = ?, size = ?, ended = ?, lease = NULL, dead = iif(?, 1, NULL), "
                "body = iif(?, body, NULL) WHERE job = ? AND n = ? AND ended IS NULL",
                (packed, len(result), now, dead, dead, job, n),
            ).rowcount
            if not changed:
                return
            articles, done, bad = db.execute(
                "UPDATE jobs SET done = done + 1, failed = failed + ? WHERE id = ? RETURNING articles, done, failed",
                (failed, job),
            ).fetchone()
            if done == articles:
                self._end(db, job, end_state(articles, bad), now)

    def cancel(self, job: str) -> Job | None:
        with self._change(on_disk=True) as db:
            found = self._job(db, job)
            if found and found.active:
                self._end(db, job, "cancelled", time.time())
                db.execute("UPDATE articles SET body = NULL, lease = NULL WHERE job = ? AND ended IS NULL", (job,))
            return self._job(db, job)

    def _end(self, db: sqlite3.Connection, job: str, state: str, now: float) -> None:
        db.execute(
            "UPDATE jobs SET state = ?, ended = ?, "
            "webhook_state = iif(webhook IS NULL, NULL, 'pending'), webhook_due = iif(webhook IS NULL, NULL, ?) "
            "WHERE id = ?",
            (state, now, now, job),
        )

    # ------------------------------------------------------------ after the end

    def due_webhook(self) -> Job | None:
        now = time.time()
        with self._look() as db:
            if not db or not db.execute("SELECT 1 FROM jobs WHERE webhook_due <= ? LIMIT 1", (now,)).fetchone():
                return None
        with self._change() as db:
            row = db.execute(
                "UPDATE jobs SET webhook_due = ? WHERE id = "
                "(SELECT id FROM jobs WHERE webhook_due <= ? ORDER BY webhook_due LIMIT 1) RETURNING id",
                (now + WEBHOOK_LEASE, now),
            ).fetchone()
            return self._job(db, row[0]) if row else None

    def webhook_sent(self, job: str, *, ok: bool) -> None:
        with self._change() as db:
            row = db.execute("SELECT webhook_tries FROM jobs WHERE id = ?", (job,)).fetchone()
            if not row:
                return
            again = not ok and row[0] < len(WEBHOOK_TRIES)
            db.execute(
                "UPDATE jobs SET webhook_tries = webhook_tries + 1, webhook_state = ?, webhook_due = ? WHERE id = ?",
                (
                    "sent" if ok else "pending" if again else "failed",
                    time.time() + WEBHOOK_TRIES[row[0]] if again else None,
                    job,
                ),
            )

    def tidy(self) -> None:
        with self._look() as db:
            now = time.time()
            past = db.execute(
                "SELECT id FROM jobs WHERE ended <= ? OR (state = 'receiving' AND touched <= ?)",
                (now - self.keep, now - ABANDONED_AFTER),
            ).fetchall() if db else []  # fmt: skip
        for (job,) in past:
            while True:  # a bit at a time: others want to write, too
                with self._change() as db:
                    gone = db.execute(
                        "DELETE FROM articles WHERE rowid IN (SELECT rowid FROM articles WHERE job = ? LIMIT ?)",
                        (job, AT_ONCE),
                    ).rowcount
                    if not gone:
                        db.execute("DELETE FROM jobs WHERE id = ?", (job,))
                        break

    # ------------------------------------------------------------ the file

    @contextmanager
    def _change(self, *, make: bool = False, on_disk: bool = False) -> Iterator[sqlite3.Connection]:
        """A transaction that writes, alone. `on_disk`: it waits for the disk, and with it all that came before."""
        with self._translated():
            db = self._connection(make=make)
            if db is None:
                raise StoreUnavailable("there is no store yet")
            db.execute(f"PRAGMA synchronous = {'FULL' if on_disk else 'NORMAL'}")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk may have ended it already
                    db.execute("ROLLBACK")
                raise

    @contextmanager
    def _look(self) -> Iterator[sqlite3.Connection | None]:
        """A connection to read from; None where no job has come in yet."""
        with self._translated():
            yield self._connection(make=False)

    def _connection(self, *, make: bool) -> sqlite3.Connection | None:
        """This thread's, of this process: a connection does not live through a fork."""
        db: sqlite3.Connection | None = getattr(self._mine, "db", None)
        if db is not None and self._mine.pid == os.getpid():
            return db
        if not self.path.exists():
            if not make:
                return None
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))  # articles are nobody else's
        db = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False, factory=Connection)
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        db.execute(f"PRAGMA max_page_count = {max(self.limit // PAGE, 1)}")
        db.execute("BEGIN IMMEDIATE")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in filter(None, map(str.strip, SCHEMA.split(";"))):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
        if version not in (0, VERSION):
            db.close()
            raise StoreUnavailable(f"the store is of version {version}, this service of {VERSION}")
        self._mine.db, self._mine.pid = db, os.getpid()
        return db

    def close(self) -> None:
        """This thread's connection; the store may be used again."""
        if db := self._mine.__dict__.pop("db", None):
            db.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
                raise StoreFull(str(error)) from error
            raise StoreUnavailable(str(error)) from error
        except OSError as error:
            raise StoreUnavailable(str(error)) from error
