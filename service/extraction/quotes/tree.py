"""The parse as plain lists: who hangs on whom, and how far each word reaches.

Made once a document, then only looked up. Indices of tokens in, indices out.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from spacy.tokens import Doc, Token

from service.extraction.document import attribute, text_of

MOST = 200  # children of one word that are kept: no sentence has more, and a hostile one must not cost more


class Tree:
    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.tokens: list[Token] = list(doc)
        self.dep: list[str] = attribute(doc, "DEP")
        self.pos: list[str] = attribute(doc, "POS")
        self.lower: list[str] = attribute(doc, "LOWER")
        self.space: list[bool] = [token.is_space for token in self.tokens]
        away = doc.to_array("HEAD").astype(np.int64)  # of the head from the word
        self.head: list[int] = (np.arange(len(doc)) + away.reshape(-1)).tolist()
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, head in enumerate(self.head):
            if head != i and len(self.children[head]) < MOST:
                self.children[head].append(i)

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def sentence(self) -> list[tuple[int, int]]:
        """For each token the `[first, end)` of its sentence, white space at either end left out."""
        bounds: list[tuple[int, int]] = []
        for sentence in self.doc.sents:
            first, end = sentence.start, sentence.end
            while first < end and self.space[first]:
                first += 1
            while end > first and self.space[end - 1]:
                end -= 1
            bounds += [(first, end)] * len(sentence)
        return bounds

    def lemma(self, i: int) -> str:
        return self.tokens[i].lemma_.lower()

    def left(self, i: int) -> int:
        """The first token that hangs on `i`, however far."""
        return self.tokens[i].left_edge.i

    def end(self, i: int) -> int:
        """One past the last token that hangs on `i`."""
        return self.tokens[i].right_edge.i + 1

    def child(self, i: int, *deps: str) -> int | None:
        """The first child with one of these relations."""
        return next((c for c in self.children[i] if self.dep[c] in deps), None)

    def has_word(self, i: int) -> bool:
        return self.tokens[i].is_alpha or self.tokens[i].like_num

    def is_break(self, i: int) -> bool:
        """True for the white space that ends a line."""
        return self.space[i] and "\n" in self.lower[i]

    def after_space(self, i: int) -> int:
        """The first token from `i` on that is no white space, or that ends the line."""
        while i < len(self.tokens) and self.space[i] and not self.is_break(i):
            i += 1
        return i

    def before_space(self, i: int) -> int:
        """The last token up to `i` that is no white space; -1 if there is none."""
        while i >= 0 and self.space[i]:
            i -= 1
        return i
