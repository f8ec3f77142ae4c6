"""When and where an event was, who says so, its figures: what earlier rooms found, tied to the trigger it hangs on."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen
from spacy.tokens import Doc, Token

from service.extraction.document import At, span, token_range
from service.extraction.model import Date, EventPlace, EventTime, Figure, Place, Quote, SourceSpan

from .participants import Argument, noun_phrase, renamed
from .triggers import Trigger, child, cue_tokens
from .words import cue_words, verbs

VAGUE = frozenset({"PAST_REF", "PRESENT_REF", "FUTURE_REF"})
CLIMB = 14  # steps up the tree
STATING = frozenset({"ccomp", "conj", "parataxis", "xcomp", "dep"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
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


@frozen(eq=False)
class Tree:
    """The triggers of a document by the tokens that stand for them."""

    doc: Doc
    triggers: list[Trigger]
    at: dict[int, int] = field(init=False)  # token -> index in `triggers`
    cues: frozenset[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        at: dict[int, int] = {}
        for n, trigger in enumerate(self.triggers):
            at.setdefault(trigger.governor.i, n)
        for n, trigger in enumerate(self.triggers):
            at[trigger.head.i] = n
        object.__setattr__(self, "at", at)
        object.__setattr__(self, "cues", cue_tokens(self.doc))

    def above(self, token: Token) -> tuple[int | None, Token | None]:
        """The trigger that a phrase hangs on, or the saying verb that it hangs on instead."""
        for _ in range(CLIMB):
            if token.i in self.at:
                return self.at[token.i], None
            if token.i in self.cues or (token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in verbs("say")):
                return None, token
            if token.head.i == token.i or token.dep_ in {"relcl", "acl", "advcl"}:
                return None, None  # of a clause that tells no event: "who has been in power since 2013"
            token = token.head
        return None, None

    def clause_root(self, cue: Token) -> int | None:
        """The first trigger of what a saying verb says."""
        said = child(cue, "ccomp")
        if said is None and cue.dep_ in {"parataxis", "ccomp", "advcl"}:
            said = cue.head
        if said is None:
            return None
        return self.at.get(said.i)


def root_of(doc: Doc, start: int, end: int) -> Token | None:
    first, last = token_range(doc, start, end)
    return doc[first:last].root if last > first else None


# ---------------------------------------------------------------- time


def times(tree: Tree) -> dict[int, EventTime]:
    """Index of a trigger -> its time.

    A date belongs to the trigger it hangs on. One that hangs on a saying verb ("the ministry said on Friday") is the
    time of what is said, where that occurred and the sentence has no other date: fresh news is dated by its telling.
    """
    doc = tree.doc
    found: dict[int, Date] = {}
    told: list[tuple[Token, Date]] = []
    by_sentence: dict[int, int] = {}
    dateline = doc._.dateline
    for date in doc._.dates:
        token = root_of(doc, date.start, date.end)
        if token is None or doc._.at.boilerplate[token.i]:
            continue
        if dateline is not None and dateline.start <= date.start < dateline.end:
            continue  # when it was written
        if date.type == "DURATION" and token.dep_ == "pobj" and token.head.lower_ in {"to", "of"}:
            continue  # "sentenced to nine years"
        if date.value not in VAGUE:
            by_sentence[token.sent.start] = by_sentence.get(token.sent.start, 0) + 1
        if token.dep_ in {"amod", "compound", "poss", "nummod"} and token.head.i not in tree.at:
            continue
        n, cue = tree.above(token)
        if n is not None:
            n = inside_subject(tree, n, token)
        if n is not None and (n not in found or better(date, found[n])):
            found[n] = date
        elif cue is not None:
            told.append((cue, date))
    for cue, date in told:
        n = tree.clause_root(cue)
        if n is not None and n not in found and by_sentence.get(cue.sent.start) == 1 and date.type in {"DATE", "TIME"}:
            trigger = tree.triggers[n]
            if trigger.head.tag_ in {"VBD", "VBN"} and not any(c.tag_ == "MD" for c in trigger.head.children):
                found[n] = date
    share(tree, found)
    return {n: EventTime(d.start, d.end, d.text, date_id=d.id) for n, d in found.items()}


def inside_subject(tree: Tree, n: int, token: Token) -> int:
    """In "photos released on Friday showed …" the date is that of the participle, whatever the parse says."""
    verb = tree.triggers[n].governor
    if token.i > verb.i:
        return n
    for c in verb.lefts:
        if c.dep_ in {"nsubj", "nsubjpass"} and c.i < token.i:
            for participle in c.rights:
                if participle.dep_ == "acl" and participle.i < token.i and participle.i in tree.at:
                    return tree.at[participle.i]
    return n


def better(new: Date, old: Date) -> bool:
    """A point in time before a duration or "recently"."""
    return rank(new) > rank(old)


def rank(date: Date) -> int:
    return 0 if date.value in VAGUE else 1 if date.type in {"DURATION", "SET"} else 2


def share(tree: Tree, found: dict[int, Date]) -> None:
    """A date that stands before coordinated verbs, or before a verb's participles and infinitives, is theirs, too."""
    for n, trigger in enumerate(tree.triggers):
        if n in found or trigger.is_noun:
            continue
        head = trigger.head
        if head.dep_ not in {"conj", "xcomp", "advcl"} or head.head.i == head.i:
            continue
        m = tree.at.get(head.head.i)
        if m is None or m not in found:
            continue
        date = found[m]
        opens = date.end <= tree.triggers[m].head.idx
        if head.dep_ == "xcomp" or (
            opens and (head.dep_ == "conj" or head.tag_ == "VBG") and child(head, "mark") is None
        ):
            found[n] = date


# ---------------------------------------------------------------- place


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
        if in_subject(tree, token.head):
            continue
        n, _ = tree.above(token.head)
        if n is None:
            continue
        if n not in found or (found[n].place_id is None and place_id is not None):
            start, end = noun_phrase(doc, token)
            end = max(end, last_of_place(at, token))
            spanned = doc[start:end]
            found[n] = EventPlace(spanned.start_char, spanned.end_char, spanned.text, place_id=place_id)
    for n, of in enumerate(arguments):
        if n in found and found[n].place_id is not None:
            continue
        for token in goals(tree.triggers[n], of, types[n]):
            place = place_in(at, token)
            if place is not None:
                start, end = noun_phrase(doc, token)
                spanned = doc[start:end]
                found[n] = EventPlace(spanned.start_char, spanned.end_char, spanned.text, place_id=place.id)
                break
    return found


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


def in_subject(tree: Tree, preposition: Token) -> bool:
    """True for "stock markets across Asia fell": where its subject is says not where it happened."""
    noun = preposition.head
    return noun.i not in tree.at and noun.dep_ == "nsubj"


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


# ---------------------------------------------------------------- source, figures


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


def figures(tree: Tree, arguments: list[list[Argument]]) -> dict[int, list[str]]:
    """Index of a trigger -> ids of the figures in its clause: those of its participants, and those that hang on it."""
    doc = tree.doc
    by_token: dict[int, list[int]] = {}
    for n, of in enumerate(arguments):
        for argument in of:
            if argument.role != "agent" or argument.token.head.i in {
                tree.triggers[n].head.i,
                tree.triggers[n].governor.i,
            }:  # "12 soldiers who came by night killed …": their number is of their coming
                by_token.setdefault(argument.token.i, []).append(n)
    found: dict[int, list[str]] = {}
    for figure in doc._.figures:
        token = root_of(doc, figure.start, figure.end)
        if token is None:
            continue
        for n in carriers(tree, token, by_token, figure):
            found.setdefault(n, []).append(figure.id)
    return found


def carriers(tree: Tree, token: Token, by_token: dict[int, list[int]], figure: Figure) -> list[int]:
    if figure.kind in {"rank", "age"}:
        return []
    for _ in range(CLIMB):
        if token.i in by_token:
            return by_token[token.i]
        if token.i in tree.at:
            return [tree.at[token.i]]
        if token.head.i == token.i or token.i in tree.cues:
            return []
        token = token.head
    return []
