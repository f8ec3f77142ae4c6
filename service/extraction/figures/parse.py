"""A word's children in the parse, within reason: spaCy looks through all that stands under the word to find them."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

LONGEST_CLAUSE = (
    300  # tokens under one word; what is longer is no sentence of news, and its children are not looked for
)


def lefts(token: Token) -> Iterator[Token]:
    return iter(()) if _is_too_long(token) else iter(token.lefts)


def rights(token: Token) -> Iterator[Token]:
    return iter(()) if _is_too_long(token) else iter(token.rights)


def _is_too_long(token: Token) -> bool:
    return token.right_edge.i - token.left_edge.i > LONGEST_CLAUSE
