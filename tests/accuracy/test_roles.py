"""Roles on sentences made for this project: floors below which a change is a step back.

`roles.jsonl` was written before the grammar. `roles_blind.jsonl` was written later, before a second round of it: of its
sentences those with an odd id were looked at, those with an even one only measured.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.extraction.model import Extraction, Role


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(__file__).with_name(name).read_text("utf-8").splitlines()]


OWN, BLIND = read("roles.jsonl"), read("roles_blind.jsonl")
SETS = {
    "own": (OWN, {"person": 0.97, "title": 0.95, "affiliation": 0.93, "title precision": 0.93}),
    "seen": (
        [s for s in BLIND if s["id"] % 2],
        {"person": 0.93, "title": 0.9, "affiliation": 0.85, "title precision": 0.93},
    ),
    "unseen": (
        [s for s in BLIND if not s["id"] % 2],
        {"person": 0.9, "title": 0.8, "affiliation": 0.75, "title precision": 0.8},
    ),
}


@pytest.mark.parametrize("name", SETS)
def test_roles(extract: Callable[..., Extraction], name: str) -> None:
    sentences, floors = SETS[name]
    right = dict.fromkeys(floors, 0)
    told = dict.fromkeys(floors, 0)
    for sentence in sentences:
        people = {person.name: person for person in extract(sentence["text"]).people}
        told["title precision"] += sum(len(person.roles) for person in people.values())
        for gold in sentence["people"]:
            found = people.get(gold["name"])
            told["person"] += 1
            right["person"] += found is not None
            if gold["role"] is None:
                continue
            role = same(found.roles if found else (), gold["role"])
            told["title"] += 1
            right["title"] += role is not None and role.former == gold["former"]
            right["title precision"] += role is not None
            if gold["affiliation"] is not None:
                told["affiliation"] += 1
                right["affiliation"] += role is not None and role.affiliation == gold["affiliation"]
    shares = {part: right[part] / told[part] for part in floors}
    assert all(shares[part] >= floor for part, floor in floors.items()), shares


def same(roles: tuple[Role, ...], title: str) -> Role | None:
    return next((role for role in roles if role.title == title), None)
