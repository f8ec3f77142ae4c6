"""Logs by structlog, a line an event. Nothing of an article is logged: no body, query, or message of an exception."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

from service.settings import Settings

# They read pages and tell of it, with words of the page in it.
TALKATIVE = ("trafilatura", "htmldate", "courlan", "justext")

logger: structlog.stdlib.BoundLogger = structlog.get_logger("copydesk")


def configure(settings: Settings) -> None:
    """Lines on standard error, as JSON or for people to read, from `log_level` up. Libraries that talk are silent."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    renderer: Any = (
        structlog.processors.JSONRenderer() if settings.log_format == "json" else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[settings.log_level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def fault(error: Exception) -> None:
    """An exception that nobody expected: its type and where it came from. Its message may hold the article's words."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    logger.error("fault", error=type(error).__name__, at=frames)
