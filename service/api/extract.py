"""POST /v1/extract: one article in, what is in it out."""

from __future__ import annotations

import time

import attrs
from flask import Response, request
from flask_smorest import Blueprint

from . import parsing
from .desk import Desk, desk
from .negotiation import HTML, JSON, PLAIN_TEXT, accept
from .parsing import Asked
from .problems import as_problem
from .rendering import render
from .schemas import ExtractionSchema, ExtractRequest

blueprint = Blueprint("extract", __name__, url_prefix="/v1")


@blueprint.post("/extract")
@blueprint.doc(requestBody={"content": {JSON: {"schema": ExtractRequest}, PLAIN_TEXT: {}, HTML: {}}})
@blueprint.alt_response(200, schema=ExtractionSchema)
def extract() -> Response:
    accept(JSON)
    here = desk()
    asked = parsing.read(request, here.settings.max_characters)
    with here.admission.request():
        return Response(answer(asked, here), content_type=JSON)


def answer(asked: Asked, here: Desk) -> bytes:
    """Read an article once a slot is free. Raises Problem, ExtractionError."""
    try:
        deadline = time.monotonic() + here.settings.deadline_seconds
        with here.admission.slot(deadline), here.metrics.reading.track_inprogress():
            extraction = here.extractor.extract(attrs.evolve(asked.article, deadline=deadline))
            if asked.gives_text:
                report = attrs.evolve(extraction.article, text=asked.article.text)
                extraction = attrs.evolve(extraction, article=report)
            body = render(extraction, asked.article.text, asked.offsets)
    except Exception as error:
        problem = as_problem(error)
        here.metrics.failed(problem.type.name)
        raise problem from error
    here.metrics.read(extraction.article.words)
    return body
