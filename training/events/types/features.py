"""Typed sentences to rows of numbers: what the service's classifier will see of each trigger, with its type.

In: files of lines `{"text": "...", "events": [["fired", "conflict.attack"], ...]}`, the triggers from left to right.
Each sentence is read twice: alone, and among three others, since the network of names reads neighbours together. Out:
`Row`s. A trigger that the service finds and nobody typed is "other" with little weight.
"""

from __future__ import annotations

import json
import pathlib
import random
from collections.abc import Iterable, Iterator

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from service.extraction import Article, Extractor
from service.extraction.document import token_range
from service.extraction.event_types import OTHER
from service.extraction.events.classifier import (
    ANSWER,
    FEATURES,
    LABELS,
    OF_WORDS,
    PARTS_OF_SPEECH,
    POS,
    VECTOR,
    batches,
)
from service.extraction.events.participants import arguments_of
from service.extraction.events.triggers import Trigger, find_triggers
from service.extraction.events.types import Lexicon
from service.extraction.lexicon import table
from service.extraction.pipeline import ROOMS

TOGETHER = 4  # sentences
UNTYPED = 0.3  # weight of a trigger that nobody typed
OF_LEXICON = 0.3  # and of a word without a sentence


@frozen(eq=False)
class Row:
    features: NDArray[np.float16]
    label: str
    weight: float
    lexicon: str  # what `event_triggers.tsv` says
    key: str  # lemma of the trigger
    sentence: str  # the same for all readings of one sentence
    alone: bool
    typed: bool


@frozen
class Sentence:
    text: str
    events: list[tuple[int, int, str]]

    @classmethod
    def read(cls, line: str) -> Sentence:
        """Raises ValueError where a trigger is not in the text, in its order."""
        found = json.loads(line)
        at, events = 0, []
        for surface, kind in found["events"]:
            start = found["text"].find(surface, at)
            if start < 0:
                raise ValueError(f"{surface!r} is not in {found['text']!r}, in its order")
            at = start + len(surface)
            events.append((start, at, kind))
        return cls(found["text"], events)


def sentences(folder: pathlib.Path) -> list[Sentence]:
    return [
        Sentence.read(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8") if line
    ]


def rows(extractor: Extractor, given: list[Sentence]) -> Iterator[Row]:
    shuffled = random.Random(0).sample(given, len(given))
    for size, order in ((1, given), (TOGETHER, shuffled)):
        for n in range(0, len(order), size):
            yield from rows_of(extractor, order[n : n + size])


def rows_of(extractor: Extractor, some: list[Sentence]) -> Iterator[Row]:
    text, starts = "", []
    for sentence in some:
        starts.append(len(text))
        text += sentence.text + (" " if sentence.text[-1] in '.!?"' else ". ")
    doc = parsed(extractor, text.strip() if len(some) > 1 else some[0].text)
    typed: dict[int, str] = {}
    triggers = {t.head.i: t for t in find_triggers(doc)}
    for start, sentence in zip(starts, some, strict=True):
        for first, end, kind in sentence.events:
            trigger = trigger_at(doc, triggers, start + first, start + end)
            if trigger is not None:
                triggers[trigger.head.i] = trigger
                typed[trigger.head.i] = kind
    found = [triggers[i] for i in sorted(triggers)]
    arguments = [arguments_of(t) for t in found]
    lexicon_of = Lexicon(doc)
    lexicon = [lexicon_of.type_of(t, of)[0] for t, of in zip(found, arguments, strict=True)]
    for first, numbers in batches(doc, found, arguments, lexicon):
        for row, t, answer in zip(numbers, found[first:], lexicon[first:], strict=False):
            sentence = max((s for s in zip(starts, some, strict=True) if s[0] <= t.head.idx), key=lambda s: s[0])[1]
            kind = typed.get(t.head.i)
            yield Row(
                row.astype(np.float16),
                kind or OTHER,
                1.0 if kind else UNTYPED,
                answer,
                t.key,
                sentence.text,
                len(some) == 1,
                kind is not None,
            )


def parsed(extractor: Extractor, text: str) -> Doc:
    """As the service reads it, up to the events."""
    article = Article(text=text)
    doc = extractor.nlp.make_doc(text)
    doc._.article = article
    doc = extractor.nlp(doc, disable=list(ROOMS))
    for room in ROOMS[:-1]:
        doc = extractor.nlp.get_pipe(room)(doc)
    return doc


def lexicon_rows(vocab: Vocab) -> Iterator[Row]:
    """Words that the lexicon is sure of whatever stands around them: the word and its type, and nothing else."""
    for row in table("event_triggers"):
        words = row["lemma"].split("_")
        vector = np.sum([vocab[word].vector for word in words], axis=0)
        if row["condition"] or not vector.any():
            continue
        features = np.zeros(FEATURES, np.float16)
        features[OF_WORDS : OF_WORDS + VECTOR] = vector / np.linalg.norm(vector)
        features[POS + PARTS_OF_SPEECH.index(row["pos"])] = 1
        features[ANSWER + LABELS.index(row["type"])] = 1
        yield Row(features, row["type"], OF_LEXICON, row["type"], row["lemma"], row["lemma"], False, True)


def trigger_at(doc: Doc, triggers: dict[int, Trigger], start: int, end: int) -> Trigger | None:
    """The trigger that the service finds there; else one made of the words, so that they are learned from, too."""
    first, last = token_range(doc, start, end)
    if first >= last:
        return None
    root = doc[first:last].root
    if root.i in triggers:
        return triggers[root.i]
    there: Iterable[Trigger] = (t for t in triggers.values() if t.start < last and first < t.end)
    return next(iter(there), None) or Trigger(root, first, last, root.lemma_.lower(), root, 0.0)
