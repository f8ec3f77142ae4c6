"""A quantity said twice, in two units: the second is checked against the first."""

from __future__ import annotations

import pytest

from .conftest import Figures


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("He walked 48 kilometers (30 mi).", False),
        ("He walked 300 miles (500 km).", False),
        ("He walked 100 kilometers (75 miles).", True),
        ("The pipe is 100 feet (45 meters) long.", True),
        ("The jug holds 2 liters (about half a gallon).", False),
        ("The plot covers 2 acres (0.8 hectares).", False),
        ("It weighs 5 kg (11 pounds).", False),
        ("It weighs 5 kg (21 pounds).", True),
        ("The rocket weighs 5,000 tonnes (11 million pounds).", False),
        ("The rocket weighs 5,000 tonnes (19 million pounds).", True),
        ("It will be -12C (10F).", False),
        ("It will be -12C (30F).", True),
        ("Winds of 150 mph (240 kph) blew.", False),
        ("Winds of 120-130 kph (75-81 mph) blew.", False),
        ("Winds of 120-130 kph (95-99 mph) blew.", True),
    ],
)
def test_conversion(figures: Figures, text: str, wrong: bool) -> None:
    first, second = figures(text)
    assert second.same_as_id == first.id
    assert second.conversion_error is wrong
    assert first.conversion_error is False


def test_a_restatement_has_what_is_said_of_the_first(figures: Figures) -> None:
    first, second = figures("The border is some 48 kilometers (30 mi) long.")
    assert (first.qualifier, second.qualifier) == ("about", "about")
    assert first.of == second.of
    assert second.confidence >= first.confidence


@pytest.mark.parametrize(
    ("text", "value", "code", "si"),
    [
        ("The suspect is 5 feet 10 inches tall.", 5 + 10 / 12, "[ft_i]", 1.778),
        ("The suspect is 5ft 10in tall.", 5 + 10 / 12, "[ft_i]", 1.778),
        ("The baby weighed 7 pounds 4 ounces.", 7.25, "[lb_av]", 3.2885446825),
        ("He ran it in 2 hours and 15 minutes.", 2.25, "h", 8100),
        ("He weighs 12 stone.", 12, "[stone_av]", 76.20352),
    ],
)
def test_a_quantity_in_two_units_is_one(figures: Figures, text: str, value: float, code: str, si: float) -> None:
    [figure] = figures(text)
    assert figure.unit is not None
    assert figure.normalized is not None
    assert figure.value == pytest.approx(value)
    assert figure.unit.code == code
    assert figure.normalized.value == pytest.approx(si)
