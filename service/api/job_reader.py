"""Reads the articles of jobs as `/v1/extract` reads those of requests, without a request: what workers are handed."""

from __future__ import annotations

import time

import attrs

from service.extraction import Extractor
from service.settings import Settings

from . import parsing
from .intake import TOO_LARGE
from .metrics import Metrics
from .problems import Problem, as_problem
from .rendering import dump, render

PATH = "/v1/jobs"  # the `instance` of problems in results


class JobReader:
    """A `service.jobs.Reader`: an article's answer is, byte for byte, what `/v1/extract` gives for it."""

    def __init__(self, settings: Settings, extractor: Extractor, metrics: Metrics) -> None:
        self._settings = settings
        self._extractor = extractor
        self._metrics = metrics

    def read(self, body: bytes, n: int) -> tuple[bytes, bool]:
        try:
            if body == TOO_LARGE:
                limit = self._settings.max_bytes
                raise Problem("body-too-large", f"An article may have up to {limit} bytes.", limit=limit)
            asked = parsing.read_line(body, self._settings.max_characters)
            deadline = time.monotonic() + self._settings.deadline_seconds
            extraction = self._extractor.extract(attrs.evolve(asked.article, deadline=deadline))
            answer = render(extraction, asked.article.text, asked.offsets)
        except Exception as error:
            return self._failed(as_problem(error), n), True
        self._metrics.read(extraction.article.words)
        return answer, False

    def abandoned(self, n: int) -> bytes:
        return self._failed(Problem("abandoned", "Each worker that read this article died, or was stopped hard."), n)

    def _failed(self, problem: Problem, n: int) -> bytes:
        self._metrics.failed(problem.type.name)
        return in_results(problem, n)


def in_results(problem: Problem, n: int) -> bytes:
    """The line of results that the `n`th article ends in."""
    return dump({**problem.body(PATH), "line": n})


def cancelled(n: int) -> bytes:
    return in_results(Problem("cancelled", "The job was cancelled before this article was read."), n)
