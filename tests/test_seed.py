"""The seed article, posted as a newsroom would: what an editor must find in the answer (`seed-gold.json`)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service import create_app
from service.extraction import Extractor

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "seeds" / "000_d86966665a6afd15.txt").read_text(encoding="utf-8")
GOLD = json.loads((Path(__file__).parent / "seed-gold.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def answer(extractor: Extractor) -> dict:
    client: FlaskClient = create_app(extractor=extractor).test_client()
    response = client.post("/v1/extract", data=TEXT.encode(), content_type="text/plain")
    assert response.status_code == 200
    return response.get_json()


def by_id(answer: dict, key: str | None) -> dict | None:
    return next(
        (o for section in answer.values() if isinstance(section, list) for o in section if o["id"] == key), None
    )


def test_the_article(answer):
    article, gold = answer["article"], GOLD["article"]
    assert (article["published"], article["published_from"]) == (gold["published"], gold["published_from"])
    assert article["dateline"]["agency"] == gold["agency"]
    assert set(gold["boilerplate"]) <= {b["text"] for b in article["boilerplate"]}
    main = article["main_event"]
    assert gold["main_event"]["who"] in main["who"]["text"]
    assert gold["main_event"]["what"] in main["what"]["text"]
    assert gold["main_event"]["where"] in main["where"]["text"]


@pytest.mark.parametrize("gold", GOLD["quotes"], ids=lambda q: q["has"])
def test_quotes(answer, gold):
    found = [q for q in answer["quotes"] if gold["has"] in q["text"]]
    assert found, "no quote with these words"
    quote = min(found, key=lambda q: len(q["text"]))
    assert quote["type"] == gold["type"]
    speaker = quote["speaker"]
    assert gold["speaker"] in (speaker["name"], speaker["text"])
    if "nearest" in gold:
        assert speaker["text"] == gold["nearest"]
    if "via" in gold:
        assert by_id(answer, quote["via_id"])["name"] == gold["via"]


@pytest.mark.parametrize("gold", GOLD["figures"], ids=lambda f: f["text"])
def test_figures(answer, gold):
    found = [f for f in answer["figures"] if f["text"] == gold["text"]]
    assert len(found) >= gold.get("times", 1)
    for figure in found:
        assert figure["value"] == gold["value"]
        assert figure["kind"] == gold.get("kind", figure["kind"])
        assert figure["qualifier"] == gold.get("qualifier", figure["qualifier"])
        if "unit" in gold:
            assert gold["unit"] in (figure["unit"]["name"], figure["unit"]["code"])
        if "restated" in gold:
            again = next(f for f in answer["figures"] if f["same_as_id"] == figure["id"])
            assert again["text"] == gold["restated"]
            assert not again["conversion_error"]


def test_what_is_no_figure(answer):
    assert not {f["text"] for f in answer["figures"]} & set(GOLD["not_figures"])


@pytest.mark.parametrize(("text", "value"), GOLD["dates"], ids=lambda x: x)
def test_dates(answer, text, value):
    assert value in [d["value"] for d in answer["dates"] if text in d["text"]]


@pytest.mark.parametrize(("name", "kind", "country", "lat", "lon"), GOLD["places"], ids=str)
def test_places(answer, name, kind, country, lat, lon):
    place = next(p for p in answer["places"] if p["name"] == name)
    assert (place["kind"], place["country"]) == (kind, country)
    far = 12 if kind == "country" else 1.5  # degrees: a country's centre is a matter of taste
    assert abs(place["lat"] - lat) < far
    assert abs(place["lon"] - lon) < far * 3
    metonymic = name in GOLD["metonymic"]
    assert any(m["metonymic"] for m in place["mentions"]) or not metonymic


@pytest.mark.parametrize(("name", "title"), GOLD["people"], ids=lambda x: x)
def test_people(answer, name, title):
    person = next(p for p in answer["people"] if p["name"] == name)
    assert title in [r["title"] for r in person["roles"]]


@pytest.mark.parametrize("surname", GOLD["one_object_each"])
def test_each_person_is_one_object(answer, surname):
    holders = [p["name"] for p in answer["people"] if any(surname in m["text"] for m in p["mentions"])]
    assert len(holders) == 1


@pytest.mark.parametrize("name", GOLD["organizations"])
def test_organizations(answer, name):
    assert any(name in m["text"] for o in answer["organizations"] for m in o["mentions"])


def missing(answer: dict, gold: dict) -> str | None:
    """What an event of the list lacks in the answer; None where it is there with all that is said of it."""
    for event in answer["events"]:
        if not any(gold["trigger"] in m["text"] for m in event["mentions"]):
            continue
        texts = [m["text"] for m in event["mentions"]]
        date = by_id(answer, (event["time"] or {}).get("date_id"))
        lacks = [
            f"{key} {gold[key]}"
            for key, there in {
                "status": event["status"] == gold["status"],
                "type": event["type"] == gold.get("type"),
                "date": bool(date) and date["value"] == gold.get("date"),
                "place": gold.get("place", "") in (event["place"] or {}).get("text", "")
                or (by_id(answer, (event["place"] or {}).get("place_id")) or {}).get("name") == gold.get("place"),
                "source": bool(event["source"]) and named(answer, event["source"], gold.get("source", "")),
                "agent": any(
                    p["role"] == "agent" and gold.get("agent", "") in p["text"] for p in event["participants"]
                ),
                "figure": gold.get("figure") in [by_id(answer, f)["text"] for f in event["figure_ids"]],
                "same_as": all(any(words in t for t in texts) for words in gold.get("same_as", [])),
            }.items()
            if key in gold and not there
        ]
        if not lacks:
            return None
        return f"{gold['trigger']}: no {', '.join(lacks)}"
    return f"{gold['trigger']}: not found"


def named(answer: dict, source: dict, name: str) -> bool:
    who = by_id(answer, source["person_id"] or source["organization_id"])
    return name in source["text"] or bool(who and name in who["name"])


def test_events(answer):
    lacking = [lack for gold in GOLD["events"] if (lack := missing(answer, gold))]
    assert len(lacking) <= len(GOLD["events"]) - 7, lacking
