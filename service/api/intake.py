"""A body as it comes in: unpacked, measured, and, a job's, taken apart into articles, never whole in memory.

Bytes pass through two steps, each a generator: `pieces` (transport: gzip, limits, bodies that break off), then `lines`
or `elements` (one article each, as the bytes that `/v1/extract` would take, in the order they came).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import IO, Final

from .problems import BROKE_OFF, FieldError, Problem

CHUNK: Final = 65_536  # bytes
TOO_LARGE: Final = b""  # stands for an article that was too large to keep; no article is empty
GZIP: Final = 16 + zlib.MAX_WBITS
WHITE: Final = b" \t\r\n"
BOM: Final = b"\xef\xbb\xbf"

DEEPER: Final = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}

_OUTSIDE: Final = re.compile(rb'["\[\]{},]')
_IN_STRING: Final = re.compile(rb'["\\]')


def pieces(stream: IO[bytes], *, length: int | None, gzip: bool, limit: int) -> Iterator[bytes]:
    """The body bit by bit, unpacked. `length` is what the head says of it.

    Raises Problem `body-too-large` past `limit` bytes, packed or not, `bad-request` where it breaks off or is no gzip.
    """
    if length is not None and length > limit:
        raise too_large(limit)
    packed = received(stream, length, limit)
    unpacked = 0
    for piece in gunzip(packed) if gzip else packed:
        unpacked += len(piece)
        if unpacked > limit:
            raise too_large(limit)
        yield piece


def received(stream: IO[bytes], length: int | None, limit: int) -> Iterator[bytes]:
    count = 0
    while True:
        try:
            piece = stream.read(CHUNK)
        except Exception as error:  # the server's own, for chunks that are none
            raise Problem("bad-request", BROKE_OFF) from error
        if not piece:
            break
        count += len(piece)
        if count > limit:
            raise too_large(limit)
        yield piece
    if length is not None and count != length:
        raise Problem("bad-request", BROKE_OFF)


def gunzip(packed: Iterator[bytes]) -> Iterator[bytes]:
    """What was packed, CHUNK bytes at most at a time: a small body that unpacks to a large one stays small here."""
    unpack = zlib.decompressobj(GZIP)
    begun = False
    try:
        for piece in packed:
            rest = piece
            while rest:
                if unpack.eof:  # another member, as `cat a.gz b.gz` makes
                    unpack, begun = zlib.decompressobj(GZIP), False
                begun = True
                yield unpack.decompress(rest, CHUNK)
                rest = unpack.unused_data if unpack.eof else unpack.unconsumed_tail
    except zlib.error as error:
        raise Problem("bad-request", "The body is not gzip, as `Content-Encoding` says.") from error
    while begun and not unpack.eof:  # what is held back still
        if not (held := unpack.decompress(unpack.unconsumed_tail, CHUNK)):
            raise Problem("bad-request", BROKE_OFF)
        yield held


def lines(body: Iterator[bytes], longest: int) -> Iterator[bytes]:
    """The lines of NDJSON that are not blank; TOO_LARGE for one of more than `longest` bytes, which is not kept."""
    line, dropped = bytearray(), False
    for piece in body:
        *ended, rest = piece.split(b"\n")
        for part in ended:
            line += part
            if dropped or len(line) > longest:
                yield TOO_LARGE
            elif stripped := line.strip(WHITE):
                yield bytes(stripped)
            line, dropped = bytearray(), False
        line += rest
        if len(line) > longest:
            line, dropped = bytearray(), True
    if dropped:
        yield TOO_LARGE
    elif stripped := line.strip(WHITE):
        yield bytes(stripped)


def elements(body: Iterator[bytes], longest: int) -> Iterator[bytes]:
    """The elements of one JSON array; TOO_LARGE for one of more than `longest` bytes, which is not kept.

    Whether an element is JSON is seen when it is read. Raises Problem `invalid-request` where the body is no array,
    `not-json` where it does not end as one.
    """
    element, dropped, count = bytearray(), False, 0
    depth, ended = 0, False  # depth 0: before the array or after it; 1: between its elements
    for text, mark in structure(without_bom(body)):
        if depth == 0:
            outside(text, mark, ended)
            depth = 1 if mark else 0
            continue
        element += text
        if depth == 1 and mark in (b",", b"]"):
            count += 1
            ended = mark == b"]"
            stripped = bytes(element.strip(WHITE))
            if dropped or len(stripped) > longest:
                yield TOO_LARGE
            elif stripped:
                yield stripped
            elif not (ended and count == 1):
                raise Problem("not-json", "There is nothing between two commas of the array.")
            element, dropped = bytearray(), False
            depth = 0 if ended else 1
            continue
        element += mark
        depth += DEEPER.get(mark, 0)
        if depth == 0:
            raise Problem("not-json", "A brace is closed that was not opened.")
        if len(element) > longest + CHUNK and len(element.strip(WHITE)) > longest:
            element, dropped = bytearray(), True
    if not ended:
        raise Problem("not-json", "The array has no end.")


def structure(body: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The body, cut at brackets, braces and commas that are not in a string: what stands before each, and the mark.

    Where a piece of the body ends there is a cut, too, with no mark.
    """
    in_string = escaped = False
    for piece in body:
        at = begin = 0
        while at < len(piece):
            if escaped:
                escaped, at = False, at + 1
                continue
            found = (_IN_STRING if in_string else _OUTSIDE).search(piece, at)
            if not found:
                break
            mark, at = found[0], found.end()
            if in_string:
                in_string, escaped = mark != b'"', mark == b"\\"
            elif mark == b'"':
                in_string = True
            else:
                yield piece[begin : at - 1], mark
                begin = at
        yield piece[begin:], b""


def outside(text: bytes, mark: bytes, ended: bool) -> None:
    """Check what stands before the array, or after it. Raises Problem."""
    something = text.strip(WHITE)
    if ended and (something or mark):
        raise Problem("not-json", "Something follows the end of the array.")
    if something or mark not in (b"", b"["):
        detail = "The body must be an array of requests; a single request goes to /v1/extract."
        raise Problem("invalid-request", detail, [FieldError("", "Not an array.")])


def without_bom(body: Iterator[bytes]) -> Iterator[bytes]:
    head = b""
    for piece in body:
        head += piece
        if len(head) >= len(BOM):
            yield head.removeprefix(BOM)
            yield from body
            return
    yield head


def too_large(limit: int) -> Problem:
    return Problem("body-too-large", f"The body may have up to {limit} bytes, unpacked.", limit=limit)
