"""What is read: files that a pattern names, here or in S3; the articles in them, as requests; pieces of these.

A piece is what an actor is handed: some articles that follow one another in a file. A file that is read again, with the
same number of articles a piece, is cut as before: so what is done can be told by the names of its pieces.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import field, frozen
from pyarrow import fs

from service.api.batch import chunks, lines
from service.api.problems import Problem
from service.api.rendering import dump
from service.api.schemas import ExtractRequest

from . import ArchiveError

LINES: Final = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
PARQUET: Final = (".parquet",)
MOST_BYTES: Final = 16_000_000  # of articles in a piece, whatever their number
ROWS_AT_ONCE: Final = 256  # of Parquet
BROKEN: Final = (EOFError, zlib.error, gzip.BadGzipFile)  # the file is; where the disk or the network is, the run ends
REST: Final = "From here on the file can't be read: it is broken, or not what its name says."

_WILD: Final = re.compile(r"\*\*/|\*\*|\*|\?")
_AS_PATTERN: Final = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@frozen(kw_only=True)
class File:
    """`name` is what the articles' keys begin with: the path below the part of the pattern that has no wildcard."""

    name: str
    path: str
    size: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()[:12]

    def piece(self, n: int) -> str:
        """The name of the file's `n`th piece. Its size is in it: a file that has changed is known by that."""
        return f"{self.digest}-{self.size:x}-{n:06}"


@frozen(kw_only=True)
class Article:
    """One article as it came, or what is wrong with it: a problem's name and its detail."""

    line: int
    body: bytes = field(default=b"", repr=False)
    problem: tuple[str, str] | None = None


@frozen(kw_only=True)
class Piece:
    """`share`: so many bytes of the input are behind us with it. A piece that is `done` has no articles with it."""

    name: str
    file: str
    articles: tuple[Article, ...] = field(repr=False)
    share: int
    done: bool = False


@frozen
class Source:
    """What a pattern names."""

    filesystem: fs.FileSystem
    files: tuple[File, ...]

    @classmethod
    def find(cls, pattern: str) -> Source:
        """Raises ArchiveError where there is nothing, or something that is not read here."""
        filesystem, base, wild = located(pattern)
        found = [base] if wild is None else filesystem.get_file_info(fs.FileSelector(base.path, recursive=True))
        fits = re.compile("" if wild is None else as_pattern(wild))
        files = []
        for info in found:
            name = info.base_name if wild is None else info.path.removeprefix(base.path).lstrip("/")
            if info.type == fs.FileType.File and (wild is None or fits.fullmatch(name)):
                files.append(File(name=name, path=info.path, size=info.size))
        if not files:
            raise ArchiveError(f"There is no file at {pattern}.")
        if strange := [file.name for file in files if not file.name.endswith((*LINES, *PARQUET))]:
            raise ArchiveError(f"{strange[0]} is not read here: files end in {', '.join((*LINES, *PARQUET))}.")
        return cls(filesystem, tuple(sorted(files, key=lambda file: file.name)))

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


def located(pattern: str) -> tuple[fs.FileSystem, fs.FileInfo, str | None]:
    """Where to look: the part before the first wildcard, and the rest, None where the pattern is a file's own name."""
    scheme, slashes, path = pattern.rpartition("://")
    steps = path.split("/")
    plain = list(takewhile(lambda step: not _WILD.search(step), steps))
    filesystem, base = opened(scheme + slashes + "/".join(plain))
    info = filesystem.get_file_info(base)
    wild = "/".join(steps[len(plain) :])
    if not wild and info.type == fs.FileType.Directory:
        raise ArchiveError(f"{pattern} is a folder: say which files, as {pattern.rstrip('/')}/*.jsonl.")
    if info.type == fs.FileType.NotFound:
        raise ArchiveError(f"There is nothing at {scheme}{slashes}{'/'.join(plain)}.")
    return filesystem, info, wild or None


def opened(address: str) -> tuple[fs.FileSystem, str]:
    """The file system of a path or a URI, and the path there. Raises ArchiveError."""
    if "://" not in address:
        return fs.LocalFileSystem(), str(Path(address or ".").absolute())
    try:
        filesystem, path = fs.FileSystem.from_uri(address)
    except (ValueError, OSError, NotImplementedError) as error:
        raise ArchiveError(f"{address}: {error}") from None
    return filesystem, path


def as_pattern(wild: str) -> str:
    """`*` and `?` within a name, `**` across folders."""
    made, at = "", 0
    for found in _WILD.finditer(wild):
        made += re.escape(wild[at : found.start()]) + _AS_PATTERN[found[0]]
        at = found.end()
    return made + re.escape(wild[at:])


# ---------------------------------------------------------------- articles


def articles(stream: pa.NativeFile, file: File, longest: int) -> Iterator[Article]:
    """Each article of a file; `line` counts from 1, blank lines too. `longest`: bytes of one of them."""
    if file.name.endswith(PARQUET):
        yield from of_parquet(stream)
        return
    unpacked: Any = gzip.GzipFile(fileobj=stream) if file.name.endswith(".gz") else stream
    for number, line in enumerate(lines(chunks(io.BufferedReader(unpacked)), longest, broken=BROKEN), 1):
        if isinstance(line, Problem):
            detail = REST if line.type.name == "bad-request" else line.detail
            yield Article(line=number, problem=(line.type.name, detail))
        elif line.strip():
            yield Article(line=number, body=line)


FIELDS: Final = frozenset(ExtractRequest().fields)


def of_parquet(stream: pa.NativeFile) -> Iterator[Article]:
    """Each row; columns that are no fields of a request are passed over."""
    number = 0
    try:
        table = pq.ParquetFile(stream)
        columns = [name for name in table.schema_arrow.names if name in FIELDS]
        for batch in table.iter_batches(ROWS_AT_ONCE, columns=columns):
            for row in batch.to_pylist() if columns else [{}] * batch.num_rows:
                number += 1
                yield Article(line=number, body=dump({name: as_json(value) for name, value in row.items()}))
    except pa.ArrowInvalid:
        yield Article(line=number + 1, problem=("bad-request", REST))


def as_json(value: Any) -> Any:
    """Dates and times as RFC 3339 has them; a time without a zone is UTC."""
    if isinstance(value, dict):
        return {name: as_json(below) for name, below in value.items()}
    if not hasattr(value, "isoformat"):
        return value
    text = value.isoformat()
    return text + "Z" if hasattr(value, "tzinfo") and value.tzinfo is None else text


# ---------------------------------------------------------------- pieces


def pieces(source: fs.FileSystem, file: File, most: int, longest: int, done: frozenset[str]) -> Iterator[Piece]:
    """A file, cut after `most` articles each. There is one piece at least, if an empty one.

    Raises OSError where the file can't be read.
    """
    with source.open_input_file(file.path) as stream:
        held: list[Article] = []
        n = behind = size = 0

        def piece(share: int) -> Piece:
            name = file.piece(n)
            left = () if name in done else tuple(held)
            return Piece(name=name, file=file.name, articles=left, share=share, done=name in done)

        for article in articles(stream, file, longest):
            if len(held) == most or size > MOST_BYTES:
                at = min(stream.tell(), file.size)
                yield piece(at - behind)
                held, size, n, behind = [], 0, n + 1, at
            held.append(article)
            size += len(article.body)
        yield piece(file.size - behind)
