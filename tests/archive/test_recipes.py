"""The README's questions to an archive, asked of a small one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from .conftest import Read, lines

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"\n\n([^\n]+?)\n\n```sql\n(.+?)\n```", README, re.DOTALL))

ARTICLES = [
    {"id": "fire", "published": "2022-09-16", "text": "At least 3 people were killed in a fire in Izium on Friday, police said."},
    {"id": "fire", "published": "2022-09-17", "text": "At least 5 people were killed in a fire in Izium on Friday, police said."},
    {"id": "other", "published": "2022-09-17", "text": "At least 8 people were killed in a fire in Paris on Friday, police said."},
    {"id": "port", "text": "“The harbour will open in May,” Mayor Lena Okoye said. “The harbour is ours,” Okoye said. “It is late,” said Tom Reed."},
    {"id": "port-2", "text": "“The harbour is too dear,” Tom Reed, a fisherman, said. “The harbour was promised to us,” Lena Okoye said."},
    "{",
    {"text": "x" * 10, "language": "de"},
]  # fmt: skip


@pytest.fixture
def ask(tmp_path: Path, facts: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`ask("Which figures changed")`: what the recipe of that beginning gives."""
    (tmp_path / "a.jsonl").write_bytes(lines(*ARTICLES))
    read(tmp_path / "a.jsonl", most=3)
    monkeypatch.chdir(facts.parent)

    def run(question: str) -> list[dict[str, Any]]:
        (sql,) = (sql for told, sql in RECIPES.items() if question in told)
        found = duckdb.sql(sql)
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]

    return run


def test_who_is_quoted_most_about(ask: Any) -> None:
    assert [(row["who"], row["quotes"]) for row in ask("who is quoted most")] == [("Lena Okoye", 3), ("Tom Reed", 1)]


def test_figures_that_changed_between_versions(ask: Any) -> None:
    (row,) = ask("Which figures changed")
    assert (row["article_id"], str(row["published"])[:10], row["before"], row["after"]) == ("fire", "2022-09-17", 3, 5)
    assert row["said"].startswith("At least 5 people")


def test_events_near_a_place(ask: Any) -> None:
    rows = ask("What happened within 50 km")
    assert len(rows) >= 2
    assert {row["place"] for row in rows} == {"Izium"}
    assert all(row["km"] < 5 for row in rows)


def test_what_could_not_be_read(ask: Any) -> None:
    found = [(row["type"], row["articles"], row["one_of_them"]) for row in ask("What could not be read")]
    assert found == [("not-json", 1, "a.jsonl#6"), ("unsupported-language", 1, "a.jsonl#7")]


def test_each_recipe_is_asked_here() -> None:
    assert len(RECIPES) == 4
