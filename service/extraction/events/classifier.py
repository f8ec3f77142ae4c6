"""What kind of event each trigger tells, as a small network reads it in its context.

In: triggers with their arguments, the lexicon's answer to each (`types`), the words' vectors (the spaCy model's), and
what the network of names knows of each word (`doc._.hidden`), where it ran. Out: the probability of each type, "other"
among them. One hidden layer; `training/events/types` made its weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from service.extraction.errors import ModelError
from service.extraction.event_types import OTHER, event_types

from .participants import Argument
from .triggers import Trigger

FILE = Path(__file__).parent / "weights" / "types.npz"
SHA256 = "1df6434ce04072d02a66b448cb459b6fe7729789b71d636265c208dfc985791e"

LABELS = (*event_types(), OTHER)
PARTS_OF_SPEECH = ("verb", "noun", "adjective")
CONTENT = frozenset({"NOUN", "VERB", "ADJ"})  # words that tell what a sentence is about
VECTOR = 300  # numbers of a word's vector
HIDDEN = 384  # numbers that the network of names gives for a word
ROLES = 5  # vectors of a trigger: its own, agents', patients', other arguments', its sentence's
FEATURES = 2 * HIDDEN + ROLES * VECTOR + len(PARTS_OF_SPEECH) + len(LABELS)
AT_ONCE = 256  # triggers that are computed together: bounded memory

Numbers = NDArray[np.float32]


class Classifier:
    """Loaded once, before the fork; threads may share it."""

    def __init__(self, inner: tuple[Numbers, Numbers], outer: tuple[Numbers, Numbers]) -> None:
        self._inner, self._outer = inner, outer

    @classmethod
    def load(cls, file: Path = FILE) -> Classifier:
        """Raises ModelError where the file is missing or not the one that ships."""
        try:
            content = file.read_bytes()
        except OSError as error:
            raise ModelError(f"The weights of event types are not there: {error}") from error
        if sha256(content).hexdigest() != SHA256:
            raise ModelError(f"{file} is not the file that belongs to this version")
        with np.load(BytesIO(content), allow_pickle=False) as weights:
            w = {name: weights[name].astype(np.float32) for name in ("w1", "b1", "w2", "b2")}
        return cls((w["w1"], w["b1"]), (w["w2"], w["b2"]))

    def probabilities(
        self, doc: Doc, triggers: Sequence[Trigger], arguments: Sequence[list[Argument]], lexicon: Sequence[str]
    ) -> Numbers:
        """`triggers x LABELS`; each row sums to 1."""
        (w1, b1), (w2, b2) = self._inner, self._outer
        out = np.zeros((len(triggers), len(LABELS)), np.float32)
        for first, features in batches(doc, triggers, arguments, lexicon):
            inner = np.maximum(features @ w1 + b1, 0)
            logits = inner @ w2 + b2
            powers = np.exp(logits - logits.max(axis=1, keepdims=True))
            out[first : first + len(powers)] = powers / powers.sum(axis=1, keepdims=True)
        return out


@cache
def column(label: str) -> int:
    return LABELS.index(label)


def can_read(doc: Doc) -> bool:
    """Whether the model has vectors of the kind that the weights were trained with."""
    size: int = doc.vocab.vectors.shape[1]
    return size == VECTOR


def batches(
    doc: Doc, triggers: Sequence[Trigger], arguments: Sequence[list[Argument]], lexicon: Sequence[str]
) -> Iterator[tuple[int, Numbers]]:
    """Features of the triggers, AT_ONCE at a time: the number of the first, and `triggers x FEATURES`."""
    words = Words(doc)
    for first in range(0, len(triggers), AT_ONCE):
        some = slice(first, first + AT_ONCE)
        yield first, words.features(triggers[some], arguments[some], lexicon[some])


class Words:
    """The words of one document as numbers."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._sentences: dict[int, tuple[Numbers, Numbers]] = {}

    def features(
        self, triggers: Sequence[Trigger], arguments: Sequence[list[Argument]], lexicon: Sequence[str]
    ) -> Numbers:
        doc, n = self._doc, len(triggers)
        hidden = np.zeros((n, 2, HIDDEN), np.float32)
        vectors = np.zeros((n, ROLES, VECTOR), np.float32)
        rest = np.zeros((n, len(PARTS_OF_SPEECH) + len(LABELS)), np.float32)
        groups: list[list[int]] = []  # of each trigger and role: keys of words
        for row, (trigger, of, answer) in enumerate(zip(triggers, arguments, lexicon, strict=True)):
            groups.append([doc.vocab.strings[part] for part in trigger.key.split("_")])
            groups += ([token.lemma for token in tokens] for tokens in by_role(trigger, of))
            hidden[row, 1], vectors[row, 4] = self._sentence(trigger.head)
            rest[row, PARTS_OF_SPEECH.index(trigger.part_of_speech)] = 1
            rest[row, len(PARTS_OF_SPEECH) + column(answer)] = 1
        if doc._.hidden is not None:
            hidden[:, 0] = doc._.hidden[[trigger.head.i for trigger in triggers]]
        vectors[:, :4] = self._means(groups).reshape(n, 4, VECTOR)
        return np.concatenate([hidden.reshape(n, -1), vectors.reshape(n, -1), rest], axis=1)

    def _sentence(self, head: Token) -> tuple[Numbers, Numbers]:
        """What the network knows of a sentence, and the vector of its words, made once for all its triggers."""
        sentence = head.sent
        if sentence.start not in self._sentences:
            hidden = self._doc._.hidden
            known = (
                np.zeros(HIDDEN, np.float32)
                if hidden is None
                else hidden[sentence.start : sentence.end].mean(axis=0, dtype=np.float32)
            )
            content = [token.lemma for token in sentence if token.pos_ in CONTENT]
            self._sentences[sentence.start] = known, self._means([content])[0]
        return self._sentences[sentence.start]

    def _means(self, groups: list[list[int]]) -> Numbers:
        """The mean vector of each group of words, scaled to length 1; zeros for a group of none."""
        vectors = self._doc.vocab.vectors
        keys = [key for group in groups for key in (group or (0,))]
        rows = vectors.find(keys=keys)
        found = np.where((rows >= 0)[:, None], vectors.data[rows], np.float32(0))
        starts = np.cumsum([0, *(max(1, len(group)) for group in groups[:-1])])
        sums = np.add.reduceat(found, starts, axis=0)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        means: Numbers = sums / np.maximum(lengths, np.float32(1e-6))
        return means


def by_role(trigger: Trigger, arguments: list[Argument]) -> Iterator[list[Token]]:
    """Agents, patients (sums, too, which are no participants: "lost $30 million"), and what else takes part."""
    yield [a.token for a in arguments if a.role == "agent"]
    patients = [a.token for a in arguments if a.role in {"patient", "recipient"}]
    yield patients + [c for c in trigger.head.children if c.dep_ == "dobj" and c not in patients]
    yield [a.token for a in arguments if a.role not in {"agent", "patient", "recipient"}]
