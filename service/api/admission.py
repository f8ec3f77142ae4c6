"""Who is read now, who waits, who is turned away.

A worker reads `slots` articles at a time, for the parse holds a processor; `queue` more requests wait for a slot, in
the order in which they came. What comes beyond that is told at once to come back: an answer that nobody waits for any
more is work for nothing.

The queue is for bursts. Where somebody has waited for `BURST` seconds without a break of `CALM` it is no burst but more
than can be read, and a long queue would only make everyone wait: then no more wait than are read. A batch has one place
like any request, and each of its articles waits for its slot like any other; half of the places, at most, go to those
whose body is still on its way, so that slow senders shut nobody out.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, RLock

from service.extraction import Cancelled

from .problems import Problem

RETRY_AFTER = 1  # seconds; about the time in which a slot falls free
BURST = 1.0  # seconds
CALM = 0.5  # seconds; shorter breaks come of the short queue itself
LOOK = 0.5  # seconds between looks whether the client is still there


class Admission:
    def __init__(self, slots: int, queue: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._slots, self._clock = slots, clock
        self._places = slots + queue
        self.most_streams = max(1, self._places // 2)
        # Reentrant: the collector may run while it is held, and end an answer that nobody closed, which gives its place
        # back.
        self._lock = RLock()
        self._present = 0  # requests, waiting or read
        self._streams = 0  # those of them whose body is on its way
        self._free = slots
        self._waiting: deque[Event] = deque()
        self._waiting_since = 0.0  # when the first of a row without a break began to wait
        self._nobody_since = 0.0  # when the last of those who waited had its turn

    @contextmanager
    def request(self) -> Iterator[None]:
        """A place for one request, waiting or read. Raises Problem `busy` where there is none."""
        with self._lock:
            if self._present >= self._places or self._overloaded():
                raise busy("All slots are taken and the queue is full.")
            self._present += 1
        try:
            yield
        finally:
            with self._lock:
                self._present -= 1

    @contextmanager
    def stream(self) -> Iterator[None]:
        """A place for a request whose body is read as it comes. Raises Problem `busy` where there is none."""
        with self.request():
            with self._lock:
                if self._streams >= self.most_streams:
                    raise busy("Too many bodies are on their way at once.")
                self._streams += 1
            try:
                yield
            finally:
                with self._lock:
                    self._streams -= 1

    @contextmanager
    def slot(self, deadline: float, gone: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """A slot for one article.

        `deadline` is a time of `time.monotonic()`. Raises Problem `busy` where no slot is free before it, Cancelled
        where `gone()` says so meanwhile.
        """
        turn = self._take()
        try:
            while not turn.wait(max(0.0, min(LOOK, deadline - time.monotonic()))):
                if gone():
                    raise Cancelled("The client hung up while it waited.")
                if time.monotonic() >= deadline:
                    raise busy("No slot fell free in the time that is allowed.")
            yield
        finally:
            self._give(turn)

    def _take(self) -> Event:
        turn = Event()
        with self._lock:
            if self._free:
                self._free -= 1
                turn.set()
            else:
                now = self._clock()
                if not self._waiting and now - self._nobody_since > CALM:
                    self._waiting_since = now
                self._waiting.append(turn)
        return turn

    def _give(self, turn: Event) -> None:
        with self._lock:
            if not turn.is_set():
                self._waiting.remove(turn)
            elif self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
                return
            if not self._waiting:
                self._nobody_since = self._clock()

    def _overloaded(self) -> bool:
        return len(self._waiting) >= self._slots and self._clock() - self._waiting_since > BURST


def busy(detail: str) -> Problem:
    return Problem("busy", detail, headers={"Retry-After": str(RETRY_AFTER)})
