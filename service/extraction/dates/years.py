"""Years and what they are made of: "1989", "the 1990s", "the third quarter of 1989", "last winter", "Easter"."""

from __future__ import annotations

import datetime as dt
import re

from attrs import evolve

from service.extraction.lexicon import table
from service.extraction.model import Interval

from . import calendar, feasts
from .absolute import distance, year_of_month
from .ended import end_behind, interval_to
from .tense import CUES
from .timex import Reader, Timex, Way

HOLIDAYS: dict[tuple[str, ...], str] = {tuple(row["name"].split()): row["rule"] for row in table("holidays")}
_BY_MOON = frozenset(row["feast"] for row in table("moon_feasts"))
HOLIDAY_STARTS = frozenset(name[0].partition("'")[0].rstrip(".") for name in HOLIDAYS)
_NATIONS = frozenset(row["word"].lower() for row in table("demonyms"))
_FIRST_NAMES = frozenset(row["name"] for row in table("first_names"))
_LONGEST_HOLIDAY = 4  # words
_COMES = frozenset({"begins", "starts", "falls", "comes"})

_EARLY, _LATE = 1500, 2100  # a bare number between them may be a year
_ROUND = 100  # years that are round numbers are as often amounts

_SEASON_BEGINS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # months
_ROUGHLY = frozenset({"about", "around", "roughly", "at", "least", "approximately"})
_LONGEST_ROUGHLY = 4  # lexemes
_BEFORE_SEASON = frozenset({"in", "by", "since", "until", "over", "during", "through", "throughout"})
_ERAS = frozenset({"AD", "CE", "BC", "BCE"})

# ------------------------------------------------------------ years and what is made of them


def year_alone(r: Reader, i: int) -> Timex | None:
    """ "2016", "nineteen ninety-six", "1980s", "1989 third quarter"."""
    lex = r.lex
    if lex.is_digits(i) and (decade := _decade(r, i)):
        return decade
    found = r.year(i)
    if found is None or (not _EARLY <= found[0] <= _LATE and _era(r, i, found[1]) is None):
        return None
    year, end = found
    if (era := _era(r, i, end)) is not None:
        return Timex(start=era, end=end, type="DATE", value=f"{year}", confidence=0.95)
    if lex.glued(i) and lex.raw(i - 1) not in "(\"'“‘[—–-/":
        return None
    if quarter_named := quarter(r, end, year):
        return evolve(quarter_named, start=i)
    if not _is_year(r, i, end, year):
        return None
    r.last = dt.date(year, 1, 1)
    if lex.is_hyphen(end) and lex.raw(end + 1) == f"{(year + 1) % 100:02d}":  # "the 2024-25 season"
        both = Interval(start=f"{year}-01-01", end=f"{year + 2}-01-01")
        return Timex(start=i, end=end + 2, type="DATE", value=f"{year}", confidence=0.8, interval=both)
    return Timex(start=i, end=end, type="DATE", value=f"{year}", confidence=0.9)


def _era(r: Reader, i: int, end: int) -> int | None:
    """Where "A.D. 1066" begins; of "between A.D. 1000 and 1260" also of the second year. None without an era."""
    if r.lex.raw(i - 1) == "AD":
        return i - 1
    if [r.lex.raw(k) for k in range(i - 4, i)] == ["A", ".", "D", "."]:
        return i - 4
    if r.word(i - 1) in {"and", "to"} and r.lex.is_digits(i - 2) and r.year(i - 2):
        return i if _era(r, i - 2, i - 1) is not None else None
    return i if r.lex.raw(end) in {"AD", "CE"} else None


def _is_year(r: Reader, i: int, end: int, year: int) -> bool:
    """Whether a bare number is a year and no amount, code or house number."""
    lex, before, after = r.lex, r.word(i - 1), r.word(end)
    if not before.isalpha() and before not in {
        "",
        ",",
        "(",
        "-",
        "–",
        "'",
        "’",
        '"',
        "“",
        ".",
        ";",
        ":",
        "—",
        "/",
        "s",
    }:
        return False
    if lex.glued(i) and lex.raw(i - 1) in "-–/" and not lex.is_digits(i - 2):
        return before in {"–", "—"} or r.word(i - 2) in {"mid", "early", "late", "pre", "post"}
    if lex.glued(i) and lex.raw(i - 1) in "-–/" and r.year(i - 2) is None:  # "99/99/1999"
        return False
    if lex.glued(end) and lex.raw(end) in "-–/" and lex.is_digits(end + 1) and lex.glued(end + 1):
        return len(lex.text[end + 1]) in {2, 4} and _EARLY <= year <= _LATE
    if lex.is_hyphen(end):
        return False
    if before in CUES["number-preposition"] or before in {"late", "early", "mid", "and", "year"}:
        return year >= 1900 or (year % _ROUND != 0 and not _counts(r, i))
    if before in _ROUGHLY and _leads_to_year(r, i, end, year):
        return True
    if before in CUES["quantifier"] or before in {
        "than",
        "least",
        "to",
        "no",
        "section",
        "page",
        "room",
        "route",
        "highway",
    }:
        return before == "to" and r.year(i - 2) is not None
    if after in {"people", "percent", "%", "men", "women", "miles", "feet", "points", "votes"} or r.unit(end):
        return False
    if before == "the" and r.lex.raw(end)[:1].isupper():  # "the 2000 Olympics"
        return True
    if _counts(r, i):
        return 1950 <= year <= 2050 and year % _ROUND != 0
    token = lex.token(i)
    if token.i and token.nbor(-1).pos_ == "PROPN" and token.dep_ not in {"npadvmod", "pobj", "nmod", "nummod"}:
        return 1900 <= year <= 2050
    return 1900 <= year <= 2050 or before in {"(", ","}


def _leads_to_year(r: Reader, i: int, end: int, year: int) -> bool:
    """ "until at least 2014", "is to be ready by about 2030": what leads to a year stands before how exact it is."""
    at = i - 1
    while i - at < _LONGEST_ROUGHLY and r.word(at) in _ROUGHLY:
        at -= 1
    leads = r.word(at) in CUES["number-preposition"] or r.word(at) == "be"
    return (
        leads
        and 1900 <= year <= 2100
        and not _counts(r, i)
        and r.lex.token(end - 1).dep_ != "nummod"
        and not r.unit(end)
    )


def _counts(r: Reader, i: int) -> bool:
    """The parser takes the number as the count of a noun in the plural."""
    token = r.lex.token(i)
    return token.dep_ == "nummod" and token.head.tag_ in {"NNS", "NNPS"}


def _decade(r: Reader, i: int) -> Timex | None:
    """ "1980s", "the '90s"."""
    lex, text = r.lex, r.lex.text[i]
    apostrophe = lex.raw(i + 1) in {"'", "’"} and lex.glued(i + 1)
    at = i + 2 if apostrophe else i + 1
    if r.word(at) != "s" or not lex.glued(at) or not text.isdecimal() or text[-1] != "0":
        return None
    if len(text) == 4:
        return Timex(start=i, end=at + 1, type="DATE", value=text[:3], confidence=0.95)
    if len(text) == 2 and (lex.raw(i - 1) in {"'", "’", "‘", "`"} or r.word(i - 1) == "the"):
        start = i - 1 if lex.raw(i - 1) in {"'", "’", "‘", "`"} else i
        return Timex(
            start=start, end=at + 1, type="DATE", value=f"{'20' if text < '30' else '19'}{text[0]}", confidence=0.8
        )
    return None


def before_christ(r: Reader, i: int) -> Timex | None:
    """ "79 AD", "464 BC": years of few digits."""
    text = r.lex.raw(i)
    if not (text.isascii() and text.isdecimal() and len(text) <= 4) or r.lex.glued(i):
        return None
    letters = r.lex.raw(i + 1)
    dotted = r.lex.raw(i + 2) == "." and r.lex.raw(i + 4) == "." and r.lex.glued(i + 3)
    if dotted:
        letters += r.lex.raw(i + 3)
    if letters not in _ERAS:
        return None
    value = f"BC{int(text):04d}" if letters.startswith("B") else f"{int(text):04d}"
    return Timex(start=i, end=i + 5 if dotted else i + 2, type="DATE", value=value, confidence=0.9)


def century(r: Reader, i: int) -> Timex | None:
    """ "20th century", "nineteenth century"."""
    found = r.ordinal(i)
    if found is None:
        return None
    at = r.skip_hyphen(found[1])
    if r.word(at) != "century" or not 1 <= found[0] <= 30:
        return None
    return Timex(start=i, end=at + 1, type="DATE", value=f"{found[0] - 1:02d}", confidence=0.9)


# ------------------------------------------------------------ quarters, fiscal years, seasons, holidays


def quarter(r: Reader, i: int, year: int | None = None) -> Timex | None:
    """ "third quarter", "third-quarter", "fiscal second quarter of 1989", "second half of last year", "Q3"."""
    at = r.skip_hyphen(i + 1) if r.word(i) == "fiscal" else i
    if r.word(i) == "q" and r.lex.glued(i + 1) and r.lex.raw(i + 1) in {"1", "2", "3", "4"}:
        return _quarter(r, i, i + 2, number=int(r.lex.raw(i + 1)), unit="Q", year=year)
    found = (2, at + 1) if r.word(at) == "last" and r.word(at + 1) == "half" else r.ordinal(at)
    if found is None:
        return None
    joint = r.skip_hyphen(found[1])
    unit = {"quarter": "Q", "half": "H", "quarters": "Q"}.get(r.word(joint))
    if unit is None or not 1 <= found[0] <= (4 if unit == "Q" else 2):
        return None
    if unit == "H" and not (year or _year_behind(r, joint + 1)):
        return None
    return _quarter(r, i, joint + 1, number=found[0], unit=unit, year=year)


def _year_behind(r: Reader, at: int) -> tuple[int | None, int] | None:
    """ "of 1989", "1989", "of last year", "of fiscal 1990", "last year"."""
    of = r.word(at) == "of"
    first = at + 1 if of else at
    if r.word(first) in {"fiscal", "the"} and r.year(first + 1):
        first += 1
    if found := r.year(first):
        return found
    deictic = {"last": -1, "this": 0, "next": 1}.get(r.word(first))
    if deictic is not None and r.word(first + 1) == "year":
        return (r.published.year + deictic if r.published else None), first + 2
    return None


def _quarter(r: Reader, start: int, end: int, *, number: int, unit: str, year: int | None) -> Timex:
    confidence = 0.95
    anchor = "absolute"
    if year is None and (behind := _year_behind(r, end)):
        year, end = behind
    elif year is None and r.published:
        now = (r.published.month + 2) // 3
        ahead = number < now - 1 and r.surely_ahead(start)  # the quarter just over is reported for months
        year = r.published.year + ahead - (number > now and not r.surely_ahead(start))
        confidence, anchor = 0.85, "published"
    closed = end_behind(r, end) if unit == "Q" and anchor == "published" else None
    if closed:  # "its fiscal third quarter ended May 31"
        year = (closed - dt.timedelta(days=1)).year
    if unit == "Q" and year:
        r.last_quarter = (year, number)
    return Timex(
        start=start,
        end=end,
        type="DATE",
        value=f"{year or 'XXXX'}-{unit}{number}",
        anchor="published" if anchor == "published" or year is None else "absolute",
        confidence=confidence,
        interval=interval_to(closed, "Q", 1) if closed else None,
    )


def fiscal_year(r: Reader, i: int) -> Timex | None:
    """ "fiscal 1989", "fiscal year 1989"."""
    at = i + 2 if r.word(i + 1) == "year" else i + 1
    if r.word(i) != "fiscal" or not (found := r.year(at)):
        return None
    return Timex(start=i, end=found[1], type="DATE", value=f"{found[0]}", confidence=0.9)


def season(r: Reader, i: int) -> Timex | None:
    """ "the winter of 1994", "summer 2012"; without a year only behind "in", "this", "last" (see `relative`)."""
    code = r.kind(i, "season")
    if code is None:
        return None
    behind = _year_behind(r, i + 1)
    if behind:
        r.last = dt.date(behind[0], _SEASON_BEGINS[code], 1) if behind[0] else r.last
        return Timex(start=i, end=behind[1], type="DATE", value=f"{behind[0] or 'XXXX'}-{code}", confidence=0.9)
    before = r.word(i - 2) if r.word(i - 1) == "the" else r.word(i - 1)
    alone = r.word(i + 1) != "of" and (not r.lex.raw(i + 1).isalnum() or r.lex.token(i).dep_ == "pobj")
    if before in _BEFORE_SEASON and r.lex.token(i).pos_ == "NOUN" and (r.word(i - 1) != "the" or alone):
        return season_of(r, i, i + 1, code, r.direction(i))
    return None


def season_of(r: Reader, start: int, end: int, code: str, way: Way | None) -> Timex:
    if r.published is None:
        return Timex(start=start, end=end, type="DATE", value=f"XXXX-{code}", anchor="published", confidence=0.6)
    month = _SEASON_BEGINS[code]
    year = year_of_month(r.published, month, way)
    return Timex(start=start, end=end, type="DATE", value=f"{year}-{code}", anchor="published", confidence=0.8)


def holiday(r: Reader, i: int, step: int = 0) -> Timex | None:
    """ "Christmas", "New Year's Eve", "Labor Day", with the year behind it or from the tense.

    `step` -1 or 1: the last or the next one, whatever the tense.
    """
    if r.word(i) not in HOLIDAY_STARTS or not r.lex.raw(i)[0].isupper():
        return None
    if r.lex.raw(i - 1) in _FIRST_NAMES:  # "Johnnie Christmas"
        return None
    text = ""
    words: list[str] = []
    best: tuple[int, str] | None = None
    for at in range(i, min(i + 2 * _LONGEST_HOLIDAY, len(r.lex))):
        if at > i and not r.lex.glued(at):
            words.append(text)
            text = ""
        text += r.word(at).replace("’", "'")
        rule = HOLIDAYS.get((*words, text))
        if rule:
            best = at + 1, rule
    if best is None or r.lex.raw(best[0]) == "Island":
        return None
    end, rule = best
    if rule == HOLIDAYS["independence", "day"] and _is_of_another_country(r, i):
        return Timex(start=i, end=end, type="DATE", value="XXXX-XX-XX", anchor="published", confidence=0.5)
    if rule == feasts.RAMADAN and _is_in_name(r, i):
        return None
    joined = r.lex.raw(end) == "," or r.word(end) == "in"
    behind = _year_behind(r, end + 1 if joined else end)
    if behind and behind[0]:
        named = _day_of(rule, behind[0])
        return _on(named, rule, Timex(start=i, end=behind[1], type="DATE", value=f"{behind[0]}", confidence=0.95))
    unknown = f"XXXX-{rule}" if re.fullmatch(r"\d\d-\d\d", rule) else "XXXX-XX-XX"
    partial = Timex(start=i, end=end, type="DATE", value=unknown, anchor="published", confidence=0.7)
    if r.published is None:
        return partial
    years = (r.published.year - 1, r.published.year, r.published.year + 1)
    days = [day for year in years if (day := _day_of(rule, year))]
    if not days:
        return partial
    way = r.direction(i)
    published = r.published
    if r.word(end) in _COMES:
        step = 1  # "Ramadan begins in February"
    days = [day for day in days if (day - published).days * step > 0] or days
    found = min(days, key=lambda day: distance((day - published).days, way))
    r.last = found
    return _on(found, rule, evolve(partial, confidence=0.85))


def _day_of(rule: str, year: int) -> dt.date | None:
    return feasts.tabled(rule, year) if rule in _BY_MOON else calendar.holiday(rule, year)


def _on(day: dt.date | None, rule: str, found: Timex) -> Timex:
    """The holiday with its day; a month of fasting has its year for its value, and its days as an interval."""
    if day is None:
        return found
    if rule == feasts.RAMADAN:
        return evolve(found, value=f"{day.year}", interval=feasts.ramadan(day))
    return evolve(found, value=day.isoformat())


def _is_in_name(r: Reader, i: int) -> bool:
    """ "Mr Ramadan", "Ramadan Yusuf": a name that people have, too."""
    before, after = r.lex.token(i - 1) if i else None, r.lex.raw(i + 1)
    named = after[:1].isupper() and r.lex.token(i + 1).pos_ == "PROPN"
    return named or (before is not None and before.pos_ == "PROPN" and not before.is_punct)


def _is_of_another_country(r: Reader, i: int) -> bool:
    """ "Ukraine's Independence Day", "Indian Independence Day": not the day that the name alone tells."""
    named = r.lex.is_possessive(i - 2) or (i > 0 and r.lex.raw(i - 1)[:1].isupper() and r.word(i - 1) in _NATIONS)
    return named and r.word(i - 1) not in {"american", "us"} and r.lex.raw(i - 3) not in {"America", "US", "States"}
