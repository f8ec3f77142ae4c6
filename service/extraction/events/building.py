"""From triggers with all that hangs on them to the contract's events."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import attrs
from attrs import frozen
from spacy.tokens import Doc, Token

from service.extraction.document import At, context, sentence_starts, span
from service.extraction.event_types import OTHER, label_of
from service.extraction.model import Event, EventPlace, EventStatus, EventTime, Participant, SourceSpan, Span

from .coreference import Mention, family
from .participants import Argument, named
from .phrases import whole_phrase
from .places import place_at, place_in
from .salience import Salience
from .summary import summary
from .times import VAGUE
from .triggers import Trigger
from .vectors import units, word_vectors

TYPED = 0.05  # what a known type adds to the probability that it is an event
SUREST = 0.97
LATER = 0.5  # what a trigger loses in clarity with each sentence before it, of the first LATE
LATE = 3
OTHERS = frozenset({"another", "similar"})


def is_new(noun: Token) -> bool:
    """ "A strike cost the firm …", "after a similar strike": told of for the first time; not "died in a crash"."""
    words = {c.lower_ for c in noun.children if c.dep_ in {"det", "amod"}}
    return not words.isdisjoint(OTHERS) or (noun.dep_ in {"nsubj", "nsubjpass"} and not words.isdisjoint({"a", "an"}))


@frozen(eq=False, kw_only=True)
class Told:
    """One trigger with all that hangs on it."""

    trigger: Trigger
    type: str
    surety: float  # of the type
    status: EventStatus
    arguments: list[Argument]
    time: EventTime | None
    place: EventPlace | None
    figure_ids: list[str]
    source: SourceSpan | None
    quote_id: str | None


def type_of(told: list[Told]) -> tuple[str, float]:
    """The type for which all tellings together speak most, and how sure the surest of them is."""
    votes: dict[str, list[float]] = {}
    for one in told:
        if one.type != OTHER:
            votes.setdefault(one.type, []).append(one.surety)
    best = max(votes, key=lambda kind: sum(votes[kind]), default=OTHER)
    return best, max(votes.get(best, [1.0]))


class Builder:
    """Makes the events of one document."""

    def __init__(self, doc: Doc, triggers: list[Trigger]) -> None:
        self._doc = doc
        self._at: At = doc._.at
        self._contexts: dict[int, Span] = {}
        self._salience = Salience(doc)
        heads = [trigger.head.i for trigger in triggers]
        self._tellers = frozenset(heads)
        number_of = doc.vocab.strings
        words = units(word_vectors(doc.vocab, [number_of[trigger.head.lemma_.lower()] for trigger in triggers]))
        self._words = dict(zip(heads, words, strict=True))
        self._values = {date.id: date.value for date in doc._.dates if date.value not in VAGUE}

    def mention_of(self, told: Told) -> Mention:
        """What coreference wants to know of a trigger."""
        head = told.trigger.head
        who = [(a.role, key) for a in told.arguments if (key := self._identity(a))]
        date_id = told.time.date_id if told.time else None
        return Mention(
            family=family(told.trigger.key),
            type=told.type,
            status=told.status,
            is_noun=told.trigger.is_noun,
            is_new=told.trigger.is_noun and is_new(head),
            form=head.tag_,
            agents=frozenset(key for role, key in who if role == "agent"),
            patients=frozenset(key for role, key in who if role == "patient"),
            date=self._values.get(date_id or ""),
            numbers=self._numbers_of(told),
            sentence=self._salience.sentence_of[head.i],
            token=head.i,
            arguments=frozenset(a.token.i for a in told.arguments),
            word=self._words[head.i],
        )

    def _identity(self, argument: Argument) -> str | None:
        """Key of who or what it is: "=" and the id or name, else the lemma; None for a pronoun of nobody known."""
        token, at = argument.token, self._at
        known = at.people[token.i] or at.organizations[token.i] or place_at(self._at, token)
        if known is not None:
            return f"={known.id}"
        if token.pos_ == "PROPN":
            return f"={token.lower_}"
        return None if token.pos_ in {"PRON", "DET", "NUM"} else token.lemma_.lower()

    def _numbers_of(self, told: Told) -> frozenset[str]:
        """Numbers that stand right with the trigger or its arguments: "fell 3%", "killed 12 people"."""
        near = [a.token for a in told.arguments]
        for c in told.trigger.head.children:
            if c.dep_ in {"npadvmod", "dobj", "nummod", "prep"}:
                near += [c, *(pobj for pobj in c.children if pobj.dep_ == "pobj")]
        around = (t for token in near for t in (token, *token.lefts) if t.text[0].isdigit())
        digits = {t.text for t in around if self._at.dates[t.i] is None}
        words = {n for a in told.arguments if a.role == "patient" for n in self._counted(a.token)}
        return frozenset(digits | words)

    def _counted(self, noun: Token) -> Iterator[str]:
        """ "6" of "killed six people"; "one" may be a pronoun."""
        for token in (noun, *noun.lefts):
            figure = self._at.figures[token.i]
            is_word = token.pos_ == "NUM" and token.is_alpha
            if is_word and figure is not None and figure.kind == "count" and (figure.value or 0) > 1:
                yield f"{figure.value:g}"

    def event_of(self, event_id: str, told: list[Told]) -> Event:
        """One event of all triggers that tell it; what the clearest says comes first."""
        clearest = max(range(len(told)), key=lambda n: (self._clarity(told[n]), -n))
        best = told[clearest]
        order = [clearest, *(n for n in range(len(told)) if n != clearest)]
        kind, surety = type_of([told[n] for n in order])
        times = [attrs.evolve(time, mention=n) for n in order if (time := told[n].time) is not None]
        places = [attrs.evolve(place, mention=n) for n in order if (place := told[n].place) is not None]
        sourced = [one for one in told if one.source is not None]
        vouched = 2 * len(sourced) >= len(told)  # else the article says so itself
        saying = sourced[0] if vouched else next((told[n] for n in order if told[n].quote_id is not None), best)
        figure_ids = dict.fromkeys(i for one in told for i in one.figure_ids)
        mentions = tuple(span(self._doc[one.trigger.start : one.trigger.end]) for one in told)
        participants = tuple(p for n, one in enumerate(told) for p in self._participants_of(one, n))
        probability = max(one.trigger.probability for one in told)
        head = best.trigger.head
        return Event(
            id=event_id,
            type=kind,
            label=label_of(kind),
            status=best.status,
            summary=summary(self._doc, best.trigger, best.arguments, best.time, best.place),
            trigger=mentions[clearest],
            mentions=mentions,
            participants=participants,
            time=next((t for t in times if t.date_id in self._values), times[0] if times else None),
            place=next((p for p in places if p.place_id is not None), places[0] if places else None),
            figure_ids=tuple(sorted(figure_ids, key=lambda i: int(i.rpartition("-")[2]))),
            source=saying.source if vouched else None,
            quote_id=saying.quote_id,
            context=self._context(head),
            salience=self._salience.of(
                [one.trigger for one in told], kind, best.status, participants, bool(times) + bool(places)
            ),
            confidence=round(min(SUREST, probability + TYPED * (kind != OTHER)) * surety, 2),
        )

    def _clarity(self, told: Told) -> float:
        """How much one trigger says of the event, and how early: the clearest has the most."""
        known = sum(1 for role in ("agent", "patient") if any(a.role == role for a in told.arguments))
        linked = (told.time is not None) + (told.place is not None)
        later = min(LATE, self._salience.sentence_of[told.trigger.head.i])
        return known + 2 * (told.type != OTHER) + linked + (not told.trigger.is_noun) - LATER * later

    def _context(self, head: Token) -> Span:
        """The sentence; made once for all events that are told in it."""
        starts = sentence_starts(self._doc)
        start = starts[bisect_right(starts, head.i) - 1]
        if start not in self._contexts:
            self._contexts[start] = context(self._doc, head.idx, head.idx + len(head))
        return self._contexts[start]

    def _participants_of(self, told: Told, mention: int) -> list[Participant]:
        """People and things; what is itself an event ("condemned the attack") is one of its own.

        Unless it did it: "killed by artillery fire".
        """
        at = self._at
        found = []
        for argument in told.arguments:
            token = argument.token
            if token.i in self._tellers and token.head.dep_ != "agent":
                continue
            start, end = whole_phrase(self._doc, token, told.trigger.head)
            phrase = span(self._doc[start:end])
            name = named(token, at).i
            person, organization = at.people[name], at.organizations[name]
            place = place_in(at, token)
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
