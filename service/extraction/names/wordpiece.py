"""WordPiece: a word to the ids of its pieces, as BERT's uncased models have it (Wu et al. 2016, Devlin et al. 2019).

The library `tokenizers` does the same, and brings the client of a model hub along; a test holds the two together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

UNKNOWN = "[UNK]"
LONGEST = 100  # characters of what is looked up; a longer run is unknown

_CONTROL = frozenset({"Cc", "Cf", "Co"})


class WordPiece:
    """`vocabulary` has a piece a line; its place is its id. Pieces that go on a word begin with "##"."""

    def __init__(self, vocabulary: str) -> None:
        self._ids = {piece: n for n, piece in enumerate(vocabulary.split("\n"))}
        self._longest = max(map(len, self._ids))

    def __call__(self, word: str) -> list[int]:
        return [piece for run in _runs(_normal(word)) for piece in self._pieces(run)] or [self._ids[UNKNOWN]]

    def _pieces(self, run: str) -> list[int]:
        """The longest piece that fits, again and again; unknown as a whole where none does."""
        found: list[int] = []
        at = 0
        while at < len(run) <= LONGEST:
            prefix = "##" if at else ""
            for end in range(min(len(run), at + self._longest), at, -1):
                piece = self._ids.get(prefix + run[at:end])
                if piece is not None:
                    found.append(piece)
                    at = end
                    break
            else:
                return [self._ids[UNKNOWN]]
        return found if at else [self._ids[UNKNOWN]]


def _normal(word: str) -> str:
    """Lower case, no accents, no control characters; Chinese characters apart."""
    kept: list[str] = []
    for c in word:
        if c in "\t\n\r" or c.isspace():
            kept.append(" ")
        elif c not in "\0\ufffd" and unicodedata.category(c) not in _CONTROL:
            kept += (" ", c, " ") if _is_chinese(ord(c)) else c
    plain = unicodedata.normalize("NFD", "".join(kept))
    return "".join(c.lower() for c in plain if unicodedata.category(c) != "Mn")


def _runs(text: str) -> Iterator[str]:
    """Words and single marks."""
    for word in text.split():
        start = 0
        for at, c in enumerate(word):
            if _is_mark(c):
                if at > start:
                    yield word[start:at]
                yield c
                start = at + 1
        if start < len(word):
            yield word[start:]


def _is_mark(c: str) -> bool:
    return (c.isascii() and not c.isalnum() and c.isprintable()) or unicodedata.category(c).startswith("P")


def _is_chinese(code: int) -> bool:
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )
