"""Sentences whose events have types (`training/events/types`), as documents that the network of names learns from.

They have no names marked: a teacher says what is one. One in HELD_OUT is kept for measuring.
"""

from __future__ import annotations

import json
import pathlib
import random

import spacy

from service.extraction.events.classifier import LABELS
from training.events.types.folds import is_held_out

from .sources import Document, Sentence

TOGETHER = 6  # texts of a document


def typed(folder: pathlib.Path, seed: int, times: int) -> list[Document]:
    """The texts of the folder's `*.jsonl`, in other company each time."""
    nlp, chance = spacy.blank("en"), random.Random(seed)
    lines = [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    sentences = [_sentence(nlp, line) for line in lines if not is_held_out(line["text"])]
    out: list[Document] = []
    for _ in range(times):
        chance.shuffle(sentences)
        out += [sentences[n : n + TOGETHER] for n in range(0, len(sentences), TOGETHER)]
    return out


def _sentence(nlp: spacy.Language, found: dict) -> Sentence:  # type: ignore[type-arg]
    doc = nlp.make_doc(found["text"])
    types, at = [-1] * len(doc), 0
    for surface, kind in found["events"]:
        start = found["text"].index(surface, at)
        at = start + len(surface)
        for token in doc:
            if token.idx < at and start < token.idx + len(token):
                types[token.i] = LABELS.index(kind)
    return Sentence([t.text for t in doc], None, None, types, source="typed")
