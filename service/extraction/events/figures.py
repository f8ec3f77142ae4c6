"""Which figures are an event's: those of its participants, and those that hang on it."""

from __future__ import annotations

from spacy.tokens import Token

from service.extraction.model import Figure

from .participants import Argument
from .tree import CLIMB, Tree, root_of


def figures(tree: Tree, arguments: list[list[Argument]]) -> dict[int, list[str]]:
    """Index of a trigger -> ids of the figures in its clause: those of its participants, and those that hang on it."""
    doc = tree.doc
    by_token: dict[int, list[int]] = {}
    for n, of in enumerate(arguments):
        for argument in of:
            if argument.role != "agent" or argument.token.head.i in {
                tree.triggers[n].head.i,
                tree.triggers[n].governor.i,
            }:  # "12 soldiers who came by night killed …": their number is of their coming
                by_token.setdefault(argument.token.i, []).append(n)
    found: dict[int, list[str]] = {}
    for figure in doc._.figures:
        token = root_of(doc, figure.start, figure.end)
        if token is None:
            continue
        for n in carriers(tree, token, by_token, figure):
            found.setdefault(n, []).append(figure.id)
    return found


def carriers(tree: Tree, token: Token, by_token: dict[int, list[int]], figure: Figure) -> list[int]:
    if figure.kind in {"rank", "age"}:
        return []
    for _ in range(CLIMB):
        if token.i in by_token:
            return by_token[token.i]
        if token.i in tree.at:
            return [tree.at[token.i]]
        if token.head.i == token.i or token.i in tree.cues:
            return []
        token = token.head
    return []
