"""An event in a few words of the article: who, trigger, whom, where, when."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from service.extraction.document import token_range
from service.extraction.model import EventPlace, EventTime

from .participants import Argument
from .phrases import noun_phrase
from .triggers import Trigger, phrase_parts

LONGEST = 30  # tokens
HELPERS = frozenset({"aux", "auxpass", "neg", "prt"})
COMPLEMENTS = frozenset({"xcomp", "ccomp", "acomp", "oprd", "attr"})
PREPOSITIONS = frozenset({"ADP", "SCONJ"})


def summary(
    doc: Doc, trigger: Trigger, arguments: list[Argument], time: EventTime | None, place: EventPlace | None
) -> str:
    """E.g. "Ukrainian authorities found 440 graves at a mass burial site in Izium".

    In the order of the text, but that it begins with who or with the trigger: what stands before them with a
    preposition ("On Friday, …", "of the graves found …") goes to the end, or loses it.
    """
    words = {i for start, end in clause(doc, trigger) for i in range(start, end)}
    for argument in arguments:
        start, end = noun_phrase(doc, argument.token)
        if start > trigger.head.i:
            start = with_preposition(doc, start)
        words.update(range(start, end))
    first = min(words)
    moved: list[Token] = []
    for found in (place, time):
        if found is not None:
            start, end = token_range(doc, found.start, found.end)
            phrase = range(with_preposition(doc, start), end)
            if start < first:
                moved += [doc[i] for i in phrase]
            elif words.isdisjoint(range(start, end)):
                words.update(phrase)
    kept = [doc[i] for i in with_links(doc, sorted(words))]
    while len(kept) > 1 and kept[-1].dep_ == "prep" and not moved:
        kept.pop()  # "thanked the crew for": what follows is told by itself
    return join([t for t in kept[: LONGEST - len(moved)] if not (t.is_space or t.is_quote)], moved)


def clause(doc: Doc, trigger: Trigger) -> Iterator[tuple[int, int]]:
    """The trigger, its helpers and what completes it ("vowed to fight", "called it a fraud"), or its noun phrase."""
    if trigger.is_noun:
        yield noun_phrase(doc, trigger.head)
    else:
        yield trigger.start, trigger.end
    governor = trigger.governor
    if governor.i == trigger.head.i and trigger.is_noun:
        return
    yield governor.i, governor.i + 1
    for c in {c.i: c for token in (trigger.head, governor) for c in token.children}.values():
        if c.dep_ in HELPERS:
            yield c.i, c.i + 1
        elif c.dep_ in COMPLEMENTS and c.i > governor.i and not trigger.is_noun:
            start = c.left_edge.i
            if doc[start - 1].text != ",":  # an aside, whatever the parse says
                yield start, c.right_edge.i + 1
    for part in phrase_parts(trigger.head, trigger.key):
        yield noun_phrase(doc, part) if part.pos_ == "NOUN" else (part.i, part.i + 1)


def with_preposition(doc: Doc, start: int) -> int:
    return start - 1 if start and doc[start - 1].pos_ in PREPOSITIONS else start


def with_links(doc: Doc, words: list[int]) -> Iterator[int]:
    """The words, with the "and" or comma that alone stands between two of them."""
    for i, following in zip(words, [*words[1:], None], strict=True):
        yield i
        if following is not None and following == i + 2 and doc[i + 1].dep_ == "cc":
            yield i + 1


def join(tokens: list[Token], moved: list[Token]) -> str:
    """The words with the spaces they have in the text, and one where words between them are left out."""
    text, last = "", -1
    for token in (*tokens, *moved):
        if last >= 0 and (token.i != last + 1 or token.doc[last].whitespace_):
            text += " "
        # "In 2001 …" has gone to the end
        text += token.lower_ if token in moved[:1] and token.pos_ in PREPOSITIONS else token.text
        last = token.i
    return text.rstrip(" ,;:")
