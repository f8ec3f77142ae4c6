"""An English sentence, the day it was published, and the expressions of time that are found in it."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from service.extraction import Extraction
from service.extraction.dates import calendar, feasts
from service.extraction.document import text_of
from service.extraction.model import Date, Interval

FRIDAY = dt.date(2022, 9, 16)
Extract = Callable[..., Extraction]


def dates_of(extract: Extract, text: str, published: dt.date | dt.datetime | None = FRIDAY) -> list[Date]:
    return list(extract(text, published=published, include=frozenset({"dates"})).dates)


def values(extract: Extract, text: str, published: dt.date | dt.datetime | None = FRIDAY) -> list[tuple[str, str]]:
    return [(date.text, date.value) for date in dates_of(extract, text, published)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # What the calendar names
        ("The bridge opened on March 26, 1996, in heavy rain.", [("March 26, 1996", "1996-03-26")]),
        ("The bridge opened on 26 March 1996 in heavy rain.", [("26 March 1996", "1996-03-26")]),
        ("The file is dated 2021-11-30 and was signed.", [("2021-11-30", "2021-11-30")]),
        ("The form was signed on 11/30/2021 in Austin.", [("11/30/2021", "2021-11-30")]),
        ("The mayor resigned in August 1988 over the affair.", [("August 1988", "1988-08")]),
        ("The mayor resigned on Aug. 9 over the affair.", [("Aug. 9", "2022-08-09")]),
        ("The march eighth in line was postponed.", []),
        ("The law was passed in June last year.", [("June last year", "2021-06")]),
        ("The plant has been closed since 1998.", [("1998", "1998")]),
        ("The plant was closed in nineteen ninety-six.", [("nineteen ninety-six", "1996")]),
        ("They want it done by the year two thousand and five.", [("the year two thousand and five", "2005")]),
        ("Prices fell in the late 1970s.", [("the late 1970s", "197")]),
        ("Prices fell in the '90s.", [("the '90s", "199")]),
        ("Prices fell through the nineties.", [("the nineties", "199")]),
        ("It is a church of the 11th century.", [("the 11th century", "10")]),
        ("Profit rose in the third quarter of 1989.", [("the third quarter of 1989", "1989-Q3")]),
        ("It posted a second-quarter loss.", [("second-quarter", "2022-Q2")]),
        ("It posted a loss in Q3.", [("Q3", "2022-Q3")]),
        ("Sales rose in the second half of 2020.", [("the second half of 2020", "2020-H2")]),
        ("In fiscal 2019, it earned nothing.", [("fiscal 2019", "2019")]),
        ("They met in the winter of 1994.", [("the winter of 1994", "1994-WI")]),
        ("Shops close on Christmas Day.", [("Christmas Day", "2022-12-25")]),
        ("The parade was on Thanksgiving 2019.", [("Thanksgiving 2019", "2019-11-28")]),
        ("They met on Easter Monday 2021.", [("Easter Monday 2021", "2021-04-05")]),
        ("It fell on Passover in 2023.", [("Passover in 2023", "2023-04-06")]),
        ("The truce held through Orthodox Easter.", [("Orthodox Easter", "2022-04-24")]),
        ("Shops will close for Yom Kippur.", [("Yom Kippur", "2022-10-05")]),
        ("They met before Eid al-Fitr 2024.", [("Eid al-Fitr 2024", "2024-04-10")]),
        ("It fell before Lunar New Year.", [("Lunar New Year", "2022-02-01")]),
        ("Mr Ramadan and Ramadan Yusuf spoke.", []),
        ("He was fined on 1 may 2004.", [("1 may 2004", "2004-05-01")]),
        ("A vote on 3 may be delayed.", []),
        # Which weekday, which month: the tense
        ("The minister said on Thursday that talks failed.", [("Thursday", "2022-09-15")]),
        ("The minister said on Friday that talks failed.", [("Friday", "2022-09-16")]),
        ("The minister will meet them on Tuesday.", [("Tuesday", "2022-09-20")]),
        ("Talks are scheduled for Monday.", [("Monday", "2022-09-19")]),
        ("After Tuesday's vote he left.", [("Tuesday", "2022-09-13")]),
        ("He spoke last Friday.", [("last Friday", "2022-09-09")]),
        ("He speaks next Friday.", [("next Friday", "2022-09-23")]),
        ("The city came under fire in April.", [("April", "2022-04")]),
        ("The vote will be held in January.", [("January", "2023-01")]),
        ("The dividend is payable Jan. 2.", [("Jan. 2", "2023-01-02")]),
        ("He was born last March.", [("last March", "2022-03")]),
        ("They may march on; she may stay.", []),
        ("The fair opens on Saturday, September 24.", [("Saturday, September 24", "2022-09-24")]),
        # Counted from the publication
        ("It rained yesterday and will rain tomorrow.", [("yesterday", "2022-09-15"), ("tomorrow", "2022-09-17")]),
        ("He arrived last week.", [("last week", "2022-W36")]),
        ("He arrives next month.", [("next month", "2022-10")]),
        ("Sales fell earlier this month.", [("earlier this month", "2022-09")]),
        ("Sales have fallen so far this year.", [("this year", "2022")]),
        ("It opens early next year.", [("early next year", "2023")]),
        ("It closed at the end of June.", [("the end of June", "2022-06")]),
        ("It began in mid-1996.", [("mid-1996", "1996")]),
        ("It should close by year-end.", [("year-end", "2022-12-31")]),
        ("They came last summer.", [("last summer", "2022-SU")]),
        ("They came last night.", [("last night", "2022-09-15TNI")]),
        ("He left ten days ago.", [("ten days ago", "2022-09-06")]),
        ("He left two years ago.", [("two years ago", "2020")]),
        ("He left several years ago.", [("several years ago", "PAST_REF")]),
        ("She returns three weeks from now.", [("three weeks from now", "2022-W40")]),
        ("Now the firm is recently bankrupt.", [("Now", "PRESENT_REF"), ("recently", "PAST_REF")]),
        ("Nobody can see into the future.", [("the future", "FUTURE_REF")]),
        ("It is more than it was in the past.", [("the past", "PAST_REF")]),
        ("Shares fell in recent weeks.", [("recent weeks", "PAST_REF")]),
        # Counted from the text
        ("He fled on May 3. The day after, he was caught.", [("May 3", "2022-05-03"), ("The day after", "2022-05-04")]),
        ("He fled on May 3. Two weeks later, he died.", [("May 3", "2022-05-03"), ("Two weeks later", "2022-W20")]),
        ("In 1995 he left, and the following year he died.", [("1995", "1995"), ("the following year", "1996")]),
        ("He came on May 3, 2010, and left that day.", [("May 3, 2010", "2010-05-03"), ("that day", "2010-05-03")]),
        (
            "Net fell in the third quarter of 2021 from $3 million a year earlier.",
            [("the third quarter of 2021", "2021-Q3"), ("a year earlier", "2020-Q3")],
        ),
        (
            "Net fell in the first quarter of 2021. In the year-ago quarter it rose.",
            [("the first quarter of 2021", "2021-Q1"), ("the year-ago quarter", "2020-Q1")],
        ),
        # Ranges
        ("The fair runs from May 3 to 5.", [("May 3", "2022-05-03"), ("5", "2022-05-05")]),
        # Lengths
        ("The five-month siege ended.", [("five-month", "P5M")]),
        ("He waited nearly two years.", [("nearly two years", "P2Y")]),
        ("He waited 2 1/2 years.", [("2 1/2 years", "P2Y6M")]),
        ("He waited half an hour.", [("half an hour", "PT30M")]),
        ("They were married for two decades.", [("two decades", "P20Y")]),
        ("He waited for weeks.", [("weeks", "PXW")]),
        ("The past 24 hours were quiet.", [("The past 24 hours", "PT24H")]),
        ("Net rose in the first nine months.", [("the first nine months", "P9M")]),
        ("It will take two to six days.", [("two to six days", "PXD")]),
        ("It stays for at least 20 more years.", [("at least 20 more years", "P20Y")]),
        ("The 8-month-old truce holds.", [("8-month-old", "P8M")]),
        ("A 34-year-old man fell.", []),
        ("She pays $98 a year for it.", []),
        # What comes again
        ("They meet every Friday.", [("every Friday", "XXXX-WXX-5")]),
        ("They meet on Fridays.", [("Fridays", "XXXX-WXX-5")]),
        ("They march each July.", [("each July", "XXXX-07")]),
        ("It is held every four years.", [("every four years", "P4Y")]),
        ("It is held every other week.", [("every other week", "P2W")]),
        ("The trains run daily.", [("daily", "P1D")]),
        ("They train twice a week.", [("a week", "P1W")]),
        # Times of day
        ("He called at 10 p.m. Wednesday.", [("10 p.m. Wednesday", "2022-09-14T22:00")]),
        ("He called at 3:30 p.m. EDT.", [("3:30 p.m. EDT", "2022-09-16T15:30")]),
        ("He called at noon on Thursday.", [("noon on Thursday", "2022-09-15T12:00")]),
        ("He called at 10.30am.", [("10.30am", "2022-09-16T10:30")]),
        ("He called at five o'clock.", [("five o'clock", "2022-09-16T05:00")]),
        ("He called at 9 in the morning.", [("9 in the morning", "2022-09-16T09:00")]),
        ("He called on Wednesday night.", [("Wednesday night", "2022-09-14TNI")]),
        ("He called this morning.", [("this morning", "2022-09-16TMO")]),
        ("He called late yesterday.", [("late yesterday", "2022-09-15")]),
        ("He called in mid-afternoon yesterday.", [("mid-afternoon yesterday", "2022-09-15TAF")]),
        # No dates
        ("The video runs 0:42 and shows the goal.", []),
        ("They won 3-1 before 2,000 fans.", []),
        ("More than 2000 people marched.", []),
        ("The Daily Mail was founded long ago.", []),
        # Further forms, one of each
        ("It was signed on 30/11/2021 in Leeds.", [("30/11/2021", "2021-11-30")]),
        ("It was signed on 11/30/99 in Austin.", [("11/30/99", "1999-11-30")]),
        ("It was signed on 99/99/1999 in Austin.", []),
        ("It was signed on the 4th of July, 1976.", [("4th of July, 1976", "1976-07-04")]),
        ("It was signed on Feb. 9 last year.", [("Feb. 9 last year", "2021-02-09")]),
        ("It was signed on February 30.", []),
        ("It was signed on July twenty-first.", [("July twenty-first", "2022-07-21")]),
        ("It was signed on Tues., May 3.", [("Tues., May 3", "2022-05-03")]),
        ("On June 5, 2000 people came.", [("June 5", "2022-06-05")]),
        ("The 2000 Olympics began.", [("2000", "2000")]),
        ("The 1990-91 season was bad.", [("1990-91", "1990")]),
        ("The 1989 third quarter was bad.", [("The 1989 third quarter", "1989-Q3")]),
        ("The 1980s were bad.", [("The 1980s", "198")]),
        ("Net fell in the fiscal first quarter.", [("the fiscal first quarter", "2022-Q1")]),
        ("Net fell in the second quarter of last year.", [("the second quarter of last year", "2021-Q2")]),
        ("Net fell in this year's first quarter.", [("this year's first quarter", "2022-Q1")]),
        ("It will open in the first quarter.", [("the first quarter", "2023-Q1")]),
        ("Net fell in the latest quarter.", [("the latest quarter", "2022-Q2")]),
        (
            "Net fell last quarter. In last year's quarter it rose.",
            [("last quarter", "2022-Q2"), ("last year's quarter", "2021-Q2")],
        ),
        (
            "Net fell in the third quarter. It fell from the year-earlier period.",
            [("the third quarter", "2022-Q3"), ("the year-earlier period", "2021-Q3")],
        ),
        ("Net fell from the year-earlier third quarter.", [("the year-earlier third quarter", "2021-Q3")]),
        ("Net fell from a year-earlier loss.", [("year-earlier", "2021")]),
        ("Net fell from the year-earlier nine months.", [("the year-earlier nine months", "P9M")]),
        ("Net fell in the latest fiscal year.", [("the latest fiscal year", "2022")]),
        ("Net fell in the nine months to June.", [("the nine months", "P9M"), ("June", "2022-06")]),
        ("Net fell in the year ended June 30.", [("the year", "P1Y"), ("June 30", "2022-06-30")]),
        ("It was the best game of the year.", [("the year", "2022")]),
        ("It fell in the year 1812.", [("the year 1812", "1812")]),
        ("It fell at the year's end.", [("year's end", "2022-12-31")]),
        ("It fell at the end of the month.", [("the end of the month", "2022-09")]),
        ("It fell over the weekend.", [("the weekend", "2022-W36-WE")]),
        ("It fell this Tuesday.", [("this Tuesday", "2022-09-13")]),
        ("It will fall this coming Sunday, September 18.", [("this coming Sunday, September 18", "2022-09-18")]),
        ("It fell this March.", [("this March", "2022-03")]),
        ("It will fall next March.", [("next March", "2023-03")]),
        ("It will fall next summer.", [("next summer", "2023-SU")]),
        ("It fell this spring.", [("this spring", "2022-SP")]),
        ("It fell last Christmas.", [("last Christmas", "2021-12-25")]),
        ("It fell in winter.", [("winter", "2021-WI")]),
        ("It fell over the past decade.", [("the past decade", "P10Y")]),
        ("It will rise in the next few years.", [("the next few years", "PXY")]),
        ("It will rise in the next couple of years.", [("the next couple of years", "P2Y")]),
        ("It will rise in coming weeks.", [("coming weeks", "FUTURE_REF")]),
        ("It fell in recent weeks and months.", [("recent weeks and months", "PAST_REF")]),
        ("It will rise in the near future.", [("the near future", "FUTURE_REF")]),
        ("It fell more recently.", [("more recently", "PAST_REF")]),
        ("It rains tonight.", [("tonight", "2022-09-16TNI")]),
        ("It rained on the day before the vote.", [("the day", "XXXX-XX-XX")]),
        ("It fell on May 3, and again the next day.", [("May 3", "2022-05-03"), ("the next day", "2022-05-04")]),
        ("It fell on May 3, and in the same week it rose.", [("May 3", "2022-05-03"), ("the same week", "2022-W18")]),
        (
            "It fell on May 3 after it rose the previous Friday.",
            [("May 3", "2022-05-03"), ("the previous Friday", "2022-04-29")],
        ),
        ("It stood for another year.", [("another year", "P1Y")]),
        ("It stood for a full year.", [("a full year", "P1Y")]),
        ("It stood for a year or two.", [("a year or two", "P1Y")]),
        ("It stood for two years or so ago.", [("two years or so ago", "2020")]),
        ("It was a day-long march in a fortnight.", [("a fortnight", "P2W")]),
        ("It stood for 1.5 days.", [("1.5 days", "P1DT12H")]),
        ("He had left two days before.", [("two days before", "2022-09-14")]),
        (
            "They pay it every month, every summer and every single morning.",
            [("every month", "P1M"), ("every summer", "XXXX-SU"), ("every single morning", "XXXX-XX-XXTMO")],
        ),
        ("They meet every Monday.", [("every Monday", "XXXX-WXX-1")]),
        ("Dial in at 11:30:15 or by 17:45 GMT.", [("11:30:15", "2022-09-16T11:30"), ("17:45 GMT", "2022-09-16T17:45")]),
        ("It starts at 8 p.m. tomorrow.", [("8 p.m. tomorrow", "2022-09-17T20:00")]),
        ("It starts late in the morning and in late evening.", [("late evening", "2022-09-16TEV")]),
        ("The case is going to be heard on Monday.", [("Monday", "2022-09-19")]),
        ("The court is to rule on Monday.", [("Monday", "2022-09-19")]),
        ("The shop opens on Monday.", [("Monday", "2022-09-19")]),
        ("The team is arriving on Monday.", [("Monday", "2022-09-19")]),
        ("It must be done by Monday.", [("Monday", "2022-09-19")]),
        ("He could go as early as Monday.", [("Monday", "2022-09-19")]),
        ("He planned a march on Monday.", [("Monday", "2022-09-19")]),
        ("Mayor says on Monday he quits.", [("Monday", "2022-09-12")]),
    ],
)
def test_found(extract: Extract, text: str, found: list[tuple[str, str]]) -> None:
    assert values(extract, text) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He said it on Thursday.", "XXXX-WXX-4"),
        ("He said it yesterday.", "XXXX-XX-XX"),
        ("He said it last week.", "XXXX-WXX"),
        ("He said it last month.", "XXXX-XX"),
        ("He said it last year.", "XXXX"),
        ("He said it in April.", "XXXX-04"),
        ("He said it on Feb. 9.", "XXXX-02-09"),
        ("He said it last summer.", "XXXX-SU"),
        ("He said it on Halloween.", "XXXX-10-31"),
        ("He said it at noon.", "XXXX-XX-XXT12:00"),
        ("He said it ten days ago.", "XXXX-XX-XX"),
        ("He said it in the third quarter.", "XXXX-Q3"),
        ("The quarter was bad for all of them.", "XXXX-QX"),
    ],
)
def test_without_publication_a_relative_date_keeps_what_can_be_known(extract: Extract, text: str, value: str) -> None:
    [date] = dates_of(extract, text, None)
    assert (date.value, date.interval) == (value, None)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("He said it on Thursday.", "2022-09-15", "2022-09-16"),
        ("He said it last week.", "2022-09-05", "2022-09-12"),
        ("He said it in December 2021.", "2021-12-01", "2022-01-01"),
        ("He said it in the fourth quarter of 2021.", "2021-10-01", "2022-01-01"),
        ("He said it in the 1970s.", "1970-01-01", "1980-01-01"),
        ("He said it at 10 p.m. Wednesday.", "2022-09-14T22:00:00", "2022-09-14T22:01:00"),
        ("He said it last night.", "2022-09-15T18:00:00", "2022-09-16T06:00:00"),
        ("He said it in the winter of 1994.", "1994-12-01", "1995-03-01"),
        ("He said it over the past two weeks.", "2022-09-02", "2022-09-16"),
    ],
)
def test_interval_ends_where_the_next_begins(extract: Extract, text: str, start: str, end: str) -> None:
    [date] = dates_of(extract, text)
    assert date.interval is not None
    assert (date.interval.start, date.interval.end) == (start, end)


def test_hours_are_counted_from_a_publication_with_its_time(extract: Extract) -> None:
    [date] = dates_of(extract, "It rained for the past 24 hours.", dt.datetime(2022, 9, 16, 12, tzinfo=dt.UTC))
    assert date.interval is not None
    assert date.interval.start == "2022-09-15T12:00:00+00:00"


@pytest.mark.parametrize(
    ("published", "found"),
    [
        (FRIDAY, ("three hours", "DURATION", "PT3H")),
        (dt.datetime(2022, 9, 16, 12, tzinfo=dt.UTC), ("three hours ago", "TIME", "2022-09-16T09:00")),
    ],
)
def test_hours_ago(extract: Extract, published: dt.date, found: tuple[str, str, str]) -> None:
    [date] = dates_of(extract, "He left three hours ago.", published)
    assert (date.text, date.type, date.value) == found


def test_types_anchors_and_ids(extract: Extract) -> None:
    text = "He left on May 3, 2010, at noon, and the following day, after six hours, as every day, came last week."
    found = dates_of(extract, text)
    assert [(d.id, d.type, d.anchor) for d in found][:2] == [
        ("date-1", "DATE", "absolute"),
        ("date-2", "TIME", "text"),
    ]
    assert {(d.text, d.type, d.anchor) for d in found} >= {
        ("the following day", "DATE", "text"),
        ("six hours", "DURATION", "absolute"),
        ("every day", "SET", "absolute"),
        ("last week", "DATE", "published"),
    }
    assert all(text[d.start : d.end] == d.text and 0 < d.confidence < 1 for d in found)


def test_boilerplate_is_not_read(read_doc: Callable[..., Doc]) -> None:
    text = "Watch: Fire in Lyon on March 3, 2020 0:42\n\nThe fire began on March 4, 2020, and burned for hours on end there.\n"
    doc = read_doc(text)
    for date in doc._.dates:
        assert not any(b.start <= date.start < b.end for b in doc._.boilerplate)
    assert text_of(doc) == text


@pytest.mark.parametrize(
    "text", ["ten million years ago", "in 9999 years", "9999-12-31", "99999999999999999999 days ago", "12/31/9999"]
)
def test_beyond_the_calendar_nothing_breaks(extract: Extract, text: str) -> None:
    for date in dates_of(extract, f"It happened {text}."):
        assert date.value


@pytest.mark.parametrize(
    "text", ["1, 2 3 ", "1-", "May ", "the ", "of the end ", "two hundred and ", "early late ", "1/2/"]
)
def test_linear_in_the_length_of_any_text(extractor: object, text: str) -> None:
    """Twice the text takes no more than about twice the time."""
    room = extractor.nlp.get_pipe("copydesk_dates")  # type: ignore[attr-defined]
    spent = []
    for size in (20_000, 80_000):
        doc = extractor.nlp.make_doc((text * size)[:size])  # type: ignore[attr-defined]
        begin = time.process_time()
        room(doc)
        spent.append(time.process_time() - begin)
    assert spent[1] < 12 * max(spent[0], 0.05)


def test_a_month_of_fasting_is_its_days_and_its_year(extract: Extract) -> None:
    [date] = dates_of(extract, "Prices rose during Ramadan 2024.")
    assert (date.value, date.interval) == ("2024", Interval(start="2024-03-11", end="2024-04-10"))


@pytest.mark.parametrize(
    ("feast", "year", "day"),
    [
        (feasts.rosh_hashanah, 2023, "2023-09-16"),
        (feasts.rosh_hashanah, 2024, "2024-10-03"),
        (feasts.rosh_hashanah, 2005, "2005-10-04"),  # behind a long year
        (feasts.orthodox_easter, 2024, "2024-05-05"),
        (feasts.orthodox_easter, 2025, "2025-04-20"),
    ],
)
def test_feasts_that_move(feast: Callable[[int], dt.date], year: int, day: str) -> None:
    assert feast(year).isoformat() == day


def test_a_year_with_two_of_a_feast_tells_neither() -> None:
    assert feasts.tabled("ramadan", 2030) is None


def test_holidays() -> None:
    assert calendar.holiday("05-1-L", 2022) == dt.date(2022, 5, 30)  # Memorial Day
    assert calendar.holiday("11-1-1+1", 2022) == dt.date(2022, 11, 8)  # election day
    assert feasts.easter(2019) == dt.date(2019, 4, 21)
    with pytest.raises(ValueError, match="not a rule"):
        calendar.holiday("May", 2022)


def test_calendar_ends() -> None:
    assert calendar.shift(dt.date(9999, 12, 1), "M", 1) is None
    assert calendar.shift(dt.date(2022, 1, 31), "M", 1) == dt.date(2022, 2, 28)
    assert calendar.interval_of("9999") is None
    assert calendar.interval_of("P5M") is None
    assert calendar.shift_time(dt.datetime(9999, 12, 31, tzinfo=dt.UTC), 48) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It opens the day after tomorrow.", ("the day after tomorrow", "2022-09-18")),
        ("It rained the day before yesterday.", ("the day before yesterday", "2022-09-14")),
        ("He left the week before last.", ("the week before last", "2022-W35")),
        ("It closes the month after next.", ("the month after next", "2022-11")),
        ("It opened in June of last year.", ("June of last year", "2021-06")),
        ("He came on 13/5/2022.", ("13/5/2022", "2022-05-13")),
        ("They met on 5/13/22.", ("5/13/22", "2022-05-13")),
        ("In fiscal 2021 sales rose.", ("fiscal 2021", "2021")),
        ("It closed in the second half of 2019.", ("the second half of 2019", "2019-H2")),
        ("It is due at the end of the year.", ("the end of the year", "2022")),
        ("They met mid-afternoon yesterday.", ("mid-afternoon yesterday", "2022-09-15TAF")),
        ("It grew in the early 1970s.", ("the early 1970s", "197")),
        ("It was built in nineteen eighty-four.", ("nineteen eighty-four", "1984")),
    ],
)
def test_more_of_the_calendar(extract, text, found):
    dates = extract(text, published=dt.date(2022, 9, 16), include=frozenset({"dates"})).dates
    assert [(date.text, date.value) for date in dates] == [found]


@pytest.mark.parametrize("text", ["It rose in 2,019 cases.", "In 1500 houses people died.", "The Daily Mail said so."])
def test_what_is_no_date(extract, text):
    assert extract(text, published=dt.date(2022, 9, 16), include=frozenset({"dates"})).dates == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It rained every single Monday.", "XXXX-WXX-1"),
        ("They meet each July.", "XXXX-07"),
        ("It snows every winter.", "XXXX-WI"),
        ("They met every morning.", "XXXX-XX-XXTMO"),
        ("He ran every single day.", "P1D"),
    ],
)
def test_what_comes_again(extract, text, value):
    dates = extract(text, published=dt.date(2022, 9, 16), include=frozenset({"dates"})).dates
    assert [(date.type, date.value) for date in dates] == [("SET", value)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They vote on Thursday next week.", [("Thursday next week", "2022-09-22")]),
        ("They voted on Monday of last week.", [("Monday of last week", "2022-09-05")]),
        ("It was on the first Monday of May.", [("the first Monday of May", "2022-05-02")]),
        ("It was on the last Friday in August 2019.", [("the last Friday in August 2019", "2019-08-30")]),
        ("They meet on the first Monday of each month.", [("the first Monday of each month", "P1M")]),
        ("It reopens in the autumn.", [("the autumn", "2022-FA")]),
        ("It fell in the fall of the wall.", []),
        ("Bread costs more than in January.", [("January", "2022-01")]),
        ("It was built between A.D. 1000 and 1260.", [("A.D. 1000", "1000"), ("1260", "1260")]),
        ("He could not be reached Thursday.", [("Thursday", "2022-09-15")]),
    ],
)
def test_days_of_weeks_and_months(extract: Extract, text: str, found: list[tuple[str, str]]) -> None:
    assert values(extract, text) == found


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("It struck at 06:40 CET on Sunday.", "2022-09-11T06:40:00+01:00"),
        ("It struck at 3:30 p.m. EDT.", "2022-09-16T15:30:00-04:00"),
        ("It struck at 06:40 GMT on Sunday.", "2022-09-11T06:40:00+00:00"),
        ("It struck at 3:30 p.m. ET.", "2022-09-16T15:30:00"),
    ],
)
def test_the_zone_of_a_time(extract: Extract, text: str, start: str) -> None:
    """The interval has the offset from UTC; "ET" is one of two."""
    [date] = dates_of(extract, text)
    assert date.interval is not None
    assert date.interval.start == start
