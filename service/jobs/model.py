"""What a job is. Times are seconds since 1970; articles are numbered from 1, in the order they came in."""

from __future__ import annotations

from typing import Final, Literal, Protocol

from attrs import field, frozen

State = Literal["receiving", "queued", "running", "done", "failed", "cancelled"]
WebhookState = Literal["pending", "sent", "failed"]

ACTIVE: Final = ("queued", "running")  # there is something left to read
MAX_ATTEMPTS: Final = 3  # workers that may die over one article; then it is given up
RECENT: Final = 50  # articles from whose ends the rate is taken
LONGEST: Final = 2.0  # times its deadline, and then some seconds: an article that is in hand for so long hangs
ABANDONED_AFTER: Final = 3600.0  # seconds; an upload that has brought nothing for so long is gone


@frozen(kw_only=True)
class Job:
    """A job as it stands. `ready`: so many articles from the first on are finished, without a gap."""

    id: str
    state: State
    created: float
    started: float | None = None
    ended: float | None = None
    articles: int = 0
    done: int = 0  # finished, well or not
    failed: int = 0  # of these, ended in a problem
    ready: int = 0
    recent: tuple[int, float] | None = None  # how many were finished last, and since when
    webhook: str | None = None
    webhook_state: WebhookState | None = None

    @property
    def active(self) -> bool:
        return self.state in ACTIVE

    def rate(self, now: float) -> float | None:
        """Articles a second: over all of a job that has ended, over the last ones of a job that runs."""
        if self.ended is not None:
            return per_second(self.done, self.ended - (self.started or self.ended))
        return per_second(self.recent[0], now - self.recent[1]) if self.recent else None


def longest(deadline: float) -> float:
    """Seconds after which an article of this deadline hangs."""
    return LONGEST * deadline + 5


def per_second(count: int, seconds: float) -> float | None:
    return count / seconds if count and seconds > 0 else None


def end_state(articles: int, failed: int) -> State:
    """How a job ends whose articles are all finished: it failed where not one of them was read."""
    return "failed" if failed == articles else "done"


@frozen(kw_only=True)
class Claim:
    """An article in a worker's hand. `attempt` counts from 1 and includes those whose worker died."""

    job: str
    n: int
    body: bytes = field(repr=False)
    attempt: int


@frozen(kw_only=True)
class Backlog:
    """What waits. `oldest`: age in seconds of the oldest job that is not at its end. `dead`: number of dead letters."""

    jobs: int
    articles: int
    oldest: float
    dead: int


class Reader(Protocol):
    """Reads articles: from the bytes of a request to the bytes of an answer. No article makes it raise anything."""

    def read(self, body: bytes, n: int) -> tuple[bytes, bool]:
        """The answer, and whether it is a problem. `n` is the article's number in its job."""

    def abandoned(self, n: int) -> bytes:
        """The problem of an article over which MAX_ATTEMPTS workers have died."""


def read_claim(claim: Claim, reader: Reader) -> tuple[bytes, bool]:
    """What becomes of a claimed article: its answer, and whether it is a problem."""
    if claim.attempt > MAX_ATTEMPTS:
        return reader.abandoned(claim.n), True
    return reader.read(claim.body, claim.n)
