"""Roles on sixty-two sentences made for this project: floors below which a change is a step back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from service.extraction.model import Extraction, Role

SENTENCES = [json.loads(line) for line in Path(__file__).with_name("roles.jsonl").read_text("utf-8").splitlines()]
FLOORS = {"person": 0.97, "title": 0.95, "affiliation": 0.93, "title precision": 0.93}


def test_roles(extract: Callable[..., Extraction]) -> None:
    right = dict.fromkeys(FLOORS, 0)
    told = dict.fromkeys(FLOORS, 0)
    for sentence in SENTENCES:
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
    shares = {name: right[name] / told[name] for name in FLOORS}
    assert all(shares[name] >= floor for name, floor in FLOORS.items()), shares


def same(roles: tuple[Role, ...], title: str) -> Role | None:
    return next((role for role in roles if role.title == title), None)
