"""A place while the gazetteer is put together, and which of its names are worth keeping."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import define, field

from service.extraction.lexicon import table
from service.extraction.model import PlaceKind

from .folding import fold
from .lookup import OTHER, OWN, WITH_UNIT

OWN_TABLE = "OWN"  # feature code of the places that only our own table has, or an operator's: few and well known


class BuildError(Exception):
    """A package that the gazetteer is made of is missing or not what it was, or an operator's file can't be read."""


@define
class Row:
    """A place while it is put together."""

    name: str
    kind: PlaceKind
    feature: str
    geonames_id: int | None = None
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    names: dict[str, int] = field(factory=dict)  # folded name -> weight

    def add(self, name: str, weight: int) -> None:
        key = fold(name)
        if key and not key.isdigit():
            self.names[key] = max(weight, self.names.get(key, weight))


_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿʻʼ‘’'`´.,()\-–/& ]{2,60}")
_VOWEL = re.compile(r"[aeiouyAEIOUYÀ-ɏḀ-ỿ]")


def is_readable(name: str) -> bool:
    """True for a name in Latin letters that an English text could use: no code (LED), no transliteration (swldw)."""
    return (
        _LATIN.fullmatch(name) is not None
        and _VOWEL.search(name) is not None
        and len(name) > 3
        and (name[0].isupper() or not name[0].isalpha() or name[1] in "'’")
        and not (name.isupper() and len(name) <= 4)
    )


UNIT_WORDS = tuple(
    sorted(
        {row["word"] for row in table("place_words") if row["kind"] == "region"} | {"metropolitan region"},
        key=lambda word: (len(word), word),
    )
)
_UNIT_AFTER = re.compile(rf"(.{{2,50}}?) (?:{'|'.join(reversed(UNIT_WORDS))})", re.IGNORECASE)
_UNIT_BEFORE = re.compile(
    rf"(?:(?:free|autonomous) )?(?:{'|'.join(reversed(UNIT_WORDS))}) (?:of )?(?:the )?(.{{2,50}})", re.IGNORECASE
)


def without_unit(name: str) -> str | None:
    """ "Kharkiv Oblast" -> "Kharkiv", "State of Kansas" -> "Kansas"; None where the name has no such word."""
    match = _UNIT_AFTER.fullmatch(name) or _UNIT_BEFORE.fullmatch(name)
    return match.group(1) if match else None


def english_name(name: str, others: Iterable[str]) -> str:
    """What an English reader calls an admin unit: of "Kharkivska oblast" and its other names, "Kharkiv Oblast"."""
    bases = [(without_unit(other), other) for other in others if is_readable(other) and other.isascii()]
    with_unit = [(base, other) for base, other in bases if base is not None]
    if any(fold(base) == fold(name) for base, _ in with_unit):
        return name
    known = {fold(other) for other in others}
    for base, other in with_unit:
        if fold(base) in known:
            return other if other.split()[-1].lower() in UNIT_WORDS else base
    return with_unit[0][1] if with_unit else name


def add_unit_names(row: Row, name: str, others: Iterable[str]) -> None:
    """The names of an admin unit: its own, and those without the unit's word, on which less can be relied."""
    is_first_level = row.feature == "ADM1"
    for own in (row.name, name):
        row.add(own, OWN)
    for other in filter(is_readable, others):
        row.add(other, OTHER if without_unit(other) or is_first_level else WITH_UNIT)
    for full in (row.name, name, *others):
        if base := without_unit(full):
            row.add(base, OTHER if is_first_level else WITH_UNIT)
