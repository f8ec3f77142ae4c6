"""Who is who in short texts made for this project: floors below which a change is a step back.

Each text marks every mention of the people and organizations that it names, of which a mention may have two that would
be right ("We", said by a chief executive). Those with an odd id were looked at, those with an even one only measured.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from service.extraction.model import Extraction, Mention, Organization, Person

TEXTS = [json.loads(line) for line in Path(__file__).with_name("coreference.jsonl").read_text("utf-8").splitlines()]
# kind of mention -> least recall, least precision
FLOORS = {
    1: {"name": (0.9, 0.9), "nominal": (0.8, 0.95), "pronoun": (0.9, 0.95)},
    0: {"name": (0.85, 0.85), "nominal": (0.7, 0.85), "pronoun": (0.6, 0.9)},
}


@pytest.mark.parametrize("odd", FLOORS)
def test_mentions(extract: Callable[..., Extraction], odd: int) -> None:
    gold: Counter[str] = Counter()
    given: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for text in TEXTS:
        if text["id"] % 2 != odd:
            continue
        gold.update(m["kind"] for m in text["mentions"])
        for kind, is_right in judged(extract(text["text"]), text["mentions"]):
            given[kind] += 1
            right[kind] += is_right
    told = {kind: (right[kind] / gold[kind], right[kind] / given[kind]) for kind in FLOORS[odd]}
    for kind, (recall, precision) in FLOORS[odd].items():
        assert told[kind][0] >= recall, told
        assert told[kind][1] >= precision, told


def judged(found: Extraction, gold: list[dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    """Each mention that was found: of which kind it is, and whether it is of whom its object is.

    An object is whom most of its names name; of two objects for one, the larger counts, and the other is wrong.
    """
    objects: list[Person | Organization] = [*found.people, *found.organizations]
    largest: dict[str, tuple[int, str]] = {}
    whose: dict[str, str] = {}
    for thing in objects:
        named = Counter(
            entity for m in thing.mentions if m.kind == "name" for entity in entities(m, gold)[:1]
        ).most_common(1)
        if named:
            ((entity, hits),) = named
            whose[thing.id] = entity
            largest[entity] = max(largest.get(entity, (0, "")), (hits, thing.id))
    for thing in objects:
        entity = whose.get(thing.id, "")
        for m in thing.mentions:
            yield m.kind, entity in entities(m, gold) and largest[entity][1] == thing.id


def entities(mention: Mention, gold: list[dict[str, Any]]) -> list[str]:
    """Whose mention the gold has here; it may begin with an article, or end with more, that ours has not."""
    for m in gold:
        if m["end"] == mention.end or (m["start"] == mention.start and m["end"] > mention.end):
            return list(m["entities"])
    return []
