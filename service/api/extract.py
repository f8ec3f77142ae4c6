"""POST /v1/extract: one article in, what is in it out."""

from __future__ import annotations

import time
from collections.abc import Callable

import attrs
from flask import Response, request
from flask_smorest import Blueprint
from werkzeug.exceptions import HTTPException

from . import parsing
from .desk import Desk, desk
from .negotiation import HTML, JSON, PLAIN_TEXT, accept, body_type
from .parsing import Asked
from .problems import BROKE_OFF, Problem, as_problem
from .rendering import render
from .schemas import ExtractionSchema, ExtractRequest

blueprint = Blueprint("extract", __name__, url_prefix="/v1")


@blueprint.post("/extract")
@blueprint.doc(requestBody={"content": {JSON: {"schema": ExtractRequest}, PLAIN_TEXT: {}, HTML: {}}})
@blueprint.alt_response(200, schema=ExtractionSchema)
def extract() -> Response:
    here = desk()
    accept(JSON)
    media_type = body_type(JSON, PLAIN_TEXT, HTML)
    request.max_content_length = here.settings.max_bytes
    body = whole_body()  # before a slot is taken: a slow sender holds none
    query, longest = request.args, here.settings.max_characters
    with here.admission.request():
        return Response(answer(lambda: parsing.read(media_type, body, query, longest), here), content_type=JSON)


def whole_body() -> bytes:
    """Raises Problem `bad-request` where the body broke off."""
    try:
        body = request.get_data(cache=False)
        if len(body) == (request.content_length or len(body)):
            return body
    except HTTPException:  # too large
        raise
    except Exception as error:  # the server's own, for chunks that are none
        raise Problem("bad-request", BROKE_OFF) from error
    raise Problem("bad-request", BROKE_OFF)


def answer(parse: Callable[[], Asked], here: Desk) -> bytes:
    """Read an article once a slot is free. Raises Problem."""
    deadline = time.monotonic() + here.settings.deadline_seconds
    try:
        with here.admission.slot(deadline), here.metrics.reading.track_inprogress():
            asked = parse()
            extraction = here.extractor.extract(attrs.evolve(asked.article, deadline=deadline))
            if asked.gives_text:
                report = attrs.evolve(extraction.article, text=asked.article.text)
                extraction = attrs.evolve(extraction, article=report)
            body = render(extraction, asked.article.text, asked.offsets)
    except Exception as error:
        problem = as_problem(error)
        here.metrics.failed(problem.type.name)
        raise problem from None
    here.metrics.read(extraction.article.words)
    return body
