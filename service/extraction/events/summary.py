"""An event in a few words of the article: who, trigger, whom, where, when, in the order of the text."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from service.extraction.document import token_range
from service.extraction.model import EventPlace, EventTime

from .participants import Argument, noun_phrase
from .triggers import Trigger

LONGEST = 30  # tokens
HELPERS = frozenset({"aux", "auxpass", "neg", "prt"})


def summary(
    doc: Doc, trigger: Trigger, arguments: list[Argument], time: EventTime | None, place: EventPlace | None
) -> str:
    """E.g. "Ukrainian authorities found 440 graves at a mass burial site in Izium"."""
    pieces = [(trigger.start, trigger.end)]
    for token in {trigger.head, trigger.governor}:
        pieces += [(c.i, c.i + 1) for c in token.children if c.dep_ in HELPERS]
    pieces.append((trigger.governor.i, trigger.governor.i + 1))
    for argument in arguments:
        if argument.role != "other":
            pieces.append(with_preposition(doc, *noun_phrase(doc, argument.token)))
    for found in (place, time):
        if found is not None:
            pieces.append(with_preposition(doc, *token_range(doc, found.start, found.end)))
    words = sorted({i for start, end in pieces for i in range(start, end)})
    return join([doc[i] for i in words[:LONGEST] if not doc[i].is_space])


def with_preposition(doc: Doc, start: int, end: int) -> tuple[int, int]:
    return (start - 1, end) if start and doc[start - 1].pos_ == "ADP" else (start, end)


def join(tokens: list[Token]) -> str:
    """The words with the spaces they have in the text, and one where words between them are left out."""
    text = ""
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        text += token.text
        if following is not None and (token.whitespace_ or following.i != token.i + 1):
            text += " "
    return text
