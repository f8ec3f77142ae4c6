"""Answers that need not be made again: the same request always has the same answer.

So an answer's tag is known from the request alone, before anything is read: a client that has the answer with this tag
is told so (304), and a worker that has it gives it again, where `cache_megabytes` lets it keep some.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Lock

from service.extraction.model import Meta
from service.settings import Settings

PACKAGE = Path(__file__).parents[1]
MATTERS = (".py", ".tsv", ".json", ".onnx", ".txt")  # what an answer comes of; not the page


class Answers:
    def __init__(self, settings: Settings, meta: Meta) -> None:
        known = (installed(), meta, settings.model, settings.names, settings.max_characters, settings.max_bytes)
        self._here = hashlib.sha256(repr(known).encode()).digest()
        self._limit = settings.cache_megabytes * 1_000_000
        self._size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def tag(self, *parts: str | bytes) -> str:
        """What tells the answer to a request, made of these parts, from all others."""
        digest = hashlib.sha256(self._here)
        for part in parts:
            data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            digest.update(b"%d:" % len(data))
            digest.update(data)
        return digest.hexdigest()[:32]

    def kept(self, tag: str) -> bytes | None:
        with self._lock:
            if tag in self._kept:
                self._kept.move_to_end(tag)
            return self._kept.get(tag)

    def keep(self, tag: str, answer: bytes) -> None:
        """Keep an answer, and let go of those that were not asked for the longest."""
        if len(answer) > self._limit:
            return
        with self._lock:
            self._size += len(answer) - len(self._kept.pop(tag, b""))
            self._kept[tag] = answer
            while self._size > self._limit:
                self._size -= len(self._kept.popitem(last=False)[1])


@cache
def installed() -> str:
    """A hash of this very code with its tables and weights: a version number does not change with each of them."""
    return hashed(path for path in sorted(PACKAGE.rglob("*")) if path.suffix in MATTERS)


def hashed(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
