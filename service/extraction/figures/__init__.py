"""How many, how much: the numbers of a text with what they count or measure.

In: the tokens with tags and parse, `doc._.boilerplate`, `doc._.dates`; `doc._.places` where that room ran.
Out: `doc._.figures`. A grammar of our own walks the lexemes (`scan`), reads a number with its unit (`expressions`,
`ages`), joins numbers that belong together (`ranges`) and leaves out what is a name (`names`) or a date. The parse then
says what is counted (`counted`), what is measured (`measured`), and how exact it is, a rise or a fall (`sense`).
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen
from spacy.language import Language
from spacy.tokens import Doc, Token

from service.extraction.document import context, cut, token_range
from service.extraction.lexemes import Lexemes, lexemes
from service.extraction.model import Change, Date, Figure, FigureKind, Span

from . import ages, around, counted, measured, names, sense, units
from .change import change
from .confidence import confidence, of_restated
from .conversion import agree, normalized, numbers
from .currencies import Currencies
from .dated import Dated
from .millions import in_millions
from .quantity import Quantity
from .scan import scan
from .units import UnitOf

_POINT = "point"  # what an index stands at, too
_LONGEST_JOINT = 2  # lexemes: ", and"
_LONGEST_GAP = 6  # lexemes: "and the German index"
_NEAR_VERB = 4  # lexemes: "weighs more than 11 million"
_WEIGH = frozenset({"weigh", "weighs", "weighed", "weighing"})
_SPEND = frozenset(
    {"spend", "spends", "spent", "spending", "pay", "pays", "paid", "earn", "earns", "earned", "cost", "costs"}
)
_POUNDS = evolve(units.POUND, shared="pounds")
_DEGREE, _OF_WARMTH = "degree", ("temperature", "temperatures", "warming")
_US_CENT, _DOLLAR = "US cent", " dollar"
_TO_AMOUNT = frozenset({"to", "from", "of", "was", "is", "were", "are", "and", "or", "than", "the", "total", "totaled"})
_OF_THEM = frozenset({"them", "those", "these", "whom", "which"})
_COMPARING = frozenset({"including", "from", "to", "than", "with", "and", "versus", "against", "about"})


@Language.component("copydesk_figures", assigns=["doc._.figures"])
def figures(doc: Doc) -> Doc:
    lex = lexemes(doc)
    room = _Room(doc, lex)
    skips = [(span.start, span.end) for span in doc._.boilerplate]
    for quantity in scan(lex, skips, room.dated.lexemes()):
        room.add(quantity)
    doc._.figures = room.found
    return doc


@frozen
class _Last:
    """The figure before, with what it takes to see that the next one restates it."""

    quantity: Quantity
    figure: Figure
    end: int  # the lexeme behind it and what it counts


@frozen
class _Counted:
    """What a sentence counted before, for numbers that leave it out: "up from 2.4 million"."""

    unit: UnitOf
    of: Span | None


@frozen
class _Reading:
    """A quantity with what tells its unit: the noun that it counts, or one that stands elsewhere."""

    quantity: Quantity
    head: Token | None = None
    before: _Counted | None = None  # counted earlier: "up from 2.4 million"
    number: UnitOf | None = None  # counted by what the number is of: "the toll rose to 63"


class _Room:
    def __init__(self, doc: Doc, lex: Lexemes) -> None:
        self.doc = doc
        self.lex = lex
        self.found: list[Figure] = []
        self.sentence = _sentences(doc)
        named = (date for date in doc._.dates if date.type in {"DATE", "TIME"} and not date.value.endswith("_REF"))
        self.dates = self._by_clause((date.start, date.end, date.id) for date in named)
        self.dated = Dated(doc, lex)
        self.places = self._by_clause((m.start, m.end, place.id) for place in doc._.places for m in place.mentions)
        self.last: _Last | None = None
        self.currencies = Currencies(doc)
        self.counted: dict[int, _Counted] = {}  # the last in each sentence
        self.last_counted: _Counted | None = None

    def _by_clause(self, spans: Iterable[tuple[int, int, str]]) -> dict[tuple[int, int], list[tuple[int, str]]]:
        """What is said in each clause, by sentence and verb: `(first character, id)`."""
        said: dict[tuple[int, int], list[tuple[int, str]]] = {}
        for start, end, found_id in spans:
            first, last = token_range(self.doc, start, end)
            if first < last:
                clause = sense.clause(self.doc[first:last].root)
                said.setdefault((self.sentence[first], clause), []).append((start, found_id))
        return said

    def add(self, found: Quantity) -> None:
        lex = self.lex
        date = self.dated.at(lex.start[found.start], lex.end[found.end - 1])
        if (date is not None and not self._measures_time(found, date)) or self.dated.includes(found):
            return
        found = self._weighed(found)
        reading = _Reading(found)
        if found.unit is None and found.kind is None:
            counting = self._counting(found)
            if counting is None:
                return
            reading = counting
        found, doubtful = reading.quantity, False
        if found.unit is not None and found.unit.name.startswith(_US_CENT):
            found = evolve(found, unit=self._cents(found.unit))
        if found.unit is not None and found.unit.shared:
            money, doubtful = self.currencies.meant(found.unit)
            found = evolve(found, unit=money)
        where = sense.anchor(lex, found, reading.head)
        before, number = reading.before, reading.number
        same = before is not None and before.unit.name != _POINT
        of = before.of if before and same else self._of(found, where)
        if (millions := in_millions(lex, found, of)) is not None:
            found, number = millions, self._numbered(millions)
        if number is not None:
            found = evolve(found, unit=number, kind="count")
        if of and found.unit and found.unit.name == _DEGREE and of.text.lower().endswith(_OF_WARMTH):
            found = evolve(found, unit=evolve(found.unit, code=None, factor=None, si=None))  # of an unknown scale
        self._emit(found, where, date, of, doubtful)

    def _counting(self, found: Quantity) -> _Reading | None:
        """What a bare number counts; None where it is no figure."""
        lex = self.lex
        if (aged := self._listed_age(found)) is not None:
            return _Reading(aged)
        if (noun := counted.counted(lex, found)) is not None:
            head, unit = noun
            if names.is_model(lex, found, head):
                return None
            longer = unit.end > found.end and (unit.per or unit.kind != "count")
            found = evolve(found, unit=unit, kind=unit.kind, end=unit.end if longer else found.end)
            return _Reading(found, head=head)
        if (people := counted.casualties(lex, found)) is not None:
            return _Reading(evolve(found, unit=people, kind="count"))
        if (number := self._numbered(found)) is not None:
            return _Reading(found, number=number)
        if (before := self._counted_before(found)) is not None:
            return _Reading(evolve(found, unit=before.unit, kind="count"), before=before)
        return _Reading(found) if self._stands_alone(found) else None

    def _of(self, found: Quantity, where: sense.Anchor) -> Span | None:
        """What the quantity is of; of numbers that share a unit, what the last is of."""
        if found.shares is not None:
            noun = self.lex.token(found.shares.end + 1) if self.lex.is_hyphen(found.shares.end) else None
            where = sense.anchor(self.lex, found.shares, noun)
        tokens = measured.of_what(self.lex, found, where, _is_count(found))
        if tokens is None:
            return None
        last = self.doc[tokens[1] - 1]
        return cut(self.doc, self.doc[tokens[0]].idx, last.idx + len(last))

    def _numbered(self, found: Quantity) -> UnitOf | None:
        return counted.numbered(self.lex, found, sense.anchor(self.lex, found, None))

    def _weighed(self, found: Quantity) -> Quantity:
        """ "weighs 11 million pounds", "5,000 tonnes (11 million pounds)": as many pounds are money elsewhere."""
        unit = found.unit
        is_pounds = unit is not None and self.lex.word(found.number_end).startswith("pound")
        if unit is None or not is_pounds or unit.code not in {units.POUND.code, units.POUND_MASS.code}:
            return found
        before = [self.lex.word(k) for k in range(max(0, found.start - _NEAR_VERB), found.start)]
        if unit.code == units.POUND_MASS.code:
            if not any(word in _SPEND for word in before):
                return found
            money = units.with_rate(self.lex, evolve(_POUNDS, end=found.number_end + 1))  # "spends 9,000 pounds a year"
            return evolve(found, unit=money, kind="money")
        weighs = any(word in _WEIGH for word in before)
        weight = self.last.quantity.unit if self.last and before[-1:] == ["("] else None
        if not weighs and (weight is None or weight.si != units.POUND_MASS.si):
            return found
        return evolve(found, unit=evolve(units.POUND_MASS, end=unit.end), kind="measure")

    def _cents(self, unit: UnitOf) -> UnitOf:
        """Cents behind a sum in euros or another country's dollars are of that money."""
        last = self.last.quantity.unit if self.last else None
        money = last.name.partition(" per ")[0] if last is not None and last.kind == "money" else ""
        if money != "euro" and (not money.endswith(_DOLLAR) or money.startswith("US ")):
            return unit
        return evolve(unit, name=unit.name.replace("US", money.removesuffix(_DOLLAR), 1))

    def _listed_age(self, found: Quantity) -> Quantity | None:
        if self.last is None or not 0 < found.start - self.last.quantity.end <= _LONGEST_JOINT:
            return None
        gap = [self.lex.word(k) for k in range(self.last.quantity.end, found.start)]
        return ages.listed(self.lex, found, self.last.quantity, gap)

    def _counted_before(self, found: Quantity) -> _Counted | None:
        """What the sentence has counted before: "sold 3.9 million headsets, up from 2.4 million"."""
        if self.lex.word(found.end) == "of" and self.lex.word(found.end + 1) in _OF_THEM and found.form != "fraction":
            return self.last_counted  # "1.9 million of them"
        last = self.counted.get(self.sentence[self.lex.token(found.start).i])
        before = self.lex.word(found.start - 1)
        if before == "of" and self.lex.word(found.start - 2) == "top":
            before = "with"  # "another 9,000 jobs, on top of 18,000"
        if before == "than" and self.lex.word(found.start - 2) in {"more", "fewer", "less"}:
            farther = self.lex.word(found.start - 3)  # "fewer than 50 returned" compares with nothing
            before = before if farther in {"no", "not"} else farther
        if (
            last is None
            or found.form == "fraction"
            or (found.is_range and found.form != "vague")
            or self.lex.word(found.end) == "of"
        ):
            return None
        if last.unit.name == _POINT:
            return last if before in {"to", "at", "from"} else None
        return last if before in _COMPARING and found.low != 1 else None

    def _measures_time(self, found: Quantity, date: Date) -> bool:
        """A length of time is a figure, too: "five-month", "ten days ago"; "1989" and "10 p.m." are dates alone."""
        return (found.unit is not None and found.unit.kind in {"duration", "age"}) or (
            date.type == "DURATION" and found.unit is not None
        )

    def _stands_alone(self, found: Quantity) -> bool:
        """Whether a number that counts nothing nearby is a figure: "some 300 were hurt", not the pronoun "one"."""
        if found.form in {"fraction", "vague"} or found.is_range:
            return True
        if found.form == "some":
            return False
        if found.form == "digits":
            return not self._may_be_year(found) and not names.is_code(self.lex, found)
        if names.is_of_title(self.lex, found):
            return False
        if found.low <= 1:
            return False
        token = self.lex.token(found.number_end - 1)
        return token.dep_ not in {"det", "npadvmod", "advmod", "appos"} or found.low >= 20

    def _may_be_year(self, found: Quantity) -> bool:
        """ "the X6 2019 review": four digits behind a word that leads to no amount."""
        text, before = self.lex.raw(found.start), self.lex.word(found.start - 1)
        if found.end != found.start + 1 or not (len(text) == 4 and text.isdecimal() and text[:2] in {"19", "20"}):
            return False
        return before[-1:].isalnum() and before not in sense.BEFORE_AMOUNT | _TO_AMOUNT

    def _emit(self, found: Quantity, where: sense.Anchor, date: Date | None, of: Span | None, doubtful: bool) -> None:
        lex, doc = self.lex, self.doc
        start, end = lex.start[found.start], lex.end[found.end - 1]
        kind: FigureKind = found.kind or ("ratio" if found.form == "fraction" else "other")
        value, low, high = numbers(found)
        if value is None and (low is None or high is None):
            return
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
            change=change(lex, found, where) or self._change_before(found),
            unit=found.unit.unit if found.unit else None,
            of=of,
            per=self._per(found.unit),
            normalized=normalized(found, value, low, high),
            date_id=date.id if date else self._nearest(self.dates, where.head, start),
            place_id=self._nearest(self.places, where.head, start),
            context=context(doc, start, end),
            confidence=confidence(found, kind, doubtful),
        )
        figure = self._restated(found, figure)
        self.found.append(figure)
        if found.unit is not None and found.unit.kind == "count":
            self.last_counted = _Counted(evolve(found.unit, per=None), figure.of)
            self.counted[self.sentence[where.head.i]] = self.last_counted
        behind = lex.first_at(where.head.idx) + 1 if _is_count(found) else found.end
        self.last = _Last(found, figure, max(found.end, behind))

    def _change_before(self, found: Quantity) -> Change | None:
        """The fall of "a drop of 4% or 310 points", "oil fell 2% and gold 1%", for the points and the gold."""
        if self.last is None or found.unit is None or not 0 < found.start - self.last.quantity.end <= _LONGEST_GAP:
            return None
        if self.last.quantity.unit is None:
            return None
        gap = [self.lex.word(k) for k in range(self.last.quantity.end, found.start)]
        same = self.last.figure.kind == found.kind and around.beside(self.lex, found) is not None
        return self.last.figure.change if same or gap in (["or"], [",", "or"]) else None

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
        if last is None:
            return figure
        gap = [self.lex.word(k) for k in range(last.end, found.start)]
        said_before = gap in (["at"], ["to"]) and last.figure.change is not None  # "down 68p at 1112p"
        in_brackets = gap in (["up"], ["down"], [","]) and self.lex.raw(last.quantity.start - 1) in {"(", ","}
        if said_before or (in_brackets and figure.of is None):  # "(16,369.03 up 58.06 points)"
            figure = evolve(figure, of=last.figure.of or figure.of)
        if found.unit is None or last.quantity.unit is None:
            return figure
        if gap in ([",", "or"], [",", "or", "about"], ["or"]) and figure.change is None and found.kind != "count":
            figure = evolve(figure, change=last.figure.change, of=figure.of or last.figure.of)
        if gap not in (["("], [",", "or"], ["or"], ["(", "about"]) or not found.unit.measures_like(last.quantity.unit):
            return figure
        agrees = found.unit.kind == "money" or agree(last.quantity, found)
        first = last.figure
        return evolve(
            figure,
            same_as_id=first.id,
            confidence=figure.confidence if found.kind == "money" else of_restated(figure.confidence, agrees),
            conversion_error=not agrees,
            of=first.of,  # one quantity: what is said of it is said once, and before the bracket
            date_id=first.date_id,
            place_id=first.place_id,
            change=first.change,
            qualifier=first.qualifier if figure.qualifier == "exact" else figure.qualifier,
        )


def _is_count(found: Quantity) -> bool:
    """Whether it counts things, whose name is its unit; "points" and "times" are units of the table."""
    unit = found.unit
    if unit is None or unit.kind != "count" or unit.name in units.COUNTS:
        return False
    return unit.name.partition(" per ")[0] not in units.COUNTS


def _sentences(doc: Doc) -> list[int]:
    """The number of the sentence in which each token stands."""
    numbers: list[int] = []
    number = 0
    for start in doc.to_array("SENT_START").tolist():
        number += start == 1
        numbers.append(number)
    return numbers
