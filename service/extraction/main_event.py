"""The article's main event: its most salient event as who, what, when, where, why and how.

Reads `doc._.events`, and for when and where, if the event itself does not say, the dates and places told nearest to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from .document import cut, span, token_range
from .events.phrases import noun_phrase
from .model import Date, Event, EventPlace, MainEvent, Participant, Span

LONGEST_WHAT = 16  # tokens
LONGEST_CLAUSE = 30
NEAR = 600  # characters behind the event in which a place may be its own
EXACTNESS = {"facility": 0, "city": 0, "region": 1, "water": 1, "mountain": 1, "area": 2, "country": 2, "continent": 3}
DAY = re.compile(r"\d{4}-\d\d-\d\d|XXXX-WXX-\d|XXXX-\d\d-\d\d")
VAGUE = frozenset({"PAST_REF", "PRESENT_REF", "FUTURE_REF"})
REASONS = frozenset({"because", "since", "as"})
CUT = frozenset({"relcl", "advcl", "punct", "cc", "conj", "npadvmod", "mark", "parataxis", "ccomp"})


def main_event(doc: Doc) -> MainEvent | None:
    """None where there are no events."""
    if not doc._.events:
        return None
    event: Event = max(doc._.events, key=lambda e: e.salience)  # the first of the most salient
    first, last = token_range(doc, event.trigger.start, event.trigger.end)
    verb = doc[first:last].root
    return MainEvent(
        event_id=event.id,
        who=who(doc, event),
        what=what(doc, verb, first, last),
        when=when(doc, event, verb),
        where=where(doc, event, verb),
        why=why(doc, verb),
        how=how(doc, verb),
    )


def who(doc: Doc, event: Event) -> Span | None:
    """The agent, by name if it has one, that stands with the clearest trigger; else any; else who it happened to."""
    clearest = event.mentions.index(event.trigger)
    for role in ("agent", "patient", "recipient"):
        of_role = [p for p in event.participants if p.role == role and not is_place_only(p)]
        for participant in sorted(of_role, key=lambda p: p.mention != clearest):
            found = by_name(doc, participant)
            if found is not None:
                return found
    return None


def is_place_only(participant: Participant) -> bool:
    known = participant.person_id or participant.organization_id
    return participant.place_id is not None and known is None and participant.role != "agent"


def by_name(doc: Doc, participant: Participant) -> Span | None:
    """The phrase itself, or for a pronoun the first name of who it stands for, or None."""
    first, last = token_range(doc, participant.start, participant.end)
    if last - first > 1 or doc[first].pos_ not in {"PRON", "DET"}:
        start, end = noun_phrase(doc, doc[first:last].root)
        return span(doc[max(start, first) : min(end, last)])
    for known in (*doc._.people, *doc._.organizations):
        if known.id in {participant.person_id, participant.organization_id}:
            return next((plain(m) for m in known.mentions if m.kind == "name"), None)
    return None


def what(doc: Doc, verb: Token, first: int, last: int) -> Span:
    """From the trigger, with the helpers of a passive, to the end of its object."""
    helpers = [c.i for c in verb.children if c.dep_ in {"auxpass", "neg"} and c.i < first]
    start, end = min([first, *helpers]), last
    if verb.pos_ in {"NOUN", "PROPN"} and verb.dep_ == "dobj":
        start = min(start, verb.head.i)
        end = max(end, phrase_end(verb))
    for c in verb.rights:
        if c.dep_ in {"dobj", "attr", "acomp", "oprd", "xcomp", "dative"} or (
            c.dep_ in {"prep", "agent"} and end == last
        ):
            end = max(end, phrase_end(c))
    end = min(end, start + LONGEST_WHAT)
    return cut(doc, doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))


def phrase_end(token: Token) -> int:
    """The token behind a phrase, without clauses, asides and further members."""
    end = token.i + 1
    for c in token.rights:
        if c.dep_ in CUT or c.left_edge.i > end:
            break
        end = max(end, phrase_end(c))
    return end


def when(doc: Doc, event: Event, verb: Token) -> Span | None:
    """The event's own time, else the nearest day that is told, else the nearest date."""
    dates: list[Date] = [d for d in doc._.dates if d.type in {"DATE", "TIME"} and d.value not in VAGUE]
    by_id = {d.id: d for d in dates}
    if event.time is not None and event.time.date_id in by_id:
        return cut(doc, event.time.start, event.time.end)
    story = [d for d in dates if doc._.at.boilerplate[token_range(doc, d.start, d.end)[0]] is None]
    days = [d for d in story if DAY.match(d.value) and not is_modifier(doc, d)]
    found = nearest(verb, days or story or dates)
    if found is None and event.time is not None:
        return cut(doc, event.time.start, event.time.end)
    return cut(doc, found.start, found.end) if found is not None else None


def is_modifier(doc: Doc, date: Date) -> bool:
    """True for "Tuesday's election"."""
    first, last = token_range(doc, date.start, date.end)
    return doc[first:last].root.dep_ in {"poss", "compound", "nmod"}


def where(doc: Doc, event: Event, verb: Token) -> Span | None:
    """The event's own place, else one that takes part, else one in its sentence or the dateline's, else one near it."""
    if event.place is not None:
        return name_in(doc, event.place)
    named = [p for p in event.participants if p.place_id is not None and p.role != "agent"]
    if named:
        return name_in(doc, named[0])
    told = [(m, place.kind) for place in doc._.places for m in place.mentions if not m.metonymic]
    start = verb.sent.start_char
    dateline = doc._.dateline
    end = verb.sent.end_char
    close = (
        [(m, kind) for m, kind in told if start <= m.start < end]
        or [(m, kind) for m, kind in told if dateline and dateline.start <= m.start < dateline.end]
        or [(m, kind) for m, kind in told if start <= m.start < start + NEAR]
        or told
    )
    return plain(min(close, key=lambda found: (EXACTNESS.get(found[1], 2), found[0].start))[0]) if close else None


def name_in(doc: Doc, place: EventPlace | Participant) -> Span:
    """The name in "a burial site in Izium", or that "the city" stands for; else the whole phrase."""
    mentions = [m for known in doc._.places if known.id == place.place_id for m in known.mentions if m.kind == "name"]
    inside = [m for m in mentions if place.start <= m.start and m.end <= place.end]
    found = next(iter(inside or mentions), place)
    return Span(found.start, found.end, found.text)


def nearest(verb: Token, dates: list[Date]) -> Date | None:
    """The first in the event's sentence or behind it, else the first of all."""
    start = verb.sent.start_char
    return next((d for d in dates if d.start >= start), dates[0] if dates else None)


def plain(found: Participant | Span | None) -> Span | None:
    return None if found is None else Span(found.start, found.end, found.text)


def why(doc: Doc, verb: Token) -> Span | None:
    """ "because …", "due to …", "to …" of purpose."""
    for c in clauses(verb):
        words = {w.lower_ for w in c.children if w.dep_ in {"mark", "aux"}}
        if c.dep_ == "advcl" and (words & REASONS or "to" in words):
            return subtree(doc, c)
        if c.dep_ == "prep" and c.lower_ in {"because", "due", "over", "amid"}:
            return subtree(doc, c)
    return None


def how(doc: Doc, verb: Token) -> Span | None:
    """ "by …ing", "with a truck bomb"."""
    for c in clauses(verb):
        if c.dep_ == "prep" and c.lower_ == "by" and any(w.dep_ == "pcomp" for w in c.children):
            return subtree(doc, c)
        if c.dep_ == "prep" and c.lower_ in {"with", "using"} and c.i > verb.i:
            return subtree(doc, c)
    return None


def clauses(verb: Token) -> Iterator[Token]:
    yield from verb.children


def subtree(doc: Doc, token: Token) -> Span:
    start, end = token.left_edge.i, token.right_edge.i + 1
    end = min(end, start + LONGEST_CLAUSE)
    while end > start + 1 and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return cut(doc, doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
