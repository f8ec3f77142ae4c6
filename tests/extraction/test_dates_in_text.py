"""Dates and times that lean on others of the text: the hour of a day, what came later, the stretch that ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from service.extraction import Extraction

WEDNESDAY = dt.date(2025, 6, 18)
Extract = Callable[..., Extraction]


def values(extract: Extract, text: str) -> list[tuple[str, str]]:
    found = extract(text, published=WEDNESDAY, include=frozenset({"dates"})).dates
    return [(date.text, date.value) for date in found]


def intervals(extract: Extract, text: str) -> dict[str, tuple[str, str]]:
    found = extract(text, published=WEDNESDAY, include=frozenset({"dates"})).dates
    return {date.text: (date.interval.start, date.interval.end) for date in found if date.interval}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "On Monday a bomb went off in the market at 3:15 p.m., and another 20 minutes later.",
            [("Monday", "2025-06-16"), ("3:15 p.m.", "2025-06-16T15:15"), ("20 minutes later", "2025-06-16T15:35")],
        ),
        (
            "Polls open at 8 a.m. and close at 9 p.m. on Sunday.",
            [("8 a.m.", "2025-06-22T08:00"), ("9 p.m. on Sunday", "2025-06-22T21:00")],
        ),
        (
            "The plane took off at 23:55 on Monday and landed at 5:10 the next morning.",
            [("23:55 on Monday", "2025-06-16T23:55"), ("5:10 the next morning", "2025-06-17T05:10")],
        ),
        (
            "A blast shook the port at 1:15 a.m. on Tuesday (2215 GMT).",
            [("1:15 a.m. on Tuesday", "2025-06-17T01:15"), ("2215 GMT", "2025-06-16T22:15")],
        ),
        (
            "The blast came at about 10:35 a.m. (0735 GMT) Friday.",
            [("10:35 a.m.", "2025-06-13T10:35"), ("0735 GMT", "2025-06-13T07:35"), ("Friday", "2025-06-13")],
        ),
        ("The tower fell at 0630 hours.", [("0630 hours", "2025-06-18T06:30")]),
        ("On the night of June 12 the roof fell in.", [("the night of June 12", "2025-06-12TNI")]),
        (
            "The siege began on May 3. That night the power failed, and the following morning it snowed.",
            [("May 3", "2025-05-03"), ("That night", "2025-05-03TNI"), ("the following morning", "2025-05-04TMO")],
        ),
        ("The council meets every Friday at 7 p.m.", [("every Friday at 7 p.m.", "XXXX-WXX-5T19:00")]),
        (
            "The clinic opens daily at 8 a.m. and Mondays at noon.",
            [("daily at 8 a.m.", "XXXX-XX-XXT08:00"), ("Mondays at noon", "XXXX-WXX-1T12:00")],
        ),
        (
            "Last month was hot; the same month last year was cooler.",
            [("Last month", "2025-05"), ("the same month last year", "2024-05")],
        ),
        (
            "It was sold in the summer of 1999 and two years later.",
            [("the summer of 1999", "1999-SU"), ("two years later", "2001")],
        ),
        ("He won in three hours and 12 minutes.", [("three hours and 12 minutes", "PT3H12M")]),
        ("It is the lowest in half a century.", [("half a century", "P50Y")]),
        ("It could rise by a metre by 2100.", [("2100", "2100")]),
        ("It is due by around 2030.", [("2030", "2030")]),
        ("It comes on May 3, three days later than planned.", [("May 3", "2025-05-03"), ("three days", "P3D")]),
        ("Johnny Christmas drew it.", []),
        # What "a year earlier" is compared with: a quarter, or the longer stretch that was named behind it
        (
            "Net rose in the first quarter; a year earlier it fell. In the 2024 period sales fell.",
            [("the first quarter", "2025-Q1"), ("a year earlier", "2024-Q1"), ("the 2024 period", "2024-Q1")],
        ),
        (
            "Net rose in the first quarter. In the six months it fell from $3 million a year earlier.",
            [("the first quarter", "2025-Q1"), ("the six months", "P6M"), ("a year earlier", "2024")],
        ),
        # Of a month no one knows the next day
        (
            "She resigned in January. The next day, the board met.",
            [("January", "2025-01"), ("The next day", "XXXX-XX-XX")],
        ),
        ("She resigned in January. Two days later he did.", [("January", "2025-01"), ("Two days later", "XXXX-XX-XX")]),
    ],
)
def test_what_a_date_leans_on(extract: Extract, text: str, found: list[tuple[str, str]]) -> None:
    assert values(extract, text) == found


def test_hours_later_are_in_the_zone_of_the_first(extract: Extract) -> None:
    found = intervals(extract, "It began at 06:40 CET on Sunday and broke two hours later.")
    assert found["two hours later"] == ("2025-06-15T08:40:00+01:00", "2025-06-15T08:41:00+01:00")


@pytest.mark.parametrize(
    ("text", "stretch", "interval"),
    [
        ("Prices rose in the twelve months to April.", "the twelve months", ("2024-05-01", "2025-05-01")),
        ("It earned nothing in the six months ended March 31.", "the six months", ("2024-10-01", "2025-04-01")),
        ("Sales rose in the quarter ended May 31, 2024.", "the quarter", ("2024-03-01", "2024-06-01")),
        ("Sales rose in its fiscal third quarter ended May 31.", "fiscal third quarter", ("2025-03-01", "2025-06-01")),
        ("Sales rose in the fiscal year ended in March.", "the fiscal year", ("2024-04-01", "2025-04-01")),
        ("Sales rose in the year to March.", "the year", ("2024-04-01", "2025-04-01")),
        ("The 2024-25 season was long.", "2024-25", ("2024-01-01", "2026-01-01")),
    ],
)
def test_a_stretch_whose_end_is_named(extract: Extract, text: str, stretch: str, interval: tuple[str, str]) -> None:
    assert intervals(extract, text)[stretch] == interval


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He was the first president to visit the site on Friday.", "2025-06-13"),
        ("She is to visit the site on Friday.", "2025-06-20"),
        ("He was due to appear in court on Tuesday.", "2025-06-17"),
        ("The offer had been due to expire on Friday.", "2025-06-13"),
        ("The ministry has extended the curfew until Friday.", "2025-06-20"),
        ("They have until 9 a.m. Friday to sign.", "2025-06-20T09:00"),
        ("The bank has extended the loan through January.", "2026-01"),
        ("It named a new chairman, effective Aug. 1.", "2025-08-01"),
        ("Trains could be back by the weekend.", "2025-W25-WE"),
        ("Two died over the weekend.", "2025-W24-WE"),
        ("It falls on a Thursday.", "XXXX-WXX-4"),
        ("Shops shut on the Fourth of July.", "2025-07-04"),
        ("Fireworks on Independence Day lit the sky.", "2025-07-04"),
        ("Ukraine marked its day; Indian Independence Day came later.", "XXXX-XX-XX"),
        ("They gave much on Giving Tuesday 2024.", "2024-12-03"),
        ("Crowds came for Mardi Gras.", "2025-03-04"),
        ("The town was buried in 79 AD.", "0079"),
        ("The town was founded in 464 B.C.", "BC0464"),
        ("Orders were 12% more than a year ago.", "2024"),
    ],
)
def test_which_day(extract: Extract, text: str, found: str) -> None:
    assert [value for _, value in values(extract, text)] == [found]
