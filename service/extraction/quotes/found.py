"""What `direct` and `indirect` hand over: a quotation still in tokens and characters, before it gets its id."""

from __future__ import annotations

from attrs import field, frozen, mutable

from .confidence import Form
from .cues import Cue
from .marks import Quoted


@frozen
class Stretch:
    """A quoted stretch, the tokens `[first, end)` that it takes up, marks included, and where its paragraph begins."""

    quoted: Quoted
    first: int
    end: int
    paragraph: int
    paragraph_start: int


@mutable
class Found:
    """`pieces` are in characters. `subject` is the head of the speaker's noun phrase."""

    pieces: list[tuple[int, int]]
    cue: Cue | None
    subject: int | None
    form: Form
    outside: tuple[int, int]  # tokens in which date and outlet of the saying may stand
    stretches: list[Stretch] = field(factory=list)  # of a direct quotation
