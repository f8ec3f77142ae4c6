"""How many, how much: the numbers of a text with what they count or measure.

In: the tokens with tags and parse, `doc._.boilerplate`, `doc._.dates`; `doc._.places` where that room ran.
Out: `doc._.figures`. A grammar of our own walks the lexemes (`scan`), reads a number with its unit (`expressions`,
`ages`), joins numbers that belong together (`ranges`) and leaves out what is a name (`names`) or a date. The parse then
says what is counted (`counted`), what is measured (`measured`), and how exact it is, a rise or a fall (`sense`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from attrs import evolve, frozen
from spacy.language import Language
from spacy.tokens import Doc, Token

from service.extraction.document import context, cut, token_range
from service.extraction.lexemes import Lexemes, lexemes
from service.extraction.model import Date, Figure, FigureKind, Normalized, Span, Unit

from . import counted, measured, sense
from .quantity import Quantity
from .scan import scan
from .units import UnitOf

_LARGEST = 1e18
_POINT = "point"  # what an index stands at, too
_OF_THEM = frozenset({"them", "those", "these", "whom", "which"})
_COMPARING = frozenset({"including", "from", "to", "than", "with", "and", "versus", "against", "about"})
_CONFIDENCE: dict[FigureKind, float] = {
    "money": 0.95,
    "percent": 0.95,
    "measure": 0.92,
    "duration": 0.9,
    "age": 0.92,
    "count": 0.88,
    "ratio": 0.85,
    "score": 0.75,
    "rank": 0.8,
    "other": 0.6,
}


@Language.component("copydesk_figures", assigns=["doc._.figures"])
def figures(doc: Doc) -> Doc:
    lex = lexemes(doc)
    room = _Room(doc, lex)
    skips = [(span.start, span.end) for span in doc._.boilerplate]
    for quantity in scan(lex, skips, room.dated_lexemes()):
        room.add(quantity)
    doc._.figures = room.found
    return doc


@frozen
class _Last:
    """The figure before, with what it takes to see that the next one restates it."""

    quantity: Quantity
    figure: Figure
    end: int  # the lexeme behind it and what it counts


class _Room:
    def __init__(self, doc: Doc, lex: Lexemes) -> None:
        self.doc = doc
        self.lex = lex
        self.found: list[Figure] = []
        self.sentence = _sentences(doc)
        named = (date for date in doc._.dates if date.type in {"DATE", "TIME"} and not date.value.endswith("_REF"))
        self.dates = self._by_clause((date.start, date.end, date.id) for date in named)
        self.dated: list[Date] = sorted(doc._.dates, key=lambda date: date.start)
        self.next_date = 0
        self.places = self._by_clause((m.start, m.end, place.id) for place in doc._.places for m in place.mentions)
        self.last: _Last | None = None
        self.counted: dict[int, UnitOf] = {}  # the last unit counted in each sentence
        self.last_counted: UnitOf | None = None

    def _by_clause(self, spans: Iterable[tuple[int, int, str]]) -> dict[tuple[int, int], list[tuple[int, str]]]:
        """What is said in each clause, by sentence and verb: `(first character, id)`."""
        said: dict[tuple[int, int], list[tuple[int, str]]] = {}
        for start, end, found_id in spans:
            first, last = token_range(self.doc, start, end)
            if first < last:
                clause = sense.clause(self.doc[first:last].root)
                said.setdefault((self.sentence[first], clause), []).append((start, found_id))
        return said

    def dated_lexemes(self) -> set[int]:
        """The lexemes of dates, in which no number is a figure unless it measures time."""
        covered: set[int] = set()
        for date in self.dated:
            if date.type != "DURATION":
                covered.update(range(self.lex.first_at(date.start), self.lex.first_at(date.end)))
        return covered

    def add(self, found: Quantity) -> None:
        lex = self.lex
        date = self._date_at(lex.start[found.start], lex.end[found.end - 1])
        if date is not None and not self._measures_time(found, date):
            return
        head: Token | None = None
        if found.unit is None and found.kind is None:
            unit: UnitOf | None
            if (noun := counted.counted(lex, found)) is not None:
                head, unit = noun
                found = evolve(found, unit=unit, kind=unit.kind if unit.kind != "age" else "age")
                if unit.end > found.end and (unit.per or unit.kind != "count"):
                    found = evolve(found, end=unit.end)
            elif (people := counted.casualties(lex, found)) is not None:
                found = evolve(found, unit=people, kind="count")
            elif (unit_before := self._shared_unit(found)) is not None:
                found = evolve(found, unit=unit_before, kind="count")
            elif not self._stands_alone(found):
                return
        where = sense.anchor(lex, found, head)
        if found.unit is None and found.kind is None and (unit := counted.numbered(lex, found, where)) is not None:
            found = evolve(found, unit=unit, kind="count")
        self._emit(found, where, date)

    def _shared_unit(self, found: Quantity) -> UnitOf | None:
        """The unit that the sentence has counted before: "sold 3.9 million headsets, up from 2.4 million"."""
        if self.lex.word(found.end) == "of" and self.lex.word(found.end + 1) in _OF_THEM and found.form != "fraction":
            return self.last_counted  # "1.9 million of them"
        unit = self.counted.get(self.sentence[self.lex.token(found.start).i])
        before = self.lex.word(found.start - 1)
        if unit is None or found.form == "fraction" or found.is_range or self.lex.word(found.end) == "of":
            return None
        if unit.name == _POINT:
            return unit if before in {"to", "at"} else None
        return unit if before in _COMPARING and found.low != 1 else None

    def _measures_time(self, found: Quantity, date: Date) -> bool:
        """A length of time is a figure, too: "five-month", "ten days ago"; "1989" and "10 p.m." are dates alone."""
        return (found.unit is not None and found.unit.kind in {"duration", "age"}) or (
            date.type == "DURATION" and found.unit is not None
        )

    def _date_at(self, start: int, end: int) -> Date | None:
        while self.next_date < len(self.dated) and self.dated[self.next_date].end <= start:
            self.next_date += 1
        for date in self.dated[self.next_date : self.next_date + 1]:
            if date.start < end and start < date.end:
                return date
        return None

    def _stands_alone(self, found: Quantity) -> bool:
        """Whether a number that counts nothing nearby is a figure: "some 300 were hurt", not the pronoun "one"."""
        if found.form in {"fraction", "vague"} or found.is_range:
            return True
        if found.form == "some":
            return False
        if found.form == "digits":
            return True
        if found.low <= 1:
            return False
        token = self.lex.token(found.number_end - 1)
        return token.dep_ not in {"det", "npadvmod", "advmod", "appos"} or found.low >= 20

    def _emit(self, found: Quantity, where: sense.Anchor, date: Date | None) -> None:
        lex, doc = self.lex, self.doc
        start, end = lex.start[found.start], lex.end[found.end - 1]
        kind: FigureKind = found.kind or ("ratio" if found.form == "fraction" else "other")
        value, low, high = _numbers(found)
        if value is None and (low is None or high is None):
            return
        is_count = found.unit is not None and found.unit.system == "count" and found.unit.kind == "count"
        of = measured.of_what(lex, found, where, is_count)
        figure = Figure(
            id=f"figure-{len(self.found) + 1}",
            start=start,
            end=end,
            text=lex.source[start:end],
            kind=kind,
            value=value,
            low=low,
            high=high,
            qualifier=sense.qualifier(lex, found),
            change=sense.change(lex, found, where),
            unit=_unit(found.unit),
            of=self._span(of) if of else None,
            per=self._per(found.unit),
            normalized=_normalized(found, value, low, high),
            date_id=date.id if date else self._nearest(self.dates, where.head, start),
            place_id=self._nearest(self.places, where.head, start),
            context=context(doc, start, end),
            confidence=_CONFIDENCE[kind] - (0.15 if found.form in {"some", "vague"} else 0),
        )
        figure = self._restated(found, figure)
        self.found.append(figure)
        if found.unit is not None and found.unit.kind == "count":
            self.last_counted = self.counted[self.sentence[where.head.i]] = evolve(found.unit, per=None)
        behind = lex.first_at(where.head.idx) + 1 if is_count else found.end
        self.last = _Last(found, figure, max(found.end, behind))

    def _span(self, tokens: tuple[int, int]) -> Span:
        last = self.doc[tokens[1] - 1]
        return cut(self.doc, self.doc[tokens[0]].idx, last.idx + len(last))

    def _per(self, unit: UnitOf | None) -> Span | None:
        if unit is None or unit.per is None:
            return None
        return cut(self.doc, self.lex.start[unit.per[0]], self.lex.end[unit.per[1] - 1])

    def _nearest(self, said: dict[tuple[int, int], list[tuple[int, str]]], head: Token, at: int) -> str | None:
        """The date or place that is said in the same clause, the nearest if there are several."""
        here = said.get((self.sentence[head.i], sense.clause(head)), ())
        return min(here, key=lambda one: abs(one[0] - at))[1] if here else None

    def _restated(self, found: Quantity, figure: Figure) -> Figure:
        """ "48 kilometers (30 mi)": the second says the first again in another unit, which is checked."""
        last = self.last
        if last is None or found.unit is None or last.quantity.unit is None:
            return figure
        gap = [self.lex.word(k) for k in range(last.end, found.start)]
        if figure.of is None and gap in (["at"], ["to"]):  # "down 68p at 1112p"
            figure = evolve(figure, of=last.figure.of)
        if gap in ([",", "or"], [",", "or", "about"], ["or"]) and figure.change is None and found.kind != "count":
            figure = evolve(figure, change=last.figure.change, of=figure.of or last.figure.of)
        if gap not in (["("], [",", "or"], ["or"], ["(", "about"]) or not found.unit.measures_like(last.quantity.unit):
            return figure
        agrees = found.unit.kind == "money" or _agree(last.quantity, found)
        first = last.figure
        return evolve(
            figure,
            same_as_id=first.id,
            conversion_error=not agrees,
            of=first.of,  # one quantity: what is said of it is said once, and before the bracket
            date_id=first.date_id,
            place_id=first.place_id,
            change=first.change,
            qualifier=first.qualifier if figure.qualifier == "exact" else figure.qualifier,
        )


def _sentences(doc: Doc) -> list[int]:
    """The number of the sentence in which each token stands."""
    numbers: list[int] = []
    number = 0
    for start in doc.to_array("SENT_START").tolist():
        number += start == 1
        numbers.append(number)
    return numbers


def _numbers(found: Quantity) -> tuple[float | None, float | None, float | None]:
    """Value, low and high; nothing for what is too large to be meant."""
    if not all(math.isfinite(number) and abs(number) <= _LARGEST for number in (found.low, found.high)):
        return None, None, None
    low, high = _plain(found.low), _plain(found.high)
    return (None, low, high) if found.is_range else (low, None, None)


def _plain(number: float) -> float:
    """Without the dust of binary arithmetic: 1.1 million is 1100000."""
    return float(f"{number:.15g}")


def _unit(unit: UnitOf | None) -> Unit | None:
    return unit.unit if unit else None


def _normalized(found: Quantity, value: float | None, low: float | None, high: float | None) -> Normalized | None:
    unit = found.unit
    if unit is None or unit.factor is None or unit.si is None:
        return None

    def si(number: float | None) -> float | None:
        return None if number is None else float(f"{number * unit.factor + unit.offset:.10g}")  # type: ignore[operator]

    return Normalized(value=si(value), low=si(low), high=si(high), code=unit.si)


def _agree(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities are the same within rounding; of temperatures also the same difference."""
    return any(
        _meet(_rounded(first, first.low, offset), _rounded(second, second.low, offset))
        and _meet(_rounded(first, first.high, offset), _rounded(second, second.high, offset))
        for offset in (1, 0)
    )


def _meet(one: tuple[float, float], two: tuple[float, float]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1]


def _rounded(found: Quantity, number: float, offset: int) -> tuple[float, float]:
    """From what to what a number may have been rounded, in SI base units: half of its last digit that is not zero."""
    unit = found.unit
    if unit is None or unit.factor is None:
        return -math.inf, math.inf
    digits = f"{abs(number):.6g}"
    if "e" in digits:
        step = 10 ** math.floor(math.log10(abs(number)) - 1)
    elif "." in digits:
        step = 10 ** -len(digits.partition(".")[2])
    else:
        step = 10 ** (len(digits) - len(digits.rstrip("0"))) if number else 1
    ends = ((number + side * 0.5 * step) * unit.factor + offset * unit.offset for side in (-1, 1))
    low, high = sorted(ends)
    return low, high
