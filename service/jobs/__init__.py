"""Many articles at once: a job is taken in whole, read by workers bit by bit, and its results are kept until fetched.

    POST /v1/jobs ──> intake ──> Store ──> workers: read, finish ──> Store ──> GET /v1/jobs/{id}/results

`Store` (store.py) is all that the API knows. Behind it is one of two:

- SQLite, the default (sqlite.py): a file; processes of the service claim an article at a time, by lease (runner.py).
- Redis (redis.py): Dramatiq hands tasks of some articles each to `copydesk worker`, on any machine (tasks.py).

Both hold to one rule: an article is finished once. Who finishes it second, after a lease ran out or a task came twice,
changes nothing. No module here knows HTTP or linguistics: a `Reader` is handed in.
"""

from .model import Backlog, Claim, Job, Reader
from .store import JobsError, KeyReused, Store, StoreFull, StoreUnavailable, open_store

__all__ = [
    "Backlog",
    "Claim",
    "Job",
    "JobsError",
    "KeyReused",
    "Reader",
    "Store",
    "StoreFull",
    "StoreUnavailable",
    "open_store",
]
