"""What a format is given: an extraction, the text it is of, and who is who in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TypeVar

from attrs import evolve, frozen

from service.api.offsets import positions
from service.extraction import SECTIONS, Extraction, OffsetUnit, Section
from service.extraction.model import Date, Event, Organization, Person, Place, Role

T = TypeVar("T", Date, Event, Organization, Person, Place)

# What may be said to happen where there is no word for doubt: not what is alleged, feared or denied.
ASSERTED = frozenset({"occurred", "ongoing", "planned"})


@frozen(kw_only=True)
class Reading:
    """`text` is what the offsets of the extraction, in code points, refer to; `offsets` is the unit to write."""

    extraction: Extraction
    text: str
    offsets: OffsetUnit = "codepoint"
    section: Section = "figures"  # for a format that holds one section

    @classmethod
    def of(
        cls, extraction: Extraction, *, text: str, gives_text: bool, offsets: OffsetUnit, section: Section
    ) -> Reading:
        """`gives_text`: the caller has not got the text, so that the extraction has to hold it."""
        if gives_text:
            extraction = evolve(extraction, article=evolve(extraction.article, text=text))
        return cls(extraction=extraction, text=text, offsets=offsets, section=section)

    @cached_property
    def at(self) -> Sequence[int]:
        """For each offset of the extraction, the one to write."""
        return positions(self.text, self.offsets)

    @cached_property
    def _by_id(self) -> dict[str, object]:
        return {found.id: found for section in SECTIONS for found in getattr(self.extraction, section)}

    def get(self, kind: type[T], id_: str | None) -> T | None:
        """The object of an id; None where there is no id, or no such object."""
        found = self._by_id.get(id_) if id_ is not None else None
        return found if isinstance(found, kind) else None

    def date_of(self, event: Event) -> Date | None:
        return self.get(Date, event.time.date_id) if event.time else None

    def place_of(self, event: Event) -> Place | None:
        return self.get(Place, event.place.place_id) if event.place else None

    @cached_property
    def main_event(self) -> Event | None:
        main = self.extraction.article.main_event
        return self.get(Event, main.event_id) if main else None

    @cached_property
    def asserted(self) -> tuple[Event, ...]:
        """The events that the article says happen, happened or will."""
        return tuple(event for event in self.extraction.events if event.status in ASSERTED)

    @cached_property
    def of_main_event(self) -> frozenset[str]:
        """Ids of the main event, and of the people, organizations and places in it."""
        event = self.main_event
        if event is None:
            return frozenset()
        ids = {event.id, event.place.place_id if event.place else None}
        for participant in event.participants:
            ids |= {participant.person_id, participant.organization_id, participant.place_id}
        return frozenset(id_ for id_ in ids if id_)


def current_roles(person: Person) -> Iterator[Role]:
    """Those that the person has, each title once."""
    seen = set()
    for role in person.roles:
        key = (role.title.casefold(), role.affiliation)
        if not role.former and key not in seen:
            seen.add(key)
            yield role
