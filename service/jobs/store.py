"""What the API wants of a place that keeps jobs, and how one is opened."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from time import sleep
from typing import Final, Protocol, TypeVar

from service.settings import SettingError, Settings

from .model import Backlog, Job

T = TypeVar("T")

PATIENCE: Final = (0.1, 0.2, 0.5, 1, 2, 5)  # seconds between tries where a store does not take what it is given


class JobsError(Exception):
    """Base of all that a store raises on purpose."""


class StoreFull(JobsError):
    """There is no room: the limit of the store is reached, or the disk is full."""


class StoreUnavailable(JobsError):
    """The store can't be reached, opened or written to."""


class KeyReused(JobsError):
    """The idempotency key stands for another job already."""


class Store(Protocol):
    """Keeps jobs. Every method may raise StoreUnavailable; those that write, StoreFull."""

    def create(self, job: str, webhook: str | None) -> None:
        """A new job, in state `receiving`: nobody but its maker knows of it until it is accepted."""

    def append(self, job: str, first: int, bodies: Sequence[bytes]) -> None:
        """More articles for a job being received, from number `first` on: each the bytes of one request."""

    def accept(self, job: str, key: str | None, digest: bytes) -> str:
        """All articles are there: let it be read. The id of the job: another's, where `key` has one of this digest.

        Raises KeyReused where `key` has a job of another digest.
        """

    def discard(self, job: str) -> None:
        """Forget a job that was not accepted."""

    def keyed(self, key: str) -> tuple[str, bytes] | None:
        """The job of an idempotency key, and its digest."""

    def job(self, job: str) -> Job | None:
        """An accepted job that is kept still."""

    def cancel(self, job: str) -> Job | None:
        """Read no more of it. What has ended stays as it is."""

    def results(self, job: str, after: int, upto: int) -> Iterator[bytes | None]:
        """Answers of the articles `after` + 1 to `upto`; None for one that was never read."""

    def sizes(self, job: str, upto: int) -> Iterator[int | None]:
        """Bytes of each of the first `upto` answers; None for one that was never read."""

    def finish(self, job: str, n: int, result: bytes, failed: bool, *, dead: bool = False) -> None:
        """Keep an article's answer. Without effect where it has one, or the job has ended.

        `dead`: its workers died. The article itself is kept as long as its job, to be looked into.
        """

    def due_webhook(self) -> Job | None:
        """A job that has ended, and whose webhook is to be sent now, by the caller and nobody else."""

    def webhook_sent(self, job: str, *, ok: bool) -> None:
        """What came of it. One that did not go well is due again later, and later still, some times."""

    def tidy(self) -> None:
        """Remove what is past its time; see to what got stuck."""

    def backlog(self) -> Backlog:
        """What waits."""


WEBHOOK_TRIES: Final = (10.0, 60.0, 300.0, 1800.0, 7200.0)  # seconds until a webhook that failed is sent again


def open_store(settings: Settings) -> Store | None:
    """The store that the settings name; None where jobs are switched off. Nothing is made before it is needed.

    Raises SettingError where what it needs is not installed.
    """
    if settings.jobs_redis:
        try:
            from .redis import RedisStore  # noqa: PLC0415 - an extra
        except ImportError:
            raise SettingError("jobs_redis needs the extra: pip install 'copydesk[scale]'") from None
        return RedisStore.from_settings(settings)
    if settings.jobs_store:
        from .sqlite import SQLiteStore  # noqa: PLC0415 - only what is used is loaded

        return SQLiteStore.from_settings(settings)
    return None


def new_id() -> str:
    """An id that can't be guessed: who has it may read the job."""
    return secrets.token_hex(16)


def patiently(do: Callable[[], T], alive: Callable[[], bool], failed: Callable[[JobsError], None]) -> T:
    """Do it until the store takes it: a result that is there is not read again because a disk is full for a while.

    `failed` is told of each try that failed. Raises StoreFull or StoreUnavailable once it is not `alive` any more.
    """
    tries = 0
    while True:
        try:
            return do()
        except (StoreFull, StoreUnavailable) as error:
            failed(error)
            if not alive():
                raise
            sleep(PATIENCE[min(tries, len(PATIENCE) - 1)])
            tries += 1
