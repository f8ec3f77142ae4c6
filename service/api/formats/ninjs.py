"""ninjs 3.1, News in JSON, by IPTC: the article as a news item, with who, where and what it is about.

ninjs has no place for quotes and figures. Events that are alleged, feared or denied are left out: it has no word for
doubt, either. What belongs to the main event has `rel` "about", all else "mentions".
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from service.api.rendering import dump
from service.extraction.event_types import OTHER, event_types
from service.extraction.model import ArticleReport, Place

from .geojson import point
from .iris import article_iri, geonames_iri, mediatopic_iri
from .reading import Reading

STANDARD: Final = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}


def write(reading: Reading) -> bytes:
    extraction = reading.extraction
    article = extraction.article
    located = reading.get(Place, article.dateline.place_id) if article.dateline else None
    byline = next((span.text for span in article.boilerplate if span.kind == "byline"), None)
    item = {
        "standard": STANDARD,
        "uri": article_iri(article),
        "type": "text",
        "profile": "text-only",
        "representationType": "full",
        "versionCreated": date_time(article),
        "language": article.language,
        "title": article.title,
        "by": byline,
        "located": located.name if located else None,
        "headlines": [{"role": "main", "value": article.title}] if article.title else [],
        "bodies": [
            {
                "role": "main",
                "contentType": "text/plain",
                "charCount": article.characters,
                "wordCount": article.words,
                "value": reading.text,
            }
        ],
        "infoSources": [{"name": article.source, "role": "publisher"}] if article.source else [],
        "altIds": [{"role": "request", "value": article.id}] if article.id else [],
        "people": [named(reading, person.id, person.name) for person in extraction.people],
        "organisations": [named(reading, one.id, one.name) for one in extraction.organizations],
        "places": [place(reading, one) for one in extraction.places],
        "events": [
            {"id": event.id, **named(reading, event.id, event.summary, event.type)} for event in reading.asserted
        ],
        "subjects": subjects(reading),
    }
    return dump({name: value for name, value in item.items() if value not in (None, [])})


def named(reading: Reading, id_: str, name: str, literal: str | None = None) -> dict[str, Any]:
    """`literal` is an identifier in free text: the object's own within the extraction, unless there is a better one."""
    rel = "about" if id_ in reading.of_main_event else "mentions"
    return {"name": name, "rel": rel, "literal": literal or id_}


def place(reading: Reading, found: Place) -> dict[str, Any]:
    item = named(reading, found.id, found.name)
    if found.geonames_id is not None:
        item["uri"] = geonames_iri(found.geonames_id)
    if geometry := point(found):
        item["geoJSON"] = geometry
    return item


def subjects(reading: Reading) -> list[dict[str, Any]]:
    """The MediaTopics of the events, each once, with the best of their salience and confidence."""
    found: dict[str, dict[str, Any]] = {}
    for event in reading.asserted:
        if event.type == OTHER:
            continue
        kind = event_types()[event.type]
        subject = found.setdefault(
            kind.medtop,
            {
                "name": kind.medtop_name,
                "rel": "mentions",
                "uri": mediatopic_iri(kind.medtop),
                "creator": "Copydesk",
                "relevance": 0,
                "confidence": 0,
            },
        )
        if event.id in reading.of_main_event:
            subject["rel"] = "about"
        subject["relevance"] = max(subject["relevance"], round(100 * event.salience))
        subject["confidence"] = max(subject["confidence"], round(100 * event.confidence))
    return list(found.values())


def date_time(article: ArticleReport) -> str | None:
    """When the article was published, if the hour and its zone are known: ninjs takes nothing less."""
    try:
        published = dt.datetime.fromisoformat(article.published or "")
    except ValueError:
        return None
    return published.isoformat() if published.tzinfo else None
