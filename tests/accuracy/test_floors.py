"""No room may fall below its floor. What is lost is said, sentence by sentence."""

from __future__ import annotations

import json

import pytest

from service.extraction import Extractor

from .measure import FLOORS, Score, measure

SLACK = 1.0  # points: the model's last digits differ between processors
floors = json.loads(FLOORS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores(extractor: Extractor) -> dict[str, Score]:
    return measure(extractor)


@pytest.mark.parametrize("room", floors)
def test_the_room_has_lost_nothing(scores, room):
    score, floor = scores[room], floors[room]
    lost = [text for key, text in score.missed.items() if key not in floor["missed"]]
    new = [text for key, text in score.invented.items() if key not in floor["invented"]]
    assert score.recall >= floor["recall"] - SLACK, "lost:\n" + "\n".join(lost)
    assert score.precision >= floor["precision"] - SLACK, "invented:\n" + "\n".join(new)


def test_every_room_has_a_floor(scores):
    assert set(scores) == set(floors)
