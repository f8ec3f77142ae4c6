"""A POST to the caller's address when a job has ended, signed as https://www.standardwebhooks.com has it.

    webhook-id: the job's id     webhook-timestamp: seconds since 1970
    webhook-signature: v1,BASE64(HMAC-SHA256(secret, "{id}.{timestamp}.{body}"))

It goes to origins that the operator has listed and to no other, follows no redirect, and holds nothing of the articles.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from service.settings import SettingError

from .model import Job

TIMEOUT: Final = 10.0  # seconds
LONGEST: Final = 2000  # characters of an address
PORTS: Final = {"http": 80, "https": 443}

Origin = tuple[str, str, int]


class Webhooks:
    """`allowed`: origins, as `https://hooks.example.com` or `http://10.0.0.5:9000`; a bare host is https. `body` writes
    what is sent of a job. Raises SettingError where one of them is no origin, or the secret can't be read."""

    def __init__(self, allowed: tuple[str, ...], secret: str, body: Callable[[Job], bytes]) -> None:
        self._allowed = {listed(entry) for entry in allowed}
        self._secret = key_of(secret)
        self._body = body

    def admits(self, address: str) -> bool:
        """May an answer be sent there?"""
        return len(address) <= LONGEST and origin(address) in self._allowed

    def send(self, job: Job) -> bool:
        """Whether the other side took it: an answer of 2xx, in time."""
        if job.webhook is None or not self.admits(job.webhook):  # the list may have changed
            return False
        body = self._body(job)
        now = int(time.time())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "copydesk",
            "webhook-id": job.id,
            "webhook-timestamp": str(now),
            "webhook-signature": sign(self._secret, job.id, now, body),
        }
        try:
            request = urllib.request.Request(job.webhook, body, headers, method="POST")  # noqa: S310 - http(s): see origin
            with _opener.open(request, timeout=TIMEOUT) as answer:
                return bool(200 <= answer.status < 300)
        except (
            OSError,
            ValueError,
        ):  # HTTPError and URLError are OSErrors; ValueError is what http.client makes of others
            return False
        except Exception:  # an answer that is no HTTP
            return False


def sign(secret: bytes, job: str, timestamp: int, body: bytes) -> str:
    digest = hmac.digest(secret, b"%s.%d.%s" % (job.encode(), timestamp, body), hashlib.sha256)
    return "v1," + base64.b64encode(digest).decode()


def key_of(secret: str) -> bytes:
    """`whsec_` and base64, as the standard has it, or any text. Raises SettingError for what is no base64."""
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError:
        raise SettingError("jobs_webhook_secret begins with whsec_ and is not base64 from there on") from None


def listed(entry: str) -> Origin:
    """An entry of the operator's list. Raises SettingError."""
    found = origin(entry if "://" in entry else f"https://{entry}")
    if found is None:
        raise SettingError(f"jobs_webhooks: {entry} is no origin, as https://hooks.example.com is")
    return found


def origin(address: str) -> Origin | None:
    """Scheme, host and port; None for what is no address of the web, or has a user or control characters in it."""
    if not address.isascii() or any(char <= " " or char in '\x7f\\"<>' for char in address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None or parts.password is not None:
        return None
    return parts.scheme, parts.hostname.lower(), port or PORTS[parts.scheme]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)
