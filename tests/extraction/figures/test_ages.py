"""An English sentence and the ages in it."""

from __future__ import annotations

import pytest

from .conftest import Figures


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("The victims were aged 21, 34 and 60.", [21, 34, 60]),
        ("They held two men, aged 27 and 31.", [27, 31]),
        ("Children under the age of 12 may enter free.", [12]),
        ("It is for pupils between the ages of 5 and 12.", [(5, 12)]),
        ("Their daughter turned three in March.", [3]),
        ("The couple, both in their 70s, were not hurt.", [(70, 79)]),
        ("She was in her late forties then.", [(47, 49)]),
        ("He left home in his teens.", [(13, 19)]),
        ("The suspect is in his mid-30s.", [(34, 36)]),
        ("Jane Doe (34) was elected.", [34]),
        ("The six-month-old boy slept.", [6]),
        ("They arrested eleven men aged between 24 and 61.", [(24, 61)]),
        ("It is free for children under five.", [5]),
        ("Most of them were over 70.", []),
        ("It killed a third of those over 70.", [70]),
        ("She is over 70 metres away.", []),
        ("The index stood in the 70s.", []),
    ],
)
def test_ages(figures: Figures, text: str, ages: list[object]) -> None:
    found = [figure for figure in figures(text) if figure.kind == "age"]
    assert [f.value if f.value is not None else (f.low, f.high) for f in found] == ages


def test_an_age_is_of_the_name_before_it(figures: Figures) -> None:
    teacher, maddon = figures("A 34-year-old teacher and Maddon, 66, met there.")
    assert teacher.of is not None
    assert maddon.of is not None
    assert (teacher.of.text, maddon.of.text) == ("teacher", "Maddon")


def test_an_age_that_stands_for_a_person_tells_no_more(figures: Figures) -> None:
    age, share = figures("A 60-year-old might withdraw 2.72%.")
    assert age.of is None
    assert share.of is not None
    assert share.of.text == "60-year-old"


def test_the_age_of_a_child_is_no_length_of_time(extract) -> None:
    assert extract("Her six-month-old son was found.", include=frozenset({"dates"})).dates == ()
