from __future__ import annotations

import pytest
from geojson_pydantic import FeatureCollection

from .conftest import HOSTILE, SEED, as_json


@pytest.mark.parametrize("text", [SEED, HOSTILE, "Nobody came."])
def test_it_is_geojson_and_as_the_contract_has_it(write, keeps_to, text):
    body = write("geojson", text)
    FeatureCollection.model_validate_json(body)
    keeps_to("PlaceCollection", as_json(body))


def test_the_seed(write):
    found = as_json(write("geojson", SEED, id="a-1", url="https://example.com/a"))
    assert (found["article"]["id"], found["article"]["url"]) == ("a-1", "https://example.com/a")
    places = {feature["properties"]["name"]: feature for feature in found["features"]}
    longitude, latitude = places["Izium"]["geometry"]["coordinates"]
    assert (round(longitude), round(latitude)) == (37, 49)
    happened = places["Izium"]["properties"]["events"]
    found_graves = next(event for event in happened if "440 graves" in event["summary"])
    assert found_graves["interval"] == {"start": "2022-09-16", "end": "2022-09-17"}
    mentions = places["Kupyansk"]["properties"]["mentions"]
    assert [SEED[m["start"] : m["end"]] for m in mentions] == ["Kupyansk"]


def test_a_place_that_the_gazetteer_has_not_is_there_without_a_point(write):
    found = as_json(write("geojson", "A bridge fell in the town of Qwxyzburgh on Monday."))
    (feature,) = found["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["resolved"] is False


def test_offsets_are_in_the_unit_that_was_asked_for(write):
    text = "🇫🇷 A bridge fell in Paris."
    (feature,) = as_json(write("geojson", text, offsets="utf16"))["features"]
    (mention,) = feature["properties"]["mentions"]
    units = text.encode("utf-16-le")
    assert units[2 * mention["start"] : 2 * mention["end"]].decode("utf-16-le") == "Paris"
