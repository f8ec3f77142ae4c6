"""Articles, and what each is about."""

from __future__ import annotations

import datetime as dt
import pathlib
from collections.abc import Callable

from service.extraction import Extraction
from service.extraction.model import MainEvent

Extract = Callable[..., Extraction]

FRIDAY = dt.date(2022, 9, 16)


def main(found: Extraction) -> MainEvent:
    assert found.article.main_event is not None
    return found.article.main_event


def texts(event: MainEvent) -> dict[str, str | None]:
    spans = {name: getattr(event, name) for name in ("who", "what", "when", "where", "why", "how")}
    return {name: span and span.text for name, span in spans.items()}


def test_all_of_it(extract: Extract) -> None:
    found = extract("Rebels attacked a market in Nairobi on Tuesday with rockets.\nA shop closed.", published=FRIDAY)
    assert texts(main(found)) == {
        "who": "Rebels",
        "what": "attacked a market",
        "when": "Tuesday",
        "where": "Nairobi",
        "why": None,
        "how": "with rockets",
    }


def test_it_is_the_most_salient_event(extract: Extract) -> None:
    found = extract("Rebels attacked Goma. A shop closed. A man slept.")
    assert main(found).event_id == max(found.events, key=lambda e: e.salience).id


def test_passive_without_agent(extract: Extract) -> None:
    event = main(extract("Three men were killed in Lima."))
    assert event.who is not None
    assert event.what is not None
    assert (event.who.text, event.what.text) == ("Three men", "were killed in Lima")


def test_noun_with_its_light_verb(extract: Extract) -> None:
    event = main(extract("The two presidents held talks in Vienna."))
    assert event.what is not None
    assert event.what.text.startswith("held talks")


def test_who_is_named(extract: Extract) -> None:
    found = extract("Ana Torres is a judge. She sentenced three men to death in Lima.")
    who = main(found).who
    assert who is not None
    assert who.text == "Ana Torres"


def test_when_and_where_told_nearby(extract: Extract) -> None:
    event = main(extract("Rebels attacked a convoy.\nTwo drivers fled to Lima. It was Tuesday.", published=FRIDAY))
    assert event.when is not None
    assert event.where is not None
    assert (event.when.text, event.where.text) == ("Tuesday", "Lima")


def test_where_of_the_dateline_before_places_told_later(extract: Extract) -> None:
    found = extract("LIMA (AP) — Police arrested three men.\nThe men had come from Nairobi.")
    where = main(found).where
    assert where is not None
    assert where.text == "LIMA"


def test_why(extract: Extract) -> None:
    event = main(extract("The firm closed the mine because prices had fallen."))
    assert event.why is not None
    assert event.why.text == "because prices had fallen"


def test_how(extract: Extract) -> None:
    event = main(extract("The firm averted bankruptcy by selling its ships."))
    assert event.how is not None
    assert event.how.text == "by selling its ships"


def test_no_event_no_main_event(extract: Extract) -> None:
    assert extract("A list of names.").article.main_event is None


def test_seed(extract: Extract) -> None:
    text = next(pathlib.Path("seeds").glob("000_*.txt")).read_text(encoding="utf-8")
    event = main(extract(text))
    assert texts(event) | {"when": None, "how": None, "why": None} == {
        "who": "Ukrainian authorities",
        "what": "found 440 graves",
        "when": None,
        "where": "Izium",
        "why": None,
        "how": None,
    }
