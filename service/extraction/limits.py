"""Whether an article may be read on: asked between the rooms, and in whatever loop inside one takes long."""

from __future__ import annotations

import time

from .errors import Cancelled, DeadlineExceeded
from .model import Article


def in_time(article: Article, step: str) -> None:
    """Raises DeadlineExceeded where the deadline has passed before a step, Cancelled where nobody wants it any more."""
    if article.deadline is not None and time.monotonic() > article.deadline:
        raise DeadlineExceeded(f"The article was not read within its deadline; it came as far as {step}.")
    if article.cancelled is not None and article.cancelled():
        raise Cancelled("Nobody waits for this article any more.")
