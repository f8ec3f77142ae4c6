from __future__ import annotations

import json

import attrs
import pytest

from service.api.rendering import dump, number, plain, render
from service.extraction import Article
from service.extraction.model import Figure, Interval, Span

from .stub import nothing

TEXT = "In 🇫🇷 40 left."
FIGURE = Figure(
    id="figure-1",
    start=6,
    end=8,
    text="40",
    kind="count",
    value=40.0,
    low=None,
    high=0.5,
    context=Span(0, 14, TEXT),
    confidence=1.0,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (440.0, "440"),
        (0.5, "0.5"),
        (-0.0, "0"),
        (1e15, "1000000000000000"),
        (1e300, "1e+300"),
        (float("inf"), "null"),
        (float("nan"), "null"),
    ],
)
def test_numbers(value: float, written: str) -> None:
    assert dump(number(value)).decode() == written


def test_json_is_compact_utf8_in_the_models_order() -> None:
    body = render(attrs.evolve(nothing(Article(text=TEXT)), figures=(FIGURE,)), TEXT, "utf16").decode()
    assert (
        '"figures":[{"id":"figure-1","start":8,"end":10,"text":"40","kind":"count","value":40,"low":null,"high":0.5,'
        in body
    )
    assert '"context":{"start":0,"end":16,"text":"In 🇫🇷 40 left."}' in body
    assert json.loads(body)["meta"]["offsets"] == "utf16"


def test_what_is_called_start_but_is_no_offset_stays() -> None:
    interval = Interval(start="2022-09-16", end="2022-09-17")
    assert plain(interval, range(100)) == {"start": "2022-09-16", "end": "2022-09-17"}
