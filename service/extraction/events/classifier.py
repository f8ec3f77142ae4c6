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
from spacy.tokens import Doc

from service.extraction.errors import ModelError
from service.extraction.event_types import OTHER, event_types

from .participants import Argument
from .triggers import Trigger
from .vectors import Numbers, units, word_vectors
from .words import senses

FILE = Path(__file__).parent / "weights" / "types.npz"
SHA256 = "8723ba62b1cf677ea47ea2ef3755c0aea57a44127a5b0218e14b9abdedf5417e"

LABELS = (*event_types(), OTHER)
PARTS_OF_SPEECH = ("verb", "noun", "adjective")
CONTENT = frozenset({"NOUN", "VERB", "ADJ"})  # words that tell what a sentence is about
VECTOR = 300  # numbers of a word's vector
HIDDEN = 384  # numbers that the network of names gives for a word
# Where the features of a trigger begin: first what the network of names knows of it, and of its sentence.
OF_WORDS = 2 * HIDDEN  # vectors of itself, of agents, of patients, of other arguments
OF_SENTENCE = OF_WORDS + 4 * VECTOR
POS = OF_SENTENCE + VECTOR
ANSWER = POS + len(PARTS_OF_SPEECH)  # the lexicon's
UNFIT = ANSWER + len(LABELS)  # the lexicon knows the word, and none of its senses fits
FEATURES = UNFIT + 1
AT_ONCE = 256  # triggers that are computed together: bounded memory


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


def is_known(trigger: Trigger) -> bool:
    """Whether the lexicon has senses of the word."""
    pos = trigger.part_of_speech
    return (trigger.key, pos) in senses() or (trigger.head.lemma_.lower(), pos) in senses()


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
        self._known: dict[int, tuple[Numbers, Numbers]] = {}  # of each sentence, by its first token
        self._lemmas = doc.to_array("LEMMA")
        self._is_content = np.isin(doc.to_array("POS"), [doc.vocab.strings[name] for name in CONTENT])
        self._starts = np.flatnonzero(doc.to_array("SENT_START") == 1)

    def features(
        self, triggers: Sequence[Trigger], arguments: Sequence[list[Argument]], lexicon: Sequence[str]
    ) -> Numbers:
        doc, n = self._doc, len(triggers)
        heads = [trigger.head.i for trigger in triggers]
        out = np.zeros((n, FEATURES), np.float32)
        groups: list[list[int]] = []  # of each trigger and role: keys of words
        sentences = self._sentences(heads)
        for row, (trigger, of, answer) in enumerate(zip(triggers, arguments, lexicon, strict=True)):
            groups.append([doc.vocab.strings[part] for part in trigger.key.split("_")])
            groups += by_role(trigger, of)
            out[row, HIDDEN : 2 * HIDDEN], out[row, OF_SENTENCE:POS] = sentences[row]
            out[row, POS + PARTS_OF_SPEECH.index(trigger.part_of_speech)] = 1
            out[row, ANSWER + column(answer)] = 1
            out[row, UNFIT] = answer == OTHER and is_known(trigger)
        if doc._.hidden is not None:
            out[:, :HIDDEN] = doc._.hidden[heads]
        out[:, OF_WORDS:OF_SENTENCE] = self._means(groups).reshape(n, -1)
        return out

    def _sentences(self, heads: list[int]) -> list[tuple[Numbers, Numbers]]:
        """Of the sentence of each head: what the network knows of it, and the vector of its words; each made once."""
        hidden = self._doc._.hidden
        places = np.searchsorted(self._starts, heads, side="right")
        bounds = [0, *self._starts.tolist(), len(self._doc)]
        firsts = [bounds[place] for place in places]
        new = {bounds[place]: bounds[place + 1] for place in places if bounds[place] not in self._known}
        content = [self._lemmas[a:b][self._is_content[a:b]].tolist() for a, b in new.items()]
        for (a, b), vector in zip(new.items(), self._means(content) if new else (), strict=True):
            known = np.zeros(HIDDEN, np.float32) if hidden is None else hidden[a:b].mean(axis=0)
            self._known[a] = known, vector
        return [self._known[first] for first in firsts]

    def _means(self, groups: list[list[int]]) -> Numbers:
        """The mean vector of each group of words, scaled to length 1; zeros for a group of none."""
        vectors = word_vectors(self._doc.vocab, [key for group in groups for key in (group or (0,))])
        starts = np.cumsum([0, *(len(group) or 1 for group in groups[:-1])])
        return units(np.add.reduceat(vectors, starts, axis=0))


def by_role(trigger: Trigger, arguments: list[Argument]) -> tuple[list[int], list[int], list[int]]:
    """Words of agents, of patients (sums, too, which are no participants: "lost $30 million"), and of the others."""
    agents, patients, others = [], [], []
    for a in arguments:
        if a.role == "agent":
            agents.append(a.token.lemma)
        elif a.role in {"patient", "recipient"}:
            patients.append(a.token.lemma)
        else:
            others.append(a.token.lemma)
    patients += [c.lemma for c in trigger.head.children if c.dep_ == "dobj" and c.lemma not in patients]
    return agents, patients, others
