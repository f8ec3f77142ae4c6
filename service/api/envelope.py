"""What every request and response has: an id, a key where keys are set, headers, a line in the log, a count."""

from __future__ import annotations

import hmac
import re
import time
import uuid

from flask import Flask, Response, g, request

from .desk import desk
from .logs import logger
from .problems import Problem

_SANE_ID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")

# Nothing but our own files: no inline script, no other host. A page that needs more says so itself.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def install(app: Flask) -> None:
    app.before_request(begin)
    app.before_request(authorize)
    app.after_request(finish)


def begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if _SANE_ID.fullmatch(given) else uuid.uuid4().hex
    g.began = time.monotonic()


def authorize() -> None:
    """Raises Problem `unauthorized` for a path under /v1 without one of the keys, where keys are set."""
    keys = desk().settings.keys
    if not keys or not request.path.startswith("/v1/") or request.method == "OPTIONS":
        return
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    given = token.strip() if scheme.lower() == "bearer" else request.headers.get("X-API-Key", "")
    # All keys are compared, each in constant time: how long it takes tells nothing.
    if not sum(hmac.compare_digest(given.encode(), key.encode()) for key in keys):
        raise Problem(
            "unauthorized",
            "Give an API key in `Authorization: Bearer` or in `X-API-Key`.",
            headers={"WWW-Authenticate": 'Bearer realm="copydesk"'},
        )


def finish(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("Cache-Control", "no-store" if request.method == "POST" else "no-cache")
    count_at_end(response)
    return response


def count_at_end(response: Response) -> None:
    """A streamed answer is not over when its head is sent: it is counted when it is closed."""
    metrics = desk().metrics
    rule = request.url_rule.rule if request.url_rule else None
    method, began, request_id, problem = request.method, g.began, g.request_id, g.get("problem")

    def count() -> None:
        seconds = time.monotonic() - began
        metrics.answered(method, rule, response.status_code, seconds)
        logger.info(
            "request",
            method=method,
            route=rule,
            status=response.status_code,
            problem=problem,
            seconds=round(seconds, 4),
            request_id=request_id,
        )

    response.call_on_close(count)
