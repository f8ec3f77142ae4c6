"""Archives that are read here, in this process, piece after piece: what Ray's actors do."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from service.archive.output import Output
from service.archive.source import Source, pieces
from service.archive.worker import Done, Worker
from service.extraction import Extractor
from service.settings import Settings

Read = Callable[..., list[Done]]


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return tmp_path / "facts"


@pytest.fixture
def read(extractor: Extractor, facts: Path) -> Read:
    """`read(folder / "*.jsonl", most=3)`: so many articles a piece."""

    def read_all(pattern: object, most: int = 2, **known: Any) -> list[Done]:
        return read_with(extractor, pattern, facts, most, **known)

    return read_all


def read_with(reader: Any, pattern: object, facts: Path, most: int = 2, **known: Any) -> list[Done]:
    source, output, settings = Source.find(str(pattern)), Output.at(str(facts)), Settings()
    worker = Worker(reader, output, known, settings)
    return [
        worker.read(piece)
        for file in source.files
        for piece in pieces(source.filesystem, file, most, settings.max_bytes, output.done())
    ]


def lines(*requests: Any) -> bytes:
    """A request a line; what is a string already is put there as it is."""
    return b"".join((r if isinstance(r, str) else json.dumps(r)).encode() + b"\n" for r in requests)


def packed(path: Path, *requests: Any) -> None:
    path.write_bytes(gzip.compress(lines(*requests)))


def parquet(path: Path, *rows: dict[str, Any]) -> None:
    pq.write_table(pa.Table.from_pylist(list(rows)), path, row_group_size=2)
