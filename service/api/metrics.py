"""Counters and times for Prometheus, of all workers together.

Where `PROMETHEUS_MULTIPROC_DIR` is set (gunicorn.conf.py does it) each worker writes to files there, and `expose` adds
them up. No label is of the caller's making: routes, not paths; known methods; nothing of keys or articles.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from service.jobs import Backlog, JobsError, Store

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30, 60)


class Metrics:
    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter("copydesk_requests", "Requests answered.", labels, registry=registry)
        self._seconds = Histogram(
            "copydesk_request_seconds",
            "From a request's head to its answer's end.",
            ("route",),
            registry=registry,
            buckets=SECONDS,
        )
        self._articles = Counter(
            "copydesk_articles", "Articles, by what became of them.", ("outcome",), registry=registry
        )
        self._words = Counter("copydesk_words", "Words of the articles that were read.", registry=registry)
        self.reading = Gauge(
            "copydesk_articles_reading", "Articles being read now.", registry=registry, multiprocess_mode="livesum"
        )

    def answered(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """`route` is the rule that matched, or None."""
        route = route or "unmatched"
        self._requests.labels(method if method in METHODS else "other", route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def read(self, words: int) -> None:
        self._articles.labels("read").inc()
        self._words.inc(words)

    def failed(self, problem: str) -> None:
        """`problem` is the name of its type."""
        self._articles.labels(problem).inc()

    def expose(self, jobs: Store | None = None) -> bytes:
        """The text format, of all workers, and of the jobs that wait."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            counted = generate_latest(self._registry)
        else:
            everyone = CollectorRegistry()
            MultiProcessCollector(everyone)  # type: ignore[no-untyped-call]
            counted = generate_latest(everyone)
        return counted if jobs is None else counted + exposed_jobs(jobs)


def exposed_jobs(jobs: Store) -> bytes:
    """What waits, asked of the store: it is one for all workers, and so is what it says."""
    try:
        backlog = jobs.backlog()
    except JobsError:
        backlog = None
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Jobs(backlog))
    return generate_latest(registry)


class Jobs(Collector):
    def __init__(self, backlog: Backlog | None) -> None:
        self._backlog = backlog

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily(
            "copydesk_jobs_up", "Whether the store of jobs answers.", value=self._backlog is not None
        )
        if self._backlog is None:
            return
        yield GaugeMetricFamily("copydesk_jobs_active", "Jobs that are not at their end.", value=self._backlog.jobs)
        yield GaugeMetricFamily("copydesk_jobs_queue_articles", "Articles that wait.", value=self._backlog.articles)
        yield GaugeMetricFamily(
            "copydesk_jobs_queue_age_seconds", "Age of the oldest job not at its end.", value=self._backlog.oldest
        )
        yield GaugeMetricFamily(
            "copydesk_jobs_dead_letters",
            "Articles (SQLite) or tasks (Redis) given up and kept.",
            value=self._backlog.dead,
        )
