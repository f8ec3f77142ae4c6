"""POST /v1/extract: one article in, what is in it out, in the format that was asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext

import attrs
from flask import Response, request
from flask_smorest import Blueprint
from werkzeug.datastructures import MultiDict

from service.extraction import Section

from . import caller, encoding, intake, parsing
from .desk import Desk, desk
from .envelope import take_rate
from .formats import FORMATS, Format, Reading
from .negotiation import HTML, JSON, PLAIN_TEXT, accept, body_type
from .parsing import Asked
from .problems import as_problem
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
    media_type = body_type(JSON, PLAIN_TEXT, HTML, encodings=("identity", "gzip"))
    body = whole_body(here)
    pack = encoding.wants_packed()
    tag = here.answers.tag(form.media_type, section, request.query_string, media_type, body)
    shown = f"{tag}-gzip" if pack else tag
    response = Response(content_type=form.content_type)
    if request.if_none_match.contains_weak(shown) and not request.if_none_match.star_tag:
        response.status_code = 304
        del response.headers["Content-Type"]
    else:
        take_rate()
        longest = here.settings.max_characters
        written = here.answers.kept(tag)
        if written is None:
            with here.admission.request():
                written = answer(
                    lambda: parsing.read(media_type, body, query, longest), here, form, section, gone=caller.gone()
                )
            here.answers.keep(tag, written)
        pack = pack and len(written) > encoding.WORTH_IT
        response.data = encoding.packed(written) if pack else written
    if pack:
        encoding.as_packed(response)
    response.set_etag(shown)
    response.headers["Cache-Control"] = "private, no-cache"  # one's own, to ask again with its tag
    response.vary.update(("Accept", "Accept-Encoding"))
    return response


def wanted(args: MultiDict[str, str]) -> tuple[Format, Section, MultiDict[str, str]]:
    """The format and the section that are asked for, and the rest of the query.

    `?format=` counts before `Accept`, which not every client can set. Raises Problem.
    """
    asked = parsing.load(FORMAT_QUERY, parsing.from_query(args))
    form = FORMATS[asked["format"]] if "format" in asked else OFFERS[accept(*OFFERS)]
    rest = MultiDict((name, value) for name, value in args.items(multi=True) if name not in FORMAT_QUERY.fields)
    return form, asked.get("section", "figures"), rest


def whole_body(here: Desk) -> bytes:
    """The body, unpacked. Raises Problem `body-too-large`, `bad-request` where it broke off.

    One whose length is not told was not waited for at the door: it takes a place while it comes in.
    """
    length = request.content_length
    admitted = here.admission.stream() if length is None and request.environ.get("wsgi.input_terminated") else None
    with admitted or nullcontext():
        body = intake.pieces(request.stream, length=length, gzip=encoding.comes_packed(), limit=here.settings.max_bytes)
        return b"".join(body)


def answer(
    parse: Callable[[], Asked],
    here: Desk,
    form: Format,
    section: Section = "figures",
    gone: Callable[[], bool] = lambda: False,
) -> bytes:
    """Read an article once a slot is free, and write what is in it. Raises Problem; stops where `gone()` says so."""
    deadline = time.monotonic() + here.settings.deadline_seconds
    try:
        with here.admission.slot(deadline, gone), here.metrics.reading.track_inprogress():
            asked = parse()
            article = attrs.evolve(asked.article, deadline=deadline, cancelled=gone)
            extraction = here.extractor.extract(article, asked.parse)
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
