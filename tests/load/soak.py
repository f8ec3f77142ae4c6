"""A soak: the real service at what it can do, then at twice that, with health and metrics asked all the while.

    make soak                     # twenty minutes of each, and a table for the README
    make soak MINUTES=1

First one client, one article after the other: idle. Then as many clients as slots for a moment, for how many articles a
second the service can read. Then articles come at that rate, and at twice that, whether the ones before were answered or
not. It fails where there is a 5xx other than `busy`, a request without an answer, a refusal without `Retry-After`, memory
grows by more than 5% after the first fifth of a phase, the p99 of those that were read is over three times that of idle,
a refusal's p99 is over 50 ms, or health stops answering.

The load is made by another process; on a machine of few cores it takes some of them, and is part of what is measured.
"""

from __future__ import annotations

import argparse
import http.client
import json
import math
import os
import random
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from attrs import Factory, define

from service.settings import Settings

from .service import JSON, REAL, Service, running

SEED = Path(__file__).parents[2] / "seeds" / "000_d86966665a6afd15.txt"
ARTICLES = 200
CLIENTS = 64  # threads that send, at most
WARM = 0.2  # of a phase: what memory is held against is what it had then
GROWTH = 1.05
SLOWER = 3.0
REFUSED_WITHIN = 0.050  # seconds
HEALTH_WITHIN = 1.0


def articles() -> list[bytes]:
    """Requests of 100 to 700 words: sentences of the seed article in other orders."""
    dice = random.Random(1)
    sentences = [line for line in SEED.read_text(encoding="utf-8").split("\n") if line.strip()]
    made = []
    for n in range(ARTICLES):
        text: list[str] = []
        words = dice.randrange(100, 700)
        while sum(len(part.split()) for part in text) < words:
            text.append(dice.choice(sentences))
        made.append(json.dumps({"id": str(n), "text": "\n".join(text), "published": "2022-09-16"}).encode())
    return made


@define
class Phase:
    """What came of the requests of one phase; times in seconds."""

    name: str
    rate: float
    seconds: float
    sent: int = 0
    read: list[float] = Factory(list)
    refused: list[float] = Factory(list)
    health: list[float] = Factory(list)
    ended: Counter[str] = Factory(Counter)
    memory: list[int] = Factory(list)
    lock: threading.Lock = Factory(threading.Lock)

    def note(self, how: str, seconds: float) -> None:
        with self.lock:
            self.ended[how] += 1
            if how == "200":
                self.read.append(seconds)
            elif how == "503":
                self.refused.append(seconds)

    @property
    def growth(self) -> float:
        """The last fifth's memory against that of the fifth behind the warming up, medians."""
        fifth = max(1, len(self.memory) // 5)
        early, late = self.memory[fifth : 2 * fifth] or self.memory, self.memory[-fifth:]
        return sorted(late)[len(late) // 2] / sorted(early)[len(early) // 2]


def percentile(values: list[float], part: float) -> float:
    """By nearest rank; nan of nothing."""
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)] if values else math.nan


class Clients:
    """Threads with a connection each, kept while the service keeps it."""

    def __init__(self, service: Service) -> None:
        self._port = service.port
        self._local = threading.local()

    def send(self, phase: Phase, body: bytes) -> None:
        with phase.lock:
            phase.sent += 1
        began = time.monotonic()
        for attempt in (1, 2):
            connection = getattr(self._local, "connection", None)
            fresh = connection is None
            if connection is None:
                connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
                self._local.connection = connection
            try:
                connection.request("POST", "/v1/extract", body, {"Content-Type": JSON})
                answer = connection.getresponse()
                answer.read()
                hurried = answer.status == 503 and not answer.getheader("Retry-After")
                phase.note("503 without Retry-After" if hurried else str(answer.status), time.monotonic() - began)
            except (OSError, http.client.HTTPException):
                connection.close()
                self._local.connection = None
                if fresh or attempt == 2:  # one that was kept may have been closed by the service, as it may
                    phase.note("broken", 0.0)
                    return
            else:
                return


def watch(service: Service, phase: Phase, over: threading.Event) -> None:
    while not over.wait(1.0):
        began = time.monotonic()
        for path in ("/health/live", "/metrics"):
            try:
                status = service.once("GET", path)[0]
            except OSError:
                status = 0
            if status != 200:
                phase.note(f"{path} {status}", 0.0)
        phase.health.append(time.monotonic() - began)
        phase.memory.append(service.memory())


def in_a_row(service: Service, name: str, bodies: list[bytes], seconds: float, clients: int) -> Phase:
    """So many clients, each with the next article once it has had its answer. `rate` is what came of it."""
    phase = Phase(name, 0.0, seconds)
    sender = Clients(service)
    end = time.monotonic() + seconds

    def go(first: int) -> None:
        n = first
        while time.monotonic() < end:
            sender.send(phase, bodies[n % len(bodies)])
            n += clients

    threads = [threading.Thread(target=go, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    phase.rate = phase.ended["200"] / seconds
    return phase


def at_a_rate(service: Service, name: str, bodies: list[bytes], seconds: float, rate: float) -> Phase:
    """Articles that come at random times, so many a second on average."""
    phase = Phase(name, rate, seconds)
    sender = Clients(service)
    dice = random.Random(2)
    began = time.monotonic()
    due = [began]
    lock = threading.Lock()
    over = threading.Event()

    def go() -> None:
        while True:
            with lock:
                due[0] += dice.expovariate(rate)
                mine, body = due[0], dice.choice(bodies)
            if mine > began + seconds:
                return
            time.sleep(max(0.0, mine - time.monotonic()))
            sender.send(phase, body)

    threads = [threading.Thread(target=go) for _ in range(CLIENTS)]
    watcher = threading.Thread(target=watch, args=(service, phase, over))
    for thread in [*threads, watcher]:
        thread.start()
    for thread in threads:
        thread.join()
    over.set()
    watcher.join()
    return phase


def faults(idle: Phase, phase: Phase) -> list[str]:
    """What a phase did not hold to."""
    found = [f"{count} ended as {how}" for how, count in phase.ended.items() if how not in ("200", "503")]
    if missing := phase.sent - sum(count for how, count in phase.ended.items() if not how.startswith("/")):
        found.append(f"{missing} had no answer")
    if phase.growth > GROWTH:
        found.append(f"memory grew by {phase.growth - 1:.1%}")
    if percentile(phase.read, 0.99) > SLOWER * percentile(idle.read, 0.99):
        found.append(f"p99 is {percentile(phase.read, 0.99) / percentile(idle.read, 0.99):.1f} times that of idle")
    if phase.refused and percentile(phase.refused, 0.99) > REFUSED_WITHIN:
        found.append(f"p99 of refusals is {percentile(phase.refused, 0.99) * 1000:.0f} ms")
    if phase.health and percentile(phase.health, 0.99) > HEALTH_WITHIN:
        found.append(f"p99 of health and metrics is {percentile(phase.health, 0.99) * 1000:.0f} ms")
    return found


def table(phases: list[Phase]) -> str:
    rows = [
        "| phase | minutes | articles/s sent | read | refused (503) | other | p50 | p95 | p99 | p99 of refusals | memory (PSS), growth |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for phase in phases:
        other = sum(phase.ended.values()) - phase.ended["200"] - phase.ended["503"]
        times = " | ".join(f"{percentile(phase.read, part) * 1000:.0f} ms" for part in (0.5, 0.95, 0.99))
        refused = f"{percentile(phase.refused, 0.99) * 1000:.0f} ms" if phase.refused else "–"
        memory = f"{max(phase.memory) / 1e6:.0f} MB, {phase.growth - 1:+.1%}" if phase.memory else "–"
        rows.append(
            f"| {phase.name} | {phase.seconds / 60:.0f} | {phase.rate:.1f} | {phase.ended['200']:,} | "
            f"{phase.ended['503']:,} | {other} | {times} | {refused} | {memory} |"
        )
    return "\n".join(rows)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=20.0, help="of each phase (default: %(default)s)")
    options.add_argument("--slots", type=int, default=Settings().slots, help="default: %(default)s, the setting's")
    options.add_argument("--queue", type=int, default=Settings().queue, help="default: %(default)s, the setting's")
    options.add_argument("--output", type=Path, help="a file for the table; it is printed, too")
    given = options.parse_args()
    seconds = given.minutes * 60
    brief = min(60.0, max(10.0, seconds / 10))
    workers = len(os.sched_getaffinity(0))
    bodies = articles()
    environ = {
        "COPYDESK_WORKERS": str(workers),
        "COPYDESK_SLOTS": str(given.slots),
        "COPYDESK_QUEUE": str(given.queue),
    }
    with running(REAL, **environ) as service:
        in_a_row(service, "warming up", bodies, brief, workers)
        idle = in_a_row(service, "idle", bodies, brief, 1)
        most = in_a_row(service, "all slots", bodies, brief, 2 * workers)
        print(f"{workers} workers read {most.rate:.1f} articles a second", file=sys.stderr)
        phases = [idle]
        wrong = []
        for name, times in (("at capacity", 1), ("twice that", 2)):
            phase = at_a_rate(service, name, bodies, seconds, times * most.rate)
            phases.append(phase)
            wrong += [f"{name}: {fault}" for fault in faults(idle, phase)]
            print(table(phases), file=sys.stderr)
    print(table(phases))
    if given.output:
        given.output.parent.mkdir(parents=True, exist_ok=True)
        given.output.write_text(table(phases) + "\n", encoding="utf-8")
    for fault in wrong:
        print(f"FAILED: {fault}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
