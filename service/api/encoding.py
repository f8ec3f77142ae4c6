"""gzip, both ways: bodies that come in packed (`Content-Encoding`), answers that go out so (`Accept-Encoding`)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from flask import Response, request

from .intake import GZIP

LEVEL: Final = 3  # half of what the best takes away, for a tenth of its time
WORTH_IT: Final = 1000  # bytes


def comes_packed() -> bool:
    """Whether the body is gzip. `body_type` has seen to it that it is nothing else."""
    return request.headers.get("Content-Encoding", "identity").lower() == "gzip"


def wants_packed() -> bool:
    """Whether the client said that it takes gzip: with `*` or nothing it did not."""
    return any(coding == "gzip" and quality > 0 for coding, quality in request.accept_encodings)


def packed(content: bytes) -> bytes:
    pack = zlib.compressobj(LEVEL, wbits=GZIP)  # without a time in it: the same bytes each time
    return pack.compress(content) + pack.flush()


def packed_stream(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """One gzip stream, of which each piece can be unpacked as soon as it is there."""
    pack = zlib.compressobj(LEVEL, wbits=GZIP)
    for piece in pieces:
        yield pack.compress(piece) + pack.flush(zlib.Z_SYNC_FLUSH)
    yield pack.flush()


def as_packed(response: Response) -> Response:
    """Say of a response that it is gzip."""
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
