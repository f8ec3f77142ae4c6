"""What is in an answer is in the tables, all of it, and the documentation says what they are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import attrs
import pyarrow as pa
import pytest

from service.api.problems import FieldError, Problem
from service.api.rendering import render
from service.archive.tables import KEY, MOVED, TABLES, Writer, of_extraction, of_problem
from service.extraction import SECTIONS, Article, Extractor, model

from . import schema
from .whole import of_piece

ROOT = Path(__file__).parents[2]
SEED = next((ROOT / "seeds").glob("*.txt"))
CLASSES = {"events": model.Event, "quotes": model.Quote, "figures": model.Figure, "places": model.Place, "people": model.Person, "organizations": model.Organization, "dates": model.Date}  # fmt: skip
TEXTS = [
    SEED.read_text(),
    "PARIS, Texas (AP) — Two people were killed on Thursday, police said.",
    "Nothing to see.",
]


def test_the_answer_can_be_put_together_again(extractor: Extractor) -> None:
    """Nothing is lost, and nothing is another: numbers, nulls, links, nested objects, what is in tables of its own."""
    written, expected = Writer(), {}
    for n, text in enumerate(TEXTS, 1):
        extraction = extractor.extract(Article(text=text, id=f"id-{n}"))
        expected[f"a#{n}"] = json.loads(render(extraction, text))
        for table, row in of_extraction(extraction, {"article": f"a#{n}", "article_id": f"id-{n}"}, {"file": "a", "line": n}):  # fmt: skip
            written.add(table, row)
        written.pack()
    tables = {name: written.table(name) for name in TABLES}
    assert all(tables[name].num_rows for name in TABLES if name != "problems")
    assert dict(of_piece({name: table.to_pylist() for name, table in tables.items()})) == expected
    assert tables["articles"].column("line").to_pylist() == [1, 2, 3]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_field_of_the_model_is_a_column(section: str) -> None:
    fields = [field.name for field in attrs.fields(CLASSES[section])]
    assert TABLES[section].schema.names == [*KEY, *(name for name in fields if name not in MOVED)]


def test_what_is_moved_has_a_table_with_all_its_fields() -> None:
    for name, of in (("participants", model.Participant), ("mentions", model.PlaceMention)):
        assert {field.name for field in attrs.fields(of)} <= set(TABLES[name].schema.names)


def test_types() -> None:
    quotes, figures = TABLES["quotes"].schema, TABLES["figures"].schema
    assert quotes.field("confidence").type == pa.float64()
    assert quotes.field("event_ids").type.value_type == pa.string()
    assert quotes.field("type").type == pa.string()
    assert quotes.field("speaker").type.field("name").type == pa.string()
    assert figures.field("conversion_error").type == pa.bool_()
    assert figures.field("start").type == pa.int64()


def test_what_may_be_unknown_may_be_null_and_nothing_else() -> None:
    quotes = TABLES["quotes"].schema
    assert [quotes.field(name).nullable for name in ("article", "article_id", "text", "speaker", "via_id")] == [False, True, False, True, True]  # fmt: skip


def test_a_problem_is_a_row() -> None:
    problem = Problem("invalid-request", "Some fields are wrong.", [FieldError("/text", "Missing.")])
    row = of_problem(problem, {"article": "a#1", "article_id": None}, {"file": "a", "line": 1})
    written = Writer()
    written.add("problems", row)
    assert written.table("problems").to_pylist() == [row]
    assert (row["type"], row["errors"]) == ("invalid-request", [{"pointer": "/text", "detail": "Missing."}])


def test_the_documentation_has_the_tables_as_they_are() -> None:
    """Where this fails, the tables have changed: run `python -m tests.archive.schema`."""
    text = schema.PAGE.read_text()
    assert schema.put_in(text) == text
    assert set(re.findall(r"^#### `(\w+)`$", text, re.MULTILINE)) == set(TABLES)
