"""`make bench`: how fast is it, beside bare spaCy and others, on the same articles and cores, turn by turn.

Prints what it finds, and writes it into the README and `docs/speed.svg`. Only ratios hold on another machine.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from service.extraction import Extractor
from service.settings import Settings

from . import report
from .articles import articles, words
from .over_http import Service, service
from .readers import PARSE, Readers, Seconds

ROOT = Path(__file__).parent.parent
ARTICLE = 500  # words
MEASURED_WORKERS = 4  # whose memory is measured
REST = 3.0  # seconds in which they give back what they do not need
BARE = "spaCy `nlp`"
NAMES = ("recogniser", "names")
ROOMS_OF_PEERS = {"quantulum3": "figures", "geotext": "places", "dateparser": "dates", "textacy": "quotes"}
WHAT = {
    "quantulum3": "figures",
    "geotext": "places",
    "dateparser": "dates",
    "textacy": "direct quotes, behind a parse; none where a mark has no partner",
}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--articles", type=int, default=24, help=f"of {ARTICLE} words (default: 24)")
    options.add_argument("--rounds", type=int, default=5, help="of all ways of reading (default: 5)")
    options.add_argument("--peers", type=Path, help="a Python that has what is in peers.txt")
    options.add_argument("--dry", action="store_true", help="print, write nothing")
    given = options.parse_args()
    texts = articles(given.articles, ARTICLE)
    readers = Readers(Extractor.load(Settings.from_environ()))
    gc.collect()
    gc.freeze()  # as the service does: else the collector looks at both models again and again, whoever is measured
    share = 1000 * ARTICLE / sum(map(words, texts))  # of seconds for all: milliseconds for ARTICLE words

    cores = len(os.sched_getaffinity(0))
    with service(1) as one, service(cores) as several:
        taken, rooms, waited, pace = turns(readers, texts, one, several, given.rounds)
    with service(MEASURED_WORKERS) as full:
        for _ in range(2):
            full.single(texts, at_once=MEASURED_WORKERS)
        _, busy = full.memory()
        time.sleep(REST)
        rss, pss = full.memory()
    curve = readers.curve()

    ways = [
        [
            name,
            f"{share * seconds:.0f}",
            f"{sum(map(words, texts)) / seconds:,.0f}",
            f"{taken[BARE] / seconds:.2f}",
        ]
        for name, seconds in taken.items()
    ]
    shares = [
        [name, f"{share * seconds:.1f}", f"{100 * seconds / taken['`Extractor.extract`']:.0f}%"]
        for name, seconds in rooms.items()
    ]
    others = sum(seconds for name, seconds in rooms.items() if name not in (PARSE, *NAMES))
    waits = [f"{1000 * percentile(waited, p):.0f}" for p in (50, 95, 99)]
    text = "\n\n".join(
        [
            f"Processor time for {ARTICLE} words, measured by `make bench` on {cores} cores of one machine, "
            f"{given.articles} articles, median of {given.rounds} rounds; on another only the ratios hold. "
            f"The model is the same everywhere.",
            report.table(["read by", "ms", "words a second and core", "bare spaCy ÷ this"], ways),
            f"Where it goes, in `Extractor.extract` (all rooms but the parse and the names: {share * others:.0f} ms):",
            report.table(["room", "ms", "share"], shares),
            f"One client at one worker waits {waits[0]} ms (p50), {waits[1]} (p95), {waits[2]} (p99) for an answer; "
            f"{cores} workers read {pace:,.0f} words a second. {MEASURED_WORKERS} workers and their parent hold "
            f"{pss:.0f} MB at rest and {busy:.0f} MB while they read (PSS; {rss:.0f} MB RSS, which counts what they "
            f"share each time).",
            *peers(given.peers, texts, rooms, share),
            "![Processor time per 500 words by length of the article: flat](docs/speed.svg)",
        ]
    )
    print(text)
    print("\n".join(f"{n:>7,} words: {bare:.0f} ms, {ours:.0f} ms per 500" for n, (bare, ours) in curve.items()))
    if not given.dry:
        report.into_readme(ROOT / "README.md", text)
        drawn = report.plot(curve, ["bare spaCy", "Copydesk, everything"], ["#888", "#0b6e99"])
        (ROOT / "docs" / "speed.svg").write_text(drawn, encoding="utf-8")


def turns(
    readers: Readers, texts: list[str], one: Service, several: Service, rounds: int
) -> tuple[Seconds, Seconds, list[float], float]:
    """Each way of reading in each round: medians of seconds, those of rooms, waits of a client, words a second."""
    at_once = 2 * len(os.sched_getaffinity(0))
    taken: dict[str, list[float]] = defaultdict(list)
    rooms: dict[str, list[float]] = defaultdict(list)
    waited: list[float] = []
    pace: list[float] = []
    for number in range(rounds + 1):
        print(f"Round {number} of {rounds}", file=sys.stderr)
        found = readers.turn(texts)
        room = readers.rooms(texts)
        before = one.cpu()
        waits = one.single(texts)
        found["HTTP, an article a request"] = (after := one.cpu()) - before
        one.batch(texts)
        found["HTTP, batch"] = one.cpu() - after
        before, began = several.cpu(), time.perf_counter()
        several.single(texts, at_once)
        found["HTTP, all workers at once"] = several.cpu() - before
        speed = sum(map(words, texts)) / (time.perf_counter() - began)
        if number:  # the first is a warm-up
            for name, seconds in found.items():
                taken[name].append(seconds)
            for name, seconds in room.items():
                rooms[name].append(seconds)
            waited += waits
            pace.append(speed)
    return medians(taken), medians(rooms), waited, statistics.median(pace)


def medians(found: dict[str, list[float]]) -> Seconds:
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def percentile(values: Iterable[float], share: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


def peers(python: Path | None, texts: list[str], rooms: Seconds, share: float) -> list[str]:
    """The table of peers; nothing where they are not installed."""
    if python is None:
        return []
    script = Path(__file__).parent / "peers.py"
    done = subprocess.run([python, script], input=json.dumps(texts).encode(), stdout=subprocess.PIPE, check=True)
    rows = [
        [f"{name}: {WHAT[name]}", f"{share * seconds:.1f}", f"{share * rooms[ROOMS_OF_PEERS[name]]:.1f}"]
        for name, seconds in json.loads(done.stdout).items()
    ]
    return ["Rooms beside others that do their work, on the same articles:", report.table(["", "ms", "our room"], rows)]


if __name__ == "__main__":
    sys.exit(main())
