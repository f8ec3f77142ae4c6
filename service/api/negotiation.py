"""Media types: what the caller sends, and what it is willing to get."""

from __future__ import annotations

from typing import Final

from flask import request

from .problems import Problem

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
PLAIN_TEXT: Final = "text/plain"
HTML: Final = "text/html"
UTF8: Final = frozenset({"utf-8", "utf8", "us-ascii"})


def accept(media_type: str) -> None:
    """Raises Problem `not-acceptable` where the request's `Accept` leaves `media_type` out."""
    qualities = {value.partition(";")[0].strip(): quality for value, quality in reversed(request.accept_mimetypes)}
    ranges = (media_type, media_type.partition("/")[0] + "/*", "*/*")  # the most specific one counts
    if qualities and not next((qualities[known] for known in ranges if known in qualities), 0):
        raise Problem("not-acceptable", f"This path gives {media_type}.")


def body_type(*read_here: str) -> str:
    """The media type of the request's body. Raises Problem where it is another, is compressed, or is not in UTF-8."""
    media_type = request.mimetype
    if media_type not in read_here:
        known = ", ".join(read_here)
        raise Problem("unsupported-media-type", f"`Content-Type` must be one of: {known}.", headers={"Accept": known})
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        headers = {"Accept-Encoding": "identity"}
        raise Problem("unsupported-media-type", "The body must not be compressed.", headers=headers)
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if media_type != HTML and charset not in UTF8:  # a page may be in any: it says which
        raise Problem("unsupported-media-type", "The only `charset` is UTF-8.")
    return media_type
