"""A great many short texts and requests, made by hypothesis: no fault, no hang, no wrong offset.

    python -m tests.load.fuzz --calls 200000 --record fuzz.jsonl      # goes on where it was stopped

Works in rounds. A round has a number, which is the seed of its examples: the same number gives the same ones. Each round
that went well is a line of the record; the first that fails ends the run with the example, made as small as it can be.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from service import create_app
from service.extraction import Article, DeadlineExceeded, ExtractionError, Extractor
from service.settings import Settings
from tests.property.test_http import FIELDS, MEDIA_TYPES, TAGS, TEXTS, VALUES
from tests.property.test_http import spans as spans_of_json
from tests.test_properties import PIECES, parts

DEADLINE = Settings().deadline_seconds  # the service's own, by the clock
MOST = 5.0  # seconds of the processor, which nobody else's work makes longer; a short text takes some hundredths
EXAMPLES = 2000  # of one round
REQUESTS_EVERY = 5  # one round in so many makes requests; the others call the extractor
PROBLEM = "urn:copydesk:problem:"

SHORT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=80
)
Send = tuple[dict[str, Any], str | None]

JSON_BODIES = st.dictionaries(FIELDS, VALUES, max_size=5)
REQUESTS: st.SearchStrategy[Send] = st.one_of(
    st.builds(
        lambda text, rest: ({"json": {**rest, "text": text}}, text if not rest else None), TEXTS | SHORT, JSON_BODIES
    ),
    st.builds(lambda text: ({"json": {"text": text, "published": "2022-09-16"}}, text), TEXTS | SHORT),
    st.builds(lambda body: ({"json": body}, None), JSON_BODIES),
    st.builds(
        lambda body, kind: ({"data": body, "content_type": kind}, None), st.binary(), st.sampled_from(MEDIA_TYPES)
    ),
    st.builds(
        lambda tags: ({"data": "".join(tags).encode(), "content_type": "text/html"}, None), st.lists(TAGS, max_size=30)
    ),
)


def call(extractor: Extractor, text: str) -> None:
    """Read one text. Raises AssertionError where an offset or a confidence is wrong, or it took too long."""
    began = time.process_time()
    try:
        found = extractor.extract(Article(text=text, deadline=time.monotonic() + DEADLINE))
    except DeadlineExceeded:
        raise AssertionError("the deadline passed") from None
    except ExtractionError:
        return
    assert time.process_time() - began < MOST, "it took too long"
    for part in parts(found):
        if hasattr(part, "text") and isinstance(getattr(part, "start", None), int):
            assert text[part.start : part.end] == part.text
        if hasattr(part, "confidence"):
            assert 0 <= part.confidence <= 1


def request(client: FlaskClient, sent: Send) -> None:
    """Send one request. Raises AssertionError for a 5xx, an answer that is none of ours, a wrong offset."""
    options, text = sent
    began = time.process_time()
    answer = client.post("/v1/extract", **options)
    assert time.process_time() - began < MOST, "it took too long"
    assert answer.status_code < 500, answer.json
    assert answer.headers["X-Request-ID"]
    if answer.status_code != 200:
        assert answer.content_type == "application/problem+json"
        assert answer.json["type"].startswith(PROBLEM)
    elif text is not None:
        assert all(text[span["start"] : span["end"]] == span["text"] for span in spans_of_json(answer.json))


def play(number: int, examples: int, extractor: Extractor, client: FlaskClient) -> dict[str, Any]:
    """One round; what it did."""
    kind = "requests" if number % REQUESTS_EVERY == 0 else "calls"
    strategy: st.SearchStrategy[Any] = REQUESTS if kind == "requests" else SHORT
    does: Callable[[Any], None] = (
        (lambda sent: request(client, sent)) if kind == "requests" else (lambda text: call(extractor, text))
    )
    slowest = 0.0
    done = 0

    @seed(number)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def examples_of_round(example: Any) -> None:
        nonlocal slowest, done
        began = time.process_time()
        does(example)
        slowest = max(slowest, time.process_time() - began)
        done += 1

    examples_of_round()
    return {"round": number, "kind": kind, "done": done, "slowest_seconds": round(slowest, 3)}


def fuzz_app(extractor: Extractor) -> FlaskClient:
    """The whole application over the same extractor."""
    return create_app(Settings(jobs_store="", log_level="error"), extractor).test_client()


@attrs.frozen
class Record:
    """A file with a line for each round that went well."""

    path: Path

    def rounds(self) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]

    def add(self, played: dict[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(played) + "\n")


def summary(rounds: list[dict[str, Any]]) -> str:
    count = {kind: sum(played["done"] for played in rounds if played["kind"] == kind) for kind in ("calls", "requests")}
    slowest = max((played["slowest_seconds"] for played in rounds), default=0.0)
    return f"{count['calls']:,} calls and {count['requests']:,} requests without a fault; the slowest took {slowest} s of CPU"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--calls", type=int, default=200_000, help="calls and requests in all (default: %(default)s)")
    options.add_argument("--record", type=Path, default=Path("var/fuzz.jsonl"), help="default: %(default)s")
    given_options = options.parse_args()
    record = Record(given_options.record)
    record.path.parent.mkdir(parents=True, exist_ok=True)
    extractor = Extractor.load(Settings())
    client = fuzz_app(extractor)
    rounds = record.rounds()
    while sum(played["done"] for played in rounds) < given_options.calls:
        played = play(len(rounds) + 1, EXAMPLES, extractor, client)
        record.add(played)
        rounds.append(played)
        print(summary(rounds), flush=True)
    print(summary(rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
