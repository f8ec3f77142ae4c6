"""An archive read with everything killed once, held against the same articles read by one process.

    python -m benchmarks.archive FOLDER --text news.txt        # all of it; FOLDER keeps what is made, and the figures
    python -m benchmarks.archive FOLDER --steps run,compare    # some steps again

`make`     articles, made by recombining the sentences of `--text` (a sentence a line) and of tests/accuracy/data
`single`   `copydesk extract` reads them in one process
`run`      `copydesk archive run` reads them; an actor is killed after a fifth, the driver after a half; it runs again
`nodes`    two nodes of a Ray cluster on this machine read a tenth of them
`compare`  each article is there once, and as the single process had it

Times are processor seconds of the actors: the clock on the wall tells of what else the machine does.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
STEPS = ("make", "single", "run", "nodes", "compare")
FILES = 4
TICKS = os.sysconf("SC_CLK_TCK")
PIECE = 250


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--text", type=Path, action="append", default=[], help="a sentence a line")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--sentences", type=int, default=3, help="an article")
    parser.add_argument("--actors", type=int, default=2)
    parser.add_argument("--steps", default=",".join(STEPS))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for step in options.steps.split(","):
        figures = globals()[step](options)
        print(step, json.dumps(figures), flush=True)
        (options.folder / f"{step}.json").write_text(json.dumps(figures, indent=1))


# ---------------------------------------------------------------- articles


def make(options: argparse.Namespace) -> dict[str, Any]:
    sentences = [line.strip() for path in options.text for line in path.read_text().splitlines()]
    for path in sorted((ROOT / "tests" / "accuracy" / "data").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            sentences += re.split(r"(?<=[.!?”\"])\s+", json.loads(line)["text"])
    sentences = [sentence for sentence in sentences if len(sentence.split()) > 4]
    dice, words = random.Random(1), 0
    for n in range(FILES):
        with (
            (options.folder / f"news-{n}.jsonl").open("w") as plain,
            gzip.open(options.folder / f"news-{n}.jsonl.gz", "wt") as packed,
        ):
            for k in range(options.articles // FILES):
                text = " ".join(dice.sample(sentences, options.sentences))
                words += len(text.split())
                line = json.dumps({"id": f"{n}-{k}", "text": text, "published": f"2020-{k % 12 + 1:02}-15"})
                for file in (plain, packed):
                    file.write(line + "\n")
    return {"articles": options.articles, "words": words, "sentences": len(sentences)}


# ---------------------------------------------------------------- reading


def copydesk(*arguments: object, output: Any = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "ignore", "-m", "service", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=output, env={**os.environ, "OMP_NUM_THREADS": "1"})


def single(options: argparse.Namespace) -> dict[str, Any]:
    files = sorted(options.folder.glob("news-*.jsonl"))
    began = time.monotonic()
    with (options.folder / "single.jsonl").open("wb") as output:
        watched = Watched(copydesk("extract", *files, output=output))
        watched.until(lambda: False)
    return {**watched.figures(), "wall": round(time.monotonic() - began)}


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Killed twice, then to its end."""
    output = options.folder / "facts"
    shutil.rmtree(output, ignore_errors=True)
    command = ("archive", "run", "--input", options.folder / "news-*.jsonl.gz", "--output", output)
    command += ("--actors", options.actors, "--piece", PIECE)
    pieces = options.articles // PIECE
    figures: dict[str, Any] = {}

    def done() -> int:
        return sum(1 for _ in (output / "articles").glob("*.parquet"))

    began = time.monotonic()
    first = Watched(copydesk(*command))
    first.until(lambda: done() >= pieces // 5)
    victim = first.actors()[0]
    os.kill(victim, 9)
    figures["actor killed"] = {"pieces done": done(), "second": round(time.monotonic() - began)}
    first.until(lambda: done() >= pieces // 2)
    figures["driver killed"] = {"pieces done": done(), "second": round(time.monotonic() - began)}
    first.process.kill()
    first.process.wait()
    killed = time.monotonic()
    while any(Path(f"/proc/{pid}").exists() for pid in first.ever):
        time.sleep(0.5)
        if time.monotonic() - killed > 120:
            break
    figures["driver killed"]["all of Ray's processes gone after"] = round(time.monotonic() - killed, 1)
    figures["restart"] = {"pieces done": done(), "second": round(time.monotonic() - began)}
    second = Watched(copydesk(*command))
    second.until(lambda: False)
    figures |= {
        "first run": first.figures(),
        "second run": second.figures(),
        "exit code": second.process.returncode,
        "wall": round(time.monotonic() - began),
        "bytes": {path.name: sum(file.stat().st_size for file in path.iterdir()) for path in folders(output)},
    }
    return figures


def nodes(options: argparse.Namespace) -> dict[str, Any]:
    """A cluster of two nodes with a processor each, on this machine."""
    few = options.folder / "few"
    few.mkdir(exist_ok=True)
    with gzip.open(options.folder / "news-0.jsonl.gz", "rt") as whole, gzip.open(few / "few.jsonl.gz", "wt") as part:
        for _, line in zip(range(options.articles // 10), whole):  # noqa: B905
            part.write(line)
    figures = {}
    for count in (1, 2):
        shutil.rmtree(few / f"facts-{count}", ignore_errors=True)
        figures[f"{count} nodes"] = on_nodes(few, count, max(1, options.articles // 400))
    return figures


def on_nodes(few: Path, count: int, piece: int) -> dict[str, Any]:
    os.environ.update({"RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"})
    from ray.cluster_utils import Cluster  # noqa: PLC0415

    cluster = Cluster()
    for _ in range(count):
        cluster.add_node(num_cpus=1, include_dashboard=False, object_store_memory=200_000_000)
    command = ("archive", "run", "--input", few / "*.jsonl.gz", "--output", few / f"facts-{count}")
    began = time.monotonic()
    driver = Watched(copydesk(*command, "--piece", piece, "--address", cluster.address), root=os.getpid())
    driver.until(lambda: False)
    figures = {**driver.figures(), "wall": round(time.monotonic() - began), "exit code": driver.process.returncode}
    cluster.shutdown()
    return figures


# ---------------------------------------------------------------- watching


class Watched:
    """A command and all it started: processor seconds and memory, looked at every ten seconds."""

    def __init__(self, process: subprocess.Popen[bytes], root: int | None = None) -> None:
        self.process, self.root = process, root or process.pid
        self.ever: set[int] = set()
        self.seconds: dict[int, float] = {}
        self.parents: dict[int, int] = {}
        self.memory: list[tuple[int, int]] = []  # second, MB of all together
        self.began = time.monotonic()

    def until(self, condition: Callable[[], bool]) -> None:
        """Until it holds, or the command is over."""
        looked = 0.0
        while self.process.poll() is None and not condition():
            if time.monotonic() - looked > 10:
                looked = time.monotonic()
                self.look()
            time.sleep(0.5)
        if self.process.poll() not in (None, 0):
            print("exit code", self.process.returncode, flush=True)

    def look(self) -> None:
        total = 0
        for pid, parent, name, seconds in tree(self.root):
            self.ever.add(pid)
            total += pss(pid)
            if "_Actor" in name or pid == self.process.pid:
                self.seconds[pid], self.parents[pid] = seconds, parent
        self.memory.append((round(time.monotonic() - self.began), total))

    def actors(self) -> list[int]:
        return [pid for pid, _, name, _ in tree(self.root) if "_Actor" in name]

    def figures(self) -> dict[str, Any]:
        readers = {pid: round(seconds, 1) for pid, seconds in self.seconds.items() if pid != self.process.pid}
        by_node = Counter[int]()
        for pid, seconds in readers.items():
            by_node[self.parents[pid]] += round(seconds)
        return {
            "processor seconds of actors": sum(readers.values()),
            "of the command itself": round(self.seconds.get(self.process.pid, 0), 1),
            "by node": sorted(by_node.values()),
            "memory in MB, by second": self.memory[:: max(1, len(self.memory) // 20)],
            "most MB": max((megabytes for _, megabytes in self.memory), default=0),
        }


def tree(root: int) -> Iterator[tuple[int, int, str, float]]:
    """Process id, its parent's, name, processor seconds, of a process and all below it."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                name, fields = (
                    (folder / "cmdline").read_text(),
                    (folder / "stat").read_text().rpartition(")")[2].split(),
                )
            except OSError:
                continue
            found[int(folder.name)] = (int(fields[1]), name, (int(fields[11]) + int(fields[12])) / TICKS)
    inside = {root}
    while more := {pid for pid, (parent, _, _) in found.items() if parent in inside and pid not in inside}:
        inside |= more
    for pid in inside & found.keys():
        yield pid, *found[pid]


def pss(pid: int) -> int:
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) // 1000 if found else 0


def folders(output: Path) -> list[Path]:
    return sorted(path for path in output.iterdir() if not path.name.startswith("_"))


# ---------------------------------------------------------------- what came of it


def compare(options: argparse.Namespace) -> dict[str, Any]:
    from tests.archive.whole import documents, read  # noqa: PLC0415

    output = options.folder / "facts"
    keys = Counter(row["article"] for table in ("articles", "problems") for row in read(output, table))
    expected = {f"news-{n}.jsonl.gz#{k + 1}" for n in range(FILES) for k in range(options.articles // FILES)}
    alone = {}
    with (options.folder / "single.jsonl").open() as lines:
        for line in lines:
            found = json.loads(line)
            n, _, k = found["article"]["id"].partition("-")
            alone[f"news-{n}.jsonl.gz#{int(k) + 1}"] = found
    together = dict(documents(output))
    return {
        "articles": len(expected),
        "each once": keys == Counter(expected),
        "problems": len(read(output, "problems")),
        "read by the single process": len(alone),
        "equal": sum(together.get(key) == found for key, found in alone.items()),
    }


if __name__ == "__main__":
    main()
