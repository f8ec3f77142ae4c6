"""How sure a figure is: how often the value and unit of figures like it were right, on sentences of news with gold."""

from __future__ import annotations

from service.extraction.model import FigureKind

from .quantity import Quantity

_OF_KIND: dict[FigureKind, float] = {
    "percent": 0.98,
    "measure": 0.96,
    "money": 0.94,
    "duration": 0.93,
    "age": 0.94,
    "count": 0.89,
    "ratio": 0.8,
    "rank": 0.8,
    "score": 0.7,
    "other": 0.45,
}
_RESTATED = 0.98  # said twice, in units that agree
_WORDS_THAT_COUNT = 0.14  # "one hand", "two picks": less sure than "22 goals"
_NOT_TOLD = 0.3  # "dozens", "several"
_RANGE = 0.12
_ANOTHER_CURRENCY = 0.2  # "$5" of Sydney
_NO_CURRENCY = 0.15  # "2 million crowns" of nobody knows which country
_WRONG_CONVERSION = 0.1


def confidence(found: Quantity, kind: FigureKind, doubtful: bool) -> float:
    """From 0 to 1. `doubtful`: its currency may be another country's."""
    sure = _OF_KIND[kind]
    if found.form in {"some", "vague"}:
        sure -= _NOT_TOLD
    elif found.is_range:
        sure -= _RANGE
    elif kind == "count" and found.form != "digits":
        sure -= _WORDS_THAT_COUNT
    if doubtful:
        sure -= _ANOTHER_CURRENCY
    if kind == "money" and found.unit is not None and found.unit.shared and found.unit.code is None:
        sure -= _NO_CURRENCY
    return round(max(sure, 0.05), 2)


def of_restated(sure: float, agrees: bool) -> float:
    """Of a figure that says another again, which is a check of both."""
    return max(sure, _RESTATED) if agrees else round(sure - _WRONG_CONVERSION, 2)
