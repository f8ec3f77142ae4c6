"""What this process holds, and giving back what it does not need any more."""

from __future__ import annotations

import ctypes
import mmap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

M_ARENA_MAX: Final = -8  # of glibc's malloc.h

_LIBC: Final = ctypes.CDLL(None)


def resident() -> int:
    """Bytes of memory that this process holds, shared or not."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * mmap.PAGESIZE


def one_heap() -> None:
    """One heap for all threads: glibc gives each thread one of its own, and what it once held stays there."""
    if hasattr(_LIBC, "mallopt"):  # other C libraries have none
        _LIBC.mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """Give the system what is free in the heap: glibc itself looks at its end alone, and there is always something."""
    if hasattr(_LIBC, "malloc_trim"):
        _LIBC.malloc_trim(0)


class GivesBack:
    """Gives back each `seconds` in which the process has worked; called as often as one likes, in one thread.

    An article takes some 20 MB for a moment. To get them again costs about 10 ms, a tenth of an article: so not often.
    """

    WORKED = 0.05  # seconds of processor time

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._next = clock() + seconds
        self._worked = time.process_time()

    def __call__(self) -> bool:
        """Whether it did."""
        if self._clock() < self._next or time.process_time() - self._worked < self.WORKED:
            return False
        give_back()
        self._next, self._worked = self._clock() + self._seconds, time.process_time()
        return True
