"""The model's vectors of words, many at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.vocab import Vocab

TINY = np.float32(1e-6)

Numbers = NDArray[np.float32]


def word_vectors(vocab: Vocab, keys: Sequence[int]) -> Numbers:
    """`keys x size`; a word is known by its number in the vocabulary; zeros for one that has no vector."""
    vectors = vocab.vectors
    if not len(vectors.data):
        return np.zeros((len(keys), vectors.shape[1]), np.float32)
    row_of = vectors.key2row.get  # `vectors.find` asks the same, ten times slower
    rows = np.array([row_of(key, -1) for key in keys], np.intp)
    found: Numbers = vectors.data[rows]
    found[rows < 0] = 0
    return found


def units(vectors: Numbers) -> Numbers:
    """Each row's direction, of length 1; zeros stay zeros."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    scaled: Numbers = vectors / np.maximum(lengths, TINY)
    return scaled
