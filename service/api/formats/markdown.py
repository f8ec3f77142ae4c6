"""A fact sheet in Markdown (CommonMark with tables): what an editor checks a story by.

The main event, quotes by who said them, figures with their sentences, places, people, and what happened when. What is
not sure says so. Nothing of the article is taken for Markdown: all of it is escaped, and on one line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from service.api.rendering import number
from service.extraction.model import Date, Event, Figure, Organization, Person, Place, Quote, Span

from .iris import geonames_iri, web_address
from .reading import Reading, current_roles

UNSURE: Final = 0.7  # what is below says how sure it is
_SPECIAL = re.compile(r"[\\`*_\[\]<>&#|~]")
_SPACE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")  # controls with it
_BEGINNING = re.compile(r"\A(?:[-+=:]|\d{1,9}[.)])", re.ASCII)


def write(reading: Reading) -> bytes:
    """Ends in a line feed."""
    blocks = [block for section in SECTIONS for block in section(reading)]
    return ("\n\n".join(blocks) + "\n").encode("utf-8", "replace")


def text(given: str) -> str:
    """What is said, on one line, and nothing in it Markdown."""
    return _SPECIAL.sub(r"\\\g<0>", _SPACE.sub(" ", given).strip())


def begun(line: str) -> str:
    """A line that nothing at its beginning makes a list ("1. May"), a heading or a table."""
    return _BEGINNING.sub(lambda found: found[0][:-1] + "\\" + found[0][-1], line, count=1)


def sure(confidence: float) -> str:
    return "" if confidence >= UNSURE else f" *(unsure: {confidence:.2f})*"


def bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {begun(line)}" for line in lines)


# ---------------------------------------------------------------- sections


def heading(reading: Reading) -> Iterator[str]:
    article, main = reading.extraction.article, reading.main_event
    title = article.title or (main.summary if main else None)
    yield f"# {text(title) if title else 'Fact sheet'}"
    known = [
        text(article.source) if article.source else None,
        f"published {text(article.published)}" if article.published else None,
        f"{article.words} words",
        f"<{address}>" if (address := web_address(article.url)) else None,
    ]
    yield " · ".join(part for part in known if part)


def main_event(reading: Reading) -> Iterator[str]:
    main, event = reading.extraction.article.main_event, reading.main_event
    if not main or not event:
        return
    yield "## Main event"
    yield f"**{text(event.summary)}** ({text(event.label)}, {event.status}){sure(event.confidence)}"
    asked: tuple[tuple[str, Span | None], ...] = (
        ("Who", main.who),
        ("What", main.what),
        ("When", main.when),
        ("Where", main.where),
        ("Why", main.why),
        ("How", main.how),
    )
    if told := [f"{name}: {text(span.text)}" for name, span in asked if span]:
        yield bullets(told)
    yield f"> {begun(text(event.context.text))}"


def timeline(reading: Reading) -> Iterator[str]:
    """Events whose day, month or year is known, the earliest first."""
    dated: list[tuple[str, str, Event]] = []
    for event in reading.extraction.events:
        date = reading.date_of(event)
        if date and date.interval:
            dated.append((date.interval.start, date.value, event))
    if not dated:
        return
    dated.sort(key=lambda entry: (entry[0], entry[1]))
    yield "## Timeline"
    yield bullets(
        f"**{text(value)}** {text(event.summary)}{status(event)}{sure(event.confidence)}" for _, value, event in dated
    )


def status(event: Event) -> str:
    return "" if event.status == "occurred" else f" ({event.status})"


def quotes(reading: Reading) -> Iterator[str]:
    if not reading.extraction.quotes:
        return
    by_speaker: dict[str, list[Quote]] = defaultdict(list)
    for quote in reading.extraction.quotes:
        by_speaker[speaker(reading, quote)].append(quote)
    yield "## Quotes"
    for who, said in by_speaker.items():
        yield f"### {who}"
        yield bullets(quotation(reading, quote) for quote in said)


def speaker(reading: Reading, quote: Quote) -> str:
    """The name with what the person is: "Anne Petit, mayor"."""
    if not quote.speaker:
        return "Nobody named"
    person = reading.get(Person, quote.speaker.person_id)
    title = next((role.title for role in current_roles(person)), None) if person else None
    return text(", ".join(filter(None, (quote.speaker.name or quote.speaker.text, title))))


def quotation(reading: Reading, quote: Quote) -> str:
    via = reading.get(Organization, quote.via_id)
    date = reading.get(Date, quote.date_id)
    known = (
        quote.type if quote.type != "direct" else None,
        f"to {via.name}" if via else None,
        date.text if date else None,
    )
    told = ", ".join(filter(None, known))
    words = f"“{text(quote.text)}”" if quote.type == "direct" else text(quote.text)
    return words + (f" ({text(told)})" if told else "") + sure(quote.confidence)


def figures(reading: Reading) -> Iterator[str]:
    if not reading.extraction.figures:
        return
    yield "## Figures"
    rows = ["| figure | value | of | sentence |", "|---|---|---|---|"]
    for figure in reading.extraction.figures:
        cells = (
            text(figure.text) + sure(figure.confidence),
            text(value_of(figure)),
            text(figure.of.text) if figure.of else "",
            text(figure.context.text),
        )
        rows.append(f"| {' | '.join(cells)} |")
    yield "\n".join(rows)


def value_of(figure: Figure) -> str:
    """At least 20 kilometre, 2 to 3 grave; with a warning where it is not what it is said to be."""
    ends = [figure.value] if figure.value is not None else [figure.low, figure.high]
    known = [f"{number(end):,}" for end in ends if end is not None]
    unit = figure.unit.name if figure.unit else ""
    qualifier = "" if figure.qualifier == "exact" else figure.qualifier.replace("_", " ")
    wrong = "(does not agree with what it restates)" if figure.conversion_error else ""
    return " ".join(filter(None, (qualifier, " to ".join(known), unit if known else "", wrong)))


def places(reading: Reading) -> Iterator[str]:
    if not reading.extraction.places:
        return
    yield "## Places"
    yield bullets(place_line(place) for place in reading.extraction.places)


def place_line(place: Place) -> str:
    where = ", ".join(filter(None, (place.kind, place.admin1, place.country, "disputed" if place.disputed else None)))
    line = f"**{text(place.name)}** ({text(where)})"
    if place.lat is not None and place.lon is not None:
        at = f"{place.lat:.4f}, {place.lon:.4f}"
        line += f" [{at}]({geonames_iri(place.geonames_id)})" if place.geonames_id is not None else f" {at}"
    elif not place.resolved:
        line += " not in the gazetteer"
    return line + sure(place.confidence)


def people(reading: Reading) -> Iterator[str]:
    found = [
        *(person_line(person) for person in reading.extraction.people),
        *(f"**{text(one.name)}** ({one.kind}){sure(one.confidence)}" for one in reading.extraction.organizations),
    ]
    if found:
        yield "## People and organizations"
        yield bullets(found)


def person_line(person: Person) -> str:
    roles = "; ".join(
        ", ".join(filter(None, ("former " * role.former + role.title, role.affiliation))) for role in person.roles
    )
    return f"**{text(person.name)}**" + (f" ({text(roles)})" if roles else "") + sure(person.confidence)


def made_by(_: Reading) -> Iterator[str]:
    yield "---"
    yield "Read by Copydesk, without a human eye: check before use."


SECTIONS: Final = (heading, main_event, timeline, quotes, figures, places, people, made_by)
