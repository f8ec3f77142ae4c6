"""`copydesk extract --processes N`: as one process does it, in the same order."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from service import cli
from service.cli.in_order import AHEAD, DIED, in_order
from service.extraction import Extractor


def work(number: int) -> tuple[bytes, str | None]:
    """The first take longest; a 7 kills its process, as a fault in a library's C would."""
    time.sleep(0.02 if number < 5 else 0)
    if number % 10 == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{number}".encode(), "odd" if number == 3 else None


@pytest.mark.parametrize("processes", [2, 3])
def test_results_come_in_the_order_of_what_was_given(processes: int) -> None:
    numbers = [n for n in range(60) if n % 10 != 7]
    assert list(in_order(work, numbers, processes)) == list(in_order(work, numbers, 1))


def test_only_what_a_process_died_over_is_lost() -> None:
    found = list(in_order(work, range(40), 2))
    assert [one for one, _, _ in found] == list(range(40))
    assert [one for one, _, wrong in found if wrong == DIED] == [7, 17, 27, 37]
    assert all(body == f"{one}".encode() for one, body, wrong in found if wrong != DIED)


def test_no_more_is_taken_in_than_is_soon_read() -> None:
    taken: list[int] = []
    given = (taken.append(n) or n for n in range(1000))
    results = in_order(work, given, 2)  # type: ignore[arg-type]
    next(results)
    assert len(taken) == AHEAD * 2
    results.close()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("loaded")
def test_extract_with_processes(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    texts = [f"The mayor, Anna Petit, said that {n} people had left Paris." for n in range(2, 22)]
    path.write_text("\n".join([*(json.dumps({"text": text}) for text in texts), "{"]))
    assert cli.main(["extract", str(path)]) == 1
    alone = capfd.readouterr()
    assert cli.main(["extract", str(path), "--processes", "3"]) == 1
    assert capfd.readouterr() == alone
    assert len(alone.out.splitlines()) == 20


@pytest.fixture
def loaded(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own extractor instead of another."""
    monkeypatch.setattr(Extractor, "load", lambda _: extractor)
