"""The examples of openapi.yaml: real requests, and what the service answers them.

python -m tests.contract.examples    # writes them anew, at the end of openapi.yaml
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import yaml
from flask.testing import FlaskClient

from service import create_app

CONTRACT = Path(__file__).parents[2] / "openapi.yaml"
MARK = "  # Below: what the service answers, written by `python -m tests.contract.examples`\n"

TEXT = (
    "LYON, France (AFP) — A fire at a hospital in Lyon killed two people on Thursday, Mayor Anne Petit said.\n\n"
    "“Nobody else was hurt,” she told reporters."
)
PAGE = f"<html><head><title>Fire in Lyon</title></head><body><article><p>{TEXT}</p></article></body></html>"
GERMAN = "Die Bürgermeisterin sagte am Donnerstag, dass zwei Menschen bei einem Brand ums Leben gekommen seien."


def made(client: FlaskClient) -> dict[str, Any]:
    """Name -> example, as `components.examples` has them."""
    request = {"text": TEXT, "published": "2022-09-16"}
    lines = [
        {"id": "a-1", "text": "Anne Petit was elected on Monday.", "include": ["people"]},
        {"id": "a-2", "text": ""},
    ]
    batch = "".join(json.dumps(line) + "\n" for line in lines)
    kinds = client.get("/v1/event-types").json["event_types"]
    answers = client.post("/v1/extract/batch", data=batch, content_type="application/x-ndjson").get_data(as_text=True)

    def posted(body: str | dict[str, Any]) -> Any:
        data = body if isinstance(body, str) else json.dumps(body)
        return client.post("/v1/extract", data=data, content_type="application/json").json

    def written(form: str) -> Any:
        answer = client.post(f"/v1/extract?format={form}&section=quotes", json=request)
        if form == "zip":
            return ", ".join(zipfile.ZipFile(io.BytesIO(answer.data)).namelist())
        return answer.json if answer.is_json else answer.get_data(as_text=True)

    return {
        "extractRequest": {"summary": "An article with its date", "value": request},
        "extractText": {"summary": "The article alone", "value": TEXT},
        "extractPage": {"summary": "A page", "value": PAGE},
        "extractResponse": {"summary": "What is in it", "value": posted(request)},
        "geojson": {"summary": "GeoJSON", "value": written("geojson")},
        "jsonld": {"summary": "JSON-LD", "value": written("jsonld")},
        "ninjs": {"summary": "ninjs", "value": written("ninjs")},
        "html": {"summary": "The article marked up", "value": written("html")},
        "markdown": {"summary": "A fact sheet", "value": written("markdown")},
        "csv": {"summary": "The quotes", "value": written("csv")},
        "zip": {"summary": "The names of the files in it", "value": written("zip")},
        "batchRequest": {"summary": "Two lines, the second of them bad", "value": batch},
        "batchResponse": {"summary": "An extraction and a problem", "value": answers},
        "eventTypes": {"summary": "The first two", "value": {"event_types": kinds[:2]}},
        "info": {"summary": "With the settings as they come", "value": client.get("/v1/info").json},
        "notJson": {"summary": "Not JSON", "value": posted("{'text': 'Hello'}")},
        "invalidRequest": {
            "summary": "Three wrong fields",
            "value": posted({"published": "soon", "include": ["weather"]}),
        },
        "unsupportedLanguage": {"summary": "German", "value": posted({"text": GERMAN})},
        "notAcceptable": {
            "summary": "There is no picture",
            "value": client.post("/v1/extract", json=request, headers={"Accept": "image/png"}).json,
        },
    }


def main() -> None:
    examples = yaml.safe_dump(
        {"examples": made(create_app().test_client())}, allow_unicode=True, sort_keys=False, width=120
    )
    above = CONTRACT.read_text(encoding="utf-8").partition(MARK)[0]
    indented = "".join(f"  {line}" if line.strip() else line for line in examples.splitlines(keepends=True))
    CONTRACT.write_text(above + MARK + indented, encoding="utf-8")


if __name__ == "__main__":
    main()
