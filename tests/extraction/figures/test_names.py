"""Numbers that are no figures."""

from __future__ import annotations

import time

import pytest

from service.extraction import Extractor
from service.settings import Settings

from .conftest import Figures


@pytest.mark.parametrize(
    "text",
    [
        "Call 0800 555 0134 today.",
        "Call +44 20 7946 0958 or (202) 555-0143.",
        "He lives at 14 Mill Lane and works at 221B Baker Street.",
        "The Airbus A320 left gate 22 as flight 451.",
        "The Boeing 737 and the 787 Dreamliner are jets; so was Concorde.",
        "He has an iPhone 15 and a Galaxy S24.",
        "Police closed Highway 9, Route 66 and the M25.",
        "Version 2.3.1 runs on Android 14.",
        "It uses 5G, 3D and 4K.",
        "The S&P 500, the nasdaq 100 and the Nikkei 225 slipped.",
        "Under the 14th Amendment, Section 3 bars him.",
        "COP28 and the G20 are over.",
        "The ISBN is 978-3-16-148410-0.",
        "It came at 22pm GMT.",
        "He came third, and she was second.",
        "1. Wash the rice. 2. Boil it.",
        "The temple was built between A.D. 1000 and 1260.",
        "The city fell in 464 BC and in 79 AD.",
        "It is the new X6 2019 review.",
        "Boeing will replace its 737 narrowbody airliner and drop the 787.",
        "They hope to be ready by around 2030, or until at least 2034.",
        "Seas could be higher by 2100.",
    ],
)
def test_no_figure(figures: Figures, text: str) -> None:
    assert [figure.text for figure in figures(text)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Some 1 234 567 people came.", [1_234_567]),
        ("On June 5 300 people came.", [300]),
        ("It ordered five new 737 aircraft.", [5]),
        ("The firm won a #13 billion contract.", [13_000_000_000]),
        ("Shares fell below the 5000 mark.", [5000]),
        ("They own 179 aircraft and a 300-page report.", [179, 300]),
        ("The shelf holds 500 and 1,000 songs.", [500, 1000]),
        ("It was the World Cup 2018 day five, with three points.", [5, 3]),
        ("Sweden beat Korea 1 – 0 and Leeds drew 2-2.", [(0, 1), (2, 2)]),
        ("They need 100 – 120 containers.", [(100, 120)]),
        ("The firm lost a quarter of a million euros.", [250_000]),
        ("Prices rose 4, 5 and 6 percent.", [4, 5, 6]),
        ("A magnitude 6.2 quake hit.", [6.2]),
        ("More than 300 US soldiers left.", [300]),
        ("The range is up from up to 252 miles to 287 miles.", [(252, 287)]),
    ],
)
def test_figures_beside_them(figures: Figures, text: str, found: list[object]) -> None:
    assert [f.value if f.value is not None else (f.low, f.high) for f in figures(text)] == found


def test_numbers_before_and_share_the_unit(figures: Figures) -> None:
    assert {f.unit.code for f in figures("Prices rose 4, 5 and 6 percent.") if f.unit} == {"%"}


def test_the_qualifier_of_one_end_is_not_of_the_range(figures: Figures) -> None:
    assert [f.qualifier for f in figures("It grew from up to 252 miles to 287 miles.")] == ["exact"]


def test_two_hundred_thousand_characters_of_digits(extractor: Extractor) -> None:
    """Digits, commas and blanks, which any of the rules may begin to read: well within an article's deadline."""
    doc = extractor.nlp.make_doc(("12, 345 678,9 0 " * 12_500)[:200_000])
    begin = time.process_time()
    for room in ("copydesk_dates", "copydesk_figures"):
        extractor.nlp.get_pipe(room)(doc)
    assert time.process_time() - begin < Settings().deadline_seconds
