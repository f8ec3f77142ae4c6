"""An article as it comes, one that means harm, and how to have either written."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from service.api.formats import FORMATS, Reading
from service.extraction import Article, Extractor

ROOT = Path(__file__).parents[3]
SEED = next((ROOT / "seeds").glob("000_*.txt")).read_text(encoding="utf-8")

# What somebody might hope to smuggle through: elements, a formula, Markdown, text that runs from right to left,
# characters beyond the first plane, a control.
HOSTILE = (
    "PARIS (AP) — <script>alert(1)</script> Mayor Lena <b onmouseover='x()'>Okoye</b> said on Thursday that 14 people "
    "were hurt in “Paris & Lyon” 🇫🇷, `code` and **stars** and [a link](javascript:alert(2)).\n\n"
    '“=HYPERLINK("http://evil.example";"x") is what we want,” said Anne "><img src=x onerror=alert(3)> Petit, '
    "+1 (the mayor of \u202eLyon\u202c).\n\n"
    "=cmd|' /C calc'!A0 cost $5 million & @SUM(1) in “Berlin,\nGermany” on 5 May 2022; -2+3 people left 👩\u200d👩\u200d👧.\n"
    "# A heading\n1. A list | of cells\x00"
)

Write = Callable[..., bytes]


@pytest.fixture(scope="package")
def write(extractor: Extractor) -> Write:
    """`write("html", text, title="…")` -> bytes; `section` and `offsets` are the reading's."""

    def written(form: str, text: str, section: str = "figures", offsets: str = "codepoint", **known: Any) -> bytes:
        extraction = extractor.extract(Article(text=text, **{"published": dt.date(2022, 9, 16), **known}))
        reading = Reading(extraction=extraction, text=text, offsets=offsets, section=section)  # type: ignore[arg-type]
        return FORMATS[form].write(reading)

    return written


@pytest.fixture(scope="package")
def keeps_to() -> Callable[[str, Any], None]:
    """`keeps_to("NinjsItem", document)` fails where openapi.yaml has another schema; fields it has not are wrong, too."""
    components = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))["components"]
    for schema in components["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False

    def check(name: str, document: Any) -> None:
        Draft202012Validator(
            {"$ref": f"#/components/schemas/{name}", "components": components},
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        ).validate(document)

    return check


def as_json(body: bytes) -> Any:
    return json.loads(body)
