"""Work for several processes whose results come out in the order in which it went in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, Final, TypeVar

AHEAD: Final = 8  # for each process: so much is taken in before the first result is due
DIED: Final = "the process that read it died"

In = TypeVar("In")
Done = tuple[bytes, str | None]  # what came of it, and what was wrong with it

_work: Callable[[Any], Done] | None = None  # what processes find when they are forked


def in_order(work: Callable[[In], Done], given: Iterable[In], processes: int) -> Iterator[tuple[In, bytes, str | None]]:
    """What was given, and what `work` makes of it.

    The processes are forked, so that they share what `work` has loaded. Where one dies, what all had in hand is tried
    again, each by a process of its own: so only that which it died over is lost.
    """
    if processes == 1:
        yield from ((one, *work(one)) for one in given)
        return
    global _work  # noqa: PLW0603 - `work` can't be sent to a process, but it can be there before
    _work = work
    pool = pool_of(processes)
    waiting: deque[tuple[In, Future[Done]]] = deque()
    try:
        for one in given:
            try:
                waiting.append((one, pool.submit(_do, one)))
            except BrokenProcessPool:
                pool.shutdown()
                pool = pool_of(processes)
                waiting.append((one, pool.submit(_do, one)))
            if len(waiting) >= AHEAD * processes:
                yield result(*waiting.popleft())
        while waiting:
            yield result(*waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def pool_of(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, mp_context=get_context("fork"))


def _do(one: Any) -> Done:
    assert _work is not None  # noqa: S101 - forked after it was set
    return _work(one)


def result(one: In, future: Future[Done]) -> tuple[In, bytes, str | None]:
    try:
        return (one, *future.result())
    except BrokenProcessPool:
        pass
    with pool_of(1) as alone:
        try:
            return (one, *alone.submit(_do, one).result())
        except BrokenProcessPool:
            return one, b"", DIED


def positive(text: str) -> int:
    """An option that is a number from 1 on."""
    if (number := int(text)) < 1:
        raise ValueError
    return number
