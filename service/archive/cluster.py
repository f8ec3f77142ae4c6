"""Ray Data: files in, pieces to actors, what they did out. Nothing that Ray has a hand in is kept: the actors write it.

An actor that dies is started again, and its pieces are handed out again; so are those of a machine that is lost.
"""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import Any, Final

import attrs
from attrs import field, frozen
from pyarrow import fs

from service.settings import Settings

from . import ArchiveError
from .output import Output
from .source import File, Source, pieces
from .worker import Done, Worker

PREFETCHED: Final = 2  # pieces that an actor has at hand; more, and some have a lot to do at the end and some nothing
FILES_TASKS: Final = 1000  # at most so many tasks read files, each some
OBJECT_STORE: Final = 100_000_000  # bytes for each actor: its pieces
ALONE: Final = {
    "RAY_raylet_start_wait_time_s": "300",  # it gives up after a minute else, on a machine that has other things to do
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # as Ray has it on a desktop: it listens on 127.0.0.1 and nowhere else
}
SILENT: Final = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",  # else it writes to the terminal, over the progress
}
COUNTING: Final = ("model", "names", "gazetteer", "max_characters", "max_bytes", "deadline_seconds")


@frozen(kw_only=True)
class Run:
    """What is read, to where, and how. `most`: articles a piece. `actors`: None for one a processor."""

    source: Source
    output: Output
    settings: Settings
    query: dict[str, str] = field(factory=dict)
    most: int
    actors: int | None = None
    address: str | None = None

    def settings_that_count(self) -> dict[str, Any]:
        """What differs from the defaults, which may be other ones on another machine: the gazetteer's path."""
        return {name: value for name in COUNTING if (value := getattr(self.settings, name)) != DEFAULTS[name]}


DEFAULTS: Final = attrs.asdict(Settings())


def read(run: Run) -> Iterator[Done]:
    """Read what is not done; tells of each piece, in any order. Raises ArchiveError where it can't go on."""
    with ray_at(run.address, run.actors) as actors:
        import ray.data  # noqa: PLC0415 - takes seconds, and what `ray_at` sets has to be set before

        data: Any = ray.data  # whose types are not those of its documentation
        logging.getLogger("ray.data").setLevel(logging.CRITICAL)
        context = data.DataContext.get_current()
        context.enable_progress_bars = False
        context.target_max_block_size = 1  # a block a piece: blocks are what is shared out
        done = run.output.done()
        files = [{"file": pickle.dumps((file, done_of(file, done)))} for file in run.source.files]
        found = (
            data.from_items(files, override_num_blocks=min(len(files), FILES_TASKS))
            .flat_map(
                partial(_cut, filesystem=run.source.filesystem, most=run.most, longest=run.settings.max_bytes),
                num_cpus=0,
            )
            .map(
                _Actor,
                fn_constructor_args=(run.output, run.query, run.settings_that_count()),
                compute=data.ActorPoolStrategy(size=actors, max_tasks_in_flight_per_actor=PREFETCHED),
                num_cpus=1,
            )
        )
        try:
            for row in found.iter_rows():
                yield pickle.loads(row["done"])  # noqa: S301 - our own
        except ray.exceptions.RayError as error:
            raise ArchiveError(cause(error)) from None


def done_of(file: File, done: frozenset[str]) -> frozenset[str]:
    """The names of a file's pieces that are done. Raises ArchiveError where the file has changed since."""
    names = frozenset(name for name in done if name.startswith(f"{file.digest}-"))
    if any(name.rpartition("-")[0] != file.piece(0).rpartition("-")[0] for name in names):
        raise ArchiveError(f"{file.name} has changed since some of it was read: give another --output.")
    return names


def _cut(row: dict[str, bytes], filesystem: fs.FileSystem, most: int, longest: int) -> Iterator[dict[str, bytes]]:
    file, done = pickle.loads(row["file"])  # noqa: S301 - our own
    for piece in pieces(filesystem, file, most, longest, done):
        yield {"piece": pickle.dumps(piece)}


class _Actor:
    def __init__(self, output: Output, query: dict[str, str], settings: dict[str, Any]) -> None:
        self._worker = Worker.load(output, query, Settings(**settings))

    def __call__(self, row: dict[str, bytes]) -> dict[str, bytes]:
        return {"done": pickle.dumps(self._worker.read(pickle.loads(row["piece"])))}  # noqa: S301 - our own


@contextmanager
def ray_at(address: str | None, actors: int | None) -> Iterator[int]:
    """A cluster there is, or one of this machine alone, for as long as it is needed. Gives the number of actors.

    Raises ArchiveError where Ray is not installed, or the cluster can't be reached.
    """
    os.environ.update(SILENT if address else {**SILENT, **ALONE})
    try:
        ray: Any = import_module("ray")
    except ModuleNotFoundError:
        raise ArchiveError("Ray is not installed: pip install 'copydesk[archive]'.") from None
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    count = actors or processors
    alone: dict[str, Any] = {
        "address": "local",
        "num_cpus": count,
        "include_dashboard": False,
        "object_store_memory": OBJECT_STORE * (count + 1),
    }
    try:
        ray.init(**({"address": address} if address else alone), log_to_driver=False, logging_level=logging.CRITICAL)
    except Exception as error:  # it has no class of its own for this
        raise ArchiveError(f"Ray is not at {address}" if address else f"Ray does not start: {error}") from None
    try:
        yield actors or max(1, int(ray.cluster_resources().get("CPU", 1)))
    finally:
        ray.shutdown()


def cause(error: BaseException) -> str:
    """What an actor raised, in a line. No article makes it raise anything, so that it tells of none."""
    while (below := getattr(error, "cause", None) or error.__cause__) is not None:
        error = below
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
