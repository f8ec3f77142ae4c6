"""Paragraphs: where a line ends a paragraph, a sentence ends, too.

In: the tokens. Out: `doc._.paragraphs`, and `is_sent_start` at the first word of each, which the parser then keeps to.
So it is at the first word behind the dateline: else "PARIS (AP) — Police arrested …" has Paris for its subject.
A text whose lines are wrapped by hand (many lines, most of them nearly as long as the longest) has its paragraphs
between empty lines; in any other text each line is one.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from .boilerplate import HEAD_PARAGRAPHS, dateline, paragraph_span
from .document import text_of, token_range

WRAP_WIDTHS = range(40, 101)  # characters; how wide hand-wrapped lines are


def is_hard_wrapped(text: str) -> bool:
    """True where the lines were broken to fit a width: five or more, and nearly all inside paragraphs full."""
    lines = text.split("\n")
    inner = [len(line.rstrip()) for line, following in pairwise(lines) if line.strip() and following.strip()]
    if len(inner) < 5 or max(inner) not in WRAP_WIDTHS:
        return False
    full = sum(length > 0.75 * max(inner) for length in inner)
    return full >= 0.8 * len(inner)


@Language.component("copydesk_layout", assigns=["token.is_sent_start", "doc._.paragraphs"])
def layout(doc: Doc) -> Doc:
    paragraphs = paragraphs_of(doc)
    starts = np.zeros(len(doc), dtype=np.uint64)  # 1: begins a sentence, 0: the parser says
    starts[[first for first, _ in paragraphs]] = 1
    behind = behind_dateline(doc, paragraphs[:HEAD_PARAGRAPHS])
    if behind is not None:
        starts[behind] = 1
    # At once: setting `is_sent_start` looks at the whole document each time.
    doc.from_array([SENT_START], starts)  # type: ignore[arg-type]
    doc._.paragraphs = paragraphs
    return doc


def paragraphs_of(doc: Doc) -> list[tuple[int, int]]:
    """`[(first token, end token)]`"""
    newlines_that_end = 2 if is_hard_wrapped(text_of(doc)) else 1
    paragraphs: list[tuple[int, int]] = []
    start = 0
    for token in doc:
        if token.is_space and token.text.count("\n") >= newlines_that_end:
            if token.i > start:
                paragraphs.append((start, token.i))
            start = token.i + 1
    if start < len(doc):
        paragraphs.append((start, len(doc)))
    return paragraphs


def behind_dateline(doc: Doc, paragraphs: list[tuple[int, int]]) -> int | None:
    """The first word behind the dateline and its dash."""
    for first, end in paragraphs:
        found = dateline(doc, paragraph_span(doc, first, end))
        if found is not None:
            _, behind = token_range(doc, found.start, found.end)
            return next((i for i in range(behind, end) if doc[i].text[0].isalnum() or doc[i].is_quote), None)
    return None
