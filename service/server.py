"""`copydesk serve`: the service under gunicorn. `copydesk worker`: jobs under Dramatiq."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from .settings import SettingError, Settings

CONFIG = Path(__file__).parent / "gunicorn.conf.py"


def serve(settings: Settings) -> NoReturn:
    """Become gunicorn: a signal to this process is one to it, and nothing is imported before its environment stands."""
    environ = {**os.environ, **settings.to_environ()}
    command = [sys.executable, "-m", "gunicorn", "--config", str(CONFIG), "service.wsgi:app"]
    os.execve(sys.executable, command, environ)  # noqa: S606 - no shell is what is wanted


def work(settings: Settings) -> NoReturn:
    """Become Dramatiq: one process that reads one article at a time; it ends where that one has died.

    Raises SettingError where there is no Redis to get jobs from.
    """
    if not settings.jobs_redis:
        raise SettingError("COPYDESK_JOBS_REDIS is not set; without it, `copydesk serve` reads the jobs itself")
    # Fetch no more than what is read next: what waits here, no other worker can read.
    environ = {"dramatiq_queue_prefetch": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", **os.environ}
    command = [sys.executable, "-m", "dramatiq", "service.jobs.worker:broker", "--processes", "1", "--threads", "1"]
    os.execve(sys.executable, [*command, "--skip-logging"], environ)  # noqa: S606
