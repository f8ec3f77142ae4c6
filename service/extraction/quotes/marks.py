"""Quotation marks: which one opens, which one closes, and what stands between them.

In: the untouched text and its paragraphs. Out: `[Quoted]`, the outermost stretches in their order, each with the pieces
that stand between its marks. One pass over the marks, with a stack; nothing is looked at twice.

A mark is told from an apostrophe or a prime by what stands on either side of it. A mark that never closes costs its
paragraph: what follows it there is one stretch that is `closed=False`, and the next paragraph starts afresh, unless it
goes on with the quotation: by opening with the same mark, as news does it, or by a closing mark that nothing opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

# Mark -> family. Typographic marks of one family close each other whichever way round a careless hand has set them.
FAMILIES = {
    "“": '"',
    "”": '"',
    "„": '"',
    '"': '"',
    "«": "«",
    "»": "«",
    "``": '"',
    "''": '"',
    "‘": "'",
    "’": "'",
    "'": "'",
}
OPENING = frozenset("“„«‘") | {"``"}
CLOSING = frozenset("”»’") | {"''"}

LONGEST_SINGLE = 600  # characters: a ‘ whose ’ is farther away is no quotation mark
DEEPEST = 4  # marks within marks
GO_ON = 3  # paragraphs that may go by without a mark before one closes

_MARK = re.compile("``|''|[“”„\"«»‘’']")
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|cuz|bout|round|n|nuff|s|re|ll|\d\ds?)\b", re.IGNORECASE)
_BEGINNERS = frozenset("([{—–-“„\"«‘'`’…$€£#@.¿¡")  # what may stand behind an opening mark, beside a word
_OPENERS = frozenset("([{—–-/“”„\"«‘'`")


@frozen
class Quoted:
    """A stretch between marks. `[start, end)` has the marks in it, `pieces` have not.

    There is a piece for each run that no mark breaks: three for three paragraphs that each open with a mark.
    """

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    family: str
    closed: bool


@frozen
class Mark:
    start: int
    end: int
    family: str
    can_open: bool
    can_close: bool
    sure: bool  # its sides say which of the two it is


def marks(text: str, start: int, end: int) -> Iterator[Mark]:
    """The quotation marks of one paragraph; apostrophes and primes left out."""
    for found in _MARK.finditer(text, start, end):
        mark, i, j = found.group(), found.start(), found.end()
        before = text[i - 1] if i > start else " "
        after = text[j] if j < end else " "
        family = FAMILIES[mark]
        left_word, right_word = before.isalnum(), after.isalnum()
        if family == "'":
            if left_word and right_word:
                continue  # don't
            if mark != "‘" and right_word and not before.isspace() and before not in _OPENERS:
                continue  # (D.C.)’s
            if mark != "‘" and not left_word and right_word and _ELISION.match(text, j):
                continue  # 'em, ’90s
        could_open = (before.isspace() or before in _OPENERS) and (right_word or after in _BEGINNERS)
        could_close = not before.isspace() and (not right_word or before in ".,!?…")
        if mark in "«»":  # set with spaces inside by the French
            opens, closes, sure = mark == "«", mark == "»", True
        elif could_open != could_close:
            opens, closes, sure = could_open, could_close, True
        else:
            opens, closes, sure = mark in OPENING, mark in CLOSING, False
            if not (opens or closes):
                opens = closes = True
        if mark == "‘" and closes and not opens:
            opens, closes = True, False
        yield Mark(i, j, family, opens, closes, sure)


def pair(text: str, paragraphs: Iterable[tuple[int, int]]) -> list[Quoted]:
    """The outermost quoted stretches, in order. `paragraphs` are `[start, end)` in characters."""
    found: list[Quoted] = []
    parts: list[Quoted] = []  # of one quotation that has not closed so far, a paragraph each
    waited = 0
    bounds = list(paragraphs)
    for n, (start, end) in enumerate(bounds):
        following = bounds[n + 1][0] if n + 1 < len(bounds) else len(text)
        here, orphan = _paragraph(text, start, end, goes_on=text[following : following + 1] in ("'", "‘"))
        if parts and orphan is not None:
            found.append(_joined(parts, orphan))
            parts = []
        elif parts and not waited and here and here[0].start == start and here[0].family == parts[0].family:
            parts.append(here.pop(0))
            if parts[-1].closed or here:
                found.append(_joined(parts))
                parts = []
        elif parts and (here or waited >= GO_ON):
            found.append(_joined(parts))
            parts = []
        elif parts:
            waited += 1
        if here and not here[-1].closed and here[-1].end == end:
            parts, waited = [here.pop()], 0
        found.extend(here)
    if parts:
        found.append(_joined(parts))
    return sorted(found, key=lambda quoted: quoted.start)


def _joined(parts: list[Quoted], orphan: Mark | None = None) -> Quoted:
    """One quotation of several paragraphs. An `orphan` mark closes the last of them, which no mark had opened."""
    pieces = [piece for part in parts for piece in part.pieces]
    closed, end = parts[-1].closed, parts[-1].end
    if orphan is not None:
        pieces[-1] = (pieces[-1][0], orphan.start)
        closed, end = True, orphan.end
    return Quoted(parts[0].start, end, tuple(pieces), parts[0].family, closed)


def _paragraph(text: str, start: int, end: int, *, goes_on: bool) -> tuple[list[Quoted], Mark | None]:
    """The outermost stretches of one paragraph, and a closing mark that stands before all others and nothing opened.

    `goes_on` says that the next paragraph begins with a single mark: one that is open here may close there.
    """
    here = list(marks(text, start, end))
    closings = _closings_to_come(text, here)
    stack: list[tuple[Mark, list[Quoted]]] = []
    done: list[Quoted] = []
    orphan: Mark | None = None
    for n, mark in enumerate(here):
        depth = next((d for d in range(len(stack) - 1, -1, -1) if stack[d][0].family == mark.family), None)
        if mark.can_open and (not mark.can_close or depth is None):
            closes_soon = depth is None and 0 < closings[n].any - mark.start <= LONGEST_SINGLE
            stays_open = goes_on and not stack and _introduced(text, mark, start)
            if mark.family == "'" and not (closes_soon or stays_open):
                continue
            if depth is not None and not closings[n].two:
                # The same mark opens again and only one closes: the first was never closed, and reaches as far as here.
                opened, _ = stack[depth]
                if depth == 0:
                    done.append(_stretch(text, opened, mark.start, mark.start, closed=False))
                del stack[depth:]
            if len(stack) < DEEPEST:
                stack.append((mark, []))
        elif depth is not None:
            opened, _ = stack[depth]
            better_to_come = closings[n].sure or (goes_on and _introduced(text, opened, start))
            if mark.family == "'" and better_to_come and _possessive(text, mark):
                continue  # the workers’ party
            del stack[depth:]
            (stack[-1][1] if stack else done).append(_stretch(text, opened, mark.start, mark.end, closed=True))
        elif mark.family != "'" and mark.sure and not done and not stack and orphan is None:
            orphan = mark
    if stack:
        opened, inner = stack[0]
        apostrophe = opened.family == "'" and not (goes_on and _introduced(text, opened, start))
        done.extend(inner if apostrophe else [_stretch(text, opened, end, end, closed=False)])
    return [quoted for quoted in done if quoted.pieces], orphan


def _stretch(text: str, opened: Mark, close: int, end: int, *, closed: bool) -> Quoted:
    start = opened.end
    while start < close and text[start].isspace():
        start += 1
    while close > start and text[close - 1].isspace():
        close -= 1
    return Quoted(opened.start, end, ((start, close),) if close > start else (), opened.family, closed)


@frozen
class _ToCome:
    any: int  # where the next mark stands that may close a single one; 0 if none before the next that opens
    sure: int  # the same, possessives left out
    two: bool  # of the same family, two closing marks come next


def _closings_to_come(text: str, here: list[Mark]) -> list[_ToCome]:
    """What stands behind each mark, found in one pass from the end."""
    found: list[_ToCome] = []
    any_, sure = 0, 0
    runs = dict.fromkeys(FAMILIES.values(), 0)  # closing marks in a row
    for mark in reversed(here):
        found.append(_ToCome(any_, sure, runs[mark.family] >= 2))
        runs[mark.family] = runs[mark.family] + 1 if mark.can_close and not mark.can_open else 0
        if mark.family == "'":
            if mark.can_close:
                any_ = mark.start
                sure = sure if _possessive(text, mark) else mark.start
            else:
                any_ = sure = 0
    return found[::-1]


def _introduced(text: str, mark: Mark, start: int) -> bool:
    """True for a mark behind a colon, a comma, a full stop, or at the `start` of the paragraph."""
    return mark.start == start or text[max(start, mark.start - 2) : mark.start] in (": ", ", ", ". ")


def _possessive(text: str, mark: Mark) -> bool:
    """True for the mark in "the workers’ party", which may close a quotation, but need not."""
    return text[mark.start - 1 : mark.start] in ("s", "S", "z", "x") and text[mark.end : mark.end + 1] == " "
