"""Links that run against the order of the rooms, and what goes when less is wanted."""

import attrs
import pytest

from service.extraction.assemble import kept, references, with_events, without_dangling
from service.extraction.model import (
    Article,
    Event,
    EventPlace,
    Mention,
    Participant,
    Person,
    Quote,
    Span,
    Speaker,
)

HERE = Span(0, 3, "She")


@pytest.fixture
def quote():
    speaker = Speaker(0, 3, "She", name="Lena Okoye", person_id="person-1")
    return Quote(
        id="quote-1",
        type="direct",
        content=(HERE,),
        text="She",
        speaker=speaker,
        cue=None,
        context=HERE,
        confidence=0.9,
    )


@pytest.fixture
def person():
    return Person(id="person-1", name="Lena Okoye", mentions=(Mention(0, 3, "She", "pronoun"),), confidence=0.3)


@pytest.fixture
def event():
    return Event(
        id="event-1",
        type="other",
        label="Other",
        status="occurred",
        summary="She",
        trigger=HERE,
        mentions=(HERE,),
        participants=(Participant(0, 3, "She", role="agent", person_id="person-1"),),
        place=EventPlace(0, 3, "She", place_id="place-1"),
        quote_id="quote-1",
        context=HERE,
        salience=0.2,
        confidence=0.8,
    )


def test_a_quote_has_the_events_that_are_told_in_it(quote, event):
    elsewhere = attrs.evolve(event, id="event-2", quote_id=None)
    assert with_events(quote, (event, elsewhere)).event_ids == ("event-1",)


def test_what_an_object_points_to_however_deep(event):
    assert sorted(references(event)) == ["person-1", "place-1", "quote-1"]


def test_a_link_to_nothing_becomes_null(event, quote):
    alone = without_dangling(event, {"event-1", "person-1"})
    assert (alone.place.place_id, alone.quote_id) == (None, None)
    assert alone.participants[0].person_id == "person-1"
    assert without_dangling(attrs.evolve(quote, event_ids=("event-1", "event-9")), {"event-1"}).event_ids == (
        "event-1",
    )


def test_who_is_referred_to_stays_however_unsure(quote, person, event):
    sections = {"quotes": (quote,), "people": (person,), "events": (event,)}
    wanted = Article(text="She", min_confidence=0.7, min_salience=0.5)
    assert kept(sections, wanted, set()) == {"quote-1", "person-1"}
    assert kept(sections, wanted, {"event-1"}) == {"event-1", "quote-1", "person-1"}
