"""What can be found in an article: the contract's objects, as frozen attrs classes.

Every field is named as in `openapi.yaml`, where each is described. Offsets are Unicode code points into the article's
text, `[start, end)`. A value that is not known is `None`. Ids are `<section>-<n>` in order of first mention, and are
given by the room that finds the object; a field named `*_id` holds the id of another object of the same extraction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Literal

from attrs import field, frozen

Section = Literal["events", "quotes", "figures", "places", "people", "organizations", "dates"]
SECTIONS: tuple[Section, ...] = ("events", "quotes", "figures", "places", "people", "organizations", "dates")

MentionKind = Literal["name", "nominal", "pronoun"]
QuoteType = Literal["direct", "indirect", "mixed"]
FigureKind = Literal["count", "measure", "money", "percent", "duration", "age", "ratio", "score", "rank", "other"]
Qualifier = Literal["exact", "about", "more_than", "at_least", "less_than", "at_most"]
Change = Literal["up", "down"]
UnitSystem = Literal["ucum", "iso4217", "count"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Anchor = Literal["published", "text", "absolute"]
PlaceKind = Literal["country", "region", "city", "water", "mountain", "area", "facility", "continent", "other"]
OrganizationKind = Literal["government", "company", "media", "party", "military", "sport", "ngo", "other"]
EventStatus = Literal["occurred", "ongoing", "planned", "possible", "denied"]
ParticipantRole = Literal["agent", "patient", "recipient", "instrument", "other"]
BoilerplateKind = Literal["caption", "byline", "dateline", "credit", "link", "date", "other"]
PublishedFrom = Literal["request", "text"]
OffsetUnit = Literal["codepoint", "utf16", "utf8"]


# ---------------------------------------------------------------- what comes in


@frozen(kw_only=True)
class Home:
    """Where the outlet sits: chooses between places of one name."""

    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None


@frozen(kw_only=True)
class Article:
    """One article, what is known of it, and what is wanted from it."""

    text: str
    id: str | None = None
    title: str | None = None
    url: str | None = None
    source: str | None = None
    published: dt.date | dt.datetime | None = None
    language: str = "en"
    home: Home | None = None
    include: frozenset[Section] = frozenset(SECTIONS)
    min_confidence: float = 0.0
    min_salience: float = 0.0
    deadline: float | None = None  # of `time.monotonic()`; past it the extraction stops with DeadlineExceeded
    cancelled: Callable[[], bool] | None = field(
        default=None, eq=False, repr=False
    )  # once true, it stops with Cancelled


# ---------------------------------------------------------------- spans


@frozen
class Span:
    start: int
    end: int
    text: str


@frozen
class Mention(Span):
    kind: MentionKind


@frozen
class PlaceMention(Mention):
    relation: str | None = None
    metonymic: bool = False


@frozen
class BoilerplateSpan(Span):
    kind: BoilerplateKind


@frozen
class Dateline(Span):
    place_id: str | None = None
    agency: str | None = None


@frozen
class SourceSpan(Span):
    """Who says so, as it stands in the text."""

    person_id: str | None = None
    organization_id: str | None = None


@frozen
class Speaker(Span):
    """`text` is what stands nearest to the quote ("he"), `name` who it is ("Volodymyr Zelensky")."""

    name: str | None = None
    person_id: str | None = None
    organization_id: str | None = None


@frozen
class Participant(Span):
    role: ParticipantRole
    person_id: str | None = None
    organization_id: str | None = None
    place_id: str | None = None
    mention: int = 0  # index in the event's `mentions` of the trigger it hangs on


@frozen
class EventTime(Span):
    date_id: str | None = None
    mention: int = 0


@frozen
class EventPlace(Span):
    place_id: str | None = None
    mention: int = 0


# ---------------------------------------------------------------- objects


@frozen(kw_only=True)
class Interval:
    """ISO 8601, end exclusive."""

    start: str
    end: str


@frozen(kw_only=True)
class Date:
    """A TIMEX3 expression."""

    id: str
    start: int
    end: int
    text: str
    type: TimexType
    value: str
    interval: Interval | None = None
    anchor: Anchor
    confidence: float


@frozen(kw_only=True)
class Unit:
    """`code` is UCUM or ISO 4217, `None` for a count, whose `name` is the thing counted, in the singular."""

    name: str
    code: str | None
    system: UnitSystem


@frozen(kw_only=True)
class Normalized:
    """In SI base units, `code` in UCUM."""

    value: float | None
    low: float | None = None
    high: float | None = None
    code: str


@frozen(kw_only=True)
class Figure:
    id: str
    start: int
    end: int
    text: str
    kind: FigureKind
    value: float | None
    low: float | None = None
    high: float | None = None
    qualifier: Qualifier = "exact"
    change: Change | None = None
    unit: Unit | None = None
    of: Span | None = None
    per: Span | None = None
    same_as_id: str | None = None
    conversion_error: bool = False
    normalized: Normalized | None = None
    date_id: str | None = None
    place_id: str | None = None
    context: Span
    confidence: float


@frozen(kw_only=True)
class PlaceAlternative:
    geonames_id: int | None
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    confidence: float


@frozen(kw_only=True)
class Place:
    id: str
    name: str
    kind: PlaceKind
    country: str | None = None  # ISO 3166-1 alpha-2
    admin1: str | None = None  # its name
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    resolved: bool
    disputed: bool = False  # its country is as GeoNames has it, and another claims it
    confidence: float
    mentions: tuple[PlaceMention, ...]
    alternatives: tuple[PlaceAlternative, ...] = ()


@frozen
class Role(Span):
    title: str
    affiliation: str | None = None
    organization_id: str | None = None
    place_id: str | None = None
    former: bool = False


@frozen(kw_only=True)
class Person:
    id: str
    name: str
    roles: tuple[Role, ...] = ()
    mentions: tuple[Mention, ...]
    confidence: float


@frozen(kw_only=True)
class Organization:
    id: str
    name: str
    kind: OrganizationKind = "other"
    place_id: str | None = None
    mentions: tuple[Mention, ...]
    confidence: float


@frozen(kw_only=True)
class Quote:
    id: str
    type: QuoteType
    content: tuple[Span, ...]
    text: str
    speaker: Speaker | None
    cue: Span | None
    via_id: str | None = None
    date_id: str | None = None
    event_ids: tuple[str, ...] = ()
    context: Span
    confidence: float


@frozen(kw_only=True)
class Event:
    id: str
    type: str
    label: str
    status: EventStatus
    summary: str
    trigger: Span
    mentions: tuple[Span, ...]
    participants: tuple[Participant, ...] = ()
    time: EventTime | None = None
    place: EventPlace | None = None
    figure_ids: tuple[str, ...] = ()
    source: SourceSpan | None = None
    quote_id: str | None = None
    context: Span
    salience: float = 0.0
    confidence: float


# ---------------------------------------------------------------- what goes out


@frozen(kw_only=True)
class MainEvent:
    event_id: str
    who: Span | None = None
    what: Span | None = None
    when: Span | None = None
    where: Span | None = None
    why: Span | None = None
    how: Span | None = None


@frozen(kw_only=True)
class ArticleReport:
    id: str | None
    title: str | None
    url: str | None
    source: str | None
    published: str | None
    published_from: PublishedFrom | None
    language: str
    characters: int
    words: int
    sentences: int
    sha256: str
    dateline: Dateline | None
    boilerplate: tuple[BoilerplateSpan, ...]
    main_event: MainEvent | None
    text: str | None = None  # what the offsets refer to, where the caller has not got it: the main text of a page


@frozen(kw_only=True)
class NamedVersion:
    name: str
    version: str


@frozen(kw_only=True)
class GazetteerInfo:
    name: str
    version: str
    places: int


@frozen(kw_only=True)
class Meta:
    contract: str
    service: str
    model: NamedVersion
    gazetteer: GazetteerInfo
    offsets: OffsetUnit = "codepoint"


@frozen(kw_only=True)
class Extraction:
    article: ArticleReport
    events: tuple[Event, ...]
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    places: tuple[Place, ...]
    people: tuple[Person, ...]
    organizations: tuple[Organization, ...]
    dates: tuple[Date, ...]
    meta: Meta
