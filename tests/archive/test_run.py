"""`copydesk archive run`, with Ray on this machine."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from service import cli
from service.api.rendering import render
from service.archive import ArchiveError, cluster
from service.archive.output import Output
from service.archive.source import Source
from service.archive.worker import Done
from service.cli.progress import Progress
from service.extraction import Article, Extractor
from service.settings import Settings

from .conftest import lines, packed, parquet
from .whole import documents
from .whole import read as rows

ROOT = Path(__file__).parents[2]
PATIENCE = 300.0  # seconds, on a machine that has other things to do
PIECE = 3


def article(n: int) -> dict[str, Any]:
    return {"id": f"id-{n}", "text": f"The mayor, Anna Petit, said on Thursday that {n} people had left Paris. “It is sad,” she said."}  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Three files, of each kind: 60 articles, two of one id, three that can't be read; and a file of nothing."""
    folder = tmp_path / "news"
    folder.mkdir()
    made = [article(n) for n in range(2, 59)]
    packed(folder / "a.jsonl.gz", *made[:30], "{", {"text": ""})
    (folder / "b.jsonl").write_bytes(lines(*made[30:40], made[0], "", {"text": 3}))
    parquet(folder / "c.parquet", *made[40:])
    (folder / "empty.jsonl").write_bytes(b"")
    return folder


EXPECTED = [f"a.jsonl.gz#{n}" for n in range(1, 33)] + [f"b.jsonl#{n}" for n in (*range(1, 12), 13)] + [f"c.parquet#{n}" for n in range(1, 18)]  # fmt: skip


class Driver:
    """The command, as a process of its own."""

    def __init__(self, archive: Path, facts: Path) -> None:
        command = ["archive", "run", "--input", f"{archive}/*", "--output", str(facts), "--actors", "2"]
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "service", *command, "--piece", str(PIECE)],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def below(self) -> dict[int, str]:
        """All processes that it has started, and theirs, with their names."""
        found: dict[int, tuple[int, str]] = {}
        for folder in Path("/proc").iterdir():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                found[int(folder.name)] = (parent, (folder / "cmdline").read_text())
            except (OSError, ValueError):
                continue
        inside = {self.process.pid}
        while more := {pid for pid, (parent, _) in found.items() if parent in inside and pid not in inside}:
            inside |= more
        return {pid: found[pid][1] for pid in inside - {self.process.pid} if pid in found}

    def actors(self) -> list[int]:
        return [pid for pid, name in self.below().items() if "_Actor" in name]

    def end(self) -> tuple[int, str]:
        told = self.process.communicate(timeout=PATIENCE)[1]
        return self.process.returncode, told


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def listens(pids: set[int]) -> set[str]:
    """The addresses that processes listen on, as /proc/net has them."""
    inodes = set()
    for pid in pids:
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            try:
                if inode := re.fullmatch(r"socket:\[(\d+)\]", str(handle.readlink())):
                    inodes.add(inode[1])
            except OSError:
                continue
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                found.add(fields[1].partition(":")[0])
    return found


LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}


def test_killed_twice_and_each_article_is_there_once(archive: Path, tmp_path: Path, extractor: Extractor) -> None:
    """kill -9 of an actor, which Ray replaces, then of the command; run again, it goes on, and all is as one process
    reads it."""
    facts = tmp_path / "facts"

    def done() -> int:
        return len(list((facts / "articles").glob("*.parquet")))

    first = Driver(archive, facts)
    try:
        until(lambda: done() >= 2)
        assert listens({first.process.pid, *first.below()}) <= LOOPBACK
        victim = first.actors()[0]
        os.kill(victim, signal.SIGKILL)
        until(lambda: done() >= 5)
        left = first.below()
    finally:
        first.process.kill()
    first.process.communicate()
    before = {path: path.stat().st_mtime_ns for path in (facts / "articles").glob("*.parquet")}
    assert len(before) < 22
    until(lambda: not any(name == gone(pid) for pid, name in left.items()))

    code, told = Driver(archive, facts).end()
    assert code == 1  # some are problems
    assert re.search(r"^61 articles, 3 of them problems; (\d+) were done before$", told, re.MULTILINE)
    assert {path: path.stat().st_mtime_ns for path in before} == before

    assert Counter(row["article"] for table in ("articles", "problems") for row in rows(facts, table)) == Counter(EXPECTED)  # fmt: skip
    assert {row["article"] for row in rows(facts, "problems")} == {"a.jsonl.gz#31", "a.jsonl.gz#32", "b.jsonl#13"}
    for key, found in documents(facts):
        text = article(int(found["article"]["id"].removeprefix("id-")))["text"]
        alone = extractor.extract(Article(text=text, id=found["article"]["id"]))
        assert json.loads(render(alone, text)) == found, key


def gone(pid: int) -> str | None:
    """The name of a process that is there still."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text() or None
    except OSError:
        return None


# ---------------------------------------------------------------- without Ray


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--input", "none/*.jsonl"], "There is nothing at none"),
        (["--input", "{archive}"], "is a folder: say which files"),
        (["--input", "{archive}/*", "--include", "weather"], "there are: events, quotes"),
        (["--input", "{archive}/*", "--country", "France"], "home/country"),
    ],
)
def test_what_is_refused(
    archive: Path, tmp_path: Path, arguments: list[str], told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    given = [argument.format(archive=archive) for argument in arguments]
    assert cli.main(["archive", "run", "--output", str(tmp_path / "facts"), *given]) == 2
    assert told in capfd.readouterr().err
    assert not (tmp_path / "facts" / "articles").exists()


def test_a_gazetteer_that_is_missing(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COPYDESK_GAZETTEER", "/nowhere.sqlite")
    assert cli.main(["archive", "run", "--input", f"{archive}/*", "--output", str(tmp_path / "facts")]) == 2
    assert "There is no gazetteer at /nowhere.sqlite" in capfd.readouterr().err


def test_a_folder_of_another_run(archive: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Output.at(str(tmp_path / "facts")).claim({"input": "other/*"})
    assert cli.main(["archive", "run", "--input", f"{archive}/*", "--output", str(tmp_path / "facts")]) == 2
    assert "results of another run" in capfd.readouterr().err


def test_a_file_that_has_changed_since(archive: Path) -> None:
    (file,) = Source.find(str(archive / "b.jsonl")).files
    name = file.piece(0)
    assert cluster.done_of(file, frozenset({name, "other-1-000000"})) == {name}
    with (archive / "b.jsonl").open("ab") as more:
        more.write(b"{}\n")
    (changed,) = Source.find(str(archive / "b.jsonl")).files
    with pytest.raises(ArchiveError, match=r"b\.jsonl has changed since"):
        cluster.done_of(changed, frozenset({name}))


def test_only_settings_that_differ_go_to_other_machines(tmp_path: Path) -> None:
    """The gazetteer may be in another place there, and no machine is told the service's keys."""
    settings = Settings(names="spacy", api_keys="secret", gazetteer=Settings().gazetteer)
    run = cluster.Run(source=None, output=None, settings=settings, most=1)  # type: ignore[arg-type]
    assert run.settings_that_count() == {"names": "spacy"}


def test_ray_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    import ray  # noqa: PLC0415

    def fails(**_: object) -> None:
        raise ConnectionError("no")

    monkeypatch.setattr(ray, "init", fails)
    with pytest.raises(ArchiveError, match=r"Ray is not at 127\.0\.0\.1:1"), cluster.ray_at("127.0.0.1:1", None):
        pass
    with pytest.raises(ArchiveError, match="Ray does not start: no"), cluster.ray_at(None, 1):
        pass


def test_what_broke_off_is_told_in_a_line() -> None:
    error = RuntimeError("a page of traces")
    error.__cause__ = OSError(28, "No space left on device")
    assert cluster.cause(error) == "OSError: [Errno 28] No space left on device"


def test_ray_is_not_loaded_by_other_commands(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"")
    script = (
        "import sys; from service import cli\n"
        f"cli.main(['extract', '{tmp_path / 'a.jsonl'}'])\n"
        "sys.exit(any(name in sys.modules for name in ('ray', 'pyarrow')))"
    )
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, check=False).returncode == 0


def test_what_is_missing_is_told(archive: Path) -> None:
    script = (
        "import sys; sys.modules['pyarrow'] = None; from service import cli\n"
        f"sys.exit(cli.main(['archive', 'run', '--input', '{archive}/*', '--output', 'facts']))"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert ran.returncode == 2
    assert "pip install 'copydesk[archive]'" in ran.stderr


@pytest.mark.parametrize(
    ("failed", "broke_off", "code", "told"),
    [
        (0, False, 0, "7 articles, 0 of them problems; 3 were done before\n"),
        (2, False, 1, "7 articles, 2 of them problems; 3 were done before\n"),
        (0, True, 1, "copydesk: it broke off: OSError: No space left on device\n"),
    ],
)
def test_what_is_told_at_the_end(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
    failed: int, broke_off: bool, code: int, told: str,
) -> None:  # fmt: skip
    def read(run: cluster.Run) -> Iterator[Done]:
        assert (run.most, run.actors, run.query) == (1000, None, {"include": "quotes"})
        yield Done(articles=3, failed=0, share=10, before=True)
        if broke_off:
            raise ArchiveError("OSError: No space left on device")
        yield Done(articles=4, failed=failed, share=20, before=False)

    monkeypatch.setattr(cluster, "read", read)
    given = ["--input", f"{archive}/*", "--output", str(tmp_path / "facts"), "--include", "quotes"]
    assert cli.main(["archive", "run", *given]) == code
    assert capfd.readouterr().err == told


def test_progress_of_an_archive(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """How much of the input is behind us, since nobody knows how many articles are in it."""
    monkeypatch.setattr("service.cli.progress.SECONDS", 0)
    progress = Progress(None, shown=True)
    progress.done(1000, failed=2, share=0.25)
    assert "1,000 articles, " in (shown := capfd.readouterr().err)
    assert shown.endswith("a second, 25%, 2 of them failed")
