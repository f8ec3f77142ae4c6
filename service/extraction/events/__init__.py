"""What happened: triggers, their types, who took part, when, where, who says so; each happening once.

In: the parse, and what all other rooms found. Out: `doc._.events`.
`triggers` finds the words, `participants` who, `types` what kind, `status` whether it came about, `links` time, place,
source and figures, `coreference` which triggers tell one happening, `salience` how much of the story it is.
"""

from __future__ import annotations

import attrs
from attrs import frozen
from spacy.language import Language
from spacy.tokens import Doc

from ..document import context, span
from ..event_types import OTHER, label_of
from ..model import Event, EventPlace, EventStatus, EventTime, Participant, SourceSpan
from . import links
from .coreference import Mention, family, happenings
from .participants import Argument, arguments_of, noun_phrase
from .salience import Salience
from .status import status_of
from .summary import summary
from .triggers import Trigger, find_triggers
from .types import Typer

TYPED = 0.05  # what a known type adds to confidence


@frozen(eq=False)
class Told:
    """One trigger with all that hangs on it."""

    trigger: Trigger
    type: str
    status: EventStatus
    arguments: list[Argument]
    time: EventTime | None
    place: EventPlace | None
    figure_ids: list[str]
    source: SourceSpan | None
    quote_id: str | None


@Language.component("copydesk_events", assigns=["doc._.events"])
def events(doc: Doc) -> Doc:
    triggers = find_triggers(doc)
    arguments = [arguments_of(trigger) for trigger in triggers]
    typer = Typer(doc)
    types = [typer.type_of(trigger, of) for trigger, of in zip(triggers, arguments, strict=True)]
    tree = links.Tree(doc, triggers)
    times, places = links.times(tree), links.places(tree, arguments, types)
    figures = links.figures(tree, arguments)
    told = []
    for n, trigger in enumerate(triggers):
        source, quote_id = links.source_of(doc, trigger)
        told.append(
            Told(
                trigger,
                types[n],
                status_of(trigger),
                arguments[n],
                times.get(n),
                places.get(n),
                figures.get(n, []),
                source,
                quote_id,
            )  # fmt: skip
        )
    values = {date.id: date.value for date in doc._.dates}
    salience = Salience(doc)
    tellers = frozenset(trigger.head.i for trigger in triggers)
    groups = happenings([mention_of(doc, one, values, salience.sentence_of[one.trigger.head.i]) for one in told])
    doc._.events = [
        event_of(doc, f"event-{n}", [told[i] for i in group], salience, tellers) for n, group in enumerate(groups, 1)
    ]
    return doc


def mention_of(doc: Doc, told: Told, values: dict[str, str], sentence: int) -> Mention:
    head = told.trigger.head
    determiner = next((c.lower_ for c in head.children if c.dep_ in {"det", "poss"}), "")
    date = told.time.date_id if told.time else None
    who = [(a.role, key) for a in told.arguments if (key := identity(doc, a))]
    return Mention(
        family=family(told.trigger.key),
        type=told.type,
        status=told.status,
        is_noun=told.trigger.is_noun,
        definite=determiner in {"the", "this", "that", "these", "those"},
        agents=frozenset(key for role, key in who if role == "agent"),
        patients=frozenset(key for role, key in who if role == "patient"),
        date=values.get(date) if date else None,
        place_id=told.place.place_id if told.place else None,
        numbers=numbers_of(told),
        sentence=sentence,
    )


def numbers_of(told: Told) -> frozenset[str]:
    """Numbers that stand right with the trigger or its arguments: "fell 3%", "killed 12 people"."""
    near = [a.token for a in told.arguments]
    for c in told.trigger.head.children:
        if c.dep_ in {"npadvmod", "dobj", "nummod", "prep"}:
            near.append(c)
            near += [pobj for pobj in c.children if pobj.dep_ == "pobj"]
    around = (t for token in near for t in (token, *token.lefts) if t.text[0].isdigit())
    return frozenset(t.text for t in around if told.trigger.head.doc._.at.dates[t.i] is None)


def identity(doc: Doc, argument: Argument) -> str | None:
    """Key of who or what it is: "=" and the id or name, else the lemma; None for a pronoun that stands for nobody known."""
    token = argument.token
    known = doc._.at.people[token.i] or doc._.at.organizations[token.i] or links.place_at(doc, token)
    if known is not None:
        return f"={known.id}"
    if token.pos_ == "PROPN":
        return f"={token.lower_}"
    return None if token.pos_ in {"PRON", "DET", "NUM"} else token.lemma_.lower()


def event_of(doc: Doc, event_id: str, told: list[Told], salience: Salience, tellers: frozenset[int]) -> Event:
    clearest = max(range(len(told)), key=lambda n: (clarity(told[n]), -n))
    best = told[clearest]
    typed = best.type if best.type != OTHER else next((t.type for t in told if t.type != OTHER), OTHER)
    order = [clearest, *(n for n in range(len(told)) if n != clearest)]
    time = next(((n, found) for n in order if (found := told[n].time)), None)
    place = next(((n, found) for n in order if (found := told[n].place)), None)
    saying = next((told[n] for n in order if told[n].source or told[n].quote_id), None)
    figure_ids = dict.fromkeys(i for one in told for i in one.figure_ids)
    mentions = tuple(span(doc[one.trigger.start : one.trigger.end]) for one in told)
    head = best.trigger.head
    participants = [p for n, one in enumerate(told) for p in participants_of(doc, one, n, tellers)]
    probability = max(one.trigger.probability for one in told)
    return Event(
        id=event_id,
        type=typed,
        label=label_of(typed),
        status=best.status,
        summary=summary(doc, best.trigger, best.arguments, best.time, best.place),
        trigger=mentions[clearest],
        mentions=mentions,
        participants=tuple(participants),
        time=attrs.evolve(time[1], mention=time[0]) if time else None,
        place=attrs.evolve(place[1], mention=place[0]) if place else None,
        figure_ids=tuple(sorted(figure_ids, key=lambda i: int(i.rpartition("-")[2]))),
        source=saying.source if saying else None,
        quote_id=saying.quote_id if saying else None,
        context=context(doc, head.idx, head.idx + len(head)),
        salience=salience.of([one.trigger for one in told], typed, best.status, participants, mentions),
        confidence=round(min(0.97, probability + (TYPED if typed != OTHER else 0.0)), 2),
    )


def clarity(told: Told) -> int:
    """How much one trigger says of the event: the clearest has the most."""
    known = sum(1 for role in ("agent", "patient") if any(a.role == role for a in told.arguments))
    return (
        known
        + 2 * (told.type != OTHER)
        + (told.time is not None)
        + (told.place is not None)
        + (not told.trigger.is_noun)
    )


def participants_of(doc: Doc, told: Told, mention: int, tellers: frozenset[int]) -> list[Participant]:
    """People and things; what is itself an event ("condemned the attack") is one of its own, unless it did it ("killed by fire")."""
    at = doc._.at
    found = []
    for argument in told.arguments:
        if argument.token.i in tellers and argument.token.head.dep_ != "agent":
            continue
        start, end = noun_phrase(doc, argument.token)
        phrase = span(doc[start:end])
        person, organization = at.people[argument.token.i], at.organizations[argument.token.i]
        place = links.place_at(doc, argument.token)
        found.append(
            Participant(
                phrase.start,
                phrase.end,
                phrase.text,
                role=argument.role,
                person_id=person.id if person else None,
                organization_id=organization.id if organization else None,
                place_id=place.id if place else None,
                mention=mention,
            )
        )
    return found
