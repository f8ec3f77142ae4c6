"""The tables: their columns are made from the model's classes, so that the two can't differ.

Two columns come first in each: `article`, the key, which no two articles share, and `article_id`, the caller's own,
which may be missing and may come twice. A section of the answer is a table, and a row of it an object, nested as in the
answer. The participants of events, and the mentions of all that has some, are in tables of their own.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs
import pyarrow as pa
from attrs import field, frozen

from service.api.problems import MOST_ERRORS, URI, FieldError, Problem
from service.api.rendering import plain
from service.extraction import SECTIONS, Extraction
from service.extraction.model import (
    ArticleReport,
    Date,
    Event,
    Figure,
    MentionKind,
    Meta,
    Organization,
    Participant,
    Person,
    Place,
    PlaceMention,
    Quote,
    Section,
)

Row = dict[str, Any]
Columns = Mapping[str, Any]  # name -> type, as in the model


def of(model: type[attrs.AttrsInstance], *without: str) -> Columns:
    """The fields of one of the model's classes, as columns."""
    hints = get_type_hints(model)
    return {known.name: hints[known.name] for known in attrs.fields(model) if known.name not in without}


@frozen
class Table:
    name: str
    meaning: str
    columns: Columns
    schema: pa.Schema = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        made = [arrow_field(name, hint) for name, hint in {**KEY, **self.columns}.items()]
        object.__setattr__(self, "schema", pa.schema(made))


def arrow_field(name: str, hint: Any) -> pa.Field:
    """A column, or a field of a nested one. Only what may be unknown is nullable."""
    if get_origin(hint) in (Union, types.UnionType):
        (there,) = (argument for argument in get_args(hint) if argument is not type(None))
        return pa.field(name, arrow_type(there), nullable=True)
    return pa.field(name, arrow_type(hint), nullable=False)


def arrow_type(hint: Any) -> pa.DataType:
    """The Arrow type of a type as the model has them: plain, literal, a tuple, a class."""
    if get_origin(hint) is Literal:
        return pa.string()
    if get_origin(hint) is tuple:
        return pa.list_(arrow_field("item", get_args(hint)[0]))
    if attrs.has(hint):
        return pa.struct([arrow_field(name, below) for name, below in of(hint).items()])
    return PLAIN[hint]


PLAIN: Final = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}

KEY: Final[Columns] = {"article": str, "article_id": str | None}
FOUND_IN: Final[Columns] = {"file": str, "line": int}
ONLY_SOME: Final[Columns] = {"kind": MentionKind | None, "metonymic": bool | None}  # events have neither, places both
MOVED: Final = ("mentions", "participants")  # to tables of their own

TABLES: Final = {
    table.name: table
    for table in (
        Table(
            "articles",
            "An article that was read, and what read it",
            {**FOUND_IN, **of(ArticleReport, "id", "text"), **of(Meta, "offsets")},
        ),
        Table("events", "What happened", of(Event, *MOVED)),
        Table(
            "participants",
            "Who or what took part in the event `event_id`; `mention` is the `n` of the event's mention it hangs on",
            {"event_id": str, **of(Participant)},
        ),
        Table("quotes", "Who said what", of(Quote)),
        Table("figures", "How many, how much", of(Figure)),
        Table("places", "A place and where it lies", of(Place, *MOVED)),
        Table("people", "A person and what the article calls them", of(Person, *MOVED)),
        Table("organizations", "An organization", of(Organization, *MOVED)),
        Table("dates", "A date, a time, a duration", of(Date)),
        Table(
            "mentions",
            "Where the object `object_id` of the `section` (events, places, people, organizations) stands in the text, "
            "the `n`th time, from 0",
            {"section": Section, "object_id": str, "n": int, **of(PlaceMention), **ONLY_SOME},
        ),
        Table(
            "problems",
            "An article that could not be read, and why: `type` is one of the problems of the service, "
            "`detected` the language it is in",
            {
                **FOUND_IN,
                "type": str,
                "title": str,
                "detail": str,
                "errors": tuple[FieldError, ...],
                "detected": str | None,
            },
        ),
    )
}


def of_extraction(extraction: Extraction, key: Row, found_in: Row) -> Iterator[tuple[str, Row]]:
    """The rows of an article that was read, each with the name of its table. Offsets are code points."""
    whole = plain(extraction, range(extraction.article.characters + 1))
    yield "articles", {**whole["article"], **whole["meta"], **key, **found_in}
    for section in SECTIONS:
        for found in whole[section]:
            yield section, {**key, **found}
            for participant in found.get("participants", ()):
                yield "participants", {**key, "event_id": found["id"], **participant}
            for n, mention in enumerate(found.get("mentions", ())):
                yield "mentions", {**key, "section": section, "object_id": found["id"], "n": n, **mention}


def of_problem(problem: Problem, key: Row, found_in: Row) -> Row:
    """The row of an article that could not be read."""
    return {
        **key,
        **found_in,
        "type": problem.type.uri.removeprefix(URI),
        "title": problem.title,
        "detail": problem.detail,
        "errors": [attrs.asdict(error) for error in problem.errors[:MOST_ERRORS]],
        "detected": problem.extensions.get("detected"),
    }


class Writer:
    """Rows of every table, packed as they come: as Python's objects they take ten times the room."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Row]] = {name: [] for name in TABLES}
        self._packed: dict[str, list[pa.RecordBatch]] = {name: [] for name in TABLES}

    def add(self, table: str, row: Row) -> None:
        self._rows[table].append(row)

    def pack(self) -> None:
        for name, rows in self._rows.items():
            if rows:
                self._packed[name].append(pa.RecordBatch.from_pylist(rows, schema=TABLES[name].schema))
                rows.clear()

    def table(self, name: str) -> pa.Table:
        """All rows of a table, in the order they came."""
        self.pack()
        return pa.Table.from_batches(self._packed[name], schema=TABLES[name].schema)
