"""The first layer of the shared network, kept for the words that were read before.

In: tokens. Out: for each the vector that the model's `MultiHashEmbed` makes of its form, prefix, shape and so on. It
looks at one token at a time, so that the same word has the same vector in any article: half of the network's work.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

KEPT = 16_384  # words whose vectors are kept, some 8 MB; then all are forgotten

Vectors = NDArray[np.float32]
Embed = Model[list[Doc], list[Vectors]]


class Embedding:
    """Stands in the place of `layer`. Threads may share it."""

    def __init__(self, layer: Embed, columns: list[str]) -> None:
        """`columns` are the attributes that the layer looks at, beside the static vector of the form."""
        self._layer, self._columns = layer, ["ORTH", *columns]
        self._lock = Lock()
        self._empty()

    def model(self) -> Embed:
        return Model("kept_embedding", self._forward, layers=[self._layer])

    def _empty(self) -> None:
        self._at: dict[bytes, int] = {}  # row of a word
        self._rows = np.empty((KEPT, self._layer.get_dim("nO")), np.float32)

    def _forward(self, _model: Embed, docs: list[Doc], is_train: bool) -> tuple[list[Vectors], Callable[..., Any]]:
        tokens = [doc.to_array(self._columns) for doc in docs]  # type: ignore[arg-type]
        words = np.concatenate(tokens)
        if is_train or len(words) > KEPT:
            return self._layer(docs, is_train)
        vectors = self._of(docs[0].vocab, words)
        return np.split(vectors, np.cumsum([len(doc) for doc in docs])[:-1]), lambda _: []

    def _of(self, vocab: Vocab, words: NDArray[np.uint64]) -> Vectors:
        data, width = words.tobytes(), words.itemsize * words.shape[1]
        keys = [data[i : i + width] for i in range(0, len(data), width)]
        with self._lock:
            new = {key: i for i, key in enumerate(keys) if key not in self._at}
            if len(self._at) + len(new) > KEPT:
                self._empty()
                new = {key: i for i, key in enumerate(keys)}
            if new:
                first = len(self._at)
                (found,) = self._layer.predict([_Words(vocab, words[[*new.values()]])])  # type: ignore[list-item]
                self._rows[first : first + len(new)] = found
                self._at.update(zip(new, range(first, first + len(new)), strict=True))
            at, rows = self._at, self._rows
        return rows[[at[key] for key in keys]]


class _Words:
    """What the layer asks of a document."""

    def __init__(self, vocab: Vocab, words: NDArray[np.uint64]) -> None:
        self.vocab, self._words = vocab, words

    def __len__(self) -> int:
        return len(self._words)

    def to_array(self, columns: int | list[str]) -> NDArray[np.uint64]:
        return self._words[:, 1:] if isinstance(columns, list) else self._words[:, 0]


def keep_embedding(tok2vec: Model[Any, Any]) -> None:
    """Put an `Embedding` into a `Tok2Vec` whose first layer is a `MultiHashEmbed`."""
    layer = tok2vec.get_ref("embed")
    (extractor,) = (node for node in layer.walk() if node.name == "extract_features")
    tok2vec.replace_node(layer, Embedding(layer, extractor.attrs["columns"]).model())
