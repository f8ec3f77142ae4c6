"""From a name to the places that bear it: the file as it ships."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.extraction.errors import ModelError
from service.gazetteer.lookup import MAX_CANDIDATES, Gazetteer


@pytest.fixture(scope="module")
def gazetteer(settings):
    return Gazetteer.open(settings.gazetteer)


def first(gazetteer, name, kind):
    return next(c for c in gazetteer.candidates(name) if c.kind == kind)


@pytest.mark.parametrize("name", ["Izium", "Izyum", "IZIUM"])
def test_spellings_of_one_town(gazetteer, name):
    place = first(gazetteer, name, "city")
    assert (place.geonames_id, place.country, place.admin1_name) == (707292, "UA", "Kharkiv Oblast")


def test_kiev_is_kyiv(gazetteer):
    assert first(gazetteer, "Kiev", "city") == first(gazetteer, "Kyiv", "city")


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Burma", "MM"),
        ("Swaziland", "SZ"),
        ("Ivory Coast", "CI"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("U.S.", "US"),
        ("UK", "GB"),
        ("South Korea", "KR"),
        ("DPRK", "KP"),
        ("Holy See", "VA"),
        ("Czech Republic", "CZ"),
    ],
)
def test_names_of_countries(gazetteer, name, country):
    assert first(gazetteer, name, "country").country == country


def test_a_country_stands_where_geonames_has_it(gazetteer):
    russia = first(gazetteer, "Russia", "country")
    assert (russia.lat, russia.lon, russia.geonames_id) == (60.0, 100.0, 2017370)


@pytest.mark.parametrize(
    ("name", "kind", "lat", "lon"),
    [
        ("Black Sea", "water", 43, 34),
        ("Mount Everest", "mountain", 28, 87),
        ("Silicon Valley", "area", 37, -122),
        ("Downing Street", "facility", 51.5, 0),
        ("Europe", "continent", 48.7, 9.1),
        ("Kharkiv Oblast", "region", 49.5, 36.5),
        ("Catalonia", "region", 41.8, 1.9),
    ],
)
def test_more_than_towns(gazetteer, name, kind, lat, lon):
    place = first(gazetteer, name, kind)
    assert (place.lat, place.lon) == (pytest.approx(lat, abs=1), pytest.approx(lon, abs=1))


def test_capitals_are_marked(gazetteer):
    assert {first(gazetteer, name, "city").feature for name in ("Kyiv", "Washington", "Ottawa")} == {"PPLC"}


def test_a_county_has_its_bare_name_only_with_its_word(gazetteer):
    weights = {c.weight for c in gazetteer.candidates("Pottawatomie") if c.admin1 == "US.KS"}
    assert weights == {0}
    assert gazetteer.is_own_name("Pottawatomie County")


def test_the_most_populous_comes_first_and_there_is_an_end(gazetteer):
    found = [c for c in gazetteer.candidates("Springfield") if c.weight == 2]
    assert found == sorted(found, key=lambda c: -c.population)
    assert len(gazetteer.candidates("San José")) <= MAX_CANDIDATES


@pytest.mark.parametrize("name", ["", "…", "x" * 10_000, "Nowhere at all"])
def test_what_is_no_name_has_no_candidates(gazetteer, name):
    assert gazetteer.candidates(name) == ()


def test_threads_may_share_it(gazetteer):
    names = [f"{name} {n}" for n in range(20) for name in ("Paris", "London")] + ["Paris"] * 20
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(gazetteer.candidates, names))
    assert found[-1] == gazetteer.candidates("Paris") != ()


def test_a_forked_process_opens_its_own_connection(gazetteer, monkeypatch):
    connection = gazetteer._connection()
    assert gazetteer._connection() is connection
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert gazetteer._connection() is not connection


def test_a_missing_file_is_a_model_error(tmp_path):
    with pytest.raises(ModelError, match="copydesk gazetteer build"):
        Gazetteer.open(tmp_path / "none.sqlite")


def test_another_file_is_a_model_error(tmp_path):
    file = tmp_path / "text.sqlite"
    file.write_text("no database")
    with pytest.raises(ModelError, match="is no gazetteer"):
        Gazetteer.open(file)


def test_another_schema_is_a_model_error(tmp_path):
    file = tmp_path / "old.sqlite"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE meta (key, value)")
        values = {"schema": "0", "name": "copydesk", "version": "0", "places": "0"}
        database.executemany("INSERT INTO meta VALUES (?, ?)", values.items())
    database.close()
    with pytest.raises(ModelError, match="has schema 0"):
        Gazetteer.open(file)
