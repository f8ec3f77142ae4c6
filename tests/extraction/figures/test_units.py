"""The unit that a number has in its sentence, where a word alone doesn't tell it."""

from __future__ import annotations

import pytest

from .conftest import Figures


@pytest.mark.parametrize(
    ("text", "units"),
    [
        # a measure that tells which of the things are counted
        ("They fired two 500-pound bombs.", ["500-pound bomb", "pound-mass"]),
        ("They built five three-ton satellites.", ["three-ton satellite", "ton"]),
        ("It has 40-plus offices and 4,000-odd donors.", ["office", "donor"]),
        ("It has 300 or more rooms.", ["room"]),
        # "m" is a million, or a metre
        ("It sold 35m of its phones.", ["phone"]),
        ("The dish is 6.5m across.", ["metre"]),
        ("She won the 400m hurdles.", ["metre"]),
        # pounds of weight, cents of whom
        ("It is worth 11 million pounds.", ["British pound"]),
        ("It weighs 11 million pounds.", ["pound-mass"]),
        ("Petrol costs 1.89 euros a litre, up 12 cents.", ["euro per litre", "euro cent"]),
        ("It costs A$2.10, up 12 cents.", ["Australian dollar", "Australian cent"]),
        ("It costs $2.10, up 12 cents.", ["US dollar", "US cent"]),
        ("A pill costs 30p per dose and $2 per capsule.", ["penny per dose", "US dollar per capsule"]),
        ("It was above the 185,000 forecast.", [None]),
        # what is left out, or is no unit
        ("Up to 60 people died and dozens more were hurt.", ["person", "person"]),
        ("Some 90 people, or two crews, left; fewer than 50 returned.", ["person", "crew", None]),
        ("The yen fell to 151.9 per dollar.", [None]),
    ],
)
def test_unit(figures: Figures, text: str, units: list[str | None]) -> None:
    assert [figure.unit.name if figure.unit else None for figure in figures(text)] == units


def test_degrees_of_an_unknown_scale_have_no_code(figures: Figures) -> None:
    warmer, angle = figures("It was 0.3 degrees warmer. They made a 90-degree turn.")
    assert warmer.unit is not None
    assert (warmer.unit.code, warmer.normalized) == (None, None)
    assert angle.unit is not None
    assert angle.unit.code == "deg"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("It was three-hundredths of a second too late.", "duration", 0.03),
        ("He is the 4th-richest man.", "rank", 4),
        ("The team has won nine of its past 10.", "ratio", 0.9),
    ],
)
def test_numbers_of_more_than_one_word(figures: Figures, text: str, kind: str, value: float) -> None:
    [figure] = figures(text)
    assert (figure.kind, figure.value) == (kind, pytest.approx(value))


def test_of_a_lead_both_shares_are_told(figures: Figures) -> None:
    lead = figures("Polls give Labour a lead, 43% to 23%.")
    assert [figure.value for figure in lead] == [43, 23]
