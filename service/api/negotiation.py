"""What the caller is willing to get."""

from __future__ import annotations

from flask import request

from .problems import Problem


def accept(media_type: str) -> None:
    """Raises Problem `not-acceptable` where the request's `Accept` leaves `media_type` out."""
    if request.accept_mimetypes and not request.accept_mimetypes[media_type]:
        raise Problem("not-acceptable", f"This path gives {media_type}.")
