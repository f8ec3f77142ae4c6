"""The kinds of events: codes, labels, definitions, and their counterparts in PLOVER, CAMEO and IPTC MediaTopic."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from attrs import frozen

OTHER = "other"


@frozen(kw_only=True)
class EventType:
    code: str
    label: str
    definition: str
    plover: str
    cameo: str
    medtop: str
    medtop_name: str


@cache
def event_types() -> dict[str, EventType]:
    """All types by their codes, in the order of `event_types.json`."""
    text = files(__package__).joinpath("event_types.json").read_text(encoding="utf-8")
    return {row["code"]: EventType(**row) for row in json.loads(text)}


def label_of(code: str) -> str:
    return "Other event" if code == OTHER else event_types()[code].label
