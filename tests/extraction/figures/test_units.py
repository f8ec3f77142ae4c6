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
        ("It has a population of 67m.", ["person"]),
        ("Its subscribers rose to 4.5m from 3.9m.", ["subscriber", "subscriber"]),
        ("The number of people living alone rose by 1.2m.", ["person"]),
        ("The tower is 67m high, and visitors climb 30m up.", ["metre", "metre"]),
        ("Water levels rose by 3m.", ["metre"]),
        ("It is worth 2.6m kroner.", ["Danish krone"]),
        ("The show was watched by 3.4m.", [None]),
        # what is counted is told by what the number is of
        ("Cases doubled to 2,340 in a week.", ["case"]),
        ("Rescuers found 11 bodies, bringing the death toll to 63.", ["body", "person"]),
        ("The death toll rose to at least nine Monday.", ["person"]),
        ("Its lead shrank to 3 points from 9.", ["point", "point"]),
        ("It cut 9,000 jobs, on top of 18,000 in January.", ["job", "job"]),
        ("The 400-strong crew slept.", [None]),
        ("Two well-known Welsh singers met four hundred plus donors.", ["well-known Welsh singer", "donor"]),
        ("More than 700 check-in clerks left.", ["check-in clerk"]),
        ("A quarter of a million people came.", ["person"]),
        ("It holds less than half of 1 percent.", ["percent"]),
        # an owner's "s" is no part of the currency
        ("The city's $3.1 billion budget passed.", ["US dollar"]),
        ("Her parents spend 9,000 pounds per year.", ["British pound per year"]),
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
        ("Output fell by as much as a third, they said.", "ratio", 1 / 3),
        ("Stocks lost a full percentage point.", "percent", 1),
        ("It has a margin of error of plus or minus 3 percentage points.", "percent", 3),
    ],
)
def test_numbers_of_more_than_one_word(figures: Figures, text: str, kind: str, value: float) -> None:
    [figure] = figures(text)
    assert (figure.kind, figure.value) == (kind, pytest.approx(value))


def test_of_a_lead_both_shares_are_told(figures: Figures) -> None:
    lead = figures("Polls give Labour a lead, 43% to 23%.")
    assert [figure.value for figure in lead] == [43, 23]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Australia closed on 287 for 4.", 4, 287),
        ("Broad took 5 for 42.", 5, 42),
        ("Lawmakers voted 95 to 13 for it.", 13, 95),
        ("It passed by a margin of 88 to 51.", 51, 88),
    ],
)
def test_scores_in_words(figures: Figures, text: str, low: float, high: float) -> None:
    [figure] = figures(text)
    assert (figure.kind, figure.low, figure.high) == ("score", low, high)


def test_a_price_and_a_number_of_tickets_are_no_score(figures: Figures) -> None:
    assert [figure.kind for figure in figures("He paid $300 for 4 tickets.")] == ["money", "count"]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("It will cut 300 jobs over three years.", "exact"),
        ("It took the firm over three years.", "more_than"),
        ("They have waited for over three years.", "more_than"),
        ("He warned residents about two scams.", "exact"),
        ("There were about two dozen scams.", "about"),
        ("It handed over billions of euros.", "exact"),
    ],
)
def test_a_preposition_is_no_qualifier(figures: Figures, text: str, qualifier: str) -> None:
    assert figures(text)[-1].qualifier == qualifier
