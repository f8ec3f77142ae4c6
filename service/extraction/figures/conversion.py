"""What a quantity is in SI base units, and whether two quantities say the same."""

from __future__ import annotations

import math

from service.extraction.model import Normalized

from .quantity import Quantity

_ROUGHEST = 0.1  # of a number, that rounding may make of it
LARGEST = 1e18  # what is larger is not meant


def numbers(found: Quantity) -> tuple[float | None, float | None, float | None]:
    """Value, low and high; nothing for what is too large to be meant."""
    if not all(math.isfinite(number) and abs(number) <= LARGEST for number in (found.low, found.high)):
        return None, None, None
    low, high = _plain(found.low), _plain(found.high)
    return (None, low, high) if found.is_range else (low, None, None)


def _plain(number: float) -> float:
    """Without the dust of binary arithmetic: 1.1 million is 1100000."""
    return float(f"{number:.15g}")


def normalized(found: Quantity, value: float | None, low: float | None, high: float | None) -> Normalized | None:
    unit = found.unit
    if unit is None or unit.factor is None or unit.si is None:
        return None

    def si(number: float | None) -> float | None:
        return None if number is None else float(f"{number * unit.factor + unit.offset:.10g}")  # type: ignore[operator]

    return Normalized(value=si(value), low=si(low), high=si(high), code=unit.si)


def agree(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities are the same within rounding; of temperatures also the same difference."""
    return any(
        _meet(_rounded(first, first.low, offset), _rounded(second, second.low, offset))
        and _meet(_rounded(first, first.high, offset), _rounded(second, second.high, offset))
        for offset in (1, 0)
    )


def _meet(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1]


def _rounded(found: Quantity, number: float, offset: int) -> tuple[float, float]:
    """From what to what a number may have been rounded, in SI base units: half of its last digit that is not zero.

    A round number ("100 feet", "500 km") is taken to be no rougher than a tenth of itself.
    """
    unit = found.unit
    if unit is None or unit.factor is None:
        return -math.inf, math.inf
    digits = f"{abs(number):.6g}"
    if "e" in digits:
        step = 10 ** math.floor(math.log10(abs(number)) - 1)
    elif "." in digits:
        step = 10 ** -len(digits.partition(".")[2])
    else:
        step = 10 ** (len(digits) - len(digits.rstrip("0"))) if number else 1
        step = min(step, max(abs(number) * _ROUGHEST, 1))
    ends = ((number + side * 0.5 * step) * unit.factor + offset * unit.offset for side in (-1, 1))
    low, high = sorted(ends)
    return low, high
