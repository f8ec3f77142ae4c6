"""Who says that an event was."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from service.extraction.document import span
from service.extraction.model import Quote, SourceSpan

from .phrases import noun_phrase
from .subjects import is_passive, relative_antecedent
from .tree import CLIMB
from .triggers import Trigger, child
from .words import verbs

STATING = frozenset({"ccomp", "conj", "parataxis", "xcomp", "dep"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
HOLDING = {"ccomp": "attitude", "xcomp": "intention", "dobj": "announcing"}  # dependency -> class of the verb above
HELD = {"ccomp": "attitude", "xcomp": "attitude", "nsubjpass": "announcing"}  # the same where that is passive
OPEN = frozenset({"whether", "if"})  # open questions, of which nobody says the answer
FIRST_PERSON = frozenset({"i", "we"})


def source_of(doc: Doc, trigger: Trigger) -> tuple[SourceSpan | None, str | None]:
    """Who says that it happened, and the quote in which it is told.

    A belief or a plan is its holder's ("officials fear that …", "Fiat plans to …"), also where somebody says so.
    A quote vouches for what its clauses state, not for what they take as known ("the arrest", "the man who was shot").
    """
    quotes: list[Quote | None] = doc._.at.quotes
    quote = quotes[trigger.head.i]
    quote_id = quote.id if quote is not None else None
    if (holder := holder_of(trigger)) is not None:
        return source_at(doc, holder), quote_id
    speaker = quote.speaker if quote is not None and is_stated(trigger, quotes) else None
    if speaker is None:
        return None, quote_id
    source = SourceSpan(
        speaker.start,
        speaker.end,
        speaker.text,
        person_id=speaker.person_id,
        organization_id=speaker.organization_id,
    )
    return source, quote_id


def holder_of(trigger: Trigger) -> Token | None:
    """Who believes, plans or announces it, in words of its own clause; not who speaks of himself in a quote."""
    verb = first_of(trigger.governor)
    marks = {c.lower_ for c in verb.children if c.dep_ == "mark"}
    if marks & OPEN:
        return None  # "did not say whether he left"
    above = verb.head
    passive = verb.dep_ in HELD and is_passive(above)
    kind = (HELD if passive else HOLDING).get(verb.dep_)
    if verb.dep_ == "conj" and "that" in marks:
        kind = "attitude"  # "announced a merger and that 300 jobs would go"
    if verb.dep_ == "pobj" and above.lower_ in {"for", "of"} and above.dep_ == "prep":
        above, kind = above.head, "calling"  # "called for a rerun", "warned of a strike"
    if kind is None or above.lemma_.lower() not in verbs(kind):
        return None
    if passive:  # "is expected by analysts to resign"
        by = child(above, "agent")
        return child(by, "pobj") if by is not None else None
    subject = child(above, "nsubj") or child(first_of(above), "nsubj")
    return None if subject is None or subject.lower_ in FIRST_PERSON else subject


def first_of(token: Token) -> Token:
    """The first of what is coordinated: "rise" for the "fall" of "cited a rise and a fall"."""
    for _ in range(CLIMB):
        if token.dep_ != "conj" or child(token, "nsubj", "nsubjpass") is not None:
            break
        token = token.head
    return token


def source_at(doc: Doc, holder: Token) -> SourceSpan:
    """The holder as it stands there ("who"), and whom it stands for."""
    start, end = noun_phrase(doc, holder)
    spanned = span(doc[start:end])
    who = relative_antecedent(holder).i
    person, organization = doc._.at.people[who], doc._.at.organizations[who]
    return SourceSpan(
        spanned.start,
        spanned.end,
        spanned.text,
        person_id=person.id if person else None,
        organization_id=organization.id if organization else None,
    )


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
