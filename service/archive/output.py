"""The folder that an archive's run writes, here or in S3.

    articles/PIECE.parquet, events/PIECE.parquet, …   a file of every table for each piece
    _copydesk/run.json                                what the run was asked for: another one may not write here
    _copydesk/begun/PIECE.json                        a piece that is being read, and the workers that died over it

The file of `articles` is written last: where it is there, the piece is done. A piece that is read twice, because its
worker died or was thought dead, gives the same files under the same names.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import field, frozen
from pyarrow import fs

from . import ArchiveError
from .source import opened
from .tables import TABLES, Writer

LAST: Final = "articles"
OURS: Final = "_copydesk"


@frozen
class Begun:
    """The articles, by their lines, over which workers have died; `in_hand` is the one that is being read."""

    deaths: dict[int, int] = field(factory=dict)
    in_hand: int | None = None


@frozen
class Output:
    filesystem: fs.FileSystem
    folder: str

    @classmethod
    def at(cls, address: str) -> Output:
        """Raises ArchiveError where there is no such file system."""
        filesystem, folder = opened(address)
        return cls(filesystem, folder.rstrip("/"))

    def claim(self, run: dict[str, Any]) -> None:
        """Say what the run is. Raises ArchiveError where the folder has another one's results."""
        before = self._load(f"{OURS}/run.json")
        if before is None:
            self._put(f"{OURS}/run.json", json.dumps(run, indent=2).encode())
        elif differing := sorted(name for name in run.keys() | before.keys() if run.get(name) != before.get(name)):
            first = differing[0]
            raise ArchiveError(
                f"The folder has results of another run, whose {first} was {before.get(first)!r} and not "
                f"{run.get(first)!r}: give another --output."
            )

    def done(self) -> frozenset[str]:
        """The names of the pieces that are done."""
        selector = fs.FileSelector(f"{self.folder}/{LAST}", allow_not_found=True)
        names = (info.base_name for info in self.filesystem.get_file_info(selector))
        return frozenset(name.removesuffix(".parquet") for name in names if name.endswith(".parquet"))

    def has(self, piece: str) -> bool:
        return bool(self.filesystem.get_file_info(self._path(LAST, piece)).type == fs.FileType.File)

    def rows(self, table: str, piece: str) -> int:
        """How many rows of a table a piece has that is done."""
        with self.filesystem.open_input_file(self._path(table, piece)) as stream:
            return int(pq.read_metadata(stream).num_rows)

    def write(self, piece: str, written: Writer) -> None:
        """Raises OSError. Nothing is done until all is."""
        for name in sorted(TABLES, key=lambda name: name == LAST):
            packed = pa.BufferOutputStream()
            pq.write_table(written.table(name), packed, compression="zstd")
            self._put(f"{name}/{piece}.parquet", packed.getvalue())
        self._remove(f"{OURS}/begun/{piece}.json")

    # ------------------------------------------------------------ what was begun

    def begun(self, piece: str) -> Begun | None:
        """None where nobody has begun to read it. A worker that left an article in its hand has died over it."""
        found = self._load(f"{OURS}/begun/{piece}.json")
        if found is None:
            return None
        deaths = {int(line): count for line, count in found["deaths"].items()}
        if (line := found["in_hand"]) is not None:
            deaths[line] = deaths.get(line, 0) + 1
        return Begun(deaths)

    def note(self, piece: str, begun: Begun) -> None:
        said = json.dumps({"deaths": begun.deaths, "in_hand": begun.in_hand})
        self._put(f"{OURS}/begun/{piece}.json", said.encode(), durable=False)

    # ------------------------------------------------------------ files

    def _path(self, table: str, piece: str) -> str:
        return f"{self.folder}/{table}/{piece}.parquet"

    def _put(self, name: str, content: bytes | pa.Buffer, *, durable: bool = True) -> None:
        """The whole file or none, whatever dies meanwhile: S3 shows no half of one, and here it is renamed when it is
        whole. `durable`: though the power fails."""
        path = f"{self.folder}/{name}"
        if not isinstance(self.filesystem, fs.LocalFileSystem):
            with self.filesystem.open_output_stream(path) as stream:
                stream.write(content)
            return
        whole, half = Path(path), Path(f"{path}.{os.getpid()}.half")
        whole.parent.mkdir(parents=True, exist_ok=True)
        with half.open("wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        half.replace(whole)

    def _load(self, name: str) -> dict[str, Any] | None:
        try:
            with self.filesystem.open_input_stream(f"{self.folder}/{name}") as stream:
                loaded: dict[str, Any] = json.loads(stream.read())
                return loaded
        except FileNotFoundError:
            return None

    def _remove(self, name: str) -> None:
        with suppress(FileNotFoundError):  # another worker of the same piece was quicker
            self.filesystem.delete_file(f"{self.folder}/{name}")
