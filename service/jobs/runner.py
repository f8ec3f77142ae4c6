"""The embedded default: a process of the service that reads jobs, one article at a time.

It is forked like those that answer requests, and shares the loaded model with them; it is another process, so that it
takes none of their interpreter's time, at a low priority, so that it takes no processor from them that they could use,
and so that an article which brings a process down brings down none that answers.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from .model import MAX_ATTEMPTS, Claim, Reader, read_claim
from .store import JobsError, Store, patiently
from .webhooks import Webhooks

if TYPE_CHECKING:
    from .sqlite import SQLiteStore

Log = Callable[..., object]

HUNG: Final = os.EX_SOFTWARE  # exit code of a process that ended itself; at 3 or 4, gunicorn would go down with it

IDLE: Final = 0.25  # seconds between looks for work where there is none
TIDY_EVERY: Final = 30.0  # seconds


class Watch:
    """How long an article is in hand. Articles have a deadline, which is looked at between steps; what hangs within one
    step is ended with its process, after `longest` seconds, so that its lease runs out and it counts as an attempt."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._since: float | None = None

    @contextmanager
    def reading(self) -> Iterator[None]:
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._since = None

    @property
    def overdue(self) -> bool:
        since = self._since
        return since is not None and time.monotonic() - since > self._longest


class Runner:
    """Reads jobs in a thread of its own, from `start` until `stop`; `beat` has to be called about once a second."""

    def __init__(self, store: SQLiteStore, reader: Reader, webhooks: Webhooks, log: Log, longest: float) -> None:
        self._store = store
        self._reader = reader
        self._log = log
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._stopping = threading.Event()
        self._in_hand: Claim | None = None
        self._renewed = 0.0
        self._watch = Watch(longest)
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._errands = threading.Thread(
            target=errands, args=(store, webhooks, self._watch, self._stopping, log), name="errands", daemon=True
        )

    def start(self) -> None:
        self._thread.start()
        self._errands.start()

    def beat(self) -> bool:
        """Renew the lease of what is being read. False once there is nothing more to do: stopped, or broken down."""
        claim, now = self._in_hand, time.monotonic()
        if claim is not None and now - self._renewed > self._store.lease / 3:
            self._renewed = now
            try:
                self._store.renew(claim, self._owner)
            except JobsError as error:
                self._log("jobs-store", error=type(error).__name__)
        return self._thread.is_alive()

    def stop(self) -> None:
        """Begin no more articles; the one in hand is read to its end."""
        self._stopping.set()

    def _alive(self) -> bool:
        return not self._stopping.is_set()

    def _run(self) -> None:
        try:
            while self._alive():
                self._read_one()
        except Exception as error:  # of ours; told without its message, which may hold words of an article
            self._log("jobs-fault", error=type(error).__name__)

    def _read_one(self) -> None:
        try:
            claim = self._store.claim(self._owner)
            if claim is None:
                self._stopping.wait(IDLE)
                return
            self._renewed = time.monotonic()
            self._in_hand = claim
            with self._watch.reading():
                result, failed = read_claim(claim, self._reader)
            dead = claim.attempt > MAX_ATTEMPTS
            patiently(
                lambda: self._store.finish(claim.job, claim.n, result, failed, dead=dead), self._alive, self._troubled
            )
        except JobsError as error:
            self._troubled(error)
            self._stopping.wait(1)
        finally:
            self._in_hand = None

    def _troubled(self, error: JobsError) -> None:
        self._log("jobs-store", error=type(error).__name__)


def errands(store: Store, webhooks: Webhooks, watch: Watch, stopping: threading.Event, log: Log) -> None:
    """What has to be done beside the reading, until `stopping`: send webhooks, remove what is past its time, and see
    whether the reading hangs."""
    tidied = 0.0
    while not stopping.wait(1):
        if watch.overdue:
            log("jobs-hung")
            os._exit(HUNG)
        try:
            while job := store.due_webhook():
                ok = webhooks.send(job)
                log("webhook", job=job.id, ok=ok)
                store.webhook_sent(job.id, ok=ok)
            if time.monotonic() - tidied > TIDY_EVERY:
                tidied = time.monotonic()
                store.tidy()
        except JobsError as error:
            log("jobs-store", error=type(error).__name__)
            stopping.wait(5)
