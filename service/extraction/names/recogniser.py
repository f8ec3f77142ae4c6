"""The recogniser: our network in the place of spaCy's `ner`.

In: tokens and sentences. Out: `doc.ents` with PERSON, ORG and GPE (any place), and `doc._.kinds`: for each token the
probabilities of O, PER, ORG and LOC, so that the document's vote can weigh what the network thought of each mention.
Where events are wanted: `doc._.hidden` and `doc._.telling`, what the network knows of each token beside its name.

A sentence without a capital that could begin a name is not read for names: that is a sixth of the words of news. For
events it is read apart, so that it changes no name.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan

from service.extraction import limits
from service.extraction.document import attribute
from service.extraction.model import Article

from .network import KINDS, LOC, PER, NamesNetwork, Numbers, Reading

FOLDER = Path(__file__).parent / "weights"
LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}

Doc.set_extension("kinds", default=None, force=True)
SpacySpan.set_extension("score", default=1.0, force=True)  # of a name: how sure it is, 0 to 1


class Recogniser:
    """The component; `folder` holds the network's files."""

    def __init__(self, folder: Path) -> None:
        self._network = NamesNetwork.load(folder)

    def __call__(self, doc: Doc) -> Doc:
        article: Article = doc._.article

        def in_time() -> None:
            limits.in_time(article, "its names")

        words = attribute(doc, "ORTH")
        flags: list[list[int]] = doc.to_array(["IS_LOWER", "IS_ALPHA", "IS_STOP"]).tolist()
        events = "events" in article.include
        whole = Reading.blank(len(doc), events=events)
        named: list[list[int]] = []
        plain: list[list[int]] = []
        for ids in _sentences(doc):
            (named if _may_name(words, flags, ids) else plain).append(ids)
        for sentences in (named, plain) if events else (named,):
            reading = self._network.read([[words[i] for i in ids] for ids in sentences], in_time, events=events)
            ids = [*chain.from_iterable(sentences)]
            if sentences is named:
                whole.names[ids] = reading.names
            if events:
                whole.events[ids], whole.hidden[ids] = reading.events, reading.hidden
        kinds = whole.names
        if events:
            doc._.telling, doc._.hidden = whole.events, whole.hidden
        doc._.kinds = kinds
        doc.ents = [SpacySpan(doc, a, b, label=LABELS[KINDS[kind]]) for a, b, kind in runs(doc, kinds)]
        return doc


def _sentences(doc: Doc) -> list[list[int]]:
    """The words of each sentence, without white space, by their index."""
    space = doc.to_array("IS_SPACE").tolist()
    return [[i for i in range(sentence.start, sentence.end) if not space[i]] for sentence in doc.sents]


def _may_name(words: list[str], flags: list[list[int]], ids: list[int]) -> bool:
    """Whether there is a capital that is not just the first letter of a sentence that begins with "The", "In", "I".

    `flags` are of each word: whether it is lower case, letters alone, a stop word.
    """
    for n, i in enumerate(ids):
        is_lower, is_alpha, is_stop = flags[i]
        if not is_alpha:
            if any(c.isupper() for c in words[i]):
                return True
        elif not is_lower and not (is_stop and (n == 0 or len(words[i]) == 1)):
            return True
    return False


def runs(doc: Doc, kinds: Numbers) -> list[tuple[int, int, int]]:
    """(first token, end token, kind) of each run of one kind; sentences and line breaks end it."""
    found: list[tuple[int, int, int]] = []
    best = kinds.argmax(axis=-1).tolist()
    start = -1
    for i, kind in enumerate([*best, 0]):
        if start >= 0 and (i == len(doc) or kind != best[start] or doc[i].is_sent_start):
            found.append((start, i, best[start]))
            start = -1
        if start < 0 and kind:
            start = i
    return _joined(doc, found, kinds)


def _joined(doc: Doc, found: list[tuple[int, int, int]], kinds: Numbers) -> list[tuple[int, int, int]]:
    """A place that the parse makes part of the person right behind it is a first name: "Kenta" of "Kenta Mori"."""
    out: list[tuple[int, int, int]] = []
    for start, end, kind in found:
        first = start
        if kind == PER and out and out[-1][1:] == (start, LOC) and doc[start - 1].head.i in range(start, end):
            whole = kinds[out[-1][0] : end].mean(axis=0)
            if whole[PER] > whole[LOC]:
                first = out.pop()[0]
        out.append((first, end, kind))
    return out


@Language.factory("copydesk_recogniser", default_config={"folder": str(FOLDER)}, assigns=["doc.ents", "doc._.kinds"])
def create(nlp: Language, name: str, folder: str) -> Recogniser:  # noqa: ARG001 - spaCy's signature
    return Recogniser(Path(folder))
