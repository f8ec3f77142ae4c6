"""The tables, put together again: what `/v1/extract` gives for each article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from attrs import fields

from service.archive.tables import TABLES
from service.extraction import SECTIONS
from service.extraction.model import ArticleReport, Mention, Meta, PlaceMention, Span

Found = dict[str, Any]
MENTIONS = {"events": Span, "places": PlaceMention, "people": Mention, "organizations": Mention}


def read(folder: Path, table: str) -> list[Found]:
    """All rows of a table."""
    return [row for path in sorted((folder / table).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def documents(folder: Path) -> Iterator[tuple[str, Found]]:
    """The key and the answer of each article that was read."""
    for path in sorted((folder / "articles").glob("*.parquet")):
        rows = {name: pq.read_table(folder / name / path.name).to_pylist() for name in TABLES}
        yield from of_piece(rows)


def of_piece(rows: dict[str, list[Found]]) -> Iterator[tuple[str, Found]]:
    parts: dict[tuple[str, ...], list[Found]] = defaultdict(list)
    for row in rows["participants"]:
        parts[row.pop("article"), row.pop("event_id")].append(without(row, "article_id"))
    for row in sorted(rows["mentions"], key=lambda row: row["n"]):
        known = {field.name: row[field.name] for field in fields(MENTIONS[row["section"]])}
        parts[row["article"], row["section"], row["object_id"]].append(known)
    for section in SECTIONS:
        for row in rows[section]:
            key = row["article"]
            found = without(row, "article", "article_id")
            if section in MENTIONS:
                found["mentions"] = parts[key, section, row["id"]]
            if section == "events":
                found["participants"] = parts[key, row["id"]]
            parts[key, section].append(found)
    for row in rows["articles"]:
        key = row["article"]
        meta = {field.name: row[field.name] for field in fields(Meta) if field.name != "offsets"}
        report = {field.name: row[field.name] for field in fields(ArticleReport) if field.name in row}
        yield (
            key,
            {
                "article": {**report, "id": row["article_id"]},
                "meta": {**meta, "offsets": "codepoint"},
                **{section: parts[key, section] for section in SECTIONS},
            },
        )


def without(row: Found, *names: str) -> Found:
    return {name: value for name, value in row.items() if name not in names}
