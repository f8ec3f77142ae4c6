"""gunicorn's settings: a few processes that share one loaded model, threads that wait, metrics of all of them together.

gunicorn runs this file before it imports anything of ours; what has to be in the environment by then is set here.
"""

import gc
import os
import tempfile
from typing import Any

from service.settings import Settings

settings = Settings.from_environ()

# One thread a process is fastest for articles; the processes share the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="copydesk-metrics-")

bind = f"{f'[{settings.host}]' if ':' in settings.host else settings.host}:{settings.port}"
readers = settings.jobs_workers if settings.jobs_store and not settings.jobs_redis else 0
workers = settings.workers + readers
worker_class = "service.jobs.gunicorn.Worker"
# Those that are read, those that wait, and some to tell the others that it is too much, and to answer /health.
threads = settings.slots + settings.queue + 8
preload_app = True  # the model is loaded once, before the fork, and its memory shared
timeout = 30  # seconds without a sign of life from a worker, not of one request
graceful_timeout = int(settings.deadline_seconds) + 5  # what is being read when the service is told to stop is answered
keepalive = 5
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 - heartbeats need no disk
accesslog = None  # the application logs its requests
loglevel = settings.log_level


def pre_fork(server: Any, worker: Any) -> None:
    """Some of the workers read jobs."""
    from service.jobs.gunicorn import assign  # noqa: PLC0415 - after the environment is set up

    assign(server, worker, answering=settings.workers, reading=readers)


def when_ready(_server: Any) -> None:
    """The model is loaded: keep the collector from touching, and so from copying, what the workers share."""
    gc.collect()
    gc.freeze()


def child_exit(_server: Any, worker: Any) -> None:
    """Its gauges count no more."""
    from prometheus_client import multiprocess  # noqa: PLC0415 - it reads the environment as it is imported

    multiprocess.mark_process_dead(worker.pid)
