"""spaCy's tokenizer, kept linear.

spaCy strips prefixes and suffixes of a run without white space one at a time and looks at the rest again each time,
which is quadratic: twenty thousand closing brackets cost forty seconds. A run longer than any that news has is cut here
by one plain pass into words and single marks; everything else is spaCy's own.
"""

from __future__ import annotations

import re

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

# "(CNN)Rescuers": the bracket that closes a dateline is a token where no blank follows.
GLUED_DATELINE = r"(?<=[A-Za-z])\)(?=[A-Z“‘\"-])"

LONGEST_RUN = 200  # characters; long enough for any URL in news
LONGEST_WORD = 1000  # a longer word is cut: the model's features are made of whole words

_LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN},}}")
_PIECE = re.compile(rf"\w{{1,{LONGEST_WORD}}}|\W")


class LinearTokenizer:
    """Reads what spaCy's tokenizer reads, in time linear in the length of the text."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self.vocab: Vocab = tokenizer.vocab

    def __call__(self, text: str) -> Doc:
        if not _LONG_RUN.search(text):
            doc: Doc = self._tokenizer(text)
            return doc
        parts: list[Doc] = []
        at = 0
        for run in _LONG_RUN.finditer(text):
            if run.start() > at:
                parts.append(self._tokenizer(text[at : run.start()]))
            parts.append(self._pieces(run.group()))
            at = run.end()
        if at < len(text):
            parts.append(self._tokenizer(text[at:]))
        words = [token.text for part in parts for token in part]
        spaces = [bool(token.whitespace_) for part in parts for token in part]
        return Doc(self.vocab, words=words, spaces=spaces)

    def _pieces(self, run: str) -> Doc:
        words = _PIECE.findall(run)
        return Doc(self.vocab, words=words, spaces=[False] * len(words))

    def to_bytes(self, **_: object) -> bytes:
        data: bytes = self._tokenizer.to_bytes()
        return data

    def from_bytes(self, data: bytes, **_: object) -> LinearTokenizer:
        self._tokenizer.from_bytes(data)
        return self

    def to_disk(self, path: str, **options: object) -> None:
        self._tokenizer.to_disk(path, **options)

    def from_disk(self, path: str, **options: object) -> LinearTokenizer:
        self._tokenizer.from_disk(path, **options)
        return self
