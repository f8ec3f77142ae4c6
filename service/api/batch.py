"""POST /v1/extract/batch: a request a line in, an answer a line out, in the same order, as they are read.

An answer is a document of any format that is one line. Nothing is read ahead: what the client does not take, or the
slots have no time for, stays with the client, and memory holds one line and its answer.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any

from flask import Response, request, stream_with_context
from flask_smorest import Blueprint

from . import caller, encoding, parsing
from .admission import busy
from .desk import Desk, desk
from .envelope import wait_for_rate
from .extract import answer
from .formats import FORMATS, Format
from .intake import gunzip
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
    body_type(NDJSON, encodings=("identity", "gzip"))
    here = desk()
    admitted = ExitStack()  # left when the answer is over, not when this function is
    admitted.enter_context(here.admission.stream())
    body = chunks(request.stream)
    written = answers(gunzip(body) if encoding.comes_packed() else body, here, form, caller.gone())
    if pack := encoding.wants_packed():
        written = encoding.packed_stream(written)
    response = Response(stream_with_context(written), content_type=NDJSON)
    response.call_on_close(admitted.close)
    response.vary.add("Accept-Encoding")
    return encoding.as_packed(response) if pack else response


def answers(body: Iterable[bytes], here: Desk, form: Format, gone: Callable[[], bool]) -> Iterator[bytes]:
    """One line for each that is not blank: a document, or a problem with the number of the line, from 1."""
    stop_by: float | None = None
    for number, line in enumerate(lines(body, here.settings.max_bytes), 1):
        if isinstance(line, bytes) and not line.strip():
            continue
        if stop_by is None and here.stopping.is_set():
            stop_by = time.monotonic() + here.settings.deadline_seconds / 2
        if stop_by is not None and time.monotonic() >= stop_by:
            yield dump({**busy("The service stops: this line was not read, nor any behind it.").body(), "line": number})
            return
        try:
            wait_for_rate()
            yield answer(partial(parse, line, here), here, form, gone=gone) + b"\n"
        except Exception as error:
            yield dump({**as_problem(error).body(), "line": number}) + b"\n"


def parse(line: bytes | Problem, here: Desk) -> Asked:
    """What one line asks. Raises Problem."""
    if isinstance(line, Problem):
        raise line
    return parsing.read_line(line, here.settings.max_characters)


def chunks(stream: Any) -> Iterator[bytes]:
    """What comes in, as it comes: up to the end of a line, or a CHUNK."""
    while piece := stream.readline(CHUNK):
        yield piece


def lines(
    body: Iterable[bytes], longest: int, broken: tuple[type[Exception], ...] = (Exception,)
) -> Iterator[bytes | Problem]:
    """The lines of a body; a problem for one that is too long, which is not kept, and where the body breaks off:
    where reading it raises one of `broken`."""
    line, too_long = bytearray(), False
    try:
        for piece in body:
            for part in io.BytesIO(piece):  # its lines: unpacked pieces may have many
                too_long = too_long or len(line) + len(part.rstrip(b"\n")) > longest
                line = bytearray() if too_long else line + part
                if part.endswith(b"\n"):
                    yield line_too_long(longest) if too_long else bytes(line)
                    line, too_long = bytearray(), False
    except Problem as problem:  # it is not gzip, or was cut
        yield problem
        return
    except broken:  # the server's own, for chunks that are none
        yield Problem("bad-request", BROKE_OFF)
        return
    if line or too_long:
        yield line_too_long(longest) if too_long else bytes(line)


def line_too_long(limit: int) -> Problem:
    return Problem("body-too-large", f"A line may have up to {limit} bytes.", limit=limit)
