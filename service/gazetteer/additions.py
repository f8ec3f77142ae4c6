"""Places that an operator adds to those of the packages: a GeoNames dump, or a table of places of their own.

In: a file. Out: its rows, one by one, so that a dump of twelve million places needs no more memory than one of ten.
What is wrong in a file is told with its line, and nothing is built.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

from attrs import define

from service.extraction.lexicon import table
from service.extraction.model import PlaceKind

from .folding import fold
from .lookup import OTHER, OWN
from .rows import OWN_TABLE, BuildError, Row, add_unit_names, is_readable, without_unit

GEONAMES_COLUMNS = 19  # of a dump: https://download.geonames.org/export/dump/readme.txt
FEATURES = {(row["class"], row["code"]): row for row in table("geonames_features")}

NEEDED = ("name", "lat", "lon")
OPTIONAL = ("country", "admin1", "kind", "population", "geonames_id", "other_names")
KINDS = get_args(PlaceKind)
OWN_FEATURES = {"city": "PPL", "region": "ADM2", "country": "PCLI"}
_COUNTRY = re.compile("[A-Z]{2}")


class Wrong(ValueError):
    """What is wrong with a line."""


@define
class Addition:
    """One file of an operator's."""

    path: Path
    is_table: bool  # of their own, else a GeoNames dump

    @classmethod
    def of(cls, path: Path) -> Addition:
        return cls(path, path.suffix.lower() == ".csv")

    def rows(self, digest: Any, units: dict[str, str]) -> Iterator[Row]:
        """Its places. `digest` takes in every byte; `units` is code -> name of the admin units of the first level.

        Raises BuildError, with file and line, for what can't be read.
        """
        number = 0

        def lines() -> Iterator[str]:
            nonlocal number
            with self.path.open("rb") as file:
                for number, line in enumerate(file, 1):
                    digest.update(line)
                    yield line.decode("utf-8-sig" if number == 1 else "utf-8")

        try:
            yield from own_rows(lines(), units) if self.is_table else geonames_rows(lines())
        except UnicodeDecodeError:
            raise BuildError(f"{self.path}:{number}: not UTF-8") from None
        except (Wrong, csv.Error) as error:
            raise BuildError(f"{self.path}:{number}: {error}") from None
        except OSError as error:
            raise BuildError(f"{self.path} can't be read: {error.strerror}") from error
        if number == 0:
            raise BuildError(f"{self.path} is empty")


# ---------------------------------------------------------------- a dump of GeoNames


def geonames_rows(lines: Iterable[str]) -> Iterator[Row]:
    """The places of a dump whose kind of feature `geonames_features` takes in."""
    for line in lines:
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != GEONAMES_COLUMNS:
            raise Wrong(f"{len(cells)} columns between tabs, where a GeoNames dump has {GEONAMES_COLUMNS}")
        key, name, _, others, lat, lon, feature_class, feature, country, _, admin1, *_ = cells
        taken = FEATURES.get((feature_class, feature)) or FEATURES.get((feature_class, ""))
        if taken is None or not taken["kind"]:
            continue
        row = Row(
            name=some(name, "name"),
            kind=taken["kind"],  # type: ignore[arg-type]
            feature=taken["feature"] or feature,
            geonames_id=whole(key, "geonameid"),
            country=country or None,
            admin1=f"{country}.{admin1}" if country and admin1 not in ("", "00") else None,
            lat=degrees(lat, "latitude", 90),
            lon=degrees(lon, "longitude", 180),
            population=whole(cells[14] or "0", "population"),
        )
        add_names(row, others.split(",") if others else [])
        yield row


def add_names(row: Row, others: list[str]) -> None:
    if row.kind == "region":
        add_unit_names(row, row.name, others)
        return
    row.add(row.name, OWN)
    for other in filter(is_readable, others):
        row.add(other, OTHER)


# ---------------------------------------------------------------- a table of places of one's own


def own_rows(lines: Iterable[str], units: dict[str, str]) -> Iterator[Row]:
    """The places of a CSV with a header: `name`, `lat`, `lon` and what else is known."""
    reader = csv.reader(lines, strict=True)
    header = [cell.strip() for cell in next(reader, NEEDED)]
    if missing := [column for column in NEEDED if column not in header]:
        raise Wrong(f"the header has no column {', '.join(missing)}")
    if unknown := [column for column in header if column not in NEEDED + OPTIONAL]:
        raise Wrong(f"unknown column {', '.join(unknown)}; there are: {', '.join(NEEDED + OPTIONAL)}")
    # "Kharkiv" stands for "Kharkiv Oblast", unless another unit there is called just so.
    codes = {(code.split(".")[0], fold(without_unit(unit) or unit)): code for code, unit in units.items()}
    codes |= {(code.split(".")[0], fold(unit)): code for code, unit in units.items()}
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise Wrong(f"{len(cells)} cells for {len(header)} columns")
        yield own_row(dict(zip(header, (cell.strip() for cell in cells), strict=True)), units, codes)


def own_row(cells: dict[str, str], units: dict[str, str], codes: dict[tuple[str, str], str]) -> Row:
    cell: Callable[[str], str] = lambda column: cells.get(column, "")  # noqa: E731
    kind = cell("kind") or "city"
    if kind not in KINDS:
        raise Wrong(f"kind '{kind}'; there are: {', '.join(KINDS)}")
    country = cell("country")
    if country and not _COUNTRY.fullmatch(country):
        raise Wrong(f"country '{country}' is no ISO 3166-1 alpha-2 code, as US")
    admin1 = cell("admin1")
    code = admin1 if admin1 in units else codes.get((country, fold(admin1)))
    if admin1 and code is None:
        raise Wrong(f"admin1 '{admin1}': no unit of that name or code in country '{country}'")
    if code is not None and country and not code.startswith(country + "."):
        raise Wrong(f"admin1 '{admin1}' is not in country '{country}'")
    row = Row(
        name=some(cell("name"), "name"),
        kind=kind,  # type: ignore[arg-type]
        feature=OWN_FEATURES.get(kind, OWN_TABLE),
        geonames_id=whole(cell("geonames_id"), "geonames_id") if cell("geonames_id") else None,
        country=country or (code.split(".")[0] if code else None),
        admin1=code,
        lat=degrees(cell("lat"), "lat", 90),
        lon=degrees(cell("lon"), "lon", 180),
        population=whole(cell("population") or "0", "population"),
    )
    for name in (row.name, *filter(None, cell("other_names").split("|"))):
        row.add(name, OWN)
    return row


# ---------------------------------------------------------------- cells


def some(cell: str, column: str) -> str:
    if not fold(cell):
        raise Wrong(f"{column} is empty")
    return cell


def whole(cell: str, column: str) -> int:
    if not (cell.isascii() and cell.isdigit()):
        raise Wrong(f"{column} '{cell}' is no whole number")
    return int(cell)


def degrees(cell: str, column: str, most: int) -> float:
    try:
        value = float(cell)
    except ValueError:
        raise Wrong(f"{column} '{cell}' is no number") from None
    if not -most <= value <= most:
        raise Wrong(f"{column} {cell} is not between -{most} and {most}")
    return round(value, 5)
