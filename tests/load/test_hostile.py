"""What somebody might send to bring the service down: it is answered, or refused, and the next article is read.

The real service; texts as long as they may be are in the full form (LOAD_FULL=1, `make faults`), shorter ones here.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from .service import JSON, REAL, Service, full, running

SIZE = full(10, 1)  # the shorter form divides by it
DEADLINE = 60  # seconds

TEXTS = {
    "a word of 200,000 characters": "a" * (200_000 // SIZE),
    "a number of 200,000 digits": "9" * (200_000 // SIZE),
    "200,000 quotation marks": '"' * (200_000 // SIZE),
    "opening marks alone": "“" * (20_000 // SIZE),
    "marks and blanks": "\" ' “ ” " * (10_000 // SIZE),
    "100,000 digits and commas": "1,2 3,," * (14_000 // SIZE),
    "digits, commas and blanks in one line": "1, 2 ,3" * (28_000 // SIZE),
    "50,000 paragraphs of one word": "word\n\n" * (33_000 // SIZE),
    "100,000 lines of one letter": "a\n" * (100_000 // SIZE),
    "one name after the other": "Paris London " * (15_000 // SIZE),
    "said he said he said": "he said " * (25_000 // SIZE),
    "one quotation after the other": "“No,” he said. " * (13_000 // SIZE),
    "brackets": "(" * (100_000 // SIZE) + ")" * (100_000 // SIZE),
    "a third of a third of": "a third of " * (18_000 // SIZE),
    "between and between": "between 1 and " * (14_000 // SIZE),
    "dates": "on Thursday, May 3, 2020, " * (7_500 // SIZE),
    "combining marks": "e" + "\u0301" * (199_000 // SIZE),
    "faces": "👩\u200d👩\u200d👧 " * (33_000 // SIZE),
    "no letter at all": "\u200b\u202e " * (60_000 // SIZE),
    "NUL": "Anne left.\x00" * (18_000 // SIZE),
}


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running(REAL, COPYDESK_WORKERS="1", COPYDESK_DEADLINE_SECONDS=str(DEADLINE)) as service:
        yield service


def next_is_read(service: Service) -> None:
    status, _, content = service.read("Forty people left Paris on Monday.")
    assert (status, len(json.loads(content)["places"])) == (200, 1)


@pytest.mark.parametrize("name", TEXTS)
def test_texts(service: Service, name: str) -> None:
    """An answer with right offsets, a problem of the text, or one of the deadline, in time."""
    text = TEXTS[name]
    began = time.monotonic()
    answer = service.send_article(text, 2 * DEADLINE)
    took = time.monotonic() - began
    content = json.loads(answer[1])
    assert answer[0] in (200, 422, 504), content
    assert took < DEADLINE + 10
    if answer[0] == 200:
        for section in ("figures", "dates"):
            assert all(text[found["start"] : found["end"]] == found["text"] for found in content[section])
    next_is_read(service)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"[" * 1_000_000, 400),
        (b'{"a":' * 500_000, 400),
        (b'{"text": "Anne left.", "home": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
        (b'{"text": "Anne \\ud800 left."}', 422),
        (b'{"text": "Anne \\udc00\\ud800 left.", "id": "\\ud800"}', 422),
        (b'{"text": "Anne left.", "id": "\\ud800"}', 422),
        (b'{"text": "\\u0000"}', 200),
        (b'{"text": "Anne left.", "min_confidence": 1' + b"0" * 10_000 + b"}", 400),
        (b'{"text": "Anne left.", "min_confidence": NaN}', 422),
        (b'{"text": "Anne left.", ' + b", ".join(b'"f%d": 1' % n for n in range(100_000)) + b"}", 422),
        (b'{"text": "a", "text": "Anne left."}', 200),
        (b"\xff\xfe{}", 400),
        (b"", 400),
    ],
    ids=lambda value: str(value)[:30],
)
def test_bodies(service: Service, body: bytes, status: int) -> None:
    found, _, content = service.once("POST", "/v1/extract", body, Content_Type=JSON)
    assert found in (status, 422 if status == 400 else status), content[:300]
    assert len(content) < 20_000
    next_is_read(service)


def test_a_page_of_tags(service: Service) -> None:
    for page in ("<div>" * (300_000 // SIZE), "<p>a" * (300_000 // SIZE), "<" * (1_000_000 // SIZE)):
        status, _ = service.send_article(page, 2 * DEADLINE, "text/html")
        assert status in (200, 422, 504)
    next_is_read(service)


def test_texts_one_after_the_other_leave_memory_where_it_was(service: Service) -> None:
    before = 0
    for n in range(6):
        service.send_article(TEXTS["one quotation after the other"], 2 * DEADLINE)
        before = before or service.memory() if n == 2 else before
    assert service.memory() < 1.1 * before
