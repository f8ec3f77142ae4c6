"""HTML to embed: the article as it stands, with what was found in it marked up, and microdata of schema.org.

One `<article>`, without script, style, `id`, or a link of the article's own; `markup` writes it, and escapes all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from markupsafe import Markup

from service.api.rendering import number
from service.extraction.model import Date, Event, Figure, Organization, Person, Place, Quote, Span

from .iris import geonames_iri
from .jsonld import ORGANIZATIONS, PLACES
from .markup import NOTHING, Attributes, Mark, element, marked_up, opening
from .reading import Reading, current_roles

SCHEMA: Final = "https://schema.org/"
# What a browser writes at the ends of `<q>`, which must not stand in the text as well.
_MARKS: Final = {"“": "”", '"': '"', "‘": "’", "'": "'"}
_STOPS: Final = ",.!?;:…—–"
# The values that the attribute `datetime` may have, of those that TIMEX3 has.
_DATETIME = re.compile(
    r"(?!0000)\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?)?)?|-W\d\d)?"
    r"|P\d{1,9}[WD]|PT(?=\d)(?:\d{1,9}H)?(?:\d{1,9}M)?(?:\d{1,9}S)?",
    re.ASCII,
)


def write(reading: Reading) -> bytes:
    article = reading.extraction.article
    attributes: Attributes = {"class": "copydesk", "lang": article.language, **item_of("NewsArticle")}
    head = meta("headline", article.title) + meta("datePublished", article.published)
    body = marked_up(reading.text, list(marks(reading)))
    return (element("article", attributes, Markup("\n") + head + body + Markup("\n")) + "\n").encode("utf-8", "replace")


def item_of(kind: str, prop: str | None = None) -> Attributes:
    return {"itemprop": prop, "itemscope": "", "itemtype": SCHEMA + kind}


def meta(prop: str, content: str | float | None) -> Markup:
    return opening("meta", {"itemprop": prop, "content": str(content)}) if content not in (None, "") else NOTHING


# ---------------------------------------------------------------- what is to be marked


def marks(reading: Reading) -> Iterator[Mark]:
    extraction = reading.extraction
    for quote in extraction.quotes:
        yield from of_quote(reading, quote)
    for event in extraction.events:
        yield from of_event(reading, event)
    for organization in extraction.organizations:
        kind = ORGANIZATIONS.get(organization.kind, "Organization")
        yield from of_mentions(
            "organization", organization, organization.mentions, kind, meta("name", organization.name)
        )
    for person in extraction.people:
        titles = Markup().join(meta("jobTitle", role.title) for role in current_roles(person))
        yield from of_mentions("person", person, person.mentions, "Person", meta("name", person.name) + titles)
    for place in extraction.places:
        kind = PLACES.get(place.kind, "Place")
        yield from of_mentions("place", place, place.mentions, kind, about_place(place))
    yield from map(of_date, extraction.dates)
    yield from map(of_figure, extraction.figures)


def of_mentions(
    kind: str, found: Organization | Person | Place, mentions: Iterable[Span], schema: str, inside: Markup
) -> Iterator[Mark]:
    """Every mention; the first is the item of the microdata."""
    item = item_of(schema, "mentions")
    for mention in mentions:
        yield Mark(start=mention.start, end=mention.end, kind=kind, id=found.id, item=item, inside=inside)
        item, inside = {}, NOTHING


def about_place(place: Place) -> Markup:
    inside = meta("name", place.name)
    if place.lat is not None and place.lon is not None:
        where = meta("latitude", number(place.lat)) + meta("longitude", number(place.lon))
        inside += element("span", item_of("GeoCoordinates", "geo"), where)
    if place.geonames_id is not None:
        inside += opening("link", {"itemprop": "sameAs", "href": geonames_iri(place.geonames_id)})
    return inside


def of_quote(reading: Reading, quote: Quote) -> Iterator[Mark]:
    """`<q>` where the words stand between quotation marks, which it then replaces."""
    inside = meta("text", quote.text)
    if quote.speaker:
        inside += meta("spokenByCharacter", quote.speaker.name or quote.speaker.text)
    item = item_of("Quotation", "hasPart")
    for piece in quote.content:
        bounds = between_marks(reading.text, piece) if quote.type == "direct" else None
        start, end = bounds or (piece.start, piece.end)
        yield Mark(
            start=start,
            end=end,
            kind="quote",
            id=quote.id,
            tag="q" if bounds else "span",
            attributes={"data-type": quote.type},
            item=item,
            inside=inside,
        )
        item, inside = {}, NOTHING


def between_marks(text: str, piece: Span) -> tuple[int, int] | None:
    """From the opening mark to behind the closing one; None where they do not stand there."""
    start, end = piece.start - 1, piece.end
    if start < 0 or text[start] not in _MARKS:
        return None
    while end < min(len(text), piece.end + 2) and text[end] in _STOPS:
        end += 1
    closes = end < len(text) and text[end] == _MARKS[text[start]]
    return (start, end + 1) if closes and "\n" not in piece.text else None


def of_event(reading: Reading, event: Event) -> Iterator[Mark]:
    """Every word that tells of it. The first of one that happens or will is an item, with its day and its place."""
    item: Attributes = {}
    inside = NOTHING
    if event in reading.asserted:
        item = item_of("Event", "mentions")
        date = reading.date_of(event)
        inside = meta("name", event.summary)
        if date and re.fullmatch(r"\d{4}-\d\d-\d\d", date.value, re.ASCII):
            inside += meta("startDate", date.value)
        if event.place:
            inside += meta("location", event.place.text)
    own: Attributes = {"data-type": event.type, "data-status": event.status}
    for mention in event.mentions:
        yield Mark(
            start=mention.start,
            end=mention.end,
            kind="event",
            id=event.id,
            attributes=own,
            item=item,
            inside=inside,
        )
        item, inside = {}, NOTHING


def of_date(date: Date) -> Mark:
    """`<time>` where its value is one that HTML knows."""
    machine = date.value if _DATETIME.fullmatch(date.value) else None
    return Mark(
        start=date.start,
        end=date.end,
        kind="date",
        id=date.id,
        tag="time" if machine else "span",
        attributes={"datetime": machine, "data-value": None if machine else date.value},
    )


def of_figure(figure: Figure) -> Mark:
    """`<data>`; a range has its ends with two dots between them."""
    ends = [figure.value] if figure.value is not None else [figure.low, figure.high]
    value = "..".join("" if end is None else str(number(end)) for end in ends)
    unit = (figure.unit.code or figure.unit.name) if figure.unit else None
    return Mark(
        start=figure.start,
        end=figure.end,
        kind="figure",
        id=figure.id,
        tag="data" if value.strip(".") else "span",
        attributes={
            "value": value if value.strip(".") else None,
            "data-kind": figure.kind,
            "data-unit": unit,
            "data-qualifier": figure.qualifier,
        },
    )
