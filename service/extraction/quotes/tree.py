"""The parse as plain lists: who hangs on whom, and how far each word reaches. Made once a document, then only looked up."""

from __future__ import annotations

from functools import cached_property

from spacy.tokens import Doc, Token

MOST = 200  # children of one word that are kept: no sentence has more, and a hostile one must not cost more


class Tree:
    """Indices in, indices out: `tree.children[i]` are the words that hang on token `i`, in order."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens: list[Token] = list(doc)
        self.head: list[int] = [token.i + int(offset) for token, offset in zip(doc, _heads(doc), strict=True)]
        self.dep: list[str] = [token.dep_ for token in self.tokens]
        self.pos: list[str] = [token.pos_ for token in self.tokens]
        self.lower: list[str] = [token.lower_ for token in self.tokens]
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, head in enumerate(self.head):
            if head != i and len(self.children[head]) < MOST:
                self.children[head].append(i)

    @cached_property
    def sentence(self) -> list[tuple[int, int]]:
        """For each token the `[first, end)` of its sentence, white space at either end left out."""
        bounds: list[tuple[int, int]] = []
        for sentence in self.doc.sents:
            first, end = sentence.start, sentence.end
            while first < end and self.pos[first] == "SPACE":
                first += 1
            while end > first and self.pos[end - 1] == "SPACE":
                end -= 1
            bounds += [(first, end)] * len(sentence)
        return bounds

    def left(self, i: int) -> int:
        return self.tokens[i].left_edge.i

    def end(self, i: int) -> int:
        """One past the last token that hangs on `i`."""
        return self.tokens[i].right_edge.i + 1

    def child(self, i: int, *deps: str) -> int | None:
        """The first child with one of these relations."""
        return next((c for c in self.children[i] if self.dep[c] in deps), None)


def _heads(doc: Doc) -> list[int]:
    heads: list[int] = doc.to_array("HEAD").astype("int64").tolist() if len(doc) else []
    return heads
