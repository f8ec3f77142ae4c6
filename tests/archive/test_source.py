"""Files by a pattern, and the articles in them."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest
from pyarrow import fs

from service.archive import ArchiveError
from service.archive.source import Article, Piece, Source, pieces

from .conftest import lines, packed, parquet

LONGEST = 1000
A, B = {"text": "a"}, {"text": "b"}


def names(pattern: object) -> list[str]:
    return [file.name for file in Source.find(str(pattern)).files]


def cut(path: Path, most: int = 1000) -> list[Piece]:
    source = Source.find(str(path))
    return list(pieces(source.filesystem, source.files[0], most, LONGEST, frozenset()))


def articles(path: Path) -> list[Article]:
    return [article for piece in cut(path) for article in piece.articles]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("2021/a.jsonl", "2022/a.jsonl", "2022/b.jsonl.gz", "2022/05/c.parquet", "c.ndjson"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("2022/a.jsonl", ["a.jsonl"]),
        ("2022/*.jsonl", ["a.jsonl"]),
        ("2022/*.jsonl*", ["a.jsonl", "b.jsonl.gz"]),
        ("202?/a.jsonl", ["2021/a.jsonl", "2022/a.jsonl"]),
        ("*", ["c.ndjson"]),
        ("**/*.jsonl", ["2021/a.jsonl", "2022/a.jsonl"]),
        ("2022/**", ["05/c.parquet", "a.jsonl", "b.jsonl.gz"]),
    ],
)
def test_patterns(folder: Path, pattern: str, expected: list[str]) -> None:
    """A file is named by its path below the folder that the pattern has without a wildcard."""
    assert names(folder / pattern) == expected


def test_a_pattern_from_the_folder_one_is_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert names("*/a.jsonl") == ["2021/a.jsonl", "2022/a.jsonl"]


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("2022/x.jsonl", "There is nothing at"),
        ("x/*.jsonl", "There is nothing at"),
        ("2022/x*.jsonl", "There is no file at"),
        ("2022", "is a folder: say which files"),
        ("strange/*", "x.csv is not read here"),
    ],
)
def test_patterns_that_name_nothing_to_read(folder: Path, pattern: str, told: str) -> None:
    (folder / "strange").mkdir()
    (folder / "strange" / "x.csv").write_text("text")
    with pytest.raises(ArchiveError, match=told):
        names(folder / pattern)


def test_an_address_of_no_known_kind() -> None:
    with pytest.raises(ArchiveError, match="gopher://news"):
        Source.find("gopher://news/*.jsonl")


def test_s3_is_known() -> None:
    filesystem, path = fs.FileSystem.from_uri("s3://news/2022?region=eu-west-1")
    assert (filesystem.type_name, path) == ("s3", "news/2022")


def test_lines_are_counted_with_the_blank_ones(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(A, "", "{", B))
    assert [(a.line, a.body.strip()) for a in articles(tmp_path / "a.jsonl")] == [
        (1, b'{"text": "a"}'),
        (3, b"{"),
        (4, b'{"text": "b"}'),
    ]


def test_a_line_that_is_too_long_is_a_problem(tmp_path: Path) -> None:
    packed(tmp_path / "a.jsonl.gz", A, {"text": "x" * LONGEST}, B)
    assert [(a.line, a.problem and a.problem[0]) for a in articles(tmp_path / "a.jsonl.gz")] == [
        (1, None),
        (2, "body-too-large"),
        (3, None),
    ]


def test_a_file_that_is_cut_off_is_a_problem_where_it_ends(tmp_path: Path) -> None:
    whole = gzip.compress(lines(A) + bytes(range(256)) * 400 + lines(B))
    (tmp_path / "a.jsonl.gz").write_bytes(whole[:-20])
    (tmp_path / "b.jsonl.gz").write_bytes(lines(A))
    assert articles(tmp_path / "a.jsonl.gz")[-1].problem is not None
    assert [a.problem and a.problem[0] for a in articles(tmp_path / "b.jsonl.gz")] == ["bad-request"]


def test_rows_of_parquet_are_requests(tmp_path: Path) -> None:
    """Columns that a request has not are passed over; dates become what JSON has for them."""
    row = {
        "text": "a",
        "id": "1",
        "published": dt.datetime(2022, 9, 16, 10),  # noqa: DTZ001 - as Parquet may have it
        "home": {"country": "FR"},
        "include": ["dates"],
        "views": 3,
    }
    zone = dt.timezone(dt.timedelta(hours=2))
    parquet(tmp_path / "a.parquet", row, {**row, "id": None}, {"text": None})
    parquet(tmp_path / "b.parquet", {"text": "b", "published": dt.date(2022, 9, 16)})
    parquet(tmp_path / "c.parquet", {"text": "c", "published": dt.datetime(2022, 9, 16, 10, tzinfo=zone)})
    found = [json.loads(a.body) for a in articles(tmp_path / "a.parquet")]
    assert found[0] == {"text": "a", "id": "1", "published": "2022-09-16T10:00:00Z", "home": {"country": "FR"}, "include": ["dates"]}  # fmt: skip
    assert [a.line for a in articles(tmp_path / "a.parquet")] == [1, 2, 3]
    assert (found[1]["id"], found[2]["text"]) == (None, None)
    assert json.loads(articles(tmp_path / "b.parquet")[0].body)["published"] == "2022-09-16"
    assert json.loads(articles(tmp_path / "c.parquet")[0].body)["published"].startswith("2022-09-16T")


def test_parquet_without_a_text_has_as_many_problems_as_rows(tmp_path: Path) -> None:
    parquet(tmp_path / "a.parquet", {"body": "a"}, {"body": "b"})
    assert [a.body for a in articles(tmp_path / "a.parquet")] == [b"{}", b"{}"]


def test_parquet_that_is_none_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and so on")
    assert [(a.line, a.problem and a.problem[0]) for a in articles(tmp_path / "a.parquet")] == [(1, "bad-request")]


def test_pieces(tmp_path: Path) -> None:
    """So many articles each, and the rest; their shares add up to the file."""
    for n in (0, 1, 4, 5):
        path = tmp_path / f"{n}.jsonl"
        path.write_bytes(lines(*[A] * n))
        found = cut(path, 2)
        assert [len(piece.articles) for piece in found] == {0: [0], 1: [1], 4: [2, 2], 5: [2, 2, 1]}[n]
        assert sum(piece.share for piece in found) == path.stat().st_size
        assert len({piece.name for piece in found}) == len(found)


def test_a_piece_has_not_too_many_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.archive.source.MOST_BYTES", 30)
    (tmp_path / "a.jsonl").write_bytes(lines(*[A] * 7))
    assert [len(piece.articles) for piece in cut(tmp_path / "a.jsonl")] == [3, 3, 1]


def test_files_of_one_name_have_pieces_of_their_own(folder: Path) -> None:
    assert len({file.piece(0) for file in Source.find(str(folder / "**/*.jsonl")).files}) == 2


def test_a_disk_in_trouble_is_no_problem_of_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(A))
    source = Source.find(str(tmp_path / "a.jsonl"))
    (tmp_path / "a.jsonl").unlink()
    with pytest.raises(OSError):
        list(pieces(source.filesystem, source.files[0], 2, LONGEST, frozenset()))
