"""An extraction as JSON: the same extraction is always the same bytes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any

import attrs

from service.extraction import Extraction, OffsetUnit

from .offsets import positions

LEAVES = frozenset({str, int, bool, NoneType})
LARGEST_EXACT = 2.0**53  # beyond it not every whole number has a float


def render(extraction: Extraction, text: str, unit: OffsetUnit = "codepoint") -> bytes:
    """The body of an answer. `text` is what the offsets refer to."""
    meta = attrs.evolve(extraction.meta, offsets=unit)
    body = plain(attrs.evolve(extraction, meta=meta), positions(text, unit))
    if extraction.article.text is None:
        del body["article"]["text"]  # given for an HTML page only: anyone else has the text
    return dump(body)


def dump(body: Any) -> bytes:
    """Compact JSON in UTF-8. A lone surrogate, which UTF-8 can't have, becomes a question mark."""
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")


def plain(value: Any, at: Sequence[int]) -> Any:
    """Dicts, lists, numbers and strings, in the order of the model's fields; `at` maps the offsets."""
    kind = type(value)
    if kind in LEAVES:
        return value
    if kind is float:
        return number(value)
    if kind is tuple or kind is list:
        return [plain(item, at) for item in value]
    names, offsets, values_of = _fields_of(kind)  # type: ignore[arg-type] # any class has a hash
    fields = dict(zip(names, values_of(value), strict=True))
    for name, item in fields.items():
        if type(item) not in LEAVES:
            fields[name] = plain(item, at)
    for name in offsets:
        if type(fields[name]) is int:
            fields[name] = at[fields[name]]
    return fields


@cache
def _fields_of(kind: type) -> tuple[tuple[str, ...], tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of a class's fields, those of them that may be offsets, and what gets all their values at once."""
    names = tuple(field.name for field in attrs.fields(kind))
    values_of = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    return names, tuple(name for name in names if name in ("start", "end")), values_of


def number(value: float) -> float | None:
    """Whole numbers without a fraction: 440, not 440.0. What JSON has no number for is not known: null."""
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) <= LARGEST_EXACT else value
