"""Figures and dates in sentences made for this project: floors below which a change is a step back.

`python -m tests.accuracy.test_figures` prints where each measure stands, and every difference.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from service.extraction import Article, Extraction, Extractor
from service.extraction.model import Figure
from service.settings import Settings

SENTENCES = [json.loads(line) for line in Path(__file__).with_name("figures.jsonl").read_text("utf-8").splitlines()]
# A share of the gold for each part (recall), of what was found for `... precision`.
FLOORS = {
    "value": 0.98,
    "kind": 0.98,
    "unit": 0.98,
    "qualifier": 0.98,
    "change": 0.98,
    "of": 0.98,
    "figure precision": 0.98,
    "date": 0.98,
    "date value": 0.98,
    "date precision": 0.98,
}
Extract = Callable[..., Extraction]


def compare(extract: Extract) -> Iterator[tuple[str, bool, str]]:
    """`(measure, whether it is right, what differs)`, for each thing that the gold tells or that was found."""
    for sentence in SENTENCES:
        text, published = sentence["text"], dt.date.fromisoformat(sentence["published"])
        found = extract(text, published=published, include=frozenset({"dates", "figures"}))
        figures, dates = list(found.figures), list(found.dates)
        at = 0
        for gold in sentence["figures"]:
            at = text.index(gold["text"], at)
            figure = next((f for f in figures if f.start < at + len(gold["text"]) and at < f.end), None)
            at += 1
            yield from parts(text, gold, figure)
            if figure is not None and same_number(gold, figure):
                figures.remove(figure)
                yield "figure precision", True, ""
        yield from (("figure precision", False, f"{text}: {figure.text} is no such figure") for figure in figures)
        for gold in sentence["dates"]:
            date = next((d for d in dates if d.text == gold["text"]), None)
            yield "date", date is not None, f"{text}: {gold['text']}"
            if date is None:
                continue
            dates.remove(date)
            yield "date precision", True, ""
            if gold["value"] != "*":
                right = (date.type, date.value) == (gold["type"], gold["value"])
                yield "date value", right, f"{text}: {gold} not {date.type} {date.value}"
        yield from (("date precision", False, f"{text}: {date.text} is no such date") for date in dates)


def parts(text: str, gold: dict[str, Any], figure: Figure | None) -> Iterator[tuple[str, bool, str]]:
    right = figure is not None and same_number(gold, figure)
    yield "value", right, f"{text}: {gold['text']}"
    if figure is None or not right:
        return
    unit = figure.unit
    got = {
        "kind": figure.kind,
        "unit": unit and (unit.code or unit.name),
        "qualifier": figure.qualifier,
        "change": figure.change,
        "of": figure.of and figure.of.text,
    }
    for part, value in got.items():
        if part in gold:
            yield part, value == gold[part], f"{text}: {part} of {gold['text']}: {gold[part]}, not {value}"


def same_number(gold: dict[str, Any], figure: Figure) -> bool:
    """The value, or both ends of the range."""
    pairs = [(gold.get(end), getattr(figure, end)) for end in ("value", "low", "high")]
    return all((a is None) == (b is None) and (a is None or math.isclose(a, b)) for a, b in pairs)


def shares(extract: Extract) -> tuple[dict[str, float], list[str]]:
    told, right, differences = Counter[str](), Counter[str](), []
    for measure, is_right, difference in compare(extract):
        told[measure] += 1
        right[measure] += is_right
        if not is_right:
            differences.append(difference)
    return {measure: round(right[measure] / told[measure], 3) for measure in FLOORS}, differences


def test_figures_and_dates(extract: Extract) -> None:
    reached, differences = shares(extract)
    assert all(reached[measure] >= floor for measure, floor in FLOORS.items()), (reached, differences)


if __name__ == "__main__":
    loaded = Extractor.load(Settings())
    reached, differences = shares(lambda text, **known: loaded.extract(Article(text=text, **known)))
    print(*differences, reached, sep="\n")
