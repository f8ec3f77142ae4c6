"""JSON-LD in the words of schema.org: the article, who and what it mentions, and its quotations.

The context is in the document: nothing has to be fetched to read it. schema.org has no word for doubt, so events that
are alleged, feared or denied are left out; `min_confidence` of the request leaves out what is not sure.
"""

from __future__ import annotations

from typing import Any, Final

from service.api.rendering import dump, number
from service.extraction.event_types import OTHER, event_types
from service.extraction.model import Date, Event, Organization, Person, Place, Quote

from .iris import article_iri, calendar_date, geonames_iri, mediatopic_iri, web_address
from .reading import Reading, current_roles

# What schema.org's own context says of the terms used here, with the vocabulary under the name it has there.
CONTEXT: Final = {
    "@vocab": "http://schema.org/",
    "additionalType": {"@type": "@id"},
    "dateCreated": {"@type": "Date"},
    "datePublished": {"@type": "Date"},
    "eventStatus": {"@type": "@id"},
    "sameAs": {"@type": "@id"},
    "startDate": {"@type": "Date"},
    "url": {"@type": "@id"},
}
PLACES: Final = {
    "country": "Country",
    "region": "AdministrativeArea",
    "city": "City",
    "water": "BodyOfWater",
    "mountain": "Mountain",
    "continent": "Continent",
}
ORGANIZATIONS: Final = {
    "government": "GovernmentOrganization",
    "company": "Corporation",
    "media": "NewsMediaOrganization",
    "party": "PoliticalParty",
    "sport": "SportsOrganization",
    "ngo": "NGO",
}


def write(reading: Reading) -> bytes:
    return dump(Graph(reading).article())


def known(**fields: Any) -> dict[str, Any]:
    """Without what is not known: in JSON-LD, that is not said."""
    return {name: value for name, value in fields.items() if value not in (None, [], "")}


class Graph:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._article = article_iri(reading.extraction.article)

    def _iri(self, id_: str) -> str:
        return f"{self._article}#{id_}"

    def _link(self, id_: str | None) -> dict[str, str] | None:
        return {"@id": self._iri(id_)} if id_ else None

    def article(self) -> dict[str, Any]:
        reading, extraction = self._reading, self._reading.extraction
        article, main = extraction.article, reading.main_event
        return {
            "@context": CONTEXT,
            "@type": "NewsArticle",
            "@id": self._article,
            **known(
                identifier=article.id,
                url=web_address(article.url),
                headline=article.title,
                publisher={"@type": "Organization", "name": article.source} if article.source else None,
                datePublished=article.published,
                dateline=article.dateline.text if article.dateline else None,
                locationCreated=self._link(article.dateline.place_id if article.dateline else None),
                inLanguage=article.language,
                wordCount=article.words,
                articleBody=article.text,  # where the caller has not got it: a page was sent
                about=self._link(main.id) if main in reading.asserted else None,
                mentions=[
                    *map(self.person, extraction.people),
                    *map(self.organization, extraction.organizations),
                    *map(self.place, extraction.places),
                    *map(self.event, reading.asserted),
                ],
                hasPart=[self.quotation(quote) for quote in extraction.quotes],
            ),
        }

    def person(self, person: Person) -> dict[str, Any]:
        roles = list(current_roles(person))
        employers = dict.fromkeys(role.organization_id for role in roles if role.organization_id)
        return {
            "@type": "Person",
            "@id": self._iri(person.id),
            "name": person.name,
            **known(
                jobTitle=list(dict.fromkeys(role.title for role in roles)),
                worksFor=[self._link(id_) for id_ in employers],
            ),
        }

    def organization(self, organization: Organization) -> dict[str, Any]:
        return {
            "@type": ORGANIZATIONS.get(organization.kind, "Organization"),
            "@id": self._iri(organization.id),
            "name": organization.name,
            **known(location=self._link(organization.place_id)),
        }

    def place(self, place: Place) -> dict[str, Any]:
        address = known(addressCountry=place.country, addressRegion=place.admin1)
        geo = None
        if place.lat is not None and place.lon is not None:
            geo = {"@type": "GeoCoordinates", "latitude": number(place.lat), "longitude": number(place.lon)}
        return {
            "@type": PLACES.get(place.kind, "Place"),
            "@id": self._iri(place.id),
            "name": place.name,
            **known(
                address={"@type": "PostalAddress", **address} if address else None,
                geo=geo,
                sameAs=geonames_iri(place.geonames_id) if place.geonames_id is not None else None,
            ),
        }

    def event(self, event: Event) -> dict[str, Any]:
        location: Any = None
        if event.place:
            location = self._link(event.place.place_id) or {"@type": "Place", "name": event.place.text}
        return {
            "@type": "Event",
            "@id": self._iri(event.id),
            "name": event.summary,
            **known(
                additionalType=mediatopic_iri(event_types()[event.type].medtop) if event.type != OTHER else None,
                description=event.context.text,
                startDate=calendar_date(self._reading.date_of(event)),
                location=location,
                eventStatus="http://schema.org/EventScheduled" if event.status == "planned" else None,
            ),
        }

    def quotation(self, quote: Quote) -> dict[str, Any]:
        """`spokenByCharacter` is who is said to have said it; `creator`, whose words they are: of a direct quote."""
        speaker: Any = None
        if said := quote.speaker:
            speaker = self._link(said.person_id or said.organization_id) or said.name or said.text
        there = {event.id for event in self._reading.asserted}
        return {
            "@type": "Quotation",
            "@id": self._iri(quote.id),
            "text": quote.text,
            **known(
                spokenByCharacter=speaker,
                creator=speaker if quote.type == "direct" else None,
                dateCreated=calendar_date(self._reading.get(Date, quote.date_id)),
                about=[self._link(id_) for id_ in quote.event_ids if id_ in there],
            ),
        }
