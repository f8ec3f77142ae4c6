"""GeoJSON (RFC 7946): a Feature a place, with where it is named and what happened there as properties.

A place that is not resolved is a Feature without geometry. The article is told of in a foreign member.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from service.api.rendering import dump, number, plain
from service.extraction.model import Event, Place

from .reading import Reading


def write(reading: Reading) -> bytes:
    article = reading.extraction.article
    at_place: dict[str, list[Event]] = defaultdict(list)
    for event in reading.extraction.events:
        if event.place and event.place.place_id:
            at_place[event.place.place_id].append(event)
    return dump(
        {
            "type": "FeatureCollection",
            "article": {
                name: getattr(article, name) for name in ("id", "title", "url", "source", "published", "sha256")
            },
            "features": [feature(reading, place, at_place[place.id]) for place in reading.extraction.places],
        }
    )


def feature(reading: Reading, place: Place, events: list[Event]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": place.id,
        "geometry": point(place),
        "properties": {
            **{name: getattr(place, name) for name in ("name", "kind", "country", "admin1", "geonames_id")},
            **{name: getattr(place, name) for name in ("resolved", "disputed", "confidence")},
            "mentions": plain(place.mentions, reading.at),
            "events": [happening(reading, event) for event in events],
        },
    }


def point(place: Place) -> dict[str, Any] | None:
    """A Point, the longitude first; None where it is not known."""
    if place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [number(place.lon), number(place.lat)]}


def happening(reading: Reading, event: Event) -> dict[str, Any]:
    date = reading.date_of(event)
    return {
        **{name: getattr(event, name) for name in ("id", "type", "label", "status", "summary")},
        "date": date.value if date else None,
        "interval": plain(date.interval, ()) if date else None,
        "salience": number(event.salience),
        "confidence": number(event.confidence),
    }
