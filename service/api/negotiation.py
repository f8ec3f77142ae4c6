"""Media types, and what the caller is willing to get."""

from __future__ import annotations

from typing import Final

from flask import request

from .problems import Problem

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
PLAIN_TEXT: Final = "text/plain"
HTML: Final = "text/html"


def accept(media_type: str) -> None:
    """Raises Problem `not-acceptable` where the request's `Accept` leaves `media_type` out."""
    qualities = {value.partition(";")[0].strip(): quality for value, quality in reversed(request.accept_mimetypes)}
    ranges = (media_type, media_type.partition("/")[0] + "/*", "*/*")  # the most specific one counts
    if qualities and not next((qualities[known] for known in ranges if known in qualities), 0):
        raise Problem("not-acceptable", f"This path gives {media_type}.")
