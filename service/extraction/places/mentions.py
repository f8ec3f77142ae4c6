"""Which names in an article are places.

Names come from `doc.ents`; to those are added what `rescue` finds that the recogniser missed.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from service.gazetteer.folding import fold
from service.gazetteer.lookup import Gazetteer

from .containment import contain
from .name import Name, has_capital, trimmed, with_unit
from .people import People
from .rescue import LONGEST, Rescue, abbreviations, has_place_context, place_of_body, rescuable
from .tables import NOT_PLACES, PART_WORDS, STATES, THINGS

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
OTHER_LABELS = frozenset({"ORG", "PERSON", "NORP"})
NAMING_BOILERPLATE = ("caption", "dateline")  # places are taken from it, if the gazetteer has them
SEPARATORS = frozenset({",", "and", "or", "/", ";", "–", "-"})
LONGEST_EXTENSION = 3  # tokens


def find(doc: Doc, gazetteer: Gazetteer) -> list[Name]:
    """The names of places, in their order; none overlaps another."""
    finding = Finding(doc)
    people = People(doc)
    unknown: list[Name] = []
    doubtful: list[Name] = []
    others: list[Span] = []
    for ent in doc.ents:
        if ent.label_ in OTHER_LABELS:
            others.append(ent)
        elif ent.label_ in PLACE_LABELS and len(ent) <= LONGEST:
            for name in names_in(ent, gazetteer):
                if people.have(name):
                    doubtful.append(name)
                elif is_known(name, gazetteer):
                    finding.take(name)
                elif finding.is_plain(name.start):
                    unknown.append(name)
    for state in abbreviations(doc):
        finding.take(state)
    located = {fold(name.text) for name in doubtful if people.is_place_too(name, finding.taken, gazetteer)}
    for name in doubtful:
        if fold(name.text) in located:
            finding.take(name)
    for name in unknown:
        span = doc[name.start : name.end]
        if name.label == "FAC" or (not span.text.isupper() and has_place_context(span, finding.taken)):
            finding.take(name)
    rescue = Rescue(doc, finding.taken, people, gazetteer)
    spans = [span for span in rescuable(doc, others, finding.taken) if len(span) <= LONGEST]
    for name in rescue.rescued(spans):
        finding.take(name)
    names = finding.names()
    contain(doc, names, gazetteer)
    return names


class Finding:
    """The names found so far: `taken[i]` is the one that covers token i."""

    def __init__(self, doc: Doc) -> None:
        self.taken: list[Name | None] = [None] * len(doc)
        self._boilerplate = doc._.at.boilerplate

    def take(self, name: Name) -> None:
        """Add a name of the story or of a caption, unless another has one of its tokens."""
        found = self._boilerplate[name.start]
        if (found is None or found.kind in NAMING_BOILERPLATE) and not any(self.taken[name.start : name.end]):
            self.taken[name.start : name.end] = [name] * (name.end - name.start)

    def is_plain(self, token: int) -> bool:
        """True for a token of the story."""
        return self._boilerplate[token] is None

    def names(self) -> list[Name]:
        return [name for i, name in enumerate(self.taken) if name is not None and name.start == i]


def is_known(name: Name, gazetteer: Gazetteer) -> bool:
    """True where the gazetteer has the name, or a word in it says what it is."""
    if name.admin1 is not None or name.unit is not None or name.kind in ("water", "mountain"):
        return True
    return bool(gazetteer.candidates(name.text))


def names_in(ent: Span, gazetteer: Gazetteer) -> Iterator[Name]:
    """The place or places that an entity names, each with its unit."""
    span = trimmed(ent)
    if span is None or fold(span.text) in NOT_PLACES:
        return
    if span.end < len(span.doc) and span.doc[span.end].lower_ in THINGS:
        return
    if is_state(span.text):
        row = STATES[span.text]
        yield Name(span.start, span.end, row["name"], row["name"], "region", admin1=row["admin1"])
        return
    span = extended(span, gazetteer)
    if not gazetteer.candidates(span.text):
        pieces = list(split(span))
        if len(pieces) > 1:
            for piece in pieces:
                yield from names_in(piece, gazetteer)
            return
        span = without_direction(span, gazetteer)
        if ent.label_ == "FAC" and (place := place_of_body(span, (), gazetteer)):
            yield place
            return
    yield with_unit(span, ent.label_)


def is_state(text: str) -> bool:
    """True for a state in short that is no other name: "Ala.", "N.J.", "SC"."""
    return text in STATES and (text.endswith(".") or text.isupper())


def extended(span: Span, gazetteer: Gazetteer) -> Span:
    """With the capitalised words behind it, where the longer name is a place's own: "Mexico" + "City"."""
    doc = span.doc
    for end in range(min(span.end + LONGEST_EXTENSION, len(doc)), span.end, -1):
        if has_capital(doc[end - 1]) and not (end < len(doc) and has_capital(doc[end])):
            longer = doc[span.start : end]
            added = doc[span.end : end]
            if not any(
                token.is_punct or token.is_space or token.lower_ in SEPARATORS for token in added
            ) and gazetteer.is_own_name(longer.text):
                return longer
    return span


def without_direction(span: Span, gazetteer: Gazetteer) -> Span:
    """Without "North", "Metro" and adjectives, where only what follows is a place's name: "Northeast Georgia"."""
    start = span.start
    while start < span.end - 1 and (span.doc[start].lower_ in PART_WORDS or span.doc[start].dep_ == "amod"):
        start += 1
    rest = span.doc[start : span.end]
    return rest if start > span.start and gazetteer.candidates(rest.text) else span


def split(span: Span) -> Iterator[Span]:
    """The pieces between commas, "and" and slashes."""
    start = span.start
    for token in span:
        if token.lower_ in SEPARATORS or token.is_space:
            if token.i > start:
                yield span.doc[start : token.i]
            start = token.i + 1
    if start < span.end:
        yield span.doc[start : span.end]
