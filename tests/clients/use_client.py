"""What somebody does with the generated client; `test_python` runs it. Ends with a line when all is as it should be."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

from copydesk_client import Client
from copydesk_client.api.extraction import extract, extract_batch
from copydesk_client.api.service import event_types, info
from copydesk_client.models import (
    ExtractFormat,
    Extraction,
    ExtractRequest,
    ExtractRequestIncludeItem,
    ExtractRequestOffsets,
    Problem,
    QuoteType,
)
from copydesk_client.types import File

address, seed = sys.argv[1:]
text = Path(seed).read_bytes().decode()
client = Client(base_url=address, timeout=60)

# An article in, objects out, every one of them typed.
found = extract.sync(client=client, body=ExtractRequest(text=text))
assert isinstance(found, Extraction)
assert found.article.published == "2022-09-16"
direct = [quote for quote in found.quotes if quote.type_ == QuoteType.DIRECT]
assert any(quote.speaker and quote.speaker.name == "Volodymyr Zelensky" for quote in direct)
assert all(text[piece.start : piece.end] == piece.text for quote in found.quotes for piece in quote.content)
places = {place.name: place for place in found.places}
assert places["Izium"].country == "UA"
assert round(places["Izium"].lat) == 49
area = next(figure for figure in found.figures if figure.text == "8,000 square kilometers")
assert (area.value, area.unit.code) == (8000, "km2")

# Options are enumerations; what was not asked for is empty.
some = ExtractRequest(
    text=text, include=[ExtractRequestIncludeItem.FIGURES], offsets=ExtractRequestOffsets.UTF8, min_confidence=0.5
)
figures = extract.sync(client=client, body=some)
assert figures.quotes == []
raw = text.encode()
assert all(raw[figure.start : figure.end].decode() == figure.text for figure in figures.figures)

# A problem is an object, too.
GERMAN = "Die Bürgermeisterin sagte am Donnerstag, dass zwei Menschen bei einem Brand ums Leben gekommen seien."
problem = extract.sync(client=client, body=ExtractRequest(text=GERMAN))
assert isinstance(problem, Problem)
assert (problem.status, problem.detected) == (422, "de")

# Another format comes as it is.
response = client.get_httpx_client().post(
    "/v1/extract", params={"format": ExtractFormat.MARKDOWN.value}, json={"text": text}
)
assert response.text.startswith("# ")

# A batch is lines.
lines = b"".join(json.dumps({"text": line, "id": str(n)}).encode() + b"\n" for n, line in enumerate(["Anne left.", ""]))
answer = extract_batch.sync(client=client, body=File(payload=io.BytesIO(lines)))
first, second = (json.loads(line) for line in answer.splitlines())
assert Extraction.from_dict(first).article.id == "0"
assert Problem.from_dict(second).line == 2

assert len(event_types.sync(client=client).event_types) == 77
assert "quotes" in info.sync(client=client).sections
print("the client works")
