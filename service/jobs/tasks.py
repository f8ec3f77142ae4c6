"""`copydesk worker`: Dramatiq's tasks. A message stands for a few articles, some seconds of work; reading them twice
changes nothing.

An article that a worker died over comes back with its message once the worker's heartbeat is missed; after MAX_ATTEMPTS
it is given up, and the message goes to the dead letters. SIGTERM: the article in hand is read, the rest goes back to
the queue.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

import dramatiq
from dramatiq.middleware import Middleware

from .model import MAX_ATTEMPTS, Reader, read_claim
from .redis import ACTOR, QUEUE
from .runner import Log, Watch, errands
from .store import JobsError, patiently
from .webhooks import Webhooks

if TYPE_CHECKING:
    from dramatiq import Broker

    from .redis import RedisStore

MAX_BACKOFF: Final = 60_000  # milliseconds


class Abandoned(Exception):
    """Workers have died over articles of this message: it goes to the dead letters, and is not tried again."""


def declare(store: RedisStore, reader: Reader, webhooks: Webhooks, log: Log, longest: float) -> Broker:
    """The broker with its actor, for Dramatiq's worker to find."""
    watch = Watch(longest)
    errand_runner = _Errands(store, webhooks, watch, log)

    def troubled(error: JobsError) -> None:
        log("jobs-store", error=type(error).__name__)

    def read_articles(job: str, first: int, last: int) -> None:
        given_up = False
        for n in range(first, last + 1):
            if not errand_runner.alive():
                store.hand_out(job, n, last)  # to another worker
                break
            claim = patiently(lambda: store.claim(job, n), errand_runner.alive, troubled)  # noqa: B023 - called here
            if claim is None:
                continue
            with watch.reading():
                result, failed = read_claim(claim, reader)
            dead = claim.attempt > MAX_ATTEMPTS
            given_up = given_up or dead
            patiently(
                lambda: store.finish(job, n, result, failed, dead=dead),  # noqa: B023
                errand_runner.alive,
                troubled,
            )
        if given_up:
            raise Abandoned

    broker = store.broker
    broker.add_middleware(errand_runner)
    dramatiq.actor(
        actor_name=ACTOR,
        queue_name=QUEUE,
        broker=broker,
        throws=(Abandoned,),
        max_retries=None,
        min_backoff=1000,
        max_backoff=MAX_BACKOFF,
    )(read_articles)
    return broker


class _Errands(Middleware):
    """Runs the errands in a thread beside the worker, while it lives."""

    def __init__(self, store: RedisStore, webhooks: Webhooks, watch: Watch, log: Log) -> None:
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=errands, args=(store, webhooks, watch, self._stopping, log), name="errands", daemon=True
        )

    def alive(self) -> bool:
        return not self._stopping.is_set()

    def after_worker_boot(self, _broker: Broker, _worker: Any) -> None:
        self._thread.start()

    def before_worker_shutdown(self, _broker: Broker, _worker: Any) -> None:
        self._stopping.set()
