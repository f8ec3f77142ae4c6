from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import attrs
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from service.api.formats import FORMATS, Reading
from service.extraction.event_types import event_types

from .conftest import HOSTILE, SEED, as_json

TEXT = "LYON, France (AFP) — A fire killed two people at a hospital in Paris on Thursday, Mayor Anne Petit said."
KNOWN = {"id": "a-1", "title": "Fire <in> Paris", "source": "AFP", "url": "https://example.com/fire"}


@pytest.mark.parametrize("text", [SEED, HOSTILE, TEXT, "Nobody came."])
@pytest.mark.parametrize("known", [{}, KNOWN])
def test_it_is_as_the_contract_has_it(write, keeps_to, text, known):
    keeps_to("NinjsItem", as_json(write("ninjs", text, **known)))


@pytest.mark.skipif(
    "NINJS_SCHEMA" not in os.environ, reason="NINJS_SCHEMA is to be the path of IPTC's ninjs-schema_3.1.json"
)
@pytest.mark.parametrize("text", [SEED, HOSTILE, TEXT, "Nobody came."])
@pytest.mark.parametrize("known", [{}, KNOWN])
def test_it_is_as_iptc_has_it(write, text, known):
    """IPTC's own schema, which is not kept here; its GeoJSON is tested beside that format."""
    schema = json.loads(Path(os.environ["NINJS_SCHEMA"]).read_text(encoding="utf-8"))
    point = {"$schema": schema["$schema"], "$id": "https://geojson.org/schema/GeoJSON.json", "type": "object"}
    registry = Registry().with_resource(point["$id"], Resource.from_contents(point))
    check = Draft202012Validator(schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)
    check.validate(as_json(write("ninjs", text, **known)))


def test_what_the_article_is_about_and_what_it_mentions(write):
    item = as_json(write("ninjs", TEXT, **KNOWN))
    assert (item["uri"], item["headlines"][0]["value"]) == (KNOWN["url"], KNOWN["title"])
    assert item["located"].upper() == "LYON"
    assert item["altIds"] == [{"role": "request", "value": "a-1"}]
    places = {place["name"]: place for place in item["places"]}
    assert (places["Paris"]["rel"], places["France"]["rel"]) == ("about", "mentions")
    assert places["Paris"]["uri"] == "https://sws.geonames.org/2988507/"
    assert [round(at) for at in places["Paris"]["geoJSON"]["coordinates"]] == [2, 49]
    assert item["bodies"][0]["value"] == TEXT
    assert [person["name"] for person in item["people"]] == ["Anne Petit"]


def test_subjects_are_the_mediatopics_of_the_events(write, extract):
    """Each once, however many events it has; "about" where the main event has it."""
    extraction = extract(TEXT, published=dt.date(2022, 9, 16))
    topics = {event.id: event_types()[event.type] for event in extraction.events if event.type != "other"}
    assert topics
    subjects = {subject["uri"].rpartition("/")[2]: subject for subject in as_json(write("ninjs", TEXT))["subjects"]}
    assert set(subjects) == {topic.medtop.removeprefix("medtop:") for topic in topics.values()}
    assert {subject["name"] for subject in subjects.values()} == {topic.medtop_name for topic in topics.values()}
    main = topics[extraction.article.main_event.event_id].medtop.removeprefix("medtop:")
    assert [code for code, subject in subjects.items() if subject["rel"] == "about"] == [main]


def test_what_is_denied_is_no_event(extract):
    text = "A bridge fell in Paris."
    extraction = extract(text)
    events = tuple(attrs.evolve(event, status="denied") for event in extraction.events)
    item = as_json(FORMATS["ninjs"].write(Reading(extraction=attrs.evolve(extraction, events=events), text=text)))
    assert events
    assert not {"events", "subjects"} & set(item)


@pytest.mark.parametrize(
    ("published", "created"),
    [
        (dt.date(2022, 9, 16), None),
        (dt.datetime(2022, 9, 16, 10, tzinfo=dt.UTC), "2022-09-16T10:00:00+00:00"),
    ],
)
def test_a_day_is_no_time(write, published, created):
    assert as_json(write("ninjs", TEXT, published=published)).get("versionCreated") == created


def test_the_byline(write):
    item = as_json(write("ninjs", "By Jane Roe\n\nA bridge fell in Paris on Monday. Nobody was hurt."))
    assert item["by"] == "By Jane Roe"


def test_each_type_of_event_has_a_mediatopic():
    assert all(kind.medtop.startswith("medtop:") and kind.medtop_name for kind in event_types().values())
