"""POST /v1/extract/batch: a request a line in, an answer a line out, in the same order, as they are read.

An answer is a document of any format that is one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from typing import IO

from flask import Response, request, stream_with_context
from flask_smorest import Blueprint

from . import parsing
from .desk import Desk, desk
from .extract import answer
from .formats import FORMATS, Format
from .negotiation import NDJSON, accept, body_type
from .parsing import Asked
from .problems import BROKE_OFF, Problem, as_problem
from .rendering import dump
from .schemas import BatchQuery

blueprint = Blueprint("batch", __name__, url_prefix="/v1")

CHUNK = 65_536  # bytes
BATCH_QUERY = BatchQuery()


@blueprint.post("/extract/batch")
@blueprint.doc(requestBody={"content": {NDJSON: {}}})
@blueprint.alt_response(200, content_type=NDJSON)
def batch() -> Response:
    accept(NDJSON)
    form = FORMATS[parsing.load(BATCH_QUERY, parsing.from_query(request.args)).get("format", "json")]
    body_type(NDJSON)
    here = desk()
    admitted = ExitStack()  # left when the answer is over, not when this function is
    admitted.enter_context(here.admission.request())
    response = Response(stream_with_context(answers(request.stream, here, form)), content_type=NDJSON)
    response.call_on_close(admitted.close)
    return response


def answers(stream: IO[bytes], here: Desk, form: Format) -> Iterator[bytes]:
    """One line for each that is not blank: a document, or a problem with the number of the line, from 1."""
    for number, line in enumerate(lines(stream, here.settings.max_bytes), 1):
        if isinstance(line, bytes) and not line.strip():
            continue
        try:
            yield answer(partial(parse, line, here), here, form) + b"\n"
        except Exception as error:
            yield dump({**as_problem(error).body(), "line": number}) + b"\n"


def parse(line: bytes | Problem, here: Desk) -> Asked:
    """What one line asks. Raises Problem."""
    if isinstance(line, Problem):
        raise line
    return parsing.read_line(line, here.settings.max_characters)


def lines(
    stream: IO[bytes], longest: int, broken: tuple[type[Exception], ...] = (Exception,)
) -> Iterator[bytes | Problem]:
    """The lines of a stream; a problem for one that is too long, which is not kept, and where the stream breaks off:
    where reading it raises one of `broken`."""
    line, too_long = bytearray(), False
    try:
        while piece := stream.readline(CHUNK):
            too_long = too_long or len(line) + len(piece.rstrip(b"\n")) > longest
            line = bytearray() if too_long else line + piece
            if piece.endswith(b"\n"):
                yield line_too_long(longest) if too_long else bytes(line)
                line, too_long = bytearray(), False
    except broken:  # the server's own, for chunks that are none
        yield Problem("bad-request", BROKE_OFF)
        return
    if line or too_long:
        yield line_too_long(longest) if too_long else bytes(line)


def line_too_long(limit: int) -> Problem:
    return Problem("body-too-large", f"A line may have up to {limit} bytes.", limit=limit)
