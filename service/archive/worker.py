"""Who reads pieces: loads the model once, then takes one piece after the other.

Each article ends in one row of `articles` or one of `problems`, even if it kills the process that reads it: a piece
that was begun before is read with a note of the article in hand, so that the one over which workers die is known, and
given up after MAX_ATTEMPTS of them. An article on which a step hangs ends its worker, too.
"""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Any, Final

import attrs
from attrs import frozen
from werkzeug.datastructures import MultiDict

from service.api import logs, parsing
from service.api.negotiation import JSON
from service.api.problems import Problem, as_problem
from service.extraction import Extractor
from service.jobs.model import MAX_ATTEMPTS, longest
from service.jobs.runner import HUNG, Watch
from service.settings import Settings

from .output import Begun, Output
from .source import Article, Piece
from .tables import Writer, of_extraction, of_problem

if TYPE_CHECKING:
    from service.extraction import Extraction

AT_ONCE: Final = 64  # articles whose rows are held as Python's objects
ABANDONED: Final = "Each worker that read this article died, or was stopped hard."


@frozen(kw_only=True)
class Done:
    """A piece that is done, by whom and when it may be: how many articles it has, and how many of them are problems."""

    articles: int
    failed: int
    share: int
    before: bool


class Worker:
    """`query`: what is said of each article that does not say it itself, as parameters of a request."""

    def __init__(self, extractor: Extractor, output: Output, query: dict[str, str], settings: Settings) -> None:
        self._extractor, self._output, self._settings = extractor, output, settings
        self._query = MultiDict(query)
        self._watch = Watch(longest(settings.deadline_seconds))
        threading.Thread(target=self._end_what_hangs, name="watch", daemon=True).start()

    @classmethod
    def load(cls, output: Output, query: dict[str, str], settings: Settings) -> Worker:
        """Raises ModelError."""
        logs.configure(settings)
        return cls(Extractor.load(settings), output, query, settings)

    def read(self, piece: Piece) -> Done:
        """Raises OSError where the output can't be written."""
        if before := piece.done or self._output.has(piece.name):
            read, failed = (self._output.rows(table, piece.name) for table in ("articles", "problems"))
        else:
            read, failed = self._read(piece)
        return Done(articles=read + failed, failed=failed, share=piece.share, before=before)

    def _read(self, piece: Piece) -> tuple[int, int]:
        begun, failed = self._output.begun(piece.name), 0
        if begun is None:
            self._output.note(piece.name, Begun())
        written = Writer()
        for count, article in enumerate(piece.articles, 1):
            key: dict[str, Any] = {"article": f"{piece.file}#{article.line}", "article_id": id_of(article)}
            found_in = {"file": piece.file, "line": article.line}
            try:
                extraction = self._extract(article, piece, begun)
                for table, row in of_extraction(extraction, key, found_in):
                    written.add(table, row)
            except Exception as error:  # one that fails fails alone
                failed += 1
                written.add("problems", of_problem(as_problem(error), key, found_in))
            if count % AT_ONCE == 0:
                written.pack()
        if begun is not None:
            self._output.note(piece.name, begun)
        self._output.write(piece.name, written)
        return len(piece.articles) - failed, failed

    def _extract(self, article: Article, piece: Piece, begun: Begun | None) -> Extraction:
        """Raises what is wrong with the article: Problem, ExtractionError."""
        if article.problem:
            raise Problem(*article.problem)
        if begun is not None:
            if begun.deaths.get(article.line, 0) >= MAX_ATTEMPTS:
                raise Problem("abandoned", ABANDONED)
            self._output.note(piece.name, attrs.evolve(begun, in_hand=article.line))
        asked = parsing.read(JSON, article.body, self._query, self._settings.max_characters)
        deadline = time.monotonic() + self._settings.deadline_seconds
        with self._watch.reading():
            return self._extractor.extract(attrs.evolve(asked.article, deadline=deadline))

    def _end_what_hangs(self) -> None:
        while not self._watch.overdue:
            time.sleep(1)
        logs.logger.warning("archive-hung")
        os._exit(HUNG)


def id_of(article: Article) -> str | None:
    """The caller's id, where one can be made out."""
    try:
        known = parsing.parse_json(article.body)
    except Problem:
        return None
    found = known.get("id") if isinstance(known, dict) else None
    return found.encode("utf-8", "replace").decode() if isinstance(found, str) else None
