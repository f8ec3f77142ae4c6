"""Who or what a verb is said of, also where it has no subject of its own, and whether it is done to them.

In: a verb. Out: the head of a noun phrase. Through conjunctions, relative and infinitive clauses and participles.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from service.extraction.lexicon import words

from .phrases import second_subject
from .triggers import child
from .words import grouped, verbs

DEPTH = 6  # clauses that a subject is looked for in; deeper is a parse gone wrong
NOMINATIVE = frozenset({"i", "he", "she", "we", "they"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
TOUGH = frozenset({"hard", "difficult", "easy", "tough", "possible", "impossible"})  # said of an object: "hard to beat"
ACCUSING = frozenset({"of", "for", "from", "with", "into"})  # prepositions of "accuse X of doing", "thank X for doing"


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """Who or what a verb is said of, also where it has no subject of its own."""
    own = own_subject(verb)
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
    infinitive = has_to(verb)
    if verb.dep_ == "advcl" and infinitive:
        return None
    accused = child(head.head, "dobj") if verb.dep_ == "pcomp" and head.lower_ in ACCUSING else None
    if accused is not None and is_somebody(accused):
        return accused  # "accused Turkey of supplying", "thanked them for sending"
    if verb.dep_ == "acomp" and verb.lower_ not in TOUGH:
        return subject_of(head, depth + 1)  # "readers will be able to choose"
    if verb.dep_ in {"advcl", "pcomp", "prep", "dep"}:
        clause = head if head.pos_ in {"VERB", "AUX"} else head.head
        return subject_of(clause, depth + 1) if clause.pos_ in {"VERB", "AUX"} else None
    if verb.dep_ in {"acl", "relcl"}:
        return child(head, "poss") if infinitive else head  # "its plan to cut"
    return None


def own_subject(verb: Token) -> Token | None:
    """The subject that stands nearest before the verb, where the parse gives it several: "Goma… Troops left town"."""
    before = [c for c in verb.lefts if c.dep_ in {"nsubj", "nsubjpass"}]
    return before[-1] if before else child(verb, "nsubj", "nsubjpass", "csubj", "expl")


def is_person(token: Token) -> bool:
    return (
        token.doc._.at.people[token.i] is not None
        or token.ent_type_ == "PERSON"
        or token.lower_ in NOMINATIVE
        or token.lemma_.lower() in words("role_nouns")
    )


def controller(head: Token, depth: int) -> Token | None:
    """The subject of an infinitive below `head`: its object where it makes somebody act ("forced him to quit")."""
    if head.pos_ == "VERB" and head.lemma_.lower() in verbs("object_control"):
        controlled = child(head, "dobj", "dative")
        if controlled is not None:
            return controlled
    if head.pos_ == "VERB" and head.lemma_.lower() in verbs("oblique_control"):
        for preposition in head.rights:
            controlled = child(preposition, "pobj") if preposition.dep_ == "prep" else None
            if controlled is not None and controlled.doc._.at.dates[controlled.i] is None:
                return controlled  # "called on both sides to talk"
    return subject_of(head, depth + 1)


def is_empty(subject: Token) -> bool:
    """ "It" of "it is feared that …", "today" of "today marks …": nobody."""
    if subject.doc._.at.dates[subject.i] is not None:
        return True
    return subject.lower_ == "it" and any(
        c.dep_ in {"ccomp", "csubj"} and c.i > subject.i for c in subject.head.children
    )


def relative_antecedent(token: Token) -> Token:
    """The noun that "who", "which" or "that" stands for."""
    clause = token.head
    if token.lower_ in RELATIVE and token.pos_ in {"PRON", "DET", "SCONJ"}:
        for _ in range(DEPTH):
            if clause.dep_ == "relcl":
                return nearer(token, clause.head)
            if clause.head.i == clause.i:
                break
            clause = clause.head
    return token


def nearer(pronoun: Token, antecedent: Token) -> Token:
    """What stands before "which", where the parse has hung it on a person: "Ann Lee, head of the bank, which …"."""
    if pronoun.lower_ != "which" or antecedent.doc._.at.people[antecedent.i] is None:
        return antecedent
    before = pronoun.i - 1
    while before > antecedent.i and antecedent.doc[before].is_punct:
        before -= 1
    last = antecedent.doc[before]
    return last if last.pos_ in {"NOUN", "PROPN"} and antecedent.doc._.at.people[before] is None else antecedent


def is_passive(verb: Token) -> bool:
    """True for "was found", "released by the ministry"; false for "has found"."""
    if any(c.dep_ in {"auxpass", "nsubjpass", "csubjpass"} for c in verb.children):
        return True
    if verb.tag_ == "VBD" and (verb.dep_ == "acl" or renamed(verb) is not None):
        return True  # a participle that the tagger took for a past tense
    if verb.lemma_.lower() in verbs("transitive") and lacks_object(verb) and not acts_in(verb):
        return True  # a headline: "Three men arrested in Leeds"
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" and c.lemma_.lower() == "have" for c in verb.children):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and child(verb, "nsubj") is None:
        done_to = child(verb, "dobj") is None or verb.lemma_.lower() in verbs("transfer")
        return done_to and is_passive(verb.head)  # "was born and studied law": that she did
    return (child(verb, "nsubj") is None and child(verb, "dobj") is None) or child(verb, "agent") is not None


def acts_in(verb: Token) -> bool:
    """True for "he expected", and for the verb of "the plans it announced": its object stands before its subject."""
    subject = child(verb, "nsubj")
    return subject is not None and (
        subject.lower_ in NOMINATIVE or (verb.dep_ == "relcl" and subject.lower_ not in RELATIVE)
    )


def lacks_object(verb: Token) -> bool:
    """True for a past participle without helper, object or clause behind it."""
    return verb.tag_ in {"VBD", "VBN"} and all(
        c.dep_ not in {"aux", "dobj", "ccomp", "dative", "prt", "npadvmod", "acomp", "oprd"}
        and (c.dep_ != "punct" or c.text not in '"“”:')
        for c in verb.children
    )


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


def has_to(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


@cache
def doers() -> frozenset[str]:
    """Nouns for who acts: "the court", "the lender", "the minister"."""
    classes = grouped("event_classes", "class", "word")
    kinds = ("person", "official", "council", "diplomat", "actor")  # not "military": it has tanks and aircraft
    bodies = words("organization_nominals", "noun") | {"police", "army", "navy", "troop", "soldier", "team"}
    return frozenset().union(*(classes[kind] for kind in kinds)) | bodies | words("role_nouns")


def is_somebody(token: Token) -> bool:
    """A person, a body or a country: who can do something."""
    at = token.doc._.at
    named = at.people[token.i] or at.organizations[token.i] or at.places[token.i]
    return (
        named is not None
        or token.pos_ == "PRON"
        or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
        or token.lemma_.lower() in doers()
    )
