"""Which of the sentences, or words, are kept for measuring: by their letters, so that more data move none."""

from __future__ import annotations

import hashlib

HELD_OUT = 8  # one in so many is never learned by the network of names


def fold_of(name: str, folds: int) -> int:
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % folds


def is_held_out(text: str) -> bool:
    return fold_of(text, HELD_OUT) == 0
