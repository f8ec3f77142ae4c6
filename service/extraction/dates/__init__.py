"""When: the expressions of time as TIMEX3.

In: the tokens with tags and parse, `doc._.boilerplate`, `doc._.published`. Out: `doc._.dates`.
A grammar of our own walks the lexemes once; at each, only the rules that its word can begin are tried, the one that
reads furthest first. Where nothing is known of the publication, a relative date keeps what can be known and
has no interval.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from attrs import evolve
from spacy.language import Language
from spacy.tokens import Doc

from service.extraction.model import Date
from service.extraction.numerals import STARTERS

from . import absolute, anaphora, clock, durations, relative, sets, years
from .calendar import interval_of
from .ended import end_behind, interval_to
from .tense import CUES
from .timex import WORDS, Reader, Timex

Rule = Callable[[Reader, int], Timex | None]

_DIGIT_RULES: tuple[Rule, ...] = (
    years.before_christ,
    clock.time_of_day,
    absolute.numeric,
    years.century,
    years.quarter,
    durations.duration,
    years.year_alone,
)
_NUMBER_RULES: tuple[Rule, ...] = (
    years.century,
    years.quarter,
    absolute.day_of_month,
    durations.duration,
    years.year_alone,
    clock.time_of_day,
)
_BY_KIND: dict[str, tuple[Rule, ...]] = {
    "weekday": (clock.part_of_day, absolute.weekday),
    "weekday-short": (clock.part_of_day, absolute.weekday),
    "month": (absolute.month_first,),
    "month-short": (absolute.month_first,),
    "season": (years.season,),
    "reference": (relative.reference,),
    "day": (clock.part_of_day, relative.day_word),
    "daypart": (clock.part_of_named_day,),
    "frequency": (sets.frequency,),
    "units": (durations.duration,),
}
_THE: tuple[Rule, ...] = (
    absolute.nth_weekday,
    clock.part_of_named_day,
    relative.one_beyond,
    anaphora.year_ago,
    relative.shifted,
    relative.reference,
    anaphora.anaphor,
    relative.plural_months,
)
_BY_WORD: dict[str, tuple[Rule, ...]] = {
    **dict.fromkeys(
        ("last", "past", "previous", "next", "coming", "following", "upcoming", "current"), (relative.shifted,)
    ),
    **dict.fromkeys(("this", "its", "their", "his", "her", "these", "those"), (relative.shifted,)),
    **dict.fromkeys(("every", "each"), (sets.every,)),
    **dict.fromkeys(("noon", "midnight", "midday"), (clock.time_of_day,)),
    "the": _THE,
    "that": (anaphora.anaphor,),
    "a": (sets.rate, durations.duration),
    "an": (durations.duration,),
    "another": (durations.duration,),
    "recent": (relative.reference,),
    "coming": (relative.reference, relative.shifted),
    "year": (anaphora.year_ago, relative.year_end),
    "fiscal": (years.quarter, years.fiscal_year),
    "q": (years.quarter,),
}
_EARLY_LATE = frozenset({"early", "late", "mid", "earlier", "later", "sometime", "earliest", "latest"})
_WHOSE = frozenset({"his", "her", "their", "my", "our", "your"})
_PART_LONGEST = 2  # words: "first half"
# Rules whose words may stand between "the" and what they name: "the third quarter", "the 1970s", "the late 1970s".
_AFTER_THE: tuple[Rule, ...] = (years.century, years.quarter, years.season)


def rules_for(r: Reader, i: int) -> tuple[Rule, ...]:
    word = r.word(i)
    if r.lex.is_digits(i):
        return _DIGIT_RULES
    rules = _BY_WORD.get(word, ())
    for kind in WORDS.get(word, ()):
        rules += _BY_KIND.get(kind, ())
    if word.endswith("days"):
        rules += (sets.weekdays,)
    if word in STARTERS and word not in _BY_WORD:
        rules += _NUMBER_RULES
    return (*rules, years.holiday, durations.quantified)


def read(r: Reader, i: int) -> Timex | None:
    """The expression that begins at a lexeme, with the words before its core ("the end of", "early", "mid-")."""
    return _part_of(r, i) or _early_late(r, i) or _with_article(r, i) or _core(r, i)


def _core(r: Reader, i: int) -> Timex | None:
    for rule in rules_for(r, i):
        if found := rule(r, i):
            return found
    return None


def _with_article(r: Reader, i: int) -> Timex | None:
    """ "the third quarter", "the 1990s", "the summer of 2012", "the fiscal first quarter"."""
    if r.word(i) != "the":
        return None
    at = i + 1
    if at >= len(r.lex):
        return None
    if r.word(at) in _EARLY_LATE:
        found = _early_late(r, at)
        return evolve(found, start=i) if found else None
    if r.lex.raw(at) in {"'", "’", "‘", "`"} and r.lex.is_digits(at + 1):
        at += 1
    if r.lex.is_digits(at):
        if found := anaphora.period_of_year(r, i):
            return found
        found = years.century(r, at) or years.quarter(r, at) or years.year_alone(r, at)
        if found is None:
            return None
        is_adjective = len(found.value) == 4 and (
            found.end == at + 1 or r.lex.is_hyphen(at + 1)
        )  # "the 1988 horror film"
        return found if is_adjective else evolve(found, start=i)
    if decade := r.kind(at, "decade"):
        return Timex(start=i, end=at + 1, type="DATE", value=decade, confidence=0.8)
    rules = years.quarter, years.century, years.season, years.fiscal_year
    for rule in rules:
        if found := rule(r, at):
            hyphenated = any(r.lex.is_hyphen(k) for k in range(at, found.end))
            return found if hyphenated and rule is years.quarter else evolve(found, start=i)
    if r.word(at) == "fiscal" and r.word(at + 1) == "year":
        return _fiscal_year(r, i, at + 2)
    return None


def _fiscal_year(r: Reader, start: int, end: int) -> Timex | None:
    """ "the fiscal year", and the one "ended March 31"."""
    closed = end_behind(r, end)
    found = r.deixis(start, end, "Y", 0, 0.6)
    if closed is None or found is None:
        return found
    return evolve(found, value=f"{(closed - dt.timedelta(days=1)).year}", interval=interval_to(closed, "Y", 1))


def _early_late(r: Reader, i: int) -> Timex | None:
    """ "early next year", "late November", "mid-1996", "earlier this month", "later that day"."""
    if r.word(i) not in _EARLY_LATE:
        return None
    at = i + 2 if r.lex.is_hyphen(i + 1) else i + 1
    if at >= len(r.lex) or not r.lex.same_line(at):
        return None
    if decade := r.kind(at, "decade"):
        if r.word(i - 1) in _WHOSE:  # "in her late forties": an age
            return None
        return Timex(start=i, end=at + 1, type="DATE", value=decade, confidence=0.75)
    if part := r.kind(at, "daypart"):
        return _mid_part(r, i, at, part)
    found = _with_article(r, at) or _core(r, at)
    if found is None or found.type not in {"DATE", "TIME"} or found.value.endswith("_REF"):
        return None
    return evolve(found, start=i)


def _mid_part(r: Reader, start: int, at: int, part: str) -> Timex:
    """ "mid-afternoon yesterday", "late morning"."""
    day = r.published.isoformat() if r.published else "XXXX-XX-XX"
    end = at + 1
    beside = relative.day_word(r, end) or absolute.weekday(r, end)
    if beside and beside.type == "DATE":
        day, end = beside.value, beside.end
    return Timex(start=start, end=end, type="TIME", value=f"{day}T{part}", anchor="published", confidence=0.7)


def _part_of(r: Reader, i: int) -> Timex | None:
    """ "the end of June", "the beginning of next year", "the first half of 1990"."""
    at = i + 1 if r.word(i) == "the" else i
    if at == i and r.word(i) not in CUES["part"]:
        return None
    for size in range(_PART_LONGEST, 0, -1):
        of = at + size
        if r.word(of) != "of" or " ".join(r.word(k) for k in range(at, of)) not in CUES["part"]:
            continue
        if half := years.quarter(r, at):
            return evolve(half, start=i)
        found = _year_end_of(r, of + 1) or _early_late(r, of + 1) or _with_article(r, of + 1) or _core(r, of + 1)
        if found and found.type == "DATE" and not found.value.endswith("_REF"):
            return evolve(found, start=i)
        return None
    return None


def _year_end_of(r: Reader, i: int) -> Timex | None:
    """The year in "the end of the year": the one of the publication."""
    unit = r.kind(i + 1, "unit") if r.word(i) == "the" else None
    if unit not in {"D", "W", "M", "Q", "Y", "E", "C"} or r.year(i + 2):
        return None
    return r.deixis(i, i + 2, unit, 0, 0.75)


_STARTERS = frozenset(
    {*WORDS, *_BY_WORD, *STARTERS, *_EARLY_LATE, *CUES["part"], *years.HOLIDAY_STARTS, "end"}
) | frozenset(words.split()[0] for words in (*CUES["quantifier"], *CUES["part"]))


def _may_begin(r: Reader, i: int) -> bool:
    word = r.lex.lower[i]
    return word in _STARTERS or word[-1].isdecimal() or word.endswith("days")


@Language.component("copydesk_dates", assigns=["doc._.dates"])
def dates(doc: Doc) -> Doc:
    reader = Reader(doc)
    lex = reader.lex
    skips = sorted(((span.start, span.end) for span in doc._.boilerplate), reverse=True)
    found: list[Date] = []
    i = 0
    while i < len(lex):
        while skips and skips[-1][1] <= lex.start[i]:
            skips.pop()
        if skips and skips[-1][0] <= lex.start[i]:
            i = max(i + 1, lex.first_at(skips[-1][1]))
            continue
        reader.first, last = i, reader.last
        timex = read(reader, i) if _may_begin(reader, i) else None
        if timex is None:
            i += 1
            continue
        reader.remember(timex, last)
        found.append(_date(reader, timex, len(found) + 1))
        i = max(timex.end, i + 1)
        if second := _second_day(reader, timex):
            found.append(_date(reader, second, len(found) + 1))
            i = second.end
    doc._.dates = found
    return doc


def _second_day(r: Reader, first: Timex) -> Timex | None:
    """The "5" of "from May 3 to 5", the "24" of "Sept. 20-24"."""
    joint = r.word(first.end)
    if first.type != "DATE" or len(first.value) != 10 or not r.lex.is_digits(first.end - 1):
        return None
    if joint not in {"to", "and", "through"} and not r.lex.is_hyphen(first.end):
        return None
    at = first.end + 1
    day = r.day_number(at)
    if day is None or (r.lex.is_digits(at) and r.word(at) == "") or r.kind(day[1], "month") or r.unit(day[1]):
        return None
    token = r.lex.token(at)
    if (joint == "and" and token.dep_ == "nummod") or not r.lex.same_line(at):
        return None
    value = f"{first.value[:8]}{day[0]:02d}"
    if not value[:4].isdecimal() or interval_of(value) is None or value <= first.value:
        return None
    return evolve(first, start=at, end=day[1], value=value)


def _date(r: Reader, timex: Timex, number: int) -> Date:
    start, end = r.lex.start[timex.start], r.lex.end[timex.end - 1]
    return Date(
        id=f"date-{number}",
        start=start,
        end=end,
        text=r.lex.source[start:end],
        type=timex.type,
        value=timex.value,
        interval=timex.interval or interval_of(timex.value),
        anchor=timex.anchor,
        confidence=round(max(0.05, timex.confidence), 2),
    )
