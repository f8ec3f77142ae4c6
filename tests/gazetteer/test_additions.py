"""What an operator adds to the gazetteer: a table of places of their own, or a dump of GeoNames."""

import sqlite3

import pytest

from service.gazetteer.build import build
from service.gazetteer.lookup import Gazetteer
from service.gazetteer.rows import BuildError

HEADER = "name,lat,lon,country,admin1,kind,population,geonames_id,other_names\n"


@pytest.fixture
def built(packages, tmp_path):
    """`built("own.csv", "name,lat,lon\\n...")` -> the Gazetteer with that file"""

    def built(name, content):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        build(tmp_path / "out.sqlite", [file])
        return Gazetteer.open(tmp_path / "out.sqlite")

    return built


def line(key, name, lat, lon, feature, country="UA", admin1="07", population="0", others=""):
    """A line of a dump."""
    cells = [key, name, name, others, lat, lon, *feature.split("."), country, "", admin1, "", "", "", population]
    return "\t".join([*cells, "", "0", "Europe/Kyiv", "2020-01-01"]) + "\n"


# ---------------------------------------------------------------- a table of one's own


def test_a_table_needs_a_name_and_coordinates(built):
    gazetteer = built("own.csv", "name,lat,lon\nKlein Zwischenbach,47.5,9.25\n")
    (place,) = gazetteer.candidates("Klein-Zwischenbach")
    assert (place.lat, place.lon, place.kind, place.country, place.weight) == (47.5, 9.25, "city", None, 2)


def test_a_table_may_say_more(built):
    gazetteer = built("own.csv", HEADER + '"Old Mill, The",49.9,36.2,UA,Kharkiv,facility,0,,Mill|Stary Mlyn\n')
    (place,) = gazetteer.candidates("Stary Mlyn")
    assert (place.name, place.kind, place.admin1, place.admin1_name) == (
        "Old Mill, The",
        "facility",
        "UA.07",
        "Kharkiv Oblast",
    )


def test_a_unit_goes_by_its_code_as_well(built):
    (place,) = built("own.csv", HEADER + "Newtown,49,36,,UA.07,city,1200,,\n").candidates("Newtown")
    assert (place.country, place.admin1, place.population) == ("UA", "UA.07", 1200)


@pytest.mark.parametrize("row", ["Izyum,49.21,37.31,UA,,,,,Raisin Town\n", "Izyum,1,1,UA,,,,707292,Raisin Town\n"])
def test_a_place_that_is_there_gets_more_names(built, row):
    gazetteer = built("own.csv", HEADER + row)
    (place,) = gazetteer.candidates("Raisin Town")
    assert (place.geonames_id, place.lat) == (707292, 49.2)
    assert [c.key for c in gazetteer.candidates("Izyum") if c.kind == "city"] == [place.key]


def test_a_spreadsheets_table(built):
    assert built("own.CSV", b"\xef\xbb\xbfname,lat,lon\r\nNewtown,1,2\r\n,,\r\n").candidates("Newtown")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", "own.csv is empty"),
        ("\n", "own.csv:1: the header has no column name, lat, lon"),
        ("name,lat\n", "own.csv:1: the header has no column lon"),
        ("name,lat,lon,height\n", "own.csv:1: unknown column height; there are: name, lat, lon, country"),
        ("name,lat,lon\nA,1\n", "own.csv:2: 2 cells for 3 columns"),
        ("name,lat,lon\n…,1,2\n", "own.csv:2: name is empty"),
        ("name,lat,lon\nA,1,2\nB,north,2\n", "own.csv:3: lat 'north' is no number"),
        ("name,lat,lon\nA,1,181\n", "own.csv:2: lon 181 is not between -180 and 180"),
        ("name,lat,lon\nA,nan,2\n", "own.csv:2: lat nan is not between -90 and 90"),
        ('name,lat,lon\n"A"x,1,2\n', "own.csv:2: .* expected after"),
        (b"name,lat,lon\nM\xfcnster,1,2\n", "own.csv:2: not UTF-8"),
        (HEADER + "A,1,2,USA,,,,,\n", "own.csv:2: country 'USA' is no ISO 3166-1 alpha-2 code"),
        (HEADER + "A,1,2,UA,Texas,,,,\n", "own.csv:2: admin1 'Texas': no unit of that name or code in country 'UA'"),
        (HEADER + "A,1,2,RU,UA.07,,,,\n", "own.csv:2: admin1 'UA.07' is not in country 'RU'"),
        (HEADER + "A,1,2,UA,,town,,,\n", "own.csv:2: kind 'town'; there are: country, region, city"),
        (HEADER + "A,1,2,UA,,,many,,\n", "own.csv:2: population 'many' is no whole number"),
        (HEADER + "A,1,2,UA,,,,-4,\n", "own.csv:2: geonames_id '-4' is no whole number"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(built, content, error):
    with pytest.raises(BuildError, match=error):
        built("own.csv", content)


def test_a_file_that_is_not_there(packages, tmp_path):
    with pytest.raises(BuildError, match=r"none\.csv can't be read: No such file"):
        build(tmp_path / "out.sqlite", [tmp_path / "none.csv"])
    assert list(tmp_path.glob("out.sqlite*")) == []


# ---------------------------------------------------------------- a dump of GeoNames


def test_a_dump(built):
    dump = (
        line("10", "Mala Komyshuvakha", "48.98", "37.2", "P.PPL", population="345", others="Mala,Мала Комишуваха,XYZ")
        + line("11", "Oskil River", "49.1", "37.4", "H.STM")
        + line("12", "Izium Urban Hromada", "49.2", "37.3", "A.ADM3")
        + line("13", "Mount Kremenets", "49.18", "37.29", "T.HLL", admin1="00")
        + line("14", "Highway M03", "49", "37", "R.RD")
        + line("15", "Old Oblast", "49", "37", "A.ADM1H")
        + line("16", "Nothing", "49", "37", ".")
    )
    gazetteer = built("UA.txt", dump)
    (village,) = gazetteer.candidates("Mala Komyshuvakha")
    assert (village.geonames_id, village.feature, village.admin1_name) == (10, "PPL", "Kharkiv Oblast")
    assert [c.weight for c in gazetteer.candidates("Mala")] == [1]
    found = {name: gazetteer.candidates(name) for name in ("Oskil River", "Izium Urban Hromada", "Mt. Kremenets")}
    assert [(c.kind, c.feature) for (c,) in found.values()] == [
        ("water", "STM"),
        ("region", "ADM3"),
        ("mountain", "HLL"),
    ]
    assert not any(gazetteer.candidates(name) for name in ("XYZ", "Highway M03", "Old Oblast", "Nothing"))


def test_a_dump_adds_nothing_to_a_place_that_is_there(built):
    gazetteer = built("UA.txt", line("707292", "Another Name", "1", "1", "P.PPL"))
    assert gazetteer.candidates("Another Name") == ()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("Kyiv\t50\t30\n", "UA.txt:1: 3 columns between tabs, where a GeoNames dump has 19"),
        (line("ten", "A", "1", "2", "P.PPL"), "UA.txt:1: geonameid 'ten' is no whole number"),
        (line("1", "A", "1", "2", "P.PPL") + line("2", "", "1", "2", "P.PPL"), "UA.txt:2: name is empty"),
        (line("1", "A", "91", "2", "P.PPL"), "UA.txt:1: latitude 91 is not between -90 and 90"),
        ("", "UA.txt is empty"),
    ],
)
def test_what_is_wrong_in_a_dump(built, content, error):
    with pytest.raises(BuildError, match=error):
        built("UA.txt", content)


# ---------------------------------------------------------------- the file


def test_more_places_are_another_version(built):
    versions = {built("own.csv", f"name,lat,lon\nNewtown,{lat},2\n").version for lat in (1, 1, 2)}
    assert len(versions) == 2


def test_the_same_files_give_the_same_bytes(packages, tmp_path):
    (tmp_path / "own.csv").write_text("name,lat,lon\nNewtown,1,2\nOldtown,3,4\n")
    (tmp_path / "UA.txt").write_text(line("10", "Mala", "48.98", "37.2", "P.PPL"))
    for name in ("one", "two"):
        build(tmp_path / name, [tmp_path / "UA.txt", tmp_path / "own.csv"])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_file_says_what_was_added(built, tmp_path):
    built("own.csv", "name,lat,lon\nNewtown,1,2\n")
    rows = sqlite3.connect(tmp_path / "out.sqlite").execute("SELECT name, licence FROM source ORDER BY name").fetchall()
    assert ("own.csv", "the operator's own") in rows
