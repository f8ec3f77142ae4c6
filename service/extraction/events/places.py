"""Where an event was: "in", "at", "near" a place in its clause, before its noun, or where what it is done to lies."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from service.extraction.document import At
from service.extraction.model import EventPlace, Place

from .participants import Argument, says_where
from .phrases import noun_phrase
from .subjects import renamed
from .tree import CLIMB, Tree
from .triggers import Trigger, child
from .words import cue_words, verbs

NEAR = 150  # tokens: how far back "the city" looks for the city
NOMINAL: dict[str, frozenset[str]] = {
    "city": frozenset({"city"}),
    "town": frozenset({"city"}),
    "village": frozenset({"city"}),
    "region": frozenset({"region", "area"}),
    "province": frozenset({"region"}),
    "state": frozenset({"region"}),
    "county": frozenset({"region"}),
    "country": frozenset({"country"}),
}
LOCATIVE = frozenset(
    {"in", "at", "near", "on", "outside", "inside", "around", "across", "throughout", "within", "off", "along"}
    | {"above", "below", "over", "through"}
)
STRICTLY_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "across", "throughout"})


def places(tree: Tree, arguments: list[list[Argument]], types: list[str]) -> dict[int, EventPlace]:
    """Index of a trigger -> where it was: "in", "at", "near" a place in its clause, else the place it was done to."""
    doc = tree.doc
    at: At = doc._.at
    boilerplate = at.boilerplate
    found: dict[int, EventPlace] = {}
    for token in doc:
        if token.dep_ != "pobj" or token.head.lower_ not in LOCATIVE or boilerplate[token.i]:
            continue
        place_id = place_of(at, token)
        if place_id is None and not is_locative(token):
            continue
        if is_elsewhere(tree, token.head):
            continue
        n, _ = tree.above(token.head)
        if n is None:
            continue
        if n not in found or (found[n].place_id is None and place_id is not None):
            start, end = noun_phrase(doc, token)
            end = max(end, last_of_place(at, token))
            spanned = doc[start:end]
            found[n] = EventPlace(spanned.start_char, spanned.end_char, spanned.text, place_id=place_id)
    share_opening(tree, found)
    for n, of in enumerate(arguments):
        if n in found and found[n].place_id is not None:
            continue
        if (before := place_before(tree.triggers[n])) is not None:
            found[n] = before
            continue
        for token in goals(tree.triggers[n], of, types[n]):
            place = place_in(at, token)
            if place is not None:
                start, end = noun_phrase(doc, token)
                spanned = doc[start:end]
                found[n] = EventPlace(spanned.start_char, spanned.end_char, spanned.text, place_id=place.id)
                break
    return found


def share_opening(tree: Tree, found: dict[int, EventPlace]) -> None:
    """ "In Nairobi, rebels burned shops and attacked a market": a place before the first verb is that of both."""
    for n, trigger in enumerate(tree.triggers):
        verb = trigger.head
        first = tree.at.get(verb.head.i) if verb.dep_ == "conj" and verb.pos_ == "VERB" else None
        if n not in found and first is not None and first in found and found[first].end < verb.head.idx:
            found[n] = found[first]


def place_before(trigger: Trigger) -> EventPlace | None:
    """ "Paris" of "the Paris attacks"."""
    for c in trigger.head.children if trigger.is_noun else ():
        place = c.doc._.at.places[c.i]
        if place is not None and c.dep_ in {"compound", "nmod"} and says_where(c):
            named = c.doc[c.left_edge.i : c.i + 1]
            return EventPlace(named.start_char, named.end_char, named.text, place_id=place.id)
    return None


def goals(trigger: Trigger, arguments: list[Argument], kind: str) -> Iterator[Token]:
    """What it is done to, where that may be a place, and where somebody goes: "visited Izium", "flew to Rome"."""
    if kind in UNDERGONE_BY_PLACES or trigger.key in verbs("at_object"):
        yield from (argument.token for argument in arguments if argument.role == "patient")
    if trigger.key in verbs("motion"):
        for preposition in trigger.head.children:
            if preposition.dep_ == "prep" and preposition.lower_ in {"to", "into", "through"}:
                yield from (pobj for pobj in preposition.children if pobj.dep_ == "pobj")


def place_in(at: At, token: Token) -> Place | None:
    """The place that a noun names, or that it is of: "the port city of Misrata"."""
    found = place_at(at, token)
    if found is None and token.lower_ in NOMINAL:
        for preposition in token.rights:
            if preposition.dep_ == "prep" and preposition.lower_ in {"of", "in"}:
                named = child(preposition, "pobj")
                return at.places[named.i] if named is not None else None
    return found


def is_elsewhere(tree: Tree, preposition: Token) -> bool:
    """True for "stock markets, above all those in Asia, fell", "it ensures that the firm is the first in Asia".

    Where a subject is, or what is told in a clause of its own, says not where it happened.
    """
    token = preposition.head
    for _ in range(CLIMB):
        if token.i in tree.at or token.head.i == token.i:
            return False
        if token.dep_ in {"nsubj", "ccomp"}:
            return True
        token = token.head
    return False


# What is done to a place happens there.
UNDERGONE_BY_PLACES = frozenset(
    {
        "conflict.territory",
        "conflict.attack",
        "conflict.bombing",
        "conflict.battle",
        "diplomacy.meeting",
        "disaster.earthquake",
        "disaster.fire",
        "disaster.weather",
        "disaster.other",
    }
)


def is_locative(token: Token) -> bool:
    """True for "at the hospital", not for "in prison": without an article it names a state."""
    named = token.tag_ == "NNS" or any(c.i < token.i for c in token.children)
    return named and token.lemma_.lower() in cue_words("locative") and token.head.lower_ in STRICTLY_LOCATIVE


def place_at(at: At, token: Token) -> Place | None:
    """The place that a noun names, stands beside ("Izium, an eastern city") or stands for ("the city")."""
    places: list[Place | None] = at.places
    found = places[token.i]
    if found is None and token.dep_ == "appos":
        found = places[token.head.i]
    if found is None and token.dep_ == "nsubj" and (named := renamed(token.head)) is not None:
        found = places[named.i]
    if found is None and token.pos_ == "PROPN" and at.people[token.i] is None and at.organizations[token.i] is None:
        found = named_places(token.doc).get(token.text)
    kinds = NOMINAL.get(token.lower_)
    if found is None and kinds and any(c.dep_ == "det" and c.lower_ in {"the", "this"} for c in token.children):
        if any(c.dep_ in {"prep", "relcl", "compound", "amod", "acl"} for c in token.children):
            return None
        for named_place in reversed(places[max(0, token.i - NEAR) : token.i]):
            if named_place is not None and named_place.kind in kinds:
                return named_place
    return found


def named_places(doc: Doc) -> dict[str, Place]:
    """Names of one word that are places elsewhere in the article; made once."""
    found: dict[str, Place] | None = doc.user_data.get("copydesk.named_places")
    if found is None:
        found = doc.user_data["copydesk.named_places"] = {
            mention.text: place for place in doc._.places for mention in place.mentions if mention.kind == "name"
        }
    return found


def place_of(at: At, token: Token) -> str | None:
    """The id of the place that a noun is, or that it is said to lie in ("a burial site in Izium")."""
    place = place_at(at, token)
    if place is not None:
        return place.id
    if token.lemma_.lower() in cue_words("locative"):
        for c in token.subtree:
            inner = at.places[c.i]
            if inner is not None and c.i - token.i <= 8:
                return str(inner.id)
    return None


def last_of_place(at: At, token: Token) -> int:
    """The token behind the name that says where a locative noun lies, or behind "Paris, France"."""
    end = token.i + 1
    for right in token.rights:
        if right.dep_ == "prep" and right.lower_ in {"in", "near", "at", "of"} and right.i == end:
            pobj = child(right, "pobj")
            if pobj is not None and at.places[pobj.i] is not None:
                end = pobj.i + 1
        elif right.dep_ == "appos" and at.places[right.i] is not None and right.i <= end + 1:
            end = right.i + 1
    return end
