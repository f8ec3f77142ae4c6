"""Elements over a text: spans that may overlap become a tree, paragraph by paragraph. MarkupSafe escapes all text.

An element that would have to end inside another is closed and opened again; `<q>` alone is never cut, for a browser
writes a quotation mark at each of its ends.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from attrs import evolve, field, frozen
from markupsafe import Markup, escape

Attributes = dict[str, str | None]

NOTHING: Final = Markup()

_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
_LINES = re.compile(r"\n\s*")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# The outermost first, where two have the same characters.
RANKS: Final = ("quote", "event", "organization", "person", "place", "date", "figure")
# What may have `mentions` and `hasPart`.
WORKS: Final = ("NewsArticle", "Quotation")


@frozen(kw_only=True)
class Mark:
    """One element to be, over the characters `[start, end)`.

    `item` is what makes it an item of the microdata, `inside` what that begins with: they stand at its first piece.
    A `<q>` begins and ends with a quotation mark, which it stands for.
    """

    start: int
    end: int
    kind: str
    id: str
    tag: str = "span"
    attributes: Attributes = field(factory=dict)
    item: Attributes = field(factory=dict)
    inside: Markup = NOTHING


@frozen
class Piece:
    """As much of a mark as is in one paragraph."""

    mark: Mark
    start: int
    end: int
    first: bool


def element(tag: str, attributes: Attributes, inside: Markup = NOTHING) -> Markup:
    """An attribute that is None is left out."""
    return opening(tag, attributes) + inside + Markup("</{}>").format(tag)


def opening(tag: str, attributes: Attributes) -> Markup:
    return Markup("<{}{}>").format(
        tag,
        Markup().join(
            Markup(' {}="{}"').format(name, clean(value)) for name, value in attributes.items() if value is not None
        ),
    )


def clean(text: str) -> str:
    """Without the controls that HTML can't hold."""
    return _CONTROLS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def marked_up(text: str, marks: Sequence[Mark]) -> Markup:
    """The paragraphs of a text with the marks in it."""
    paragraphs = list(paragraphs_of(text))
    pieces: list[list[Piece]] = [[] for _ in paragraphs]
    at = 0  # the first paragraph that a mark can be in
    for mark in whole_quotations(sorted(marks, key=lambda m: (m.start, -m.end, RANKS.index(m.kind)))):
        while at < len(paragraphs) and paragraphs[at][1] <= mark.start:
            at += 1
        first = True
        for n in range(at, len(paragraphs)):
            start, end = max(mark.start, paragraphs[n][0]), min(mark.end, paragraphs[n][1])
            if paragraphs[n][0] >= mark.end:
                break
            if start < end:
                pieces[n].append(Piece(mark, start, end, first))
                first = False
    written = (Paragraph(text, *bounds, found).write() for bounds, found in zip(paragraphs, pieces, strict=True))
    return Markup("\n").join(written)


def paragraphs_of(text: str) -> Iterator[tuple[int, int]]:
    """A paragraph ends at an empty line; in a text that has none, at the end of each line. White space is left out."""
    breaks = _PARAGRAPHS if _PARAGRAPHS.search(text.strip()) else _LINES
    ends = [(0, 0), *(found.span() for found in breaks.finditer(text)), (len(text), len(text))]
    for (_, start), (end, _) in pairwise(ends):
        if text[start:end].strip():
            yield start, end


def whole_quotations(marks: Sequence[Mark]) -> Iterator[Mark]:
    """The same marks, but a `<q>` that crosses another is none, so that neither has to be cut."""
    open_: list[int] = []  # ends of those around the place where we are
    for mark in marks:
        while open_ and open_[-1] <= mark.start:
            open_.pop()
        if mark.tag != "q":
            yield mark
        elif open_ and mark.end > open_[-1]:
            yield evolve(mark, tag="span", start=mark.start + 1, end=mark.end - 1)
        else:
            open_.append(mark.end)
            yield mark


class Paragraph:
    """Writes one. `pieces` are in their order: by their start, the longest first."""

    def __init__(self, text: str, start: int, end: int, pieces: Sequence[Piece]) -> None:
        self._text, self._start, self._end = text, start, end
        self._begin: dict[int, list[Piece]] = defaultdict(list)
        self._dropped: set[int] = set()
        self._stops = {start, end}
        for piece in pieces:
            self._begin[piece.start].append(piece)
            self._stops |= {piece.start, piece.end}
            if piece.mark.tag == "q":
                self._dropped |= {piece.start, piece.end - 1}
                self._stops |= {piece.start + 1, piece.end - 1}
        self._open: list[Piece] = []
        self._out: list[str] = []

    def write(self) -> Markup:
        self._out = ['<p dir="auto">']
        for at, following in pairwise([*sorted(self._stops), self._end]):
            self._end_at(at)
            for piece in self._begin.get(at, ()):
                self._enter(piece)
            if at not in self._dropped:
                self._out.append(escape(clean(self._text[at:following])).replace("\n", Markup("<br>\n")))
        self._out.append("</p>")
        return Markup("".join(self._out))  # noqa: S704 - of parts that are escaped

    def _end_at(self, at: int) -> None:
        """Close what ends here, and for that what is inside it."""
        cut = []
        while any(piece.end <= at for piece in self._open):
            piece = self._close()
            if piece.end > at:
                cut.append(piece)
        for piece in reversed(cut):
            self._write_opening(piece, first=False)

    def _enter(self, piece: Piece) -> None:
        """Open a piece around what ends before it does; but inside a `<q>`, which is not cut."""
        cut = []
        while self._open and self._open[-1].end < piece.end and self._open[-1].mark.tag != "q":
            cut.append(self._close())
        self._write_opening(piece, first=piece.first)
        for inner in reversed(cut):
            self._write_opening(inner, first=False)

    def _close(self) -> Piece:
        piece = self._open.pop()
        self._out.append(f"</{piece.mark.tag}>")
        return piece

    def _write_opening(self, piece: Piece, *, first: bool) -> None:
        mark = piece.mark
        attributes: Attributes = {"class": f"copydesk-{mark.kind}", "data-id": mark.id, **mark.attributes}
        if first:
            attributes |= self._item(mark)
        self._out.append(opening(mark.tag, attributes) + (mark.inside if first else NOTHING))
        self._open.append(evolve(piece, first=first))

    def _item(self, mark: Mark) -> Attributes:
        """An item is a part of the one around it only if that is a work: a person has no `mentions`."""
        around = [outer.mark.item["itemtype"] or "" for outer in self._open if outer.first and outer.mark.item]
        inside_work = not around or around[-1].endswith(WORKS)
        return {name: value for name, value in mark.item.items() if inside_work or name != "itemprop"}
