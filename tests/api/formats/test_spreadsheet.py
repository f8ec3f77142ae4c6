from __future__ import annotations

import csv
import io
import zipfile

import pytest

from service.api.formats.spreadsheet import TABLES, cell
from service.extraction import SECTIONS

from .conftest import HOSTILE, SEED


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("text", [SEED, HOSTILE, "Nobody came."])
def test_one_row_an_object(write, extract, section, text):
    body = write("csv", text, section=section)
    assert body.startswith(b"\xef\xbb\xbfid,")
    assert body.count(b"\r\n") >= 1
    found = rows(body)
    assert [row["id"] for row in found] == [o.id for o in getattr(extract(text), section)]
    for row in found:
        assert tuple(row) == TABLES[section][0]  # no cell more or less, whatever is in them


def test_the_seed(write):
    figures = {row["text"]: row for row in rows(write("csv", SEED))}
    area = figures["8,000 square kilometers"]
    assert (area["value"], area["unit"], area["unit_code"], area["of"]) == (
        "8000",
        "square kilometre",
        "km2",
        "territory",
    )
    quotes = rows(write("csv", SEED, section="quotes"))
    mixed = next(row for row in quotes if "fallen heroes" in row["quote"])
    assert mixed["quote"].startswith("search operations for the remains of “fallen heroes” were")
    assert (mixed["speaker"], mixed["type"]) == ("Oleh Kotenko", "mixed")
    events = rows(write("csv", SEED, section="events"))
    graves = next(row for row in events if "440 graves" in row["summary"])
    assert (graves["who"], graves["date"], graves["place"]) == ("Ukrainian authorities", "2022-09-16", "Izium")


def test_a_zip_has_all_sections(write):
    packed = write("zip", SEED)
    archive = zipfile.ZipFile(io.BytesIO(packed))
    assert archive.testzip() is None
    assert archive.namelist() == [f"{section}.csv" for section in SECTIONS]
    for section in SECTIONS:
        assert archive.read(f"{section}.csv") == write("csv", SEED, section=section)
    assert packed == write("zip", SEED)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "\t'=1"),
        ("\r\n=1", "\r\n'=1"),
        (" \u200b\u202e=1", "' \u200b\u202e=1"),
        ("＝1＋1", "'＝1＋1"),
        ("left;=1+1", "left;'=1+1"),  # a spreadsheet that is set to semicolons begins a cell there
        ("two\nlines", "two\nlines"),
        ("a\x00b", "a\ufffdb"),
        ("3-1", "3-1"),
        ("“quoted”, and more", "“quoted”, and more"),
    ],
)
def test_no_text_is_a_formula(text, written):
    assert cell(text) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, ""), (True, "true"), (False, "false"), (-2.5, -2.5), (440.0, 440), (float("nan"), None)],
)
def test_what_is_no_text(value, written):
    assert cell(value) == written


def test_nothing_of_a_hostile_article_runs(write):
    for section in SECTIONS:
        body = write("csv", HOSTILE, section=section).decode("utf-8-sig")
        cells = [value for row in csv.reader(io.StringIO(body, newline="")) for value in row]
        beginnings = [part.lstrip() for value in cells for part in value.replace("\n", ";").split(";")]
        assert not [b for b in beginnings if b[:1] in ("=", "+", "@", "-") and not b[1:].replace(".", "").isdigit()]
    (figure,) = rows(write("csv", "=SUM(A1) is what they paid: $5 million."))
    assert figure["sentence"] == "'=SUM(A1) is what they paid: $5 million."
