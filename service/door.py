"""The front door: a gunicorn worker whose threads are given requests, never clients to wait for.

gunicorn's own gives a thread to each connection that has sent a byte, for as long as it takes to send the rest: two
hundred clients that send a byte now and then hold all of them. Here the main loop collects what comes in, and a thread
gets the connection once the head is there and the body with it, if that is of a known length and no longer than
`KEPT`. Bodies that are longer, or whose length is not told, are read by the thread, piece by piece (`Arriving`).

What waits here is bounded in number, bytes and time; beyond that, those who have waited longest go.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import selectors
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from gunicorn.http import get_parser
from gunicorn.http.body import Body, ChunkedReader, LengthReader
from gunicorn.http.errors import ExpectationFailed, LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.http.errors import UnsupportedTransferCoding as UnknownCoding
from gunicorn.workers.gthread import TConn, ThreadWorker

from service.memory import GivesBack, resident
from service.settings import Settings

CHUNK: Final = 65_536  # bytes
LONGEST_HEAD: Final = 65_536  # bytes; what is longer is handed on, for the parser to refuse
MOST_WAITING: Final = 512  # connections of one worker that have not sent their request yet
MOST_KEPT: Final = 64_000_000  # bytes, of all of them together
SECONDS: Final = 10.0  # for a head, and for each `SECONDS_BYTES` of a body
SECONDS_BYTES: Final = 500_000
LOOK: Final = 0.5  # seconds between looks at what waits for too long, and at the memory
GIVE_BACK: Final = 2.0  # seconds of work between giving back memory
LINGER: Final = 2.0  # seconds for a client to take an answer to its end; for the rest of a request, when all stops
REST: Final = 0.05  # seconds that a thread waits for the rest of a body that nobody wanted

END: Final = b"\r\n\r\n"
CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_LENGTH: Final = re.compile(rb"\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r", re.IGNORECASE)
_CODED: Final = re.compile(rb"\ntransfer-encoding:", re.IGNORECASE)
_EXPECTS: Final = re.compile(rb"\nexpect:[ \t]*100-continue[ \t]*\r", re.IGNORECASE)

# What the parser refuses is no request yet, and the application does not see it. The names are those of its problems.
Refusal = tuple[int, str, str, str]
REFUSED: Final[tuple[tuple[type[Exception], Refusal], ...]] = (
    (LimitRequestLine, (414, "URI Too Long", "about:blank", "The address is too long.")),
    (LimitRequestHeaders, (431, "Request Header Fields Too Large", "about:blank", "The headers are too large.")),
    (ExpectationFailed, (417, "Expectation Failed", "about:blank", "`Expect` can only be `100-continue`.")),
    (UnknownCoding, (501, "Not Implemented", "about:blank", "`Transfer-Encoding` can only be `chunked`.")),
    (ParseException, (400, "Bad request", "urn:copydesk:problem:bad-request", "This is not HTTP.")),
)
TOO_SLOW: Final = (
    408,
    "Request timeout",
    "urn:copydesk:problem:request-timeout",
    "The request did not come in in time.",
)


class Waiting:
    """What has come in of one request."""

    def __init__(self, kept: int) -> None:
        self.data = bytearray()
        self.since = time.monotonic()
        self.until = self.since + SECONDS
        self._kept = kept
        self._head = 0  # where the body begins, once that is known
        self._whole = 0  # bytes of head and body, once that is known

    def add(self, data: bytes) -> bytes:
        """Take in some more; what to say to the client meanwhile."""
        searched = max(0, len(self.data) - len(END) + 1)
        self.data += data
        if self._head:
            return b""
        end = self.data.find(END, searched)
        if end < 0:
            return b""
        self._head = end + len(END)
        head = bytes(self.data[: self._head])
        lengths = _LENGTH.findall(head)
        length = int(lengths[0]) if len(lengths) == 1 and not _CODED.search(head) else 0
        self._whole = self._head + (length if length <= self._kept else 0)
        self.until += SECONDS * length / SECONDS_BYTES if length <= self._kept else 0
        return CONTINUE if not self.complete and _EXPECTS.search(head) else b""

    @property
    def has_head(self) -> bool:
        return bool(self._head)

    @property
    def complete(self) -> bool:
        """Whether a thread can have it: it won't wait, or it will refuse it."""
        return len(self.data) >= self._whole if self._head else len(self.data) > LONGEST_HEAD


class Connection(TConn):  # type: ignore[misc]
    """gunicorn's, with an end to all waiting in a thread: for a client to take an answer, or to send some more."""

    def __init__(self, *arguments: Any, seconds: float, linger: Callable[[Connection], None]) -> None:
        super().__init__(*arguments)
        self.seconds = seconds
        self.linger = linger
        self.waiting: Waiting | None = None

    def init(self) -> None:
        super().init()
        self.sock.settimeout(self.seconds)

    def close(self, graceful: bool = False) -> None:
        if graceful:
            self.linger(self)
        else:
            super().close()


class Arriving(Body):  # type: ignore[misc]
    """A body that gives what is there: gunicorn's own waits until it has a kilobyte."""

    def _read_reader(self, size: int) -> bytes:
        try:
            return self._some(size)
        except Exception:
            self.failed = True
            raise

    def read1(self, size: int) -> bytes:
        """Some of what is there, once something is; nothing at the end."""
        found: bytes = self.buf.getvalue() or self._read_reader(size)
        self.buf: io.BytesIO = io.BytesIO()
        self.buf.write(found[size:])
        return found[:size]

    def _some(self, size: int) -> bytes:
        reader = self.reader
        if isinstance(reader, ChunkedReader) and reader.parser and not reader.buf.tell():
            # gunicorn gives an empty piece where what has come in ends behind a chunk's size: that is not the end.
            return next(filter(None, reader.parser), b"")
        if isinstance(reader, LengthReader) and reader.length:
            found: bytes = reader.unreader.read(None, read_ahead=reader.length)
            piece, rest = found[: reader.length], found[reader.length :]
            if rest:
                reader.unreader.unread(rest)
            reader.length -= len(piece)
            return piece
        last: bytes = reader.read(size)
        return last


class DoorWorker(ThreadWorker):  # type: ignore[misc]
    alive: bool

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        settings = Settings.from_environ()
        self._kept = settings.max_bytes
        self._seconds = settings.client_seconds
        self._most_memory = settings.worker_megabytes * 1_000_000 or sys.maxsize
        self._memory_at_first = 0
        self._looked = 0.0  # when it was last seen to what waits too long
        self._waiting: dict[Connection, None] = {}  # in the order in which they began to
        self._lingering: dict[Connection, float] = {}  # and until when

    def init_process(self) -> None:
        self._memory_at_first = resident()
        self._give_back = GivesBack(GIVE_BACK)
        super().init_process()

    def handle_exit(self, sig: int, frame: Any) -> None:
        self._stop()
        super().handle_exit(sig, frame)

    def _stop(self) -> None:
        """What goes on as long as a client likes, a batch, has to end."""
        if application := getattr(self, "wsgi", None):
            application.extensions["copydesk"].stopping.set()

    def _check_memory(self) -> None:
        """A worker that has grown too large takes no more, answers what it has, and gunicorn starts another."""
        if self.alive and self._memory_at_first < self._most_memory < (held := resident()):
            self.log.warning("Worker %s holds %d MB: another takes its place.", self.pid, held // 1_000_000)
            self._stop()
            self.alive = False

    def set_accept_enabled(self, enabled: bool) -> None:
        """A worker that stops takes those who wait for it to be connected, and holds the address no longer: who comes
        later is refused at once where nobody else is there, instead of waiting for nothing."""
        for listener in self.sockets if not self.alive else ():
            if self._accepting:
                while self.accept(listener):
                    pass
        super().set_accept_enabled(enabled)
        for listener in self.sockets if not self.alive else ():
            listener.close()

    def accept(self, listener: socket.socket) -> bool:
        """Take one connection in; False where there is none."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return False
        self.nr_conns += 1
        self.enqueue_req(
            Connection(self.cfg, client, address, listener.getsockname(), seconds=self._seconds, linger=self._linger)
        )
        return True

    def enqueue_req(self, conn: Connection) -> None:
        """All connections come by here before a thread gets them: new ones, and those that have had an answer."""
        conn.waiting = Waiting(self._kept)
        if conn.parser is not None:
            conn.waiting.add(conn.parser.unreader.take_buffered())
        conn.sock.setblocking(False)
        self._waiting[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))
        self._receive(conn, conn.sock)
        if len(self._waiting) > MOST_WAITING:
            self._turn_away(next(iter(self._waiting)))

    def _receive(self, conn: Connection, client: socket.socket) -> None:
        waiting = conn.waiting
        if conn not in self._waiting or waiting is None:
            return
        try:
            while not waiting.complete:
                data = client.recv(CHUNK)
                if not data and waiting.has_head:  # no more comes, but there is somebody to tell so
                    break
                if not data:
                    self._leave(conn)
                    return
                if answer := waiting.add(data):
                    client.send(answer)
        except BlockingIOError:
            self._bound()
            return
        except OSError:
            self._leave(conn)
            return
        self._forget(conn)
        if conn.parser is None:
            conn.parser = get_parser(self.cfg, conn.sock, conn.client)
        conn.parser.unreader.unread(bytes(waiting.data))
        conn.waiting, conn.data_ready = None, True
        super().enqueue_req(conn)

    def _bound(self) -> None:
        """Keep what waits within its bytes."""
        kept = sum(len(conn.waiting.data) for conn in self._waiting if conn.waiting)
        while kept > MOST_KEPT:
            oldest = next(iter(self._waiting))
            kept -= len(oldest.waiting.data) if oldest.waiting else 0
            self._turn_away(oldest)

    def murder_pending(self) -> None:
        """gunicorn's main loop calls it behind whatever it does, and once a second where there is nothing to do."""
        now = time.monotonic()
        if now < self._looked + LOOK:
            return
        self._looked = now
        super().murder_pending()
        self._check_memory()
        self._give_back()
        for conn in [conn for conn, until in self._lingering.items() if now > until]:
            self._gone(conn)
        for conn in list(self._waiting):
            assert conn.waiting is not None  # noqa: S101 - those that wait have it
            until = conn.waiting.until if self.alive else min(conn.waiting.until, conn.waiting.since + LINGER)
            if now > until:
                self._turn_away(conn)

    def _turn_away(self, conn: Connection) -> None:
        if conn.waiting and conn.waiting.data:
            with contextlib.suppress(OSError):
                conn.sock.send(problem(*TOO_SLOW))  # it does not wait: the socket does not block
        self._leave(conn)

    def _linger(self, conn: Connection) -> None:
        """Close a connection from our side, and pass over what comes in still: else the system would take back what
        was answered. gunicorn waits for that in its main loop, two seconds for a client that does not hang up."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:
            conn.close()
            return
        self._lingering[conn] = time.monotonic() + LINGER
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._pass_over, conn))
        if len(self._lingering) > MOST_WAITING:
            self._gone(next(iter(self._lingering)))

    def _pass_over(self, conn: Connection, client: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            try:
                if client.recv(CHUNK):
                    return
            except ConnectionError:
                pass
            self._gone(conn)

    def _gone(self, conn: Connection) -> None:
        if self._lingering.pop(conn, None):
            self.poller.unregister(conn.sock)
            conn.close()

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:
        """Whether the connection can be used again: not where the body that was not read is still to come."""
        return keepalive and bool(conn.parser.finish_body(deadline=time.monotonic() + REST))

    def _leave(self, conn: Connection) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()

    def _forget(self, conn: Connection) -> None:
        del self._waiting[conn]
        self.poller.unregister(conn.sock)

    def handle_request(self, req: Any, conn: Connection) -> bool:
        req.body = Arriving(req.body.reader)
        going_on: bool = super().handle_request(req, conn)
        return going_on

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """What is not HTTP is answered with a problem, and none of it is logged: it may be words of an article."""
        refused = next((answer for kind, answer in REFUSED if isinstance(exc, kind)), None)
        if refused is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.info("Refused: %s", type(exc).__name__)
        with contextlib.suppress(OSError):
            client.sendall(problem(*refused))


def problem(status: int, title: str, kind: str, detail: str) -> bytes:
    """An answer of the form that those of `service.api` have, with the connection's end."""
    body = {"type": kind, "title": title, "status": status, "detail": detail, "instance": "", "errors": []}
    content = json.dumps(body, separators=(",", ":")).encode()
    head = (
        f"HTTP/1.1 {status} {title}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        f"Content-Length: {len(content)}\r\nCache-Control: no-store\r\n\r\n"
    )
    return head.encode() + content
