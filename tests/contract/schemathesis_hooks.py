"""What schemathesis has to be told of our media types, and a check of our own."""

from __future__ import annotations

from typing import Any

import schemathesis

# What a schema can't say of an article, and its good data may therefore hold; nor of a job, what came before.
BEYOND_SCHEMAS = frozenset(
    {
        "urn:copydesk:problem:unsupported-language",
        "urn:copydesk:problem:no-article",
        "urn:copydesk:problem:idempotency-key-reused",
    }
)
BEYOND_PATHS = frozenset({"/v1/jobs", "/v1/jobs/{job_id}/results"})  # whose webhook, whose `after` depends on the case


@schemathesis.serializer("text/html", "application/x-ndjson")
def as_text(context: Any, value: Any) -> bytes:
    return str(value).encode()


@schemathesis.check
def good_data_is_refused_for_its_language_alone(context: Any, response: Any, case: Any) -> None:
    """A 422 for data that keeps to the schema is one that no schema could have foreseen."""
    mode = case.meta.generation.mode if case.meta else None
    if response.status_code == 422 and mode == schemathesis.GenerationMode.POSITIVE and case.path not in BEYOND_PATHS:
        assert response.json()["type"] in BEYOND_SCHEMAS, response.json()


@schemathesis.check
def problems_are_problems(context: Any, response: Any, case: Any) -> None:
    """Every error is application/problem+json with a type of ours, and every response has its id."""
    assert response.headers["x-request-id"]
    if response.status_code >= 400:
        assert response.headers["content-type"] == ["application/problem+json"], response.headers
        assert response.json()["type"].startswith("urn:copydesk:problem:")
        assert response.json()["status"] == response.status_code
