"""Sections as tables: one as CSV, all as a ZIP of CSV files.

CSV is RFC 4180 in UTF-8, with the mark at its beginning by which Excel knows that. What an article says is never run:
a cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from typing import Any, Final

from service.api.rendering import number
from service.extraction import SECTIONS, Section
from service.extraction.model import Date, Event, Organization, Place

from .reading import Reading, current_roles

Cell = str | int | float | bool | None
Row = dict[str, Cell]

# What begins a formula, in any width, behind whatever a spreadsheet passes over: spaces, controls, invisible marks.
_FORMULA = re.compile(r"[\s\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*[=+\-@＝＋－＠]")
# Where a spreadsheet that is set to another separator than the comma begins a cell.
_SEPARATOR = re.compile(r"([;\t\r\n])")
# What no cell can hold: Excel cuts a text short at a NUL.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the first day a ZIP knows: the same reading, the same bytes


def write_csv(reading: Reading) -> bytes:
    """The section that the reading asks for."""
    return table(reading, reading.section)


def write_zip(reading: Reading) -> bytes:
    """Every section, in a file of its name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for section in SECTIONS:
            entry = zipfile.ZipInfo(f"{section}.csv", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, table(reading, section))
    return packed.getvalue()


def table(reading: Reading, section: Section) -> bytes:
    """One row an object, under a row of names."""
    columns, row = TABLES[section]
    written = io.StringIO()
    lines = csv.writer(written, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    lines.writerow(columns)
    for found in getattr(reading.extraction, section):
        cells = row(reading, found)
        lines.writerow([cell(cells[name]) for name in columns])
    return written.getvalue().encode("utf-8-sig", "replace")


def cell(value: Cell) -> Cell:
    """A number as a number, a text as a text and nothing else, nothing for what is not known."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(float(value))
    parts = _SEPARATOR.split(_CONTROLS.sub("\ufffd", value))
    return "".join("'" + part if _FORMULA.match(part) else part for part in parts)


def joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(parts))


# ---------------------------------------------------------------- rows, one function a section


def event_row(reading: Reading, event: Event) -> Row:
    date, place = reading.date_of(event), reading.place_of(event)
    return {
        "id": event.id,
        "type": event.type,
        "label": event.label,
        "status": event.status,
        "summary": event.summary,
        "who": joined(p.text for p in event.participants if p.role == "agent"),
        "whom": joined(p.text for p in event.participants if p.role == "patient"),
        "when": event.time.text if event.time else None,
        **dated(date),
        "where": event.place.text if event.place else None,
        **located(place),
        "source": event.source.text if event.source else None,
        "salience": event.salience,
        **where_from(reading, event, event.trigger),
    }


def quote_row(reading: Reading, quote: Any) -> Row:
    via = reading.get(Organization, quote.via_id)
    return {
        "id": quote.id,
        "type": quote.type,
        "quote": quote.text,
        "speaker": (quote.speaker.name or quote.speaker.text) if quote.speaker else None,
        "cue": quote.cue.text if quote.cue else None,
        "via": via.name if via else None,
        **dated(reading.get(Date, quote.date_id)),
        **where_from(reading, quote, quote.content[0]),
    }


def figure_row(reading: Reading, figure: Any) -> Row:
    place = reading.get(Place, figure.place_id)
    return {
        "id": figure.id,
        "text": figure.text,
        "kind": figure.kind,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "qualifier": figure.qualifier,
        "change": figure.change,
        "unit": figure.unit.name if figure.unit else None,
        "unit_code": figure.unit.code if figure.unit else None,
        "of": figure.of.text if figure.of else None,
        "per": figure.per.text if figure.per else None,
        "same_as": figure.same_as_id,
        "si_value": figure.normalized.value if figure.normalized else None,
        "si_unit": figure.normalized.code if figure.normalized else None,
        **dated(reading.get(Date, figure.date_id)),
        "place": place.name if place else None,
        **where_from(reading, figure, figure),
    }


def place_row(reading: Reading, place: Place) -> Row:
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "admin1": place.admin1,
        **{name: value for name, value in located(place).items() if name != "place"},
        "geonames_id": place.geonames_id,
        "resolved": place.resolved,
        "disputed": place.disputed,
        **mentioned(reading, place),
    }


def person_row(reading: Reading, person: Any) -> Row:
    roles = list(current_roles(person))
    return {
        "id": person.id,
        "name": person.name,
        "titles": joined(role.title for role in roles),
        "affiliations": joined(role.affiliation for role in roles if role.affiliation),
        **mentioned(reading, person),
    }


def organization_row(reading: Reading, organization: Organization) -> Row:
    return {
        "id": organization.id,
        "name": organization.name,
        "kind": organization.kind,
        **located(reading.get(Place, organization.place_id)),
        **mentioned(reading, organization),
    }


def date_row(reading: Reading, date: Date) -> Row:
    return {
        "id": date.id,
        "text": date.text,
        "type": date.type,
        **dated(date),
        "anchor": date.anchor,
        "start": reading.at[date.start],
        "end": reading.at[date.end],
        "confidence": date.confidence,
    }


# ---------------------------------------------------------------- columns that several have


def dated(date: Date | None) -> Row:
    """`until` is exclusive, as in the contract."""
    interval = date.interval if date else None
    return {
        "date": date.value if date else None,
        "from": interval.start if interval else None,
        "until": interval.end if interval else None,
    }


def located(place: Place | None) -> Row:
    return {
        "place": place.name if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }


def where_from(reading: Reading, found: Any, span: Any) -> Row:
    return {
        "sentence": found.context.text,
        "start": reading.at[span.start],
        "end": reading.at[span.end],
        "confidence": found.confidence,
    }


def mentioned(reading: Reading, found: Any) -> Row:
    return {
        "mentions": len(found.mentions),
        "first_mention": found.mentions[0].text if found.mentions else None,
        "start": reading.at[found.mentions[0].start] if found.mentions else None,
        "end": reading.at[found.mentions[0].end] if found.mentions else None,
        "confidence": found.confidence,
    }


_DATED = ("date", "from", "until")
_LOCATED = ("place", "country", "lat", "lon")
_SPAN = ("start", "end", "confidence")
_MENTIONED = ("mentions", "first_mention", *_SPAN)
TABLES: Final[dict[Section, tuple[tuple[str, ...], Callable[[Reading, Any], Row]]]] = {
    "events": (
        (
            *("id", "type", "label", "status", "summary", "who", "whom", "when", *_DATED, "where", *_LOCATED),
            *("source", "salience", "sentence", *_SPAN),
        ),
        event_row,
    ),
    "quotes": (("id", "type", "quote", "speaker", "cue", "via", *_DATED, "sentence", *_SPAN), quote_row),
    "figures": (
        (
            *("id", "text", "kind", "value", "low", "high", "qualifier", "change", "unit", "unit_code", "of", "per"),
            *("same_as", "si_value", "si_unit", *_DATED, "place", "sentence", *_SPAN),
        ),
        figure_row,
    ),
    "places": (
        (
            *("id", "name", "kind", "admin1", "country", "lat", "lon", "geonames_id", "resolved", "disputed"),
            *_MENTIONED,
        ),
        place_row,
    ),
    "people": (("id", "name", "titles", "affiliations", *_MENTIONED), person_row),
    "organizations": (("id", "name", "kind", *_LOCATED, *_MENTIONED), organization_row),
    "dates": (("id", "text", "type", *_DATED, "anchor", *_SPAN), date_row),
}
