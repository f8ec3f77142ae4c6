"""Who is read now, who waits, who is turned away.

A worker reads `slots` articles at a time, for the parse holds a processor; `queue` more requests wait for a slot. What
comes beyond that is told at once to come back: an answer that nobody waits for any more is work for nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from .problems import Problem

RETRY_AFTER = 1  # seconds; about the time in which a slot falls free


class Admission:
    def __init__(self, slots: int, queue: int) -> None:
        self._slots = BoundedSemaphore(slots)
        self._places = BoundedSemaphore(slots + queue)

    @contextmanager
    def request(self) -> Iterator[None]:
        """A place for one request, waiting or read. Raises Problem `busy` where there is none."""
        if not self._places.acquire(blocking=False):
            raise busy("All slots are taken and the queue is full.")
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def slot(self, deadline: float) -> Iterator[None]:
        """A slot for one article. Raises Problem `busy` where none is free before the deadline (`time.monotonic()`)."""
        if not self._slots.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise busy("No slot fell free in the time that is allowed.")
        try:
            yield
        finally:
            self._slots.release()


def busy(detail: str) -> Problem:
    return Problem("busy", detail, headers={"Retry-After": str(RETRY_AFTER)})
