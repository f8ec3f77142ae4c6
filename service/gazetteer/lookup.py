"""From a name to the places that bear it.

gazetteer = Gazetteer.open(path)
gazetteer.candidates("Izium")  # -> (Candidate(name="Izyum", country="UA", ...),)
"""

from __future__ import annotations

import os
import sqlite3
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from attrs import frozen

from .folding import fold

if TYPE_CHECKING:  # `extraction` imports this module
    from service.extraction.model import PlaceKind

SCHEMA = "1"  # of the file; another one is not read

OWN, OTHER, WITH_UNIT = 2, 1, 0  # how well a name fits its place, see `Candidate.weight`
MAX_CANDIDATES = 200  # there are 1,300 places called San José
CACHED_NAMES = 16_384
LONGEST_NAME = 100  # characters; what is longer names no place


@frozen
class Candidate:
    """A place that bears the name that was looked up."""

    key: int  # of the row; stable within one file
    geonames_id: int | None
    name: str
    kind: PlaceKind
    feature: str  # GeoNames feature code: PCLI, ADM1, PPL, ...
    country: str | None  # ISO 3166-1 alpha-2
    admin1: str | None  # GeoNames code: "UA.07"
    admin1_name: str | None
    lat: float
    lon: float
    population: int
    weight: int  # of the name: 2 its own, 1 another name of it, 0 only with its unit ("Harris" for "Harris County")


class Gazetteer:
    """The file, opened read-only. Safe after a fork and across threads: each has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self.candidates = lru_cache(maxsize=CACHED_NAMES)(self._candidates)
        meta = dict(self._connection().execute("SELECT key, value FROM meta"))
        self.schema = meta["schema"]
        self.name = meta["name"]
        self.version = meta["version"]
        self.places = int(meta["places"])

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Gazetteer:
        """Raises ModelError where there is no such file, or it is no gazetteer of this schema."""
        from service.extraction.errors import ModelError  # noqa: PLC0415 - `extraction` imports this module

        file = Path(path)
        if not file.is_file():
            raise ModelError(f"There is no gazetteer at {file}: run `copydesk gazetteer build`.")
        try:
            gazetteer = cls(file)
        except (sqlite3.Error, KeyError) as error:
            raise ModelError(f"{file} is no gazetteer: {error}") from error
        if gazetteer.schema != SCHEMA:
            raise ModelError(f"{file} has schema {gazetteer.schema}, not {SCHEMA}: run `copydesk gazetteer build`.")
        return gazetteer

    def is_own_name(self, name: str) -> bool:
        """True where a place bears the name as its own, not as one of its other names."""
        return any(candidate.weight == OWN for candidate in self.candidates(name))

    def _connection(self) -> sqlite3.Connection:
        """This thread's own connection in this process."""
        if getattr(self._local, "process", None) != os.getpid():
            uri = f"file:{quote(str(self._path.resolve()))}?mode=ro&immutable=1"
            self._local.connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._local.process = os.getpid()
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _candidates(self, name: str) -> tuple[Candidate, ...]:
        """The places of that name, however it is written: the best fitting and most populous first, at most 200."""
        key = fold(name) if len(name) <= LONGEST_NAME else ""
        if not key:
            return ()
        rows = self._connection().execute(
            "SELECT place.id, geonames_id, place.name, kind, feature, country, admin1, unit.name, lat, lon, population,"
            " weight"
            " FROM name JOIN place ON place.id = name.place LEFT JOIN unit ON unit.code = place.admin1"
            " WHERE name.key = ? ORDER BY weight DESC, population DESC, place.id LIMIT ?",
            (key, MAX_CANDIDATES),
        )
        return tuple(Candidate(*row) for row in rows)
