"""The main text of a page, its title and its date, by trafilatura."""

from __future__ import annotations

import datetime as dt

from attrs import frozen
from trafilatura import bare_extraction
from trafilatura.metadata import Document


class NoArticle(ValueError):
    """The page has no main text."""


@frozen
class Page:
    text: str
    title: str | None
    published: dt.date | None


def main_text(page: bytes, url: str | None = None) -> Page:
    """Raises NoArticle. A paragraph is a line of the text."""
    try:
        found = bare_extraction(
            page,
            url=url,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            # The latest date that is believed is fixed: the same page gives the same date on any day.
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2100-01-01"},
        )
    except Exception as error:  # on bytes that are no page its parsers raise what they like
        raise NoArticle from error
    if not isinstance(found, Document) or not found.text or not found.text.strip():
        raise NoArticle
    return Page(found.text, found.title or None, dt.date.fromisoformat(found.date) if found.date else None)
