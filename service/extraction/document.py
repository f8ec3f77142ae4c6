"""What the rooms share: the attributes on spaCy's `Doc._`, and who covers a token.

A room reads what the rooms before it left here and adds one kind of thing:

======================= ======================================= ====================
attribute               what                                    written by
======================= ======================================= ====================
`doc._.article`         the `Article` as it came in             `Extractor`
`doc._.paragraphs`      `[(first token, end token)]`            `copydesk_layout`
`doc._.boilerplate`     `[BoilerplateSpan]`                     `copydesk_boilerplate`
`doc._.dateline`        `Dateline | None`                       `copydesk_boilerplate`
`doc._.published`       `datetime.date | datetime | None`       `copydesk_boilerplate`
`doc._.published_from`  `"request" | "text" | None`             `copydesk_boilerplate`
`doc._.dates`           `[Date]`                                `copydesk_dates`
`doc.ents`              names: PERSON, ORG, GPE, LOC, FAC, NORP `copydesk_names`
`doc._.hidden`          tokens x 384 of the network, or None    `copydesk_recogniser`
`doc._.telling`         probability of an event a token, or None `copydesk_recogniser`
`doc._.places`          `[Place]`                               `copydesk_places`
`doc._.people`          `[Person]`                              `copydesk_people`, `copydesk_first_person`
`doc._.organizations`   `[Organization]`                        `copydesk_people`, `copydesk_first_person`
`doc._.figures`         `[Figure]`                              `copydesk_figures`
`doc._.quotes`          `[Quote]`                               `copydesk_quotes`
`doc._.events`          `[Event]`                               `copydesk_events`
======================= ======================================= ====================

`doc._.at` tells who covers a token: `doc._.at.people[token.i]` is the `Person` (or None) that has a mention there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import TypeVar

import numpy as np
from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from .model import Article, BoilerplateSpan, Date, Figure, Organization, Person, Place, Quote, Span

T = TypeVar("T")
M = TypeVar("M", Person, Organization, Place)

# Any text is unknown until a room says otherwise: a room that did not run has found nothing.
for _name in ("boilerplate", "dates", "places", "people", "organizations", "figures", "quotes", "events"):
    Doc.set_extension(_name, default=[], force=True)
for _name in ("dateline", "published", "published_from", "hidden", "telling"):
    Doc.set_extension(_name, default=None, force=True)


def _article(doc: Doc) -> Article:
    """The article as it came in; a `Doc` made by hand is an article of which nothing but the text is known."""
    found = doc.user_data.get("copydesk.article")
    return found if found is not None else Article(text=doc.text)


def _set_article(doc: Doc, article: Article) -> None:
    doc.user_data["copydesk.article"] = article


def _paragraphs(doc: Doc) -> list[tuple[int, int]]:
    """As `copydesk_layout` left them; in a pipeline without it, as it would have found them."""
    found: list[tuple[int, int]] | None = doc.user_data.get("copydesk.paragraphs")
    if found is None:
        from .layout import paragraphs_of  # noqa: PLC0415 - which reads this module

        found = doc.user_data["copydesk.paragraphs"] = paragraphs_of(doc)
    return found


def _set_paragraphs(doc: Doc, paragraphs: list[tuple[int, int]]) -> None:
    doc.user_data["copydesk.paragraphs"] = paragraphs


def _at(doc: Doc) -> At:
    found = doc.user_data.get("copydesk.at")
    if found is None:
        found = doc.user_data["copydesk.at"] = At(doc)
    return found


Doc.set_extension("article", getter=_article, setter=_set_article, force=True)
Doc.set_extension("paragraphs", getter=_paragraphs, setter=_set_paragraphs, force=True)
Doc.set_extension("at", getter=_at, force=True)


class At:
    """Who covers a token: lists as long as the document, of the object that has a mention there, or None.

    Each list is made when it is first asked for: ask only for what an earlier room has written.
    Where two mentions cover one token, the shorter one has it.
    """

    def __init__(self, doc: Doc) -> None:
        self._doc = doc

    def forget(self, *names: str) -> None:
        """Make these lists anew when they are next asked for: a room has changed what they are made of."""
        for name in names:
            self.__dict__.pop(name, None)

    def _cover(self, spans: Iterable[tuple[int, int, T]]) -> list[T | None]:
        """`spans` are `(start character, end character, object)`."""
        cover: list[T | None] = [None] * len(self._doc)
        for start, end, found in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):  # the longest first
            for i in range(*token_range(self._doc, start, end)):
                cover[i] = found
        return cover

    def _mentions(self, objects: Iterable[M]) -> list[M | None]:
        return self._cover((m.start, m.end, o) for o in objects for m in o.mentions)

    @cached_property
    def boilerplate(self) -> list[BoilerplateSpan | None]:
        return self._cover((b.start, b.end, b) for b in self._doc._.boilerplate)

    @cached_property
    def dates(self) -> list[Date | None]:
        return self._cover((d.start, d.end, d) for d in self._doc._.dates)

    @cached_property
    def figures(self) -> list[Figure | None]:
        return self._cover((f.start, f.end, f) for f in self._doc._.figures)

    @cached_property
    def places(self) -> list[Place | None]:
        return self._mentions(self._doc._.places)

    @cached_property
    def people(self) -> list[Person | None]:
        return self._mentions(self._doc._.people)

    @cached_property
    def organizations(self) -> list[Organization | None]:
        return self._mentions(self._doc._.organizations)

    @cached_property
    def quotes(self) -> list[Quote | None]:
        return self._cover((c.start, c.end, q) for q in self._doc._.quotes for c in q.content)


def token_range(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Indices `[first, end)` of the tokens that share a character with `[start, end)` of the text."""
    starts = token_starts(doc)
    first = max(0, bisect_right(starts, start) - 1)
    if first < len(doc) and start >= starts[first] + len(doc[first]):  # `start` stands in the space behind that token
        first += 1
    return first, max(first, bisect_left(starts, end))


def token_starts(doc: Doc) -> list[int]:
    """The first character of each token, made once a document."""
    found: list[int] | None = doc.user_data.get("copydesk.starts")
    if found is None:
        found = doc.user_data["copydesk.starts"] = doc.to_array("IDX").tolist() if len(doc) else []
    return found


def sentence_starts(doc: Doc) -> list[int]:
    """The first token of each sentence, made once a document that is parsed."""
    found: list[int] | None = doc.user_data.get("copydesk.sentence_starts")
    if found is None:
        begins = np.flatnonzero(doc.to_array("SENT_START")[1:] == 1) + 1 if len(doc) else np.zeros(0)
        found = doc.user_data["copydesk.sentence_starts"] = [0, *begins.tolist()]
    return found


def span(tokens: SpacySpan | Token) -> Span:
    """A stretch of tokens as the contract has it."""
    if isinstance(tokens, Token):
        return Span(tokens.idx, tokens.idx + len(tokens), tokens.text)
    return Span(tokens.start_char, tokens.end_char, tokens.text)


def text_of(doc: Doc) -> str:
    """The text, made once a document: spaCy puts `doc.text` together anew from all tokens each time it is asked."""
    found: str | None = doc.user_data.get("copydesk.text")
    if found is None:
        found = doc.user_data["copydesk.text"] = doc.text
    return found


def attribute(doc: Doc, name: str) -> list[str]:
    """ORTH, LOWER, LEMMA, POS or DEP of each token, made once a document: `token.lemma_` is looked up each time."""
    key = f"copydesk.{name}"
    found: list[str] | None = doc.user_data.get(key)
    if found is None:
        ids = doc.to_array(name).tolist() if len(doc) else []
        strings = {id_: doc.vocab.strings[id_] for id_ in set(ids)}
        found = doc.user_data[key] = [strings[id_] for id_ in ids]
    return found


def cut(doc: Doc, start: int, end: int) -> Span:
    """The characters `[start, end)` of the text as a span."""
    return Span(start, end, text_of(doc)[start:end])


LONGEST_CONTEXT = 150  # tokens to either side: no sentence of news is longer, and a hostile one is not given back whole


def context(doc: Doc, start: int, end: int) -> Span:
    """The sentence or sentences in which the characters `[start, end)` stand, without white space around them."""
    first, last = token_range(doc, start, end)
    if first >= len(doc):
        return cut(doc, start, end)
    last = max(first + 1, last)
    earliest, latest = max(0, first - LONGEST_CONTEXT), min(len(doc), last + LONGEST_CONTEXT)
    starts = sentence_starts(doc)
    first = max(earliest, starts[bisect_right(starts, first) - 1])
    following = bisect_left(starts, last)
    last = min(latest, starts[following]) if following < len(starts) else latest
    text = text_of(doc)
    left, right = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return cut(doc, left, right)
