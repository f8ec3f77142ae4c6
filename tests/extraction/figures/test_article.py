"""An article of several paragraphs: all its figures, in their order, and nothing else."""

from __future__ import annotations

from .conftest import Figures

ARTICLE = """PORT ELLA, May 16 (Reuters) - Rescuers pulled at least 17 people from the rubble of a mill on Thursday, \
and two more were missing.

The mayor, Ruth Okafor, 58, said the building, 14 Mill Lane, was built in 1987. Nearly 5,000 homes lost power for \
about six hours. Call 0800 555 0134 for help.

The mill employs 2,300 people. Turnover rose 6.1 percent to 310 million zloty in the first quarter.

The tunnel beside it is 57 kilometers (35 miles) long. About half of the grain was lost.

Tens of thousands of people marched through the capital on Saturday."""


def test_figures_of_an_article(figures: Figures) -> None:
    found = [(f.text, f.kind, f.unit and (f.unit.code or f.unit.name), f.qualifier) for f in figures(ARTICLE)]
    assert found == [
        ("17", "count", "person", "at_least"),
        ("two", "count", "person", "exact"),
        ("58", "age", "a", "exact"),
        ("5,000", "count", "home", "about"),
        ("six hours", "duration", "h", "about"),
        ("2,300", "count", "person", "exact"),
        ("6.1 percent", "percent", "%", "exact"),
        ("310 million zloty", "money", "PLN", "exact"),
        ("57 kilometers", "measure", "km", "exact"),
        ("35 miles", "measure", "[mi_i]", "exact"),
        ("half", "ratio", None, "about"),
        ("Tens of thousands", "count", "person", "exact"),
    ]


def test_figures_are_linked(figures: Figures) -> None:
    found = {figure.text: figure for figure in figures(ARTICLE)}
    assert found["35 miles"].same_as_id == found["57 kilometers"].id
    assert found["17"].date_id is not None
    assert found["6.1 percent"].date_id == found["310 million zloty"].date_id is not None
    assert found["2,300"].date_id is None
    assert found["17"].context.text.startswith("Rescuers pulled")
