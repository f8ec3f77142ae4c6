"""Who says that an event was."""

from __future__ import annotations

from spacy.tokens import Doc

from service.extraction.document import span
from service.extraction.model import Quote, SourceSpan

from .phrases import noun_phrase
from .tree import CLIMB
from .triggers import Trigger, child
from .words import verbs

STATING = frozenset({"ccomp", "conj", "parataxis", "xcomp", "dep"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})


def source_of(doc: Doc, trigger: Trigger) -> tuple[SourceSpan | None, str | None]:
    """Who says that it happened, and the quote in which it is told.

    A quote vouches for what its clauses state, not for what they take as known ("the arrest", "the man who was shot").
    Outside quotes, a belief or a plan is its holder's ("officials fear that …", "Fiat plans to …").
    """
    quotes: list[Quote | None] = doc._.at.quotes
    quote = quotes[trigger.head.i]
    if quote is not None:
        speaker = quote.speaker
        if speaker is None or not is_stated(trigger, quotes):
            return None, quote.id
        source = SourceSpan(
            speaker.start,
            speaker.end,
            speaker.text,
            person_id=speaker.person_id,
            organization_id=speaker.organization_id,
        )
        return source, quote.id
    verb = trigger.governor
    holder = verb.head
    subject = child(holder, "nsubj")
    kind = {"ccomp": "attitude", "xcomp": "intention", "dobj": "announcing"}.get(verb.dep_)
    if kind is None or holder.lemma_.lower() not in verbs(kind) or subject is None:
        return None, None
    start, end = noun_phrase(doc, subject)
    spanned = span(doc[start:end])
    person, organization = doc._.at.people[subject.i], doc._.at.organizations[subject.i]
    source = SourceSpan(
        spanned.start,
        spanned.end,
        spanned.text,
        person_id=person.id if person else None,
        organization_id=organization.id if organization else None,
    )
    return source, None


def is_stated(trigger: Trigger, quotes: list[Quote | None]) -> bool:
    """True for the verb of a quote's main clause, of what that clause says and of when, why or whereby it was so."""
    verb = trigger.governor
    quote = quotes[trigger.head.i]
    if verb.pos_ not in {"VERB", "AUX"}:
        return verb.dep_ == "dobj" and quotes[verb.head.i] is not quote  # "announced job cuts"
    for _ in range(CLIMB):
        if verb.head.i == verb.i or quotes[verb.head.i] is not quote:
            return verb.dep_ not in {"relcl", "acl", "pobj", "advcl"} or quotes[verb.head.i] is not quote
        if verb.dep_ not in STATING and not (verb.dep_ == "advcl" and verb.tag_ in FINITE):
            return False
        verb = verb.head
    return False
