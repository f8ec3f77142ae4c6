"""Memory goes back to the system."""

from __future__ import annotations

import sys
import time

import pytest

from service import memory
from service.memory import GivesBack, give_back, resident

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="of glibc's heap")


@linux
def test_what_is_free_between_what_is_held_goes_back() -> None:
    pieces = [bytearray(100_000) for _ in range(1000)]
    held = pieces[::20]
    del pieces
    before = resident()
    give_back()
    assert len(held) == 50
    assert resident() < before - 50_000_000


def test_it_is_given_back_now_and_then_and_only_behind_work(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []
    now = 0.0
    monkeypatch.setattr(memory, "give_back", lambda: given.append(now))
    gives_back = GivesBack(2.0, lambda: now)
    for second in range(10):
        now = float(second)
        if second < 6:
            work()
        gives_back()
    assert given == [2.0, 4.0, 6.0]


def work() -> None:
    end = time.process_time() + 2 * GivesBack.WORKED
    while time.process_time() < end:
        pass
