"""Facts, not code: tables of words, one fact a line, each with its source in its header.

A table is a tab-separated file beside this one. Lines that begin with `#` say what it is and where it comes from;
the first other line names the columns.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `<name>.tsv`, each as column -> value; an empty cell is an empty string.

    Raises ValueError, with the line, where a row has not as many cells as there are columns.
    """
    columns: list[str] = []
    rows = []
    text = files(__name__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells
            continue
        if len(cells) != len(columns):
            raise ValueError(f"{name}.tsv:{number}: {len(cells)} cells for {len(columns)} columns")
        rows.append(dict(zip(columns, cells, strict=True)))
    return tuple(rows)


@cache
def words(name: str, column: str = "word") -> frozenset[str]:
    """One column of a table as a set."""
    return frozenset(row[column] for row in table(name))
