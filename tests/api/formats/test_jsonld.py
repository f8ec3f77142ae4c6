from __future__ import annotations

import json

import attrs
import pytest
from pyld import jsonld

from service.api.formats import FORMATS, Reading

from .conftest import HOSTILE, SEED, as_json

SCHEMA = "http://schema.org/"
TEXT = (
    "Anne Petit, the mayor of Lyon, works hard. Serhii Bolvinov, the lead investigator for the Kharkiv region police, said "
    "that a fire killed two people in Paris on Thursday. “Nobody else was hurt,” Petit said."
)


def offline(url, options):
    raise AssertionError(f"{url} is asked for: the document is not whole")


def nodes(body: bytes, kind: str) -> list[dict]:
    """The nodes of one class, as a reader of JSON-LD has them: whole addresses, no context."""
    flat = jsonld.flatten(json.loads(body), options={"documentLoader": offline})
    return [node for node in flat if SCHEMA + kind in node.get("@type", [])]


def values(node: dict, prop: str) -> list:
    return [value.get("@value", value.get("@id")) for value in node.get(SCHEMA + prop, [])]


@pytest.mark.parametrize("text", [SEED, HOSTILE, "Nobody came."])
def test_it_is_json_ld_that_needs_nothing_else(write, keeps_to, text):
    body = write("jsonld", text, url="https://example.com/a?b=c#d", title="<b>", source="CNN")
    keeps_to("NewsArticle", as_json(body))
    (article,) = nodes(body, "NewsArticle")
    assert article["@id"] == "https://example.com/a?b=c"
    quads = jsonld.to_rdf(json.loads(body), {"format": "application/n-quads", "documentLoader": offline})
    assert "<https://example.com/a?b=c> <http://schema.org/headline>" in quads
    # Nothing is lost on the way: each node is a whole address, each name of a field a term of schema.org.
    for node in jsonld.flatten(json.loads(body), options={"documentLoader": offline}):
        assert node["@id"].startswith(("https://", "http://", "_:"))
        assert all(key.startswith((SCHEMA, "@")) for key in node)


def test_people_with_their_titles_and_employers(write):
    body = write("jsonld", TEXT)
    people = {values(person, "name")[0]: person for person in nodes(body, "Person")}
    assert values(people["Serhii Bolvinov"], "jobTitle") == ["lead investigator"]
    (employer,) = values(people["Serhii Bolvinov"], "worksFor")
    (police,) = nodes(body, "GovernmentOrganization")
    assert (police["@id"], values(police, "name")) == (employer, ["Kharkiv region police"])
    assert values(people["Anne Petit"], "jobTitle") == ["mayor"]


def test_who_is_said_to_have_said_it_and_whose_words_they_are(write):
    body = write("jsonld", TEXT)
    people = {person["@id"]: values(person, "name")[0] for person in nodes(body, "Person")}
    said = {values(quote, "text")[0]: quote for quote in nodes(body, "Quotation")}
    direct = said["Nobody else was hurt"]
    indirect = said["a fire killed two people in Paris on Thursday"]
    assert [people[id_] for id_ in values(direct, "spokenByCharacter")] == ["Anne Petit"]
    assert values(direct, "creator") == values(direct, "spokenByCharacter")
    assert [people[id_] for id_ in values(indirect, "spokenByCharacter")] == ["Serhii Bolvinov"]
    assert values(indirect, "creator") == []


def test_events_with_their_day_and_place(write):
    body = write("jsonld", TEXT)
    (death,) = [event for event in nodes(body, "Event") if "killed" in values(event, "name")[0]]
    assert values(death, "startDate") == ["2022-09-15"]
    (city,) = [place for place in nodes(body, "City") if values(place, "name") == ["Paris"]]
    assert values(death, "location") == [city["@id"]]
    assert values(city, "sameAs") == ["https://sws.geonames.org/2988507/"]
    assert values(death, "additionalType")[0].startswith("http://cv.iptc.org/newscodes/mediatopic/")


@pytest.mark.parametrize(
    ("status", "there"), [("occurred", 1), ("ongoing", 1), ("planned", 1), ("possible", 0), ("denied", 0)]
)
def test_what_is_doubtful_or_denied_is_no_event(extract, status, there):
    text = "A bridge fell in Paris."
    extraction = extract(text)
    events = tuple(attrs.evolve(event, status=status) for event in extraction.events)
    body = FORMATS["jsonld"].write(Reading(extraction=attrs.evolve(extraction, events=events), text=text))
    assert len(nodes(body, "Event")) == there
    assert len(values(nodes(body, "NewsArticle")[0], "about")) == there


def test_a_month_is_no_day(write):
    body = write("jsonld", "A bridge fell in Paris in April 2021. Shops closed in the third quarter of 2020.")
    days = [day for event in nodes(body, "Event") for day in values(event, "startDate")]
    assert days == ["2021-04"]


def test_the_text_of_a_page_is_given_back(client):
    page = f"<html><body><article>{''.join(f'<p>{TEXT}</p>' * 3)}</article></body></html>"
    answer = client.post("/v1/extract?format=jsonld", data=page, content_type="text/html")
    assert TEXT in answer.json["articleBody"]
    assert "articleBody" not in client.post("/v1/extract?format=jsonld", json={"text": TEXT}).json
