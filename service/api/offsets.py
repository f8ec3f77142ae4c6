"""Offsets in the units that the caller's language counts in.

The extraction counts Unicode code points, as Python does. JavaScript, Java and C# count UTF-16 code units; Go and Rust
count the bytes of UTF-8. A conversion is one pass over the text and one look-up an offset.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import get_args

from service.extraction import OffsetUnit

OFFSET_UNITS: tuple[OffsetUnit, ...] = get_args(OffsetUnit)


def positions(text: str, unit: OffsetUnit) -> Sequence[int]:
    """For each code point offset, the end of the text among them, the same place in `unit`."""
    if unit == "codepoint" or text.isascii() or (unit == "utf16" and max(text) < "\U00010000"):
        return range(len(text) + 1)
    width = utf16_width if unit == "utf16" else utf8_width
    return array("L", accumulate(map(width, text), initial=0))


def utf16_width(character: str) -> int:
    return 1 if character < "\U00010000" else 2


def utf8_width(character: str) -> int:
    return 1 if character < "\u0080" else 2 if character < "\u0800" else 3 if character < "\U00010000" else 4
