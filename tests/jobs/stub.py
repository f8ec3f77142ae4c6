"""A service without a model, as processes: `app` under gunicorn, `broker` under Dramatiq.

An article "sleep 0.01" takes so long; "wait" ten seconds, or until nobody wants it; "poison" kills the process that reads
it, as a fault in a library's C would; "grow 10" leaves so many megabytes behind.
"""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from service import create_app
from service.extraction import Article, Extraction
from service.extraction.limits import in_time
from service.settings import Settings
from tests.api.stub import StubExtractor, nothing

left_behind: list[bytes] = []


def does(article: Article) -> Extraction:
    what, _, seconds = article.text.partition(" ")
    if what == "sleep":
        time.sleep(float(seconds))
    if what == "wait":
        for _ in range(1000):
            in_time(article, "waiting")
            time.sleep(0.01)
    if what == "grow":
        left_behind.append(b"\1" * int(seconds) * 1_000_000)
    if what == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    return nothing(article)


def __getattr__(name: str) -> Any:
    settings = Settings.from_environ()
    if name == "app":
        return create_app(settings, StubExtractor(does))  # type: ignore[arg-type]
    if name == "broker":
        from service.api import logs  # noqa: PLC0415
        from service.api.job_reader import JobReader  # noqa: PLC0415
        from service.api.job_report import webhooks  # noqa: PLC0415
        from service.api.metrics import Metrics  # noqa: PLC0415
        from service.jobs.model import longest  # noqa: PLC0415
        from service.jobs.redis import RedisStore  # noqa: PLC0415
        from service.jobs.tasks import declare  # noqa: PLC0415

        logs.configure(settings)
        reader = JobReader(settings, StubExtractor(does), Metrics())  # type: ignore[arg-type]
        return declare(
            RedisStore.from_settings(settings),
            reader,
            webhooks(settings),
            logs.logger.warning,
            longest(settings.deadline_seconds),
        )
    raise AttributeError(name)
