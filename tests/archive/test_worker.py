"""A piece is read: each article ends in one row of `articles` or one of `problems`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from service.archive import ArchiveError
from service.archive.output import Begun, Output
from service.archive.tables import TABLES, Writer
from service.extraction import DeadlineExceeded
from service.jobs.model import MAX_ATTEMPTS
from service.jobs.runner import HUNG
from tests.api.stub import StubExtractor, nothing

from .conftest import Read, lines, packed, parquet, read_with
from .whole import read as rows

TEXT = "The mayor, Anna Petit, said that 40 people had left Paris."
GERMAN = "Der Bürgermeister sagte am Donnerstag, dass viele Menschen die Stadt verlassen haben und nicht zurückkehren."
ROOT = Path(__file__).parents[2]


def keys(facts: Path) -> Counter[str]:
    return Counter(row["article"] for table in ("articles", "problems") for row in rows(facts, table))


def test_what_is_found_is_in_the_tables(tmp_path: Path, facts: Path, read: Read) -> None:
    packed(tmp_path / "a.jsonl.gz", {"text": TEXT, "id": "x"})
    read(tmp_path / "*.jsonl.gz")
    (figure,) = rows(facts, "figures")
    assert (figure["article"], figure["article_id"], figure["value"], figure["unit"]["system"]) == ("a.jsonl.gz#1", "x", 40.0, "count")  # fmt: skip
    assert [row["name"] for row in rows(facts, "people")] == ["Anna Petit"]
    assert [row["country"] for row in rows(facts, "places")] == ["FR"]
    assert {row["section"] for row in rows(facts, "mentions")} >= {"people", "places"}
    (article,) = rows(facts, "articles")
    assert (article["file"], article["line"], article["contract"]) == ("a.jsonl.gz", 1, "1")


def test_bad_rows_are_problems_and_the_rest_is_read(tmp_path: Path, facts: Path, read: Read) -> None:
    bad = ["{", {"text": ""}, {"id": "no-text"}, {"text": GERMAN, "id": "de"}, {"text": TEXT, "colour": "red"}, "\xff"]
    (tmp_path / "a.jsonl").write_bytes(lines({"text": TEXT}, *bad, {"text": TEXT}))
    done = read(tmp_path / "a.jsonl", most=3)
    found = [(row["line"], row["type"], row["article_id"]) for row in rows(facts, "problems")]
    assert found == [
        (2, "not-json", None),
        (3, "invalid-request", None),
        (4, "invalid-request", "no-text"),
        (5, "unsupported-language", "de"),
        (6, "invalid-request", None),
        (7, "not-json", None),
    ]
    assert [row["line"] for row in rows(facts, "articles")] == [1, 8]
    assert rows(facts, "problems")[3]["detected"] == "de"
    assert rows(facts, "problems")[4]["errors"][0]["pointer"] == "/colour"
    assert (sum(d.articles for d in done), sum(d.failed for d in done)) == (8, 6)


def test_articles_of_one_id_are_kept_apart(tmp_path: Path, facts: Path, read: Read) -> None:
    """Two versions of one article, and one more in another file."""
    versions = [{"text": f"About {n} people had left Paris.", "id": "x"} for n in (40, 50, 60)]
    (tmp_path / "a.jsonl").write_bytes(lines(*versions[:2]))
    parquet(tmp_path / "b.parquet", versions[2])
    read(tmp_path / "*")
    figures = {(row["article"], row["article_id"]): row["value"] for row in rows(facts, "figures")}
    assert figures == {("a.jsonl#1", "x"): 40.0, ("a.jsonl#2", "x"): 50.0, ("b.parquet#1", "x"): 60.0}


def test_a_file_of_nothing_has_tables_of_nothing(tmp_path: Path, facts: Path, read: Read) -> None:
    """So that a query finds them."""
    (tmp_path / "a.jsonl").write_bytes(b"")
    packed(tmp_path / "b.ndjson.gz")
    read(tmp_path / "*")
    assert {path.name: len(list(path.iterdir())) for path in facts.iterdir() if path.name in TABLES} == dict.fromkeys(TABLES, 2)  # fmt: skip
    assert not keys(facts)


def test_what_is_said_of_all_counts_where_an_article_does_not_say_it(tmp_path: Path, facts: Path, read: Read) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines({"text": TEXT}, {"text": TEXT, "source": "CNN", "include": ["people"]}))
    read(tmp_path / "a.jsonl", source="BBC", include="figures")
    assert [row["source"] for row in rows(facts, "articles")] == ["BBC", "CNN"]
    assert [row["article"] for row in rows(facts, "figures")] == ["a.jsonl#1"]
    assert [row["article"] for row in rows(facts, "people")] == ["a.jsonl#2"]


def test_an_article_past_its_deadline_and_a_fault_of_ours(
    tmp_path: Path, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def does(article: object) -> None:
        raise DeadlineExceeded("Too late.") if getattr(article, "text", "") == "slow" else ValueError("Xanthippe")

    (tmp_path / "a.jsonl").write_bytes(lines({"text": "slow"}, {"text": "Xanthippe"}))
    read_with(StubExtractor(does), tmp_path / "a.jsonl", facts)  # type: ignore[arg-type]
    assert [row["type"] for row in rows(facts, "problems")] == ["deadline-exceeded", "internal-error"]
    assert "Xanthippe" not in "".join(capsys.readouterr())


# ---------------------------------------------------------------- again


def test_what_is_done_is_not_read_again(tmp_path: Path, facts: Path) -> None:
    asked: list[str] = []
    reader = StubExtractor(lambda article: [asked.append(article.text), nothing(article)][1])
    (tmp_path / "a.jsonl").write_bytes(lines(*({"text": f"{n}"} for n in range(5)), "{"))
    first = read_with(reader, tmp_path / "a.jsonl", facts)
    next((facts / "articles").glob("*-000001.parquet")).unlink()  # as if it had not come so far
    again = read_with(reader, tmp_path / "a.jsonl", facts)
    assert asked == ["0", "1", "2", "3", "4", "2", "3"]
    assert [done.before for done in again] == [True, False, True]
    assert [(d.articles, d.failed, d.share) for d in first] == [(d.articles, d.failed, d.share) for d in again]
    assert keys(facts) == {f"a.jsonl#{n}": 1 for n in range(1, 7)}


def test_a_piece_that_two_read_is_there_once(tmp_path: Path, facts: Path, read: Read) -> None:
    """A worker that was thought dead was only slow."""
    (tmp_path / "a.jsonl").write_bytes(lines({"text": TEXT}, {"text": TEXT}))
    read(tmp_path / "a.jsonl")
    before = {path: path.read_bytes() for path in facts.rglob("*.parquet")}
    for path in (facts / "articles").iterdir():
        path.unlink()
    read(tmp_path / "a.jsonl")
    assert {path: path.read_bytes() for path in facts.rglob("*.parquet")} == before


def test_another_run_may_not_write_here(facts: Path) -> None:
    output = Output.at(str(facts))
    output.claim({"input": "a/*", "piece": 1000})
    output.claim({"input": "a/*", "piece": 1000})
    with pytest.raises(ArchiveError, match=r"another run, whose input was 'a/\*' and not 'b/\*'"):
        output.claim({"input": "b/*", "piece": 1000})


def test_a_file_is_whole_or_not_there(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full when the last table is written: the piece is not done, and nothing half is under its name."""
    output = Output.at(str(facts))
    real = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.parent.name == "articles":
            raise OSError(28, "No space left on device")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        output.write("p", Writer())
    assert not output.has("p")
    assert output.done() == frozenset()


# ---------------------------------------------------------------- articles that bring their worker down


def work(tmp_path: Path, most: int) -> list[int]:
    """Workers, one after the other, until one comes to the end. Their exit codes."""
    codes = []
    while not codes or codes[-1]:
        assert len(codes) < 3 * MAX_ATTEMPTS
        command = [sys.executable, "-W", "ignore", "-m", "tests.archive.stub", str(tmp_path / "a.jsonl")]
        ran = subprocess.run([*command, str(tmp_path / "facts"), str(most)], cwd=ROOT, check=False, capture_output=True)
        codes.append(ran.returncode)
    return codes


@pytest.mark.parametrize(("text", "code"), [("poison", -signal.SIGKILL), ("hang", HUNG)])
def test_an_article_over_which_workers_die_is_given_up(tmp_path: Path, facts: Path, text: str, code: int) -> None:
    """The first death tells nothing of the article; from then on there is a note of the one in hand."""
    articles = [{"text": "a"}, {"text": "b"}, {"text": text, "id": "bad"}, {"text": "c"}]
    (tmp_path / "a.jsonl").write_bytes(lines(*articles))
    assert work(tmp_path, most=3) == [code] * (1 + MAX_ATTEMPTS) + [0]
    (problem,) = rows(facts, "problems")
    assert (problem["article"], problem["article_id"], problem["type"]) == ("a.jsonl#3", "bad", "abandoned")
    assert [row["line"] for row in rows(facts, "articles")] == [1, 2, 4]
    assert not list((facts / "_copydesk" / "begun").iterdir())


def test_a_worker_that_is_stopped_hard_over_good_articles_costs_none(tmp_path: Path, facts: Path) -> None:
    """Killed between articles and over different ones, as often as you like."""
    (tmp_path / "a.jsonl").write_bytes(lines(*({"text": str(n)} for n in range(3))))
    output, piece = Output.at(str(facts)), "p"
    output.note(piece, Begun())
    for line in (1, 2, 3, 1, 2, 3):
        begun = output.begun(piece)
        assert begun is not None
        output.note(piece, Begun(begun.deaths, line))
    begun = output.begun(piece)
    assert begun is not None
    assert begun.deaths == {1: 2, 2: 2, 3: 2}
    assert max(begun.deaths.values()) < MAX_ATTEMPTS


def test_notes_are_read_as_they_were_written(facts: Path) -> None:
    output = Output.at(str(facts))
    assert output.begun("p") is None
    output.note("p", Begun({7: 1}, 9))
    assert output.begun("p") == Begun({7: 1, 9: 1})
    assert json.loads((facts / "_copydesk/begun/p.json").read_text()) == {"deaths": {"7": 1}, "in_hand": 9}
    assert [path.name for path in (facts / "_copydesk/begun").iterdir()] == ["p.json"]
