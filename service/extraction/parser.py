"""The parser: spaCy's own, which reads all paragraphs of a text at once instead of one word after the other.

In: tokens with their vectors, and the first word of each paragraph marked. Out: heads, dependencies and sentences.

The parser takes one step at a time, and each costs nearly the same for one text as for thirty. A sentence ends where a
paragraph does, and what the parser sees there is empty but for the words to come: so each paragraph is read as a text
of its own, with the vectors that its words have in the whole, and with the next AHEAD words in sight, as they would be.
What it says is the same, with one exception, to the better: spaCy's sometimes takes the first word of a paragraph for a
sentence of its own, since it may decide on that word while it is not done with the paragraph before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from spacy.attrs import DEP, HEAD, SENT_START
from spacy.language import Language
from spacy.pipeline import DependencyParser
from spacy.pipeline.tok2vec import Tok2VecListener
from spacy.tokens import Doc
from spacy.util import minibatch

from .document import attribute

REPLACED = "parser"
AHEAD = 2  # words of the buffer that the parser looks at


class ParagraphParser:
    """The component. Threads may share it, as they may the parser."""

    def __init__(self, parser: DependencyParser) -> None:
        self._parser = parser

    def __call__(self, doc: Doc) -> Doc:
        if len(doc):
            self._parse([doc])
        return doc

    def pipe(self, docs: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        for batch in minibatch(docs, batch_size):  # type: ignore[no-untyped-call]
            self._parse([doc for doc in batch if len(doc)])
            yield from batch

    def _parse(self, docs: list[Doc]) -> None:
        cut = [[*pieces_of(doc)] for doc in docs]
        pieces = [piece for of_doc in cut for piece, _ in of_doc]
        self._parser.set_annotations(pieces, self._parser.predict(pieces))
        for doc, of_doc in zip(docs, cut, strict=True):
            read = [piece.to_array([HEAD, DEP])[:length] for piece, length in of_doc]
            doc.from_array([HEAD, DEP], np.concatenate(read))  # type: ignore[arg-type]


def pieces_of(doc: Doc) -> Iterator[tuple[Doc, int]]:
    """Each paragraph with the words ahead of it, and its own length without them."""
    words = attribute(doc, "ORTH")
    starts = doc.to_array(SENT_START)  # 1 at the first word of a paragraph
    first = np.flatnonzero(starts[1:] == 1) + 1
    for start, end in zip([0, *first.tolist()], [*first.tolist(), len(doc)], strict=True):
        sight = min(len(doc), end + AHEAD)
        piece = Doc(doc.vocab, words=words[start:sight])
        piece.from_array(SENT_START, starts[start:sight])  # type: ignore[arg-type]
        piece.tensor = doc.tensor[start:sight]
        yield piece, end - start


def can_be_cut(nlp: Language) -> bool:
    """Whether the parser of this pipeline takes the vectors of words from `doc.tensor`."""
    if REPLACED not in nlp.pipe_names:
        return False
    parser = nlp.get_pipe(REPLACED)
    return isinstance(parser, DependencyParser) and any(isinstance(n, Tok2VecListener) for n in parser.model.walk())


@Language.factory("copydesk_parser", assigns=["token.dep", "token.head", "token.is_sent_start", "doc.sents"])
def create(nlp: Language, name: str) -> ParagraphParser:  # noqa: ARG001 - spaCy's signature
    """Reads with the parser of `nlp`, which may be disabled."""
    parser = nlp.get_pipe(REPLACED)
    assert isinstance(parser, DependencyParser)  # noqa: S101
    return ParagraphParser(parser)
