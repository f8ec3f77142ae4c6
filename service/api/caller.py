"""The client at the other end of the current request: whether it is still there."""

from __future__ import annotations

import select
from collections.abc import Callable
from typing import Final

from flask import request

LEFT: Final = select.POLLRDHUP | select.POLLHUP | select.POLLERR


def gone() -> Callable[[], bool]:
    """What says whether the client has hung up; always no, where the server gives no socket."""
    connection = request.environ.get("gunicorn.socket")
    if connection is None:
        return lambda: False

    def hung_up() -> bool:
        try:
            poll = select.poll()
            poll.register(connection.fileno(), LEFT)
            return bool(poll.poll(0))
        except (OSError, ValueError):  # it is closed
            return True

    return hung_up
