"""POST /v1/extract/batch: a request a line in, an answer a line out, in the same order, as they are read.

An answer is a document of any format that is one line. Nothing is waited for while a line is there to be answered. Of
lines that came together, a few are parsed at once, since that costs less; what the client does not take, or the slots
have no time for, stays with the client: memory holds one line, or as many as make a CHUNK, AHEAD parses and an answer.
"""

from __future__ import annotations

import io
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from itertools import chain
from typing import Any

import attrs
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
AHEAD = 8  # lines that are parsed at once: as long as that takes, others wait for a slot
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
    for number, ask in enumerate(asks(body, here), 1):
        if ask is None:
            continue
        if stop_by is None and here.stopping.is_set():
            stop_by = time.monotonic() + here.settings.deadline_seconds / 2
        if stop_by is not None and time.monotonic() >= stop_by:
            yield dump({**busy("The service stops: this line was not read, nor any behind it.").body(), "line": number})
            return
        try:
            wait_for_rate()
            yield answer(ask, here, form, gone=gone) + b"\n"
        except Exception as error:
            yield dump({**as_problem(error).body(), "line": number}) + b"\n"


def asks(body: Iterable[bytes], here: Desk) -> Iterator[Callable[[], Asked] | None]:
    """For each line what gives its question, to be asked once there is a slot; None for a blank one."""
    for lines in lines_together(body, here.settings.max_bytes):
        for first in range(0, len(lines), AHEAD):
            some = lines[first : first + AHEAD]
            together = Together([line for line in some if isinstance(line, Problem) or line.strip()], here)
            for line in some:
                yield together.next if isinstance(line, Problem) or line.strip() else None


class Together:
    """Lines that came together: their articles are parsed at once when the first of them has its slot."""

    def __init__(self, lines: list[bytes | Problem], here: Desk) -> None:
        self._lines, self._here = lines, here
        self._asked: deque[Asked | Exception] = deque()

    def next(self) -> Asked:
        """What the next line asks. Raises Problem."""
        if self._lines:
            self._asked.extend(self._parsed([self._ask(line) for line in self._lines]))
            self._lines = []
        found = self._asked.popleft()
        if isinstance(found, Exception):
            raise found
        return found

    def _ask(self, line: bytes | Problem) -> Asked | Exception:
        if isinstance(line, Problem):
            return line
        try:
            return parsing.read_line(line, self._here.settings.max_characters)
        except Exception as error:  # told in its turn
            return error

    def _parsed(self, asked: list[Asked | Exception]) -> list[Asked | Exception]:
        sound = {n: one for n, one in enumerate(asked) if isinstance(one, Asked)}
        if len(sound) > 1:
            with suppress(Exception):  # each is read alone then, and fails alone
                parses = self._here.extractor.parse_ahead([one.article for one in sound.values()])
                for (n, one), parse in zip(sound.items(), parses, strict=True):
                    asked[n] = attrs.evolve(one, parse=parse)
        return asked


def chunks(stream: Any) -> Iterator[bytes]:
    """What comes in, as it comes."""
    read = getattr(stream, "read1", stream.read)  # where there is no `read1`, `read` waits for no more than there is
    while piece := read(CHUNK):
        yield piece


def lines_together(
    body: Iterable[bytes], longest: int, broken: tuple[type[Exception], ...] = (Exception,)
) -> Iterator[list[bytes | Problem]]:
    """The lines of a body, those together that one piece of it ends, so that none is waited for; a problem for one that
    is too long, which is not kept, and where the body breaks off: where reading it raises one of `broken`."""
    line, too_long = bytearray(), False
    try:
        for piece in body:
            ended: list[bytes | Problem] = []
            for part in io.BytesIO(piece):
                too_long = too_long or len(line) + len(part.rstrip(b"\n")) > longest
                line = bytearray() if too_long else line + part
                if part.endswith(b"\n"):
                    ended.append(line_too_long(longest) if too_long else bytes(line))
                    line, too_long = bytearray(), False
            if ended:
                yield ended
    except Problem as problem:  # it is not gzip, or was cut
        yield [problem]
        return
    except broken:  # the server's own, for chunks that are none
        yield [Problem("bad-request", BROKE_OFF)]
        return
    if line or too_long:
        yield [line_too_long(longest) if too_long else bytes(line)]


def lines(
    body: Iterable[bytes], longest: int, broken: tuple[type[Exception], ...] = (Exception,)
) -> Iterator[bytes | Problem]:
    """The same one by one."""
    return chain.from_iterable(lines_together(body, longest, broken))


def line_too_long(limit: int) -> Problem:
    return Problem("body-too-large", f"A line may have up to {limit} bytes.", limit=limit)
