"""What `copydesk extract` reads: files and standard input, as bodies of requests."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Final

from attrs import field, frozen

STDIN: Final = "-"
KINDS: Final = {"text": "text/plain", "html": "text/html", "jsonl": "application/json"}
_BY_SUFFIX: Final = {".html": "html", ".htm": "html", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@frozen(kw_only=True)
class Input:
    """One article. `name` is what it is told of as: a file, with the line where it has several."""

    name: str
    stem: str
    line: int | None = None
    media_type: str
    body: bytes | OSError = field(repr=False)

    def read(self) -> bytes:
        """Raises OSError where the file can't be read."""
        if isinstance(self.body, OSError):
            raise self.body
        return self.body


def media_type_of(name: str, kind: str | None) -> str:
    return KINDS[kind or _BY_SUFFIX.get(Path(name).suffix.lower(), "text")]


def inputs(files: Sequence[str], kind: str | None) -> Iterator[Input]:
    """Each article in its order; blank lines of a file of articles are passed over."""
    for name in files:
        media_type = media_type_of(name, kind)
        stem = "stdin" if name == STDIN else Path(name).name.removesuffix(Path(name).suffix)
        try:
            with opened(name) as stream:
                if media_type != KINDS["jsonl"]:
                    yield Input(name=name, stem=stem, media_type=media_type, body=stream.read())
                    continue
                for number, line in enumerate(stream, 1):
                    if line.strip():
                        yield Input(name=f"{name}:{number}", stem=stem, line=number, media_type=media_type, body=line)
        except OSError as error:
            yield Input(name=name, stem=stem, media_type=media_type, body=error)


def opened(name: str) -> AbstractContextManager[IO[bytes]]:
    """The file, or standard input, which stays open."""
    return nullcontext(sys.stdin.buffer) if name == STDIN else Path(name).open("rb")


def count(files: Sequence[str], kind: str | None) -> int | None:
    """How many articles there are to read; None where that can't be known before."""
    total = 0
    for name in files:
        if media_type_of(name, kind) != KINDS["jsonl"]:
            total += 1
        elif Path(name).is_file():
            with Path(name).open("rb") as lines:
                total += sum(1 for line in lines if line.strip())
        else:
            return None
    return total
