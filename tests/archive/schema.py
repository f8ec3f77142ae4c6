"""The tables, as docs/archives.md has them.

python -m tests.archive.schema    # writes them anew
"""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa

from service.archive.tables import TABLES

PAGE = Path(__file__).parents[2] / "docs" / "archives.md"
BEGIN, END = "<!-- tables -->\n", "<!-- /tables -->"


def made() -> str:
    parts = []
    for table in TABLES.values():
        columns = "\n".join(f"| `{field.name}` | {told(field)} |" for field in table.schema)
        parts.append(f"#### `{table.name}`\n\n{table.meaning}.\n\n| column | type |\n|---|---|\n{columns}\n")
    return "\n".join(parts)


def told(field: pa.Field) -> str:
    return of_type(field.type) + (", or null" if field.nullable else "")


def of_type(found: pa.DataType) -> str:
    if pa.types.is_struct(found):
        fields = (f"{field.name}: {of_type(field.type)}{'?' if field.nullable else ''}" for field in found)
        return "{" + ", ".join(fields) + "}"
    if pa.types.is_list(found):
        return f"list of {of_type(found.value_type)}"
    return str(found)


def put_in(page: str) -> str:
    return re.sub(f"(?<={BEGIN}).*(?={END})", lambda _: made(), page, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(put_in(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
