"""A number of the text with its unit, before anything is known of the sentence around it."""

from __future__ import annotations

from attrs import frozen

from service.extraction.model import FigureKind

from .units import UnitOf


@frozen(kw_only=True)
class Quantity:
    """Lexemes `[start, end)`; the number alone ends at `number_end`. `low == high` unless it is a range."""

    start: int
    end: int
    number_start: int
    number_end: int
    low: float
    high: float
    kind: FigureKind | None = None
    unit: UnitOf | None = None
    form: str = "digits"
    is_range: bool = False
    descends: bool = False  # a range whose higher end stands first: "from 6.2 to 5.9 percent"
    shares: Quantity | None = None  # the number whose unit this one has: "four-, five- and six-cylinder"

    @property
    def value(self) -> float | None:
        return None if self.is_range else self.low
