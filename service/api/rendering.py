"""An extraction as JSON: the same extraction is always the same bytes."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

import attrs

from service.extraction import Extraction, OffsetUnit

from .offsets import positions

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
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return number(value)
    if isinstance(value, tuple | list):
        return [plain(item, at) for item in value]
    fields = {}
    for field in attrs.fields(type(value)):
        item = getattr(value, field.name)
        if field.name in ("start", "end") and isinstance(item, int):
            item = at[item]
        fields[field.name] = plain(item, at)
    return fields


def number(value: float) -> float | None:
    """Whole numbers without a fraction: 440, not 440.0. What JSON has no number for is not known: null."""
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) <= LARGEST_EXACT else value
