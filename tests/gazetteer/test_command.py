"""`copydesk gazetteer` from the command line."""

import pytest

from service.cli import main
from service.gazetteer import build as building
from service.gazetteer.rows import BuildError


def test_find_lists_places(capsys):
    assert main(["gazetteer", "find", "Izium"]) == 0
    assert "Izium (Kharkiv Oblast, UA)" in capsys.readouterr().out


def test_find_in_a_country(capsys):
    assert main(["gazetteer", "find", "Paris", "--country", "CA"]) == 0
    assert {line.split("(")[1].split(")")[0][-2:] for line in capsys.readouterr().out.splitlines()} == {"CA"}


def test_find_nothing(capsys):
    assert main(["gazetteer", "find", "Nowhere at all"]) == 1
    assert capsys.readouterr().out == ""


def test_find_without_a_file(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("COPYDESK_GAZETTEER", str(tmp_path / "none.sqlite"))
    assert main(["gazetteer", "find", "Paris"]) == 1
    assert "There is no gazetteer" in capsys.readouterr().err


def test_build_says_what_it_made(monkeypatch, tmp_path, capsys):
    output = tmp_path / "made.sqlite"
    monkeypatch.setattr(building, "build", lambda path, more: path.write_bytes(b"x" * 1_500_000) and 12_345)
    assert main(["gazetteer", "build", "--output", str(output)]) == 0
    assert capsys.readouterr().out == f"{output}: 12,345 places, 1.5 MB\n"


def test_build_with_more_places(packages, tmp_path, monkeypatch, capsys):
    output, more = tmp_path / "made.sqlite", tmp_path / "more.csv"
    more.write_text("name,lat,lon,country\nMill Hill Green,51.6,-0.2,GB\n")
    assert main(["gazetteer", "build", "--output", str(output), "--add", str(more)]) == 0
    monkeypatch.setenv("COPYDESK_GAZETTEER", str(output))
    capsys.readouterr()
    assert main(["gazetteer", "find", "Mill Hill Green"]) == 0
    assert capsys.readouterr().out == "        -  city      Mill Hill Green (GB)  51.6000 -0.2000  0\n"


def test_build_that_fails(monkeypatch, tmp_path, capsys):
    def fail(path, more):
        raise BuildError("a package is missing")

    monkeypatch.setattr(building, "build", fail)
    assert main(["gazetteer", "build", "--output", str(tmp_path / "x")]) == 1
    assert "a package is missing" in capsys.readouterr().err


def test_a_command_is_needed():
    with pytest.raises(SystemExit):
        main([])
