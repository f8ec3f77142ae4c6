"""Webhooks: where they may go, how they are signed, what counts as taken."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from service.jobs.model import Job
from service.jobs.webhooks import Webhooks, key_of, sign
from service.settings import SettingError

ENDED = Job(id="a" * 32, state="done", created=0, ended=1)


@pytest.mark.parametrize(
    ("allowed", "address", "may"),
    [
        ("https://hooks.example.com", "https://hooks.example.com/a/b?c=d", True),
        ("https://hooks.example.com", "https://HOOKS.example.com:443/", True),
        ("hooks.example.com", "https://hooks.example.com/a", True),
        ("hooks.example.com", "http://hooks.example.com/a", False),
        ("https://hooks.example.com", "https://hooks.example.com:8443/", False),
        ("https://hooks.example.com", "https://hooks.example.com.evil.example/", False),
        ("https://hooks.example.com", "https://evil.example/hooks.example.com", False),
        ("https://hooks.example.com", "https://hooks.example.com@evil.example/", False),
        ("https://hooks.example.com", "https://user:pw@hooks.example.com/", False),
        ("https://hooks.example.com", "https://evil.example\\@hooks.example.com/", False),
        ("https://hooks.example.com", "https://hooks.example.com/\r\nX: y", False),
        ("https://hooks.example.com", "https://hooks.example.com/ä", False),
        ("https://hooks.example.com", "https://hooks.example.com/" + "a" * 2000, False),
        ("https://hooks.example.com", "file:///etc/passwd", False),
        ("https://hooks.example.com", "", False),
        ("http://10.0.0.5:9000", "http://10.0.0.5:9000/x", True),
        ("http://10.0.0.5:9000", "http://10.0.0.5/x", False),
        ("http://10.0.0.5:9000", "http://10.0.0.5:port/x", False),
    ],
)
def test_where_they_may_go(allowed: str, address: str, may: bool) -> None:
    assert Webhooks((allowed,), "s", lambda job: b"").admits(address) is may


def test_nowhere_unless_somewhere_is_listed() -> None:
    assert not Webhooks((), "s", lambda job: b"").admits("https://hooks.example.com/")


def test_the_signature_is_that_of_the_standard() -> None:
    """The example of https://github.com/standard-webhooks/standard-webhooks, whose libraries check with it."""
    secret = key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signature = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_of_any_text() -> None:
    assert key_of("geheim") == b"geheim"
    with pytest.raises(SettingError, match="not base64"):
        key_of("whsec_no base64")


@pytest.mark.parametrize("entry", ["ftp://hooks.example.com", "https://", "https://me@hooks.example.com", "a b"])
def test_a_list_with_something_else_in_it(entry: str) -> None:
    with pytest.raises(SettingError, match="no origin"):
        Webhooks((entry,), "s", lambda job: b"")


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))  # type: ignore[attr-defined]
        self.send_response(int(self.path.strip("/")))
        if self.path == "/302":
            self.send_header("Location", "/200")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Any]:
    with http.server.HTTPServer(("127.0.0.1", 0), Receiver) as server:
        server.got = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def send(receiver: Any, path: str) -> bool:
    origin = f"http://127.0.0.1:{receiver.server_port}"
    webhooks = Webhooks((origin,), "secret", lambda job: json.dumps({"job": job.id}).encode())
    return webhooks.send(Job(id="a" * 32, state="done", created=0, ended=1, webhook=origin + path))


def test_what_is_sent(receiver: Any) -> None:
    assert send(receiver, "/200")
    ((_, headers, body),) = receiver.got
    headers = {name.lower(): value for name, value in headers.items()}
    assert json.loads(body) == {"job": "a" * 32}
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == "a" * 32
    signed = f"{'a' * 32}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(b"secret", signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


@pytest.mark.parametrize(("path", "ok"), [("/204", True), ("/302", False), ("/400", False), ("/500", False)])
def test_only_2xx_counts_and_no_redirect_is_followed(receiver: Any, path: str, ok: bool) -> None:
    assert send(receiver, path) is ok
    assert len(receiver.got) == 1


def test_a_receiver_that_is_away_or_no_longer_listed() -> None:
    webhooks = Webhooks(("http://127.0.0.1:9",), "secret", lambda job: b"{}")
    assert not webhooks.send(Job(id="a", state="done", created=0, ended=1, webhook="http://127.0.0.1:9/"))
    assert not webhooks.send(Job(id="a", state="done", created=0, ended=1, webhook="https://gone.example/"))
    assert not webhooks.send(ENDED)
