"""Who took part in an event, and how: through passives, conjunctions, relative clauses and clauses without a subject.

In: a trigger. Out: `Argument`s: a role and the head of a noun phrase; `noun_phrase` gives the phrase's extent.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from spacy.tokens import Doc, Token

from service.extraction.model import ParticipantRole

from .triggers import Trigger, child
from .words import grouped, verbs

DEPTH = 6  # clauses that a subject is looked for in; deeper is a parse gone wrong
WIDTH = 60  # tokens of a noun phrase
CONJUNCTS = 12
RELATIVE = frozenset({"who", "which", "that", "whom"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "SYM", "X", "DET"})
OTHER_PREPOSITIONS = frozenset(
    {"with", "against", "from", "between", "for", "to", "into", "towards", "toward", "among"}
)
ACCUSING = frozenset({"of", "for", "from", "with", "into"})  # prepositions of "accuse X of doing", "thank X for doing"
DOERS = frozenset({"government", "company", "police", "army", "authority", "team", "country", "state", "firm", "group"})
AGAINST = frozenset({"on", "against", "upon"})


@frozen(eq=False)
class Argument:
    role: ParticipantRole
    token: Token


def arguments_of(trigger: Trigger) -> list[Argument]:
    """All participants of a trigger, each token once, in the order of the text."""
    found: dict[int, Argument] = {}
    for argument in noun_arguments(trigger) if trigger.is_noun else verb_arguments(trigger):
        for token in conjuncts(argument.token):
            if token.i not in found and token.i != trigger.head.i and token.pos_ in NOMINAL and not token.is_punct:
                found[token.i] = Argument(argument.role, token)
    return [found[i] for i in sorted(found)]


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and what is coordinated with it."""
    yield token
    for _ in range(CONJUNCTS):
        following = child(token, "conj")
        if following is None or following.pos_ not in NOMINAL:
            return
        token = following
        yield token


# ---------------------------------------------------------------- verbs


def is_passive(verb: Token) -> bool:
    """True for "was found", "released by the ministry"; false for "has found"."""
    if any(c.dep_ in {"auxpass", "nsubjpass", "csubjpass"} for c in verb.children):
        return True
    if verb.tag_ == "VBD" and (verb.dep_ == "acl" or renamed(verb) is not None):
        return True  # a participle that the tagger took for a past tense
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" and c.lemma_.lower() == "have" for c in verb.children):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and child(verb, "nsubj") is None:
        return is_passive(verb.head)
    return (child(verb, "nsubj") is None and child(verb, "dobj") is None) or child(verb, "agent") is not None


def renamed(verb: Token) -> Token | None:
    """The noun before the comma of "Izium, a city recaptured from …", where the parse made "a city" a subject."""
    subject = child(verb, "nsubj")
    if (
        subject is None
        or subject.i > verb.i
        or child(verb, "dobj", "aux", "prt", "xcomp", "ccomp", "acomp") is not None
    ):
        return None
    first = subject.left_edge.i
    if first < 2 or verb.doc[first].lower_ not in {"a", "an"} or verb.doc[first - 1].text != ",":
        return None
    named = verb.doc[first - 2]
    return named if named.pos_ in {"NOUN", "PROPN"} and verb.dep_ != "ROOT" else None


def verb_arguments(trigger: Trigger) -> Iterator[Argument]:
    verb = trigger.head
    passive = is_passive(verb)
    undergoes = passive or (trigger.key in verbs("unaccusative") and child(verb, "dobj") is None)
    subject = subject_of(verb)
    if subject is None and trigger.governor.i != verb.i:
        subject = subject_of(trigger.governor)
    recipient = passive and child(verb, "dobj") is not None and trigger.key in verbs("transfer")
    if subject is not None and not is_empty(subject):
        yield Argument("recipient" if recipient else "patient" if undergoes else "agent", subject)
    for c in verb.children:
        if c.dep_ == "prep" and trigger.key.endswith(f"_{c.lower_}"):
            yield from (Argument("patient", pobj) for pobj in c.children if pobj.dep_ == "pobj")  # "called for a truce"
        elif c.dep_ == "dobj" and trigger.key.endswith(f"_{c.lemma_.lower()}"):
            yield from (Argument("patient", pobj) for pobj in objects_of(c, "of"))  # "regained control of the city"
        elif c.dep_ == "dobj" and c.doc._.at.dates[c.i] is None:
            yield Argument("patient", relative_antecedent(c))
            yield from (Argument("instrument", pobj) for pobj in objects_of(c, "with") if is_weapon(pobj))
        elif c.dep_ == "dative":
            yield Argument("recipient", child(c, "pobj") or c)
        elif c.dep_ == "agent":
            yield from (Argument("agent", pobj) for pobj in c.children if pobj.dep_ == "pobj")
        elif c.dep_ == "prep":
            yield from prepositional(c, trigger)
    if verb.dep_ == "relcl" and not passive and child(verb, "dobj") is None and child(verb, "nsubj") is not None:
        own = child(verb, "nsubj")
        if own is not None and own.lower_ not in RELATIVE and not has_adverb_relative(verb):
            yield Argument("patient", verb.head)  # "the man police arrested"


def is_empty(subject: Token) -> bool:
    """ "It" of "it is feared that …", "today" of "today marks …": nobody."""
    if subject.doc._.at.dates[subject.i] is not None:
        return True
    return subject.lower_ == "it" and any(
        c.dep_ in {"ccomp", "csubj"} and c.i > subject.i for c in subject.head.children
    )


def has_adverb_relative(verb: Token) -> bool:
    """True where "where", "when" or "in which" opens the clause: its antecedent is no object."""
    for c in verb.children:
        if c.dep_ == "advmod" and c.lower_ in {"where", "when", "why", "how"}:
            return True
        if c.dep_ == "prep" and any(pobj.lower_ in RELATIVE for pobj in c.children):
            return True
    return False


def objects_of(head: Token, preposition: str) -> Iterator[Token]:
    """What stands behind a preposition of a verb or noun."""
    for c in head.children:
        if c.dep_ == "prep" and c.lower_ == preposition:
            yield from (pobj for pobj in c.children if pobj.dep_ == "pobj")


def prepositional(preposition: Token, trigger: Trigger) -> Iterator[Argument]:
    pobj = child(preposition, "pobj")
    if pobj is None:
        return
    word = preposition.lower_
    if word == "to" and trigger.key in verbs("transfer"):
        yield Argument("recipient", pobj)
    elif word == "with" and is_weapon(pobj):
        yield Argument("instrument", pobj)
    elif word == "by" and is_passive(trigger.head):
        yield Argument("agent", pobj)
    elif word in OTHER_PREPOSITIONS and pobj.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
        yield Argument("other", pobj)


def is_weapon(token: Token) -> bool:
    return token.lemma_.lower() in grouped("event_classes", "class", "word")["weapon"]


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """Who or what a verb is said of, also where it has no subject of its own."""
    own = child(verb, "nsubj", "nsubjpass", "csubj", "expl")
    if own is not None:
        if own.dep_ == "expl":
            return child(verb, "attr", "dobj")
        return relative_antecedent(second_subject(own))
    if depth >= DEPTH or verb.head.i == verb.i:
        return None
    head = verb.head
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
        return subject_of(head, depth + 1)
    if verb.dep_ in {"xcomp", "ccomp"} and head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
        return controller(head, depth)
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    if verb.dep_ == "advcl" and infinitive:
        return None  # "sent investigators to look into it": who is to look is not said
    accused = child(head.head, "dobj") if verb.dep_ == "pcomp" and head.lower_ in ACCUSING else None
    if accused is not None and is_somebody(accused):
        return accused  # "accused Turkey of supplying", "thanked them for sending"
    if verb.dep_ in {"advcl", "pcomp", "prep", "dep"}:
        clause = head if head.pos_ in {"VERB", "AUX"} else head.head
        return subject_of(clause, depth + 1) if clause.pos_ in {"VERB", "AUX"} else None
    if verb.dep_ in {"acl", "relcl"}:
        return child(head, "poss") if infinitive else head  # "its plan to cut"
    return None


def second_subject(first: Token) -> Token:
    """The true head where the parse cut a subject in two: "earthquake" of "A magnitude 7.1 earthquake shook"."""
    for second in first.head.lefts:
        if second.i > first.i and second.dep_ == first.dep_ and second.left_edge.i == first.i + 1:
            return second
    return first


def is_somebody(token: Token) -> bool:
    """A person, a body or a country: who can do something."""
    at = token.doc._.at
    named = at.people[token.i] or at.organizations[token.i] or at.places[token.i]
    return (
        named is not None
        or token.pos_ == "PRON"
        or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
        or token.lemma_.lower() in grouped("event_classes", "class", "word")["person"] | DOERS
    )


def controller(head: Token, depth: int) -> Token | None:
    """The subject of an infinitive below `head`: its object where it makes somebody act ("forced him to quit")."""
    if head.pos_ == "VERB" and head.lemma_.lower() in verbs("object_control"):
        controlled = child(head, "dobj", "dative")
        if controlled is not None:
            return controlled
    return subject_of(head, depth + 1)


def relative_antecedent(token: Token) -> Token:
    """The noun that "who", "which" or "that" stands for."""
    clause = token.head
    if token.lower_ in RELATIVE and token.pos_ in {"PRON", "DET", "SCONJ"}:
        for _ in range(DEPTH):
            if clause.dep_ == "relcl":
                return clause.head
            if clause.head.i == clause.i:
                break
            clause = clause.head
    return token


# ---------------------------------------------------------------- nouns


def noun_arguments(trigger: Trigger) -> Iterator[Argument]:
    """ "Police's arrest of three men", "the attack on the city by rebels", "Russian artillery fire", "job cuts"."""
    noun = trigger.head
    inner = [c for c in noun.children if c.dep_ == "prep"]
    has_of = any(c.lower_ == "of" for c in inner)
    undergone = noun.lemma_.lower() in grouped("event_verbs", "class", "verb")["undergone"]
    if trigger.governor.i != noun.i:
        subject = subject_of(trigger.governor)
        if subject is not None and not is_passive(trigger.governor):
            yield Argument("agent", subject)
        yield from (
            Argument("agent", pobj)
            for c in trigger.governor.children
            if c.dep_ == "agent"
            for pobj in c.children
            if pobj.dep_ == "pobj"
        )
        inner += [
            c for c in trigger.governor.children if c.dep_ == "prep" and c.lower_ in {"with", "against", "on", "to"}
        ]
    for c in noun.children:
        if c.dep_ == "poss":
            yield Argument("patient" if undergone and not has_of else "agent", c)
        elif (c.dep_ == "compound" and c.ent_type_ in {"PERSON", "ORG", "GPE"}) or (
            c.dep_ == "amod" and c.ent_type_ == "NORP"
        ):
            yield Argument("agent", c)
    for preposition in inner:
        pobj = child(preposition, "pobj")
        word = preposition.lower_
        if pobj is None or pobj.doc._.at.dates[pobj.i] is not None:
            continue
        if word == "of":
            yield Argument("patient", pobj)
        elif word == "by":
            yield Argument("agent", pobj)
        elif word in AGAINST:
            yield Argument("patient", pobj)
        elif word == "between":
            yield Argument("agent", pobj)
        elif word == "to" and noun.lemma_.lower() not in {"visit", "trip", "return"}:
            yield Argument("recipient", pobj)
        elif word == "with" and pobj.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
            yield Argument("other", pobj)


# ---------------------------------------------------------------- extent


def noun_phrase(doc: Doc, head: Token) -> tuple[int, int]:
    """Tokens `[start, end)` of a noun phrase: from its first modifier to its head and the "of" behind it."""
    start = head.i
    for left in head.lefts:
        if (
            left.dep_ in {"cc", "preconj", "punct", "advmod", "prep", "conj"}
            and left.i < start
            and left.dep_ != "advmod"
        ):
            continue
        if head.i - left.left_edge.i <= WIDTH:
            start = min(start, left.left_edge.i)
    if start and doc[start - 1].dep_ == head.dep_ and second_subject(doc[start - 1]).i == head.i:
        start = doc[start - 1].left_edge.i
    while start < head.i and ((doc[start].is_punct and doc[start].text not in "\"“'‘") or doc[start].is_space):
        start += 1
    if doc[start].is_quote and start < head.i:
        start += 1
    end = head.i + 1
    for right in head.rights:
        if right.i != end and not (right.i == end + 1 and doc[end].is_quote):
            break
        if right.dep_ == "prep" and right.lower_ == "of":
            pobj = child(right, "pobj")
            if pobj is None or pobj.i - head.i > WIDTH:
                break
            end = noun_phrase(doc, pobj)[1]
        elif right.dep_ in {"compound", "nummod", "nmod", "quantmod"} and right.pos_ != "PUNCT":
            end = right.i + 1
        elif right.dep_ == "appos" and right.left_edge.i == end and right.pos_ == "PROPN":
            end = right.i + 1  # "Secretary-General António Guterres"
        else:
            break
    return start, end
