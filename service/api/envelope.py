"""What every request and response has: an id, a key where keys are set, headers, a line in the log, a count."""

from __future__ import annotations

import math
import re
import time
import uuid

from flask import Flask, Response, g, request
from werkzeug.exceptions import NotFound

from .desk import desk
from .logs import logger
from .problems import Problem

_SANE_ID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")

# Nothing but our own files: no inline script, no other host. A page that needs more says so itself.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}
OPS = ("/health/", "/metrics")

# What a page of another origin may use, where `cors_origins` has it.
CORS_METHODS = "GET, POST, DELETE"
CORS_HEADERS = (
    "Accept, Authorization, Content-Encoding, Content-Type, Idempotency-Key, If-None-Match, X-API-Key, X-Request-ID"
)
CORS_SHOWN = "ETag, Job-State, Link, Location, Retry-After, X-Request-ID"


def install(app: Flask) -> None:
    app.before_request(begin)
    app.before_request(right_port)
    app.before_request(authorize)
    app.after_request(finish)


def begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if _SANE_ID.fullmatch(given) else uuid.uuid4().hex
    g.began = time.monotonic()


def right_port() -> None:
    """Where there are two ports, /health and /metrics are on one and the rest on the other. Raises NotFound."""
    ops_port = desk().settings.ops_port
    if ops_port and (request.environ["SERVER_PORT"] == str(ops_port)) != request.path.startswith(OPS):
        raise NotFound


def authorize() -> None:
    """Raises Problem `unauthorized` for a path under /v1 without one of the keys, where keys are set."""
    g.holder = request.remote_addr or ""
    keys = desk().keys
    if not keys.wanted or not request.path.startswith("/v1/") or request.method == "OPTIONS":
        return
    holder = keys.holder(given_key())
    if holder is None:
        raise Problem(
            "unauthorized",
            "Give an API key in `Authorization: Bearer` or in `X-API-Key`.",
            headers={"WWW-Authenticate": 'Bearer realm="copydesk"'},
        )
    g.holder = holder


def given_key() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else request.headers.get("X-API-Key", "")


def take_rate() -> None:
    """Count an article against the caller's rate. Raises Problem `rate-limited` where it has had its share."""
    if wait := desk().rates.take(g.holder):
        detail = f"A key may have {desk().settings.rate_limit} articles a minute."
        raise Problem("rate-limited", detail, headers={"Retry-After": str(math.ceil(wait))})


def wait_for_rate() -> None:
    """The same for an article of a batch, which comes when its turn has come: the batch is slower, not refused."""
    while wait := desk().rates.take(g.holder):
        time.sleep(min(wait, 1.0))


def finish(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    share(response)
    response.headers.setdefault("Cache-Control", "no-store" if request.method == "POST" else "no-cache")
    count_at_end(response)
    return response


def share(response: Response) -> None:
    """CORS: let the page that asks have the answer, where its origin is on the list."""
    allowed = desk().settings.origins
    if not allowed or not request.path.startswith("/v1/"):
        return
    origin = request.headers.get("Origin", "")
    response.vary.add("Origin")
    if origin not in allowed and "*" not in allowed:
        return
    response.headers["Access-Control-Allow-Origin"] = "*" if "*" in allowed else origin
    response.headers["Access-Control-Expose-Headers"] = CORS_SHOWN
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = CORS_METHODS
        response.headers["Access-Control-Allow-Headers"] = CORS_HEADERS
        response.headers["Access-Control-Max-Age"] = "600"


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
