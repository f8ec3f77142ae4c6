"""The network that reads names: words in, for each word the probability of each kind out.

In: sentences as lists of words. Out: a `Reading` of all words. Its other rooms read from the same pass: events take
what the network knows of each word, and how likely it thinks that the word tells one.

A small BERT (the first layers of MiniLM, see `training/names`) run by onnxruntime on one thread. It is uncased: the
shape of a word goes in beside its pieces. Sentences are read together with their neighbours, in windows of one
document: what else is in a batch of articles changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnxruntime
from attrs import frozen
from numpy.typing import NDArray

from service.extraction.errors import ModelError

from .wordpiece import WordPiece

KINDS = ("O", "PER", "ORG", "LOC")
PER, ORG, LOC = (KINDS.index(kind) for kind in ("PER", "ORG", "LOC"))  # columns of what is read

WINDOW = 128  # pieces that are read together
BATCH = 256  # pieces that are computed at a time, padding included: more is no faster, and takes memory
LONGEST_WORD = 12  # pieces of a word that are read
CLS, SEP = 101, 102
HIDDEN = 384  # numbers of the last layer, a word

# What ships; other files are refused, since they would silently change every answer.
FILES = {
    "names.onnx": "d6aebc34d8463fa7bfad642be43a8a30b5bf5d8908c2c55faa14f866b2a4b76d",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}

Numbers = NDArray[np.float32]
Ids = NDArray[np.int64]


@frozen(eq=False)
class Reading:
    """Of words in a row: `names` is `words x kinds` (each row sums to 1), `events` the probability that each tells
    an event, `hidden` is `words x HIDDEN`: the last layer at the word's first piece. The last two only where asked for.
    """

    names: Numbers
    events: Numbers
    hidden: Numbers

    @classmethod
    def blank(cls, words: int, *, events: bool) -> Reading:
        """No names, no events."""
        names = np.zeros((words, len(KINDS)), np.float32)
        names[:, 0] = 1.0
        told = words if events else 0
        return cls(names, np.zeros(told, np.float32), np.zeros((told, HIDDEN), np.float32))


def shape(word: str) -> int:
    """1 lower, 2 Title, 3 CAPITALS, 4 mIxed; 0 is for marks, digits and what is no word."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 0
    capitals = sum(c.isupper() for c in letters)
    if not capitals:
        return 1
    if capitals == len(letters):
        return 3 if len(letters) > 1 else 2
    return 2 if capitals == 1 and letters[0].isupper() else 4


class NamesNetwork:
    """Loaded once, before the fork; threads may share it."""

    def __init__(self, session: onnxruntime.InferenceSession, pieces_of: WordPiece) -> None:
        self._session = session
        self._word_piece = pieces_of
        self._pieces: Callable[[str], tuple[tuple[int, ...], int]] = lru_cache(maxsize=32_768)(self._pieces_of)

    @classmethod
    def load(cls, folder: Path) -> NamesNetwork:
        """Raises ModelError where a file is missing or not the one that ships."""
        content = {}
        for name, digest in FILES.items():
            try:
                content[name] = (folder / name).read_bytes()
            except OSError as error:
                raise ModelError(f"The names' network is not there: {error}") from error
            if sha256(content[name]).hexdigest() != digest:
                raise ModelError(f"{folder / name} is not the file that belongs to this version")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False  # which is no faster, and keeps whatever the longest batch took
        session = onnxruntime.InferenceSession(content["names.onnx"], options, providers=["CPUExecutionProvider"])
        return cls(session, WordPiece(content["vocab.txt"].decode()))

    def read(
        self, sentences: Sequence[Sequence[str]], in_time: Callable[[], None] = lambda: None, *, events: bool = False
    ) -> Reading:
        """Of the words of all sentences, one behind the other. `in_time` is called before each batch, and may raise."""
        out = Reading.blank(sum(map(len, sentences)), events=events)
        heads = ["names", "events", "hidden"] if events else ["names"]
        for batch in _batches([*self._windows(sentences)]):
            in_time()
            length = len(batch[-1].ids)  # the longest
            ids, shapes, mask = (np.zeros((len(batch), length), np.int64) for _ in range(3))
            for row, window in enumerate(batch):
                ids[row, : len(window.ids)] = window.ids
                shapes[row, : len(window.ids)] = window.shapes
                mask[row, : len(window.ids)] = 1
            names, *more = self._session.run(heads, {"ids": ids, "shapes": shapes, "mask": mask})
            words = [word for window in batch for word in window.words]
            at = (
                [row for row, window in enumerate(batch) for _ in window.words],
                [start for window in batch for start in window.starts],
            )
            out.names[words] = _softmax(names[at])
            if more:
                out.events[words] = 1 / (1 + np.exp(-more[0][at][:, 0]))
                out.hidden[words] = more[1][at]
        return out

    def _pieces_of(self, word: str) -> tuple[tuple[int, ...], int]:
        return tuple(self._word_piece(word)[:LONGEST_WORD]), shape(word)

    def _windows(self, sentences: Sequence[Sequence[str]]) -> Iterator[_Window]:
        """`[CLS] sentence [SEP] sentence [SEP] ...`, of at most WINDOW pieces; a longer sentence is cut."""
        window = _Window()
        word = 0
        for words in sentences:
            pieces = [*map(self._pieces, words)]
            size = sum([len(ids) for ids, _ in pieces]) + 1
            if window.words and len(window.ids) + size > WINDOW:
                yield window
                window = _Window()
            for ids, shape_ in pieces:
                if len(window.ids) + len(ids) >= WINDOW:
                    window.close()
                    yield window
                    window = _Window()
                window.add(word, ids, shape_)
                word += 1
            window.close()
        if window.words:
            yield window


class _Window:
    __slots__ = ("ids", "shapes", "starts", "words")

    def __init__(self) -> None:
        self.ids, self.shapes = [CLS], [0]
        self.words: list[int] = []
        self.starts: list[int] = []  # where each word begins

    def add(self, word: int, ids: tuple[int, ...], shape: int) -> None:
        self.words.append(word)
        self.starts.append(len(self.ids))
        self.ids += ids
        self.shapes += [shape] * len(ids)

    def close(self) -> None:
        self.ids.append(SEP)
        self.shapes.append(0)


def _batches(windows: list[_Window]) -> Iterator[list[_Window]]:
    """Windows of about one length together, at most BATCH pieces with their padding."""
    batch: list[_Window] = []
    for window in sorted(windows, key=lambda w: len(w.ids)):
        if batch and (len(batch) + 1) * len(window.ids) > BATCH:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def _softmax(logits: Numbers) -> Numbers:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Numbers = powers / powers.sum(axis=-1, keepdims=True)
    return shares
