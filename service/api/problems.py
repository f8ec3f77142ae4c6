"""Everything that can be wrong with a request, as RFC 9457 problems: one table of types, one handler.

A problem's body is deterministic and holds nothing of the article; its `instance` is the path that was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import asdict, frozen
from flask import Response, g, request
from werkzeug.exceptions import ClientDisconnected, HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge
from werkzeug.http import HTTP_STATUS_CODES

from service.extraction import Cancelled, DeadlineExceeded, InvalidText, UnsupportedLanguage

from . import logs
from .desk import desk
from .rendering import dump

MEDIA_TYPE = "application/problem+json"
URI = "urn:copydesk:problem:"
BROKE_OFF = "The body broke off."
MOST_ERRORS = 50  # a body with a hundred thousand wrong fields is told of the first fifty


@frozen
class ProblemType:
    name: str
    status: int
    title: str
    meaning: str

    @property
    def uri(self) -> str:
        return "about:blank" if self is UNLISTED else URI + self.name


UNLISTED = ProblemType("unlisted", 500, "Unknown status", "What HTTP has a status for and this table no type")

PROBLEM_TYPES = {
    known.name: known
    for known in (
        ProblemType("bad-request", 400, "Bad request", "The request can't be read as HTTP has it, or broke off"),
        ProblemType("not-json", 400, "Not JSON", "The body is said to be JSON and is not"),
        ProblemType("not-utf8", 400, "Not UTF-8", "The body's bytes are not UTF-8"),
        ProblemType("unauthorized", 401, "No valid API key", "API keys are set, and the request has none that fits"),
        ProblemType("not-found", 404, "Not found", "There is nothing at this path"),
        ProblemType("method-not-allowed", 405, "Method not allowed", "The path has other methods: see `Allow`"),
        ProblemType("not-acceptable", 406, "Not acceptable", "`Accept` leaves out what the path can give"),
        ProblemType("request-timeout", 408, "Request timeout", "The request did not come in in time"),
        ProblemType("cancelled", 409, "Cancelled", "In results: the job was cancelled before the article was read"),
        ProblemType("body-too-large", 413, "Body too large", "The body has more bytes than `limit`"),
        ProblemType("text-too-long", 413, "Text too long", "The article has more characters than `limit`"),
        ProblemType("too-many-articles", 413, "Too many articles", "A job has more articles than `limit`"),
        ProblemType(
            "unsupported-media-type",
            415,
            "Unsupported media type",
            "`Content-Type` or `Content-Encoding` is not read here",
        ),
        ProblemType(
            "range-not-satisfiable", 416, "Range not satisfiable", "`Range` asks for bytes that the results don't have"
        ),
        ProblemType(
            "invalid-request", 422, "Invalid request", "Fields are wrong: `errors` has each with its JSON pointer"
        ),
        ProblemType(
            "unsupported-language",
            422,
            "Unsupported language",
            "The article is not in English: `detected` is what it is in",
        ),
        ProblemType("no-article", 422, "No article in the page", "The HTML page has no main text"),
        ProblemType(
            "idempotency-key-reused",
            422,
            "Idempotency key reused",
            "`Idempotency-Key` was sent before, with other articles",
        ),
        ProblemType(
            "rate-limited",
            429,
            "Rate limited",
            "More articles than a key may have in a minute: try after `Retry-After`",
        ),
        ProblemType("internal-error", 500, "Internal error", "A fault of ours; the log has it under the request's id"),
        ProblemType("abandoned", 500, "Abandoned", "In results: workers died reading the article"),
        ProblemType(
            "busy", 503, "Too busy", "All slots are taken and the queue is full: try after `Retry-After` seconds"
        ),
        ProblemType("not-ready", 503, "Not ready", "The model or the gazetteer does not work"),
        ProblemType("jobs-full", 503, "No room for jobs", "The store of jobs, or its disk, is full: try later"),
        ProblemType("jobs-unavailable", 503, "Jobs unavailable", "Jobs are switched off, or their store does not work"),
        ProblemType(
            "deadline-exceeded", 504, "Deadline exceeded", "The article was not read in the time that is allowed"
        ),
    )
}


@frozen
class FieldError:
    """`pointer` is an RFC 6901 JSON pointer into the request."""

    pointer: str
    detail: str


class Problem(Exception):
    """Raise it anywhere in a handler; `extensions` are members of the body beside the standard ones."""

    def __init__(
        self,
        name: str,
        detail: str,
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **extensions: Any,
    ) -> None:
        super().__init__(name)
        self.type = UNLISTED if name == UNLISTED.name else PROBLEM_TYPES[name]
        self.status = self.type.status
        self.title = self.type.title
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.extensions = extensions

    @classmethod
    def unlisted(cls, error: HTTPException) -> Problem:
        """What HTTP has a status for and our table no type: `about:blank`, titled as the status, as RFC 9457 says."""
        problem = cls(UNLISTED.name, error.description or "")
        problem.status = error.code or problem.status
        problem.title = HTTP_STATUS_CODES.get(problem.status, problem.title)
        return problem

    def body(self, instance: str | None = None) -> dict[str, Any]:
        """RFC 9457. `instance` is the path that was asked for, unless given: where there is no request."""
        return {
            "type": self.type.uri,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": request.path if instance is None else instance,
            "errors": [asdict(error) for error in self.errors[:MOST_ERRORS]],
            **self.extensions,
        }


def as_problem(error: Exception) -> Problem:
    """The problem that an exception is. One that nobody expected is logged, without its message, and is ours."""
    match error:
        case Problem():
            return error
        case InvalidText():
            return Problem("invalid-request", "The text can't be read.", [FieldError("/text", str(error))])
        case UnsupportedLanguage():
            return Problem(
                "unsupported-language", str(error), [FieldError("/text", str(error))], detected=error.detected
            )
        case Cancelled():
            return Problem("bad-request", "The client hung up.")
        case DeadlineExceeded():
            return Problem("deadline-exceeded", str(error))
        case NotFound():
            return Problem("not-found", "There is nothing at this path; /openapi.yaml lists what there is.")
        case MethodNotAllowed():
            allowed = ", ".join(sorted(error.valid_methods or ()))
            return Problem("method-not-allowed", f"Here you can use: {allowed}.", headers={"Allow": allowed})
        case RequestEntityTooLarge():
            limit = desk().settings.max_bytes
            return Problem("body-too-large", f"The body may have up to {limit} bytes.", limit=limit)
        case ClientDisconnected():
            return Problem("bad-request", BROKE_OFF)
        case HTTPException():
            return Problem.unlisted(error)
        case _:
            logs.fault(error)
            return Problem("internal-error", "This is a fault of the service, and is in its log.")


def handle(error: Exception) -> Response:
    """Flask's error handler, the only one."""
    problem = as_problem(error)
    g.problem = problem.type.name
    return Response(dump(problem.body()), problem.status, problem.headers, content_type=MEDIA_TYPE)
