"""A short form of `python -m tests.load.fuzz`: one round of calls and one of requests."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.extraction import Extractor

from . import fuzz
from .service import full


@pytest.mark.parametrize("number", [1, fuzz.REQUESTS_EVERY])
def test_a_round(extractor: Extractor, number: int) -> None:
    examples = full(60, fuzz.EXAMPLES)
    played = fuzz.play(number, examples, extractor, fuzz.fuzz_app(extractor))
    assert played["done"] >= examples
    assert played["kind"] == ("requests" if number == fuzz.REQUESTS_EVERY else "calls")


def test_a_record_goes_on_where_it_was(tmp_path: Path) -> None:
    record = fuzz.Record(tmp_path / "record")
    assert record.rounds() == []
    record.add({"round": 1, "kind": "calls", "done": 1000, "slowest_seconds": 0.5})
    record.add({"round": 2, "kind": "requests", "done": 900, "slowest_seconds": 0.7})
    assert fuzz.summary(record.rounds()) == (
        "1,000 calls and 900 requests without a fault; the slowest took 0.7 s of CPU"
    )
