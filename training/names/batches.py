"""From documents to padded batches: neighbours read together, letters recased, mentions swapped for others.

A window is `[CLS] sentence [SEP] sentence [SEP] ...`; the service makes the same ones.
"""

from __future__ import annotations

import pathlib
import random
from collections import defaultdict
from collections.abc import Iterator

import torch
from attrs import define
from torch import Tensor

from service.extraction.names.network import CLS, KINDS, LONGEST_WORD, SEP, shape
from service.extraction.names.wordpiece import WordPiece

from .sources import Document, Sentence

LONGEST = 160  # pieces of a window in training


class Pieces:
    """Words to the ids of their pieces, as the service makes them, remembered."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._word_piece = WordPiece((folder / "vocab.txt").read_text(encoding="utf-8"))
        self._known: dict[str, list[int]] = {}

    def __call__(self, word: str) -> list[int]:
        ids = self._known.get(word)
        if ids is None:
            ids = self._known[word] = self._word_piece(word)[:LONGEST_WORD]
        return ids


@define
class Batch:
    """ids, shapes, mask: batch x length. Targets: probabilities batch x length x kinds, 0 where no word begins."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    targets: Tensor
    triggers: Tensor  # batch x length: 1, 0, or -1 where nobody has looked
    types: Tensor  # batch x length: the number of a type of event, or -1
    first: list[list[tuple[Sentence, list[int]]]]  # where the words of each sentence begin


class Mentions:
    """What may stand in for a name: all names of its kind in the data, and what the lexicon and the gazetteer add."""

    def __init__(self, documents: list[Document], more: dict[int, list[list[str]]]) -> None:
        self.of: dict[int, list[list[str]]] = defaultdict(list)
        for document in documents:
            for sentence in document:
                if sentence.kinds:
                    for a, b, kind in runs(sentence.kinds):
                        self.of[kind].append(sentence.words[a:b])
        for kind, names in more.items():
            self.of[kind] += names

    def other(self, kind: int, words: list[str], chance: random.Random) -> list[str]:
        """Another name of the kind, as long or shorter names for short ones, in the same letters."""
        for _ in range(8):
            name = chance.choice(self.of[kind])
            if abs(len(name) - len(words)) <= 1 and name[0][:1].isupper():
                return [w.upper() for w in name] if all(w.isupper() for w in words) and len(words) > 1 else name
        return words


def runs(kinds: list[int]) -> Iterator[tuple[int, int, int]]:
    """(start, end, kind) of each run of one kind."""
    start = 0
    for at in range(1, len(kinds) + 1):
        if at == len(kinds) or kinds[at] != kinds[start]:
            if kinds[start]:
                yield start, at, kinds[start]
            start = at


def targets_of(sentence: Sentence, soft_share: float) -> Tensor:
    """words x kinds: gold where there is any, a teacher's where there is one, a mix of both."""
    hard = None
    if sentence.kinds is not None:
        hard = torch.eye(len(KINDS))[torch.tensor(sentence.kinds)]
        hard[list(sentence.unknown)] = 0.0
    if sentence.soft is None:
        assert hard is not None, "neither gold nor a teacher"
        return hard
    soft = torch.as_tensor(sentence.soft, dtype=torch.float32)
    if hard is None:
        return soft
    mix = soft_share * soft + (1 - soft_share) * hard
    mix[list(sentence.unknown)] = soft[list(sentence.unknown)]
    return mix


def disguised(
    sentence: Sentence, target: Tensor, mentions: Mentions, chance: random.Random, *, swap: float, recase: float
) -> tuple[list[str], Tensor, list[int]]:
    """The sentence with other names in it, or in other letters; its targets; which word each was, -1 for a new one."""
    words, origins = sentence.words, list(range(len(sentence.words)))
    if chance.random() < swap:
        out: list[str] = []
        rows: list[Tensor] = []
        kept: list[int] = []
        at = 0
        best = target.max(-1)
        kinds = [int(k) if p > 0.9 else 0 for p, k in zip(best.values, best.indices, strict=True)]
        for a, b, kind in runs(kinds):
            beside = [n for n in (a - 1, b) if 0 <= n < len(words)]
            if any(target[n].sum() > 0 and target[n, 0] < 0.9 for n in beside):
                continue  # the teacher is not sure where the name ends
            name = mentions.other(kind, words[a:b], chance)
            out += words[at:a] + name
            rows += list(target[at:a]) + [torch.eye(len(KINDS))[kind]] * len(name)
            kept += origins[at:a] + [-1] * len(name)
            at = b
        words, origins = out + words[at:], kept + origins[at:]
        target = torch.stack(rows + list(target[at:]))
    roll = chance.random()
    if roll < 0.5 * recase:
        words = [w.upper() for w in words]
    elif roll < 0.75 * recase:
        words = [w.lower() for w in words]
    elif roll < recase:
        words = [w[:1].upper() + w[1:] for w in words]  # A Headline
    return words, target, origins


def windows(document: Document, chance: random.Random | None, pieces: Pieces) -> Iterator[list[Sentence]]:
    """Neighbours that are read together; by chance more or fewer, so that the network knows both."""
    limit = LONGEST
    window: list[Sentence] = []
    size = 1
    for sentence in document:
        more = sum(len(pieces(w)) for w in sentence.words) + 1
        if window and size + more > limit:
            yield window
            window, size = [], 1
        if not window and chance:
            limit = chance.choice((1, 40, 80, LONGEST))
        window.append(sentence)
        size += more
    if window:
        yield window


def batches(
    documents: list[Document],
    pieces: Pieces,
    mentions: Mentions | None,
    *,
    size: int,
    soft_share: float = 0.0,
    swap: float = 0.0,
    recase: float = 0.0,
    seed: int | None = None,
) -> Iterator[Batch]:
    """Batches of about `size` pieces. With a seed shuffled and disguised; without, in order and as they are."""
    chance = random.Random(seed) if seed is not None else None
    all_windows = [w for d in documents for w in windows(d, chance, pieces)]
    if chance:
        chance.shuffle(all_windows)
    rows = [_row(w, pieces, mentions, chance, soft_share=soft_share, swap=swap, recase=recase) for w in all_windows]
    pools = [rows[at : at + 2000] for at in range(0, len(rows), 2000)] if chance else [rows]
    for pool in pools:
        pool.sort(key=lambda r: len(r[0]))
        groups: list[list] = [[]]  # type: ignore[type-arg]
        for row in pool:
            if groups[-1] and (len(groups[-1]) + 1) * len(row[0]) > size:
                groups.append([])
            groups[-1].append(row)
        if chance:
            chance.shuffle(groups)
        yield from (_padded(group) for group in groups if group)


def _row(window, pieces, mentions, chance, *, soft_share, swap, recase):  # type: ignore[no-untyped-def]
    ids, shapes, starts, rows, marks, types, first = [CLS], [0], [], [], [], [], []
    for sentence in window:
        known = sentence.kinds is not None or sentence.soft is not None
        target = targets_of(sentence, soft_share) if known else torch.zeros(len(sentence.words), len(KINDS))
        words, origins = sentence.words, range(len(sentence.words))
        if chance:
            words, target, origins = disguised(sentence, target, mentions, chance, swap=swap, recase=recase)
        triggers = None if chance and sentence.held_out else sentence.triggers
        here = []
        for n, word in enumerate(words):
            if len(ids) > 500:
                break
            own = pieces(word)
            here.append(len(ids))
            starts.append(len(ids))
            rows.append(target[n])
            origin = origins[n]
            marks.append(-1 if triggers is None else int(origin >= 0 and triggers[origin]))
            types.append(-1 if sentence.types is None or origin < 0 else sentence.types[origin])
            ids += own
            shapes += [shape(word)] * len(own)
        ids.append(SEP)
        shapes.append(0)
        first.append((sentence, here))
    return ids, shapes, starts, rows, marks, types, first


def _padded(group):  # type: ignore[no-untyped-def]
    length = max(len(r[0]) for r in group)
    ids = torch.zeros(len(group), length, dtype=torch.long)
    shapes = torch.zeros_like(ids)
    mask = torch.zeros_like(ids)
    targets = torch.zeros(len(group), length, len(KINDS))
    triggers, types = (torch.full((len(group), length), -1, dtype=torch.long) for _ in range(2))
    for n, (row, kinds_of, starts, rows, marks, kinds_of_events, _) in enumerate(group):
        ids[n, : len(row)] = torch.tensor(row)
        shapes[n, : len(row)] = torch.tensor(kinds_of)
        mask[n, : len(row)] = 1
        if starts:
            targets[n, starts] = torch.stack(rows)
            triggers[n, starts] = torch.tensor(marks)
            types[n, starts] = torch.tensor(kinds_of_events)
    return Batch(ids, shapes, mask, targets, triggers, types, [r[-1] for r in group])
