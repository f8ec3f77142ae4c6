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


def accept(*offers: str) -> str:
    """The media type among `offers` that the request's `Accept` likes best, the first of equals.

    Raises Problem `not-acceptable`, which lists the offers, where it leaves all of them out.
    """
    qualities = {value.partition(";")[0].strip(): quality for value, quality in reversed(request.accept_mimetypes)}

    def quality(offer: str) -> float:
        ranges = (offer, offer.partition("/")[0] + "/*", "*/*")  # the most specific one counts
        return next((qualities[known] for known in ranges if known in qualities), 0) if qualities else 1

    best = max(offers, key=quality)
    if not quality(best):
        raise Problem("not-acceptable", f"This path gives {', '.join(offers)}.", available=list(offers))
    return best


def body_type(*read_here: str, encodings: tuple[str, ...] = ("identity",)) -> str:
    """The media type of the request's body. Raises Problem where it is another, is not in UTF-8, or is compressed in a
    way that `encodings` does not have."""
    media_type = request.mimetype
    if media_type not in read_here:
        known = ", ".join(read_here)
        raise Problem("unsupported-media-type", f"`Content-Type` must be one of: {known}.", headers={"Accept": known})
    if request.headers.get("Content-Encoding", "identity").lower() not in encodings:
        headers = {"Accept-Encoding": ", ".join(encodings)}
        detail = "The body must not be compressed." if len(encodings) == 1 else "The body may be compressed with gzip."
        raise Problem("unsupported-media-type", detail, headers=headers)
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if media_type != HTML and charset not in UTF8:  # a page may be in any: it says which
        raise Problem("unsupported-media-type", "The only `charset` is UTF-8.")
    return media_type
