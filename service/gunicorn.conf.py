"""gunicorn's settings: a few processes that share one loaded model, threads that wait, metrics of all of them together.

gunicorn runs this file before it imports anything of ours; what has to be in the environment by then is set here.
"""

import gc
import os
import sys
import tempfile
from typing import Any

from service.memory import give_back, one_heap
from service.settings import SettingError, Settings

settings = Settings.from_environ()
cores = len(os.sched_getaffinity(0))

# One thread a process is fastest for articles; the processes share the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
one_heap()
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="copydesk-metrics-")

host = f"[{settings.host}]" if ":" in settings.host else settings.host
bind = [f"{host}:{port}" for port in (settings.port, *filter(None, [settings.ops_port]))]
readers = settings.jobs_workers if settings.jobs_store and not settings.jobs_redis else 0
answering = settings.workers or cores
workers = answering + readers
worker_class = "service.jobs.gunicorn.Worker"
# Those that are read, those that wait, and some to tell the others that it is too much, and to answer /health. None
# waits for a client to send its request: see service/door.py.
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

    assign(server, worker, answering=answering, reading=readers)


def when_ready(_server: Any) -> None:
    """The model is loaded: keep the collector from touching, and so from copying, what the workers share."""
    gc.collect()
    give_back()
    gc.freeze()


def on_reload(server: Any) -> None:
    """SIGHUP: the file of keys is read again, for the workers that are started next, and those that were go."""
    try:
        server.app.wsgi().extensions["copydesk"].keys.reload()
    except SettingError as error:
        server.log.error("The keys stay as they were: %s", error)


def post_worker_init(_worker: Any) -> None:
    # So long a thread that reads may keep one from answering, each of the twenty times that this wants to go on.
    sys.setswitchinterval(0.001)
    # An article makes many small objects, and hardly any that only the collector can take away.
    gc.set_threshold(20_000, 10, 10)


def child_exit(_server: Any, worker: Any) -> None:
    """Its gauges count no more."""
    from prometheus_client import multiprocess  # noqa: PLC0415 - it reads the environment as it is imported

    multiprocess.mark_process_dead(worker.pid)
