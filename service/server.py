"""`copydesk serve`: the service under gunicorn."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from .settings import Settings

CONFIG = Path(__file__).parent / "gunicorn.conf.py"


def serve(settings: Settings) -> NoReturn:
    """Become gunicorn: a signal to this process is one to it, and nothing is imported before its environment stands."""
    environ = {**os.environ, **settings.to_environ()}
    command = [sys.executable, "-m", "gunicorn", "--config", str(CONFIG), "service.wsgi:app"]
    os.execve(sys.executable, command, environ)  # noqa: S606 - no shell is what is wanted
