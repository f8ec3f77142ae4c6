"""POST /v1/extract: one article in, what is in it out, in the format that was asked for."""

from __future__ import annotations

import time
from collections.abc import Callable

import attrs
from flask import Response, request
from flask_smorest import Blueprint
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from service.extraction import Section

from . import parsing
from .desk import Desk, desk
from .formats import FORMATS, Format, Reading
from .negotiation import HTML, JSON, PLAIN_TEXT, accept, body_type
from .parsing import Asked
from .problems import BROKE_OFF, Problem, as_problem
from .schemas import ExtractionSchema, ExtractRequest, FormatQuery

blueprint = Blueprint("extract", __name__, url_prefix="/v1")


FORMAT_QUERY = FormatQuery()
OFFERS = {known.media_type: known for known in FORMATS.values()}


@blueprint.post("/extract")
@blueprint.doc(
    requestBody={"content": {JSON: {"schema": ExtractRequest}, PLAIN_TEXT: {}, HTML: {}}},
    responses={
        200: {"content": {JSON: {"schema": ExtractionSchema}, **{other: {} for other in OFFERS if other != JSON}}}
    },
)
def extract() -> Response:
    here = desk()
    form, section, query = wanted(request.args)
    media_type = body_type(JSON, PLAIN_TEXT, HTML)
    request.max_content_length = here.settings.max_bytes
    body = whole_body()  # before a slot is taken: a slow sender holds none
    longest = here.settings.max_characters
    with here.admission.request():
        written = answer(lambda: parsing.read(media_type, body, query, longest), here, form, section)
    response = Response(written, content_type=form.content_type)
    response.vary.add("Accept")
    return response


def wanted(args: MultiDict[str, str]) -> tuple[Format, Section, MultiDict[str, str]]:
    """The format and the section that are asked for, and the rest of the query.

    `?format=` counts before `Accept`, which not every client can set. Raises Problem.
    """
    asked = parsing.load(FORMAT_QUERY, parsing.from_query(args))
    form = FORMATS[asked["format"]] if "format" in asked else OFFERS[accept(*OFFERS)]
    rest = MultiDict((name, value) for name, value in args.items(multi=True) if name not in FORMAT_QUERY.fields)
    return form, asked.get("section", "figures"), rest


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


def answer(parse: Callable[[], Asked], here: Desk, form: Format, section: Section = "figures") -> bytes:
    """Read an article once a slot is free, and write what is in it. Raises Problem."""
    deadline = time.monotonic() + here.settings.deadline_seconds
    try:
        with here.admission.slot(deadline), here.metrics.reading.track_inprogress():
            asked = parse()
            extraction = here.extractor.extract(attrs.evolve(asked.article, deadline=deadline))
            reading = Reading.of(
                extraction,
                text=asked.article.text,
                gives_text=asked.gives_text,
                offsets=asked.offsets,
                section=section,
            )
            body = form.write(reading)
    except Exception as error:
        problem = as_problem(error)
        here.metrics.failed(problem.type.name)
        raise problem from None
    here.metrics.read(extraction.article.words)
    return body
