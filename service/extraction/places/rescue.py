"""Places that the recogniser missed, or took for something else.

What the words around a name say is held against what the recogniser says: "Wamego, Kan.", "near Izium", "a Mansfield
resident", "the village of Dvani", "Lamar County Sheriff's Office".
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from spacy.tokens import Doc, Span

from service.extraction.document import attribute
from service.gazetteer.folding import fold
from service.gazetteer.lookup import OWN, Gazetteer

from .containment import LIST_MARKS, is_in
from .name import Name, bare, has_capital, own_unit, trimmed, unit_word, with_unit
from .people import People
from .tables import (
    ACRONYMS,
    BEFORE,
    BEHIND,
    DEMONYMS,
    HEADS,
    NATURAL,
    NOT_PLACES,
    OF,
    PLACE_WORDS,
    PUBLIC_BODIES,
    SITES,
    STATES,
    STREETS,
    WELL_KNOWN,
)

LONGEST = 10  # tokens; what is longer is no name of a place
LONGEST_ACRONYM = 5  # letters
LONGEST_BODY_PLACE = 4  # tokens of a place in a public body's name
SMALLEST_LISTED = 500  # people, of a town in a list of places
PERSON_FACTOR = 3  # so many times the people, where the recogniser took the name for a person's
SURE_FEATURES = frozenset({"PCLI", "CONT"})  # countries and continents need no other sign
COUNTRY_PREFIXES = frozenset({"U.S.", "US", "United States", "UK", "U.K."})  # of anything national
WEAK_PREPOSITIONS = frozenset({"at", "on", "between", "off", "up"})  # a place may follow, or something else
PARTIES = frozenset({"D", "R", "I"})
DASHES = frozenset({"-", "--", "—", "–", "_"})


def abbreviations(doc: Doc) -> Iterator[Name]:
    """States in short, behind a town and a comma or a party: "Wamego, Kan.", "Paris, TX", "D-N.Y."."""
    words = attribute(doc, "ORTH")
    for i in range(2, len(words)):
        if words[i] not in STATES and words[i] + "." not in STATES:
            continue
        before, first = words[i - 1], doc[i - 2]
        if not (before == "," and has_capital(first)) and not (before == "-" and first.text in PARTIES):
            continue
        end = i + 1
        row = STATES.get(words[i])
        if row is None and end < len(doc) and words[end] == "." and (row := STATES.get(words[i] + ".")):
            end += 1
        if row is not None:
            yield Name(i, end, row["name"], row["name"], "region", admin1=row["admin1"])


def rescuable(doc: Doc, others: list[Span], taken: list[Name | None]) -> Iterator[Span]:
    """Names of which the recogniser says that they are something else, and proper nouns of which it says nothing."""
    yield from others
    start = None
    for token in doc:
        is_name = not token.ent_type_ and taken[token.i] is None and token.pos_ == "PROPN" and has_capital(token)
        if is_name and start is None:
            start = token.i
        elif not is_name and start is not None:
            if token.i - start <= LONGEST:
                yield doc[start : token.i]
            start = None


class Rescue:
    """What the words around a name say of it, against the recogniser."""

    def __init__(self, doc: Doc, taken: list[Name | None], people: People, gazetteer: Gazetteer) -> None:
        self._doc = doc
        self._taken = taken
        self._gazetteer = gazetteer
        self._known = {fold(name.text) for name in taken if name is not None}
        self._people = people

    def rescued(self, spans: list[Span]) -> Iterator[Name]:
        """The places among the spans, each to be taken before the next: what is one once is one in all of the article.

        So all are looked at twice: "Izium fell" is known by "in Izium" further down.
        """
        for _ in range(2):
            for span in spans:
                if found := self.place(span):
                    self._known.add(fold(found.text))
                    yield found

    def place(self, span: Span) -> Name | None:
        """The place that a span names after all, or a part of it does."""
        trim = trimmed(span)
        if trim is None:
            return None
        label = span.label_
        is_body = label == "ORG" and len(trim) > 1 and not self._gazetteer.is_own_name(trim.text)
        if is_body and (found := self._of_body(trim)):
            return found
        if label == "PERSON" and trim[-1].text in STREETS and len(trim) > 1:
            return Name(trim.start, trim.end, trim.text, trim.text, "facility", "FAC")
        key = fold(trim.text)
        if key in NOT_PLACES or len(key) < 3 or trim.text in DEMONYMS:
            return None
        if trim.end < len(self._doc) and self._doc[trim.end].like_num:  # "Pack 162", "Apollo 11"
            return None
        if self._is_before_state(trim):
            return with_unit(trim, "GPE")
        if key in self._people.words:
            return None
        if self._is_place_by_name(trim, key, label) or self._is_cued(trim, label):
            return with_unit(trim, "GPE")
        return None

    def _of_body(self, span: Span) -> Name | None:
        """The place of a public body: "Lamar County" of "Lamar County Sheriff's Office", "Government of Alberta"."""
        if found := place_of_body(span, self._known, self._gazetteer):
            return found
        for i in range(span.start + 1, span.end - 1):
            if self._doc[i].lower_ == "of" and self._doc[i - 1].lower_ in HEADS:
                tail = trimmed(self._doc[i + 1 : span.end])
                if tail is not None and self._gazetteer.is_own_name(tail.text):
                    return with_unit(tail, "GPE")
        return None

    def _is_before_state(self, span: Span) -> bool:
        """ "X, Kan." where there is an X in Kansas."""
        if span.end + 1 >= len(self._doc) or self._doc[span.end].text != ",":
            return False
        state = self._taken[span.end + 1]
        return state is not None and is_in(span.text, state, self._gazetteer)

    def _is_place_by_name(self, span: Span, key: str, label: str) -> bool:
        """A country, a name of our own table, or a place elsewhere in the article; a person may be called Jordan."""
        if label == "PERSON":
            before = self._doc[span.start - 1].lower_ if span.start else ""
            return key in NATURAL and (before in BEFORE or before in WEAK_PREPOSITIONS)
        if span.text.isupper() and len(span.text) <= LONGEST_ACRONYM and span.text not in ACRONYMS:
            return False
        if key in self._known or key in WELL_KNOWN or (key in SITES and span[-1].text in STREETS):
            return True
        return any(c.weight == 2 and c.feature in SURE_FEATURES for c in self._gazetteer.candidates(span.text))

    def _is_cued(self, span: Span, label: str) -> bool:
        """ "in X", "the town of X", "an X resident", "X, Y and Kansas City", "X —" where a paragraph begins."""
        needed = self._people_needed(span)
        if needed is None:
            return False
        if needed == 0:
            return True
        if label == "PERSON":
            needed *= PERSON_FACTOR
        return any(
            c.weight == 2 and (c.population >= needed or c.feature in SURE_FEATURES) and c.kind != "facility"
            for c in self._gazetteer.candidates(span.text)
        )

    def _people_needed(self, span: Span) -> int | None:
        """How many people must live in X for the words around it to be enough; None where they say nothing."""
        doc, start, end = self._doc, span.start, span.end
        before = doc[start - 1].lower_ if start else ""
        behind = doc[end] if end < len(doc) else None
        cues = []
        if behind is not None and behind.lower_ in BEHIND and not behind.is_title:
            cues.append(BEHIND[behind.lower_])
        if behind is not None and behind.is_lower and unit_word(behind):
            cues.append(0)
        if before == "of" and start > 1 and doc[start - 2].lower_ in OF:
            cues.append(OF[doc[start - 2].lower_])
        is_last = behind is None or not (has_capital(behind) or behind.pos_ in ("NOUN", "PROPN"))
        if before in BEFORE and is_last:
            cues.append(BEFORE[before])
        if is_listed(span, self._taken) or self._is_dateline(span):
            cues.append(SMALLEST_LISTED)
        return min(cues) if cues else None

    def _is_dateline(self, span: Span) -> bool:
        """ "MANSFIELD --" where a sentence begins."""
        doc = self._doc
        if not span.text.isupper() or span.end >= len(doc) or not doc[span.start].is_sent_start:
            return False
        return doc[span.end].text in DASHES


def place_of_body(span: Span, known: Container[str], gazetteer: Gazetteer) -> Name | None:
    """The place that a public body's name begins with: for a school or a hospital, one that is named elsewhere, too."""
    for end in range(min(len(span) - 1, LONGEST_BODY_PLACE), 0, -1):
        piece = span[:end]
        is_sure = PUBLIC_BODIES.get(span[end].lower_)
        if is_sure is None and piece.text not in COUNTRY_PREFIXES:
            continue
        if end > 1 and piece[-1].lower_ in PLACE_WORDS and own_unit(piece) is None:
            continue  # "Hall" is no "City Hall"
        if piece[-1].text == "City" and largest_city(piece, gazetteer) < largest_city(piece[:-1], gazetteer):
            continue  # "Dallas City Council" is the council of Dallas, though there is a Dallas City
        key = fold(piece.text)
        if key in NOT_PLACES or piece.text in DEMONYMS:
            return None
        if key in known or (is_sure is not False and gazetteer.is_own_name(piece.text)):
            return bare(piece)
    return None


def largest_city(span: Span, gazetteer: Gazetteer) -> int:
    """How many people live in the largest city of that name; -1 where there is none."""
    found = gazetteer.candidates(span.text) if len(span) else ()
    return max((c.population for c in found if c.kind == "city" and c.weight == OWN), default=-1)


def is_listed(span: Span, taken: list[Name | None]) -> bool:
    """True where it stands in a list beside a place."""
    doc, start, end = span.doc, span.start, span.end
    if start > 1 and doc[start - 1].lower_ in LIST_MARKS and taken[start - 2] is not None:
        return True
    return end + 1 < len(doc) and doc[end].lower_ in LIST_MARKS and taken[end + 1] is not None


def has_place_context(span: Span, taken: list[Name | None]) -> bool:
    """True where a place could well stand: behind a preposition, or in a list beside one."""
    doc, start = span.doc, span.start
    before = doc[start - 1].lower_ if start else ""
    if before == "the" and start > 1:
        before = doc[start - 2].lower_
    return before in BEFORE or before in WEAK_PREPOSITIONS or is_listed(span, taken)
