"""Names out of GUM's entities: a named mention is one whose head is a proper noun, cut down to its name.

GUM marks whole noun phrases ("NASA Administrator Charles Bolden, who ..."), with the tokens that head them. The name is
the run of proper nouns around the head, with what joins them ("Bank of England"), without title, apposition and clause.
Of mentions one inside another the outermost name counts.
"""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

from attrs import frozen

from service.extraction.lexicon import words

KIND = {"person": "PER", "organization": "ORG", "place": "LOC"}
TITLES = words("honorifics") | words("title_abbreviations") | {w.title() for w in words("role_nouns")}
JOINTS = {
    "of",
    "for",
    "the",
    "and",
    "&",
    "on",
    "in",
    "-",
    "'s",
    "de",
    "la",
    "del",
    "da",
    "al",
    "von",
    "van",
    "der",
    "bin",
}
NAMES_OF_PLACES = {"of", "the", "-", "'s", "de", "la", "del", "da", "al"}
NAMES_OF_PEOPLE = {"-", "de", "la", "del", "da", "al", "von", "van", "der", "bin"}

_MARK = re.compile(r"\((?P<open>\d+)-(?P<type>[a-z]+)-[^-]*-[^-]*-[^-]*-(?P<heads>[\d,]+)-[^()]*|(?P<close>\d+)?\)")


@frozen
class Mention:
    start: int
    end: int
    type: str
    heads: list[int]


def read(path: pathlib.Path) -> Iterator[list[tuple[str, str]]]:
    """Sentences as (word, kind) pairs."""
    for cells in _sentences(path):
        kinds = ["O"] * len(cells)
        for start, end, kind in names_of(cells):
            for at in range(start, end):
                kinds[at] = kind
        yield [(c[1], k) for c, k in zip(cells, kinds, strict=True)]


def _sentences(path: pathlib.Path) -> Iterator[list[list[str]]]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        cells = [line.split("\t") for line in block.split("\n") if line and not line.startswith("#")]
        if cells := [c for c in cells if c[0].isdigit()]:
            yield cells


def mentions(cells: list[list[str]]) -> list[Mention]:
    """The entities of a sentence; those that go on in the next are left out."""
    open_: dict[str, list[tuple[int, str, list[int]]]] = {}
    found: list[Mention] = []
    stack: list[str] = []
    for at, cell in enumerate(cells):
        entity = next((x[7:] for x in cell[9].split("|") if x.startswith("Entity=")), "")
        for mark in _MARK.finditer(entity):
            if mark["open"]:
                heads = [at + int(n) - 1 for n in mark["heads"].split(",")]
                open_.setdefault(mark["open"], []).append((at, mark["type"], heads))
                stack.append(mark["open"])
                if entity[mark.end() : mark.end() + 1] == ")":  # a mention of one token closes at once
                    continue
            else:
                key = mark["close"] or (stack[-1] if stack else "")
                if open_.get(key):
                    start, type_, heads = open_[key].pop()
                    stack = [k for i, k in enumerate(stack) if i != len(stack) - 1 - stack[::-1].index(key)]
                    found.append(Mention(start, at + 1, type_, [h for h in heads if h <= at]))
    return found


def names_of(cells: list[list[str]]) -> list[tuple[int, int, str]]:
    """(start, end, kind) of the names, outermost only, in order."""
    spans = []
    for mention in mentions(cells):
        kind = KIND.get(mention.type)
        head = next((h for h in mention.heads if cells[h][4].startswith("NNP")), None)  # "United" is a VERB, but NNP
        if kind and head is not None:
            start, end = _cut(cells, mention, head, kind)
            if not (kind == "PER" and (cells[start][4] == "NNPS" or cells[start][1] in TITLES)):
                spans.append((start, end, kind))
    spans.sort(key=lambda s: (s[0] - s[1], s[0]))
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in spans:
        if all(end <= a or b <= start for a, b, _ in kept):
            kept.append((start, end, kind))
    return sorted(kept)


def _cut(cells: list[list[str]], mention: Mention, head: int, kind: str) -> tuple[int, int]:
    joints = {"PER": NAMES_OF_PEOPLE, "LOC": NAMES_OF_PLACES, "ORG": JOINTS}[kind]
    named = [_is_name(c) for c in cells]
    start, end = head, head + 1
    while (at := _next(cells, named, range(end, mention.end), joints)) is not None:
        end = at + 1
    while kind != "PER" and (at := _next(cells, named, range(start - 1, mention.start - 1, -1), joints)) is not None:
        start = at
    return start, end  # a person's name is headed by its first word; what stands before it is a title


def _next(cells: list[list[str]], named: list[bool], way: range, joints: set[str]) -> int | None:
    """The next word of the name on the way, at most two joints further."""
    for at in list(way)[:3]:
        if named[at]:
            return at
        if cells[at][1].lower() not in joints:
            return None
    return None


def _is_name(cell: list[str]) -> bool:
    word = cell[1]
    return cell[4].startswith("NNP") or (cell[3] in ("NOUN", "ADJ", "NUM", "X", "VERB") and word[:1].isupper())
