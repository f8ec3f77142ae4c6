"""gunicorn's worker, of which some read jobs instead of answering requests.

gunicorn looks after both kinds alike: forks them from the loaded application, starts another for one that has died,
stops those that give no sign of life, and at SIGTERM waits for what they have in hand.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from service.door import DoorWorker

from .model import longest
from .runner import Runner

if TYPE_CHECKING:
    from service.api.desk import Desk

NICENESS: Final = 10  # answers come first: the system gives jobs about a tenth where both want a processor
BEAT: Final = 1.0  # seconds


class Worker(DoorWorker):
    """Answers requests, or reads jobs where `assign` said so."""

    reads_jobs = False

    def run(self) -> None:
        if self.reads_jobs:
            self.run_jobs()
        else:
            super().run()

    def run_jobs(self) -> None:
        from service.api.job_reader import JobReader  # noqa: PLC0415 - once the application is loaded
        from service.api.logs import logger  # noqa: PLC0415

        from .sqlite import SQLiteStore  # noqa: PLC0415

        for listener in self.sockets:
            listener.close()  # it answers nobody
        os.nice(NICENESS)
        here: Desk = self.wsgi.extensions["copydesk"]
        assert isinstance(here.jobs, SQLiteStore)  # noqa: S101 - else there is nobody who reads jobs here
        reader = JobReader(here.settings, here.extractor, here.metrics)
        runner = Runner(here.jobs, reader, here.webhooks, logger.warning, longest(here.settings.deadline_seconds))
        runner.start()
        while self.alive and self.is_parent_alive():
            self.notify()
            self._give_back()
            if not runner.beat():
                sys.exit(1)
            time.sleep(BEAT)
        runner.stop()
        while runner.beat():  # the article in hand; gunicorn waits no longer than `graceful_timeout`
            self.notify()
            time.sleep(0.05)


def assign(arbiter: Any, worker: Worker, *, answering: int, reading: int) -> None:
    """What a worker about to be forked will do: `answering` are to answer requests, `reading` to read jobs.

    Workers of before a reload don't count: they are on their way out.
    """
    others = [other for other in arbiter.WORKERS.values() if other.cfg is arbiter.cfg]
    readers = sum(other.reads_jobs for other in others)
    worker.reads_jobs = readers < reading and len(others) - readers >= answering
